//go:build ignore

// v8::SharedArrayBuffer; what it has in common with ArrayBuffer is there.
#include "array_buffer.h"
#include "entry.h"

using shim::Call;

shim_value shim_shared_array_buffer_new(shim_isolate* self, size_t byte_length) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::SharedArrayBuffer> buffer;
    if (byte_length > v8::ArrayBuffer::kMaxByteLength ||
        !v8::SharedArrayBuffer::MaybeNew(isolate, byte_length).ToLocal(&buffer)) {
      return shim::ThrowNoMemory(isolate);
    }
    return shim::ToValue(buffer);
  });
}
