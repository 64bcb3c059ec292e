package v8

/*
#include "cshim.h"

#cgo nocallback shim_isolate_termination
*/
import "C"

import (
	"fmt"
	"io"
	"time"
)

// A Termination is the error of JavaScript that was ended from outside: by the
// ctx of its Run, a limit, [Isolate.Terminate] or [Isolate.Close]. Find it with
// [errors.As]. It matches [ErrTerminated] and its reason.
//
// %v is one line; %+v adds the stack.
type Termination struct {
	// Reason is why: what errors.Is finds besides ErrTerminated. Nil when nobody
	// has said.
	Reason error

	// StackTrace is the calls that were active when it was ended, innermost
	// first; at most ten. It is nil when no JavaScript ran just then, when it was
	// ended by force, and with the build tag v8_nowrap.
	StackTrace StackTrace

	// CPUTime and WallTime are what the outermost Run had used.
	CPUTime, WallTime time.Duration
}

// Error is the reason, and where.
func (t *Termination) Error() string {
	text := ErrTerminated.Error()
	if t.Reason != nil {
		text += ": " + t.Reason.Error()
	}
	if len(t.StackTrace) > 0 {
		text += " (at " + t.StackTrace[0].String() + ")"
	}
	return text
}

// Unwrap is ErrTerminated and the reason.
func (t *Termination) Unwrap() []error {
	if t.Reason == nil {
		return []error{ErrTerminated}
	}
	return []error{ErrTerminated, t.Reason}
}

// Format makes %+v write the stack after the message.
func (t *Termination) Format(state fmt.State, verb rune) {
	formatError(state, verb, t, func() {
		if len(t.StackTrace) > 0 {
			io.WriteString(state, "\n"+t.StackTrace.String())
		}
	})
}

// terminated is the error of JavaScript that was ended for a reason, or for none
// that is known.
func (i *Isolate) terminated(reason error) *Termination {
	t := &Termination{Reason: reason}
	if reason == ErrTerminated {
		t.Reason = nil
	}
	if i.shim == nil {
		return t
	}
	i.termination.Lock()
	defer i.termination.Unlock()
	ended := C.shim_isolate_termination(i.shim)
	t.StackTrace = readStackTrace(ended.stack)
	if len(i.termination.watchers) > 0 {
		w := i.termination.watchers[0]
		t.CPUTime = time.Duration(w.cpuUsed())
		t.WallTime = time.Duration(int64(C.shim_isolate_wall_time(i.shim)) - w.wall)
	}
	return t
}

// outOfMemory is terminated for a limit of memory.
func (i *Isolate) outOfMemory() *Termination {
	ended := C.shim_isolate_termination(i.shim)
	return i.terminated(i.memoryLimit(uint64(ended.heap), uint64(ended.used)))
}
