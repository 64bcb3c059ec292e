// v8::internal::StackGuard: how deep JavaScript may go, and what V8's other
// threads ask of the isolate's. A Locker makes it anew for each outermost entry.
#include <pthread.h>

#include "isolate.h"

#ifdef SHIM_WRAPS
#define SHIM_REQUEST_INTERRUPT(prefix) \
  prefix##_ZN2v88internal10StackGuard16RequestInterruptENS1_13InterruptFlagE
extern "C" void SHIM_REQUEST_INTERRUPT(__real_)(void* guard, uint32_t flag);
#endif

namespace shim {
namespace {

// What V8's C++ code and the C library may use below the limit.
constexpr uintptr_t kStackReserve = 128 * 1024;

uintptr_t LowestStackAddress() {
#ifdef __APPLE__
  pthread_t self = pthread_self();
  return reinterpret_cast<uintptr_t>(pthread_get_stackaddr_np(self)) -
         pthread_get_stacksize_np(self);
#else
  pthread_attr_t attributes;
  void* address = nullptr;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  pthread_attr_getstack(&attributes, &address, &size);
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<uintptr_t>(address);
#endif
}

// A Locker sets the limit to V8's default below the current address, wherever
// the thread's stack really ends (nodejs/node#31593).
void SetLimit(shim_isolate* self) {
  static thread_local uintptr_t lowest = LowestStackAddress();
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  uintptr_t limit = lowest + kStackReserve;
  if (here - self->limits.stack_size > limit && self->limits.stack_size < here) {
    limit = here - self->limits.stack_size;
  }
  self->isolate->SetStackLimit(limit);
  self->stack_limit = limit;
}

#ifdef SHIM_WRAPS
// V8's flag for TerminateExecution, which RunState is for.
constexpr uint32_t kTerminateExecution = 1;

// A Locker drops what was asked for since the entry before: optimized code that
// waits to be taken in would wait for good, and V8 compiles no function again
// that it takes to be in progress. Asking twice does nothing the second time.
void RepeatInterrupts(shim_isolate* self) {
  if (self->interrupts.load(std::memory_order_relaxed) == 0) return;
  uint32_t flags = self->interrupts.exchange(0);
  SHIM_REQUEST_INTERRUPT(__real_)(self->stack_guard.load(), flags);
}
#else
void RepeatInterrupts(shim_isolate*) {}
#endif

}  // namespace

void SetUpStackGuard(shim_isolate* self) {
  SetLimit(self);
  RepeatInterrupts(self);
}

}  // namespace shim

#ifdef SHIM_WRAPS
// On any thread. The guard begins with the address of its isolate.
extern "C" void SHIM_REQUEST_INTERRUPT(__wrap_)(void* guard, uint32_t flag) {
  v8::Isolate* isolate = *static_cast<v8::Isolate**>(guard);
  auto* self = static_cast<shim_isolate*>(isolate->GetData(0));
  if (self && flag != shim::kTerminateExecution) {
    // Before V8's own: an entry that misses it here is before that.
    self->stack_guard.store(guard);
    self->interrupts.fetch_or(flag);
  }
  SHIM_REQUEST_INTERRUPT(__real_)(guard, flag);
}
#endif  // SHIM_WRAPS
