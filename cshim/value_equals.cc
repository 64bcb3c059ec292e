//go:build ignore

// v8::Value: how values compare. Equals and InstanceOf may run JavaScript.
#include "entry.h"

using shim::Call;
using shim::FromValue;
using shim::Read;
using shim::ToLocal;

shim_value shim_value_equals(shim_isolate* self, shim_value a, shim_value b) {
  return Call(self, [&](v8::Isolate* isolate) {
    return FromValue(isolate, a)->Equals(isolate->GetCurrentContext(), FromValue(isolate, b));
  });
}

shim_value shim_value_strict_equals(shim_isolate* self, shim_ref a, shim_ref b) {
  return Read(self, [&](v8::Isolate*) { return v8::Just(ToLocal(a)->StrictEquals(ToLocal(b))); });
}

shim_value shim_value_same_value(shim_isolate* self, shim_ref a, shim_ref b) {
  return Read(self, [&](v8::Isolate*) { return v8::Just(ToLocal(a)->SameValue(ToLocal(b))); });
}

shim_value shim_value_instance_of(shim_isolate* self, shim_value value, shim_ref constructor) {
  return Call(self, [&](v8::Isolate* isolate) {
    return FromValue(isolate, value)
        ->InstanceOf(isolate->GetCurrentContext(), ToLocal<v8::Object>(constructor));
  });
}
