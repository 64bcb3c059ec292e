package loop

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// The errors of this package. Test for them with [errors.Is].
var (
	// ErrNeverSettles is the error of an [Loop.Await] whose promise is pending while
	// nothing is left that could settle it: no timer, no async function in flight,
	// no other Await that has something to do.
	ErrNeverSettles = errors.New("the promise never settles: nothing is left that could settle it")

	// ErrLimit is what a [*LimitError] matches.
	ErrLimit = errors.New("limit of the event loop reached")

	errNoLoop = errors.New("loop: the context has no Loop, but its snapshot had one: make it with loop.New")

	// errAwaitEnded is why the ctx of an async function ends with its caller.
	errAwaitEnded = fmt.Errorf("%w: the Await that called has returned", context.Canceled)
)

// A LimitError is thrown in JavaScript, as a RangeError, by what would exceed one
// of the [Options].
type LimitError struct {
	Option string // the name of the field in [Options]
	Limit  int    // its value
}

// Error has the option's name and its value.
func (e *LimitError) Error() string {
	return fmt.Sprintf("limit of the event loop reached: %s is %d", e.Option, e.Limit)
}

// Is reports whether target is [ErrLimit].
func (e *LimitError) Is(target error) bool { return target == ErrLimit }

func limitError(option string, limit int) error {
	return v8.RangeError.Errorf("%w", &LimitError{option, limit})
}

// A PanicError is a panic of Go code that JavaScript has called while no
// [Loop.Await] was there to go on with it.
type PanicError struct {
	Value any    // of the panic
	Stack []byte // of the goroutine that panicked
}

// Error has the value; the stack is in its field.
func (e *PanicError) Error() string { return fmt.Sprintf("loop: panic: %v", e.Value) }

// Unwrap is the value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

func newPanicError(value any) *PanicError { return &PanicError{value, debug.Stack()} }

func closedError(op string) error {
	return fmt.Errorf("loop: %s: %w: %w", op, v8.ErrTerminated, v8.ErrClosed)
}

// endedError is that of a wait whose ctx has ended.
func endedError(op string, ctx context.Context) error {
	return fmt.Errorf("loop: %s: %w: %w", op, v8.ErrTerminated, bridge.ContextError(ctx))
}
