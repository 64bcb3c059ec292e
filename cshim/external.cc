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

// Empty where there can't be an External yet.
v8::Local<v8::FunctionTemplate> Made(shim_isolate* self) {
  shim::Externals& externals = self->externals;
  v8::Local<v8::FunctionTemplate> made;
  if (externals.made_of.IsEmpty() && self->options.startup_data && !externals.looked) {
    externals.looked = true;
    // What snapshot_creator.cc has added first.
    if (self->isolate->GetDataFromSnapshotOnce<v8::FunctionTemplate>(0).ToLocal(&made))
      externals.made_of.Reset(self->isolate, made);
  }
  return externals.made_of.Get(self->isolate);
}

}  // namespace

v8::Local<v8::FunctionTemplate> shim::ExternalTemplate(shim_isolate* self) {
  v8::Local<v8::FunctionTemplate> made = Made(self);
  if (made.IsEmpty()) {
    made = v8::FunctionTemplate::New(self->isolate);
    made->InstanceTemplate()->SetInternalFieldCount(1);
    self->externals.made_of.Reset(self->isolate, made);
  }
  return made;
}

bool shim::IsExternal(v8::Local<v8::Value> value) {
  v8::Local<v8::FunctionTemplate> made = Made(shim::Self(v8::Isolate::GetCurrent()));
  return !made.IsEmpty() && made->IsLeafTemplateForApiObject(value);
}

shim_value shim_external_new(shim_isolate* self, uint32_t id) {
  return Call(self, [&](v8::Isolate* isolate) -> v8::MaybeLocal<v8::Value> {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Object> external;
    if (!shim::ExternalTemplate(self)->InstanceTemplate()->NewInstance(context).ToLocal(
            &external) ||
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
