//go:build ignore

// v8::WasmMemoryObject
#include "entry.h"

using shim::Read;
using shim::ToLocal;

shim_value shim_wasm_memory_object_buffer(shim_isolate* self, shim_ref memory) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Local<v8::Value>(ToLocal<v8::WasmMemoryObject>(memory)->Buffer());
  });
}
