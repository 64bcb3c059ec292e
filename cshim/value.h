// Values as the ABI has them: of V8's, and what else a shim_value can say.
#ifndef CSHIM_VALUE_H_
#define CSHIM_VALUE_H_

#include "handle.h"

namespace shim {

// A ref is in the innermost HandleScope.
shim_value ToValue(v8::Local<v8::Value> local);
v8::Local<v8::Value> FromValue(v8::Isolate* isolate, shim_value value);

inline shim_value Status(shim_status status) { return {0, SHIM_KIND_UNDEFINED, status}; }

// A value whose kind is known.
inline shim_value OfKind(v8::Local<v8::Data> local, uint32_t kind) {
  return {ToRef(local), kind, SHIM_STATUS_OK};
}

// The object behind a value's ref, or 0 when bits is no ref.
inline v8::internal::Address ObjectOf(const shim_value& value) {
  if (value.kind < SHIM_KIND_BIGINT) return 0;
  return *reinterpret_cast<v8::internal::Address*>(value.bits);
}

}  // namespace shim

#endif  // CSHIM_VALUE_H_
