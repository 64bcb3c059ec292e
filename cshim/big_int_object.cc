//go:build ignore

// v8::BigIntObject
#include "entry.h"

using shim::Read;
using shim::ToLocal;

shim_value shim_big_int_object_value_of(shim_isolate* self, shim_ref object) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Local<v8::Value>(ToLocal<v8::BigIntObject>(object)->ValueOf());
  });
}
