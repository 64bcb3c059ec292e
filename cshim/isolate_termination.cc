//go:build ignore

// v8::Isolate::TerminateExecution
#include "isolate_termination.h"

#include "collection_barrier.h"
#include "entry.h"
#include "isolate_kill.h"
#include "isolate_limits.h"

namespace shim {

void EndRun(shim_isolate* self) {
  // Jump: whoever jumps gives it back (lock.cc).
  std::lock_guard<std::mutex> lock(self->termination.mutex);
  self->kill.force = Force::kNone;
  self->kill.since = -1;
  RunState before = self->termination.state.exchange(RunState::kIdle);
  if (self->awaited.compilers.load()) ResumeCompilers(self);
  if (before != RunState::kTerminated || self->death.dead) return;
  self->isolate->CancelTerminateExecution();
  if (self->limits.reached) RestoreLimits(self);
}

}  // namespace shim

using shim::RunState;

bool shim_isolate_is_terminating(shim_isolate* self) {
  return self->death.dead || self->termination.state.load() != RunState::kEntered;
}

void shim_isolate_cancel_terminate(shim_isolate* self) {
  // Jump: as in EndRun.
  std::lock_guard<std::mutex> lock(self->termination.mutex);
  if (self->death.dead || self->limits.reached) return;
  RunState terminated = RunState::kTerminated;
  if (self->termination.state.compare_exchange_strong(terminated, RunState::kEntered)) {
    self->isolate->CancelTerminateExecution();
    self->kill.force = shim::Force::kNone;
    self->kill.since = -1;
    self->termination.stack.frames.clear();
  }
}

shim_termination shim_isolate_termination(shim_isolate* self) {
  return {self->termination.stack.Lend(), self->limits.heap_then, self->limits.used_then};
}

bool shim_isolate_terminate(shim_isolate* self) {
  // Jump: as in EndRun.
  std::lock_guard<std::mutex> lock(self->termination.mutex);
  RunState state = RunState::kEntered;
  if (self->termination.state.compare_exchange_strong(state, RunState::kTerminated)) {
    self->isolate->TerminateExecution();
  }
  return state != RunState::kIdle;
}
