package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"fmt"
	"io"
	"math/big"
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

	// ResourceName is the name of the script that threw, Line and Column where;
	// both count from 1, and are 0 when not known. A column is a UTF-16 code unit.
	ResourceName string
	Line, Column int

	// SourceLine is the line of source text that threw.
	SourceLine string

	// Stack holds the calls that were active, innermost first, one a line, as
	// V8 prints them.
	Stack string

	// Thrown is the thrown value. It is scoped to the Scope that was innermost
	// when the call failed.
	Thrown Value

	// Value is the thrown value as Go data, which outlives the scope: nil for
	// undefined and null, bool, float64, string or *big.Int. For symbols and
	// objects it is nil too; see Thrown.
	Value any

	op, subject string
}

// exception makes an error of the isolate's failure slot.
func (i *Isolate) exception(op, subject string) *Exception {
	f := C.shim_isolate_failure(i.shim)
	e := &Exception{
		Message:      text(f.message),
		ResourceName: text(f.resource),
		Line:         int(f.line),
		Column:       int(f.column),
		SourceLine:   text(f.source_line),
		Stack:        text(f.stack),
		Thrown:       Value{i.newHandle(f.thrown)},
		op:           op,
		subject:      subject,
	}
	switch v := e.Thrown; v.Kind() {
	case KindBoolean:
		e.Value = v.IsTrue()
	case KindNumber:
		e.Value, _ = v.AsNumber()
	case KindString:
		e.Value = text(f.thrown_text)
	case KindBigInt:
		e.Value, _ = new(big.Int).SetString(text(f.thrown_text), 10)
	}
	return e
}

// Error is what failed, the message, and where: `v8: run "a.js": Error: no
// (a.js:3:7)`.
func (e *Exception) Error() string {
	operation := "v8: " + e.op
	if e.subject != "" {
		operation += fmt.Sprintf(" %q", e.subject)
	}
	if e.Line == 0 {
		return operation + ": " + e.Message
	}
	return fmt.Sprintf("%s: %s (%s:%d:%d)", operation, e.Message, e.ResourceName, e.Line, e.Column)
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
	if e.Stack != "" {
		io.WriteString(state, "\n"+e.Stack)
	}
}
