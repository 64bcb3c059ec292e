//go:build ignore

// v8::Name
#include "entry.h"

using shim::Read;
using shim::ToLocal;

shim_value shim_name_get_identity_hash(shim_isolate* self, shim_ref name) {
  return Read(self,
              [&](v8::Isolate*) { return v8::Just(ToLocal<v8::Name>(name)->GetIdentityHash()); });
}
