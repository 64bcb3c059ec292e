//go:build ignore

// v8::NumberObject
#include "entry.h"

using shim::Read;
using shim::ToLocal;

shim_value shim_number_object_value_of(shim_isolate* self, shim_ref object) {
  return Read(self,
              [&](v8::Isolate*) { return v8::Just(ToLocal<v8::NumberObject>(object)->ValueOf()); });
}
