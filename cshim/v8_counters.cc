//go:build ignore

// v8::V8: what is alive in the process.
#include "v8_counters.h"

#include <mutex>
#include <unordered_set>

#include "backing_pages.h"
#include "crash.h"
#include "isolate.h"

namespace shim {

std::atomic<int64_t> external_bytes{0}, abandoned_isolates{0}, abandoned_threads{0},
    abandoned_bytes{0};
std::atomic<int64_t> serialized_values{0};

namespace {

std::mutex live_mutex;
std::unordered_set<shim_isolate*> live;

}  // namespace

void AddIsolate(shim_isolate* self) {
  std::lock_guard<std::mutex> lock(live_mutex);
  live.insert(self);
}

size_t RemoveIsolate(shim_isolate* self) {
  std::lock_guard<std::mutex> lock(live_mutex);
  live.erase(self);
  return live.size();
}

}  // namespace shim

shim_counters shim_v8_counters() {
  shim_counters sum{};
  std::lock_guard<std::mutex> lock(shim::live_mutex);
  for (const shim_isolate* each : shim::live) {
    sum.isolates++;
    sum.contexts += each->counters.contexts.get();
    sum.scopes += each->counters.scopes.get();
    sum.globals += each->counters.globals.get();
    sum.references += each->counters.references.get();
    sum.templates += each->counters.templates.get();
  }
  sum.external_bytes = shim::external_bytes;
  shim::BackingPages pages = shim::BackingPagesNow();
  sum.reserved_bytes = static_cast<int64_t>(pages.reserved);
  sum.mappings = static_cast<int64_t>(pages.mappings);
  sum.serialized_values = shim::serialized_values;
  sum.abandoned_isolates = shim::abandoned_isolates;
  sum.abandoned_threads = shim::abandoned_threads;
  sum.abandoned_bytes = shim::abandoned_bytes;
  sum.crashes = shim::crashes;
  return sum;
}
