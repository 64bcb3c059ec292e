//go:build ignore

// V8's locks, counted by thread.
#include "lock.h"

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace shim {

thread_local constinit Locks::List Locks::held_{};

// A signal handler reads the count, which has a lock from before it is taken
// until after it was given back.
void Locks::Take(void* lock, void (*give_back)(void*)) {
  if (held_.count < kMost) held_.entries[held_.count] = {lock, give_back};
  std::atomic_signal_fence(std::memory_order_seq_cst);
  held_.count++;
}

void Locks::Drop(void* lock) {
  size_t count = held_.count;
  if (count - 1 < kMost && held_.entries[count - 1].lock == lock) [[likely]] {
    held_.count = count - 1;
    return;
  }
  size_t known = std::min(held_.count, kMost);
  for (size_t i = known; i-- > 0;) {
    if (held_.entries[i].lock != lock) continue;
    for (; i + 1 < known; i++) held_.entries[i] = held_.entries[i + 1];
    break;
  }
  if (held_.count > 0) held_.count--;
}

void Locks::Release(size_t down_to) {
  while (held_.count > down_to) {
    size_t last = held_.count - 1;
    Entry entry = last < kMost ? held_.entries[last] : Entry{};
    if (entry.give_back) entry.give_back(entry.lock);  // the real one: it drops nothing
    held_.count = last;
  }
}

}  // namespace shim

#ifdef SHIM_WRAPS

using shim::Locks;

// The functions of V8 and of what it is built on that take a lock, or begin
// what other threads wait for, by their names for the linker. A parameter is
// declared as what is passed in its place.
#define SHIM_LOCK_PAIR(lock_name, unlock_name)                                    \
  extern "C" int __real_##lock_name(void*);                                       \
  extern "C" int __real_##unlock_name(void*);                                     \
  static void GiveBack##unlock_name(void* taken) { __real_##unlock_name(taken); } \
  extern "C" int __wrap_##lock_name(void* lock) {                                 \
    Locks::Take(lock, GiveBack##unlock_name);                                     \
    return __real_##lock_name(lock);                                              \
  }                                                                               \
  extern "C" int __wrap_##unlock_name(void* lock) {                               \
    int result = __real_##unlock_name(lock);                                      \
    Locks::Drop(lock);                                                            \
    return result;                                                                \
  }

#define SHIM_TRY_LOCK(name, unlock_name)      \
  extern "C" bool __real_##name(void*);       \
  extern "C" bool __wrap_##name(void* lock) { \
    Locks::Take(lock, GiveBack##unlock_name); \
    bool taken = __real_##name(lock);         \
    if (!taken) Locks::Drop(lock);            \
    return taken;                             \
  }

SHIM_LOCK_PAIR(_ZN2v84base5Mutex4LockEv, _ZN2v84base5Mutex6UnlockEv)
SHIM_TRY_LOCK(_ZN2v84base5Mutex7TryLockEv, _ZN2v84base5Mutex6UnlockEv)
SHIM_LOCK_PAIR(_ZN2v84base14RecursiveMutex4LockEv, _ZN2v84base14RecursiveMutex6UnlockEv)
SHIM_TRY_LOCK(_ZN2v84base14RecursiveMutex7TryLockEv, _ZN2v84base14RecursiveMutex6UnlockEv)
void* Locks::InnermostMutex() {
  if (held_.count == 0 || held_.count > kMost) return nullptr;
  const Entry& last = held_.entries[held_.count - 1];
  return last.give_back == GiveBack_ZN2v84base5Mutex6UnlockEv ? last.lock : nullptr;
}

SHIM_LOCK_PAIR(pthread_mutex_lock, pthread_mutex_unlock)  // std::mutex

// A static variable in a function, while it is made.
extern "C" int __real___cxa_guard_acquire(void*);
extern "C" void __real___cxa_guard_release(void*);
extern "C" void __cxa_guard_abort(void*);
extern "C" int __wrap___cxa_guard_acquire(void* guard) {
  Locks::Take(guard, __cxa_guard_abort);
  int make = __real___cxa_guard_acquire(guard);
  if (!make) Locks::Drop(guard);
  return make;
}
extern "C" void __wrap___cxa_guard_release(void* guard) {
  __real___cxa_guard_release(guard);
  Locks::Drop(guard);
}

