package v8

/*
#include "cshim.h"

#cgo noescape shim_wasm_module_object_compile
#cgo nocallback shim_wasm_module_object_wire_bytes
*/
import "C"

import "unsafe"

// A WasmModuleObject is a WebAssembly.Module: compiled code, not yet an
// instance. It is scoped.
//
// V8: [v8::WasmModuleObject]. WebAssembly: [WebAssembly.Module].
//
// [v8::WasmModuleObject]: https://v8.github.io/api/head/classv8_1_1WasmModuleObject.html
// [WebAssembly.Module]: https://webassembly.github.io/spec/js-api/#modules
type WasmModuleObject struct{ Object }

// CompileWasm compiles a module in WebAssembly's binary format. Code that is
// not valid is a CompileError, and a TypeError where the context may not
// generate code. The code and what becomes of it lie outside V8's heap, and no
// heap limit counts them.
//
// V8: [v8::WasmModuleObject::Compile]. WebAssembly: [WebAssembly.Module].
//
// [v8::WasmModuleObject::Compile]: https://v8.github.io/api/head/classv8_1_1WasmModuleObject.html
// [WebAssembly.Module]: https://webassembly.github.io/spec/js-api/#modules
func (s *Scope) CompileWasm(code []byte) (WasmModuleObject, error) {
	i := s.check()
	r := C.shim_wasm_module_object_compile(i.shim, bytesOfSlice(code))
	v, err := i.result(r, "compile WebAssembly", "")
	return WasmModuleObject{Object{v}}, err
}

// bytesOfSlice lends a slice's bytes to a call.
func bytesOfSlice(b []byte) C.shim_bytes {
	return bytesOf(unsafe.String(unsafe.SliceData(b), len(b)))
}

// AsWasmModuleObject is the value if it is a WebAssembly.Module.
func (v Value) AsWasmModuleObject() (m WasmModuleObject, ok bool) {
	if !v.IsWasmModuleObject() {
		return WasmModuleObject{}, false
	}
	return WasmModuleObject{Object{v}}, true
}

// Source is the binary code that the module was compiled from, as a copy.
//
// V8: [v8::CompiledWasmModule::GetWireBytesRef].
//
// [v8::CompiledWasmModule::GetWireBytesRef]: https://v8.github.io/api/head/classv8_1_1CompiledWasmModule.html
func (m WasmModuleObject) Source() []byte {
	i := m.checkAs(KindWasmModule, KindWasmModule)
	t := C.shim_wasm_module_object_wire_bytes(i.shim, m.ref())
	i.checkRead(t.status)
	return append([]byte(nil), unsafe.Slice((*byte)(unsafe.Pointer(t.data)), int(t.length))...)
}
