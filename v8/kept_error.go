package v8

import (
	"errors"
	"slices"
)

// A keptError is a Go error that JavaScript keeps with an error object of its
// own. Scripts decide where it comes out again, if at all.
type keptError struct {
	err           error
	weight, bytes int // see weigh
}

// stateErrors say what has become of an isolate. What comes out of JavaScript as
// an exception says nothing about the isolate that it comes out of: a callback's
// error may be about another one, and of another day. A host that discards
// isolates by these errors would discard the wrong ones.
var stateErrors = []error{ErrTerminated, ErrMemoryLimit, ErrCPULimit, ErrIsolateDead, ErrUninterruptible, ErrCrashed, ErrClosed}

// Error is the Go error's text.
func (k *keptError) Error() string { return k.err.Error() }

// Is looks into the Go error for all but stateErrors.
func (k *keptError) Is(target error) bool {
	return !slices.Contains(stateErrors, target) && errors.Is(k.err, target)
}

// As looks into the Go error.
func (k *keptError) As(target any) bool { return errors.As(k.err, target) }

// What one kept error may be. Go code that wraps what came out of JavaScript, and
// throws it again, makes a tree that errors.Is walks and that stays in memory;
// how large it gets is up to the script. Beyond it JavaScript has the text alone.
const (
	mostKeptWeight = 512
	mostKeptBytes  = 1 << 20
)

// keep is the error for JavaScript to keep, unless it is too large.
func keep(err error, text string) (k *keptError, ok bool) {
	k = &keptError{err: err}
	k.weigh(err, len(text))
	return k, k.weight <= mostKeptWeight && k.bytes <= mostKeptBytes
}

// weigh adds how many errors a walk meets below err, and about how many bytes
// they are in memory. text is the length of the outermost one's, in which the
// texts of those inside are.
func (k *keptError) weigh(err error, text int) {
	const errorBytes = 64
	switch err := err.(type) {
	case *Exception:
		k.weight += max(err.weight, 1)
		k.bytes += err.bytes
		return
	case *keptError:
		k.weight += err.weight
		k.bytes += err.bytes
		return
	}
	k.weight++
	k.bytes += errorBytes + text
	switch err := err.(type) {
	case interface{ Unwrap() error }:
		if inner := err.Unwrap(); inner != nil && k.weight <= mostKeptWeight {
			k.weigh(inner, text)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range err.Unwrap() {
			if inner != nil && k.weight <= mostKeptWeight {
				k.weigh(inner, text)
			}
		}
	}
}
