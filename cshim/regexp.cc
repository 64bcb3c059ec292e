//go:build ignore

// v8::RegExp
#include "entry.h"
#include "isolate_throw.h"
#include "string_utf8.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

using Flags = v8::RegExp::Flags;

// What /x/flags refuses. V8's API does not: it takes flags for valid, and
// kLinear needs an engine that is off by default.
constexpr uint32_t kKnown = v8::RegExp::kGlobal | v8::RegExp::kIgnoreCase | v8::RegExp::kMultiline |
                            v8::RegExp::kSticky | v8::RegExp::kUnicode | v8::RegExp::kDotAll |
                            v8::RegExp::kHasIndices | v8::RegExp::kUnicodeSets;
constexpr uint32_t kExclusive = v8::RegExp::kUnicode | v8::RegExp::kUnicodeSets;

}  // namespace
}  // namespace shim

shim_value shim_regexp_new(shim_isolate* self, shim_bytes pattern, uint32_t flags) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if ((flags & ~shim::kKnown) != 0 || (flags & shim::kExclusive) == shim::kExclusive) {
      return shim::Throw(isolate, SHIM_SYNTAX_ERROR, "Invalid regular expression flags");
    }
    v8::Local<v8::String> text;
    if (!shim::NewString(isolate, pattern).ToLocal(&text)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    return shim::ToResult(
        v8::RegExp::New(isolate->GetCurrentContext(), text, static_cast<shim::Flags>(flags)));
  });
}

shim_value shim_regexp_exec(shim_isolate* self, shim_ref regexp, shim_ref subject) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::RegExp>(regexp)->Exec(isolate->GetCurrentContext(),
                                             ToLocal<v8::String>(subject));
  });
}

shim_text shim_regexp_get_source(shim_isolate* self, shim_ref regexp) {
  return shim::LendUtf8(self, Read(self, [&](v8::Isolate* isolate) {
                          self->lent.text.clear();
                          shim::WriteUtf8(isolate, ToLocal<v8::RegExp>(regexp)->GetSource(),
                                          self->lent.text);
                          return shim::Status(SHIM_STATUS_OK);
                        }));
}

shim_value shim_regexp_get_flags(shim_isolate* self, shim_ref regexp) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Just(static_cast<int32_t>(ToLocal<v8::RegExp>(regexp)->GetFlags()));
  });
}
