package v8

/*
#include "cshim.h"
*/
import "C"

import "unsafe"

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

// enter is the prologue of every method that crosses: it panics unless the
// handle is alive.
func (h handle) enter() *Isolate {
	if h.level == nil {
		panic(misuseZeroHandle)
	}
	if h.level.generation != h.tag>>kindBits {
		panic(misuseValueEnded)
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

// bytesOf lends a string's bytes to a call.
func bytesOf(s string) C.shim_bytes {
	return C.shim_bytes{data: (*C.char)(unsafe.Pointer(unsafe.StringData(s))), length: C.size_t(len(s))}
}

// text copies bytes that the shim lends.
func text(b C.shim_bytes) string {
	return string(unsafe.Slice((*byte)(unsafe.Pointer(b.data)), int(b.length)))
}
