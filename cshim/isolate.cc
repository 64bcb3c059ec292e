//go:build ignore

// v8::Isolate
#include "isolate.h"

#include <pthread.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <mutex>
#include <shared_mutex>

#include "array_buffer.h"
#include "cage.h"
#include "context.h"
#include "entry.h"
#include "fatal.h"
#include "handle_scope.h"
#include "icu_memory.h"
#include "isolate_limits.h"
#include "isolate_modules.h"
#include "isolate_tasks.h"
#include "isolate_termination.h"
#include "lent.h"
#include "machine_code.h"
#include "memory.h"
#include "microtask_queue.h"
#include "platform.h"
#include "reference.h"
#include "rejections.h"
#include "resident_memory.h"
#include "stack_guard.h"
#include "startup_data.h"
#include "unexported.h"
#include "v8_counters.h"
#include "worker_threads.h"

namespace shim {

constinit thread_local shim_isolate* current = nullptr;

namespace {

// In kOwnSlot, it tells the shim's isolates from those of others in the process.
constexpr char kOwn = 0;

// The first living isolate maps V8's read-only space at a fixed place in the
// cage, where a probe for room (exclusive) must not be at that time (shared).
std::shared_mutex cage_mutex;

// An isolate takes some 450 KB by malloc, and more for hostile scripts, from the
// arena of whichever thread is at hand, and glibc keeps every arena at its peak:
// 2,700 isolates closed left 1.2 GB behind, and 2 GB the third time. Trimming
// gives it back. It takes milliseconds, and so the process must have grown.
void ReturnMemory([[maybe_unused]] size_t live) {
#ifdef __GLIBC__
  constexpr int64_t kGrown = 56 << 20, kGrownAtLast = 14 << 20;  // bytes
  static std::atomic<int64_t> least{0};                          // since it was trimmed
  int64_t now = ResidentMemory(), before = least.load();
  if (now < before) least = now;
  if (now - before < (live ? kGrown : kGrownAtLast)) return;
  malloc_trim(0);
  least = ResidentMemory();
#endif
}

// Whether V8 can still take the isolate apart. Not when a death has left
// half-moved objects, which V8's threads may be at work on too, or half a change
// to what a lock guards.
bool IsWhole(const shim_isolate* self) {
  if (!self->death.dead) return true;
#ifndef SHIM_WRAPS
  return false;  // nobody knows the locks, nor of a collection's steps
#endif
  return !self->collection.running && !self->death.torn;
}

// False when V8 died of it.
bool Dispose(shim_isolate* self) {
  Frame frame(self);
  if (_setjmp(frame.jump) != 0) return false;
  self->disposing = true;
  DropReferences(self);
  self->task.uncaught.Reset();
  self->task.registry.Reset();
  self->externals.made_of.Reset();
  DropQueues(self);
  self->keys.entries.reset();
  self->reader.templates.clear();
  if (self->death.dead) ForgetThread(self);
  if (!self->death.dead) EndCreation(self);
  self->isolate->Dispose();
  self->allocator->FreeUnowned(self->death.unowned);
  return true;
}

// False when V8 died of it.
bool OpenEntry(shim_isolate* self, Level& level, bool outermost, shim_ref context) {
  Frame frame(self);
  if (_setjmp(frame.jump) != 0) {
    FailDead(self, frame.fatal_message);
    return false;
  }
  if (outermost) {
    OpenStackGuard(self);
    self->kill.thread = pthread_self();
    self->limits.entered_at.store(CoarseTime(), std::memory_order_relaxed);
    self->termination.stack.frames.clear();
    self->limits.heap_then = self->limits.used_then = 0;
    self->termination.state.store(RunState::kEntered);
  }
  level.isolate_scope.Open(self->isolate);
  level.handle_scope.Open(self->isolate);
  if (context) {
    // A handle of its own: the context may be closed while it is entered.
    level.context_scope.Open(
        v8::Local<v8::Context>::New(self->isolate, ToLocal<v8::Context>(context)));
  }
  return true;
}

void SetOwn(shim_isolate* self) {
  self->isolate->SetData(kSelfSlot, self);
  self->isolate->SetData(kOwnSlot, const_cast<char*>(&kOwn));
}

}  // namespace

shim_isolate* Own(v8::Isolate* isolate) {
  return isolate->GetData(kOwnSlot) == &kOwn ? Self(isolate) : nullptr;
}

}  // namespace shim

using shim::RunState;

