// How every shim function enters V8 and comes back: the one prologue (Call) and
// the one failure path. C++ only; not part of the ABI.
#ifndef CSHIM_ENTRY_H_
#define CSHIM_ENTRY_H_

#include "exception.h"
#include "frame.h"
#include "handle.h"
#include "isolate.h"
#include "value.h"

namespace shim {

// What a body may give back to Call.
inline shim_value ToResult(shim_value value) { return value; }
inline shim_value ToResult(v8::Local<v8::Value> local) { return ToValue(local); }
template <typename T>
shim_value ToResult(v8::MaybeLocal<T> maybe) {
  v8::Local<T> local;
  if (!maybe.ToLocal(&local)) return Status(SHIM_STATUS_EXCEPTION);
  if constexpr (std::is_base_of_v<v8::Value, T>) {
    return ToValue(local);
  } else {
    return {ToRef(local), SHIM_KIND_DATA, SHIM_STATUS_OK};
  }
}
template <typename T>
shim_value ToResult(v8::Maybe<T> maybe) {
  T value;
  if (!maybe.To(&value)) return Status(SHIM_STATUS_EXCEPTION);
  if constexpr (std::is_same_v<T, bool>) return {value, SHIM_KIND_BOOLEAN, SHIM_STATUS_OK};
  return {std::bit_cast<uint64_t>(double(value)), SHIM_KIND_NUMBER, SHIM_STATUS_OK};
}

inline shim_status TerminationStatus(shim_isolate* self) {
  return self->limits.reached ? SHIM_STATUS_HEAP_LIMIT : SHIM_STATUS_TERMINATED;
}

// Why the isolate can't be read now, or OK.
inline shim_status Readable(shim_isolate* self) {
  if (current != self) [[unlikely]]
    return SHIM_STATUS_WRONG_THREAD;
  if (self->death.dead) [[unlikely]]
    return SHIM_STATUS_DEAD;
  return SHIM_STATUS_OK;
}

// Why JavaScript can't run in the isolate now, or OK.
inline shim_status Runnable(shim_isolate* self) {
  if (shim_status status = Readable(self)) return status;
  if (self->termination.state.load(std::memory_order_relaxed) != RunState::kEntered) [[unlikely]] {
    return TerminationStatus(self);
  }
  return SHIM_STATUS_OK;
}

// The prologue of every function that enters V8; use it as Call or Read. body
// is called with the v8::Isolate and gives a MaybeLocal, a Maybe, a Local or a
// shim_value; an empty one is the failure that V8 has raised.
template <typename Body>
shim_value Enter(shim_isolate* self, shim_status status, Body&& body) {
  if (status != SHIM_STATUS_OK) [[unlikely]]
    return Status(status);
  shim_value result;
  v8::internal::Address object, thrown;  // 0: nothing to keep
  {
    Frame frame(self);
    Handles handles(self->isolate);
    v8::TryCatch caught(self->isolate);
    if (_setjmp(frame.jump) == 0) {
      frame.SetInterruptible(true);
      result = ToResult(body(self->isolate));
      if (result.status == SHIM_STATUS_EXCEPTION) [[unlikely]]
        result = Fail(self, caught);
      frame.SetInterruptible(false);
    } else {
      result = FailDead(self, frame.fatal_message);
    }
    object = ObjectOf(result);
    thrown = result.status == SHIM_STATUS_EXCEPTION ? ObjectOf(self->failure.slot.thrown) : 0;
  }
  // Out of the call's HandleScope into the one around it; no collection can
  // come in between.
  if (object) result.bits = Handles::Create(self->isolate, object);
  if (thrown) [[unlikely]]
    self->failure.slot.thrown.bits = Handles::Create(self->isolate, thrown);
  return result;
}

// For what may run JavaScript.
template <typename Body>
shim_value Call(shim_isolate* self, Body&& body) {
  return Enter(self, Runnable(self), std::forward<Body>(body));
}

// For many values: body fills self->lent.values, with refs of its own HandleScope.
template <typename Body>
shim_values CallForValues(shim_isolate* self, Body&& body) {
  shim_value outcome = Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if (self->lent.values.capacity() > (size_t{1} << 16))
      std::vector<shim_value>().swap(self->lent.values);
    self->lent.values.clear();
    shim_value result = ToResult(body(isolate));
    // Out of the HandleScope as objects; see Enter.
    if (result.status == SHIM_STATUS_OK) {
      for (shim_value& value : self->lent.values) {
        if (v8::internal::Address object = ObjectOf(value)) value.bits = object;
      }
    }
    return result;
  });
  if (outcome.status != SHIM_STATUS_OK) {
    return {nullptr, static_cast<size_t>(outcome.bits), outcome.status};
  }
  for (shim_value& value : self->lent.values) {
    if (value.kind >= SHIM_KIND_BIGINT) value.bits = Handles::Create(self->isolate, value.bits);
  }
  return {self->lent.values.data(), self->lent.values.size(), SHIM_STATUS_OK};
}

// For what can't: it works in a terminated isolate too.
template <typename Body>
shim_value Read(shim_isolate* self, Body&& body) {
  return Enter(self, Readable(self), std::forward<Body>(body));
}

}  // namespace shim

#endif  // CSHIM_ENTRY_H_
