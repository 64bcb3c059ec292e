//go:build ignore

// v8::String
#include "entry.h"
#include "string_utf8.h"

using shim::Read;
using shim::ToLocal;

shim_value shim_string_new(shim_isolate* self, shim_bytes utf8) {
  // V8's heap gives memory for large objects slowly, and takes it back so.
  constexpr size_t kLarge = size_t{1} << 18;
  if (utf8.length >= kLarge && shim::IsAscii(utf8.data, utf8.length)) {
    return shim_string_new_external_one_byte(self, utf8);
  }
  return shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> string;
    if (!shim::NewString(isolate, utf8).ToLocal(&string)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    return shim::ToValue(string);
  });
}

shim_value shim_string_length(shim_isolate* self, shim_ref string) {
  return Read(self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::String>(string)->Length()); });
}

shim_value shim_string_new_one_byte(shim_isolate* self, shim_bytes latin1) {
  return shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> string;
    if (latin1.length > size_t{v8::String::kMaxLength} ||
        !v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(latin1.data),
                                    v8::NewStringType::kNormal, static_cast<int>(latin1.length))
             .ToLocal(&string)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    return shim::ToValue(string);
  });
}

shim_value shim_string_new_two_byte(shim_isolate* self, const uint16_t* units, size_t length) {
  return shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> string;
    if (length > size_t{v8::String::kMaxLength} ||
        !v8::String::NewFromTwoByte(isolate, units, v8::NewStringType::kNormal,
                                    static_cast<int>(length))
             .ToLocal(&string)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    return shim::ToValue(string);
  });
}

shim_text shim_string_utf16(shim_isolate* self, shim_ref string) {
  return shim::LendUtf8(self, Read(self, [&](v8::Isolate* isolate) {
                          v8::Local<v8::String> local = ToLocal<v8::String>(string);
                          uint32_t length = static_cast<uint32_t>(local->Length());
                          self->lent.text.resize(size_t{2} * length);
                          local->WriteV2(isolate, 0, length,
                                         reinterpret_cast<uint16_t*>(self->lent.text.data()));
                          return shim::Status(SHIM_STATUS_OK);
                        }));
}

shim_value shim_string_concat(shim_isolate* self, shim_ref left, shim_ref right) {
  return shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> string =
        v8::String::Concat(isolate, ToLocal<v8::String>(left), ToLocal<v8::String>(right));
    if (string.IsEmpty()) return shim::Status(SHIM_STATUS_TOO_LONG);
    return shim::ToValue(string);
  });
}
