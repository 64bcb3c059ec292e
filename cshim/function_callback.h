// Calls of JavaScript to Go: what is open around Go's code, and how its result goes back.
#ifndef CSHIM_FUNCTION_CALLBACK_H_
#define CSHIM_FUNCTION_CALLBACK_H_

#include "entry.h"
#include "fatal.h"
#include "handle_scope.h"

namespace shim {

// The functions in Go.
extern shim_callbacks callbacks;

// Calls the Go function whose reference is the callback's data, an integer.
void OnFunctionCall(const v8::FunctionCallbackInfo<v8::Value>& info);
// The same for data of NewCallbackData.
void OnCallAsFunction(const v8::FunctionCallbackInfo<v8::Value>& info);

// While Go code runs that JavaScript has called.
class GoScope {
 public:
  GoScope() {
    Frame::innermost->SetInterruptible(false);
    Frame::innermost->in_go = true;
    Frame::innermost->unowned = nullptr;
  }
  ~GoScope() {
    Frame::innermost->in_go = false;
    Frame::innermost->SetInterruptible(true);
  }
};

// A call from JavaScript to Go: closes what Go has left open in it, after what
// Go returned was handed to V8, because that may belong to a level left open.
class CallbackScope {
 public:
  explicit CallbackScope(shim_isolate* self)
      : self_(self), depth_(self->levels.depth), pins_(self->pins.stores.size()) {}
  ~CallbackScope() {
    while (self_->levels.depth > depth_) [[unlikely]] Pop(self_);
    if (self_->pins.stores.size() != pins_) [[unlikely]]
      self_->pins.Release(pins_);
  }

 private:
  shim_isolate* self_;
  size_t depth_;
  size_t pins_;
};

// Ends a call from JavaScript to Go with Go's result.
template <typename T>
void Return(shim_isolate* self, const shim_value& result, v8::ReturnValue<T> to) {
  if (result.status != SHIM_STATUS_OK || Runnable(self)) [[unlikely]] {
    ReturnFailure(self, result);
    return;
  }
  switch (result.kind) {
    case SHIM_KIND_UNDEFINED:
      to.SetUndefined();
      break;
    case SHIM_KIND_NULL:
      to.SetNull();
      break;
    case SHIM_KIND_BOOLEAN:
      to.Set(result.bits != 0);
      break;
    case SHIM_KIND_NUMBER:
      to.Set(std::bit_cast<double>(result.bits));
      break;
    default:
      to.Set(ToLocal<T>(result.bits));
  }
}

}  // namespace shim

#endif  // CSHIM_FUNCTION_CALLBACK_H_
