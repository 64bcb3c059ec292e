package v8

/*
#include "cshim.h"

#cgo nocallback shim_wasm_memory_object_buffer
*/
import "C"

// A WasmMemoryObject is a WebAssembly.Memory. It is scoped.
//
// V8: [v8::WasmMemoryObject]. WebAssembly: [WebAssembly.Memory].
//
// [v8::WasmMemoryObject]: https://v8.github.io/api/head/classv8_1_1WasmMemoryObject.html
// [WebAssembly.Memory]: https://webassembly.github.io/spec/js-api/#memories
type WasmMemoryObject struct{ Object }

// AsWasmMemoryObject is the value if it is a WebAssembly.Memory.
func (v Value) AsWasmMemoryObject() (m WasmMemoryObject, ok bool) {
	if !v.IsWasmMemoryObject() {
		return WasmMemoryObject{}, false
	}
	return WasmMemoryObject{Object{v}}, true
}

// Buffer is the memory as an ArrayBuffer, or a SharedArrayBuffer. When the
// memory grows, this buffer is detached and there is a new one.
//
// V8: [v8::WasmMemoryObject::Buffer].
//
// [v8::WasmMemoryObject::Buffer]: https://v8.github.io/api/head/classv8_1_1WasmMemoryObject.html
func (m WasmMemoryObject) Buffer() ArrayBuffer {
	i := m.checkAs(KindWasmMemory, KindWasmMemory)
	return ArrayBuffer{Object{i.readAs(C.shim_wasm_memory_object_buffer(i.shim, m.ref()), KindArrayBuffer)}}
}
