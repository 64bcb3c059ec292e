//go:build ignore

// v8::External, as an object of a template: V8 reads wild memory when a script
// makes a true v8::External a prototype, because its map has no context.
#include "external.h"

#include "entry.h"
#include "reference.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace {

using Template = v8::Eternal<v8::FunctionTemplate>;
static_assert(sizeof(Template) == sizeof(void*));

// The isolate keeps its template, which ends with it.
Template TemplateOf(v8::Isolate* isolate) {
  return std::bit_cast<Template>(isolate->GetData(shim::kTemplateSlot));
}

v8::Local<v8::ObjectTemplate> InstanceTemplate(v8::Isolate* isolate) {
  Template kept = TemplateOf(isolate);
  if (kept.IsEmpty()) {
    v8::Local<v8::FunctionTemplate> made = v8::FunctionTemplate::New(isolate);
    made->InstanceTemplate()->SetInternalFieldCount(1);
    kept.Set(isolate, made);
    isolate->SetData(shim::kTemplateSlot, std::bit_cast<void*>(kept));
  }
  return kept.Get(isolate)->InstanceTemplate();
}

}  // namespace

bool shim::IsExternal(v8::Local<v8::Value> value) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  Template kept = TemplateOf(isolate);
  return !kept.IsEmpty() && kept.Get(isolate)->IsLeafTemplateForApiObject(value);
}

shim_value shim_external_new(shim_isolate* self, uint32_t id) {
  return Call(self, [&](v8::Isolate* isolate) -> v8::MaybeLocal<v8::Value> {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Object> external;
    if (!InstanceTemplate(isolate)->NewInstance(context).ToLocal(&external) ||
        external->SetPrototypeV2(context, v8::Null(isolate)).IsNothing() ||
        external->SetIntegrityLevel(context, v8::IntegrityLevel::kFrozen).IsNothing()) {
      return {};
    }
    external->SetInternalField(0, v8::Integer::NewFromUnsigned(isolate, id));
    shim::Track(self, external, id);
    return external;
  });
}

shim_value shim_external_value(shim_isolate* self, shim_ref external) {
  return Read(self, [&](v8::Isolate*) -> shim_value {
    v8::Local<v8::Data> id = ToLocal<v8::Object>(external)->GetInternalField(0);
    return {id.As<v8::Value>().As<v8::Uint32>()->Value(), SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
  });
}
