//go:build ignore

// Signals: the thread's registers, and handlers one before the other.
#include "signal_handler.h"

#ifdef SHIM_WRAPS

#include <link.h>

#include <mutex>

namespace shim {
namespace {

uintptr_t program_begin = 0, program_end = 0;  // the segment that V8's code is in

}  // namespace

uintptr_t ProgramCounter(const ucontext_t* context) {
#ifdef __x86_64__
  return static_cast<uintptr_t>(context->uc_mcontext.gregs[REG_RIP]);
#else
  return context->uc_mcontext.pc;
#endif
}

uintptr_t StackPointer(const ucontext_t* context) {
#ifdef __x86_64__
  return static_cast<uintptr_t>(context->uc_mcontext.gregs[REG_RSP]);
#else
  return context->uc_mcontext.sp;
#endif
}

void SendTo(ucontext_t* context, uintptr_t stack, void (*function)()) {
  constexpr uintptr_t kRedZone = 128, kAlignment = 16;
  uintptr_t to = reinterpret_cast<uintptr_t>(function);
  stack = (stack - kRedZone) & ~(kAlignment - 1);
#ifdef __x86_64__
  constexpr greg_t kDirectionFlag = 1 << 10;
  greg_t* registers = context->uc_mcontext.gregs;
  registers[REG_RSP] = static_cast<greg_t>(stack - sizeof(void*));  // where a call leaves it
  registers[REG_EFL] &= ~kDirectionFlag;
  registers[REG_RIP] = static_cast<greg_t>(to);
#else
  constexpr uint64_t kBranchType = 3 << 10;  // of the branch that was to be checked
  context->uc_mcontext.sp = stack;
  context->uc_mcontext.pstate &= ~kBranchType;
  context->uc_mcontext.pc = to;
#endif
}

bool IsProgram(uintptr_t address) { return address >= program_begin && address < program_end; }

void FindProgram() {
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void*) {
        for (int i = 0; i < info->dlpi_phnum; i++) {
          const ElfW(Phdr)& header = info->dlpi_phdr[i];
          uintptr_t begin = info->dlpi_addr + header.p_vaddr;
          uintptr_t end = begin + header.p_memsz, here = reinterpret_cast<uintptr_t>(&FindProgram);
          if (header.p_type != PT_LOAD || !(header.p_flags & PF_X)) continue;
          if (here >= begin && here < end) program_begin = begin, program_end = end;
        }
        return 0;
      },
      nullptr);
}

void SignalHandler::Install(int signal) {
  static std::mutex mutex;
  std::lock_guard<std::mutex> lock(mutex);
  struct sigaction current;
  sigaction(signal, nullptr, &current);
  if (current.sa_flags & SA_SIGINFO && current.sa_sigaction == function_) return;
  const struct sigaction* before = before_.load();
  if (!before || before->sa_flags != current.sa_flags ||
      before->sa_sigaction != current.sa_sigaction) {
    before_ = new struct sigaction(current);  // what it replaces may be in use
  }
  struct sigaction ours {};
  ours.sa_sigaction = function_;
  ours.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigfillset(&ours.sa_mask);
  sigaction(signal, &ours, nullptr);
}

bool SignalHandler::Forward(int signal, siginfo_t* info, void* context) const {
  // os/signal.Stop puts back what was there when Notify came, which may be ours,
  // and Go's handler forwards to it.
  static constinit thread_local bool forwarding = false;
  const struct sigaction* before = before_.load();
  // Go ignores a signal with both SIG_IGN and SA_SIGINFO.
  if (forwarding || !before || before->sa_handler == SIG_DFL || before->sa_handler == SIG_IGN) {
    return false;
  }
  forwarding = true;
  if (before->sa_flags & SA_SIGINFO) {
    before->sa_sigaction(signal, info, context);
  } else {
    before->sa_handler(signal);
  }
  forwarding = false;
  return true;
}

}  // namespace shim

#else

bool shim::IsProgram(uintptr_t) { return false; }
void shim::FindProgram() {}

#endif  // SHIM_WRAPS
