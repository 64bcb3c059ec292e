// v8::String
#include "entry.h"

#include <cstring>

using shim::Read;
using shim::ToLocal;

namespace shim {

namespace {

bool IsAscii(const char* data, size_t length) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  while (length >= 8) {
    uint64_t word;
    memcpy(&word, data, 8);
    if (word & kHighBits) return false;
    data += 8;
    length -= 8;
  }
  unsigned char seen = 0;
  for (size_t i = 0; i < length; i++) seen |= static_cast<unsigned char>(data[i]);
  return seen < 0x80;
}

}  // namespace

v8::MaybeLocal<v8::String> NewString(v8::Isolate* isolate, shim_bytes utf8) {
  // No UTF-8 is shorter than a third of its UTF-16 in bytes; NewFromUtf8 takes an int.
  if (utf8.length > size_t{v8::String::kMaxLength} * 3) return {};
  int length = static_cast<int>(utf8.length);
  if (IsAscii(utf8.data, utf8.length)) {
    if (length > v8::String::kMaxLength) return {};
    return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(utf8.data),
                                      v8::NewStringType::kNormal, length);
  }
  return v8::String::NewFromUtf8(isolate, utf8.data, v8::NewStringType::kNormal, length);
}

void WriteUtf8(v8::Isolate* isolate, v8::Local<v8::String> string, std::string& to) {
  if (string->IsOneByte()) {
    v8::String::ValueView view(isolate, string);
    const char* data = reinterpret_cast<const char*>(view.data8());
    size_t length = view.length();
    if (IsAscii(data, length)) {
      to.append(data, length);
      return;
    }
  }
  size_t start = to.size(), length = string->Utf8LengthV2(isolate);
  to.resize(start + length);
  string->WriteUtf8V2(isolate, to.data() + start, length,
                      v8::String::WriteFlags::kReplaceInvalidUtf8);
}

shim_text LendUtf8(shim_isolate* self, shim_value outcome) {
  if (outcome.status != SHIM_STATUS_OK) return {nullptr, 0, outcome.status};
  return {self->text.data(), self->text.size(), SHIM_STATUS_OK};
}

}  // namespace shim

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

shim_text shim_string_utf8(shim_isolate* self, shim_ref string) {
  return shim::LendUtf8(self, Read(self, [&](v8::Isolate* isolate) {
                          self->text.clear();
                          shim::WriteUtf8(isolate, ToLocal<v8::String>(string), self->text);
                          return shim::Status(SHIM_STATUS_OK);
                        }));
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
                          self->text.resize(size_t{2} * length);
                          local->WriteV2(isolate, 0, length,
                                         reinterpret_cast<uint16_t*>(self->text.data()));
                          return shim::Status(SHIM_STATUS_OK);
                        }));
}

shim_value shim_string_concat(shim_isolate* self, shim_ref left, shim_ref right) {
  return shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> string = v8::String::Concat(isolate, ToLocal<v8::String>(left),
                                                      ToLocal<v8::String>(right));
    if (string.IsEmpty()) return shim::Status(SHIM_STATUS_TOO_LONG);
    return shim::ToValue(string);
  });
}
