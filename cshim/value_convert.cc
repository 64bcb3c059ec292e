//go:build ignore

// v8::Value: what a value becomes, and how values compare. Most of it may run
// JavaScript: valueOf, toString, Symbol.toPrimitive, Symbol.hasInstance.
#include "entry.h"

using shim::Call;
using shim::FromValue;
using shim::Read;
using shim::ToLocal;

shim_value shim_value_boolean_value(shim_isolate* self, shim_ref value) {
  return Read(
      self, [&](v8::Isolate* isolate) { return v8::Just(ToLocal(value)->BooleanValue(isolate)); });
}

shim_value shim_value_to_number(shim_isolate* self, shim_ref value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal(value)->ToNumber(isolate->GetCurrentContext());
  });
}

shim_value shim_value_to_big_int(shim_isolate* self, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return FromValue(isolate, value)->ToBigInt(isolate->GetCurrentContext());
  });
}

shim_value shim_value_to_string(shim_isolate* self, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return FromValue(isolate, value)->ToString(isolate->GetCurrentContext());
  });
}

shim_value shim_value_to_object(shim_isolate* self, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return FromValue(isolate, value)->ToObject(isolate->GetCurrentContext());
  });
}

shim_text shim_value_string_value(shim_isolate* self, shim_ref value) {
  return shim::LendUtf8(
      self, Call(self, [&](v8::Isolate* isolate) {
        v8::Local<v8::String> string;
        if (!ToLocal(value)->ToString(isolate->GetCurrentContext()).ToLocal(&string)) {
          return shim::Status(SHIM_STATUS_EXCEPTION);
        }
        self->text.clear();
        shim::WriteUtf8(isolate, string, self->text);
        return shim::Status(SHIM_STATUS_OK);
      }));
}

shim_text shim_value_type_of(shim_isolate* self, shim_ref value) {
  return shim::LendUtf8(self, Read(self, [&](v8::Isolate* isolate) {
                          self->text.clear();
                          shim::WriteUtf8(isolate, ToLocal(value)->TypeOf(isolate), self->text);
                          return shim::Status(SHIM_STATUS_OK);
                        }));
}

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
