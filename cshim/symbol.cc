//go:build ignore

// v8::Symbol
#include "entry.h"
#include "string_utf8.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

// Calls make(isolate, text).
template <typename Make>
shim_value WithText(shim_isolate* self, shim_bytes text, Make&& make) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> string;
    if (!NewString(isolate, text).ToLocal(&string)) return Status(SHIM_STATUS_TOO_LONG);
    return ToValue(make(isolate, string));
  });
}

using GetSymbol = v8::Local<v8::Symbol> (*)(v8::Isolate*);
constexpr GetSymbol kWellKnown[] = {
    v8::Symbol::GetAsyncIterator, v8::Symbol::GetHasInstance, v8::Symbol::GetIsConcatSpreadable,
    v8::Symbol::GetIterator,      v8::Symbol::GetMatch,       v8::Symbol::GetReplace,
    v8::Symbol::GetSearch,        v8::Symbol::GetSplit,       v8::Symbol::GetToPrimitive,
    v8::Symbol::GetToStringTag,   v8::Symbol::GetUnscopables,
};
static_assert(std::size(kWellKnown) == SHIM_SYMBOL_UNSCOPABLES + 1);

}  // namespace
}  // namespace shim

shim_value shim_symbol_new(shim_isolate* self, shim_bytes description) {
  return shim::WithText(self, description, v8::Symbol::New);
}

shim_value shim_symbol_for(shim_isolate* self, shim_bytes key) {
  return shim::WithText(self, key, v8::Symbol::For);
}

shim_value shim_symbol_well_known(shim_isolate* self, int32_t symbol) {
  return Read(self, [&](v8::Isolate* isolate) -> shim_value {
    size_t index = static_cast<size_t>(symbol);
    if (index >= std::size(shim::kWellKnown)) return shim::Status(SHIM_STATUS_OK);
    return shim::ToValue(shim::kWellKnown[index](isolate));
  });
}

shim_value shim_symbol_description(shim_isolate* self, shim_ref symbol) {
  return Read(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Symbol>(symbol)->Description(isolate);
  });
}
