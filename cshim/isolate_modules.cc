//go:build ignore

// v8::Isolate's callbacks for import() and import.meta.
#include "isolate_modules.h"

#include "entry.h"
#include "fatal.h"
#include "isolate_throw.h"
#include "module.h"
#include "module_request.h"
#include "module_synthetic.h"

namespace shim {
namespace {

v8::MaybeLocal<v8::Promise> OnImport(v8::Local<v8::Context> context,
                                     v8::Local<v8::Data> host_defined_options,
                                     v8::Local<v8::Value> resource_name,
                                     v8::Local<v8::String> specifier,
                                     v8::Local<v8::FixedArray> attributes) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  shim_isolate* self = Self(isolate);
  if (IsStackOverflow(self)) return {};
  v8::EscapableHandleScope scope(isolate);
  shim_module_callback call{};
  call.specifier = ToValue(specifier);
  call.resource_name = ToValue(resource_name);
  v8::Local<v8::PrimitiveArray> options = host_defined_options.As<v8::PrimitiveArray>();
  if (options->Length() > 0) call.host_defined_options = ToValue(options->Get(isolate, 0));
  self->lent.values.clear();
  AppendAttributes(self, context, attributes, 2);
  v8::Local<v8::Promise> promise;
  if (Ask(self, call, context, SHIM_MODULE_IMPORT)) {
    promise = ToLocal<v8::Promise>(call.result.bits);
  } else if (call.result.status != SHIM_STATUS_EXCEPTION || Runnable(self)) {
    ReturnFailure(self, call.result);
    return {};
  } else if (!Settled(context, FromValue(isolate, call.result)).ToLocal(&promise)) {
    return {};
  }
  return scope.Escape(promise);
}

void OnImportMeta(v8::Local<v8::Context> context, v8::Local<v8::Module> module,
                  v8::Local<v8::Object> meta) {
  shim_isolate* self = Self(v8::Isolate::GetCurrent());
  if (IsStackOverflow(self)) return;
  v8::HandleScope scope(self->isolate);
  shim_module_callback call{};
  call.module = ToRef(module);
  call.reference = ReferenceOf(self, module);
  call.object = ToValue(meta);
  self->lent.values.clear();
  if (!Ask(self, call, context, SHIM_MODULE_META)) ReturnFailure(self, call.result);
}

}  // namespace

void InstallModules(v8::Isolate* isolate) {
  isolate->SetHostImportModuleDynamicallyCallback(OnImport);
  isolate->SetHostInitializeImportMetaObjectCallback(OnImportMeta);
}

}  // namespace shim
