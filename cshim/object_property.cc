//go:build ignore

// v8::Object: descriptors, keys, prototypes, integrity
#include "entry.h"
#include "isolate_throw.h"
#include "object.h"
#include "string_utf8.h"

using shim::Call;
using shim::FromValue;
using shim::Read;
using shim::ToLocal;

namespace {

// Calls body(context, object, name) with the key as a name.
template <typename Body>
shim_value WithName(shim_isolate* self, shim_ref object, const shim_key& key, Body&& body) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Value> value;
    v8::Local<v8::Name> name;
    if (!shim::ToKey(self, key).ToLocal(&value)) return shim::Status(SHIM_STATUS_TOO_LONG);
    if (!shim::ToName(context, value).ToLocal(&name)) return shim::Status(SHIM_STATUS_EXCEPTION);
    return shim::ToResult(body(context, ToLocal<v8::Object>(object), name));
  });
}

v8::Maybe<bool> Define(v8::Isolate* isolate, v8::Local<v8::Context> context,
                       v8::Local<v8::Object> object, v8::Local<v8::Name> name,
                       v8::PropertyDescriptor& descriptor, uint32_t flags) {
  if (flags & SHIM_HAS_ENUMERABLE) descriptor.set_enumerable(flags & SHIM_ENUMERABLE);
  if (flags & SHIM_HAS_CONFIGURABLE) descriptor.set_configurable(flags & SHIM_CONFIGURABLE);
  return object->DefineProperty(context, name, descriptor);
}

// V8 dies of changing the prototype of a global object that it denies access to.
bool IsForeignGlobal(v8::Isolate* isolate, v8::Local<v8::Context> context,
                     v8::Local<v8::Object> object) {
  v8::Local<v8::Context> creation;
  return object->GetCreationContext(isolate).ToLocal(&creation) && creation->Global() == object &&
         creation->GetSecurityToken() != context->GetSecurityToken();
}

}  // namespace

shim_value shim_object_define_property(shim_isolate* self, shim_ref object, shim_key key,
                                       const shim_property_descriptor* from) {
  return WithName(self, object, key, [&](auto context, auto target, auto name) {
    v8::Isolate* isolate = self->isolate;
    v8::Local<v8::Value> value;
    if (from->flags & (SHIM_HAS_GET | SHIM_HAS_SET)) {
      v8::PropertyDescriptor descriptor(FromValue(isolate, from->get),
                                        FromValue(isolate, from->set));
      return Define(isolate, context, target, name, descriptor, from->flags);
    }
    if (from->flags & SHIM_HAS_VALUE) value = FromValue(isolate, from->value);
    if (from->flags & SHIM_HAS_WRITABLE) {
      v8::PropertyDescriptor descriptor(value, bool(from->flags & SHIM_WRITABLE));
      return Define(isolate, context, target, name, descriptor, from->flags);
    }
    v8::PropertyDescriptor descriptor(value);
    return Define(isolate, context, target, name, descriptor, from->flags);
  });
}

shim_value shim_object_define_own_property(shim_isolate* self, shim_ref object, shim_key key,
                                           shim_value value, uint32_t attributes) {
  return WithName(self, object, key, [&](auto context, auto target, auto name) {
    return target->DefineOwnProperty(context, name, FromValue(self->isolate, value),
                                     static_cast<v8::PropertyAttribute>(attributes & 7));
  });
}

shim_value shim_object_create_data_property(shim_isolate* self, shim_ref object, shim_key key,
                                            shim_value value) {
  return WithName(self, object, key, [&](auto context, auto target, auto name) {
    return target->CreateDataProperty(context, name, FromValue(self->isolate, value));
  });
}

shim_value shim_object_get_own_property_descriptor(shim_isolate* self, shim_ref object,
                                                   shim_key key) {
  return WithName(self, object, key, [](auto context, auto target, auto name) {
    return target->GetOwnPropertyDescriptor(context, name);
  });
}

shim_value shim_object_get_property_attributes(shim_isolate* self, shim_ref object, shim_key key) {
  return WithName(self, object, key,
                  [](auto context, auto target, auto name) -> v8::Maybe<uint32_t> {
                    v8::PropertyAttribute attributes;
                    if (!target->GetPropertyAttributes(context, name).To(&attributes)) {
                      return v8::Nothing<uint32_t>();
                    }
                    return v8::Just(static_cast<uint32_t>(attributes));
                  });
}

shim_value shim_object_property_names(shim_isolate* self, shim_ref object, bool include_prototypes,
                                      uint32_t filter, bool skip_indices, bool convert_indices) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Object>(object)->GetPropertyNames(
        isolate->GetCurrentContext(),
        include_prototypes ? v8::KeyCollectionMode::kIncludePrototypes
                           : v8::KeyCollectionMode::kOwnOnly,
        static_cast<v8::PropertyFilter>(filter & 31),
        skip_indices ? v8::IndexFilter::kSkipIndices : v8::IndexFilter::kIncludeIndices,
        convert_indices ? v8::KeyConversionMode::kConvertToString
                        : v8::KeyConversionMode::kKeepNumbers);
  });
}

shim_value shim_object_get_prototype(shim_isolate* self, shim_ref object) {
  return Read(self, [&](v8::Isolate*) { return ToLocal<v8::Object>(object)->GetPrototypeV2(); });
}

shim_value shim_object_set_prototype(shim_isolate* self, shim_ref object, shim_value prototype) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Object> target = ToLocal<v8::Object>(object);
    if (IsForeignGlobal(isolate, context, target)) {
      return shim::Throw(isolate, SHIM_TYPE_ERROR,
                         "no access to the other context's global object");
    }
    return shim::ToResult(target->SetPrototypeV2(context, FromValue(isolate, prototype)));
  });
}

shim_value shim_object_set_integrity_level(shim_isolate* self, shim_ref object, bool frozen) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Object>(object)->SetIntegrityLevel(
        isolate->GetCurrentContext(),
        frozen ? v8::IntegrityLevel::kFrozen : v8::IntegrityLevel::kSealed);
  });
}

shim_text shim_object_constructor_name(shim_isolate* self, shim_ref object) {
  return shim::LendUtf8(self, Read(self, [&](v8::Isolate* isolate) {
                          self->lent.text.clear();
                          shim::WriteUtf8(isolate,
                                          ToLocal<v8::Object>(object)->GetConstructorName(),
                                          self->lent.text);
                          return shim::Status(SHIM_STATUS_OK);
                        }));
}

shim_value shim_object_identity_hash(shim_isolate* self, shim_ref object) {
  return Read(
      self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::Object>(object)->GetIdentityHash()); });
}
