//go:build ignore

// v8::ScriptCompiler
#include <algorithm>
#include <cstring>

#include "entry.h"
#include "isolate_throw.h"
#include "memory.h"
#include "module.h"
#include "string_utf8.h"

using shim::Call;
using shim::ToLocal;

namespace shim {
namespace {

uint32_t WhyRejected(v8::Isolate* isolate, v8::ScriptCompiler::CachedData* cached) {
  using Cached = v8::ScriptCompiler::CachedData;
  if (!cached->rejected) return Cached::kSuccess;
  // It knows nothing of the source.
  Cached::CompatibilityCheckResult why = cached->CompatibilityCheck(isolate);
  return why == Cached::kSuccess ? Cached::kSourceMismatch : why;
}

// Calls compile with the source as V8 has it, unless one of its texts is too long
// for a string.
template <typename Compile>
shim_value WithSource(v8::Isolate* isolate, const shim_source& source, bool is_module,
                      Compile&& compile) {
  v8::Local<v8::String> text, name, url, options;
  if (!NewString(isolate, source.text).ToLocal(&text) ||
      !NewString(isolate, source.name).ToLocal(&name) ||
      !NewString(isolate, source.source_map_url).ToLocal(&url) ||
      !NewString(isolate, source.host_defined_options).ToLocal(&options)) {
    return Status(SHIM_STATUS_TOO_LONG);
  }
  v8::Local<v8::PrimitiveArray> host_defined_options;
  if (source.host_defined_options.length > 0) {
    host_defined_options = v8::PrimitiveArray::New(isolate, 1);
    host_defined_options->Set(isolate, 0, options);
  }
  v8::ScriptOrigin origin(name, source.line_offset, source.column_offset, false, -1, url, false,
                          false, is_module, host_defined_options);
  v8::ScriptCompiler::CachedData* cached = nullptr;  // the source's
  if (source.cached_data.length > 0) {
    cached = new v8::ScriptCompiler::CachedData(
        reinterpret_cast<const uint8_t*>(source.cached_data.data),
        static_cast<int>(source.cached_data.length));
  }
  v8::ScriptCompiler::Source compiler_source(text, origin, cached);
  shim_value result = compile(&compiler_source, cached ? v8::ScriptCompiler::kConsumeCodeCache
                                                       : v8::ScriptCompiler::kNoCompileOptions);
  if (cached) Self(isolate)->lent.rejected = WhyRejected(isolate, cached);
  return result;
}

v8::ScriptCompiler::CachedData* CreateCodeCache(shim_ref code, shim_code_kind kind) {
  switch (kind) {
    case SHIM_CODE_SCRIPT:
      return v8::ScriptCompiler::CreateCodeCache(ToLocal<v8::UnboundScript>(code));
    case SHIM_CODE_FUNCTION:
      return v8::ScriptCompiler::CreateCodeCacheForFunction(ToLocal<v8::Function>(code));
    case SHIM_CODE_MODULE:
      return v8::ScriptCompiler::CreateCodeCache(
          ToLocal<v8::Module>(code)->GetUnboundModuleScript());
  }
  return nullptr;
}

}  // namespace
}  // namespace shim

shim_value shim_script_compiler_compile(shim_isolate* self, shim_source source) {
  return Call(self, [&](v8::Isolate* isolate) {
    return shim::WithSource(
        isolate, source, false,
        [&](v8::ScriptCompiler::Source* from, v8::ScriptCompiler::CompileOptions how) {
          return shim::ToResult(
              v8::ScriptCompiler::Compile(isolate->GetCurrentContext(), from, how));
        });
  });
}

shim_value shim_script_compiler_compile_unbound_script(shim_isolate* self, shim_source source) {
  return Call(self, [&](v8::Isolate* isolate) {
    return shim::WithSource(
        isolate, source, false,
        [&](v8::ScriptCompiler::Source* from, v8::ScriptCompiler::CompileOptions how) {
          return shim::ToResult(v8::ScriptCompiler::CompileUnboundScript(isolate, from, how));
        });
  });
}

