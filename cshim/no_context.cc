//go:build ignore

// v8::internal::Isolate, in what its built-ins call without a context.
//
// V8's machine code saves setting a context for runtime functions that can't
// throw. Some can: the comparison of a BigInt with a string when a termination
// comes, toLowerCase of a text that grows beyond the longest string. Making the
// exception or its message then reads through a null pointer. So before V8's C++
// code throws, it is given the context of the JavaScript that called it.
#include <v8.h>

#include "exception.h"
#include "isolate.h"
#include "unexported.h"

#ifdef SHIM_WRAPS

namespace {

class ContextScope {
 public:
  // isolate is V8's, whose first base is its Factory: both have one address.
  explicit ContextScope(void* isolate) {
    v8::Isolate* self = static_cast<v8::Isolate*>(isolate);
    if (self->InContext()) [[likely]]
      return;
    // While no context is entered it looks at the frames of the stack.
    context_ = self->GetIncumbentContext();
    if (!context_.IsEmpty()) context_->Enter();
  }
  ~ContextScope() {
    if (!context_.IsEmpty()) context_->Exit();
  }

 private:
  v8::Local<v8::Context> context_;
};

}  // namespace

#define SHIM_THROWS(name, parameters, arguments)  \
  extern "C" uintptr_t __real_##name parameters;  \
  extern "C" uintptr_t __wrap_##name parameters { \
    ContextScope scope(isolate);                  \
    return __real_##name arguments;               \
  }

// Isolate's StackOverflow, Throw and ThrowAt; an object, a
// handle and a location are passed as a pointer is.
#define SHIM_TERMINATE _ZN2v88internal7Isolate18TerminateExecutionEv
extern "C" uintptr_t SHIM_JOIN(__real_, SHIM_TERMINATE)(void* isolate);
extern "C" uintptr_t SHIM_JOIN(__wrap_, SHIM_TERMINATE)(void* isolate) {
  ContextScope scope(isolate);
  // Its frames are still there: the next thing is that they are gone.
  if (shim_isolate* self = shim::Own(static_cast<v8::Isolate*>(isolate))) {
    shim::DescribeTermination(self);
  }
  return SHIM_JOIN(__real_, SHIM_TERMINATE)(isolate);
}
SHIM_THROWS(_ZN2v88internal7Isolate13StackOverflowEv, (void* isolate), (isolate))
SHIM_THROWS(_ZN2v88internal7Isolate5ThrowENS0_6TaggedINS0_6ObjectEEEPNS0_15MessageLocationE,
            (void* isolate, uintptr_t object, void* location), (isolate, object, location))
SHIM_THROWS(
    _ZN2v88internal7Isolate7ThrowAtENS0_12DirectHandleINS0_8JSObjectEEEPNS0_15MessageLocationE,
    (void* isolate, uintptr_t object, void* location), (isolate, object, location))

// Factory's errors; the arguments of the message are an address and a count.
#define SHIM_ERROR(name)                                                                                          \
  SHIM_THROWS(                                                                                                    \
      _ZN2v88internal7Factory##name##ENS0_15MessageTemplateENS_4base6VectorIKNS0_12DirectHandleINS0_6ObjectEEEEE, \
      (void* isolate, int message, void* arguments, size_t count),                                                \
      (isolate, message, arguments, count))
SHIM_ERROR(12NewTypeError)
SHIM_ERROR(13NewRangeError)
SHIM_ERROR(14NewSyntaxError)
SHIM_THROWS(_ZN2v88internal7Factory27NewInvalidStringLengthErrorEv, (void* isolate), (isolate))

#endif  // SHIM_WRAPS
