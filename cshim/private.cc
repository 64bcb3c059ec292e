//go:build ignore

// v8::Private
#include "entry.h"
#include "string_utf8.h"

using shim::Call;
using shim::ToLocal;

shim_value shim_private_new(shim_isolate* self, shim_bytes name, bool registered) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> text;
    if (!shim::NewString(isolate, name).ToLocal(&text)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    v8::Local<v8::Private> key =
        registered ? v8::Private::ForApi(isolate, text) : v8::Private::New(isolate, text);
    return shim::OfKind(key, SHIM_KIND_DATA);
  });
}

shim_value shim_private_get(shim_isolate* self, shim_ref object, shim_ref key) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Object>(object)->GetPrivate(isolate->GetCurrentContext(),
                                                   ToLocal<v8::Private>(key));
  });
}

shim_value shim_private_set(shim_isolate* self, shim_ref object, shim_ref key, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Object>(object)->SetPrivate(
        isolate->GetCurrentContext(), ToLocal<v8::Private>(key), shim::FromValue(isolate, value));
  });
}

shim_value shim_private_has(shim_isolate* self, shim_ref object, shim_ref key) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Object>(object)->HasPrivate(isolate->GetCurrentContext(),
                                                   ToLocal<v8::Private>(key));
  });
}

shim_value shim_private_delete(shim_isolate* self, shim_ref object, shim_ref key) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Object>(object)->DeletePrivate(isolate->GetCurrentContext(),
                                                      ToLocal<v8::Private>(key));
  });
}
