//go:build ignore

// v8::Value: what a value becomes. Most of it may run JavaScript: valueOf,
// toString, Symbol.toPrimitive.
#include "entry.h"
#include "string_utf8.h"

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
        self->lent.text.clear();
        shim::WriteUtf8(isolate, string, self->lent.text);
        return shim::Status(SHIM_STATUS_OK);
      }));
}

shim_text shim_value_type_of(shim_isolate* self, shim_ref value) {
  return shim::LendUtf8(self, Read(self, [&](v8::Isolate* isolate) {
                          self->lent.text.clear();
                          shim::WriteUtf8(isolate, ToLocal(value)->TypeOf(isolate),
                                          self->lent.text);
                          return shim::Status(SHIM_STATUS_OK);
                        }));
}
