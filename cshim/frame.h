// Frame: where a thread goes that V8 can't return from. C++ only; not part of the ABI.
#ifndef CSHIM_FRAME_H_
#define CSHIM_FRAME_H_

#include <setjmp.h>

#include "isolate.h"
#include "lock.h"

namespace shim {

// V8 can't return from some errors: a true out-of-memory, and each
// V8_Fatal. It calls a handler and aborts when that comes back; ours jumps to
// the innermost Frame of the thread instead. What a Frame's function holds
// besides the Frame must therefore need no destructor.
struct Frame {
  explicit Frame(shim_isolate* isolate) : isolate(isolate), outer(innermost) { innermost = this; }
  ~Frame() { innermost = outer; }

  // For the time between setjmp and the end of what it guards.
  void SetInterruptible(bool to) {
    MarkInterruptible(to);
    if (!to) ResumeWaiting();
  }
  // The first half of it, for who is about to jump: the thread may hold the lock
  // of V8's that the other half takes.
  void MarkInterruptible(bool to) {
    std::atomic_signal_fence(std::memory_order_seq_cst);
    interruptible = to;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    isolate->kill.in_v8.store(to, std::memory_order_relaxed);
  }
  void ResumeWaiting() {
    if (isolate->awaited.compilers.load(std::memory_order_relaxed)) [[unlikely]]
      ResumeCompilers(isolate);
  }

  shim_isolate* isolate;  // nullptr while V8 starts
  Frame* outer;
  const char* fatal_message = nullptr;
  size_t locks = Locks::Held();
  // Whether a signal may send the thread here; not while Go code runs.
  volatile bool interruptible = false;
  // Go code runs: what V8 does for it opens a Frame of its own.
  volatile bool in_go = false;
  // A buffer's memory that V8 was given last, since when no Go code has run: there may
  // be no object yet that would free it.
  void* unowned = nullptr;
  bool leaving = false;  // by a jump that a handler has prepared
  bool for_all = false;  // V8 makes code that is for all isolates
  jmp_buf jump;

  static constinit thread_local Frame* innermost;  // fatal.cc
};

}  // namespace shim

#endif  // CSHIM_FRAME_H_
