package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"sync/atomic"
	"unsafe"
)

// references holds the Go values that JavaScript refers to, under ids from 1
// on: closures behind functions, thrown errors, what objects carry. They are
// removed when the shim reports that the JavaScript side was collected. They
// belong to the goroutine that has the isolate's lock.
type references struct {
	values []any
	free   []uint32
	bound  uint32 // ids up to this one are a snapshot's, and stay
}

// bind begins with the values of a snapshot, at their ids.
func (r *references) bind(values []any) {
	if len(values) > 0 {
		r.values, r.bound = values, uint32(len(values)-1)
	}
}

func (r *references) add(value any) uint32 {
	if n := len(r.free); n > 0 {
		id := r.free[n-1]
		r.free = r.free[:n-1]
		r.values[id] = value
		return id
	}
	if len(r.values) == 0 {
		r.values = append(r.values, nil) // 0 is none
	}
	r.values = append(r.values, value)
	return uint32(len(r.values) - 1)
}

func (r *references) get(id uint32) any {
	if int(id) >= len(r.values) {
		return nil
	}
	return r.values[id]
}

func (r *references) remove(id uint32) {
	if id <= r.bound {
		return // other objects of the snapshot may refer to it too
	}
	r.values[id] = nil
	r.free = append(r.free, id)
}

// last is the highest id that anything was added under.
func (r *references) last() uint32 { return uint32(max(len(r.values)-1, 0)) }

// count is how many are held, but for those of a snapshot.
func (r *references) count() int {
	return max(len(r.values)-1-int(r.bound), 0) - len(r.free)
}

// reference adds a value, after making room by forgetting what was collected:
// one Run may make any number of functions.
func (i *Isolate) reference(value any) uint32 {
	i.mustBeInside()
	i.sweep()
	return i.references.add(value)
}

// sweep removes what was collected. Reading a count in C's memory tells
// without a crossing whether there is any.
func (i *Isolate) sweep() {
	if *i.collectedCount == 0 {
		return
	}
	collected := C.shim_reference_collected(i.shim)
	for _, id := range unsafe.Slice((*uint32)(unsafe.Pointer(collected.ids)), int(collected.count)) {
		if weak, ok := i.references.get(id).(*weakReference); ok {
			if weak.onCollected != nil {
				i.onCollected = append(i.onCollected, weak.onCollected)
			}
			weak.collected = true
			if !weak.lost {
				continue // the id is the Weak's until that is closed
			}
		}
		i.references.remove(id)
	}
}

// registry finds an isolate by the id that the shim knows it by; C can't hold
// a Go pointer.
type registry struct {
	table atomic.Pointer[[]*Isolate] // replaced under engine's lock, read without
	free  []uint64
}

var isolates registry

func (r *registry) get(id uint64) *Isolate { return (*r.table.Load())[id] }

// add and remove are called with engine's lock held.
func (r *registry) add(i *Isolate) {
	var table []*Isolate
	if old := r.table.Load(); old != nil {
		table = *old
	}
	if n := len(r.free); n > 0 {
		i.id = r.free[n-1]
		r.free = r.free[:n-1]
	} else {
		i.id = uint64(len(table))
	}
	r.replace(table, i.id, i)
}

func (r *registry) remove(i *Isolate) {
	r.replace(*r.table.Load(), i.id, nil)
	r.free = append(r.free, i.id)
}

func (r *registry) replace(table []*Isolate, id uint64, i *Isolate) {
	table = append(make([]*Isolate, 0, max(len(table), int(id)+1)), table...)
	if int(id) == len(table) {
		table = append(table, nil)
	}
	table[id] = i
	r.table.Store(&table)
}
