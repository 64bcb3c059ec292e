package clone

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// A SyntaxError says that data is not in the wire format, or ends too early.
type SyntaxError struct {
	Offset  int    // in bytes
	Problem string // what is wrong there
}

// Error is the problem and the offset.
func (e *SyntaxError) Error() string {
	return "clone: " + e.Problem + ", at byte " + strconv.Itoa(e.Offset)
}

// An UnmarshalTypeError says that a JavaScript value can't be stored in a Go
// type.
type UnmarshalTypeError struct {
	Path  string       // where: $ is the whole, as in $.items[3].price
	Value string       // what: "string", "number 1.5"
	Type  reflect.Type // in which
	Err   error        // why, if there is more to say
}

// Error is path, value, type and reason.
func (e *UnmarshalTypeError) Error() string {
	text := fmt.Sprintf("clone: %s: cannot store %s in %v", e.Path, e.Value, e.Type)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap is Err.
func (e *UnmarshalTypeError) Unwrap() error { return e.Err }

// A MarshalError says that a Go value can't be cloned.
type MarshalError struct {
	Path string       // where: $ is the whole, as in $.items[3].price
	Type reflect.Type // of what can't be, or nil
	Err  error        // why
}

// Error is path, type and reason.
func (e *MarshalError) Error() string {
	if e.Type == nil {
		return fmt.Sprintf("clone: %s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("clone: %s: cannot clone %v: %v", e.Path, e.Type, e.Err)
}

// Unwrap is Err.
func (e *MarshalError) Unwrap() error { return e.Err }

var (
	errNoClone      = errors.New("there is nothing like it in JavaScript")
	errHandle       = errors.New("it stands for something in an isolate, and is no Go data")
	errUnsafe       = errors.New("a JavaScript number can't hold integers beyond 2^53-1: use *big.Int")
	errDate         = errors.New("a Date can't hold this time")
	errUndefined    = errors.New("use a pointer, the tag option omitzero, or UndefinedIsZero")
	errUnknownField = errors.New("there is no such field")
	errTooDeep      = fmt.Errorf("values nest more than %d deep", wire.MaxDepth)
	errTooLarge     = errors.New("a string or buffer is longer than 2^32-1 bytes")
)

// in says where an error happened: part is appended in front of the path that
// the error has so far.
func in(err error, part string) error {
	var p *string
	switch e := err.(type) {
	case *UnmarshalTypeError:
		p = &e.Path
	case *MarshalError:
		p = &e.Path
	default:
		return err
	}
	// A path that nobody can read is of no use, and deep data must not cost
	// the square of its depth.
	if len(*p)+len(part) > maxPath {
		if !strings.HasPrefix(*p, "…") {
			*p = "…" + *p
		}
		return err
	}
	*p = part + *p
	return err
}

const maxPath = 500

func inIndex(err error, n int) error { return in(err, "["+strconv.Itoa(n)+"]") }

func inKey(err error, name string) error {
	if isIdentifier(name) {
		return in(err, "."+name)
	}
	return in(err, "["+strconv.Quote(name)+"]")
}

func isIdentifier(name string) bool {
	for n, r := range name {
		letter := r == '_' || r == '$' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (n == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}
