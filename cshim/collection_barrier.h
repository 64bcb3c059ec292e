// Compilers that wait for a collection, which the isolate's own thread does when it runs
// JavaScript.
#ifndef CSHIM_COLLECTION_BARRIER_H_
#define CSHIM_COLLECTION_BARRIER_H_

#include <atomic>

struct shim_isolate;

namespace shim {

struct AwaitedCollection {
  std::atomic<int> compilers{0};  // that wait
  std::atomic<void*> barrier{nullptr};
};

// No collection will come soon for those that wait. Takes a lock of V8's.
void ResumeCompilers(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_COLLECTION_BARRIER_H_
