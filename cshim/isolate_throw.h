// Errors of our own making, thrown to JavaScript.
#ifndef CSHIM_ISOLATE_THROW_H_
#define CSHIM_ISOLATE_THROW_H_

#include "isolate.h"

namespace shim {

// For what V8's API leaves to its callers to check.
shim_value Throw(v8::Isolate* isolate, shim_error_kind kind, const char* message);

// Whether a call from JavaScript to Go has no stack left, and has
// thrown therefore. V8 looks at the stack when JavaScript begins; where its C++
// code calls a function or getter of Go, and Go calls it again, none ever does.
bool ThrowStackOverflow(shim_isolate* self);
inline bool IsStackOverflow(shim_isolate* self) {
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  return here < self->stack.limit && ThrowStackOverflow(self);
}

}  // namespace shim

#endif  // CSHIM_ISOLATE_THROW_H_
