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
  v8::Global<v8::Object> registry;  // a FinalizationRegistry with nothing in it
  void* heap = nullptr;             // v8::internal::Heap, once it is known
};

// Whether there are tasks to be run by the Run that ends, and how many.
bool CountTasks(shim_isolate* self, shim_microtask_queue* queue, bool outermost);
// A FinalizationRegistry with nothing in it, in a context in which no script has run.
v8::MaybeLocal<v8::Object> NewEmptyRegistry(v8::Local<v8::Context> context);
void InstallTasks(v8::Isolate* isolate);
// V8 keeps in its heap whom it tells of errors.
void UninstallTasks(v8::Isolate* isolate);

}  // namespace shim

#endif  // CSHIM_ISOLATE_TASKS_H_
