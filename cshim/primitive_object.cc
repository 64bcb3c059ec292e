//go:build ignore

// v8::BooleanObject, v8::NumberObject, v8::StringObject, v8::SymbolObject and
// v8::BigIntObject
#include "entry.h"

using shim::Read;
using shim::ToLocal;

shim_value shim_boolean_object_value_of(shim_isolate* self, shim_ref object) {
  return Read(
      self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::BooleanObject>(object)->ValueOf()); });
}

shim_value shim_number_object_value_of(shim_isolate* self, shim_ref object) {
  return Read(self,
              [&](v8::Isolate*) { return v8::Just(ToLocal<v8::NumberObject>(object)->ValueOf()); });
}

shim_value shim_string_object_value_of(shim_isolate* self, shim_ref object) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Local<v8::Value>(ToLocal<v8::StringObject>(object)->ValueOf());
  });
}

shim_value shim_symbol_object_value_of(shim_isolate* self, shim_ref object) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Local<v8::Value>(ToLocal<v8::SymbolObject>(object)->ValueOf());
  });
}

shim_value shim_big_int_object_value_of(shim_isolate* self, shim_ref object) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Local<v8::Value>(ToLocal<v8::BigIntObject>(object)->ValueOf());
  });
}
