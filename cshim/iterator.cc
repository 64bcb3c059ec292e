//go:build ignore

// ECMAScript's iterator protocol, one crossing a step.
// https://tc39.es/ecma262/#sec-operations-on-iterator-objects
#include "entry.h"
#include "isolate_throw.h"

using shim::Call;
using shim::ToLocal;

namespace {

v8::MaybeLocal<v8::Value> Throw(v8::Isolate* isolate, const char* message) {
  v8::Local<v8::String> text;
  if (v8::String::NewFromUtf8(isolate, message).ToLocal(&text)) {
    isolate->ThrowException(v8::Exception::TypeError(text));
  }
  return {};
}

v8::MaybeLocal<v8::Value> Invoke(v8::Isolate* isolate, v8::Local<v8::Value> function,
                                 v8::Local<v8::Value> receiver, const char* otherwise) {
  if (!function->IsFunction()) return Throw(isolate, otherwise);
  return function.As<v8::Function>()->Call(isolate, isolate->GetCurrentContext(), receiver, 0,
                                           nullptr);
}

v8::MaybeLocal<v8::Value> GetNamed(v8::Isolate* isolate, v8::Local<v8::Value> object,
                                   v8::Local<v8::Name> name) {
  return object.As<v8::Object>()->Get(isolate->GetCurrentContext(), name);
}

}  // namespace

shim_iterator shim_iterator_open(shim_isolate* self, shim_value iterable) {
  // next is fetched once, when the iterator is made, and kept beside it.
  v8::internal::Address next = 0;
  shim_value next_value{};
  shim_value iterator = Call(self, [&](v8::Isolate* isolate) -> v8::MaybeLocal<v8::Value> {
    v8::Local<v8::Value> value = shim::FromValue(isolate, iterable), method, result, step;
    v8::Local<v8::Object> object;
    if (value->IsNullOrUndefined()) return Throw(isolate, "value is not iterable");
    if (!value->ToObject(isolate->GetCurrentContext()).ToLocal(&object) ||
        !GetNamed(isolate, object, v8::Symbol::GetIterator(isolate)).ToLocal(&method) ||
        !Invoke(isolate, method, value, "value is not iterable").ToLocal(&result)) {
      return {};
    }
    if (!result->IsObject()) return Throw(isolate, "iterator is not an object");
    if (!GetNamed(isolate, result, v8::String::NewFromUtf8Literal(isolate, "next"))
             .ToLocal(&step)) {
      return {};
    }
    next_value = shim::ToValue(step);
    next = shim::ObjectOf(next_value);
    return result;
  });
  if (iterator.status == SHIM_STATUS_OK && next) {
    next_value.bits = shim::Handles::Create(self->isolate, next);
  }
  return {iterator, next_value, iterator.status};
}

shim_value shim_iterator_step(shim_isolate* self, shim_ref iterator, shim_value next) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Value> result, done, value;
    if (!Invoke(isolate, shim::FromValue(isolate, next), ToLocal(iterator),
                "iterator.next is not a function")
             .ToLocal(&result)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    if (!result->IsObject())
      return shim::ToResult(Throw(isolate, "iterator result is not an object"));
    if (!GetNamed(isolate, result, v8::String::NewFromUtf8Literal(isolate, "done"))
             .ToLocal(&done)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    if (done->BooleanValue(isolate)) {
      return shim::OfKind(v8::Undefined(isolate), SHIM_KIND_DATA);
    }
    return shim::ToResult(
        GetNamed(isolate, result, v8::String::NewFromUtf8Literal(isolate, "value")));
  });
}

shim_value shim_iterator_close(shim_isolate* self, shim_ref iterator) {
  return Call(self, [&](v8::Isolate* isolate) -> v8::MaybeLocal<v8::Value> {
    v8::Local<v8::Value> method;
    if (!GetNamed(isolate, ToLocal(iterator), v8::String::NewFromUtf8Literal(isolate, "return"))
             .ToLocal(&method)) {
      return {};
    }
    if (method->IsNullOrUndefined()) return method;
    return Invoke(isolate, method, ToLocal(iterator), "iterator.return is not a function");
  });
}
