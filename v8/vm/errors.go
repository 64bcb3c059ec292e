package vm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// The errors of calls. Test for them with [errors.Is]. What a script has thrown is
// an [*Exception], and what was ended from outside a [*Termination].
var (
	// ErrTerminated is the error of JavaScript that was ended from outside, with its
	// reason: one of the limits, ctx.Err(), or ErrClosed.
	ErrTerminated = errors.New("terminated")

	// ErrCPULimit is that of CallOptions.CPULimit, or the isolate's.
	ErrCPULimit = errors.New("CPU time limit reached")

	// ErrWallLimit is that of CallOptions.WallLimit, or the isolate's.
	ErrWallLimit = errors.New("wall time limit reached")

	// ErrMemoryLimit is that of IsolateOptions.MemoryLimit.
	ErrMemoryLimit = errors.New("memory limit reached")

	// ErrResultLimit is that of a result that is too long.
	ErrResultLimit = errors.New("result limit reached")

	// ErrSourceTooLong is that of text that is too long to compile.
	ErrSourceTooLong = errors.New("source text is longer than the isolate's limit")

	// ErrClosed is that of using what is closed.
	ErrClosed = errors.New("closed")

	// ErrIsolateDead is that of an isolate that had to be ended by force, or in which
	// V8 met an error that it can't return from. It can only be closed.
	ErrIsolateDead = errors.New("isolate is dead")

	// ErrWorkerLost is that of isolates whose worker process has ended. It comes
	// with ErrIsolateDead.
	ErrWorkerLost = errors.New("worker process lost")

	// ErrNeverSettles is that of a promise when nothing is left that could settle it.
	ErrNeverSettles = errors.New("the promise never settles: nothing is left that could settle it")

	// ErrCycle is that of a call into an isolate that waits for the caller through
	// another isolate.
	ErrCycle = errors.New("a cycle of isolates that wait for each other")

	// ErrHostCallLimit is that of CallOptions.HostCalls.
	ErrHostCallLimit = errors.New("host call limit reached")

	// ErrUnsupported is that of what can't be done with a value.
	ErrUnsupported = errors.New("unsupported")
)

// An Error is the error of a call: what was done, and why it failed.
type Error struct {
	Op  string // "eval", "apply", and so on
	Err error  // one of the errors of this package, an *Exception, a *Termination, ...
}

// Error is both.
func (e *Error) Error() string { return "vm: " + e.Op + ": " + e.Err.Error() }

// Unwrap is Err.
func (e *Error) Unwrap() error { return e.Err }

// Format makes %+v that of Err.
func (e *Error) Format(state fmt.State, verb rune) {
	if verb == 'v' && state.Flag('+') {
		fmt.Fprintf(state, "vm: %s: %+v", e.Op, e.Err)
		return
	}
	io.WriteString(state, e.Error())
}

// A StackFrame is one call of a JavaScript stack.
type StackFrame struct {
	FunctionName, ScriptName string // empty for anonymous functions, and scripts without a name
	Line, Column             int    // from 1
	IsAsync                  bool   // awaits the frame before it, at this place
}

// String is the frame as JavaScript has it.
func (f StackFrame) String() string {
	place := fmt.Sprintf("%s:%d:%d", f.ScriptName, f.Line, f.Column)
	if f.FunctionName != "" {
		place = f.FunctionName + " (" + place + ")"
	}
	if f.IsAsync {
		return "async " + place
	}
	return place
}

func stackOf(frames []protocol.Frame) []StackFrame {
	var stack []StackFrame
	for _, f := range frames {
		stack = append(stack, StackFrame{f.Function, f.Script, f.Line, f.Column, f.Async})
	}
	return stack
}

func writeStack(to io.Writer, stack []StackFrame) {
	for _, f := range stack {
		io.WriteString(to, "\n    at "+f.String())
	}
}

// An Exception is what JavaScript has thrown.
type Exception struct {
	Message      string       // the thrown value as text: "TypeError: x is not a function"
	ResourceName string       // of the script
	Line, Column int          // from 1, or 0
	SourceLine   string       // the line of source text
	StackTrace   []StackFrame // the calls that were active, innermost first
	Value        any          // what was thrown, if it is data that can be had without running JavaScript
	Cause        *Exception   // or nil

	host []error // errors of Go functions that it comes from
}

// Error is the message, and where.
func (e *Exception) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	name := e.ResourceName
	if name == "" {
		name = "<anonymous>"
	}
	return fmt.Sprintf("%s (%s:%d:%d)", e.Message, name, e.Line, e.Column)
}

