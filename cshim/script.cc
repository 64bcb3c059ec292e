//go:build ignore

// v8::Script
#include "entry.h"

using shim::Call;
using shim::ToLocal;

shim_value shim_script_compile(shim_isolate* self, shim_bytes source, shim_bytes name,
                               shim_bytes source_map_url, int32_t line_offset,
                               int32_t column_offset) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> text, name_text, url_text;
    if (!shim::NewString(isolate, source).ToLocal(&text) ||
        !shim::NewString(isolate, name).ToLocal(&name_text) ||
        !shim::NewString(isolate, source_map_url).ToLocal(&url_text)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    v8::ScriptOrigin origin(name_text, line_offset, column_offset, false, -1, url_text);
    v8::ScriptCompiler::Source compiler_source(text, origin);
    return shim::ToResult(
        v8::ScriptCompiler::Compile(isolate->GetCurrentContext(), &compiler_source));
  });
}

shim_value shim_script_run(shim_isolate* self, shim_ref script) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Script>(script)->Run(isolate->GetCurrentContext());
  });
}