shim_isolate* shim_isolate_new(const shim_isolate_options* options, const char** error) {
  {
    // Jump: without a Frame there is none.
    std::unique_lock<std::shared_mutex> lock(shim::cage_mutex);
    *error = shim::CheckRoomForIsolate();
  }
  if (*error) return nullptr;
  // Jump: it ends in this function.
  std::shared_lock<std::shared_mutex> lock(shim::cage_mutex);
  // Not deleted after a jump: V8's half-made isolate refers to it.
  shim_isolate* self = new shim_isolate;
  shim::Frame frame(self);
  if (_setjmp(frame.jump) != 0) {
    *error = frame.fatal_message;
    shim::abandoned_isolates++;
    shim::abandoned_bytes += static_cast<int64_t>(options->heap_limit);  // about what it has
    if (self->native) shim::abandoned_bytes += self->native->used();
    return nullptr;
  }
  self->options = *options;
  self->allocator = std::make_shared<shim::Allocator>(options->memory_limit);
  self->native = std::make_shared<shim::NativeMemory>(options->memory_limit);
  self->work = std::make_shared<shim::WorkerShare>(self->native);
  self->isolate = v8::Isolate::Allocate();
  shim::InstallFatalHandlers(self->isolate);  // a snapshot may need more than the heap's limit
  self->tasks = shim::Platform::Get()->RunnerOf(self->isolate);
  v8::Isolate::CreateParams params;
  params.array_buffer_allocator_shared = self->allocator;
  if (options->heap_limit) params.constraints.ConfigureDefaultsFromHeapSize(0, options->heap_limit);
  params.external_references = shim::ExternalReferences();
  if (options->startup_data) params.snapshot_blob = &options->startup_data->blob;
  if (options->creates_snapshot) {
    shim::BeginCreation(self, params);
  } else {
    v8::Isolate::Initialize(self->isolate, params);
  }
  shim::SetOwn(self);
  shim::TrackRejections(self->isolate);
  shim::InstallQueues(self->isolate);
  shim::InstallTasks(self->isolate);
  shim::InstallModules(self->isolate);
  self->isolate->SetAllowWasmCodeGenerationCallback(shim::AllowWasmCodeGeneration);
  self->isolate->SetAllowAtomicsWait(!options->deny_atomics_wait);
  self->isolate->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
  self->isolate->SetCaptureStackTraceForUncaughtExceptions(true);
  shim::FindBuiltIns(self->isolate);
  shim::InstallLimits(self);
  shim::AddIsolate(self);
  return self;
}

void shim_isolate_dispose(shim_isolate* self) {
  shim::Platform::Get()->Forget(self->isolate);
  if (!shim::IsWhole(self) || !shim::Dispose(self)) {
    // Its memory stays, and so does what it refers to.
    shim::RemoveIsolate(self);
    shim::abandoned_isolates++;
    self->allocator->Abandon();
    shim::abandoned_bytes +=
        self->native->used() + static_cast<int64_t>(self->limits.heap_committed);
    return;
  }
  size_t live = shim::RemoveIsolate(self);
  bool dead = self->death.dead;
  // Jump: without a Frame there is none.
  std::shared_ptr<shim::NativeMemory> native = self->native;
  self->lent.wire.Free();
  self->failure.data.Free();
  delete self;
  if (dead) {
    native->FreeLeft();
    shim::abandoned_bytes += native->used();
  }
  shim::ShrinkIcu();
  shim::ReturnMemory(live);
}

bool shim_v8_is_inside() { return shim::current != nullptr; }

shim_value shim_isolate_enter(shim_isolate* self, shim_ref context, shim_microtask_queue* queue) {
  if (self->death.dead) return shim::Status(SHIM_STATUS_DEAD);
  bool outermost = self->levels.depth == 0;
  shim::Level& level = shim::Push(self);
  if (!shim::OpenEntry(self, level, outermost, context)) {
    shim::Pop(self);
    return shim::Status(SHIM_STATUS_DEAD);
  }
  if (queue && !queue->entered) {
    queue->entered = true;
    queue->outer = self->queues.running;
    self->queues.running = level.queue = queue;
  }
  shim::current = self;
  return {shim_v8_thread(), SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
}

shim_status shim_isolate_leave(shim_isolate* self, uint32_t depth, shim_leave how, bool posted) {
  if (shim::current != self) return SHIM_STATUS_WRONG_THREAD;
  while (self->levels.depth > depth) shim::Pop(self);
  shim_status status = SHIM_STATUS_OK;
  bool outermost = depth == 1;
  if (shim_microtask_queue* queue = self->levels.records[depth - 1]->queue) {
    if (how == SHIM_LEAVE_RUN) {
      status = shim::Drain(self, queue);
      if (status == SHIM_STATUS_OK && self->limits.doubted) status = shim::JudgeLimit(self);
      if (status == SHIM_STATUS_OK && queue->rejections.Any()) return SHIM_STATUS_REJECTIONS;
    }
    if (how <= SHIM_LEAVE_TASKS && status == SHIM_STATUS_OK &&
        (shim::CountTasks(self, queue, outermost) || posted)) {
      return SHIM_STATUS_TASKS;
    }
    if (how == SHIM_LEAVE_DROP || shim::Runnable(self)) shim::Stop(self, queue);
    queue->rejections.Clear();
  }
  if (outermost) {
    shim::EndRun(self);
    self->allocator->free_blocks().Close();
    self->limits.wall_time.store(shim_isolate_wall_time(self), std::memory_order_relaxed);
    self->limits.entered_at.store(0, std::memory_order_relaxed);
    shim::FreeHeld();
    shim::Shrink(self->lent.text);
    shim::Shrink(self->failure.thrown);
    shim::Shrink(self->lent.arguments);
    self->lent.wire.Recycle();
  }
  shim::Pop(self);
  return status;
}

shim_status shim_isolate_runnable(shim_isolate* self) { return shim::Runnable(self); }

void shim_isolate_abandon(shim_isolate* self, shim_bytes reason) {
  shim::FailDead(self, std::string(reason.data, reason.length).c_str());
}