// Unwrap is the errors that Go functions have returned to the script, and the
// cause. What they say about isolates, such as ErrTerminated, errors.Is does not
// find: it has been true of another call.
func (e *Exception) Unwrap() []error {
	wrapped := append([]error(nil), e.host...)
	if e.Cause != nil {
		wrapped = append(wrapped, e.Cause)
	}
	return wrapped
}

// Format makes %+v write the source line and the stack after the message.
func (e *Exception) Format(state fmt.State, verb rune) {
	io.WriteString(state, e.Error())
	if verb != 'v' || !state.Flag('+') {
		return
	}
	if e.SourceLine != "" {
		io.WriteString(state, "\n"+e.SourceLine)
	}
	writeStack(state, e.StackTrace)
	if e.Cause != nil {
		fmt.Fprintf(state, "\ncause: %+v", e.Cause)
	}
}

// A Termination is the error of JavaScript that was ended from outside.
type Termination struct {
	Reason     error        // a limit, ctx's error, ErrClosed, or nil
	StackTrace []StackFrame // the calls that were active, innermost first
	Usage      Usage        // of the call
}

// Error has the reason.
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
	io.WriteString(state, t.Error())
	if verb == 'v' && state.Flag('+') {
		writeStack(state, t.StackTrace)
	}
}

// A LimitError says which limit was reached, and by how much. It matches the
// limit's error, such as ErrCPULimit.
type LimitError struct {
	Option      string // that sets the limit: "CPULimit", "MemoryLimit", ...
	Limit, Used uint64 // bytes, nanoseconds, or a number of calls

	sentinel error
}

// Error has the figures.
func (e *LimitError) Error() string {
	used, limit := fmt.Sprint(e.Used), fmt.Sprint(e.Limit)
	switch e.Option {
	case "CPULimit", "WallLimit":
		used, limit = milliseconds(e.Used), milliseconds(e.Limit)
	case "HostCalls":
	default:
		used += " bytes"
	}
	return fmt.Sprintf("%v: %s of %s %s", e.sentinel, used, e.Option, limit)
}

func milliseconds(nanoseconds uint64) string {
	return time.Duration(nanoseconds).Round(time.Millisecond / 10).String()
}

// Unwrap is the limit's error.
func (e *LimitError) Unwrap() error { return e.sentinel }

// A PanicError is a panic of a Go function that nobody waited for any more: one that a
// guest has called, or [PoolOptions].Prepare for who comes next.
type PanicError struct {
	Value any    // of the panic
	Stack []byte // of the goroutine that panicked
}

// Error has the value.
func (e *PanicError) Error() string { return fmt.Sprint("vm: a Go function has panicked: ", e.Value) }

// A keptError is an error that has been in a guest's hands: what it says about
// isolates is not about the call that it comes out of.
type keptError struct{ err error }

func (k *keptError) Error() string { return k.err.Error() }

// Is is errors.Is of the error, but for what says what has become of an isolate.
func (k *keptError) Is(target error) bool {
	for _, state := range []error{
		ErrTerminated, ErrCPULimit, ErrWallLimit, ErrMemoryLimit, ErrResultLimit, ErrClosed,
		ErrIsolateDead, ErrWorkerLost, ErrNeverSettles, ErrHostCallLimit,
	} {
		if target == state {
			return false
		}
	}
	return errors.Is(k.err, target)
}

// As is errors.As of the error.
func (k *keptError) As(target any) bool { return errors.As(k.err, target) }

// mostKept is how many errors of Go functions an isolate keeps: the last ones.
const mostKept = 1000

// keep keeps an error that goes into the isolate, for when it comes out again, and
// gives its number. That may be in another call: a guest can keep it, too.
func (i *Isolate) keep(err error) []uint64 {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.last++
	i.errors[i.last] = err
	if len(i.keptIDs) < mostKept {
		i.keptIDs = append(i.keptIDs, i.last)
	} else {
		delete(i.errors, i.keptIDs[i.nextKept])
		i.keptIDs[i.nextKept] = i.last
		i.nextKept = (i.nextKept + 1) % mostKept
	}
	return []uint64{i.last}
}

func (i *Isolate) kept(ids []uint64) (errs []error) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	for _, id := range ids {
		if err, ok := i.errors[id]; ok {
			errs = append(errs, &keptError{err})
		}
	}
	return errs
}

