// Tasks: what scripts leave to be done later, by V8, on the isolate's thread.
#ifndef CSHIM_ISOLATE_TASKS_H_
#define CSHIM_ISOLATE_TASKS_H_

#include <v8.h>

struct shim_isolate;
struct shim_microtask_queue;

namespace shim {

// The one that is being run.
struct ServedTask {
  shim_microtask_queue* queue = nullptr;  // whose it is
  v8::Global<v8::Value> uncaught;         // by it
#ifdef SHIM_WRAPS
  uint32_t outside = 0;  // see shim_isolate_has_outside_tasks
#else
  uint32_t outside = 1;  // nobody sees who makes shared memory
#endif
  void* heap = nullptr;  // v8::internal::Heap, once it is known
};

// Whether there are tasks to be run by the Run that ends, and how many.
bool CountTasks(shim_isolate* self, shim_microtask_queue* queue, bool outermost);
void InstallTasks(v8::Isolate* isolate);

}  // namespace shim

#endif  // CSHIM_ISOLATE_TASKS_H_
