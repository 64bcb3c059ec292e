// V8's StackGuard: how deep JavaScript may go, and what interrupts it.
#ifndef CSHIM_STACK_GUARD_H_
#define CSHIM_STACK_GUARD_H_

#include <cstdint>
#include <shared_mutex>

struct shim_isolate;

namespace shim {

struct StackGuard {
  uint64_t thread = 0;  // that the limit is of, and what else V8 keeps of a thread
  uintptr_t limit = 0;  // as V8 has it
  uintptr_t end = 0;    // the lowest address of the thread's stack
  // Of V8's interrupts and of Death::dead, which a request of another thread must not
  // cross. Requests share it: V8 makes some under its own lock of interrupts, which
  // each takes inside of this one.
  std::shared_mutex mutex;
};

// At each outermost entry, before anything else of V8's.
void OpenStackGuard(shim_isolate* self);
// A death jumps over V8's InterruptsScopes, which every request for an interrupt
// walks through: from here on there are none for a dead isolate,
void MarkDead(shim_isolate* self);
// and here it forgets where the scopes were, and the frames that the jump has left,
// before V8 takes it apart.
void ForgetThread(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_STACK_GUARD_H_
