//go:build ignore

// v8::Template: what object templates and function templates have in common.
//
// V8 aborts on most misuse of templates. Go checks before it calls, because it
// knows what was done to a template; see v8/template.go.
#include "template.h"

#include "object.h"
#include "property_callback.h"
#include "reference.h"

using shim::Read;
using shim::ToLocal;

namespace shim {

v8::Local<v8::Value> NewCallbackData(shim_isolate* self, uint32_t reference) {
  // Not a whole number, so that V8 makes an object of it.
  v8::Local<v8::Value> data = v8::Number::New(self->isolate, reference + 0.5);
  Track(self, data, reference);
  return data;
}

uint32_t ReferenceOfCallbackData(v8::Local<v8::Value> data) {
  return static_cast<uint32_t>(data.As<v8::Number>()->Value());
}

namespace {

// Calls body(isolate, template, name).
template <typename Body>
shim_value WithName(shim_isolate* self, shim_ref target, const shim_key& key, Body&& body) {
  return Read(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Value> name;
    if (!ToKey(self, key).ToLocal(&name)) return Status(SHIM_STATUS_TOO_LONG);
    body(isolate, ToLocal<v8::Template>(target), name.As<v8::Name>());
    return Status(SHIM_STATUS_OK);
  });
}

v8::PropertyAttribute ToAttributes(uint32_t attributes) {
  return static_cast<v8::PropertyAttribute>(attributes);
}

}  // namespace
}  // namespace shim

void shim_template_free(shim_isolate* self, shim_ref target) {
  if (self->death.dead) return;  // its handles go with it
  if (self->creation.creator) self->creation.templates.erase(target);
  shim::FreeGlobal(target);
  self->counters.templates--;
}

shim_value shim_template_set(shim_isolate* self, shim_ref target, shim_key name, shim_value value,
                             uint32_t attributes) {
  return shim::WithName(self, target, name, [&](auto isolate, auto to, auto property) {
    to->Set(property, shim::FromValue(isolate, value), shim::ToAttributes(attributes));
  });
}

shim_value shim_template_set_accessor_property(shim_isolate* self, shim_ref target, shim_key name,
                                               shim_ref getter, shim_ref setter,
                                               uint32_t attributes) {
  return shim::WithName(self, target, name, [&](auto isolate, auto to, auto property) {
    to->SetAccessorProperty(property, ToLocal<v8::FunctionTemplate>(getter),
                            ToLocal<v8::FunctionTemplate>(setter), shim::ToAttributes(attributes));
  });
}

shim_value shim_template_set_native_data_property(shim_isolate* self, shim_ref target,
                                                  shim_key name, uint32_t callback, bool writable,
                                                  uint32_t attributes) {
  return shim::WithName(self, target, name, [&](auto isolate, auto to, auto property) {
    to->SetNativeDataProperty(
        property, shim::OnAccessorGet, writable ? shim::OnAccessorSet : nullptr,
        shim::NewCallbackData(self, callback), shim::ToAttributes(attributes));
  });
}

shim_value shim_template_set_lazy_data_property(shim_isolate* self, shim_ref target, shim_key name,
                                                uint32_t callback, uint32_t attributes) {
  return shim::WithName(self, target, name, [&](auto isolate, auto to, auto property) {
    to->SetLazyDataProperty(property, shim::OnAccessorGet, shim::NewCallbackData(self, callback),
                            shim::ToAttributes(attributes));
  });
}
