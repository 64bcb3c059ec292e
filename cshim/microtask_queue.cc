//go:build ignore

// v8::MicrotaskQueue
#include "microtask_queue.h"

#include "entry.h"
#include "task_runner.h"
#include "unexported.h"

using shim::Call;
using shim::Read;

// Where V8's own queue has what the ring buffer's use is told by. Machine code
// reads it there, and so V8 exports it.
extern const size_t kSizeOffset SHIM_SYMBOL("_ZN2v88internal14MicrotaskQueue11kSizeOffsetE");
extern const size_t kStartOffset SHIM_SYMBOL("_ZN2v88internal14MicrotaskQueue12kStartOffsetE");

namespace shim {
namespace {

intptr_t& Field(shim_microtask_queue* queue, size_t offset) {
  return *reinterpret_cast<intptr_t*>(reinterpret_cast<char*>(queue->microtasks.get()) + offset);
}

// Microtasks are what V8 begins to look for garbage from. A context that is
// closed would live for ever by those that others queue for it, such as a timer
// of Atomics.waitAsync.
void OnCollectionBegins(v8::Isolate* isolate, v8::GCType, v8::GCCallbackFlags) {
  for (const auto& [_, queue] : Self(isolate)->queues.by_v8) {
    if (queue->contexts == 0 && !queue->entered && !queue->microtasks->IsRunningMicrotasks()) {
      DropMicrotasks(queue.get());
    }
  }
}

}  // namespace

shim_microtask_queue* QueueOf(shim_isolate* self, v8::Local<v8::Context> context) {
  if (context.IsEmpty()) return nullptr;
  auto found = self->queues.by_v8.find(context->GetMicrotaskQueue());
  return found == self->queues.by_v8.end() ? nullptr : found->second.get();
}

// No jump: V8 only looks up the context.
TaskRunner::Lane* LaneOfCaller(TaskRunner* tasks) {
  shim_isolate* self = current;
  if (!self || self->tasks.get() != tasks) return &tasks->common();
  v8::HandleScope handles(self->isolate);
  shim_microtask_queue* queue = QueueOf(self, self->isolate->GetCurrentContext());
  return queue && queue->contexts > 0 ? &queue->lane : &tasks->common();
}

namespace {

shim_value Checkpoint(shim_isolate* self, v8::MicrotaskQueue* microtasks) {
  shim_value outcome = Call(self, [&](v8::Isolate* isolate) {
    microtasks->PerformCheckpoint(isolate);
    return v8::Just(true);
  });
  // V8 gives no sign of a termination that ended the checkpoint.
  if (outcome.status == SHIM_STATUS_OK) outcome.status = Runnable(self);
  return outcome;
}

}  // namespace

bool HasMicrotasks(shim_microtask_queue* queue) { return Field(queue, kSizeOffset) != 0; }

shim_status Drain(shim_isolate* self, shim_microtask_queue* queue) {
  shim_status status = Runnable(self);
  if (status == SHIM_STATUS_OK && !HasMicrotasks(queue)) {
    self->isolate->ClearKeptObjects();  // of WeakRefs, at the end of each checkpoint
    return status;
  }
  return static_cast<shim_status>(Checkpoint(self, queue->microtasks.get()).status);
}

// V8 itself empties a queue when a termination ends a checkpoint. But it looks
// for one where JavaScript's functions begin: what is a function of Go, or of
// V8's own, would run before that.
void DropMicrotasks(shim_microtask_queue* queue) {
  Field(queue, kSizeOffset) = 0;
  Field(queue, kStartOffset) = 0;
}

void Stop(shim_isolate* self, shim_microtask_queue* queue) {
  DropMicrotasks(queue);
  self->tasks->Stop(queue->lane);
}

void InstallQueues(v8::Isolate* isolate) {
  constexpr auto kFull =
      static_cast<v8::GCType>(v8::kGCTypeMarkSweepCompact | v8::kGCTypeIncrementalMarking);
  isolate->AddGCPrologueCallback(OnCollectionBegins, kFull);
}

void DropQueues(shim_isolate* self) {
  for (const auto& [_, queue] : self->queues.by_v8) self->tasks->Close(queue->lane);
  self->queues.by_v8.clear();
}

}  // namespace shim

shim_value shim_microtask_enqueue(shim_isolate* self, shim_ref function) {
  return Call(self, [&](v8::Isolate* isolate) {
    isolate->EnqueueMicrotask(shim::ToLocal<v8::Function>(function));
    return v8::Just(true);
  });
}

// Its value is whether there may be promises that are rejected and not handled.
shim_value shim_microtask_perform_checkpoint(shim_isolate* self) {
  if (shim_status status = shim::Runnable(self)) return shim::Status(status);
  v8::HandleScope handles(self->isolate);
  shim_value done = shim::Checkpoint(self, self->isolate->GetCurrentContext()->GetMicrotaskQueue());
  const shim_microtask_queue* running = self->queues.running;
  done.bits = running != nullptr && running->rejections.Any();
  return done;
}

shim_microtask_queue* shim_microtask_queue_new(shim_isolate* self) {
  shim_microtask_queue* queue = nullptr;
  Read(self, [&](v8::Isolate* isolate) {
    std::unique_ptr<v8::MicrotaskQueue> microtasks =
        v8::MicrotaskQueue::New(isolate, v8::MicrotasksPolicy::kExplicit);
    auto made = std::make_unique<shim_microtask_queue>();
    made->microtasks = std::move(microtasks);
    queue = made.get();
    self->queues.by_v8.emplace(queue->microtasks.get(), std::move(made));
    return shim::Status(SHIM_STATUS_OK);
  });
  return queue;
}

void shim_microtask_queue_free(shim_isolate* self, shim_microtask_queue* queue) {
  self->tasks->Close(queue->lane);
  self->queues.by_v8.erase(queue->microtasks.get());
}
