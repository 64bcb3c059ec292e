//go:build ignore

// v8::Map
#include "array.h"
#include "entry.h"

using shim::Call;
using shim::CallForValues;
using shim::FromValue;
using shim::Read;
using shim::ToLocal;

shim_value shim_map_new(shim_isolate* self) {
  return Call(self,
              [](v8::Isolate* isolate) { return v8::Local<v8::Value>(v8::Map::New(isolate)); });
}

shim_value shim_map_size(shim_isolate* self, shim_ref map) {
  return Read(self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::Map>(map)->Size()); });
}

shim_value shim_map_get(shim_isolate* self, shim_ref map, shim_value key) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Map>(map)->Get(isolate->GetCurrentContext(), FromValue(isolate, key));
  });
}

shim_value shim_map_set(shim_isolate* self, shim_ref map, shim_value key, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Map>(map)->Set(isolate->GetCurrentContext(), FromValue(isolate, key),
                                      FromValue(isolate, value));
  });
}

shim_value shim_map_has(shim_isolate* self, shim_ref map, shim_value key) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Map>(map)->Has(isolate->GetCurrentContext(), FromValue(isolate, key));
  });
}

shim_value shim_map_delete(shim_isolate* self, shim_ref map, shim_value key) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Map>(map)->Delete(isolate->GetCurrentContext(), FromValue(isolate, key));
  });
}

shim_value shim_map_clear(shim_isolate* self, shim_ref map) {
  return Call(self, [&](v8::Isolate*) {
    ToLocal<v8::Map>(map)->Clear();
    return v8::Just(true);
  });
}

shim_value shim_map_as_array(shim_isolate* self, shim_ref map) {
  return Call(self,
              [&](v8::Isolate*) { return v8::Local<v8::Value>(ToLocal<v8::Map>(map)->AsArray()); });
}

shim_values shim_map_entries(shim_isolate* self, shim_ref map, size_t most) {
  return CallForValues(self, [&](v8::Isolate*) {
    return shim::AppendElements(self, ToLocal<v8::Map>(map)->AsArray(), most);
  });
}
