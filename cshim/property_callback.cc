//go:build ignore

// v8::PropertyCallbackInfo: the calls of JavaScript to Go that are about a
// property, from accessors and interceptors.
#include "property_callback.h"

#include <algorithm>

#include "fatal.h"
#include "function_callback.h"
#include "isolate_throw.h"
#include "string_utf8.h"
#include "template.h"

using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

template <typename T>
using Info = v8::PropertyCallbackInfo<T>;

// All PropertyCallbackInfo are alike, but for the type of their return value.
const Info<v8::Value>& InfoOf(const shim_property_callback* call) {
  return *static_cast<const Info<v8::Value>*>(call->info);
}

shim_value KeyOf(v8::Local<v8::Name> name) { return ToValue(name); }
shim_value KeyOf(uint32_t index) {
  return {std::bit_cast<uint64_t>(double(index)), SHIM_KIND_NUMBER, SHIM_STATUS_OK};
}

// What is left out is false or undefined. A prototype of null keeps scripts
// from adding to it: V8 aborts on a descriptor that contradicts itself.
v8::Local<v8::Object> NewDescriptor(v8::Isolate* isolate, const shim_property_descriptor& from) {
  v8::Local<v8::Name> names[4] = {v8::String::NewFromUtf8Literal(isolate, "enumerable"),
                                  v8::String::NewFromUtf8Literal(isolate, "configurable")};
  v8::Local<v8::Value> values[4] = {v8::Boolean::New(isolate, from.flags & SHIM_ENUMERABLE),
                                    v8::Boolean::New(isolate, from.flags & SHIM_CONFIGURABLE)};
  if (from.flags & (SHIM_HAS_GET | SHIM_HAS_SET)) {
    names[2] = v8::String::NewFromUtf8Literal(isolate, "get");
    names[3] = v8::String::NewFromUtf8Literal(isolate, "set");
    values[2] = FromValue(isolate, from.get);
    values[3] = FromValue(isolate, from.set);
  } else {
    names[2] = v8::String::NewFromUtf8Literal(isolate, "value");
    names[3] = v8::String::NewFromUtf8Literal(isolate, "writable");
    values[2] = FromValue(isolate, from.value);
    values[3] = v8::Boolean::New(isolate, from.flags & SHIM_WRITABLE);
  }
  return v8::Object::New(isolate, v8::Null(isolate), names, values, 4);
}

shim_property_descriptor ToDescriptor(const v8::PropertyDescriptor& from) {
  shim_property_descriptor to{};
  auto flag = [&](bool has, uint32_t has_flag, bool is, uint32_t is_flag) {
    if (has) to.flags |= is ? has_flag | is_flag : has_flag;
  };
  auto value = [&](bool has, uint32_t has_flag, shim_value& field, v8::Local<v8::Value> from) {
    if (!has) return;
    to.flags |= has_flag;
    field = ToValue(from);
  };
  flag(from.has_enumerable(), SHIM_HAS_ENUMERABLE, from.has_enumerable() && from.enumerable(),
       SHIM_ENUMERABLE);
  flag(from.has_configurable(), SHIM_HAS_CONFIGURABLE,
       from.has_configurable() && from.configurable(), SHIM_CONFIGURABLE);
  flag(from.has_writable(), SHIM_HAS_WRITABLE, from.has_writable() && from.writable(),
       SHIM_WRITABLE);
  value(from.has_value(), SHIM_HAS_VALUE, to.value, from.value());
  value(from.has_get(), SHIM_HAS_GET, to.get, from.get());
  value(from.has_set(), SHIM_HAS_SET, to.set, from.set());
  return to;
}

// Gives V8 what Go has answered.
template <typename T>
void Answer(shim_isolate* self, const shim_property_callback& call, v8::ReturnValue<T> to) {
  if constexpr (std::is_same_v<T, v8::Value>) {
    if (call.operation == SHIM_PROPERTY_DESCRIBE) {
      to.Set(NewDescriptor(self->isolate, call.descriptor));
    } else {
      Return(self, call.result, to);
    }
  } else if constexpr (std::is_same_v<T, v8::Integer>) {
    to.Set(static_cast<int32_t>(call.result.bits & 7));  // V8 takes no other bits
  } else if constexpr (std::is_same_v<T, v8::Boolean>) {
    to.Set(call.result.bits != 0);
  } else if constexpr (std::is_same_v<T, v8::Array>) {
    to.Set(ToLocal<v8::Array>(call.result.bits));
  }
}

