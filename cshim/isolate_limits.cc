//go:build ignore

// The isolate's budgets: memory, the size of source text, CPU time.
#include "isolate_limits.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#ifdef __APPLE__
#include <mach/mach.h>
#endif

#include <algorithm>

#include "array_buffer.h"
#include "collect.h"
#include "context.h"
#include "entry.h"
#include "isolate_external_memory.h"
#include "isolate_termination.h"

namespace shim {
namespace {

size_t Outside(shim_isolate* self, v8::HeapStatistics& statistics) {
  return ExternalBytes(self, statistics.external_memory());
}

void SetPages(shim_isolate* self, shim_heap_statistics& to) {
  const Allocator::Pages& pages = self->allocator->pages();
  to.reserved = pages.reserved;
  to.mappings = pages.mappings;
}

bool Exceeds(shim_isolate* self) {
  v8::HeapStatistics statistics;
  self->isolate->GetHeapStatistics(&statistics);
  Limits& limits = self->limits;
  limits.heap_then = statistics.used_heap_size();
  limits.used_then = limits.heap_then + Outside(self, statistics);
  size_t limit = self->options.memory_limit;
  return limits.heap_then > limits.initial_heap || (limit != 0 && limits.used_then > limit);
}

// As far as V8 lowers it: to a quarter more than the objects that there are.
void RestoreHeapLimit(shim_isolate* self);

// Where JavaScript can be interrupted.
void Judge(v8::Isolate*, void* data) {
  shim_isolate* self = static_cast<shim_isolate*>(data);
  if (!self->limits.doubted || Runnable(self)) return;
  self->limits.judging = true;
  bool fits = CollectUntil(self, [&] { return !Exceeds(self); });
  self->limits.judging = false;
  self->limits.doubted = false;
  if (fits) {
    RestoreHeapLimit(self);
  } else {
    ReachLimit(self);
  }
}

// Gives what runs room to go on until it can be judged, and to unwind when it has
// to end: C++ code goes on allocating until it is through. The limit is restored
// afterwards. What is not through within the room is a true out of memory.
size_t OnNearHeapLimit(void* data, size_t current_limit, size_t initial_limit) {
  shim_isolate* self = static_cast<shim_isolate*>(data);
  if (self->disposing) return current_limit * 2;  // it collects garbage, and nothing runs
  size_t room = RoomBeyond(initial_limit);
  if (self->limits.judging) return current_limit + room / 4;
  if (self->limits.doubted) {
    Exceeds(self);  // for what it measures
    ReachLimit(self);
  } else {
    DoubtLimit(self);
  }
  return std::min(current_limit + room / 4, initial_limit + room);
}

void OnCollectionBegins(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data) {
  static_cast<shim_isolate*>(data)->collection.running = true;
}

// The heap's limit does not know of memory outside the heap. V8 calls this when
// it only begins to mark, too; only after a full collection what is left may be
// measured, and may still be garbage.
void OnCollected(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags, void* data) {
  shim_isolate* self = static_cast<shim_isolate*>(data);
  self->collection.running = false;
  self->limits.pages_since_collection = 0;
  v8::HeapStatistics statistics;
  isolate->GetHeapStatistics(&statistics);
  size_t outside = Outside(self, statistics);
  self->limits.heap_used.store(statistics.used_heap_size(), std::memory_order_relaxed);
  self->limits.heap_committed.store(statistics.total_heap_size(), std::memory_order_relaxed);
  self->limits.external_used.store(outside, std::memory_order_relaxed);
  if (type != v8::kGCTypeMarkSweepCompact || self->disposing) return;
  self->allocator->SetHeapUsed(statistics.used_heap_size());
  if (size_t limit = self->options.memory_limit) {
    size_t used = statistics.used_heap_size() + outside;
    self->allocator->free_blocks().Shrink(limit - std::min(limit, used));
    if (used > limit) DoubtLimit(self);
  }
  bool raised = statistics.heap_size_limit() > self->limits.initial_heap;
  if (raised && !self->limits.doubted && !self->limits.reached) RestoreHeapLimit(self);
}

void RestoreHeapLimit(shim_isolate* self) {
  self->isolate->RemoveNearHeapLimitCallback(OnNearHeapLimit, self->limits.initial_heap);
  self->isolate->AddNearHeapLimitCallback(OnNearHeapLimit, self);
}

// What the EvalError says.
void SetReason(v8::Local<v8::Context> context, bool allowed, size_t length, size_t limit) {
  char reason[120] = "Code generation from strings disallowed for this context";  // V8's words
  if (allowed) {
    snprintf(reason, sizeof reason, "source text of %zu characters is longer than SourceLimit, %zu",
             length, limit);
  }
  v8::Local<v8::String> text;
  if (v8::String::NewFromUtf8(v8::Isolate::GetCurrent(), reason).ToLocal(&text)) {
    context->SetErrorMessageForCodeGenerationFromStrings(text);
  }
}

// V8 asks only in a context that does not allow code generation from strings,
// and so none does: the parser can't be interrupted, and takes some forty times
// the source in memory that no limit counts.
v8::ModifyCodeGenerationFromStringsResult OnCodeGeneration(v8::Local<v8::Context> context,
                                                           v8::Local<v8::Value> source, bool) {
  shim_isolate* self = Self(v8::Isolate::GetCurrent());
  v8::ModifyCodeGenerationFromStringsResult result;
  if (!source->IsString()) {
    result.codegen_allowed = true;  // eval of what is no text gives it back
    return result;
  }
  size_t length = static_cast<size_t>(source.As<v8::String>()->Length());
  bool allowed = AllowCodeGenerationFromStrings(context);
  result.codegen_allowed = allowed && length <= self->options.source_limit;
  if (!result.codegen_allowed) SetReason(context, allowed, length, self->options.source_limit);
  return result;
}

#ifndef __APPLE__
int64_t Nanoseconds(clockid_t clock) {
  timespec time;
  if (clock_gettime(clock, &time) != 0) return -1;
  return int64_t{time.tv_sec} * 1000000000 + time.tv_nsec;
}
#endif

}  // namespace

int64_t CoarseTime() {
#ifdef CLOCK_MONOTONIC_COARSE
  return Nanoseconds(CLOCK_MONOTONIC_COARSE);
#else
  return static_cast<int64_t>(clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW_APPROX));
#endif
}

