// The end of an isolate: what would abort the process becomes a jump to the innermost Frame.
#ifndef CSHIM_FATAL_H_
#define CSHIM_FATAL_H_

#include <v8.h>

#include "cshim.h"

struct shim_isolate;

namespace shim {

struct Death {
  bool dead = false;        // set by MarkDead
  void* unowned = nullptr;  // of Frame
  bool torn = false;        // it died holding a lock, in the middle of a change
  bool killed = false;      // isolate_kill.cc
  bool crashed = false;     // by a fault: crash.cc
};

// Jumps to the innermost Frame, whose isolate is dead then.
[[noreturn]] void Kill(const char* why);
// Makes the jump V8's answer to such an error.
void InstallFatalHandlers();
void InstallFatalHandlers(v8::Isolate* isolate);

// Ends a call from JavaScript to Go that failed: by throwing, or by unwinding
// further for a termination or a death that happened below.
void ReturnFailure(shim_isolate* self, const shim_value& result);

}  // namespace shim

#endif  // CSHIM_FATAL_H_
