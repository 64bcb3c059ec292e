package v8

/*
#include "cshim.h"

#cgo nocallback shim_reference_add_external
*/
import "C"

// externalMemory stands in references for what AddExternalMemory has counted.
type externalMemory struct{}

// AddExternalMemory says that the object keeps so many bytes of memory of which
// V8 does not know, until it is collected: what a Go value takes that it carries.
// A script could else hold, or drop and leave to a collection that never comes,
// gigabytes behind a few objects. The bytes count towards
// [IsolateOptions].MemoryLimit: JavaScript that keeps more, even after a
// collection, ends in [ErrMemoryLimit] when it goes on. The error is that of a
// terminated or dead isolate.
//
// V8: [v8::ExternalMemoryAccounter::Increase].
//
// [v8::ExternalMemoryAccounter::Increase]: https://v8.github.io/api/head/classv8_1_1ExternalMemoryAccounter.html
func (o Object) AddExternalMemory(bytes uint64) error {
	i := o.check()
	id := i.reference(externalMemory{})
	r := C.shim_reference_add_external(i.shim, o.ref(), C.uint32_t(id), C.size_t(min(bytes, mostExternal)), mostExternal)
	if r.bits == 0 { // else it is tracked, also when it is what the limit did not allow
		i.references.remove(id)
	}
	return i.done(r, "add external memory", "")
}
