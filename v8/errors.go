package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"io"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// The errors that are no exception of JavaScript. Test for them with
// [errors.Is]; what is returned wraps them with the operation and the reason. A
// [*LimitError] has the figures of a limit, and a [*Termination] where JavaScript
// was ended.
var (
	// ErrClosed is the error of using an [Isolate] or [Context] that is closed.
	// It comes with [ErrTerminated] to what ran in an isolate that was closed.
	ErrClosed = errors.New("closed")

	// ErrTerminated is the error of JavaScript that was ended from outside, by
	// whatever: what matches it was stopped, and has not failed. It comes with its
	// reason: ctx.Err() and context.Cause(ctx), the cause that was given to
	// [Isolate.Terminate], [ErrCPULimit], [ErrMemoryLimit] or [ErrClosed]. What
	// can't begin, because its ctx has ended or its isolate is closed or dead, is
	// the reason alone; and an isolate that V8's own failure has killed is
	// [ErrIsolateDead] alone.
	ErrTerminated = errors.New("terminated")

	// ErrMemoryLimit is the error of JavaScript that was ended because it needed
	// more than [IsolateOptions].MemoryLimit or HeapLimit allows. The isolate can
	// be used again when what filled it is no longer reachable. It is also
	// that of an isolate that has added its share of WebAssembly's types, of
	// which V8 keeps a million for all isolates, and adds one more. It comes
	// with [ErrTerminated].
	ErrMemoryLimit = errors.New("memory limit reached")

	// ErrCPULimit is the error of JavaScript that was ended because its Run had
	// used the CPU time that [IsolateOptions].CPULimit or [RunOptions].CPULimit allows.
	// It comes with [ErrTerminated].
	ErrCPULimit = errors.New("CPU time limit reached")

	// ErrExportLimit is the error of taking more out of JavaScript at once than
	// [IsolateOptions].ExportLimit allows.
	ErrExportLimit = errors.New("export limit reached")

	// ErrSourceTooLong is the error of compiling text that is longer than
	// [IsolateOptions].SourceLimit.
	ErrSourceTooLong = errors.New("source text is longer than the isolate's limit")

	// ErrIsolateDead is the error of an isolate in which V8 met an error that
	// it can't return from, such as a true out of memory. Nothing runs in it
	// again; it can only be closed. Other isolates are not affected.
	ErrIsolateDead = errors.New("isolate is dead")

	// ErrUninterruptible comes with [ErrIsolateDead] and [ErrTerminated] when
	// JavaScript was terminated, had not ended within
	// [IsolateOptions].TerminationGrace, and was ended by force. The reason of the
	// termination comes with it too.
	ErrUninterruptible = errors.New("a built-in function of V8 could not be interrupted")

	// ErrCrashed comes with [ErrIsolateDead] when V8 has crashed, and
	// [ContainCrashes] has kept the process alive. The process is suspect from
	// then on: it should be replaced soon.
	ErrCrashed = errors.New("V8 has crashed")

	// ErrStringTooLong is the error of text that is longer than a JavaScript
	// string can be, 2^29-24 (about 537 million) UTF-16 code units.
	ErrStringTooLong = errors.New("longer than a JavaScript string can be")

	// ErrStarted is the error of [SetFlags], [SetUnsafeFlags], [Harden] and
	// [ContainCrashes] after V8 has started.
	ErrStarted = errors.New("V8 has started: do this before the first isolate")

	// ErrHardened is the error of setting flags after [Harden], and of giving
	// back to a context what Harden takes from all.
	ErrHardened = errors.New("V8 is hardened")

	// ErrDisposed is the error of using V8 after [Dispose].
	ErrDisposed = errors.New("V8 is disposed of, which is for good in one process")

	// ErrModuleBusy is the error of evaluating a [Module] inside of another evaluation
	// in the same context.
	ErrModuleBusy = errors.New("another module of the context is being evaluated: do this afterwards, in a microtask")

	// ErrModuleTerminated is the error of evaluating a [Module] whose evaluation was
	// terminated before.
	ErrModuleTerminated = errors.New("its evaluation was terminated, for good: compile it anew")

	// ErrDataEnds is that a [ValueDeserializer] has no more data of the kind that
	// it was asked for.
	ErrDataEnds = errors.New("the data ends too early")
)

// fail turns the failure of a call into a Go error. op and subject name the
// call: compile "main.js". A call on the wrong thread is a panic.
func (i *Isolate) fail(op, subject string, status C.uint32_t) error {
	switch status {
	case C.SHIM_STATUS_TERMINATED, C.SHIM_STATUS_HEAP_LIMIT, C.SHIM_STATUS_DEAD:
		i.resumePanic()
	}
	switch status {
	case C.SHIM_STATUS_WRONG_THREAD:
		panic(misuse.Goroutine)
	case C.SHIM_STATUS_EXCEPTION:
		return i.exception(op, subject)
	case C.SHIM_STATUS_TERMINATED:
		return operationError(op, subject, i.terminated(i.whyEnded()))
	case C.SHIM_STATUS_HEAP_LIMIT:
		return operationError(op, subject, i.outOfMemory())
	case C.SHIM_STATUS_TOO_LONG:
		return operationError(op, subject, ErrStringTooLong)
	case C.SHIM_STATUS_DEAD:
		return operationError(op, subject, i.deadError())
	}
	panic(fmt.Sprintf("v8: the shim returned status %d, which is a bug of package v8", status))
}

func operationError(op, subject string, err error) error {
	return &failedOperation{op, subject, err}
}

// A failedOperation says what has failed. %+v is that of the error.
type failedOperation struct {
	op, subject string
	err         error
}

func (f *failedOperation) Error() string {
	return operationName(f.op, f.subject) + ": " + f.err.Error()
}

func (f *failedOperation) Unwrap() error { return f.err }

func (f *failedOperation) Format(state fmt.State, verb rune) {
	if verb == 'v' && state.Flag('+') {
		fmt.Fprintf(state, "%s: %+v", operationName(f.op, f.subject), f.err)
		return
	}
	formatError(state, verb, f, nil)
}

// operationName is `v8: compile "main.js"`.
func operationName(op, subject string) string {
	switch {
	case op == "":
		return "v8"
	case subject == "":
		return "v8: " + op
	}
	return fmt.Sprintf("v8: %s %q", op, subject)
}

// formatError is Format of an error, to which more adds what %+v has besides.
func formatError(state fmt.State, verb rune, err error, more func()) {
	if verb == 'q' {
		fmt.Fprintf(state, "%q", err.Error())
		return
	}
	io.WriteString(state, err.Error())
	if verb == 'v' && state.Flag('+') && more != nil {
		more()
	}
}

// joinErrors is errors.Join, of which %+v is that of each.
func joinErrors(all ...error) error {
	if joined := errors.Join(all...); joined != nil {
		return &joinedErrors{joined}
	}
	return nil
}

type joinedErrors struct{ error }

func (j *joinedErrors) Unwrap() []error { return j.error.(interface{ Unwrap() []error }).Unwrap() }

func (j *joinedErrors) Format(state fmt.State, verb rune) {
	if verb != 'v' || !state.Flag('+') {
		formatError(state, verb, j.error, nil)
		return
	}
	for n, err := range j.Unwrap() {
		if n > 0 {
			io.WriteString(state, "\n")
		}
		fmt.Fprintf(state, "%+v", err)
	}
}
