package v8

/*
#include "cshim.h"

#cgo nocallback shim_weak_get
*/
import "C"

import (
	"runtime"
	"sync/atomic"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A Weak refers to a value without keeping it: once nothing else does, and the
// collector has noticed, it is empty. It is owned as a [Global] is.
//
// V8: [v8::PersistentBase::SetWeak].
//
// [v8::PersistentBase::SetWeak]: https://v8.github.io/api/head/classv8_1_1PersistentBase.html
type Weak[T Handle] struct {
	value T
	slot  *weakSlot
}

type weakSlot struct {
	isolate *Isolate
	id      uint32 // in isolate.references
	closed  atomic.Bool
}

// weakReference is what the references table holds for a Weak.
type weakReference struct {
	onCollected func()
	collected   bool // nothing is left to refer to
	lost        bool // nobody has the Weak any more, onCollected is still wanted
}

// NewWeak refers to an object weakly. When the object has been collected,
// onCollected, which may be nil, is called once, at the beginning of a later
// Run and on its goroutine; it is not called when the Weak or the isolate is
// closed first.
func NewWeak[T Handle](s *Scope, v T, onCollected func()) (*Weak[T], error) {
	i := s.check()
	i.release()
	h := v.isHandle()
	if h.kind() < KindObject || h.kind() >= kindData {
		panic(misuse.Weak)
	}
	if h.check() != i {
		panic(misuse.Isolate)
	}
	id := i.reference(&weakReference{onCollected: onCollected})
	if status := C.shim_weak_new(i.shim, h.ref(), C.uint32_t(id)); status != C.SHIM_STATUS_OK {
		i.references.remove(id)
		return nil, i.fail("new weak", "", C.uint32_t(status))
	}
	slot := &weakSlot{isolate: i, id: id}
	w := &Weak[T]{withHandle(v, handle{tag: uint64(h.kind())}), slot}
	runtime.AddCleanup(w, (*weakSlot).drop, slot)
	return w, nil
}

// Get is the value, in the scope, and false once it was collected.
func (w *Weak[T]) Get(s *Scope) (v T, ok bool) {
	i := s.check()
	if w == nil || w.slot == nil {
		panic(misuse.ZeroGlobal)
	}
	if w.slot.isolate != i {
		panic(misuse.Isolate)
	}
	if w.slot.closed.Load() {
		panic(misuse.GlobalClosed)
	}
	r := C.shim_weak_get(i.shim, C.uint32_t(w.slot.id), C.uint32_t(w.value.isHandle().kind()))
	i.checkRead(r.status)
	if r.kind == C.SHIM_KIND_UNDEFINED {
		return v, false
	}
	return withHandle(w.value, i.newHandle(r)), true
}

// Close ends the reference; onCollected will not be called. Any goroutine may
// call it. Closing again does nothing. The error is always nil, for [io.Closer].
func (w *Weak[T]) Close() error {
	if w == nil || w.slot == nil {
		panic(misuse.ZeroGlobal)
	}
	w.slot.close()
	runtime.KeepAlive(w) // or else the cleanup may drop the slot meanwhile
	return nil
}

// Of close and drop the first one counts: the id is freed once.

func (slot *weakSlot) close() {
	if !slot.closed.Swap(true) {
		slot.isolate.releases.add(slot.free)
	}
}

func (slot *weakSlot) free(i *Isolate) {
	C.shim_weak_free(i.shim, C.uint32_t(slot.id))
	i.references.remove(slot.id)
}

// drop is close for a Weak that Go has lost: its onCollected is still wanted.
func (slot *weakSlot) drop() {
	if slot.closed.Swap(true) {
		return
	}
	slot.isolate.releases.add(func(i *Isolate) {
		weak := i.references.get(slot.id).(*weakReference)
		if weak.collected || weak.onCollected == nil {
			slot.free(i)
		} else {
			weak.lost = true
		}
	})
}
