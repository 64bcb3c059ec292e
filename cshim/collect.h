// Collections of all garbage, where it has to be known what is in use.
#ifndef CSHIM_COLLECT_H_
#define CSHIM_COLLECT_H_

#include "isolate.h"
#include "worker_threads.h"

namespace shim {

// Collects garbage until it is enough, or there is none. V8's critical memory
// pressure collects all once or twice, and waits for the memory of buffers. That
// leaves what has been made since a collection began that was under way before, and
// what functions refer to that are being optimized, or wait for it: on a busy machine
// for long. V8's low memory notification gives those up that wait, and collects until
// nothing more goes; the others are waited for.
template <typename Enough>
bool CollectUntil(shim_isolate* self, Enough&& enough) {
  self->isolate->MemoryPressureNotification(v8::MemoryPressureLevel::kCritical);
  if (enough()) return true;
  bool compiling = self->work->IsAtWork();
  self->isolate->LowMemoryNotification();
  if (enough()) return true;
  constexpr int64_t kLongest = 50'000'000;  // nanoseconds: a compiler may wait for us
  if (!compiling || !self->work->Await(kLongest)) return false;
  self->isolate->LowMemoryNotification();
  return enough();
}

}  // namespace shim

#endif  // CSHIM_COLLECT_H_
