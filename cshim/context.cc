// v8::Context
#include "entry.h"

shim_status shim_context_new(shim_isolate* self, shim_ref* context) {
  return static_cast<shim_status>(
      shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
        v8::Local<v8::Context> local = v8::Context::New(isolate);
        if (local.IsEmpty()) return shim::Status(SHIM_STATUS_EXCEPTION);
        // It is made by C++ code, which a termination for the heap limit does not stop.
        if (shim_status status = shim::Runnable(self)) return shim::Status(status);
        *context = shim::NewGlobal(isolate, local);
        shim::counters.contexts++;
        self->contexts++;
        return shim::Status(SHIM_STATUS_OK);
      }).status);
}

void shim_context_close(shim_isolate* self, shim_ref context) {
  shim::FreeGlobal(context);
  shim::counters.contexts--;
  self->contexts--;
}

shim_value shim_context_global(shim_isolate* self) {
  return shim::Read(self, [](v8::Isolate* isolate) {
    return v8::Local<v8::Value>(isolate->GetCurrentContext()->Global());
  });
}