// A reasonError is a sentinel with a text of its own.
type reasonError struct {
	sentinel error
	text     string
}

func (e *reasonError) Error() string { return e.text }
func (e *reasonError) Unwrap() error { return e.sentinel }

func errorOf(sentinel error, text string) error { return &reasonError{sentinel, text} }

// errBroken is what a worker has said that none of ours does.
var errBroken = errorOf(ErrWorkerLost, "the worker process has broken the protocol")

// options are the names of limits here, of those that have another in package v8.
var options = map[string]string{"CPUBudget": "CPULimit", "HeapLimit": "MemoryLimit", "ExportLimit": "ResultBytes"}

// failure is why a call has failed.
func (i *Isolate) failure(ctx context.Context, f *protocol.Failure, usage Usage) error {
	terminated := func(reason error) error {
		at := i.mapped(&Exception{StackTrace: stackOf(f.Stack)})
		return &Termination{Reason: reason, StackTrace: at.StackTrace, Usage: usage}
	}
	limit := func(sentinel error) error {
		return &LimitError{Option: cmp.Or(options[f.Option], f.Option), Limit: f.Limit, Used: f.Used, sentinel: sentinel}
	}
	switch f.Reason {
	case protocol.Thrown:
		if i.closed.Load() { // which a guest may be told by a Go function first
			return errIsolateClosed
		}
		return i.exception(f)
	case protocol.Terminated:
		return terminated(nil)
	case protocol.Deadline, protocol.Canceled:
		if ctx.Err() != nil {
			return terminated(contextError(ctx))
		}
		return terminated(nil)
	case protocol.CPULimit:
		return terminated(limit(ErrCPULimit))
	case protocol.MemoryLimit:
		return terminated(limit(ErrMemoryLimit))
	case protocol.ResultLimit:
		return limit(ErrResultLimit)
	case protocol.SourceLimit:
		return errorOf(ErrSourceTooLong, f.Message)
	case protocol.HostCallLimit:
		return limit(ErrHostCallLimit)
	case protocol.Closed:
		return errorOf(ErrClosed, f.Message)
	case protocol.Dead, protocol.Uninterruptible:
		i.dead.Store(true)
		dead := errorOf(ErrIsolateDead, f.Message)
		if ctx.Err() != nil {
			return errors.Join(dead, terminated(contextError(ctx)))
		}
		return dead
	case protocol.NeverSettles:
		return ErrNeverSettles
	case protocol.HostError:
		return &hostError{f.Message, i.kept(f.HostErrors)}
	case protocol.Cycle:
		return ErrCycle
	case protocol.Broken:
		if i.closed.Load() { // and its worker with it
			return errIsolateClosed
		}
		i.dead.Store(true)
		return errors.Join(ErrIsolateDead, errorOf(ErrWorkerLost, f.Message))
	}
	var mismatch *clone.UnmarshalTypeError
	if errors.As(f.Local, &mismatch) {
		return mismatch // as where a result is stored by us
	}
	if f.Local != nil {
		return fmt.Errorf("%w: %w", ErrUnsupported, f.Local)
	}
	return errorOf(ErrUnsupported, f.Message)
}

func (i *Isolate) exception(f *protocol.Failure) *Exception {
	e := &Exception{
		Message: f.Message, ResourceName: f.Resource, Line: f.Line, Column: f.Column,
		SourceLine: f.SourceLine, StackTrace: stackOf(f.Stack), host: i.kept(f.HostErrors),
	}
	if f.Value.Kind != protocol.Undefined {
		if err := i.decode(f.Value, &e.Value); err != nil {
			e.Value = nil
		}
	}
	if f.Cause != nil {
		e.Cause = i.exception(f.Cause)
	}
	return i.mapped(e)
}

func usageOf(r *protocol.Response, wall time.Duration) Usage {
	u := r.Usage
	return Usage{CPU: u.CPU, Wall: wall, HostCalls: int64(u.HostCalls), OutputBytes: int64(u.OutputBytes)}
}

// A hostError is what a Go function or a Loader has returned, and no script has
// caught.
type hostError struct {
	text string
	errs []error
}

func (e *hostError) Error() string   { return e.text }
func (e *hostError) Unwrap() []error { return e.errs }

// contextError is why ctx has ended.
func contextError(ctx context.Context) error {
	if cause := context.Cause(ctx); errors.Is(cause, ErrWallLimit) {
		return cause
	}
	return bridge.ContextError(ctx)
}
