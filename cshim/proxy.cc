//go:build ignore

// v8::Proxy
#include "entry.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

shim_value shim_proxy_new(shim_isolate* self, shim_ref target, shim_ref handler) {
  return Call(self, [&](v8::Isolate* isolate) {
    return v8::Proxy::New(isolate->GetCurrentContext(), ToLocal<v8::Object>(target),
                          ToLocal<v8::Object>(handler));
  });
}

shim_value shim_proxy_get_target(shim_isolate* self, shim_ref proxy) {
  return Read(self, [&](v8::Isolate*) { return ToLocal<v8::Proxy>(proxy)->GetTarget(); });
}

shim_value shim_proxy_get_handler(shim_isolate* self, shim_ref proxy) {
  return Read(self, [&](v8::Isolate*) { return ToLocal<v8::Proxy>(proxy)->GetHandler(); });
}

shim_value shim_proxy_is_revoked(shim_isolate* self, shim_ref proxy) {
  return Read(self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::Proxy>(proxy)->IsRevoked()); });
}

shim_value shim_proxy_revoke(shim_isolate* self, shim_ref proxy) {
  return Read(self, [&](v8::Isolate*) {
    ToLocal<v8::Proxy>(proxy)->Revoke();
    return v8::Just(true);
  });
}
