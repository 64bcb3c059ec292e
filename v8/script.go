package v8

/*
#include "cshim.h"

#cgo noescape shim_script_run
#cgo noescape shim_script_get_unbound_script
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

	// HostDefinedOptions is text of the host's own, for whoever answers import() in
	// the source; see [ImportCall].
	HostDefinedOptions string

	// CachedData, when not nil, is what V8 has compiled of the source before, or asks
	// for it. CompileFunction has no use for it.
	CachedData *CachedData
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
	code *code // nil when nobody has asked for it
}

// Run runs the script and returns the value of its last expression statement.
// What it throws is an [*Exception].
//
// V8: [v8::Script::Run]. ECMAScript: [ScriptEvaluation].
//
// [v8::Script::Run]: https://v8.github.io/api/head/classv8_1_1Script.html
// [ScriptEvaluation]: https://tc39.es/ecma262/#sec-runtime-semantics-scriptevaluation
func (s Script) Run() (Value, error) {
	i := s.check()
	r := C.shim_script_run(i.shim, s.ref())
	return i.result(r, "run", s.name)
}

// UnboundScript is what was compiled, for use in other contexts.
//
// V8: [v8::Script::GetUnboundScript].
//
// [v8::Script::GetUnboundScript]: https://v8.github.io/api/head/classv8_1_1Script.html
func (s Script) UnboundScript() (UnboundScript, error) {
	i := s.check()
	r := C.shim_script_get_unbound_script(i.shim, s.ref())
	if r.status != C.SHIM_STATUS_OK {
		return UnboundScript{}, i.fail("get unbound script", s.name, r.status)
	}
	return UnboundScript{i.newHandle(r), s.name, s.code}, nil
}
