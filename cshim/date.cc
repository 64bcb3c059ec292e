//go:build ignore

// v8::Date
#include "entry.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

shim_value shim_date_new(shim_isolate* self, double time) {
  return Call(self, [&](v8::Isolate* isolate) {
    return v8::Date::New(isolate->GetCurrentContext(), time);
  });
}

shim_value shim_date_value_of(shim_isolate* self, shim_ref date) {
  return Read(self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::Date>(date)->ValueOf()); });
}
