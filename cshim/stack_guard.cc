//go:build ignore

// v8::internal::StackGuard: how deep JavaScript may go, and what V8's other
// threads ask of the isolate's; and what else V8 keeps of the thread that is inside.
#include "stack_guard.h"

#include <pthread.h>

#include <atomic>

#include "isolate.h"
#include "lock.h"
#include "unexported.h"

#ifdef SHIM_WRAPS
#define SHIM_REQUEST_INTERRUPT(prefix) \
  prefix##_ZN2v88internal10StackGuard16RequestInterruptENS1_13InterruptFlagE
extern "C" void SHIM_REQUEST_INTERRUPT(__real_)(void* guard, uint32_t flags);
#endif
// Its lock is a proof that V8 asks for and does not look at.
extern "C" void shim_init_thread(void* guard, const void* lock)
    SHIM_SYMBOL("_ZN2v88internal10StackGuard10InitThreadERKNS0_15ExecutionAccessE");

// Makes anew what V8 knows of the thread that is inside: its JavaScript frames, its
// TryCatches, where its flag for WebAssembly is.
extern void InitializeThreadLocal(v8::internal::Isolate*)
    SHIM_SYMBOL("_ZN2v88internal7Isolate21InitializeThreadLocalEv");

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

// No other thread of the process has it, or will have.
uint64_t ThisThread() {
  static std::atomic<uint64_t> last{0};
  static thread_local uint64_t number = ++last;
  return number;
}

// V8 takes the stack to end in a place of its own, wherever the thread's really
// does (nodejs/node#31593).
void SetLimit(shim_isolate* self, bool is_known) {
  static thread_local uintptr_t lowest = LowestStackAddress();
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  uintptr_t limit = lowest + kStackReserve;
  if (here - self->options.stack_size > limit && self->options.stack_size < here) {
    limit = here - self->options.stack_size;
  }
  if (is_known && self->stack.limit == limit) return;
  self->isolate->SetStackLimit(limit);
  self->stack.limit = limit;
  self->stack.end = lowest;
}

#ifdef SHIM_WRAPS
v8::Isolate* IsolateOf(void* guard) {
  return reinterpret_cast<v8::Isolate*>(static_cast<char*>(guard) - kGuardOffset);
}

void Unshare(void* mutex) { static_cast<std::shared_mutex*>(mutex)->unlock_shared(); }
#endif

}  // namespace

void OpenStackGuard(shim_isolate* self) {
  bool is_known = self->stack.thread == ThisThread();
  if (!is_known) {
    InitializeThreadLocal(reinterpret_cast<v8::internal::Isolate*>(self->isolate));
    self->stack.thread = ThisThread();
  }
  SetLimit(self, is_known);
}

void MarkDead(shim_isolate* self) {
  std::lock_guard<std::shared_mutex> lock(self->stack.mutex);
  self->death.dead = true;
}

void ForgetThread(shim_isolate* self) {
  InitializeThreadLocal(reinterpret_cast<v8::internal::Isolate*>(self->isolate));
  shim_init_thread(GuardOf(self->isolate), nullptr);
}

}  // namespace shim

#ifdef SHIM_WRAPS
// On any thread, and for others' isolates too.
extern "C" void SHIM_REQUEST_INTERRUPT(__wrap_)(void* guard, uint32_t flags) {
  if (shim_isolate* self = shim::Own(shim::IsolateOf(guard))) {
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
