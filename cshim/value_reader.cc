//go:build ignore

// v8::ValueDeserializer for plain data that Go has written for us: objects by
// their shapes, so that each is made at once, with its hidden class.
//
// The format is that of value_writer.cc, without references. It comes from
// package clone alone, but is read as if it came from anybody.
#include "value_reader.h"

#include <algorithm>

#include "entry.h"
#include "lent.h"

namespace shim {
namespace {

static_assert(sizeof(v8::MaybeLocal<v8::Value>) == sizeof(v8::Local<v8::Value>));

class PlainReader {
 public:
  PlainReader(shim_isolate* self, shim_bytes data)
      : self_(self),
        isolate_(self->isolate),
        context_(isolate_->GetCurrentContext()),
        memory_(self->reader),
        at_(reinterpret_cast<const uint8_t*>(data.data)),
        end_(at_ + data.length) {
    memory_.values.clear();
    memory_.shapes.clear();
  }
  ~PlainReader() {
    Shrink(memory_.values);
    Shrink(memory_.shapes);
  }

  // Empty when it is not plain, or V8 has thrown.
  v8::MaybeLocal<v8::Value> Read() {
    v8::Local<v8::Value> value;
    if (Byte() != kPlain || Byte() != 0 || !Value(&value) || at_ != end_) return {};
    return value;
  }

 private:
  using Values = std::vector<v8::Local<v8::Value>>;

  bool Value(v8::Local<v8::Value>* value) {
    uint8_t tag = Byte();
    while (tag == 0 && at_ < end_) tag = Byte();  // padding
    switch (tag) {
      case '_':
        *value = v8::Undefined(isolate_);
        return true;
      case '0':
        *value = v8::Null(isolate_);
        return true;
      case 'T':
      case 'F':
        *value = v8::Boolean::New(isolate_, tag == 'T');
        return true;
      case 'I': {
        uint32_t n = Varint();
        *value = v8::Integer::New(isolate_, static_cast<int32_t>(n >> 1 ^ (0 - (n & 1))));
        return true;
      }
      case 'N': {
        double number;
        return Double(&number) && Give(value, v8::Number::New(isolate_, number));
      }
      case '"':
      case 'c':
        return String(tag, value);
      case 'D': {
        double milliseconds;
        return Double(&milliseconds) && Give(value, v8::Date::New(context_, milliseconds));
      }
      case 'A':
      case kNewShape:
      case kShape: {
        v8::internal::Address object;
        {
          Handles handles(isolate_);
          v8::Local<v8::Value> local;
          if (!(tag == 'A' ? Array(&local) : Object(tag, &local))) return false;
          object = *reinterpret_cast<v8::internal::Address*>(ToRef(local));
        }
        // No collection can come in between.
        *value = ToLocal(Handles::Create(isolate_, object));
        return true;
      }
    }
    return false;
  }

  bool Array(v8::Local<v8::Value>* value) {
    uint32_t length = Varint();
    size_t first = memory_.values.size();
    if (!Push(length)) return false;
    bool ends = Byte() == '$' && Varint() == 0 && Varint() == length;
    return ends &&
           Give(value, v8::Array::New(isolate_, memory_.values.data() + first, Pop(length)));
  }

  bool Object(uint8_t tag, v8::Local<v8::Value>* value) {
    uint32_t id = Varint();
    if (tag == kNewShape && (id != memory_.shapes.size() || !NewShape())) return false;
    if (id >= memory_.shapes.size()) return false;
    v8::Local<v8::DictionaryTemplate> shape = memory_.shapes[id].shape->Get(isolate_);
    uint32_t count = memory_.shapes[id].count;
    size_t first = memory_.values.size();
    if (!Push(count)) return false;
    v8::MaybeLocal<v8::Value>* values =
        reinterpret_cast<v8::MaybeLocal<v8::Value>*>(memory_.values.data() + first);
    return Give(value, shape->NewInstance(context_, {values, Pop(count)}));
  }

  // Reads values onto the stack of those that wait for what they are in.
  bool Push(uint32_t count) {
    uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    if (count > static_cast<size_t>(end_ - at_) || here < self_->stack.limit) return false;
    for (uint32_t i = 0; i < count; i++) {
      v8::Local<v8::Value> value;
      if (!Value(&value)) return false;
      memory_.values.push_back(value);
    }
    return true;
  }

