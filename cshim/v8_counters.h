// Counters of what is alive in the process, for shim_counters. Their sum is zero in the end.
#ifndef CSHIM_V8_COUNTERS_H_
#define CSHIM_V8_COUNTERS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

struct shim_isolate;

namespace shim {

// A counter of what is alive. One thread at a time writes it, and any reads it
// for shim_counters: no locked instruction is needed, nor a cache line that all
// isolates write to.
class Counter {
 public:
  void operator++(int) { Add(1); }
  void operator--(int) { Add(-1); }
  int64_t get() const { return count_.load(std::memory_order_relaxed); }

 private:
  void Add(int64_t n) { count_.store(get() + n, std::memory_order_relaxed); }
  std::atomic<int64_t> count_{0};
};

// What one isolate adds to shim_counters.
struct Counters {
  Counter contexts, scopes, globals, references, templates;
};

// Bytes outside the heap, of all isolates: buffers can outlive theirs, and are
// freed on V8's threads too.
extern std::atomic<int64_t> external_bytes;

// Made by shim_serialized_value_new; any thread frees them.
extern std::atomic<int64_t> serialized_values;

// Isolates and threads of V8 that a death has left in a state that V8 can't
// take back; see shim_counters.
extern std::atomic<int64_t> abandoned_isolates, abandoned_threads, abandoned_bytes;

// The isolates that shim_counters sums up. Remove says how many are left.
void AddIsolate(shim_isolate* self);
size_t RemoveIsolate(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_V8_COUNTERS_H_
