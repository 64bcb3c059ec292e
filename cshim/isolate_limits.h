// The isolate's budgets: memory, the size of source text, CPU time.
#ifndef CSHIM_ISOLATE_LIMITS_H_
#define CSHIM_ISOLATE_LIMITS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "cshim.h"

struct shim_isolate;

namespace shim {

struct Limits {
  bool reached = false;
  bool doubted = false, judging = false;  // see DoubtLimit
  size_t initial_heap = 0;                // V8's own limit
  size_t heap_then = 0, used_then = 0;    // bytes, when a limit of this Run was exceeded
  // As of the last garbage collection; any thread.
  std::atomic<size_t> heap_used{0}, heap_committed{0}, external_used{0};
  size_t pages_since_collection = 0;  // large ones; see cage.cc
  // Nanoseconds of CoarseTime: when it was entered, or 0, and how long before.
  std::atomic<int64_t> entered_at{0}, wall_time{0};
};

// A clock that costs a few nanoseconds and ticks every few milliseconds.
int64_t CoarseTime();

void InstallLimits(shim_isolate* self);
void RestoreLimits(shim_isolate* self);
void ReachLimit(shim_isolate* self);
// The heap, or what is outside of it with it, seems to exceed its limit. Where JavaScript can be
// interrupted next, or at the end of the Run, all garbage is collected, and only
// what is in use then reaches it. It is cheap, and may be called again and again.
void DoubtLimit(shim_isolate* self);
// Now, if there is a doubt: why JavaScript can't go on, or OK.
shim_status JudgeLimit(shim_isolate* self);
// How far the heap may go beyond its limit while what runs is being ended.
size_t RoomBeyond(size_t limit);

}  // namespace shim

#endif  // CSHIM_ISOLATE_LIMITS_H_
