package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// termination is why the JavaScript of the current outermost Run was ended, if
// it was. Its lock also keeps the isolate from being disposed of while another
// goroutine terminates it.
type termination struct {
	sync.Mutex
	cause    error      // of Terminate
	watchers []*watcher // of the open Runs that have one, outermost first
}

// reason is why, or nil. The lock is held.
func (t *termination) reason() error {
	if t.cause != nil {
		return t.cause
	}
	for _, w := range t.watchers {
		if w.err != nil {
			return w.err
		}
	}
	return nil
}

// Terminate ends the JavaScript that runs in the isolate now, and all that the
// current outermost Run still starts: the calls return an error that matches
// both [ErrTerminated] and cause. It does nothing when nothing runs; a Run that
// begins later is not affected. Any goroutine may call it, at any time.
//
// V8: [v8::Isolate::TerminateExecution].
//
// [v8::Isolate::TerminateExecution]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (i *Isolate) Terminate(cause error) {
	i.termination.Lock()
	defer i.termination.Unlock()
	if i.terminate() && i.termination.cause == nil {
		i.termination.cause = cause
	}
}

// terminate is Terminate without a cause, and false when nothing runs. The
// termination's lock is held.
func (i *Isolate) terminate() bool { return i.shim != nil && bool(C.shim_isolate_terminate(i.shim)) }

// resume takes the termination back, unless there is a reason left for it. The
// termination's lock is held.
func (i *Isolate) resume() {
	if i.termination.reason() == nil {
		C.shim_isolate_cancel_terminate(i.shim)
	}
}

func (i *Isolate) terminationError() error {
	i.termination.Lock()
	defer i.termination.Unlock()
	switch reason := i.termination.reason(); {
	case reason == nil:
		return ErrTerminated
	case errors.Is(reason, ErrClosed):
		return reason
	default:
		return fmt.Errorf("%w: %w", ErrTerminated, reason)
	}
}

// A watcher terminates the isolate when the context.Context of a Run ends, or
// its CPU time is used up.
type watcher struct {
	isolate *Isolate
	ctx     context.Context
	stop    func() bool // of the context.AfterFunc, or nil
	cpu     *cpuBudget  // or nil

	// Under the termination's lock:
	ended bool  // the Run has been left: terminate nothing any more
	err   error // why it has terminated, or nil
}

// watch begins to watch over a Run that was just entered. It is nil when there
// is nothing to watch for.
func (i *Isolate) watch(ctx context.Context, outermost bool) *watcher {
	budget := time.Duration(0)
	if outermost {
		budget = i.cpuLimit(ctx)
	}
	if ctx.Done() == nil && budget == 0 {
		return nil
	}
	w := &watcher{isolate: i, ctx: ctx}
	i.termination.Lock()
	i.termination.watchers = append(i.termination.watchers, w)
	if budget > 0 {
		w.cpu = newCPUBudget(w, budget)
	}
	i.termination.Unlock()
	if ctx.Done() != nil {
		w.stop = context.AfterFunc(ctx, func() { w.fire(contextError(ctx)) })
	}
	return w
}

func (w *watcher) fire(err error) {
	i := w.isolate
	i.termination.Lock()
	defer i.termination.Unlock()
	if !w.ended && i.terminate() && w.err == nil {
		w.err = err
	}
}

// end ends the watch of a Run that was just left. From then on it terminates
// nothing; and a Run around this one, which has a ctx of its own, goes on.
func (w *watcher) end(outermost bool) {
	if w == nil {
		return
	}
	if w.stop != nil {
		w.stop()
	}
	i := w.isolate
	i.termination.Lock()
	defer i.termination.Unlock()
	w.ended = true
	if w.cpu != nil {
		w.cpu.timer.Stop()
	}
	i.termination.watchers = i.termination.watchers[:len(i.termination.watchers)-1]
	if w.err != nil && !outermost {
		i.resume()
	}
}
