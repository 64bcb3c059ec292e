//go:build ignore

// v8::ArrayBufferView
#include "array_buffer.h"
#include "entry.h"

using shim::Read;
using shim::ToLocal;

shim_value shim_array_buffer_view_buffer(shim_isolate* self, shim_ref view) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Local<v8::Value>(ToLocal<v8::ArrayBufferView>(view)->Buffer());
  });
}

shim_value shim_array_buffer_view_byte_offset(shim_isolate* self, shim_ref view) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Just(ToLocal<v8::ArrayBufferView>(view)->ByteOffset());
  });
}

shim_value shim_array_buffer_view_byte_length(shim_isolate* self, shim_ref view) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Just(ToLocal<v8::ArrayBufferView>(view)->ByteLength());
  });
}

shim_memory shim_array_buffer_view_data(shim_isolate* self, shim_ref view) {
  shim_memory memory{};
  shim_value outcome = Read(self, [&](v8::Isolate*) {
    v8::Local<v8::ArrayBufferView> local = ToLocal<v8::ArrayBufferView>(view);
    // A small typed array lies in V8's heap, which moves it, until its buffer
    // is asked for.
    v8::Local<v8::ArrayBuffer> buffer = local->Buffer();
    memory = shim::Lend(self, buffer, local->ByteOffset(), local->ByteLength());
    return shim::Status(SHIM_STATUS_OK);
  });
  return outcome.status == SHIM_STATUS_OK ? memory : shim::NoMemory(outcome);
}
