package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"errors"
	"sync/atomic"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// lookForTasks begins to watch for tasks of other threads, once there may be some.
func (i *Isolate) lookForTasks() {
	if i.taskHooks.count.Load() > 0 && atomic.LoadUint32(i.outsideTasks) != 0 {
		if i.watchTasks() {
			i.tellTasks() // what came before
		}
	}
}

// runTasks does what has become due in a context whose Run is about to end: first
// what V8 has, and then those of Go that were there when it ended.
func (i *Isolate) runTasks(l *level) {
	c := l.context
	for posted := c.tasks.now(); ; {
		var err error
		r := C.shim_isolate_run_task(i.shim)
		switch r.status {
		case C.SHIM_STATUS_OK:
			if r.bits != 0 {
				continue
			}
			task := c.tasks.take(posted)
			if task == nil {
				return
			}
			if err = i.runPosted(l, task); err == nil {
				continue
			}
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
		if r.status == C.SHIM_STATUS_TERMINATED || r.status == C.SHIM_STATUS_HEAP_LIMIT ||
			bool(C.shim_isolate_is_terminating(i.shim)) {
			return
		}
	}
}

// runPosted calls one of Go's tasks, and then the microtasks that it has queued.
func (i *Isolate) runPosted(outer *level, task func(*Scope) error) (err error) {
	l, err := i.openScope(&Scope{outer, outer.generation})
	if err != nil {
		return err
	}
	defer i.closeScope(l, l.generation)
	s := &Scope{l, l.generation}
	return errors.Join(task(s), s.PerformMicrotaskCheckpoint())
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
