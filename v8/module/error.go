package module

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// An Error is why a module could not be imported.
type Error struct {
	// Op is what failed: "resolve", "load", "compile", "link", "evaluate" or
	// "export".
	Op string

	// Module is the URL of the module, or the specifier that could not be resolved.
	Module string

	// Chain is who asks for it: the module that imports it, the one that imports
	// that, and so on. It is empty for what Go imports itself. At most 16.
	Chain []Importer

	// Err is what went wrong: a [*v8.Exception], the error of the [Loader], or one
	// of the errors of this package.
	Err error
}

// An Importer is a place that imports a module.
type Importer struct {
	URL string // of the module or script

	// Line and Column are where the import stands, from 1, a column in UTF-16 code
	// units. They are 0 for import() and require.
	Line, Column int
}

// String is the place as stack traces have it: "file:///a.js:1:8".
func (i Importer) String() string {
	if i.Line == 0 {
		return i.URL
	}
	return fmt.Sprintf("%s:%d:%d", i.URL, i.Line, i.Column)
}

const longestChain = 16

// Error is what failed, who asked for it, and why.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "module: %s %s", e.Op, quote(e.Module))
	for n, i := range e.Chain {
		text.WriteString([]string{", imported at ", ", from "}[min(n, 1)])
		text.WriteString(i.String())
	}
	text.WriteString(": ")
	text.WriteString(e.Err.Error())
	return text.String()
}

// Format makes %+v write the stack of an exception after the message.
func (e *Error) Format(state fmt.State, verb rune) {
	text := e.Error()
	var thrown *v8.Exception
	if verb == 'v' && state.Flag('+') && errors.As(e.Err, &thrown) {
		text = strings.TrimSuffix(text, e.Err.Error()) + fmt.Sprintf("%+v", e.Err)
	}
	if verb == 'q' {
		text = quote(text)
	}
	fmt.Fprint(state, text)
}

// Unwrap is Err.
func (e *Error) Unwrap() error { return e.Err }

// The errors of a [Registry].
var (
	// ErrLimit is that of one of the limits of [Options].
	ErrLimit = errors.New("limit of the module registry reached")

	// ErrNeverSettles is that of a top-level await while nothing is left that could
	// settle it. With an [Options].Loop it is the loop's own.
	ErrNeverSettles = errors.New("the promise never settles: nothing is left that could settle it")
)

// A PanicError is a panic of a [Loader], as the error of what waits for it in
// JavaScript. Out of [Registry.Import] it is a panic with the same value.
type PanicError struct {
	Value any    // what the loader has panicked with
	Stack []byte // of the goroutine that panicked
}

// Error has the value; the stack is in its field.
func (e *PanicError) Error() string { return fmt.Sprintf("module: panic of the loader: %v", e.Value) }

// Unwrap is the value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// recovered calls fn, and makes an error of its panic, and of runtime.Goexit.
func recovered(fn func() error) (err error) {
	done := false
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{value, debug.Stack()}
		} else if !done {
			err = errors.New("the loader has called runtime.Goexit")
		}
	}()
	err = fn()
	done = true
	return err
}

func closedError(op, subject string) error {
	return fmt.Errorf("module: %s %s: %w: %w", op, quote(subject), v8.ErrTerminated, v8.ErrClosed)
}

// failed makes an Error, unless err is one.
func (r *Registry) failed(op string, c *cell, err error) error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return r.opError(op, c, err)
}

func (r *Registry) opError(op string, c *cell, err error) error {
	return &Error{Op: op, Module: c.url, Chain: r.chain(c.from), Err: err}
}

// chain follows the importers up to Go.
func (r *Registry) chain(from *importer) []Importer {
	r.mu.Lock()
	defer r.mu.Unlock()
	var chain []Importer
	for from != nil && len(chain) < longestChain {
		if slices.ContainsFunc(chain, func(i Importer) bool { return i.URL == from.URL }) {
			break
		}
		chain = append(chain, from.Importer)
		c := r.cells[cellKey{url: from.URL}]
		if c == nil {
			break
		}
		from = c.from
	}
	return chain
}
