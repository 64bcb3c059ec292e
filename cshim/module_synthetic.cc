//go:build ignore

// v8::Module, of which the host says what it exports.
#include "module_synthetic.h"

#include "entry.h"
#include "fatal.h"
#include "isolate_throw.h"
#include "module.h"
#include "string_utf8.h"

using shim::Call;
using shim::NewString;
using shim::ToLocal;

namespace shim {
namespace {

v8::MaybeLocal<v8::Value> OnEvaluate(v8::Local<v8::Context> context, v8::Local<v8::Module> module) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  shim_isolate* self = Self(isolate);
  if (IsStackOverflow(self)) return {};
  v8::EscapableHandleScope scope(isolate);
  shim_module_callback call{};
  call.module = ToRef(module);
  call.reference = ReferenceOf(self, module);
  auto json = self->modules.json.find(call.reference);
  if (json != self->modules.json.end()) {
    v8::Local<v8::Value> value = json->second.Get(isolate);
    self->modules.json.erase(json);
    v8::Local<v8::String> name = v8::String::NewFromUtf8Literal(isolate, "default");
    if (module->SetSyntheticModuleExport(isolate, name, value).IsNothing()) return {};
  } else {
    self->lent.values.clear();
    if (!Ask(self, call, context, SHIM_MODULE_EVALUATE)) {
      ReturnFailure(self, call.result);
      return {};
    }
  }
  v8::Local<v8::Promise> done;
  if (!Settled(context, {}).ToLocal(&done)) return {};
  return scope.Escape(v8::Local<v8::Value>(done));
}

// Makes one that exports the names, which are distinct, and are in self->lent.arguments.
shim_value Create(shim_isolate* self, v8::Local<v8::String> name, uint32_t reference) {
  const std::vector<v8::Local<v8::Value>>& names = self->lent.arguments;
  v8::Local<v8::Module> module = v8::Module::CreateSyntheticModule(
      self->isolate, name,
      v8::MemorySpan<const v8::Local<v8::String>>(
          reinterpret_cast<const v8::Local<v8::String>*>(names.data()), names.size()),
      OnEvaluate);
  TrackModule(self, module, reference);
  return OfKind(module, SHIM_KIND_DATA);
}

}  // namespace

v8::MaybeLocal<v8::Promise> Settled(v8::Local<v8::Context> context, v8::Local<v8::Value> reason) {
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver)) return {};
  v8::Maybe<bool> settled =
      reason.IsEmpty() ? resolver->Resolve(context, v8::Undefined(v8::Isolate::GetCurrent()))
                       : resolver->Reject(context, reason);
  if (settled.IsNothing()) return {};
  return resolver->GetPromise();
}

}  // namespace shim

shim_value shim_module_create_synthetic_module(shim_isolate* self, shim_bytes name,
                                               shim_bytes exports, const uint32_t* lengths,
                                               size_t count, uint32_t reference) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> text;
    if (!NewString(isolate, name).ToLocal(&text)) return shim::Status(SHIM_STATUS_TOO_LONG);
    // A vector of the isolate's, as a jump would skip the destructor of another.
    std::vector<v8::Local<v8::Value>>& names = self->lent.arguments;
    names.clear();
    for (size_t i = 0; i < count; exports.data += lengths[i++]) {
      v8::Local<v8::String> next;
      if (!NewString(isolate, {exports.data, lengths[i]}).ToLocal(&next)) {
        return shim::Status(SHIM_STATUS_TOO_LONG);
      }
      names.push_back(next);
    }
    return shim::Create(self, text, reference);
  });
}

shim_value shim_module_create_json_module(shim_isolate* self, shim_bytes name, shim_bytes text,
                                          uint32_t reference) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> module_name, json;
    v8::Local<v8::Value> value;
    if (!NewString(isolate, name).ToLocal(&module_name) ||
        !NewString(isolate, text).ToLocal(&json)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    if (!v8::JSON::Parse(isolate->GetCurrentContext(), json).ToLocal(&value)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    self->lent.arguments.assign(1, v8::String::NewFromUtf8Literal(isolate, "default"));
    shim_value module = shim::Create(self, module_name, reference);
    self->modules.json.emplace(reference, v8::Global<v8::Value>(isolate, value));
    return module;
  });
}

shim_value shim_module_set_synthetic_module_export(shim_isolate* self, shim_ref module,
                                                   shim_bytes name, shim_value value) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::String> text;
    if (!NewString(isolate, name).ToLocal(&text)) return shim::Status(SHIM_STATUS_TOO_LONG);
    return shim::ToResult(ToLocal<v8::Module>(module)->SetSyntheticModuleExport(
        isolate, text, shim::FromValue(isolate, value)));
  });
}
