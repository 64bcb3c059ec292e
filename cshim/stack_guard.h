// V8's StackGuard: how deep JavaScript may go, and what interrupts it.
#ifndef CSHIM_STACK_GUARD_H_
#define CSHIM_STACK_GUARD_H_

#include <atomic>
#include <cstdint>
#include <shared_mutex>

struct shim_isolate;

namespace shim {

struct StackGuard {
  uintptr_t limit = 0;                  // as V8 has it
  uintptr_t end = 0;                    // the lowest address of the thread's stack
  std::atomic<uint32_t> interrupts{0};  // asked for since the last entry began
  uint32_t repeated = 0;                // asked for again when this one began
  // Of V8's interrupts and of Death::dead, which a request of another thread must not
  // cross. Requests share it: V8 makes some under its own lock of interrupts, which
  // each takes inside of this one.
  std::shared_mutex mutex;
};

// At each outermost entry, just inside its Locker.
void OpenStackGuard(shim_isolate* self);
void CloseStackGuard(shim_isolate* self);
// A death jumps over V8's InterruptsScopes, which every request for an interrupt
// walks through: from here on there are none for a dead isolate,
void MarkDead(shim_isolate* self);
// and here it forgets where the scopes were, before V8 takes it apart.
void ForgetInterruptsScopes(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_STACK_GUARD_H_
