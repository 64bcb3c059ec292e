//go:build ignore

// v8::UnboundScript
#include "entry.h"

using shim::Call;
using shim::ToLocal;

shim_value shim_unbound_script_bind_to_current_context(shim_isolate* self, shim_ref script) {
  return Call(self, [&](v8::Isolate*) {
    v8::Local<v8::Script> bound = ToLocal<v8::UnboundScript>(script)->BindToCurrentContext();
    return shim_value{shim::ToRef(bound), SHIM_KIND_DATA, SHIM_STATUS_OK};
  });
}