template <typename T>
v8::Intercepted CallGo(const Info<T>& info, shim_property_operation operation,
                       shim_property_callback& call) {
  v8::Isolate* isolate = info.GetIsolate();
  shim_isolate* self = Self(isolate);
  if (IsStackOverflow(self)) [[unlikely]]
    return v8::Intercepted::kYes;
  CallbackScope scope(self);
  call.info = &info;
  call.isolate = self->options.id;
  call.context = ToRef(isolate->GetCurrentContext());
  call.callback = ReferenceOfCallbackData(info.Data());
  call.operation = operation;
  call.intercepted = false;
  call.result = {};
  {
    GoScope go;
    callbacks.property_callback(&call);
  }
  if (call.result.status != SHIM_STATUS_OK || Runnable(self)) [[unlikely]] {
    ReturnFailure(self, call.result);
    return v8::Intercepted::kYes;
  }
  if (!call.intercepted) return v8::Intercepted::kNo;
  Answer(self, call, info.GetReturnValue());
  return v8::Intercepted::kYes;
}

// The callbacks of interceptors, Key being v8::Local<v8::Name> or uint32_t.
// V8's C++ code opens no HandleScope for them.

template <shim_property_operation operation, typename Key, typename T>
v8::Intercepted On(Key key, const Info<T>& info) {
  v8::HandleScope handles(info.GetIsolate());
  shim_property_callback call;
  call.key = KeyOf(key);
  return CallGo(info, operation, call);
}

template <typename Key>
v8::Intercepted OnSet(Key key, v8::Local<v8::Value> value, const Info<void>& info) {
  v8::HandleScope handles(info.GetIsolate());
  shim_property_callback call;
  call.key = KeyOf(key);
  call.value = ToValue(value);
  return CallGo(info, SHIM_PROPERTY_SET, call);
}

template <typename Key>
v8::Intercepted OnDefine(Key key, const v8::PropertyDescriptor& descriptor,
                         const Info<void>& info) {
  v8::HandleScope handles(info.GetIsolate());
  shim_property_callback call;
  call.key = KeyOf(key);
  call.descriptor = ToDescriptor(descriptor);
  return CallGo(info, SHIM_PROPERTY_DEFINE, call);
}

void OnEnumerate(const Info<v8::Array>& info) {
  v8::HandleScope handles(info.GetIsolate());
  shim_property_callback call;
  CallGo(info, SHIM_PROPERTY_ENUMERATE, call);
}

template <typename Configuration, typename Key>
Configuration NewHandler(uint32_t operations, uint32_t flags, v8::Local<v8::Value> data) {
  auto has = [&](shim_property_operation operation) { return operations >> operation & 1; };
  Configuration handler(On<SHIM_PROPERTY_GET, Key, v8::Value>);
  if (has(SHIM_PROPERTY_SET)) handler.setter = OnSet<Key>;
  if (has(SHIM_PROPERTY_QUERY)) handler.query = On<SHIM_PROPERTY_QUERY, Key, v8::Integer>;
  if (has(SHIM_PROPERTY_DELETE)) handler.deleter = On<SHIM_PROPERTY_DELETE, Key, v8::Boolean>;
  if (has(SHIM_PROPERTY_ENUMERATE)) handler.enumerator = OnEnumerate;
  if (has(SHIM_PROPERTY_DEFINE)) handler.definer = OnDefine<Key>;
  if (has(SHIM_PROPERTY_DESCRIBE)) handler.descriptor = On<SHIM_PROPERTY_DESCRIBE, Key, v8::Value>;
  handler.data = data;
  handler.flags = static_cast<v8::PropertyHandlerFlags>(flags);
  return handler;
}

template <typename... Callbacks>
PropertyCallbacks Addresses(Callbacks... callbacks) {
  return {reinterpret_cast<intptr_t>(callbacks)...};
}

}  // namespace

