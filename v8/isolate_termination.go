package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// termination is why the JavaScript of the current outermost Run was ended, if
// it was. Its lock also keeps the isolate from being disposed of while another
// goroutine terminates it.
type termination struct {
	sync.Mutex
	cause    error      // of Terminate
	watchers []*watcher // of the open Runs that have one, outermost first
	run      uint64     // how many outermost Runs have ended
	killing  bool       // this Run has been terminated, and kill looks after it
	spare    *watcher   // to be used again
}

// reason is why, or nil. The lock is held, so that no method of the error may be
// called: it is the user's, and may want to know of the isolate. See whyEnded.
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
// begins later is not affected. A nil cause is ErrTerminated alone. Any goroutine
// may call it, at any time.
//
// V8: [v8::Isolate::TerminateExecution].
//
// [v8::Isolate::TerminateExecution]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (i *Isolate) Terminate(cause error) {
	i.mustBeMade()
	i.termination.Lock()
	defer i.termination.Unlock()
	if i.terminate() && i.termination.cause == nil {
		i.termination.cause = cmp.Or(cause, ErrTerminated)
	}
}

// terminate is Terminate without a cause, and false when nothing runs. The
// termination's lock is held.
func (i *Isolate) terminate() bool {
	if i.shim == nil || !bool(C.shim_isolate_terminate(i.shim)) {
		return false
	}
	if grace := i.options.TerminationGrace; grace > 0 && !i.termination.killing {
		i.termination.killing = true
		i.killAfter(grace/graceParts, i.termination.run)
	}
	return true
}

// How soon to look again whether a terminated Run has ended, and to strike.
const (
	graceParts   = 4
	killInterval = 100 * time.Microsecond
	killTries    = 20000 // with that interval, and then with one as long as the grace
)

// killAfter ends run by force, unless it ends by itself meanwhile.
func (i *Isolate) killAfter(wait time.Duration, run uint64) {
	grace := i.options.TerminationGrace
	tries := 0
	var timer *time.Timer
	timer = time.AfterFunc(wait, func() {
		i.termination.Lock()
		defer i.termination.Unlock()
		if i.shim == nil || i.termination.run != run {
			return
		}
		switch C.shim_isolate_kill(i.shim, C.int64_t(grace)) {
		case C.SHIM_KILL_DONE:
			i.termination.killing = false
		case C.SHIM_KILL_WAITING:
			timer.Reset(grace / graceParts)
		case C.SHIM_KILL_TRIED:
			if tries++; tries < killTries {
				timer.Reset(killInterval)
			} else {
				timer.Reset(max(grace/graceParts, killInterval))
			}
		}
	})
}

// resume takes the termination back, unless there is a reason left for it. The
// termination's lock is held.
func (i *Isolate) resume() {
	if i.termination.reason() == nil {
		C.shim_isolate_cancel_terminate(i.shim)
	}
}

// ended is the reason of a ctx that has ended.
type ended struct{ ctx context.Context }

func (ended) Error() string { return "ended" }

// whyEnded is the reason of the termination, or nil.
func (i *Isolate) whyEnded() error {
	i.termination.Lock()
	reason := i.termination.reason()
	i.termination.Unlock()
	if e, ok := reason.(ended); ok {
		return bridge.ContextError(e.ctx)
	}
	return reason
}
