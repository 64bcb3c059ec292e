// v8::MicrotaskQueue
#include "entry.h"

using shim::Call;

shim_value shim_microtask_enqueue(shim_isolate* self, shim_ref function) {
  return Call(self, [&](v8::Isolate* isolate) {
    isolate->EnqueueMicrotask(shim::ToLocal<v8::Function>(function));
    return v8::Just(true);
  });
}

shim_value shim_microtask_perform_checkpoint(shim_isolate* self) {
  shim_value outcome = Call(self, [](v8::Isolate* isolate) {
    v8::MicrotasksScope::PerformCheckpoint(isolate);
    return v8::Just(true);
  });
  // V8 gives no sign of a termination that ended the checkpoint.
  if (outcome.status == SHIM_STATUS_OK) outcome.status = shim::Runnable(self);
  return outcome;
}
