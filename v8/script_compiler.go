package v8

/*
#include "cshim.h"

#cgo noescape shim_script_compiler_compile
#cgo noescape shim_script_compiler_compile_unbound_script
#cgo noescape shim_script_compiler_compile_module
*/
import "C"

import "unsafe"

// What errors say has failed.
const (
	opCompile         = "compile"
	opCompileFunction = "compile function"
	opCompileModule   = "compile module"
)

// Compile compiles source as a classic script. Text that is not UTF-8 is taken
// with U+FFFD in place of what is wrong. A syntax error is an [*Exception].
//
// V8: [v8::ScriptCompiler::Compile]. ECMAScript: [ParseScript].
//
// [v8::ScriptCompiler::Compile]: https://v8.github.io/api/head/classv8_1_1ScriptCompiler.html
// [ParseScript]: https://tc39.es/ecma262/#sec-parse-script
func (s *Scope) Compile(source string, origin ScriptOrigin) (Script, error) {
	i := s.check()
	if err := i.checkSource(opCompile, origin.Name, len(source)); err != nil {
		return Script{}, err
	}
	known := i.lookUp(C.SHIM_CODE_SCRIPT, "", source, &origin)
	r := C.shim_script_compiler_compile(i.shim, sourceOf(source, &origin, known))
	if r.status != C.SHIM_STATUS_OK {
		return Script{}, i.fail(opCompile, origin.Name, r.status)
	}
	script := Script{i.newHandle(r), origin.Name, known.asked()}
	if known.compiled(i) {
		if u, err := script.UnboundScript(); err == nil {
			i.keepScript(known.code, u)
		}
	}
	return script, nil
}

// CompileUnboundScript is Compile for a script that is to run in several
// contexts of the isolate.
//
// V8: [v8::ScriptCompiler::CompileUnboundScript].
//
// [v8::ScriptCompiler::CompileUnboundScript]: https://v8.github.io/api/head/classv8_1_1ScriptCompiler.html
func (s *Scope) CompileUnboundScript(source string, origin ScriptOrigin) (UnboundScript, error) {
	i := s.check()
	if err := i.checkSource(opCompile, origin.Name, len(source)); err != nil {
		return UnboundScript{}, err
	}
	known := i.lookUp(C.SHIM_CODE_SCRIPT, "", source, &origin)
	r := C.shim_script_compiler_compile_unbound_script(i.shim, sourceOf(source, &origin, known))
	if r.status != C.SHIM_STATUS_OK {
		return UnboundScript{}, i.fail(opCompile, origin.Name, r.status)
	}
	script := UnboundScript{i.newHandle(r), origin.Name, known.asked()}
	if known.compiled(i) {
		i.keepScript(known.code, script)
	}
	return script, nil
}

// CompileModule compiles source as a module. Its name is what its imports are
// relative to, in general a URL: other modules know it by that, and errors say it.
// A syntax error is an [*Exception].
//
// V8: [v8::ScriptCompiler::CompileModule]. ECMAScript: [ParseModule].
//
// [v8::ScriptCompiler::CompileModule]: https://v8.github.io/api/head/classv8_1_1ScriptCompiler.html
// [ParseModule]: https://tc39.es/ecma262/#sec-parsemodule
func (s *Scope) CompileModule(source string, origin ScriptOrigin) (Module, error) {
	i := s.check()
	if err := i.checkSource(opCompileModule, origin.Name, len(source)); err != nil {
		return Module{}, err
	}
	known := i.lookUp(C.SHIM_CODE_MODULE, "", source, &origin)
	record := &moduleRecord{name: origin.Name, code: known.asked()}
	m, err := i.newModule(opCompileModule, record, func(reference C.uint32_t) C.shim_value {
		return C.shim_script_compiler_compile_module(i.shim, sourceOf(source, &origin, known), reference)
	})
	if err == nil && known.compiled(i) {
		i.keepModule(record)
	}
	return m, err
}

// checkSource holds text to [IsolateOptions].SourceLimit.
func (i *Isolate) checkSource(op, name string, length int) error {
	if uint64(length) > i.options.SourceLimit {
		return operationError(op, name,
			&LimitError{optionSourceLimit, i.options.SourceLimit, uint64(length), ErrSourceTooLong})
	}
	return nil
}

func sourceOf(text string, origin *ScriptOrigin, known *lookup) C.shim_source {
	source := C.shim_source{
		text: bytesOf(text), name: bytesOf(origin.Name), source_map_url: bytesOf(origin.SourceMapURL),
		host_defined_options: bytesOf(origin.HostDefinedOptions),
		line_offset:          C.int32_t(origin.LineOffset), column_offset: C.int32_t(origin.ColumnOffset),
	}
	if known != nil {
		source.cached_data = C.shim_bytes{
			data: (*C.char)(unsafe.Pointer(unsafe.SliceData(known.data))), length: C.size_t(len(known.data)),
		}
	}
	return source
}
