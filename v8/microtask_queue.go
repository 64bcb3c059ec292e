package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"runtime"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A MicrotaskQueue holds what a script leaves to be done later: its microtasks,
// which promises are made of, and what V8 does for it in the background. Each
// context has one of its own, unless [ContextOptions] give it that of others.
//
// Only Runs in contexts of the queue do what is in it. The outermost of them runs
// the microtasks when its function has returned, under its ctx and limits, and
// what goes wrong is its error. Then it does what has become due: the next step of
// an asynchronous compilation of WebAssembly, the end of an Atomics.waitAsync, the
// callbacks of a FinalizationRegistry, what [Context.PostTask] was given, and the
// microtasks that these queue. They may be left from an earlier Run, so what goes
// wrong there is not the Run's error: [IsolateOptions].OnUncaughtException is told.
// Callbacks of a FinalizationRegistry and tasks of Go wait for a Run that is inside
// no other. [Isolate.OnTask] tells when there is something.
//
// What is in the queue is dropped when its last context is closed, and when a Run
// was ended by its ctx, a limit or a panic.
//
// It is garbage-collected. Any goroutine may use it.
//
// V8: [v8::MicrotaskQueue]. ECMAScript: [jobs].
//
// [v8::MicrotaskQueue]: https://v8.github.io/api/head/classv8_1_1MicrotaskQueue.html
// [jobs]: https://tc39.es/ecma262/#sec-jobs
type MicrotaskQueue struct {
	isolate *Isolate
	ref     *C.shim_microtask_queue
}

// NewMicrotaskQueue makes a queue for contexts that are to share it. It waits
// while another goroutine runs in the isolate. The error is that of a dead or
// closed isolate.
//
// V8: [v8::MicrotaskQueue::New].
//
// [v8::MicrotaskQueue::New]: https://v8.github.io/api/head/classv8_1_1MicrotaskQueue.html
func (i *Isolate) NewMicrotaskQueue() (q *MicrotaskQueue, err error) {
	err = i.locked(context.Background(), func() error {
		q, err = i.queueFor(nil)
		return err
	})
	return q, err
}

// queueFor is q, or a new one when that is nil. A Context is in the isolate's
// references for as long as V8 has it, and so is its queue.
func (i *Isolate) queueFor(q *MicrotaskQueue) (*MicrotaskQueue, error) {
	if q != nil {
		if q.isolate != i {
			panic(misuse.QueueIsolate)
		}
		return q, nil
	}
	ref := C.shim_microtask_queue_new(i.shim)
	if ref == nil {
		return nil, i.fail("new microtask queue", "", C.SHIM_STATUS_DEAD)
	}
	q = &MicrotaskQueue{isolate: i, ref: ref}
	runtime.AddCleanup(q, func(ref *C.shim_microtask_queue) {
		i.releases.add(func(i *Isolate) { C.shim_microtask_queue_free(i.shim, ref) })
	}, ref)
	return q, nil
}

// PerformMicrotaskCheckpoint runs the microtasks that are queued for
// [Scope.Context], and those that they queue, until there are none. Inside a
// microtask it does nothing.
// What a microtask throws is lost, as in JavaScript; a termination is the error.
//
// V8: [v8::MicrotasksScope::PerformCheckpoint]. ECMAScript: [jobs].
//
// [v8::MicrotasksScope::PerformCheckpoint]: https://v8.github.io/api/head/classv8_1_1MicrotasksScope.html
// [jobs]: https://tc39.es/ecma262/#sec-jobs
func (s *Scope) PerformMicrotaskCheckpoint() error {
	_, err := s.checkpoint()
	return err
}

// checkpoint is PerformMicrotaskCheckpoint, and says whether there may be promises
// that are rejected and not handled, which the Run will have as its error.
func (s *Scope) checkpoint() (rejected bool, err error) {
	i := s.check()
	return i.truth(C.shim_microtask_perform_checkpoint(i.shim), "perform microtask checkpoint", "")
}
