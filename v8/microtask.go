package v8

/*
#include "cshim.h"
*/
import "C"

// EnqueueMicrotask calls the function, without arguments, at the next
// checkpoint: when the outermost Run ends, or by
// [Scope.PerformMicrotaskCheckpoint].
//
// V8: [v8::Isolate::EnqueueMicrotask].
//
// [v8::Isolate::EnqueueMicrotask]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (s *Scope) EnqueueMicrotask(function Function) error {
	i := s.enter()
	if function.enter() != i {
		panic(misuseIsolate)
	}
	return i.done(C.shim_microtask_enqueue(i.shim, function.ref()), "enqueue microtask", "")
}

// PerformMicrotaskCheckpoint runs the microtasks that are queued, and those
// that they queue, until there are none. Inside a microtask it does nothing.
// What a microtask throws is lost, as in JavaScript; a termination is the error.
//
// V8: [v8::MicrotasksScope::PerformCheckpoint]. ECMAScript: [jobs].
//
// [v8::MicrotasksScope::PerformCheckpoint]: https://v8.github.io/api/head/classv8_1_1MicrotasksScope.html
// [jobs]: https://tc39.es/ecma262/#sec-jobs
func (s *Scope) PerformMicrotaskCheckpoint() error {
	i := s.enter()
	return i.done(C.shim_microtask_perform_checkpoint(i.shim), "perform microtask checkpoint", "")
}
