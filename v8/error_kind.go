package v8

import (
	"fmt"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// An ErrorKind is one of JavaScript's built-in error constructors.
//
// ECMAScript: https://tc39.es/ecma262/#sec-error-objects
type ErrorKind int

// The error constructors.
const (
	Error ErrorKind = iota
	RangeError
	ReferenceError
	SyntaxError
	TypeError
)

var errorKindNames = [...]string{"Error", "RangeError", "ReferenceError", "SyntaxError", "TypeError"}

// String is the constructor's name.
func (k ErrorKind) String() string {
	if k < 0 || int(k) >= len(errorKindNames) {
		return fmt.Sprintf("ErrorKind(%d)", int(k))
	}
	return errorKindNames[k]
}

// Errorf is an error that a [FunctionCallback] returns to throw a JavaScript
// error of this kind. The text is formatted as by [fmt.Errorf], with %w too.
func (k ErrorKind) Errorf(format string, arguments ...any) error {
	k.check()
	return &kindError{k, fmt.Errorf(format, arguments...)}
}

func (k ErrorKind) check() {
	if k < 0 || int(k) >= len(errorKindNames) {
		panic(misuse.ErrorKind)
	}
}

type kindError struct {
	kind ErrorKind
	err  error
}

func (e *kindError) Error() string { return e.kind.String() + ": " + e.err.Error() }
func (e *kindError) Unwrap() error { return e.err }
