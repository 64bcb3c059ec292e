// Termination: the end of JavaScript by V8's interrupt, after which the isolate goes on.
#ifndef CSHIM_ISOLATE_TERMINATION_H_
#define CSHIM_ISOLATE_TERMINATION_H_

#include <atomic>
#include <cstdint>
#include <mutex>

#include "stack_trace.h"

struct shim_isolate;

namespace shim {

// What TerminateExecution may do to an isolate: nothing while it is idle, so
// that a late one never reaches the next entry.
enum class RunState : uint32_t { kIdle, kEntered, kTerminated };

struct Termination {
  // Other threads change the state and V8's own as one, under the mutex.
  std::mutex mutex;
  std::atomic<RunState> state{RunState::kIdle};
  StackTrace stack;  // where the Run was terminated, or empty
};

// From here on no termination reaches this entry or the next one.
void EndRun(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_ISOLATE_TERMINATION_H_
