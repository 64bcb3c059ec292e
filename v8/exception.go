package v8

/*
#include "cshim.h"

#cgo noescape shim_exception_new
#cgo nocallback shim_exception_new
*/
import "C"

import (
	"cmp"
	"fmt"
	"io"
	"unsafe"

	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// An Exception is a value that JavaScript threw and did not catch, as the
// error of the call that it came out of. Find it with [errors.As].
//
// %v is one line; %+v adds the line of source and the stack.
//
// V8: [v8::TryCatch], [v8::Message].
//
// [v8::TryCatch]: https://v8.github.io/api/head/classv8_1_1TryCatch.html
// [v8::Message]: https://v8.github.io/api/head/classv8_1_1Message.html
type Exception struct {
	// Message is the thrown value as text: "TypeError: x is not a function".
	// It is made without running JavaScript.
	Message string

	// ResourceName is the name of the script that Line is of.
	ResourceName string

	// Line and Column are where it was thrown, or an error object where it was
	// made: who catches it and throws it again does not hide that. They count from
	// 1, a column in UTF-16 code units, and are 0 when not known.
	Line, Column int

	// SourceLine is the line of source text; of one longer than 4 KB
	// what is around the place.
	SourceLine string

	// StackTrace is the calls that were active, innermost first; of an error
	// object those when it was made. At most ten, or Error.stackTraceLimit.
	StackTrace StackTrace

	// Thrown is the thrown value. It is scoped to the Scope that was innermost
	// when the call failed.
	Thrown Value

	// Value is the thrown value as Go data, which outlives the scope: nil for
	// undefined and null, bool, float64, string or *big.Int, and of a plain
	// object or array what [Value.Export] makes. No JavaScript runs for it: an
	// object with an accessor, of a class or with a value inside that is not
	// plain data is nil, and so are symbols, functions, errors, strings of more
	// than 2^20 code units, objects of more than 64 KB, and what would be more
	// than [IsolateOptions].ExportLimit; see Thrown. Objects and arrays are nil
	// with another V8 than the pinned one, by whose layout they are read.
	Value any

	// Cause is what the thrown error's property cause holds, when it is an
	// error too: [errors.Is] and [errors.As] look through it. At most 16 causes
	// are followed, up to one that was met before or that a Go error is behind.
	// The texts of an exception and its causes are 64 KB together at most; what
	// is longer is cut.
	Cause *Exception

	sourceLineStart int // where in the line SourceLine begins, in UTF-16 code units

	op, subject   string
	err           *keptError // the Go error that a callback returned and JavaScript threw
	weight, bytes int        // as of keptError
}

// How many causes are followed.
const maxCauses = 16

// exception makes an error of the isolate's failure slot.
func (i *Isolate) exception(op, subject string) *Exception {
	e := i.readFailure()
	e.op, e.subject = op, subject
	i.addCauses(e)
	i.exports.Used += int64(e.bytes)
	return e
}

// Exception is an error object as if it had been thrown: with its message, its
// stack and its causes as Go data.
//
// V8: [v8::Exception::CreateMessage].
//
// [v8::Exception::CreateMessage]: https://v8.github.io/api/head/classv8_1_1Exception.html
func (v Value) Exception() (e *Exception, ok bool) {
	if !v.IsNativeError() {
		return nil, false
	}
	return v.check().described("", v), true
}

// described makes an error of a value, as if it had been thrown.
func (i *Isolate) described(op string, v Value) *Exception {
	if C.shim_exception_describe(i.shim, i.argument(v), true) != C.SHIM_STATUS_OK {
		return &Exception{Message: v.String(), Thrown: v, op: op}
	}
	return i.exception(op, "")
}

// addCauses follows the causes. It ends at a Go error, which has causes of its
// own: else each of sixteen causes had a tree below it, and each of that.
func (i *Isolate) addCauses(first *Exception) {
	e := first
	for n := 0; e.Thrown.IsNativeError() && e.err == nil && n < maxCauses; n++ {
		r := C.shim_exception_cause(i.shim, e.Thrown.ref())
		if r.status != C.SHIM_STATUS_OK || r.kind != C.SHIM_KIND_ERROR {
			return
		}
		cause := Value{i.newHandle(r)}
		if first.has(cause) || C.shim_exception_describe(i.shim, cause.raw(), false) != C.SHIM_STATUS_OK {
			return
		}
		e.Cause = i.readFailure()
		e.Cause.op = opCause
		e = e.Cause
		first.weight += e.weight
		first.bytes += e.bytes
	}
}

// has reports whether a value is thrown or a cause already.
func (e *Exception) has(thrown Value) bool {
	for ; e != nil; e = e.Cause {
		if e.Thrown.StrictEquals(thrown) {
			return true
		}
	}
	return false
}

func (i *Isolate) readFailure() *Exception {
	f := C.shim_isolate_failure(i.shim)
	e := &Exception{
		Message:      text(f.message),
		ResourceName: text(f.resource),
		Line:         int(f.line),
		Column:       int(f.column),
		SourceLine:   text(f.source_line),

		sourceLineStart: int(f.source_line_start),
		StackTrace:      readStackTrace(f.stack),
		Thrown:          Value{i.newHandle(f.thrown)},
	}
	const exceptionBytes, frameBytes = 256, 64
	e.weight = 1
	e.bytes = exceptionBytes + len(e.Message) + len(e.ResourceName) + len(e.SourceLine)
	for _, frame := range e.StackTrace {
		e.bytes += frameBytes + len(frame.FunctionName) + len(frame.ScriptName)
	}
	if f.reference != 0 {
		if e.err, _ = i.references.get(uint32(f.reference)).(*keptError); e.err != nil {
			e.weight += e.err.weight
			e.bytes += e.err.bytes
		}
	}
	before := i.exports.Used
	e.Value = i.thrownData(e.Thrown, f)
	e.bytes += int(i.exports.Used - before)
	i.exports.Used = before
	if e.Message == "" && e.Thrown.IsNativeError() {
		e.Message = i.errorText(e.Thrown)
		e.bytes += len(e.Message)
	}
	return e
}

// errorText is what package web has put down for an error whose name and message are
// accessors, which V8 does not call.
func (i *Isolate) errorText(v Value) string {
	s := i.scope()
	key, err := s.PrivateForAPI(bridge.ErrorTextKey)
	if err != nil {
		return ""
	}
	object, _ := v.AsObject()
	text, err := object.GetPrivate(key)
	if err != nil || !text.IsString() {
		return ""
	}
	return text.String()
}

// thrownData is a thrown value as Go data, as far as that is had without running
// JavaScript, and fits.
func (i *Isolate) thrownData(v Value, f *C.shim_failure) any {
	switch v.Kind() {
	case KindBoolean:
		return v.IsTrue()
	case KindNumber:
		number, _ := v.AsNumber()
		return number
	case KindString:
		if f.thrown_text.data != nil && i.take("", int(f.thrown_text.length)) == nil {
			return text(f.thrown_text)
		}
	case KindBigInt:
		b, _ := v.AsBigInt()
		if n, err := b.words(); err == nil {
			return n
		}
	case KindObject, KindArray:
		if f.thrown_data.data == nil {
			return nil
		}
		data := unsafe.Slice((*byte)(unsafe.Pointer(f.thrown_data.data)), int(f.thrown_data.length))
		var to any
		if clone.UnmarshalFrom(wire.Source{Data: data, Account: &i.exports}, &to) == nil {
			return to
		}
	}
	return nil
}

// Unwrap is the Go error that a callback returned and that came back through
// JavaScript, and the cause.
//
// A script can keep a Go error that it has caught, and throw it out of another
// call: what is found in it has happened, but when and where is the script's
// word. Therefore [errors.Is] does not find there what says what has become of an
// isolate: [ErrTerminated], [ErrMemoryLimit], [ErrCPULimit], [ErrIsolateDead],
// [ErrUninterruptible], [ErrCrashed] and [ErrClosed]. Out of a call of this isolate they are
// about this isolate, now, and never come through JavaScript; [errors.As] finds
// the error types in which a callback has wrapped another isolate's.
func (e *Exception) Unwrap() []error {
	var wrapped []error
	if e.err != nil {
		wrapped = append(wrapped, e.err)
	}
	if e.Cause != nil {
		wrapped = append(wrapped, e.Cause)
	}
	return wrapped
}

// Error is what failed, the message, and where: `v8: run "a.js": Error: no
// (a.js:3:7)`.
func (e *Exception) Error() string {
	text := e.op
	if text != opCause {
		text = operationName(e.op, e.subject)
	}
	text += ": " + e.Message
	if e.Line != 0 {
		resource := cmp.Or(e.ResourceName, "<anonymous>")
		text += fmt.Sprintf(" (%s:%d:%d)", resource, e.Line, e.Column)
	}
	if cure := e.cure(); cure != "" {
		text += ": " + cure
	}
	return text
}

// opCause is the op of an exception that is another's cause.
const opCause = "cause"

// Format makes %+v write the source line and the stack after the message.
func (e *Exception) Format(state fmt.State, verb rune) {
	formatError(state, verb, e, func() {
		if e.SourceLine != "" {
			io.WriteString(state, "\n"+e.aroundColumn())
		}
		if len(e.StackTrace) > 0 {
			io.WriteString(state, "\n"+e.StackTrace.String())
		}
		if e.Cause != nil {
			fmt.Fprintf(state, "\n%+v", e.Cause)
		}
	})
}

// aroundColumn is the source line, or of a long one what is around the place:
// minified code is one line.
func (e *Exception) aroundColumn() string {
	const most = 200
	line := []rune(e.SourceLine)
	if len(line) <= most {
		return e.SourceLine
	}
	start := min(max(e.Column-1-e.sourceLineStart-most/2, 0), len(line)-most)
	text := string(line[start : start+most])
	if start > 0 {
		text = "..." + text
	}
	if start+most < len(line) {
		text += "..."
	}
	return text
}

// NewError makes an error object of the kind. cause is its property cause; a
// cause of undefined is none.
//
// V8: [v8::Exception].
//
// [v8::Exception]: https://v8.github.io/api/head/classv8_1_1Exception.html
func (s *Scope) NewError(kind ErrorKind, message string, cause Value) (Object, error) {
	i := s.check()
	kind.check()
	v, err := i.newError(kind, message, cause)
	return Object{v}, err
}

func (i *Isolate) newError(kind ErrorKind, message string, cause Value) (Value, error) {
	r := C.shim_exception_new(i.shim, C.int32_t(kind), bytesOf(message), i.argument(cause))
	return i.result(r, "new error", "")
}