  // Takes them off: they stay where they are until the next is read.
  size_t Pop(uint32_t count) {
    memory_.values.resize(memory_.values.size() - count);
    return count;
  }

  // What shapes there are, by the bytes of their names. V8 keeps the hidden class
  // of each for a context's life, so they are limited.
  bool NewShape() {
    constexpr size_t kMost = 512, kMostEver = 8192;
    const char* begin = reinterpret_cast<const char*>(at_);
    uint32_t count = Varint();
    if (count > kLargest) return false;
    std::string_view names[kLargest];
    for (uint32_t i = 0; i < count; i++) {
      if (Byte() != '"') return false;
      uint32_t length = Varint();
      if (length > static_cast<size_t>(end_ - at_)) return false;
      names[i] = {reinterpret_cast<const char*>(at_), length};
      at_ += length;
    }
    std::string_view key(begin, static_cast<size_t>(reinterpret_cast<const char*>(at_) - begin));
    auto known = memory_.templates.find(key);
    if (known == memory_.templates.end()) {
      if (memory_.made == kMostEver || !AreNames(names, count)) return false;
      // Those of this message stay where they are.
      if (memory_.templates.size() >= kMost && memory_.shapes.empty()) memory_.templates.clear();
      memory_.made++;
      v8::Local<v8::DictionaryTemplate> shape =
          v8::DictionaryTemplate::New(isolate_, {names, count});
      known = memory_.templates.try_emplace(std::string(key), isolate_, shape).first;
    }
    memory_.shapes.push_back({&known->second, count});
    return true;
  }

  // What a DictionaryTemplate takes without a check: ASCII, no array indices, and
  // none twice.
  static bool AreNames(const std::string_view* names, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
      bool digits = true;
      for (char c : names[i]) {
        if (c & 0x80) return false;
        digits = digits && c >= '0' && c <= '9';
      }
      if (digits && !names[i].empty()) return false;
      if (std::find(names, names + i, names[i]) != names + i) return false;
    }
    return true;
  }

  bool String(uint8_t tag, v8::Local<v8::Value>* value) {
    uint32_t size = Varint();
    if (size > static_cast<size_t>(end_ - at_) || size > v8::String::kMaxLength) return false;
    const uint8_t* from = at_;
    at_ += size;
    v8::Local<v8::String> string;
    if (tag == '"') {
      if (!v8::String::NewFromOneByte(isolate_, from, v8::NewStringType::kNormal,
                                      static_cast<int>(size))
               .ToLocal(&string)) {
        return false;
      }
    } else {
      if (size % 2 != 0 || reinterpret_cast<uintptr_t>(from) % 2 != 0) return false;
      if (!v8::String::NewFromTwoByte(isolate_, reinterpret_cast<const uint16_t*>(from),
                                      v8::NewStringType::kNormal, static_cast<int>(size / 2))
               .ToLocal(&string)) {
        return false;
      }
    }
    *value = string;
    return true;
  }

  static bool Give(v8::Local<v8::Value>* value, v8::MaybeLocal<v8::Value> from) {
    return from.ToLocal(value);
  }

  // 0, which is padding, behind the end.
  uint8_t Byte() { return at_ < end_ ? *at_++ : 0; }

  uint32_t Varint() {
    uint32_t n = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      uint8_t byte = Byte();
      n |= static_cast<uint32_t>(byte & 0x7F) << shift;
      if (byte < 0x80) break;
    }
    return n;
  }

  bool Double(double* number) {
    if (end_ - at_ < 8) return false;
    memcpy(number, at_, 8);
    at_ += 8;
    return true;
  }

  static constexpr size_t kLargest = 64;  // shape

  shim_isolate* self_;
  v8::Isolate* isolate_;
  v8::Local<v8::Context> context_;
  ReaderMemory& memory_;
  const uint8_t *at_, *end_;
};

}  // namespace
}  // namespace shim

shim_value shim_value_read_plain(shim_isolate* self, shim_bytes data) {
  return shim::Call(self, [&](v8::Isolate*) -> shim_value {
    shim::PlainReader reader(self, data);
    v8::Local<v8::Value> value;
    if (reader.Read().ToLocal(&value)) return shim::ToValue(value);
    if (shim::Runnable(self)) return shim::Status(SHIM_STATUS_EXCEPTION);
    return shim::Status(SHIM_STATUS_NOT_PLAIN);
  });
}
