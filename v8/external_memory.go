package v8

/*
#include "cshim.h"

#cgo nocallback shim_isolate_adjust_external
#cgo nocallback shim_reference_add_external
*/
import "C"

// AdjustAmountOfExternalAllocatedMemory says that objects of JavaScript keep so
// many bytes of memory more, or fewer, than before, of which V8 does not know:
// Go values behind functions, in Externals and internal fields. It gives how many
// they are then, which are never less than none. V8 collects garbage earlier for
// them, and they count towards [IsolateOptions].MemoryLimit: JavaScript that
// keeps more ends in [ErrHeapLimit].
//
// [Object.AddExternalMemory] is for memory that goes with one object. Any
// goroutine may call this; it waits while another runs in the isolate. In a
// closed isolate it is 0.
//
// V8: [v8::Isolate::AdjustAmountOfExternalAllocatedMemory].
//
// [v8::Isolate::AdjustAmountOfExternalAllocatedMemory]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (i *Isolate) AdjustAmountOfExternalAllocatedMemory(change int64) (amount int64) {
	_ = i.locked(func() error {
		change = max(min(change, mostExternal-i.externalMemory), -i.externalMemory)
		i.externalMemory += change
		amount = i.externalMemory
		C.shim_isolate_adjust_external(i.shim, C.int64_t(change))
		return nil
	})
	return amount
}

// mostExternal is how many bytes AdjustAmountOfExternalAllocatedMemory counts, and
// AddExternalMemory besides: far more than there are addresses, and sums of it
// are numbers that V8 takes, which are below 2^60.
const mostExternal = 1 << 58

// externalMemory stands in references for what AddExternalMemory has counted.
type externalMemory struct{}

// AddExternalMemory says that the object keeps so many bytes of memory of which
// V8 does not know, until it is collected: what a Go value takes that it carries.
// A script could else hold, or drop and leave to a collection that never comes,
// gigabytes behind a few objects. The bytes count towards
// [IsolateOptions].MemoryLimit: JavaScript that keeps more, even after a
// collection, ends in [ErrHeapLimit] when it goes on. The error is that of a
// terminated or dead isolate.
//
// V8: [v8::ExternalMemoryAccounter::Increase].
//
// [v8::ExternalMemoryAccounter::Increase]: https://v8.github.io/api/head/classv8_1_1ExternalMemoryAccounter.html
func (o Object) AddExternalMemory(bytes uint64) error {
	i := o.enter()
	id := i.reference(externalMemory{})
	r := C.shim_reference_add_external(i.shim, o.ref(), C.uint32_t(id), C.size_t(min(bytes, mostExternal)), mostExternal)
	if r.bits == 0 { // else it is tracked, also when it is what the limit did not allow
		i.references.remove(id)
	}
	return i.done(r, "add external memory", "")
}
