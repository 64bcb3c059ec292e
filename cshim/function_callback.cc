//go:build ignore

// v8::FunctionCallbackInfo: the calls of JavaScript to Go.
#include "function_callback.h"

#include <algorithm>

#include "isolate_throw.h"
#include "template.h"

namespace shim {

shim_callbacks callbacks;

namespace {

using v8::internal::Address;
using v8::internal::Internals;
using Info = v8::FunctionCallbackInfo<v8::Value>;

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
  call.isolate = self->options.id;
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
