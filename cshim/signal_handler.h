// Signals: where the thread was when one came, and the handler that was there
// before ours. For what a handler calls: it takes no lock and no memory.
#ifndef CSHIM_SIGNAL_HANDLER_H_
#define CSHIM_SIGNAL_HANDLER_H_

#include <signal.h>

#include <atomic>
#include <cstdint>

#ifdef SHIM_WRAPS
#include <ucontext.h>
#endif

namespace shim {

// The program, with V8 in it, as the linker has laid it out: not what V8
// compiles. FindProgram learns where it is.
bool IsProgram(uintptr_t address);
void FindProgram();

#ifdef SHIM_WRAPS

uintptr_t ProgramCounter(const ucontext_t* context);
uintptr_t StackPointer(const ucontext_t* context);

// When the handler has returned, the thread goes on as if function were called
// next, with what is below stack as its stack.
void SendTo(ucontext_t* context, uintptr_t stack, void (*function)());

// A handler of ours for one signal, before the one that was there.
class SignalHandler {
 public:
  using Function = void (*)(int signal, siginfo_t* info, void* context);
  constexpr SignalHandler(Function function) : function_(function) {}

  // Where it is in place already, this does nothing.
  void Install(int signal);
  // Calls the one before, if it is a function. False when it is none.
  bool Forward(int signal, siginfo_t* info, void* context) const;

 private:
  const Function function_;
  std::atomic<const struct sigaction*> before_{nullptr};
};

#endif  // SHIM_WRAPS

}  // namespace shim

#endif  // CSHIM_SIGNAL_HANDLER_H_
