//go:build ignore

// v8::Function
#include "function_callback.h"
#include "reference.h"
#include "string_utf8.h"
#include "template.h"

using shim::Call;
using shim::ToLocal;

namespace shim {
namespace {

// argv is copied before JavaScript can run and call again, and V8 copies
// the locals in turn: one vector an isolate serves all calls.
v8::Local<v8::Value>* Arguments(shim_isolate* self, const shim_value* argv, int32_t argc) {
  std::vector<v8::Local<v8::Value>>& arguments = self->lent.arguments;
  if (arguments.size() < static_cast<size_t>(argc)) arguments.resize(argc);
  for (int32_t i = 0; i < argc; i++) arguments[i] = FromValue(self->isolate, argv[i]);
  return arguments.data();
}

v8::Local<v8::Value>* Arguments(shim_isolate* self, const shim_arguments& from) {
  return Arguments(self, from.count <= SHIM_FEW ? from.few : from.many, from.count);
}

}  // namespace
}  // namespace shim

shim_value shim_function_call(shim_isolate* self, shim_ref function, shim_value receiver,
                              shim_arguments arguments) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Function>(function)->Call(isolate, isolate->GetCurrentContext(),
                                                 shim::FromValue(isolate, receiver),
                                                 arguments.count, shim::Arguments(self, arguments));
  });
}

size_t shim_function_call_batch(shim_isolate* self, const shim_batched_call* calls, size_t count,
                                const shim_value* arguments, shim_value* results) {
  for (size_t i = 0; i < count; i++) {
    const shim_batched_call& call = calls[i];
    results[i] = Call(self, [&](v8::Isolate* isolate) {
      return ToLocal<v8::Function>(call.function)
          ->Call(isolate, isolate->GetCurrentContext(), shim::FromValue(isolate, call.receiver),
                 call.count, shim::Arguments(self, arguments + call.first, call.count));
    });
    if (results[i].status != SHIM_STATUS_OK) return i;
  }
  return count;
}

shim_value shim_function_new_instance(shim_isolate* self, shim_ref function,
                                      shim_arguments arguments) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Function>(function)->NewInstance(
        isolate->GetCurrentContext(), arguments.count, shim::Arguments(self, arguments));
  });
}

shim_value shim_function_new(shim_isolate* self, uint32_t callback, shim_bytes name, int32_t length,
                             bool constructor) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Function> function;
    v8::Local<v8::String> name_text;
    if (!shim::NewString(isolate, name).ToLocal(&name_text)) {
      return shim::Status(SHIM_STATUS_TOO_LONG);
    }
    v8::Local<v8::Value> data = v8::Integer::NewFromUnsigned(isolate, callback);
    v8::ConstructorBehavior behavior =
        constructor ? v8::ConstructorBehavior::kAllow : v8::ConstructorBehavior::kThrow;
    if (!v8::Function::New(isolate->GetCurrentContext(), shim::OnFunctionCall, data, length,
                           behavior)
             .ToLocal(&function)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    if (name.length) function->SetName(name_text);
    shim::Track(self, function, callback);
    return shim::ToValue(function);
  });
}