PropertyCallbacks ListPropertyCallbacks() {
  using Name = v8::Local<v8::Name>;
  using v8::Array, v8::Boolean, v8::Integer, v8::Value;
  return Addresses(
      OnAccessorGet, OnAccessorSet, OnEnumerate, &On<SHIM_PROPERTY_GET, Name, Value>, OnSet<Name>,
      &On<SHIM_PROPERTY_QUERY, Name, Integer>, &On<SHIM_PROPERTY_DELETE, Name, Boolean>,
      OnDefine<Name>, &On<SHIM_PROPERTY_DESCRIBE, Name, Value>,
      &On<SHIM_PROPERTY_GET, uint32_t, Value>, OnSet<uint32_t>,
      &On<SHIM_PROPERTY_QUERY, uint32_t, Integer>, &On<SHIM_PROPERTY_DELETE, uint32_t, Boolean>,
      OnDefine<uint32_t>, &On<SHIM_PROPERTY_DESCRIBE, uint32_t, Value>);
}

void OnAccessorGet(v8::Local<v8::Name> name, const Info<v8::Value>& info) {
  On<SHIM_PROPERTY_GET>(name, info);
}

void OnAccessorSet(v8::Local<v8::Name> name, v8::Local<v8::Value> value, const Info<void>& info) {
  OnSet(name, value, info);
}

v8::NamedPropertyHandlerConfiguration NamedHandler(uint32_t operations, uint32_t flags,
                                                   v8::Local<v8::Value> data) {
  return NewHandler<v8::NamedPropertyHandlerConfiguration, v8::Local<v8::Name>>(operations, flags,
                                                                                data);
}

v8::IndexedPropertyHandlerConfiguration IndexedHandler(uint32_t operations, uint32_t flags,
                                                       v8::Local<v8::Value> data) {
  return NewHandler<v8::IndexedPropertyHandlerConfiguration, uint32_t>(operations, flags, data);
}

}  // namespace shim

shim_value shim_property_callback_this(const shim_property_callback* call) {
  const auto& info = shim::InfoOf(call);
  return Read(shim::Self(info.GetIsolate()),
              [&](v8::Isolate*) { return v8::Local<v8::Value>(info.This()); });
}

shim_value shim_property_callback_holder(const shim_property_callback* call) {
  const auto& info = shim::InfoOf(call);
  return Read(shim::Self(info.GetIsolate()),
              [&](v8::Isolate*) { return v8::Local<v8::Value>(info.HolderV2()); });
}

bool shim_property_callback_should_throw_on_error(const shim_property_callback* call) {
  return shim::InfoOf(call).ShouldThrowOnError();
}

shim_value shim_property_callback_names(const shim_property_callback* call, shim_bytes texts,
                                        const uint32_t* lengths, size_t count) {
  shim_isolate* self = shim::Self(shim::InfoOf(call).GetIsolate());
  return Read(self, [&](v8::Isolate* isolate) -> shim_value {
    self->lent.arguments.resize(std::max(self->lent.arguments.size(), count));
    for (size_t i = 0; i < count; i++) {
      v8::Local<v8::String> name;
      if (!shim::NewString(isolate, {texts.data, lengths[i]}).ToLocal(&name)) {
        return shim::Status(SHIM_STATUS_TOO_LONG);
      }
      self->lent.arguments[i] = name;
      texts.data += lengths[i];
    }
    return shim::ToValue(v8::Array::New(isolate, self->lent.arguments.data(), count));
  });
}

shim_value shim_property_callback_indices(const shim_property_callback* call,
                                          const uint32_t* indices, size_t count) {
  shim_isolate* self = shim::Self(shim::InfoOf(call).GetIsolate());
  return Read(self, [&](v8::Isolate* isolate) {
    self->lent.arguments.resize(std::max(self->lent.arguments.size(), count));
    for (size_t i = 0; i < count; i++) {
      self->lent.arguments[i] = v8::Integer::NewFromUnsigned(isolate, indices[i]);
    }
    return shim::ToValue(v8::Array::New(isolate, self->lent.arguments.data(), count));
  });
}
