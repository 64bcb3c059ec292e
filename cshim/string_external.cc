//go:build ignore

// v8::String::ExternalStringResource: text outside V8's heap, which V8 neither
// copies nor moves.
#include <v8-external-memory-accounter.h>

#include <cstdlib>

#include "entry.h"
#include "isolate_throw.h"
#include "v8_counters.h"

using shim::Call;

namespace shim {
namespace {

// Base is one of V8's two resource classes. V8 deletes it with the string.
template <typename Base, typename Unit>
class Resource final : public Base {
 public:
  // nullptr when there is no memory.
  static Resource* New(const Unit* text, size_t length) {
    Unit* copy = static_cast<Unit*>(malloc(length * sizeof(Unit)));
    if (copy == nullptr) return nullptr;
    memcpy(copy, text, length * sizeof(Unit));
    return new Resource(copy, length);
  }
  ~Resource() override {
    free(text_);
    external_bytes -= static_cast<int64_t>(length_ * sizeof(Unit));
  }
  const Unit* data() const override { return text_; }
  size_t length() const override { return length_; }

  // V8 counts such text by itself only to decide when to collect garbage. As
  // external memory it is part of the isolate's limit too.
  void Account(v8::Isolate* isolate) { accounter_.Increase(isolate, length_ * sizeof(Unit)); }
  void Unaccount(v8::Isolate* isolate) override {
    accounter_.Decrease(isolate, length_ * sizeof(Unit));
  }

 private:
  Resource(Unit* text, size_t length) : text_(text), length_(length) {
    external_bytes += static_cast<int64_t>(length_ * sizeof(Unit));
  }

  Unit* text_;
  size_t length_;
  v8::ExternalMemoryAccounter accounter_;
};

// new_string gives a resource to V8.
template <typename Base, typename Unit, typename NewString>
shim_value NewExternal(shim_isolate* self, const Unit* text, size_t length,
                       NewString&& new_string) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if (length == 0) return ToValue(v8::String::Empty(isolate));
    if (length > size_t{v8::String::kMaxLength}) return Status(SHIM_STATUS_TOO_LONG);
    auto* resource = Resource<Base, Unit>::New(text, length);
    if (resource == nullptr) return Throw(isolate, SHIM_RANGE_ERROR, "Out of memory");
    v8::Local<v8::String> string;
    if (!new_string(isolate, resource).ToLocal(&string)) {
      delete resource;
      return Status(SHIM_STATUS_TOO_LONG);
    }
    resource->Account(isolate);
    return ToValue(string);
  });
}

}  // namespace
}  // namespace shim

shim_value shim_string_new_external_one_byte(shim_isolate* self, shim_bytes latin1) {
  return shim::NewExternal<v8::String::ExternalOneByteStringResource>(
      self, latin1.data, latin1.length, v8::String::NewExternalOneByte);
}

shim_value shim_string_new_external_two_byte(shim_isolate* self, const uint16_t* units,
                                             size_t length) {
  return shim::NewExternal<v8::String::ExternalStringResource>(self, units, length,
                                                               v8::String::NewExternalTwoByte);
}
