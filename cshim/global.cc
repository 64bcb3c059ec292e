//go:build ignore

// v8::Global
#include "entry.h"

using shim::Read;
using shim::ToLocal;

shim_status shim_global_new(shim_isolate* self, shim_ref value, shim_ref* global) {
  return static_cast<shim_status>(Read(self, [&](v8::Isolate* isolate) {
                                    *global = shim::NewGlobal(isolate, ToLocal<v8::Data>(value));
                                    self->counters.globals++;
                                    return shim::Status(SHIM_STATUS_OK);
                                  }).status);
}

void shim_global_free(shim_isolate* self, shim_ref global) {
  if (self->death.dead) return;  // its handles go with it
  shim::FreeGlobal(global);
  self->counters.globals--;
}

shim_value shim_global_get(shim_isolate* self, shim_ref global, uint32_t kind) {
  shim_value value = shim::OfKind(ToLocal<v8::Data>(global), kind);
  if (shim_status status = shim::Readable(self)) return shim::Status(status);
  value.bits = shim::Handles::Create(self->isolate, shim::ObjectOf(value));
  return value;
}
