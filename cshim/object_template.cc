//go:build ignore

// v8::ObjectTemplate
#include "function_callback.h"
#include "property_callback.h"
#include "template.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace {

// Calls body(template).
template <typename Body>
shim_value With(shim_isolate* self, shim_ref target, Body&& body) {
  return Read(self, [&](v8::Isolate*) {
    body(ToLocal<v8::ObjectTemplate>(target));
    return shim::Status(SHIM_STATUS_OK);
  });
}

}  // namespace

shim_status shim_object_template_new(shim_isolate* self, shim_ref* object_template) {
  return shim::NewTemplate(self, object_template,
                           [](v8::Isolate* isolate) { return v8::ObjectTemplate::New(isolate); });
}

shim_value shim_object_template_new_instance(shim_isolate* self, shim_ref target) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::ObjectTemplate>(target)->NewInstance(isolate->GetCurrentContext());
  });
}

shim_value shim_object_template_set_internal_field_count(shim_isolate* self, shim_ref target,
                                                         int32_t count) {
  return With(self, target, [&](auto to) { to->SetInternalFieldCount(count); });
}

shim_value shim_object_template_set_immutable_proto(shim_isolate* self, shim_ref target) {
  return With(self, target, [&](auto to) { to->SetImmutableProto(); });
}

shim_value shim_object_template_mark_as_undetectable(shim_isolate* self, shim_ref target) {
  return With(self, target, [&](auto to) { to->MarkAsUndetectable(); });
}

shim_value shim_object_template_set_call_as_function_handler(shim_isolate* self, shim_ref target,
                                                             uint32_t callback) {
  return With(self, target, [&](auto to) {
    to->SetCallAsFunctionHandler(shim::OnCallAsFunction, shim::NewCallbackData(self, callback));
  });
}

shim_value shim_object_template_set_named_handler(shim_isolate* self, shim_ref target,
                                                  uint32_t callback, uint32_t operations,
                                                  uint32_t flags) {
  return With(self, target, [&](auto to) {
    to->SetHandler(shim::NamedHandler(operations, flags, shim::NewCallbackData(self, callback)));
  });
}

shim_value shim_object_template_set_indexed_handler(shim_isolate* self, shim_ref target,
                                                    uint32_t callback, uint32_t operations,
                                                    uint32_t flags) {
  return With(self, target, [&](auto to) {
    to->SetHandler(shim::IndexedHandler(operations, flags, shim::NewCallbackData(self, callback)));
  });
}
