package v8

/*
#include "cshim.h"
*/
import "C"

import "github.com/nodeisolates/isolates/internal/misuse"

// runTasks does what has become due in a context whose Run is about to end.
func (i *Isolate) runTasks(c *Context) {
	for {
		var err error
		r := C.shim_isolate_run_task(i.shim)
		switch r.status {
		case C.SHIM_STATUS_OK:
			if r.bits == 0 {
				return
			}
			continue
		case C.SHIM_STATUS_REJECTIONS:
			err = i.unhandledRejections()
		case C.SHIM_STATUS_EXCEPTION:
			err = i.exception("task", "")
		default:
			err = i.fail("task", "", r.status)
		}
		if err != nil && i.options.OnUncaughtException != nil {
			i.options.OnUncaughtException(c, err)
		}
		if r.status != C.SHIM_STATUS_EXCEPTION && r.status != C.SHIM_STATUS_REJECTIONS {
			return
		}
	}
}

// EnqueueMicrotask calls the function, without arguments, at the next
// checkpoint of the context that the function was made in: when that context's
// outermost Run ends, or by [Scope.PerformMicrotaskCheckpoint].
//
// V8: [v8::Isolate::EnqueueMicrotask].
//
// [v8::Isolate::EnqueueMicrotask]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (s *Scope) EnqueueMicrotask(function Function) error {
	i := s.check()
	if function.check() != i {
		panic(misuse.Isolate)
	}
	return i.done(C.shim_microtask_enqueue(i.shim, function.ref()), "enqueue microtask", "")
}
