package v8

/*
#include "cshim.h"

#cgo noescape shim_global_new
#cgo nocallback shim_global_new
#cgo nocallback shim_global_get
*/
import "C"

import (
	"runtime"
	"sync/atomic"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// Handle is every type that stands for something in V8's heap: [Value],
// [Object], [Function], [Script] and all others that a [Scope] gives. Only
// types of this package are one.
type Handle interface {
	comparable
	isHandle() handle
}

func (h handle) isHandle() handle { return h }

// withHandle is v standing for h. Every Handle begins with its handle, by
// embedding: see the types' definitions, and TestHandleComesFirst.
func withHandle[T Handle](v T, h handle) T {
	*(*handle)(unsafe.Pointer(&v)) = h
	return v
}

// A Global keeps a value beyond its scope, until Close. It is owned: call
// [Global.Close], or close its isolate. An unreachable Global is closed eventually,
// after Go's garbage collector has found it; don't rely on that. Any goroutine may
// close it, and those inside the isolate's Run may use it.
//
// V8: [v8::Global].
//
// [v8::Global]: https://v8.github.io/api/head/classv8_1_1Global.html
type Global[T Handle] struct {
	value T // without a level
	slot  *globalSlot
}

// globalSlot is what a Global owns, apart from it so that the cleanup of an
// unreachable Global can hold on to it.
type globalSlot struct {
	isolate *Isolate
	ref     C.shim_ref
	closed  atomic.Bool
}

// NewGlobal keeps v. The error is that of a dead isolate.
func NewGlobal[T Handle](s *Scope, v T) (*Global[T], error) {
	i := s.check()
	i.release()
	h := v.isHandle()
	slot := &globalSlot{isolate: i}
	if h.level != nil {
		if h.check() != i {
			panic(misuse.Isolate)
		}
		status := C.shim_global_new(i.shim, h.ref(), &slot.ref)
		if status != C.SHIM_STATUS_OK {
			return nil, i.fail("new global", "", C.uint32_t(status))
		}
	}
	g := &Global[T]{withHandle(v, handle{tag: uint64(h.kind()), bits: h.bits}), slot}
	runtime.AddCleanup(g, (*globalSlot).close, slot)
	return g, nil
}

// Get is the value, in the scope. Using a closed Global panics.
func (g *Global[T]) Get(s *Scope) T {
	i := s.check()
	if g == nil || g.slot == nil {
		panic(misuse.ZeroGlobal)
	}
	if g.slot.isolate != i {
		panic(misuse.Isolate)
	}
	if g.slot.closed.Load() {
		panic(misuse.GlobalClosed)
	}
	if g.slot.ref == 0 {
		return g.value // plain data
	}
	kind := g.value.isHandle().kind()
	r := C.shim_global_get(i.shim, g.slot.ref, C.uint32_t(kind))
	return withHandle(g.value, i.readAs(r, kind).handle)
}

// Close lets the value go. Any goroutine may call it; what V8 holds is freed by
// the next Run, [Scope.Nested] or [NewGlobal] in the isolate. Closing again does
// nothing. The error is always nil, for [io.Closer].
func (g *Global[T]) Close() error {
	if g == nil || g.slot == nil {
		panic(misuse.ZeroGlobal)
	}
	g.slot.close()
	return nil
}

func (slot *globalSlot) close() {
	if !slot.closed.Swap(true) && slot.ref != 0 {
		slot.isolate.releases.add(func(i *Isolate) { C.shim_global_free(i.shim, slot.ref) })
	}
}
