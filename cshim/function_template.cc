//go:build ignore

// v8::FunctionTemplate
#include "function_callback.h"
#include "reference.h"
#include "string_utf8.h"
#include "template.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace {

// Calls body(template).
template <typename Body>
shim_value With(shim_isolate* self, shim_ref target, Body&& body) {
  return Read(self, [&](v8::Isolate*) {
    body(ToLocal<v8::FunctionTemplate>(target));
    return shim::Status(SHIM_STATUS_OK);
  });
}

}  // namespace

shim_status shim_function_template_new(shim_isolate* self, uint32_t callback, int32_t length,
                                       bool constructor, shim_ref signature,
                                       shim_ref* function_template) {
  return shim::NewTemplate(self, function_template, [&](v8::Isolate* isolate) {
    v8::Local<v8::FunctionTemplate> result = v8::FunctionTemplate::New(
        isolate, callback ? shim::OnFunctionCall : nullptr,
        v8::Integer::NewFromUnsigned(isolate, callback), ToLocal<v8::Signature>(signature), length,
        constructor ? v8::ConstructorBehavior::kAllow : v8::ConstructorBehavior::kThrow);
    // Functions that are made of it keep it.
    if (callback) shim::Track(self, ToLocal(shim::ToRef(result)), callback);
    return result;
  });
}

shim_value shim_function_template_get_function(shim_isolate* self, shim_ref target) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::FunctionTemplate>(target)->GetFunction(isolate->GetCurrentContext());
  });
}

shim_value shim_function_template_has_instance(shim_isolate* self, shim_ref target,
                                               shim_ref object) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Just(ToLocal<v8::FunctionTemplate>(target)->HasInstance(ToLocal(object)));
  });
}

shim_status shim_function_template_prototype_template(shim_isolate* self, shim_ref target,
                                                      shim_ref* object_template) {
  return shim::NewTemplate(self, object_template, [&](v8::Isolate*) {
    return ToLocal<v8::FunctionTemplate>(target)->PrototypeTemplate();
  });
}

shim_status shim_function_template_instance_template(shim_isolate* self, shim_ref target,
                                                     shim_ref* object_template) {
  return shim::NewTemplate(self, object_template, [&](v8::Isolate*) {
    return ToLocal<v8::FunctionTemplate>(target)->InstanceTemplate();
  });
}

shim_value shim_function_template_inherit(shim_isolate* self, shim_ref target, shim_ref parent) {
  return With(self, target, [&](auto to) { to->Inherit(ToLocal<v8::FunctionTemplate>(parent)); });
}

shim_value shim_function_template_set_class_name(shim_isolate* self, shim_ref target,
                                                 shim_bytes name) {
  return Read(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> text;
    if (!shim::NewString(isolate, name).ToLocal(&text)) return shim::Status(SHIM_STATUS_TOO_LONG);
    ToLocal<v8::FunctionTemplate>(target)->SetClassName(text);
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_value shim_function_template_set_length(shim_isolate* self, shim_ref target, int32_t length) {
  return With(self, target, [&](auto to) { to->SetLength(length); });
}

shim_value shim_function_template_read_only_prototype(shim_isolate* self, shim_ref target) {
  return With(self, target, [&](auto to) { to->ReadOnlyPrototype(); });
}

shim_value shim_function_template_remove_prototype(shim_isolate* self, shim_ref target) {
  return With(self, target, [&](auto to) { to->RemovePrototype(); });
}
