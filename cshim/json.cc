//go:build ignore

// v8::JSON
#include "entry.h"
#include "string_utf8.h"

using shim::Call;

shim_value shim_json_parse(shim_isolate* self, shim_bytes text) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> string;
    if (!shim::NewString(isolate, text).ToLocal(&string)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    return shim::ToResult(v8::JSON::Parse(isolate->GetCurrentContext(), string));
  });
}

shim_text shim_json_stringify(shim_isolate* self, shim_value value, shim_bytes gap) {
  return shim::LendUtf8(self, Call(self, [&](v8::Isolate* isolate) -> shim_value {
                          v8::Local<v8::String> gap_text, string;
                          if (!shim::NewString(isolate, gap).ToLocal(&gap_text)) {
                            return shim::Status(SHIM_STATUS_TOO_LONG);
                          }
                          if (!v8::JSON::Stringify(isolate->GetCurrentContext(),
                                                   shim::FromValue(isolate, value), gap_text)
                                   .ToLocal(&string)) {
                            return shim::Status(SHIM_STATUS_EXCEPTION);
                          }
                          self->lent.text.clear();
                          shim::WriteUtf8(isolate, string, self->lent.text);
                          // V8 gives undefined as text, which no JSON is.
                          if (self->lent.text == "undefined") self->lent.text.clear();
                          return shim::Status(SHIM_STATUS_OK);
                        }));
}
