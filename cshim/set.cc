//go:build ignore

// v8::Set
#include "array.h"
#include "entry.h"

using shim::Call;
using shim::CallForValues;
using shim::FromValue;
using shim::Read;
using shim::ToLocal;

shim_value shim_set_new(shim_isolate* self) {
  return Call(self,
              [](v8::Isolate* isolate) { return v8::Local<v8::Value>(v8::Set::New(isolate)); });
}

shim_value shim_set_size(shim_isolate* self, shim_ref set) {
  return Read(self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::Set>(set)->Size()); });
}

shim_value shim_set_add(shim_isolate* self, shim_ref set, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Set>(set)->Add(isolate->GetCurrentContext(), FromValue(isolate, value));
  });
}

shim_value shim_set_has(shim_isolate* self, shim_ref set, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Set>(set)->Has(isolate->GetCurrentContext(), FromValue(isolate, value));
  });
}

shim_value shim_set_delete(shim_isolate* self, shim_ref set, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Set>(set)->Delete(isolate->GetCurrentContext(), FromValue(isolate, value));
  });
}

shim_value shim_set_clear(shim_isolate* self, shim_ref set) {
  return Call(self, [&](v8::Isolate*) {
    ToLocal<v8::Set>(set)->Clear();
    return v8::Just(true);
  });
}

shim_value shim_set_as_array(shim_isolate* self, shim_ref set) {
  return Call(self,
              [&](v8::Isolate*) { return v8::Local<v8::Value>(ToLocal<v8::Set>(set)->AsArray()); });
}

shim_values shim_set_values(shim_isolate* self, shim_ref set, size_t most) {
  return CallForValues(self, [&](v8::Isolate*) {
    return shim::AppendElements(self, ToLocal<v8::Set>(set)->AsArray(), most);
  });
}
