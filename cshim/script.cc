//go:build ignore

// v8::Script
#include "entry.h"

using shim::Call;
using shim::ToLocal;

shim_value shim_script_run(shim_isolate* self, shim_ref script) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Script>(script)->Run(isolate->GetCurrentContext());
  });
}

shim_value shim_script_get_unbound_script(shim_isolate* self, shim_ref script) {
  return Call(self, [&](v8::Isolate*) {
    v8::Local<v8::UnboundScript> unbound = ToLocal<v8::Script>(script)->GetUnboundScript();
    return shim_value{shim::ToRef(unbound), SHIM_KIND_DATA, SHIM_STATUS_OK};
  });
}