shim_value shim_script_compiler_compile_function(shim_isolate* self, shim_source source,
                                                 shim_bytes name, shim_bytes parameters,
                                                 size_t count) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    // V8's parser refuses more, and this path of V8 does not: it has 16 bits for them.
    constexpr size_t kMostParameters = 65534;
    if (count > kMostParameters) {
      return shim::Throw(isolate, SHIM_SYNTAX_ERROR,
                         "Too many parameters in function definition (only 65534 allowed)");
    }
    // A vector of the isolate's, as a jump would skip the destructor of another.
    std::vector<v8::Local<v8::Value>>& names = self->lent.arguments;
    names.clear();
    const char *next = parameters.data, *end = next + parameters.length, *last = end;
    for (size_t i = 0; i < count; i++) {
      last = std::find(next, end, '\0');
      v8::Local<v8::String> text;
      if (!shim::NewString(isolate, {next, static_cast<size_t>(last - next)}).ToLocal(&text)) {
        return shim::Status(SHIM_STATUS_TOO_LONG);
      }
      names.push_back(text);
      next = std::min(last + 1, end);
    }
    v8::Local<v8::String> function_name;
    if (!shim::NewString(isolate, name).ToLocal(&function_name)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    return shim::WithSource(
        isolate, source, false,
        [&](v8::ScriptCompiler::Source* from,
            v8::ScriptCompiler::CompileOptions how) -> shim_value {
          v8::Local<v8::Function> function;
          if (last == end &&
              v8::ScriptCompiler::CompileFunction(
                  isolate->GetCurrentContext(), from, names.size(),
                  reinterpret_cast<v8::Local<v8::String>*>(names.data()), 0, nullptr, how)
                  .ToLocal(&function)) {
            function->SetName(function_name);
            return shim::ToValue(function);
          }
          if (isolate->HasPendingException()) return shim::Status(SHIM_STATUS_EXCEPTION);
          return shim::Throw(isolate, SHIM_SYNTAX_ERROR, "a parameter's name is no identifier");
        });
  });
}

shim_value shim_script_compiler_compile_module(shim_isolate* self, shim_source source,
                                               uint32_t reference) {
  return Call(self, [&](v8::Isolate* isolate) {
    return shim::WithSource(
        isolate, source, true,
        [&](v8::ScriptCompiler::Source* from,
            v8::ScriptCompiler::CompileOptions how) -> shim_value {
          v8::Local<v8::Module> module;
          if (!v8::ScriptCompiler::CompileModule(isolate, from, how).ToLocal(&module)) {
            return shim::Status(SHIM_STATUS_EXCEPTION);
          }
          shim::TrackModule(self, module, reference);
          return shim::OfKind(module, SHIM_KIND_DATA);
        });
  });
}

uint32_t shim_script_compiler_rejected(shim_isolate* self) { return self->lent.rejected; }

uint32_t shim_script_compiler_cached_data_version_tag() {
  return v8::ScriptCompiler::CachedDataVersionTag();
}

shim_text shim_script_compiler_create_code_cache(shim_isolate* self, shim_ref code,
                                                 shim_code_kind kind, size_t room) {
  shim::Wire& wire = self->lent.wire;
  wire.Recycle();
  shim_value outcome = Call(self, [&](v8::Isolate*) -> shim_value {
    if (self->native->Exceeds(static_cast<int64_t>(room))) return shim::Status(SHIM_STATUS_OK);
    v8::ScriptCompiler::CachedData* made = shim::CreateCodeCache(code, kind);
    if (made == nullptr) return shim::Status(SHIM_STATUS_OK);
    size_t length = static_cast<size_t>(made->length);
    if (wire.Reserve(length, length)) {
      memcpy(wire.data, made->data, length);
      wire.size = length;
    }
    delete made;
    return shim::Status(SHIM_STATUS_OK);
  });
  return {reinterpret_cast<const char*>(wire.data), wire.size, outcome.status};
}
