//go:build ignore

// v8::Promise and v8::Promise::Resolver
#include <algorithm>

#include "entry.h"

using shim::Call;
using shim::FromValue;
using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

// Enough to report; a script can reject without end, and a Global is memory
// that no heap limit counts.
constexpr size_t kMostRejections = 100;

void OnReject(v8::PromiseRejectMessage message) {
  v8::Local<v8::Promise> promise = message.GetPromise();
  shim_isolate* self = Self(v8::Isolate::GetCurrent());
  std::vector<v8::Global<v8::Promise>>& rejections = self->rejections;
  switch (message.GetEvent()) {
    case v8::kPromiseRejectWithNoHandler:
      if (rejections.size() < kMostRejections) rejections.emplace_back(self->isolate, promise);
      break;
    case v8::kPromiseHandlerAddedAfterReject:
      std::erase_if(rejections,
                    [&](const v8::Global<v8::Promise>& each) { return each == promise; });
      break;
    default:  // settled twice, which is no error in JavaScript
      break;
  }
}

}  // namespace

void TrackRejections(v8::Isolate* isolate) { isolate->SetPromiseRejectCallback(OnReject); }

void ForgetRejections(shim_isolate* self) { self->rejections.clear(); }

}  // namespace shim

shim_value shim_promise_resolver_new(shim_isolate* self) {
  return Call(self, [](v8::Isolate* isolate) {
    return v8::Promise::Resolver::New(isolate->GetCurrentContext());
  });
}

shim_value shim_promise_resolver_promise(shim_isolate* self, shim_ref resolver) {
  return Read(self, [&](v8::Isolate*) {
    return v8::Local<v8::Value>(ToLocal<v8::Promise::Resolver>(resolver)->GetPromise());
  });
}

shim_value shim_promise_resolver_settle(shim_isolate* self, shim_ref resolver, shim_value value,
                                        bool reject) {
  return Call(self, [&](v8::Isolate* isolate) {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Promise::Resolver> target = ToLocal<v8::Promise::Resolver>(resolver);
    v8::Local<v8::Value> with = FromValue(isolate, value);
    return reject ? target->Reject(context, with) : target->Resolve(context, with);
  });
}

shim_value shim_promise_state(shim_isolate* self, shim_ref promise) {
  return Read(self, [&](v8::Isolate*) -> shim_value {
    v8::Local<v8::Promise> target = ToLocal<v8::Promise>(promise);
    uint64_t state = static_cast<uint64_t>(target->State()) | (target->HasHandler() ? 4 : 0);
    return {state, SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
  });
}

shim_value shim_promise_result(shim_isolate* self, shim_ref promise) {
  return Read(self, [&](v8::Isolate* isolate) -> v8::Local<v8::Value> {
    v8::Local<v8::Promise> target = ToLocal<v8::Promise>(promise);
    // V8 aborts on the result of a pending one.
    if (target->State() == v8::Promise::kPending) return v8::Undefined(isolate);
    return target->Result();
  });
}

shim_value shim_promise_then(shim_isolate* self, shim_ref promise, shim_ref fulfilled,
                             shim_ref rejected) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::Local<v8::Promise> target = ToLocal<v8::Promise>(promise), result;
    v8::MaybeLocal<v8::Promise> maybe;
    if (!rejected) {
      maybe = target->Then(context, ToLocal<v8::Function>(fulfilled));
    } else if (!fulfilled) {
      maybe = target->Catch(context, ToLocal<v8::Function>(rejected));
    } else {
      maybe =
          target->Then(context, ToLocal<v8::Function>(fulfilled), ToLocal<v8::Function>(rejected));
    }
    if (!maybe.ToLocal(&result)) return shim::Status(SHIM_STATUS_EXCEPTION);
    // V8 casts whatever Symbol.species has made, without looking.
    if (!ToLocal(shim::ToRef(result))->IsPromise()) {
      return shim::Throw(isolate, SHIM_TYPE_ERROR, "Symbol.species of the promise made no promise");
    }
    return shim::ToValue(result);
  });
}

shim_status shim_promise_mark_as_handled(shim_isolate* self, shim_ref promise) {
  return static_cast<shim_status>(Read(self, [&](v8::Isolate*) {
                                    v8::Local<v8::Promise> target = ToLocal<v8::Promise>(promise);
                                    target->MarkAsHandled();
                                    std::erase_if(self->rejections,
                                                  [&](const auto& each) { return each == target; });
                                    return shim::Status(SHIM_STATUS_OK);
                                  }).status);
}

shim_value shim_promise_next_rejection(shim_isolate* self) {
  return Read(self, [&](v8::Isolate* isolate) -> v8::Local<v8::Value> {
    if (self->rejections.empty()) return v8::Undefined(isolate);
    v8::Local<v8::Promise> promise = self->rejections.front().Get(isolate);
    self->rejections.erase(self->rejections.begin());
    return promise;
  });
}
