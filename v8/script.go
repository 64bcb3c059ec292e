package v8

/*
#include "cshim.h"

#cgo noescape shim_script_compile
#cgo noescape shim_script_run
*/
import "C"

// A ScriptOrigin says where source text comes from; it appears in exceptions
// and stack traces. The zero value is a script without a name.
//
// V8: [v8::ScriptOrigin].
//
// [v8::ScriptOrigin]: https://v8.github.io/api/head/classv8_1_1ScriptOrigin.html
type ScriptOrigin struct {
	Name         string // a file name or URL
	LineOffset   int    // how many lines of Name come before the source
	ColumnOffset int    // how many columns come before it in its first line
	SourceMapURL string // where a source map is, for tools
}

// A Script is compiled source text, bound to the context in which it was
// compiled. It is scoped.
//
// V8: [v8::Script].
//
// [v8::Script]: https://v8.github.io/api/head/classv8_1_1Script.html
type Script struct {
	handle
	name string
}

// Compile compiles source as a classic script. Text that is not UTF-8 is taken
// with U+FFFD in place of what is wrong. A syntax error is an [*Exception].
//
// V8: [v8::ScriptCompiler::Compile]. ECMAScript: [ParseScript].
//
// [v8::ScriptCompiler::Compile]: https://v8.github.io/api/head/classv8_1_1ScriptCompiler.html
// [ParseScript]: https://tc39.es/ecma262/#sec-parse-script
func (s *Scope) Compile(source string, origin ScriptOrigin) (Script, error) {
	i := s.enter()
	if uint64(len(source)) > i.options.SourceLimit {
		return Script{}, operationError("compile", origin.Name, ErrSourceTooLong)
	}
	r := C.shim_script_compile(i.shim, bytesOf(source), bytesOf(origin.Name), bytesOf(origin.SourceMapURL),
		C.int32_t(origin.LineOffset), C.int32_t(origin.ColumnOffset))
	if r.status != C.SHIM_STATUS_OK {
		return Script{}, i.fail("compile", origin.Name, r.status)
	}
	return Script{i.newHandle(r), origin.Name}, nil
}

// Run runs the script and returns the value of its last expression statement.
// What it throws is an [*Exception].
//
// V8: [v8::Script::Run]. ECMAScript: [ScriptEvaluation].
//
// [v8::Script::Run]: https://v8.github.io/api/head/classv8_1_1Script.html
// [ScriptEvaluation]: https://tc39.es/ecma262/#sec-runtime-semantics-scriptevaluation
func (s Script) Run() (Value, error) {
	i := s.enter()
	r := C.shim_script_run(i.shim, s.ref())
	return i.result(r, "run", s.name)
}
