//go:build ignore

// The end of JavaScript that no termination ends: V8 looks for one in loops and
// at function starts of JavaScript, and some of its own functions, such as
// Array.prototype.indexOf, can go on for centuries without doing either. A
// signal ends them.
//
// The signal's handler looks where the thread is. In V8's code, holding no
// lock, inside a Frame and not in Go, the thread is sent on to the jump that
// serves V8's own fatal errors (fatal.cc), when the handler has returned. In
// the C library, in a collection or with a lock it is left alone, and the
// signal comes again in a while.
//
// V8's machine code, that of JavaScript, WebAssembly and built-ins, changes the
// heap alone, and can be left at any instruction. V8's C++ code may be half way
// through a change to the isolate, which is to be disposed of. So for a time only
// machine code is left: an endless loop in a built-in that calls C++ comes back
// to it. What stays in one function of C++ for longer than that is left there;
// what memory.cc does with freed blocks is for this.
#include "isolate_kill.h"

#include <pthread.h>

#include <algorithm>

#include "entry.h"
#include "fatal.h"
#include "isolate_termination.h"
#include "lock.h"
#include "machine_code.h"
#include "memory.h"
#include "signal_handler.h"

#ifdef SHIM_WRAPS  // without, nobody knows the locks

namespace shim {
namespace {

[[noreturn]] void OnKilled() {
  Frame::innermost->isolate->death.killed = true;
  Kill("killed");
}

int Signal() { return SIGRTMAX - 3; }

bool MayJump(shim_isolate* self, uintptr_t program_counter) {
  if (self->collection.running || self->death.dead || Uncounted::Active() ||
      Locks::Held() != Frame::innermost->locks) {
    return false;
  }
  if (IsMachineCode(program_counter)) return true;
  return self->kill.force == Force::kAnywhere && IsProgram(program_counter);
}

void OnKillSignal(int signal, siginfo_t* info, void* raw);
SignalHandler handler(OnKillSignal);

void OnKillSignal(int signal, siginfo_t* info, void* raw) {
  ucontext_t* context = static_cast<ucontext_t*>(raw);
  Frame* frame = Frame::innermost;
  if (frame && frame->interruptible && frame->isolate &&
      frame->isolate->kill.force != Force::kNone) {
    if (MayJump(frame->isolate, ProgramCounter(context))) {
      SendTo(context, StackPointer(context), OnKilled);
    }
    return;
  }
  if (info->si_code != SI_TKILL) handler.Forward(signal, info, raw);  // else a late one of ours
}

// What may be done to JavaScript that has gone on for so many nanoseconds after
// its termination.
Force ForceAfter(int64_t time, int64_t grace) {
  constexpr int64_t kLeastPatience = 100'000'000;
  if (time < grace) return Force::kNone;
  return time - grace < std::max(grace / 2, kLeastPatience) ? Force::kMachineCode
                                                            : Force::kAnywhere;
}

int64_t CPUTimeOf(pthread_t thread) {
  clockid_t clock;
  return pthread_getcpuclockid(thread, &clock) == 0 ? shim_v8_cpu_time(clock) : -1;
}

}  // namespace
}  // namespace shim

shim_kill shim_isolate_kill(shim_isolate* self, int64_t grace) {
  std::lock_guard<std::mutex> lock(self->termination.mutex);
  if (self->termination.state.load() != shim::RunState::kTerminated || self->death.dead)
    return SHIM_KILL_DONE;
  int64_t now = shim::CPUTimeOf(self->kill.thread);
  if (!self->kill.in_v8.load()) {  // what Go code uses is not held against JavaScript
    self->kill.since = -1;
    return SHIM_KILL_WAITING;
  }
  if (self->kill.since < 0) self->kill.since = now;
  self->kill.force = shim::ForceAfter(now - self->kill.since, grace);
  if (self->kill.force == shim::Force::kNone) return SHIM_KILL_WAITING;
  // Again before each use: os/signal.Notify for all signals takes this one too.
  shim::handler.Install(shim::Signal());
  pthread_kill(self->kill.thread, shim::Signal());
  return SHIM_KILL_TRIED;
}

#else

shim_kill shim_isolate_kill(shim_isolate*, int64_t) { return SHIM_KILL_DONE; }

#endif
