//go:build ignore

// What a context is not to have: V8 makes every context with WebAssembly and
// SharedArrayBuffer, which are properties of its global object like others.
#include "entry.h"

namespace shim {
namespace {

// Takes name out of object. A handler for the properties of the global object
// may say that it has done so itself, or throw: then it is still there.
bool Remove(v8::Local<v8::Context> context, v8::Local<v8::Object> object,
            v8::Local<v8::String> name) {
  bool removed, left;
  return object->Delete(context, name).To(&removed) &&
         object->HasRealNamedProperty(context, name).To(&left) && !left;
}

// The constructor may still come from a buffer that Go makes or hands over.
bool RemoveSharedArrayBuffer(v8::Local<v8::Context> context) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::Local<v8::String> name = v8::String::NewFromUtf8Literal(isolate, "SharedArrayBuffer");
  v8::Local<v8::Object> global = context->Global();
  v8::Local<v8::Value> constructor, prototype;
  if (global->GetRealNamedProperty(context, name).ToLocal(&constructor) &&
      constructor->IsObject() &&
      constructor.As<v8::Object>()
          ->Get(context, v8::String::NewFromUtf8Literal(isolate, "prototype"))
          .ToLocal(&prototype) &&
      prototype->IsObject() &&
      !Remove(context, prototype.As<v8::Object>(),
              v8::String::NewFromUtf8Literal(isolate, "constructor"))) {
    return false;
  }
  return Remove(context, global, name);
}

}  // namespace
}  // namespace shim

shim_value shim_context_remove_features(shim_isolate* self, shim_ref context, bool wasm) {
  return shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Context> target = shim::ToLocal<v8::Context>(context);
    v8::Context::Scope scope(target);
    bool gone = !wasm || shim::Remove(target, target->Global(),
                                      v8::String::NewFromUtf8Literal(isolate, "WebAssembly"));
    if (gone && self->options.deny_shared_memory) gone = shim::RemoveSharedArrayBuffer(target);
    if (shim_status status = shim::Runnable(self)) return shim::Status(status);
    if (!gone && isolate->HasPendingException()) return shim::Status(SHIM_STATUS_EXCEPTION);
    return {gone, SHIM_KIND_BOOLEAN, SHIM_STATUS_OK};
  });
}
