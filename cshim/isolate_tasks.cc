//go:build ignore

// v8::Task: what the scripts of a context leave to be done later, by V8, on the
// isolate's thread. Two kinds run JavaScript, or make it run:
//  - the end of Atomics.waitAsync, which settles a promise,
//  - FinalizationRegistry's callbacks.
// Each is done in a Run of the context that began it. V8 has one queue for all
// contexts of an isolate; the linker puts functions of ours before those of V8
// that tell whose turn it is.
#include "isolate_tasks.h"

#include <algorithm>
#include <functional>

#include "context.h"
#include "entry.h"
#include "isolate_limits.h"
#include "microtask_queue.h"
#include "task_runner.h"
#include "unexported.h"

namespace shim {
namespace {

// Tasks may post tasks for ever, and scripts any number: a Run takes those that
// are there when it ends, and of those that are nobody's so many.
constexpr size_t kMostCommon = 256;

// What nothing has caught in a task.
void OnUncaught(v8::Local<v8::Message>, v8::Local<v8::Value> thrown) {
  shim_isolate* self = Self(v8::Isolate::GetCurrent());
  if (self->task.queue && self->task.uncaught.IsEmpty())
    self->task.uncaught.Reset(self->isolate, thrown);
}

#ifdef SHIM_WRAPS

using v8::internal::Address;
using v8::internal::Internals;

void ReturnFinalizers(shim_isolate* self, shim_microtask_queue* queue);

#else

void ReturnFinalizers(shim_isolate*, shim_microtask_queue*) {}

#endif

void TakeTask(shim_isolate* self, shim_microtask_queue* queue, bool* stopped) {
  queue->task = self->tasks->Next(queue->lane, stopped);
  if (queue->task || self->levels.depth > 1) return;
  if (!queue->finalizers.empty()) ReturnFinalizers(self, queue);
  queue->task = self->tasks->Next(self->tasks->common(), stopped);
}

}  // namespace

bool CountTasks(shim_isolate* self, shim_microtask_queue* queue, bool outermost) {
  TaskRunner& tasks = *self->tasks;
  queue->turns = 0;
  if (tasks.HasDue(queue->lane)) queue->turns += queue->lane.Count();
  if (!outermost) return queue->turns > 0;
  queue->turns += queue->finalizers.size();
  if (queue->turns > 0 || tasks.HasDue(tasks.common())) {
    queue->turns += std::min(tasks.common().Count(), kMostCommon);
  }
  return queue->turns > 0;
}

v8::MaybeLocal<v8::Object> NewEmptyRegistry(v8::Local<v8::Context> context) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::Context::Scope scope(context);
  v8::Local<v8::String> name = v8::String::NewFromUtf8Literal(isolate, "FinalizationRegistry");
  v8::Local<v8::Value> constructor;
  if (!context->Global()->GetRealNamedProperty(context, name).ToLocal(&constructor) ||
      !constructor->IsFunction()) {
    return {};
  }
  // The callback is never called: anything that could be will do.
  return constructor.As<v8::Function>()->NewInstance(context, 1, &constructor);
}

// Without a listener, V8 would print what nothing has caught.
void InstallTasks(v8::Isolate* isolate) { isolate->AddMessageListener(OnUncaught); }

void UninstallTasks(v8::Isolate* isolate) { isolate->RemoveMessageListeners(OnUncaught); }

}  // namespace shim

shim_value shim_isolate_run_task(shim_isolate* self) {
  using shim::Status;
  if (shim_status status = shim::Runnable(self)) return Status(status);
  shim_microtask_queue* queue = self->queues.running;
  if (queue->rejections.Any()) return Status(SHIM_STATUS_REJECTIONS);
  bool stopped = false;
  self->task.queue = queue;
  shim_value outcome = shim::Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if (queue->turns > 0) shim::TakeTask(self, queue, &stopped);
    if (!queue->task) return {false, SHIM_KIND_BOOLEAN, SHIM_STATUS_OK};
    queue->turns--;
    queue->task->Run();
    if (stopped) {
      shim::DropMicrotasks(queue);
    } else {
      queue->microtasks->PerformCheckpoint(isolate);
    }
    return {true, SHIM_KIND_BOOLEAN, SHIM_STATUS_OK};
  });
  self->task.queue = nullptr;
  queue->task.reset();
  if (outcome.status == SHIM_STATUS_OK) outcome.status = shim::JudgeLimit(self);
  if (outcome.status == SHIM_STATUS_OK && !self->task.uncaught.IsEmpty()) {
    outcome = shim::Call(self, [&](v8::Isolate* isolate) {
      isolate->ThrowException(self->task.uncaught.Get(isolate));
      return Status(SHIM_STATUS_EXCEPTION);
    });
  }
  self->task.uncaught.Reset();
  return outcome;
}

// v8::internal::wasm. Also exported without the linker's help.
extern "C" void* _ZN2v88internal4wasm13GetWasmEngineEv();
extern "C" bool _ZN2v88internal4wasm10WasmEngine20HasRunningCompileJobEPNS0_7IsolateE(
    void* engine, void* isolate);

shim_tasks shim_isolate_pending_tasks(shim_isolate* self, shim_microtask_queue* queue) {
  shim::TaskRunner& tasks = *self->tasks;
  shim_tasks found{};
  found.due =
      tasks.HasDue(queue->lane) || tasks.HasDue(tasks.common()) || !queue->finalizers.empty();
  found.next = tasks.Next(queue->lane);
  found.pending = found.next >= 0;
  if (!found.pending && self->task.outside != 0) {
    found.pending = _ZN2v88internal4wasm10WasmEngine20HasRunningCompileJobEPNS0_7IsolateE(
        _ZN2v88internal4wasm13GetWasmEngineEv(), self->isolate);
  }
  return found;
}

