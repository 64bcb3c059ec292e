// v8::External: its pointer is no pointer, but a reference of Go's.
#include "entry.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

shim_value shim_external_new(shim_isolate* self, uint32_t id) {
  return Call(self, [&](v8::Isolate* isolate) {
    v8::Local<v8::Value> external =
        v8::External::New(isolate, reinterpret_cast<void*>(uintptr_t{id}));
    shim::Track(self, external, id);
    return external;
  });
}

shim_value shim_external_value(shim_isolate* self, shim_ref external) {
  return Read(self, [&](v8::Isolate*) -> shim_value {
    void* id = ToLocal<v8::External>(external)->Value();
    return {reinterpret_cast<uintptr_t>(id), SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
  });
}
