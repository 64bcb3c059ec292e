package v8

/*
#include "cshim.h"

#cgo noescape shim_module_create_synthetic_module
#cgo noescape shim_module_create_json_module
#cgo noescape shim_module_set_synthetic_module_export
*/
import "C"

import (
	"strings"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// NewSyntheticModule makes a module that exports what Go gives it, under
// exportNames, of which one may be "default". steps are what its evaluation does:
// they call [Module.SetSyntheticModuleExport], and may do so again later. Their
// error is thrown, as that of a [FunctionCallback]. A name that is there twice is
// one, and an export that is not set is undefined.
//
// V8: [v8::Module::CreateSyntheticModule].
//
// [v8::Module::CreateSyntheticModule]: https://v8.github.io/api/head/classv8_1_1Module.html
func (s *Scope) NewSyntheticModule(name string, exportNames []string, steps func(s *Scope, module Module) error) (Module, error) {
	i := s.check()
	if steps == nil {
		panic(misuse.NilCallback)
	}
	var texts strings.Builder
	lengths := make([]C.uint32_t, 0, len(exportNames))
	known := make(map[string]bool, len(exportNames))
	for _, export := range exportNames {
		export = strings.ToValidUTF8(export, "\uFFFD")
		if known[export] {
			continue // V8 takes them to be different
		}
		known[export] = true
		lengths = append(lengths, C.uint32_t(len(export)))
		texts.WriteString(export)
	}
	record := &moduleRecord{name: name, steps: steps}
	return i.newModule("new synthetic module", record, func(reference C.uint32_t) C.shim_value {
		return C.shim_module_create_synthetic_module(i.shim, bytesOf(name), bytesOf(texts.String()),
			unsafe.SliceData(lengths), C.size_t(len(lengths)), reference)
	})
}

// NewJSONModule makes a module whose default export is what JSON.parse makes of the
// text. What is no JSON is a SyntaxError, an [*Exception].
//
// ECMAScript: [ParseJSONModule].
//
// [ParseJSONModule]: https://tc39.es/ecma262/#sec-parse-json-module
func (s *Scope) NewJSONModule(name, text string) (Module, error) {
	i := s.check()
	return i.newModule("new JSON module", &moduleRecord{name: name}, func(reference C.uint32_t) C.shim_value {
		return C.shim_module_create_json_module(i.shim, bytesOf(name), bytesOf(text), reference)
	})
}

// SetSyntheticModuleExport sets what a synthetic module exports under a name that it
// was made with; another is a ReferenceError, and so is every name before
// InstantiateModule. Modules that import it see the new value at once.
//
// V8: [v8::Module::SetSyntheticModuleExport].
//
// [v8::Module::SetSyntheticModuleExport]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) SetSyntheticModuleExport(name string, value Value) error {
	i := m.checkContext()
	if m.IsSourceTextModule() {
		panic(misuse.ModuleCompiled)
	}
	r := C.shim_module_set_synthetic_module_export(i.shim, m.ref(), bytesOf(name), i.argument(value))
	return i.done(r, "set export", m.name)
}
