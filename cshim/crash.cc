//go:build ignore

// Traps and faults in V8's own code: signals that the processor causes, of which
// Go's runtime knows only that they come from C, and ends the process.
//
// A trap (SIGTRAP, SIGILL) is an assertion of V8's, in a built-in, in compiled
// code or in C++. Nothing was written, and V8 is left as for its fatal errors. So
// is a fault on the guard page below the stack.
//
// Any other fault (SIGSEGV, SIGBUS, SIGFPE) says that V8 has used a wrong address
// or number, and may have written by one before: memory of other isolates may be
// wrong too. So only who has asked for it gets the isolate's death in place of
// the process's; see shim_v8_contain_crashes.
//
// What happens in Go or in C code of others goes to the handler that was there,
// as if we were not.
#include "crash.h"

#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "entry.h"
#include "fatal.h"
#include "lock.h"
#include "memory.h"
#include "v8_counters.h"

namespace shim {

std::atomic<int64_t> crashes{0};

void StandStill() {
  abandoned_threads++;
  Locks::Release(0);
  for (;;) pause();
}

void SayWhy(const char* what, const char* why) {
  char text[400];
  int length = snprintf(text, sizeof text, "v8: V8 has crashed: %s. %s.\n", what, why);
  [[maybe_unused]] ssize_t written = write(STDERR_FILENO, text, static_cast<size_t>(length));
}

}  // namespace shim

#ifdef SHIM_WRAPS

#include <fcntl.h>
#include <sys/prctl.h>

#include "machine_code.h"
#include "signal_handler.h"