size_t RoomBeyond(size_t limit) { return std::max(limit, size_t{64} << 20); }

void DoubtLimit(shim_isolate* self) {
  if (self->limits.doubted || self->limits.reached || self->death.dead || self->disposing) return;
  self->limits.doubted = true;
  self->isolate->RequestInterrupt(Judge, self);
}

void ReachLimit(shim_isolate* self) {
  self->limits.reached = true;
  self->termination.state.store(RunState::kTerminated);
  self->isolate->TerminateExecution();
}

shim_status JudgeLimit(shim_isolate* self) {
  if (self->limits.doubted) {
    Call(self, [&](v8::Isolate* isolate) {
      Judge(isolate, self);
      return v8::Just(true);
    });
  }
  return Runnable(self);
}

void InstallLimits(shim_isolate* self) {
  v8::Isolate* isolate = self->isolate;
  isolate->AddNearHeapLimitCallback(OnNearHeapLimit, self);
  isolate->AddGCPrologueCallback(OnCollectionBegins, self);
  isolate->AddGCEpilogueCallback(OnCollected, self);
  isolate->SetModifyCodeGenerationFromStringsCallback(OnCodeGeneration);
  v8::HeapStatistics statistics;
  isolate->GetHeapStatistics(&statistics);
  self->limits.initial_heap = statistics.heap_size_limit();
  self->limits.heap_used = statistics.used_heap_size();
  self->limits.heap_committed = statistics.total_heap_size();
  self->allocator->SetHeapUsed(statistics.used_heap_size());
}

void RestoreLimits(shim_isolate* self) {
  self->limits.reached = self->limits.doubted = false;
  RestoreHeapLimit(self);
}

}  // namespace shim

shim_heap_statistics shim_isolate_heap_statistics(shim_isolate* self) {
  shim_heap_statistics result{};
  result.status = shim::Read(self, [&](v8::Isolate* isolate) {
                    v8::HeapStatistics statistics;
                    isolate->GetHeapStatistics(&statistics);
                    result.heap_used = statistics.used_heap_size();
                    result.heap_committed = statistics.total_heap_size();
                    result.heap_limit = self->limits.initial_heap;
                    result.external = shim::Outside(self, statistics);
                    shim::SetPages(self, result);
                    result.malloced = statistics.malloced_memory();
                    result.contexts = statistics.number_of_native_contexts();
                    return shim::Status(SHIM_STATUS_OK);
                  }).status;
  return result;
}

shim_heap_statistics shim_isolate_heap_statistics_seen(shim_isolate* self) {
  shim_heap_statistics result{};
  result.heap_used = self->limits.heap_used;
  result.heap_committed = self->limits.heap_committed;
  result.heap_limit = self->limits.initial_heap;
  result.external = self->limits.external_used;
  shim::SetPages(self, result);
  return result;
}

const int64_t* shim_isolate_wall_time_before(shim_isolate* self) {
  static_assert(sizeof self->limits.wall_time == sizeof(int64_t));
  return reinterpret_cast<int64_t*>(&self->limits.wall_time);
}

int64_t shim_isolate_wall_time(shim_isolate* self) {
  int64_t before = self->limits.wall_time.load(std::memory_order_relaxed);
  int64_t entered_at = self->limits.entered_at.load(std::memory_order_relaxed);
  return entered_at ? before + shim::CoarseTime() - entered_at : before;
}

#ifdef __APPLE__

shim_cpu_time shim_isolate_cpu_time(shim_isolate* self) {
  int64_t port = pthread_mach_thread_np(self->kill.thread);
  return {port, shim_v8_cpu_time(port)};
}

int64_t shim_v8_cpu_time(int64_t clock) {
  thread_basic_info info;
  mach_msg_type_number_t count = THREAD_BASIC_INFO_COUNT;
  if (thread_info(static_cast<thread_act_t>(clock), THREAD_BASIC_INFO,
                  reinterpret_cast<thread_info_t>(&info), &count) != KERN_SUCCESS) {
    return -1;
  }
  int64_t seconds = int64_t{info.user_time.seconds} + info.system_time.seconds;
  return seconds * 1000000000 +
         (int64_t{info.user_time.microseconds} + info.system_time.microseconds) * 1000;
}

#else

shim_cpu_time shim_isolate_cpu_time(shim_isolate* self) {
  clockid_t clock;
  if (pthread_getcpuclockid(self->kill.thread, &clock) != 0) return {0, -1};
  return {clock, shim::Nanoseconds(clock)};
}

int64_t shim_v8_cpu_time(int64_t clock) { return shim::Nanoseconds(static_cast<clockid_t>(clock)); }

#endif
