//go:build ignore

// Weak handles: as v8::PersistentBase::SetWeak, for objects that an id stands for.
#include "entry.h"
#include "reference.h"

using shim::Read;
using shim::ToLocal;

shim_status shim_weak_new(shim_isolate* self, shim_ref value, uint32_t id) {
  return static_cast<shim_status>(Read(self, [&](v8::Isolate*) {
                                    shim::Track(self, ToLocal(value), id);
                                    return shim::Status(SHIM_STATUS_OK);
                                  }).status);
}

shim_value shim_weak_get(shim_isolate* self, uint32_t id, uint32_t kind) {
  return Read(self, [&](v8::Isolate*) -> shim_value {
    v8::Local<v8::Value> value = shim::Tracked(self, id);
    if (value.IsEmpty()) return shim::Status(SHIM_STATUS_OK);
    return shim::OfKind(value, kind);
  });
}

void shim_weak_free(shim_isolate* self, uint32_t id) {
  if (!self->death.dead) shim::Untrack(self, id);
}
