package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"fmt"
	"io"
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

	// ResourceName is the name of the script that threw.
	ResourceName string

	// Line and Column are where it threw. They count from 1, a column in UTF-16
	// code units, and are 0 when not known.
	Line, Column int

	// SourceLine is the line of source text that threw.
	SourceLine string

	// StackTrace is the calls that were active, innermost first; of an error
	// object those when it was made. At most ten, or Error.stackTraceLimit.
	StackTrace StackTrace

	// Thrown is the thrown value. It is scoped to the Scope that was innermost
	// when the call failed.
	Thrown Value

	// Value is the thrown value as Go data, which outlives the scope: nil for
	// undefined and null, bool, float64, string or *big.Int. For symbols,
	// objects and strings of more than 2^20 code units it is nil too; see
	// Thrown.
	Value any

	// Cause is what the thrown error's property cause holds, when it is an
	// error too: [errors.Is] and [errors.As] look through it.
	Cause *Exception

	op, subject string
	err         error // the Go error that a callback returned and JavaScript threw
	depth       int   // how many exceptions are below err, one in the other
}

// How many causes are followed: a chain may be a circle.
const maxCauses = 16

// exception makes an error of the isolate's failure slot.
func (i *Isolate) exception(op, subject string) *Exception {
	e := i.readFailure()
	e.op, e.subject = op, subject
	i.addCauses(e)
	return e
}

// described makes an error of a value, as if it had been thrown.
func (i *Isolate) described(op string, v Value) *Exception {
	r := C.shim_exception_describe(i.shim, i.argument(v))
	if r.status != C.SHIM_STATUS_OK {
		return &Exception{Message: v.String(), Thrown: v, op: op}
	}
	return i.exception(op, "")
}

func (i *Isolate) addCauses(e *Exception) {
	for n := 0; e.Thrown.IsNativeError() && n < maxCauses; n++ {
		r := C.shim_exception_describe(i.shim, e.Thrown.raw())
		if r.status != C.SHIM_STATUS_OK || r.kind != C.SHIM_KIND_ERROR {
			return
		}
		cause := Value{i.newHandle(r)}
		if C.shim_exception_describe(i.shim, cause.raw()).status != C.SHIM_STATUS_OK {
			return
		}
		e.Cause = i.readFailure()
		e.Cause.op = "cause"
		e = e.Cause
	}
}

func (i *Isolate) readFailure() *Exception {
	f := C.shim_isolate_failure(i.shim)
	e := &Exception{
		Message:      text(f.message),
		ResourceName: text(f.resource),
		Line:         int(f.line),
		Column:       int(f.column),
		SourceLine:   text(f.source_line),
		StackTrace:   readStackTrace(f),
		Thrown:       Value{i.newHandle(f.thrown)},
	}
	if f.reference != 0 {
		e.err, _ = i.references.get(uint32(f.reference)).(error)
		e.depth = wrapDepth(e.err) + 1
	}
	switch v := e.Thrown; v.Kind() {
	case KindBoolean:
		e.Value = v.IsTrue()
	case KindNumber:
		e.Value, _ = v.AsNumber()
	case KindString:
		if f.thrown_text.data != nil {
			e.Value = text(f.thrown_text)
		}
	case KindBigInt:
		b, _ := v.AsBigInt()
		if n := b.BigInt(); n != nil { // not of a dead isolate
			e.Value = n
		}
	}
	return e
}

// Unwrap is the Go error that a callback returned and that came back through
// JavaScript, and the cause.
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
	operation := e.op
	if operation != "cause" {
		operation = "v8: " + operation
	}
	if e.subject != "" {
		operation += fmt.Sprintf(" %q", e.subject)
	}
	if e.Line == 0 {
		return operation + ": " + e.Message
	}
	resource := e.ResourceName
	if resource == "" {
		resource = "<anonymous>"
	}
	return fmt.Sprintf("%s: %s (%s:%d:%d)", operation, e.Message, resource, e.Line, e.Column)
}

// Format makes %+v write the source line and the stack after the message.
func (e *Exception) Format(state fmt.State, verb rune) {
	if verb == 'q' {
		fmt.Fprintf(state, "%q", e.Error())
		return
	}
	io.WriteString(state, e.Error())
	if verb != 'v' || !state.Flag('+') {
		return
	}
	if e.SourceLine != "" {
		io.WriteString(state, "\n"+e.SourceLine)
	}
	if len(e.StackTrace) > 0 {
		io.WriteString(state, "\n"+e.StackTrace.String())
	}
	if e.Cause != nil {
		fmt.Fprintf(state, "\n%+v", e.Cause)
	}
}
