//go:build ignore

// v8::internal::StackGuard: how deep JavaScript may go, and what V8's other
// threads ask of the isolate's. A Locker makes it anew for each outermost entry.
#include "stack_guard.h"

#include <pthread.h>

#include "isolate.h"
#include "lock.h"
#include "unexported.h"

#ifdef SHIM_WRAPS
#define SHIM_REQUEST_INTERRUPT(prefix) \
  prefix##_ZN2v88internal10StackGuard16RequestInterruptENS1_13InterruptFlagE
extern "C" void SHIM_REQUEST_INTERRUPT(__real_)(void* guard, uint32_t flags);
extern "C" bool shim_check_interrupt(void* guard, uint32_t flags)
    SHIM_SYMBOL("_ZN2v88internal10StackGuard14CheckInterruptENS1_13InterruptFlagE");
#endif
// Its lock is a proof that V8 asks for and does not look at.
extern "C" void shim_init_thread(void* guard, const void* lock)
    SHIM_SYMBOL("_ZN2v88internal10StackGuard10InitThreadERKNS0_15ExecutionAccessE");

namespace shim {
namespace {

constexpr int kGuardOffset = v8::internal::Internals::kIsolateStackGuardOffset;
void* GuardOf(v8::Isolate* isolate) { return reinterpret_cast<char*>(isolate) + kGuardOffset; }

// What V8's C++ code and the C library may use below the limit.
constexpr uintptr_t kStackReserve = 128 * 1024;

// Below it is the guard page, or nothing.
uintptr_t LowestStackAddress() {
#ifdef __APPLE__
  pthread_t self = pthread_self();
  return reinterpret_cast<uintptr_t>(pthread_get_stackaddr_np(self)) -
         pthread_get_stacksize_np(self);
#else
  pthread_attr_t attributes;
  void* address = nullptr;
  size_t size, guard = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  pthread_attr_getstack(&attributes, &address, &size);
  pthread_attr_getguardsize(&attributes, &guard);  // which glibc has in the stack
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<uintptr_t>(address) + guard;
#endif
}

// A Locker sets the limit to V8's default below the current address, wherever
// the thread's stack really ends (nodejs/node#31593).
void SetLimit(shim_isolate* self) {
  static thread_local uintptr_t lowest = LowestStackAddress();
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  uintptr_t limit = lowest + kStackReserve;
  if (here - self->options.stack_size > limit && self->options.stack_size < here) {
    limit = here - self->options.stack_size;
  }
  self->isolate->SetStackLimit(limit);
  self->stack.limit = limit;
  self->stack.end = lowest;
}

#ifdef SHIM_WRAPS
// V8's flag for TerminateExecution, which RunState is for.
constexpr uint32_t kTerminateExecution = 1;

v8::Isolate* IsolateOf(void* guard) {
  return reinterpret_cast<v8::Isolate*>(static_cast<char*>(guard) - kGuardOffset);
}

void Unshare(void* mutex) { static_cast<std::shared_mutex*>(mutex)->unlock_shared(); }
#endif

}  // namespace

void OpenStackGuard(shim_isolate* self) {
  SetLimit(self);
#ifdef SHIM_WRAPS
  // A Locker drops what was asked for since the entry before. Optimized code
  // that waits to be taken in would go on waiting, and V8 does not compile again
  // what it takes to be in progress. To ask twice does no harm.
  self->stack.repeated = 0;
  if (self->stack.interrupts.load(std::memory_order_relaxed) == 0) return;
  self->stack.repeated = self->stack.interrupts.exchange(0);
  SHIM_REQUEST_INTERRUPT(__real_)(GuardOf(self->isolate), self->stack.repeated);
#endif
}

void CloseStackGuard(shim_isolate* self) {
#ifdef SHIM_WRAPS
  // An entry without JavaScript, or one that was terminated, leaves it undone.
  if (self->stack.repeated && !self->death.dead &&
      shim_check_interrupt(GuardOf(self->isolate), self->stack.repeated)) {
    self->stack.interrupts.fetch_or(self->stack.repeated);
  }
#endif
}

void MarkDead(shim_isolate* self) {
  std::lock_guard<std::shared_mutex> lock(self->stack.mutex);
  self->death.dead = true;
}

void ForgetInterruptsScopes(shim_isolate* self) {
  shim_init_thread(GuardOf(self->isolate), nullptr);
}

}  // namespace shim

#ifdef SHIM_WRAPS
// On any thread, and for others' isolates too.
extern "C" void SHIM_REQUEST_INTERRUPT(__wrap_)(void* guard, uint32_t flags) {
  if (shim_isolate* self = shim::Own(shim::IsolateOf(guard))) {
    // Before V8's own: an entry that does not see it here is before that.
    self->stack.interrupts.fetch_or(flags & ~shim::kTerminateExecution);
    shim::Locks::Take(&self->stack.mutex, shim::Unshare);
    self->stack.mutex.lock_shared();
    if (!self->death.dead) SHIM_REQUEST_INTERRUPT(__real_)(guard, flags);
    self->stack.mutex.unlock_shared();
    shim::Locks::Drop(&self->stack.mutex);
    return;
  }
  SHIM_REQUEST_INTERRUPT(__real_)(guard, flags);
}
#endif  // SHIM_WRAPS
