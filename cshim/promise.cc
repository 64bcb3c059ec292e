//go:build ignore

// v8::Promise and v8::Promise::Resolver
#include "entry.h"
#include "isolate_throw.h"
#include "microtask_queue.h"

using shim::Call;
using shim::FromValue;
using shim::Read;
using shim::ToLocal;

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
                                    ToLocal<v8::Promise>(promise)->MarkAsHandled();
                                    return shim::Status(SHIM_STATUS_OK);
                                  }).status);
}

shim_value shim_promise_next_rejection(shim_isolate* self) {
  return Read(self, [&](v8::Isolate* isolate) -> v8::Local<v8::Value> {
    v8::Local<v8::Promise> promise = self->queues.running->rejections.Next(isolate);
    if (promise.IsEmpty()) return v8::Undefined(isolate);
    return promise;
  });
}

uint32_t shim_promise_forget_rejections(shim_isolate* self) {
  uint32_t count = 0;
  Read(self, [&](v8::Isolate* isolate) {
    count = self->queues.running->rejections.Count(isolate);
    return shim::Status(SHIM_STATUS_OK);
  });
  self->queues.running->rejections.Clear();
  return count;
}
