//go:build ignore

// The end of the road inside V8: where it would abort the process, we jump
// back to the innermost Frame instead, and its isolate is dead.
#include "fatal.h"

#include <cctype>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "background_compilation.h"
#include "crash.h"
#include "entry.h"
#include "memory.h"
#include "stack_guard.h"
#include "unexported.h"
#include "wasm_validation.h"

// Exported by the archive, in no public header: V8_Fatal calls it before it
// aborts (src/base/logging.h).
namespace v8::base {
void SetFatalFunction(void (*)(const char* file, int line, const char* message));
}

// v8::Isolate::TerminateExecution asks for a termination at the next check, in
// a loop or a function's start; the code after a call into Go might have none,
// and run. This throws it at once.
extern v8::internal::Address ThrowTermination(v8::internal::Isolate*)
    SHIM_SYMBOL("_ZN2v88internal7Isolate18TerminateExecutionEv");

#ifdef SHIM_WRAPS
// V8 prints the last collections before it says that memory is out, for a
// process that is about to end. Ours goes on.
namespace v8::base {
struct OS {
  static void VPrintError(const char* format, va_list arguments);
};
}  // namespace v8::base

namespace {
thread_local char printed[2][100];  // by V8 last, and before that; by nobody else

// The line in text, without what is around it.
std::string_view LineOf(const char* text) {
  while (isspace(static_cast<unsigned char>(*text))) text++;
  return {text, strcspn(text, "\n")};
}
}  // namespace

extern "C" void __wrap__ZN2v84base2OS10PrintErrorEPKcz(const char* format, ...) {
  shim::Frame* frame = shim::Frame::innermost;
  va_list arguments;
  va_start(arguments, format);
  if (frame != nullptr && frame->isolate != nullptr) {
    memcpy(printed[1], printed[0], sizeof printed[0]);
    vsnprintf(printed[0], sizeof printed[0], format, arguments);
  } else {
    v8::base::OS::VPrintError(format, arguments);
  }
  va_end(arguments);
}

// V8's own end, of what calls it without V8_Fatal: an assertion in its machine
// code does, which first prints JavaScript's stack and source.
extern "C" [[noreturn]] void __wrap__ZN2v84base2OS5AbortEv() {
  char why[sizeof printed + 40];
  std::string_view before = LineOf(printed[1]), last = LineOf(printed[0]);
  snprintf(why, sizeof why, "V8 has aborted%s%.*s%s%.*s", before.empty() ? "" : ": ",
           static_cast<int>(before.size()), before.data(), last.empty() ? "" : ": ",
           static_cast<int>(last.size()), last.data());
  printed[0][0] = printed[1][0] = '\0';
  shim::Kill(why);
}

#define SHIM_PRINT_STACK _ZN2v88internal7Isolate10PrintStackEP8_IO_FILENS1_14PrintStackModeE
extern "C" void SHIM_JOIN(__real_, SHIM_PRINT_STACK)(void* isolate, FILE* to, int mode);
extern "C" void SHIM_JOIN(__wrap_, SHIM_PRINT_STACK)(void* isolate, FILE* to, int mode) {
  shim::Frame* frame = shim::Frame::innermost;
  if (frame != nullptr && frame->isolate != nullptr && !frame->in_go) return;
  SHIM_JOIN(__real_, SHIM_PRINT_STACK)(isolate, to, mode);
}
#endif  // SHIM_WRAPS

namespace shim {

constinit thread_local Frame* Frame::innermost = nullptr;

namespace {

// The message may lie in a stack frame that the jump gives up.
thread_local char last_words[512];

[[noreturn]] void Jump(const char* what, const char* detail) {
  Frame* frame = Frame::innermost;
#ifdef SHIM_WRAPS
  if (frame == nullptr && BackgroundCompilation::Current())
    BackgroundCompilation::Current()->Fail();
#endif
  // Otherwise one of V8's own threads has nothing of ours below it to return to, and
  // returning would abort. V8 does without it.
  if (frame == nullptr && IsV8Thread()) StandStill();
  if (frame == nullptr || frame->in_go) {
    // A call that opens no Frame. The Frame of another belongs to another
    // isolate, and Go's own are in between.
    SayWhy(what ? what : "an error", detail ? detail : "it can't be returned from");
    abort();
  }
  snprintf(last_words, sizeof last_words, "%s%s%s", what ? what : "", what && detail ? ": " : "",
           detail ? detail : "");
  frame->fatal_message = last_words;
  if (frame->isolate != nullptr) {
    if (frame->interruptible) KeepHeld();
    frame->MarkInterruptible(false);
    frame->isolate->death.unowned = frame->unowned;
    if (Locks::Held() > frame->locks) frame->isolate->death.torn = true;
  }
  Locks::Release(frame->locks);
  if (frame->isolate != nullptr) {  // these take locks
    MarkDead(frame->isolate);
    frame->ResumeWaiting();
  }
#ifdef SHIM_WRAPS
  Validation::Forget();
#endif
  _longjmp(frame->jump, 1);
}

void OnFatal(const char*, int, const char* message) { Jump(nullptr, message); }
void OnFatalError(const char* location, const char* message) { Jump(location, message); }
void OnOutOfMemory(const char* location, const v8::OOMDetails& details) {
  Jump(location, details.detail ? details.detail : "out of memory");
}

}  // namespace

void Kill(const char* why) { Jump(why, nullptr); }

void ReturnFailure(shim_isolate* self, const shim_value& result) {
  if (self->death.dead) {
    // No frame of a dead isolate may resume: on to the Frame below them.
    Jump(self->failure.message.c_str(), nullptr);
  }
  if (result.status == SHIM_STATUS_EXCEPTION && !Runnable(self)) {
    self->isolate->ThrowException(FromValue(self->isolate, result));
  } else {
    ThrowTermination(reinterpret_cast<v8::internal::Isolate*>(self->isolate));
  }
}

void InstallFatalHandlers() {
  v8::base::SetFatalFunction(OnFatal);
  v8::V8::SetFatalMemoryErrorCallback(OnOutOfMemory);
}

void InstallFatalHandlers(v8::Isolate* isolate) {
  isolate->SetFatalErrorHandler(OnFatalError);
  isolate->SetOOMErrorHandler(OnOutOfMemory);
}

}  // namespace shim