const uint32_t* shim_isolate_has_outside_tasks(shim_isolate* self) { return &self->task.outside; }

bool shim_isolate_take_posted(shim_isolate* self) { return self->tasks->TakePosted(); }

#ifdef SHIM_WRAPS

namespace {
shim_isolate* Here() { return shim::Own(v8::Isolate::GetCurrent()); }
}  // namespace

// v8::internal::Heap. Handles are passed as pointers are.
#define SHIM_DEQUEUE _ZN2v88internal4Heap34DequeueDirtyJSFinalizationRegistryEv
extern "C" v8::internal::Address* SHIM_JOIN(__real_, SHIM_DEQUEUE)(void*);

namespace {

// The next of V8's list that is the queue's. The others go to theirs; V8 takes
// them for scheduled, and does not put them into its list again.
v8::internal::Address* NextFinalizer(shim_isolate* self, shim_microtask_queue* of) {
  while (v8::internal::Address* registry = SHIM_JOIN(__real_, SHIM_DEQUEUE)(self->task.heap)) {
    // v8::internal::JSFinalizationRegistry::native_context, after JSObject's own
    // three. The call of the callbacks compares it, below.
    constexpr int kNativeContext = 12;
    v8::internal::Address context =
        v8::internal::Internals::ReadTaggedPointerField(*registry, kNativeContext);
    shim_microtask_queue* queue = shim::QueueOf(
        self, shim::ToLocal<v8::Context>(shim::Handles::Create(self->isolate, context)));
    if (queue == nullptr || queue->contexts == 0) continue;  // nobody's any more
    if (queue == of) return registry;
    queue->finalizers.emplace_back(self->isolate,
                                   shim::ToLocal<v8::Object>(reinterpret_cast<shim_ref>(registry)));
  }
  return nullptr;
}

// A registry with nothing in it. V8 posts a task when none is posted, and takes
// note that one has run only when that has found a registry: after one that finds
// none, there would never be another in this isolate.
v8::internal::Address* EmptyRegistry(shim_isolate* self) {
  v8::Isolate* isolate = self->isolate;
  v8::Global<v8::Object>& kept = self->task.registry;
  v8::Local<v8::Object> registry = kept.Get(isolate);
  if (registry.IsEmpty()) {
    v8::TryCatch caught(isolate);
    if (self->options.startup_data) {
      // Scripts have run in all contexts that could be made here.
      registry = shim::EmptyRegistryOf(isolate->GetCurrentContext());
    } else {
      v8::Local<v8::Context> context = v8::Context::New(isolate);  // no script's
      if (context.IsEmpty() || !shim::NewEmptyRegistry(context).ToLocal(&registry)) return nullptr;
      kept.Reset(isolate, registry);
    }
    if (registry.IsEmpty()) return nullptr;
  }
  return reinterpret_cast<v8::internal::Address*>(shim::ToRef(registry));
}

}  // namespace

extern "C" v8::internal::Address* SHIM_JOIN(__wrap_, SHIM_DEQUEUE)(void* heap) {
  shim_isolate* self = Here();
  if (self == nullptr) return SHIM_JOIN(__real_, SHIM_DEQUEUE)(heap);
  self->task.heap = heap;
  v8::internal::Address* registry = NextFinalizer(self, self->task.queue);
  return registry ? registry : EmptyRegistry(self);
}

#define SHIM_CLEAN_UP \
  _ZN2v88internal41InvokeFinalizationRegistryCleanupFromTaskENS0_12DirectHandleINS0_13NativeContextEEENS1_INS0_22JSFinalizationRegistryEEE
extern "C" void SHIM_JOIN(__real_, SHIM_CLEAN_UP)(void*, void*);
extern "C" void SHIM_JOIN(__wrap_, SHIM_CLEAN_UP)(void* context, void* registry) {
  shim_isolate* self = Here();
  v8::Local<v8::Context> of = shim::ToLocal<v8::Context>(reinterpret_cast<shim_ref>(context));
  if (!self || (self->task.queue && self->task.queue == shim::QueueOf(self, of))) {
    SHIM_JOIN(__real_, SHIM_CLEAN_UP)(context, registry);
  }
}

extern "C" void _ZN2v88internal4Heap43PostFinalizationRegistryCleanupTaskIfNeededEv(void*);
using OnUpdatedSlot = std::function<void(uintptr_t, uintptr_t, uintptr_t)>;
#define SHIM_ENQUEUE \
  _ZN2v88internal4Heap34EnqueueDirtyJSFinalizationRegistryENS0_6TaggedINS0_22JSFinalizationRegistryEEESt8functionIFvNS2_INS0_10HeapObjectEEENS0_20CompressedObjectSlotENS2_INS0_6ObjectEEEEE
extern "C" void SHIM_ENQUEUE(void* heap, v8::internal::Address registry, OnUpdatedSlot* on_updated);

namespace shim {
namespace {

// Back to V8's list, which has a task for the first of them.
void ReturnFinalizers(shim_isolate* self, shim_microtask_queue* queue) {
  OnUpdatedSlot none = [](uintptr_t, uintptr_t, uintptr_t) {};
  for (const v8::Global<v8::Object>& registry : queue->finalizers) {
    SHIM_ENQUEUE(self->task.heap, *reinterpret_cast<Address*>(ToRef(registry.Get(self->isolate))),
                 &none);
  }
  queue->finalizers.clear();
  _ZN2v88internal4Heap43PostFinalizationRegistryCleanupTaskIfNeededEv(self->task.heap);
}

}  // namespace
}  // namespace shim

#endif  // SHIM_WRAPS
