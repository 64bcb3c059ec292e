//go:build ignore

// v8::internal::CollectionBarrier
#include "collection_barrier.h"

#include "isolate.h"
#include "isolate_termination.h"

#ifdef SHIM_WRAPS

#include "background_compilation.h"
#include "unexported.h"

// A compiler that needs a collection waits until the isolate's own thread does
// it, for which that must run JavaScript: else an idle isolate, or one that waits
// in Go, would have the threads of all.
SHIM_WRAP(bool, AwaitCollection,
          "_ZN2v88internal17CollectionBarrier25AwaitCollectionBackgroundEPNS0_9LocalHeapE",
          (void* barrier, void* heap)) {
  shim::BackgroundCompilation* compilation = shim::BackgroundCompilation::Current();
  shim_isolate* self = shim::IsolateOfWorker();
  if (!self || !compilation || !compilation->CanLeave()) return RealAwaitCollection(barrier, heap);
  self->awaited.barrier.store(barrier, std::memory_order_relaxed);
  self->awaited.compilers++;
  bool runs = self->kill.in_v8.load() && self->termination.state.load() != shim::RunState::kIdle;
  bool collected = runs && RealAwaitCollection(barrier, heap);
  self->awaited.compilers--;
  if (!collected) compilation->PutOff();
  return collected;
}
extern void CancelCollection(void* barrier)
    SHIM_SYMBOL("_ZN2v88internal17CollectionBarrier32CancelCollectionAndResumeThreadsEv");
void shim::ResumeCompilers(shim_isolate* self) {
  CancelCollection(self->awaited.barrier.load(std::memory_order_relaxed));
}

#else

void shim::ResumeCompilers(shim_isolate*) {}  // nobody knows who waits

#endif  // SHIM_WRAPS
