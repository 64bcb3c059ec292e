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
// V8's machine code, that of JavaScript and of built-ins, changes the heap
// alone, and can be left at any instruction. V8's C++ code may be half way
// through a change to the isolate, which is to be disposed of. So for a time only
// machine code is left: an endless loop in a built-in that calls C++ comes back
// to it. What stays in one function of C++ for longer than that is left there;
// what memory.cc does with freed blocks is for this.
#include <pthread.h>
#include <signal.h>

#include <algorithm>

#include "entry.h"
#include "lock.h"

#ifdef SHIM_WRAPS
#include <link.h>
#include <ucontext.h>
#endif

namespace shim {

#ifdef SHIM_WRAPS  // without, nobody knows the locks

namespace {

AddressRange program;  // the code that V8 is linked into

[[noreturn]] void OnKilled() {
  Frame::innermost->isolate->was_killed = true;
  Kill("killed");
}

int Signal() { return SIGRTMAX - 3; }

struct sigaction previous;

uintptr_t ProgramCounter(const ucontext_t* context) {
#ifdef __x86_64__
  return static_cast<uintptr_t>(context->uc_mcontext.gregs[REG_RIP]);
#else
  return context->uc_mcontext.pc;
#endif
}

// As if the function there were called next.
void SendTo(ucontext_t* context, void (*function)()) {
  constexpr uintptr_t kRedZone = 128, kAlignment = 16;
  uintptr_t to = reinterpret_cast<uintptr_t>(function);
#ifdef __x86_64__
  constexpr greg_t kDirectionFlag = 1 << 10;
  greg_t* registers = context->uc_mcontext.gregs;
  uintptr_t stack = (static_cast<uintptr_t>(registers[REG_RSP]) - kRedZone) & ~(kAlignment - 1);
  registers[REG_RSP] = static_cast<greg_t>(stack - sizeof(void*));  // where a call leaves it
  registers[REG_EFL] &= ~kDirectionFlag;
  registers[REG_RIP] = static_cast<greg_t>(to);
#else
  context->uc_mcontext.sp = (context->uc_mcontext.sp - kRedZone) & ~(kAlignment - 1);
  context->uc_mcontext.pc = to;
#endif
}

bool MayJump(shim_isolate* self, uintptr_t program_counter) {
  if (self->collecting || self->dead || Uncounted::Active() ||
      Locks::Held() != Frame::innermost->locks) {
    return false;
  }
  if (self->code.Has(program_counter) || self->built_ins.Has(program_counter)) return true;
  return self->force == Force::kAnywhere && program.Has(program_counter);
}

void OnSignal(int signal, siginfo_t* info, void* raw) {
  ucontext_t* context = static_cast<ucontext_t*>(raw);
  Frame* frame = Frame::innermost;
  if (frame && frame->interruptible && frame->isolate && frame->isolate->force != Force::kNone) {
    if (MayJump(frame->isolate, ProgramCounter(context))) SendTo(context, OnKilled);
    return;
  }
  // A late one, or none of ours.
  if (info->si_code == SI_TKILL || !(previous.sa_flags & SA_SIGINFO)) return;
  if (previous.sa_sigaction) previous.sa_sigaction(signal, info, raw);
}

// Again before each use: os/signal.Notify for all signals takes this one too.
void InstallHandler() {
  struct sigaction current;
  sigaction(Signal(), nullptr, &current);
  if (current.sa_flags & SA_SIGINFO && current.sa_sigaction == OnSignal) return;
  struct sigaction ours {};
  ours.sa_sigaction = OnSignal;
  ours.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigfillset(&ours.sa_mask);
  previous = current;
  sigaction(Signal(), &ours, nullptr);
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

void FindCode() {
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void*) {
        for (int i = 0; i < info->dlpi_phnum; i++) {
          const ElfW(Phdr)& header = info->dlpi_phdr[i];
          uintptr_t begin = info->dlpi_addr + header.p_vaddr;
          AddressRange range{begin, begin + header.p_memsz};
          if (header.p_type != PT_LOAD || !(header.p_flags & PF_X)) continue;
          if (range.Has(reinterpret_cast<uintptr_t>(&OnSignal))) program = range;
        }
        return 0;
      },
      nullptr);
}

void FindCode(shim_isolate* self) {
  void* begin;
  const void* built_ins;
  size_t size;
  self->isolate->GetCodeRange(&begin, &size);
  self->code = {reinterpret_cast<uintptr_t>(begin), reinterpret_cast<uintptr_t>(begin) + size};
  self->isolate->GetEmbeddedCodeRange(&built_ins, &size);
  self->built_ins = {reinterpret_cast<uintptr_t>(built_ins),
                     reinterpret_cast<uintptr_t>(built_ins) + size};
}

}  // namespace shim

shim_kill shim_isolate_kill(shim_isolate* self, int64_t grace) {
  std::lock_guard<std::mutex> lock(self->run_state_mutex);
  if (self->run_state.load() != shim::RunState::kTerminated || self->dead) return SHIM_KILL_DONE;
  int64_t now = shim::CPUTimeOf(self->thread);
  if (!self->in_v8.load()) {  // what Go code uses is not held against JavaScript
    self->terminated_at = -1;
    return SHIM_KILL_WAITING;
  }
  if (self->terminated_at < 0) self->terminated_at = now;
  self->force = shim::ForceAfter(now - self->terminated_at, grace);
  if (self->force == shim::Force::kNone) return SHIM_KILL_WAITING;
  shim::InstallHandler();
  pthread_kill(self->thread, shim::Signal());
  return SHIM_KILL_TRIED;
}

#else

void FindCode() {}
void FindCode(shim_isolate*) {}

}  // namespace shim

shim_kill shim_isolate_kill(shim_isolate*, int64_t) { return SHIM_KILL_DONE; }

#endif
