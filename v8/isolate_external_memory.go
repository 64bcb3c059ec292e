package v8

/*
#include "cshim.h"

#cgo nocallback shim_isolate_adjust_external
*/
import "C"

import "context"

// AdjustAmountOfExternalAllocatedMemory says that objects of JavaScript keep so
// many bytes of memory more, or fewer, than before, of which V8 does not know:
// Go values behind functions, in Externals and internal fields. It gives how many
// they are then, which are never less than none. V8 collects garbage earlier for
// them, and they count towards [IsolateOptions].MemoryLimit: JavaScript that
// keeps more ends in [ErrMemoryLimit].
//
// [Object.AddExternalMemory] is for memory that goes with one object. Any
// goroutine may call this; it waits while another runs in the isolate. In a
// closed isolate it is 0.
//
// V8: [v8::Isolate::AdjustAmountOfExternalAllocatedMemory].
//
// [v8::Isolate::AdjustAmountOfExternalAllocatedMemory]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (i *Isolate) AdjustAmountOfExternalAllocatedMemory(change int64) (amount int64) {
	_ = i.locked(context.Background(), func() error {
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