// ICU's tables, while they are loaded.
extern "C" bool __real__ZN6icu_7420umtx_initImplPreInitERNS_9UInitOnceE(void*);
extern "C" void __real__ZN6icu_7421umtx_initImplPostInitERNS_9UInitOnceE(void*);
extern "C" bool __wrap__ZN6icu_7420umtx_initImplPreInitERNS_9UInitOnceE(void* once) {
  Locks::Take(once, nullptr);
  bool make = __real__ZN6icu_7420umtx_initImplPreInitERNS_9UInitOnceE(once);
  if (!make) Locks::Drop(once);
  return make;
}
extern "C" void __wrap__ZN6icu_7421umtx_initImplPostInitERNS_9UInitOnceE(void* once) {
  __real__ZN6icu_7421umtx_initImplPostInitERNS_9UInitOnceE(once);
  Locks::Drop(once);
}

// ICU's cache, while what another thread may already wait for is made.
extern "C" void
__real__ZNK6icu_7412UnifiedCache4_getERKNS_12CacheKeyBaseERPKNS_12SharedObjectEPKvR10UErrorCode(
    void* cache, void* key, void* value, void* context, void* error);
extern "C" void
__wrap__ZNK6icu_7412UnifiedCache4_getERKNS_12CacheKeyBaseERPKNS_12SharedObjectEPKvR10UErrorCode(
    void* cache, void* key, void* value, void* context, void* error) {
  Locks::Take(nullptr, nullptr);
  __real__ZNK6icu_7412UnifiedCache4_getERKNS_12CacheKeyBaseERPKNS_12SharedObjectEPKvR10UErrorCode(
      cache, key, value, context, error);
  Locks::Drop(nullptr);
}

// v8::base::CallOnce; its std::function is passed by address.
extern "C" void __real__ZN2v84base12CallOnceImplEPSt6atomicIhESt8functionIFvvEE(void*, void*);
extern "C" void __wrap__ZN2v84base12CallOnceImplEPSt6atomicIhESt8functionIFvvEE(void* once,
                                                                                void* function) {
  Locks::Take(once, nullptr);
  __real__ZN2v84base12CallOnceImplEPSt6atomicIhESt8functionIFvvEE(once, function);
  Locks::Drop(once);
}

// v8::internal::FutexEmulation, while the isolate is in a list of all that wait.
// Handles are passed as pointers are.
#define SHIM_WAIT(name, parameters, arguments)    \
  extern "C" uintptr_t __real_##name parameters;  \
  extern "C" uintptr_t __wrap_##name parameters { \
    Locks::Take(nullptr, nullptr);                \
    uintptr_t result = __real_##name arguments;   \
    Locks::Drop(nullptr);                         \
    return result;                                \
  }
#define SHIM_WAIT_JS(name, type)                                                                 \
  SHIM_WAIT(name,                                                                                \
            (void* isolate, int mode, void* buffer, size_t address, type value, double timeout), \
            (isolate, mode, buffer, address, value, timeout))
#define SHIM_WAIT_WASM(name, type)                                                            \
  SHIM_WAIT(name, (void* isolate, void* buffer, size_t address, type value, int64_t timeout), \
            (isolate, buffer, address, value, timeout))
SHIM_WAIT_JS(
    _ZN2v88internal14FutexEmulation8WaitJs32EPNS0_7IsolateENS1_8WaitModeENS0_12DirectHandleINS0_13JSArrayBufferEEEmid,
    int32_t)
SHIM_WAIT_JS(
    _ZN2v88internal14FutexEmulation8WaitJs64EPNS0_7IsolateENS1_8WaitModeENS0_12DirectHandleINS0_13JSArrayBufferEEEmld,
    int64_t)
SHIM_WAIT_WASM(
    _ZN2v88internal14FutexEmulation10WaitWasm32EPNS0_7IsolateENS0_12DirectHandleINS0_13JSArrayBufferEEEmil,
    int32_t)
SHIM_WAIT_WASM(
    _ZN2v88internal14FutexEmulation10WaitWasm64EPNS0_7IsolateENS0_12DirectHandleINS0_13JSArrayBufferEEEmll,
    int64_t)

#endif  // SHIM_WRAPS
