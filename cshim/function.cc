//go:build ignore

// v8::Function and v8::FunctionCallbackInfo
#include <algorithm>

#include "template.h"

using shim::Call;
using shim::ToLocal;

namespace shim {

shim_callbacks callbacks;

namespace {

using v8::internal::Address;
using v8::internal::Internals;
using Info = v8::FunctionCallbackInfo<v8::Value>;

// argv is copied before JavaScript can run and call again, and V8 copies
// the locals in turn: one vector an isolate serves all calls.
v8::Local<v8::Value>* Arguments(shim_isolate* self, const shim_arguments& from) {
  int32_t argc = from.count;
  const shim_value* argv = argc <= SHIM_FEW ? from.few : from.many;
  std::vector<v8::Local<v8::Value>>& arguments = self->arguments;
  if (arguments.size() < static_cast<size_t>(argc)) arguments.resize(argc);
  for (int32_t i = 0; i < argc; i++) arguments[i] = FromValue(self->isolate, argv[i]);
  return arguments.data();
}

const Info& InfoOf(const shim_function_callback* call) {
  return *static_cast<const Info*>(call->info);
}

shim_isolate* IsolateOf(const Info& info) { return Self(info.GetIsolate()); }

// The context that the function runs in, as V8 keeps it beside the arguments:
// there is no accessor for it, and v8::Isolate::GetCurrentContext would cost
// each call what few ask for.
shim_ref ContextOf(const Info& info) {
  constexpr int kContextIndex = 2;  // v8::FunctionCallbackInfo::kContextIndex
  static_assert(sizeof(Info) == 3 * sizeof(void*));
  Address* implicit_arguments = *reinterpret_cast<Address* const*>(&info);
  return reinterpret_cast<shim_ref>(implicit_arguments + kContextIndex);
}

void CallGo(const Info& info, uint32_t callback) {
  shim_isolate* self = IsolateOf(info);
  if (IsStackOverflow(self)) [[unlikely]]
    return;
  CallbackScope scope(self);
  shim_function_callback call;
  call.info = &info;
  call.isolate = self->limits.id;
  call.context = ContextOf(info);
  call.callback = callback;
  call.length = static_cast<uint32_t>(info.Length());
  call.result = {};
  int eager = std::min<int>(info.Length(), SHIM_EAGER_ARGUMENTS);
  for (int i = 0; i < eager; i++) call.arguments[i] = ToValue(info[i]);
  {
    GoScope go;
    callbacks.function_callback(&call);
  }
  Return(self, call.result, info.GetReturnValue());
}

}  // namespace

void OnFunctionCall(const Info& info) {
  Address data = *reinterpret_cast<Address*>(ToRef(info.Data()));
  CallGo(info, static_cast<uint32_t>(Internals::SmiValue(data)));
}

void OnCallAsFunction(const Info& info) { CallGo(info, ReferenceOfCallbackData(info.Data())); }

}  // namespace shim

void shim_v8_set_callbacks(const shim_callbacks* callbacks) { shim::callbacks = *callbacks; }

shim_value shim_function_call(shim_isolate* self, shim_ref function, shim_value receiver,
                              shim_arguments arguments) {
  return Call(self, [&](v8::Isolate* isolate) {
    return ToLocal<v8::Function>(function)->Call(isolate, isolate->GetCurrentContext(),
                                                 shim::FromValue(isolate, receiver),
                                                 arguments.count, shim::Arguments(self, arguments));
  });
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

shim_value shim_function_callback_argument(const shim_function_callback* call, uint32_t index) {
  const shim::Info& info = shim::InfoOf(call);
  return shim::Read(shim::IsolateOf(info), [&](v8::Isolate*) { return info[index]; });
}

shim_value shim_function_callback_this(const shim_function_callback* call) {
  const shim::Info& info = shim::InfoOf(call);
  return shim::Read(shim::IsolateOf(info),
                    [&](v8::Isolate*) { return v8::Local<v8::Value>(info.This()); });
}

shim_value shim_function_callback_new_target(const shim_function_callback* call) {
  const shim::Info& info = shim::InfoOf(call);
  return shim::Read(shim::IsolateOf(info), [&](v8::Isolate*) { return info.NewTarget(); });
}