namespace shim {
namespace {

std::atomic<int> reports{-1};  // where crashes are written to, or -1: none is contained

// What the thread has met last. A handler fills it in, and what it jumps to reads it.
constinit thread_local shim_crash last{};

void OnSignal(int signal, siginfo_t* info, void* raw);

struct Caught {
  int signal;
  const char* name;
  SignalHandler handler;
} caught[] = {
    {SIGTRAP, "SIGTRAP", {OnSignal}}, {SIGILL, "SIGILL", {OnSignal}},
    {SIGSEGV, "SIGSEGV", {OnSignal}}, {SIGBUS, "SIGBUS", {OnSignal}},
    {SIGFPE, "SIGFPE", {OnSignal}},
};
const Caught& Find(int signal) {
  const Caught* found = caught;
  while (found->signal != signal) found++;
  return *found;
}

const char* NameOf(uint32_t place) {
  switch (place) {
    case SHIM_PLACE_MACHINE_CODE:
      return "V8's machine code";
    case SHIM_PLACE_CPP:
      return "V8's C++ code";
    case SHIM_PLACE_NOWHERE:
      return "no code at all";
  }
  return "a library that V8 called";
}

uint32_t PlaceOf(uintptr_t program_counter, uintptr_t address) {
  if (IsMachineCode(program_counter)) return SHIM_PLACE_MACHINE_CODE;
  if (IsProgram(program_counter)) return SHIM_PLACE_CPP;
  return program_counter == address ? SHIM_PLACE_NOWHERE : SHIM_PLACE_LIBRARY;
}

int Describe(const shim_crash& crash, char* text, size_t size) {
  return snprintf(text, size, "%s in %s%s, at %#llx, address %#llx", Find(crash.signal).name,
                  NameOf(crash.place), crash.own_thread ? ", on a thread of its own" : "",
                  static_cast<unsigned long long>(crash.program_counter),
                  static_cast<unsigned long long>(crash.address));
}

// Not a step of a debugger, nor what a process sends.
bool IsTrap(int signal, const siginfo_t* info) {
  if (signal == SIGILL) return true;
  return signal == SIGTRAP && (info->si_code == SI_KERNEL || info->si_code == TRAP_BRKPT);
}

// The page below the stack: V8 has used all of it up. The main thread's has no
// guard, and a function with a large frame may reach beyond it.
bool IsGuardPage(const shim_isolate* self, int signal, uintptr_t address) {
  constexpr uintptr_t kGuard = 64 << 10, kPage = 4 << 10;
  return signal == SIGSEGV && address < self->stack.end + kPage &&
         address >= self->stack.end - kGuard;
}

[[noreturn]] void OnTrapped() {
  char text[200] = "V8 has trapped: ";
  KeepHeld();
  size_t length = strlen(text);
  Describe(last, text + length, sizeof text - length);
  Kill(text);
}

[[noreturn]] void OnStackUsedUp() {
  KeepHeld();
  Kill("V8 has used up the stack");
}

[[noreturn]] void OnCrashed() {
  char text[200] = "";
  KeepHeld();
  size_t length = strlen(text);
  Describe(last, text + length, sizeof text - length);
  shim_isolate* self = Frame::innermost->isolate;
  self->death.crashed = true;
  // What C++ code has left unfinished is best not looked at again.
  if (last.place != SHIM_PLACE_MACHINE_CODE) self->death.torn = true;
  Kill(text);
}

// The thread leaves what it does, to jump to its Frame. Its stack pointer may be
// anything: it goes on below the Frame and what else its function has there.
void Leave(ucontext_t* context, Frame* frame, void (*function)()) {
  constexpr uintptr_t kBelowFrame = 16 << 10;
  frame->MarkInterruptible(false);  // to be killed no longer
  frame->leaving = true;
  SendTo(context, reinterpret_cast<uintptr_t>(frame) - kBelowFrame, function);
}

void Report(const shim_crash& crash) {
  crashes++;
  // The other end reads or is full; nothing here may wait.
  [[maybe_unused]] ssize_t written = write(reports, &crash, sizeof crash);
}

// Why a fault in V8 can't be contained here, or nullptr.
const char* Refused(const Frame* frame) {
  if (reports < 0) {
    return "v8.ContainCrashes would have kept the process alive. "
           "A newer version may not have this error of V8's";
  }
  if (Uncounted::Active() || last.place == SHIM_PLACE_LIBRARY)
    return "it may hold a lock of malloc";
  if (frame && frame->isolate->collection.running) return "it was collecting garbage";
  return nullptr;
}

// Whether the handler has dealt with it.
bool Contain(int signal, const siginfo_t* info, ucontext_t* context) {
  Frame* frame = Frame::innermost;
  bool own_thread = frame == nullptr && IsV8Thread();
  if (!own_thread && !(frame && frame->isolate && !frame->in_go && !frame->leaving)) return false;
  uintptr_t address = reinterpret_cast<uintptr_t>(info->si_addr);
  last.signal = signal;
  last.program_counter = ProgramCounter(context);
  last.address = address;
  last.place = PlaceOf(last.program_counter, address);
  last.own_thread = own_thread;
  bool in_v8 = last.place != SHIM_PLACE_LIBRARY && !Uncounted::Active();
  if (IsTrap(signal, info) && in_v8) {
    own_thread ? SendTo(context, StackPointer(context), StandStill)
               : Leave(context, frame, OnTrapped);
    return true;
  }
  if (frame && IsGuardPage(frame->isolate, signal, address) && in_v8 &&
      !frame->isolate->collection.running) {
    Leave(context, frame, OnStackUsedUp);
    return true;
  }
  if (const char* why = Refused(frame)) {
    char what[200];
    Describe(last, what, sizeof what);
    SayWhy(what, why);
    return false;
  }
  Report(last);
  own_thread ? SendTo(context, StackPointer(context), StandStill)
             : Leave(context, frame, OnCrashed);
  return true;
}

void OnSignal(int signal, siginfo_t* info, void* raw) {
  // Positive when the processor caused it, and no kill().
  if (info->si_code > 0 && Contain(signal, info, static_cast<ucontext_t*>(raw))) return;
  if (!Find(signal).handler.Forward(signal, info, raw)) {
    struct sigaction none {};
    sigaction(signal, &none, nullptr);
    raise(signal);  // for when this has returned
  }
}

}  // namespace

void InstallCrashHandlers() {
  for (Caught& each : caught) each.handler.Install(each.signal);
}

bool IsV8Thread() {
  // v8::platform::DefaultWorkerThreadsTaskRunner's, as far as the system keeps it.
  constexpr char kName[] = "V8 DefaultWorke";
  char name[16] = {};
  return prctl(PR_GET_NAME, name) == 0 && strcmp(name, kName) == 0;
}

}  // namespace shim

int shim_v8_contain_crashes() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  shim::reports = ends[1];
  return ends[0];
}

#else

namespace shim {
void InstallCrashHandlers() {}
bool IsV8Thread() { return true; }  // of what opens no Frame nobody knows
}  // namespace shim

int shim_v8_contain_crashes() { return -1; }

#endif  // SHIM_WRAPS
