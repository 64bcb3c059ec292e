package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"strconv"
	"strings"
	"unsafe"
)

// A StackTrace is the calls that were active, innermost first. In an error's they
// are followed by the async functions that awaited them, unless a script has read
// the error's property stack before. It is plain data.
//
// V8: [v8::StackTrace].
//
// [v8::StackTrace]: https://v8.github.io/api/head/classv8_1_1StackTrace.html
type StackTrace []StackFrame

// A StackFrame is one call of a [StackTrace].
//
// V8: [v8::StackFrame].
//
// [v8::StackFrame]: https://v8.github.io/api/head/classv8_1_1StackFrame.html
type StackFrame struct {
	FunctionName string // empty at the top level and for anonymous functions
	ScriptName   string // the ScriptOrigin's name, or what sourceURL says
	Line         int    // from 1
	Column       int    // from 1, in UTF-16 code units
	IsEval       bool   // compiled by eval
	IsWasm       bool   // WebAssembly
	IsAsync      bool   // awaits the frame before it, at this place
}

// String is the trace as JavaScript writes it, a line for each frame.
func (t StackTrace) String() string {
	var text strings.Builder
	for n, frame := range t {
		if n > 0 {
			text.WriteByte('\n')
		}
		text.WriteString("    at ")
		text.WriteString(frame.String())
	}
	return text.String()
}

// String is the frame as JavaScript writes it: "area (geometry.js:3:7)", or
// "async area (geometry.js:3:7)".
func (f StackFrame) String() string {
	where := f.ScriptName
	switch {
	case where != "":
	case f.IsEval:
		where = "<eval>"
	default:
		where = "<anonymous>"
	}
	where += ":" + strconv.Itoa(f.Line) + ":" + strconv.Itoa(f.Column)
	if f.FunctionName != "" {
		where = f.FunctionName + " (" + where + ")"
	}
	if f.IsAsync {
		return "async " + where
	}
	return where
}

func readStackTrace(stack C.shim_stack_trace) StackTrace {
	frames := unsafe.Slice(stack.frames, int(stack.count))
	if len(frames) == 0 {
		return nil
	}
	trace := make(StackTrace, len(frames))
	for n, frame := range frames {
		trace[n] = StackFrame{
			FunctionName: text(frame.function),
			ScriptName:   text(frame.script),
			Line:         int(frame.line),
			Column:       int(frame.column),
			IsEval:       frame.flags&C.SHIM_FRAME_EVAL != 0,
			IsWasm:       frame.flags&C.SHIM_FRAME_WASM != 0,
			IsAsync:      frame.flags&C.SHIM_FRAME_ASYNC != 0,
		}
	}
	return trace
}
