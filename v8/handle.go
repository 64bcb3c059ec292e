package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A handle is what every type that stands for something in V8's heap consists
// of. Undefined, null, booleans and numbers are in bits themselves and belong
// to no level; for all else bits is the address of a slot, valid as long as the
// level that was innermost when it was made is open.
type handle struct {
	level *level
	tag   uint64 // the level's generation, and a Kind in the low byte
	bits  uint64
}

const kindBits = 8

func (h handle) kind() Kind { return Kind(h.tag & (1<<kindBits - 1)) }

// check is the prologue of every method that crosses: it panics unless the
// handle is alive.
func (h handle) check() *Isolate {
	if h.level == nil {
		panic(misuse.ZeroHandle)
	}
	if h.level.generation != h.tag>>kindBits {
		panic(misuse.ValueEnded)
	}
	return h.level.isolate
}

func (h handle) ref() C.shim_ref { return C.shim_ref(h.bits) }

// newHandle takes what the shim returned into the innermost level.
func (i *Isolate) newHandle(r C.shim_value) handle {
	if r.kind < C.SHIM_KIND_BIGINT {
		return handle{tag: uint64(r.kind), bits: uint64(r.bits)}
	}
	l := i.top()
	return handle{level: l, tag: l.generation<<kindBits | uint64(r.kind), bits: uint64(r.bits)}
}

// argument is a value on its way into the shim.
func (i *Isolate) argument(v Value) C.shim_value {
	if v.level != nil && v.check() != i {
		panic(misuse.Isolate)
	}
	return v.raw()
}

func (h handle) raw() C.shim_value {
	return C.shim_value{bits: C.uint64_t(h.bits), kind: C.uint32_t(h.kind())}
}

// result is the value that a call gave, or why it failed.
func (i *Isolate) result(r C.shim_value, op, subject string) (Value, error) {
	if r.status != C.SHIM_STATUS_OK {
		return Value{}, i.fail(op, subject, r.status)
	}
	return Value{i.newHandle(r)}, nil
}

// done is result for a call whose value says nothing.
func (i *Isolate) done(r C.shim_value, op, subject string) error {
	if r.status != C.SHIM_STATUS_OK {
		return i.fail(op, subject, r.status)
	}
	return nil
}

// truth is result for a call that gives a boolean.
func (i *Isolate) truth(r C.shim_value, op, subject string) (bool, error) {
	return r.bits != 0 && r.status == C.SHIM_STATUS_OK, i.done(r, op, subject)
}

// read is result for what only reads and has no error to give; see checkRead.
// In a dead isolate the result is a placeholder, a handle of undefined: later
// calls on it fail with ErrIsolateDead, and do not panic as misuse.
func (i *Isolate) read(r C.shim_value) Value {
	i.checkRead(r.status)
	if r.status != C.SHIM_STATUS_OK {
		l := i.top()
		return Value{handle{level: l, tag: l.generation<<kindBits | uint64(KindUndefined)}}
	}
	return Value{i.newHandle(r)}
}

// bytesOf lends a string's bytes to a call.
func bytesOf(s string) C.shim_bytes {
	return C.shim_bytes{data: (*C.char)(unsafe.Pointer(unsafe.StringData(s))), length: C.size_t(len(s))}
}

// text copies bytes that the shim lends.
func text(b C.shim_bytes) string {
	return string(unsafe.Slice((*byte)(unsafe.Pointer(b.data)), int(b.length)))
}
