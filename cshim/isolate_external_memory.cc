//go:build ignore

// v8::Isolate::AdjustAmountOfExternalAllocatedMemory: Go's memory that JavaScript
// keeps, such as errors. V8 must know of it to collect in time, and the memory
// limit to count it.
#include "isolate_external_memory.h"

#include <algorithm>

#include "array_buffer.h"
#include "entry.h"
#include "isolate_limits.h"

namespace shim {

size_t ExternalBytes(shim_isolate* self, size_t counted_by_v8) {
  // What was collected since V8 was told is still in its count.
  const References& references = self->references;
  size_t others = counted_by_v8 - std::min<size_t>(counted_by_v8, references.told);
  return std::max<size_t>(others, self->allocator->allocated()) + references.bytes;
}

void TellExternalBytes(shim_isolate* self) {
  References& references = self->references;
  v8::Isolate* isolate = self->isolate;
  int64_t change = references.bytes - references.told;
  if (change == 0) return;
  references.told = references.bytes;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  isolate->AdjustAmountOfExternalAllocatedMemory(change);  // an accounter counts one way only
#pragma GCC diagnostic pop
  // V8 collects when tens of megabytes have been added, whatever the limit is. A
  // collection each time that the limit is near would take all the time.
  constexpr int64_t kParts = 16;
  int64_t limit = static_cast<int64_t>(self->options.memory_limit);
  references.looked_at = std::min(references.looked_at, references.bytes);
  if (limit == 0 || references.bytes - references.looked_at < limit / kParts) return;
  int64_t used = self->limits.heap_used + self->allocator->allocated() + references.bytes;
  if (used <= limit) return;
  references.looked_at = references.bytes;
  DoubtLimit(self);
}

}  // namespace shim

shim_value shim_isolate_adjust_external(shim_isolate* self, int64_t bytes) {
  return shim::Read(self, [&](v8::Isolate*) {
    self->references.bytes += bytes;
    shim::TellExternalBytes(self);
    return shim::Status(shim::Runnable(self));
  });
}
