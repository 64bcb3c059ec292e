//go:build ignore

// v8::Isolate::ThrowException, for what V8's API leaves to its callers to check.
#include "isolate_throw.h"

#include "entry.h"
#include "string_utf8.h"

namespace shim {

shim_value Throw(v8::Isolate* isolate, shim_error_kind kind, const char* message) {
  v8::Local<v8::String> text;
  if (!NewString(isolate, {message, strlen(message)}).ToLocal(&text)) {
    return Status(SHIM_STATUS_TOO_LONG);
  }
  switch (kind) {
    case SHIM_RANGE_ERROR:
      isolate->ThrowException(v8::Exception::RangeError(text));
      break;
    case SHIM_SYNTAX_ERROR:
      isolate->ThrowException(v8::Exception::SyntaxError(text));
      break;
    default:
      isolate->ThrowException(v8::Exception::TypeError(text));
  }
  return Status(SHIM_STATUS_EXCEPTION);
}

bool ThrowStackOverflow(shim_isolate* self) {
  Throw(self->isolate, SHIM_RANGE_ERROR, "Maximum call stack size exceeded");
  return true;
}

}  // namespace shim
