// Collections of all garbage, where it has to be known what is in use.
#ifndef CSHIM_COLLECT_H_
#define CSHIM_COLLECT_H_

#include "isolate.h"

namespace shim {

// Collects garbage until it is enough, or there is none. V8's critical memory
// pressure collects all once or twice, and waits for the memory of buffers; but a
// collection that was under way before keeps what has been made since it began,
// garbage or not.
template <typename Enough>
bool CollectUntil(shim_isolate* self, Enough&& enough) {
#ifdef SHIM_WRAPS
  bool again = self->collection.marking;
#else
  bool again = true;
#endif
  self->isolate->MemoryPressureNotification(v8::MemoryPressureLevel::kCritical);
  if (enough()) return true;
  if (!again) return false;
  self->isolate->MemoryPressureNotification(v8::MemoryPressureLevel::kCritical);
  return enough();
}

}  // namespace shim

#endif  // CSHIM_COLLECT_H_
