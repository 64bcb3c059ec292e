//go:build ignore

// v8::WasmModuleObject
#include "entry.h"
#include "isolate_throw.h"
#include "string_utf8.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

constexpr size_t kMaxModuleSize = size_t{1} << 30;

}  // namespace
}  // namespace shim

shim_value shim_wasm_module_object_compile(shim_isolate* self, shim_bytes code) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if (code.length > shim::kMaxModuleSize) {
      return shim::Throw(isolate, SHIM_RANGE_ERROR, "WebAssembly module is larger than 1 GB");
    }
    v8::MemorySpan<const uint8_t> bytes(reinterpret_cast<const uint8_t*>(code.data), code.length);
    v8::Local<v8::WasmModuleObject> module;
    if (v8::WasmModuleObject::Compile(isolate, bytes).ToLocal(&module)) {
      return shim::ToValue(module);
    }
    // V8 throws nothing for a context that may not generate code from strings.
    if (!isolate->HasPendingException() && !isolate->IsExecutionTerminating()) {
      return shim::Throw(isolate, SHIM_TYPE_ERROR,
                         "WebAssembly code generation disallowed by embedder");
    }
    return shim::Status(SHIM_STATUS_EXCEPTION);
  });
}

shim_text shim_wasm_module_object_wire_bytes(shim_isolate* self, shim_ref module) {
  return shim::LendUtf8(self, Read(self, [&](v8::Isolate*) {
                          // Jump: GetWireBytesRef only reads.
                          v8::CompiledWasmModule compiled =
                              ToLocal<v8::WasmModuleObject>(module)->GetCompiledModule();
                          v8::MemorySpan<const uint8_t> bytes = compiled.GetWireBytesRef();
                          self->lent.text.assign(reinterpret_cast<const char*>(bytes.data()),
                                                 bytes.size());
                          return shim::Status(SHIM_STATUS_OK);
                        }));
}
