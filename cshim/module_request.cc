//go:build ignore

// v8::ModuleRequest
#include "module_request.h"

#include "entry.h"

using shim::ToLocal;

namespace shim {
namespace {

shim_value Number(int value) { return ToResult(v8::Just(value)); }

v8::Local<v8::Value> ValueAt(v8::Local<v8::Context> context, v8::Local<v8::FixedArray> array,
                             int index) {
  return array->Get(context, index).As<v8::Value>();
}

v8::Local<v8::ModuleRequest> RequestAt(v8::Local<v8::Context> context,
                                       v8::Local<v8::FixedArray> requests, int index) {
  return requests->Get(context, index).As<v8::ModuleRequest>();
}

}  // namespace

void AppendAttributes(shim_isolate* self, v8::Local<v8::Context> context,
                      v8::Local<v8::FixedArray> attributes, int stride) {
  for (int i = 0; i + stride <= attributes->Length(); i += stride) {
    self->lent.values.push_back(ToValue(ValueAt(context, attributes, i)));
    self->lent.values.push_back(ToValue(ValueAt(context, attributes, i + 1)));
    self->lent.values.push_back(stride == 2 ? Number(-1)
                                            : ToValue(ValueAt(context, attributes, i + 2)));
  }
}

}  // namespace shim

shim_values shim_module_get_module_requests(shim_isolate* self, shim_ref module, size_t most) {
  return shim::CallForValues(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Module> local = ToLocal<v8::Module>(module);
    if (!local->IsSourceTextModule()) return shim::Status(SHIM_STATUS_OK);
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::FixedArray> requests = local->GetModuleRequests();
    for (int i = 0; i < requests->Length(); i++) {
      v8::Local<v8::ModuleRequest> request = shim::RequestAt(context, requests, i);
      v8::Local<v8::FixedArray> attributes = request->GetImportAttributes();
      v8::Location location = local->SourceOffsetToLocation(request->GetSourceOffset());
      self->lent.values.push_back(shim::ToValue(request->GetSpecifier()));
      self->lent.values.push_back(shim::Number(request->GetSourceOffset()));
      self->lent.values.push_back(shim::Number(location.GetLineNumber() + 1));
      self->lent.values.push_back(shim::Number(location.GetColumnNumber() + 1));
      self->lent.values.push_back(shim::Number(attributes->Length() / 3));
      shim::AppendAttributes(self, context, attributes, 3);
      if (self->lent.values.size() > most) {
        return {self->lent.values.size(), SHIM_KIND_UNDEFINED, SHIM_STATUS_TOO_MANY};
      }
    }
    return shim::Status(SHIM_STATUS_OK);
  });
}
