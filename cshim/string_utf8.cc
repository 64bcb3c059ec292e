//go:build ignore

// v8::String::WriteUtf8V2: UTF-8, and text that is lent.
#include "string_utf8.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "entry.h"
#include "value_writer.h"

namespace shim {

// Large text is as quick to look through as to copy only when there is no branch
// for each word.
bool IsAscii(const char* data, size_t length) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  constexpr size_t kWords = 8;
  uint64_t words[kWords];
  for (; length >= sizeof words; data += sizeof words, length -= sizeof words) {
    memcpy(words, data, sizeof words);
    uint64_t seen = 0;
    for (uint64_t word : words) seen |= word;
    if (seen & kHighBits) return false;
  }
  for (; length >= sizeof *words; data += sizeof *words, length -= sizeof *words) {
    memcpy(words, data, sizeof *words);
    if (*words & kHighBits) return false;
  }
  unsigned char seen = 0;
  for (size_t i = 0; i < length; i++) seen |= static_cast<unsigned char>(data[i]);
  return seen < 0x80;
}

namespace {

// UTF-8 to UTF-16, faster than V8 does it. The length in code units, or
// kInvalid: V8 knows best what to make of what is no UTF-8. to has room for as
// many units as there are bytes.
constexpr size_t kInvalid = ~size_t{0};

size_t DecodeUtf8(const uint8_t* from, const uint8_t* end, uint16_t* to) {
  uint16_t* begin = to;
  auto follows = [&](int n) { return (from[n] & 0xC0) == 0x80; };
  while (from < end) {
    uint32_t c = *from;
    if (c < 0x80) {
      *to++ = static_cast<uint16_t>(c);
      from++;
    } else if (c < 0xE0) {
      if (c < 0xC2 || end - from < 2 || !follows(1)) return kInvalid;
      *to++ = static_cast<uint16_t>((c & 0x1F) << 6 | (from[1] & 0x3F));
      from += 2;
    } else if (c < 0xF0) {
      if (end - from < 3 || !follows(1) || !follows(2)) return kInvalid;
      c = (c & 0xF) << 12 | (from[1] & 0x3Fu) << 6 | (from[2] & 0x3Fu);
      if (c < 0x800 || (c >= 0xD800 && c < 0xE000)) return kInvalid;
      *to++ = static_cast<uint16_t>(c);
      from += 3;
    } else {
      if (end - from < 4 || !follows(1) || !follows(2) || !follows(3)) return kInvalid;
      c = (c & 0xF) << 18 | (from[1] & 0x3Fu) << 12 | (from[2] & 0x3Fu) << 6 | (from[3] & 0x3Fu);
      if (*from > 0xF4 || c < 0x10000 || c > 0x10FFFF) return kInvalid;
      *to++ = static_cast<uint16_t>(0xD7C0 + (c >> 10));
      *to++ = static_cast<uint16_t>(0xDC00 + (c & 0x3FF));
      from += 4;
    }
  }
  return static_cast<size_t>(to - begin);
}

// UTF-16 to UTF-8, and where it ends; lone surrogates become U+FFFD. to has
// room for three bytes a unit.
char* EncodeUtf8(const uint16_t* from, const uint16_t* end, char* to) {
  while (from < end) {
    uint32_t c = *from++;
    if (c < 0x80) {
      *to++ = static_cast<char>(c);
      continue;
    }
    if (c < 0x800) {
      *to++ = static_cast<char>(0xC0 | c >> 6);
    } else {
      if (c >= 0xD800 && c < 0xE000) {
        if (c < 0xDC00 && from < end && *from >= 0xDC00 && *from < 0xE000) {
          c = 0x10000 + ((c - 0xD800) << 10) + (*from++ - 0xDC00u);
          *to++ = static_cast<char>(0xF0 | c >> 18);
          *to++ = static_cast<char>(0x80 | (c >> 12 & 0x3F));
          *to++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
          *to++ = static_cast<char>(0x80 | (c & 0x3F));
          continue;
        }
        c = 0xFFFD;
      }
      *to++ = static_cast<char>(0xE0 | c >> 12);
      *to++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    }
    *to++ = static_cast<char>(0x80 | (c & 0x3F));
  }
  return to;
}

// Long text that is not ASCII, or empty: short text is not worth a buffer. V8
// makes a two-byte string of what is Latin-1 then, so that one pass first
// looks for a character that is not.
v8::MaybeLocal<v8::String> NewTwoByte(v8::Isolate* isolate, shim_bytes utf8) {
  constexpr size_t kLong = 256;
  const uint8_t* data = reinterpret_cast<const uint8_t*>(utf8.data);
  if (utf8.length < kLong || std::all_of(data, data + utf8.length, [](uint8_t c) {
        return c < 0xC4;  // the first byte of U+0100
      })) {
    return {};
  }
  uint16_t* units = static_cast<uint16_t*>(malloc(utf8.length * sizeof(uint16_t)));
  if (units == nullptr) return {};
  v8::MaybeLocal<v8::String> string;
  size_t length = DecodeUtf8(data, data + utf8.length, units);
  if (length <= size_t{v8::String::kMaxLength}) {
    string = v8::String::NewFromTwoByte(isolate, units, v8::NewStringType::kNormal,
                                        static_cast<int>(length));
  }
  free(units);  // left behind where V8 dies above
  return string;
}

// The string's own characters, if they are ASCII; or nothing. They stay where
// they are until the isolate's next call: only its own thread collects garbage.
shim_bytes LendAscii(v8::Isolate* isolate, v8::Local<v8::String> string) {
  if (!string->IsOneByte()) return {};
  v8::String::ValueView view(isolate, string);
  const char* data = reinterpret_cast<const char*>(view.data8());
  size_t length = view.length();
  if (!IsAscii(data, length)) return {};
  return {data, length};
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
  v8::Local<v8::String> string;
  if (NewTwoByte(isolate, utf8).ToLocal(&string)) return string;
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
  if (!string->IsOneByte()) {
    v8::String::ValueView view(isolate, string);
    if (!view.is_one_byte()) {
      size_t start = to.size(), length = view.length();
      to.resize(start + 3 * length);
      char* end = EncodeUtf8(view.data16(), view.data16() + length, to.data() + start);
      to.resize(static_cast<size_t>(end - to.data()));
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
  return {self->lent.text.data(), self->lent.text.size(), SHIM_STATUS_OK};
}

}  // namespace shim

shim_text shim_string_utf8(shim_isolate* self, shim_ref string) {
  shim_bytes ascii{};
  if (shim::Readable(self) == SHIM_STATUS_OK) {  // V8 is not needed for most
    ascii = shim::OneByteCharacters(shim::ToLocal<v8::String>(string));
    if (ascii.data && shim::IsAscii(ascii.data, ascii.length)) {
      return {ascii.data, ascii.length, SHIM_STATUS_OK};
    }
  }
  shim_value outcome = shim::Read(self, [&](v8::Isolate* isolate) {
    v8::Local<v8::String> local = shim::ToLocal<v8::String>(string);
    ascii = shim::LendAscii(isolate, local);
    if (ascii.data == nullptr) {
      self->lent.text.clear();
      shim::WriteUtf8(isolate, local, self->lent.text);
    }
    return shim::Status(SHIM_STATUS_OK);
  });
  if (ascii.data && outcome.status == SHIM_STATUS_OK) {
    return {ascii.data, ascii.length, SHIM_STATUS_OK};
  }
  return shim::LendUtf8(self, outcome);
}
