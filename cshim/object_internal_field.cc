//go:build ignore

// v8::Object: internal fields, which hold references of Go values
#include "entry.h"
#include "reference.h"

using shim::Read;
using shim::ToLocal;

namespace {

bool HasField(v8::Local<v8::Object> object, int32_t index) {
  return index >= 0 && index < object->InternalFieldCount();
}

uint32_t FieldOf(v8::Local<v8::Object> object, int32_t index) {
  v8::Local<v8::Data> data = object->GetInternalField(index);
  if (!data->IsValue() || !data.As<v8::Value>()->IsUint32()) return 0;
  return data.As<v8::Value>().As<v8::Uint32>()->Value();
}

shim_value Reference(uint32_t id) { return {id, SHIM_KIND_UNDEFINED, SHIM_STATUS_OK}; }

}  // namespace

shim_value shim_object_internal_field_count(shim_isolate* self, shim_ref object) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Just(ToLocal<v8::Object>(object)->InternalFieldCount());
  });
}

shim_value shim_object_set_internal_field(shim_isolate* self, shim_ref object, int32_t index,
                                          uint32_t id) {
  return Read(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Object> target = ToLocal<v8::Object>(object);
    if (!HasField(target, index)) return Reference(0);
    uint32_t old = FieldOf(target, index);
    if (old) shim::Untrack(self, old);
    target->SetInternalField(index, v8::Integer::NewFromUnsigned(isolate, id));
    if (id) shim::Track(self, target, id);
    return Reference(old);
  });
}

shim_value shim_object_get_internal_field(shim_isolate* self, shim_ref object, int32_t index) {
  return Read(self, [&](v8::Isolate*) -> shim_value {
    v8::Local<v8::Object> target = ToLocal<v8::Object>(object);
    return Reference(HasField(target, index) ? FieldOf(target, index) : 0);
  });
}
