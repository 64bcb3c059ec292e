//go:build ignore

// v8::internal::IncrementalMarking: a collection that is under way while
// JavaScript runs, and what becomes of it when its isolate dies.
#include "marking.h"

#include "entry.h"
#include "unexported.h"

#ifdef SHIM_WRAPS

namespace {

void SetMarking(bool to) {
  shim::Frame* frame = shim::Frame::innermost;
  shim_isolate* self = frame && frame->isolate ? frame->isolate : shim::current;
  if (self) self->collection.marking = to;
}

// Disposing would first finish the collection, and look at every object. An
// isolate may have died in the middle of making one, and what V8 had on the
// stack is gone: then the collection is left as it is.
bool IsLeft() {
  shim::Frame* frame = shim::Frame::innermost;
  shim_isolate* self = frame ? frame->isolate : nullptr;
  return self && self->disposing && self->death.dead && self->collection.marking;
}

}  // namespace

#define SHIM_START \
  _ZN2v88internal18IncrementalMarking5StartENS0_16GarbageCollectorENS0_23GarbageCollectionReasonE
extern "C" void SHIM_JOIN(__real_, SHIM_START)(void*, int, int);
extern "C" void SHIM_JOIN(__wrap_, SHIM_START)(void* marking, int collector, int reason) {
  SetMarking(true);
  SHIM_JOIN(__real_, SHIM_START)(marking, collector, reason);
}

extern "C" bool __real__ZN2v88internal18IncrementalMarking4StopEv(void*);
extern "C" bool __wrap__ZN2v88internal18IncrementalMarking4StopEv(void* marking) {
  bool stopped = __real__ZN2v88internal18IncrementalMarking4StopEv(marking);
  SetMarking(false);
  return stopped;
}

// v8::internal::Heap
#define SHIM_FINISH \
  _ZN2v88internal4Heap36FinalizeIncrementalMarkingAtomicallyENS0_23GarbageCollectionReasonE
extern "C" void SHIM_JOIN(__real_, SHIM_FINISH)(void*, int);
extern "C" void SHIM_JOIN(__wrap_, SHIM_FINISH)(void* heap, int reason) {
  if (!IsLeft()) SHIM_JOIN(__real_, SHIM_FINISH)(heap, reason);
}

// cppgc::internal::HeapBase, the heap of C++ objects, which has none here. It
// demands that the collection is finished.
extern "C" void __real__ZN5cppgc8internal8HeapBase9TerminateEv(void*);
extern "C" void __wrap__ZN5cppgc8internal8HeapBase9TerminateEv(void* heap) {
  if (!IsLeft()) __real__ZN5cppgc8internal8HeapBase9TerminateEv(heap);
}

// cppgc::internal::ConcurrentMarkerBase, which demands that its job has ended.
extern bool Cancel(void* marker) SHIM_SYMBOL("_ZN5cppgc8internal20ConcurrentMarkerBase6CancelEv");
extern "C" void __real__ZN5cppgc8internal20ConcurrentMarkerBaseD2Ev(void*);
extern "C" void __wrap__ZN5cppgc8internal20ConcurrentMarkerBaseD2Ev(void* marker) {
  if (IsLeft()) Cancel(marker);
  __real__ZN5cppgc8internal20ConcurrentMarkerBaseD2Ev(marker);
}

#endif  // SHIM_WRAPS
