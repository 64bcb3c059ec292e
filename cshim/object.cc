//go:build ignore

// v8::Object
#include "object.h"

#include "entry.h"
#include "string_utf8.h"

using shim::Call;
using shim::ToKey;
using shim::ToLocal;

namespace shim {
namespace {

// Mixes the ends and the length: enough to spread names over 256 slots.
size_t SlotOf(shim_bytes text) {
  uint64_t head = 0, tail = 0;
  size_t end = text.length < 8 ? text.length : 8;
  memcpy(&head, text.data, end);
  memcpy(&tail, text.data + text.length - end, end);
  uint64_t mixed = (head ^ (tail << 1) ^ text.length) * 0x9e3779b97f4a7c15;
  return mixed >> 56;
}

v8::MaybeLocal<v8::String> NewInternalized(v8::Isolate* isolate, shim_bytes text) {
  return v8::String::NewFromUtf8(isolate, text.data, v8::NewStringType::kInternalized,
                                 static_cast<int>(text.length));
}

}  // namespace

v8::MaybeLocal<v8::Value> ToKey(shim_isolate* self, const shim_key& key) {
  v8::Isolate* isolate = self->isolate;
  if (key.value.kind != SHIM_KIND_DATA) return FromValue(isolate, key.value);
  shim_bytes text = key.text;
  if (text.length == 0) return v8::String::Empty(isolate);
  if (text.length > KeyCache::kLongest) {
    v8::Local<v8::String> name;
    if (!NewString(isolate, text).ToLocal(&name)) return {};
    return name;
  }
  if (!self->keys.entries) {
    self->keys.entries = std::make_unique<KeyCache::Entry[]>(KeyCache::kSlots);
  }
  KeyCache::Entry& entry = self->keys.entries[SlotOf(text)];
  if (!entry.string.IsEmpty() && entry.length == text.length &&
      memcmp(entry.text, text.data, text.length) == 0) {
    // A handle of its own: JavaScript that this access runs may reach Go code
    // that puts another name into the entry.
    return entry.string.Get(isolate);
  }
  v8::Local<v8::String> name;
  if (!NewInternalized(isolate, text).ToLocal(&name)) return {};
  entry.string.Reset(isolate, name);
  entry.length = static_cast<uint8_t>(text.length);
  memcpy(entry.text, text.data, text.length);
  return name;
}

v8::MaybeLocal<v8::Name> ToName(v8::Local<v8::Context> context, v8::Local<v8::Value> key) {
  if (key->IsName()) return key.As<v8::Name>();
  v8::Local<v8::Value> name = key;
  if (key->IsObject()) {
    // V8 has no ToPropertyKey to call. Setting a property does it, and the
    // property's name is what it gave.
    v8::Isolate* isolate = v8::Isolate::GetCurrent();
    v8::Local<v8::Object> holder = v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
    v8::Local<v8::Array> names;
    if (holder->Set(context, key, key).IsNothing() ||
        !holder->GetOwnPropertyNames(context, v8::ALL_PROPERTIES).ToLocal(&names) ||
        !names->Get(context, 0).ToLocal(&name)) {
      return {};
    }
    if (name->IsName()) return name.As<v8::Name>();
  }
  v8::Local<v8::String> string;
  if (!name->ToString(context).ToLocal(&string)) return {};
  return string;
}

namespace {

// Calls by_index(context, object, index) or by_key(context, object, key).
template <typename ByIndex, typename ByKey>
shim_value WithKey(shim_isolate* self, shim_ref object, const shim_key& key, ByIndex&& by_index,
                   ByKey&& by_key) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Object> target = ToLocal<v8::Object>(object);
    if (key.value.kind == SHIM_KIND_NUMBER) {
      uint32_t index = static_cast<uint32_t>(std::bit_cast<double>(key.value.bits));
      return ToResult(by_index(context, target, index));
    }
    v8::Local<v8::Value> name;
    if (!ToKey(self, key).ToLocal(&name)) return Status(SHIM_STATUS_TOO_LONG);
    return ToResult(by_key(context, target, name));
  });
}

}  // namespace
}  // namespace shim

shim_value shim_object_new(shim_isolate* self) {
  return Call(self,
              [](v8::Isolate* isolate) { return v8::Local<v8::Value>(v8::Object::New(isolate)); });
}

shim_value shim_object_get(shim_isolate* self, shim_ref object, shim_key key) {
  auto get = [](auto context, auto target, auto name) { return target->Get(context, name); };
  return shim::WithKey(self, object, key, get, get);
}

shim_value shim_object_set(shim_isolate* self, shim_ref object, shim_key key, shim_value value) {
  auto set = [&](auto context, auto target, auto name) {
    return target->Set(context, name, shim::FromValue(self->isolate, value));
  };
  return shim::WithKey(self, object, key, set, set);
}

shim_value shim_object_has(shim_isolate* self, shim_ref object, shim_key key) {
  auto has = [](auto context, auto target, auto name) { return target->Has(context, name); };
  return shim::WithKey(self, object, key, has, has);
}

shim_value shim_object_delete(shim_isolate* self, shim_ref object, shim_key key) {
  auto remove = [](auto context, auto target, auto name) { return target->Delete(context, name); };
  return shim::WithKey(self, object, key, remove, remove);
}

shim_value shim_object_has_own_property(shim_isolate* self, shim_ref object, shim_key key) {
  return shim::WithKey(
      self, object, key,
      [](auto context, auto target, uint32_t index) {
        return target->HasOwnProperty(context, index);
      },
      [](auto context, auto target, auto name) -> v8::Maybe<bool> {
        v8::Local<v8::Name> property;
        if (!shim::ToName(context, name).ToLocal(&property)) return v8::Nothing<bool>();
        return target->HasOwnProperty(context, property);
      });
}
