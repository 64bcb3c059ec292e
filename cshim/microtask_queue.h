// What waits for a Run of certain contexts. C++ only; not part of the ABI.
#ifndef CSHIM_MICROTASK_QUEUE_H_
#define CSHIM_MICROTASK_QUEUE_H_

#include <v8.h>

#include <memory>
#include <unordered_map>
#include <vector>

#include "cshim.h"
#include "rejections.h"
#include "task_runner.h"

struct shim_isolate;

// v8::MicrotaskQueue, of one context or of several that share it, and what else
// their scripts have left to be done later. All of it is done by the outermost
// Run in one of these contexts, and by nobody else.
struct shim_microtask_queue {
  std::unique_ptr<v8::MicrotaskQueue> microtasks;
  size_t contexts = 0;  // that are not closed

  bool entered = false;                   // by a Run, which drains it
  shim_microtask_queue* outer = nullptr;  // of the Run around that one
  shim::Rejections rejections;            // in that Run

  shim::TaskRunner::Lane lane;
  // FinalizationRegistries of which something was collected.
  std::vector<v8::Global<v8::Object>> finalizers;
  size_t turns = 0;  // how many tasks the Run still does
  std::unique_ptr<v8::Task>
      task;  // that it does now; V8 waits for its end, also for one that was left
};

namespace shim {

struct Queues {
  // Of contexts that V8 still has, closed or not.
  std::unordered_map<v8::MicrotaskQueue*, std::unique_ptr<shim_microtask_queue>> by_v8;
  shim_microtask_queue* running = nullptr;  // of the innermost Run that drains one
};

// Where a task goes that the isolate's own thread posts.
TaskRunner::Lane* LaneOfCaller(TaskRunner* tasks);
// The queue of a context, or nullptr.
shim_microtask_queue* QueueOf(shim_isolate* self, v8::Local<v8::Context> context);
// Whether it has any.
bool HasMicrotasks(shim_microtask_queue* queue);
// Runs what is queued, under the deadline of what runs.
shim_status Drain(shim_isolate* self, shim_microtask_queue* queue);
// Empties it and runs none of it.
void DropMicrotasks(shim_microtask_queue* queue);
// What the script has left to do when its Run was stopped, or never began to.
void Stop(shim_isolate* self, shim_microtask_queue* queue);
void InstallQueues(v8::Isolate* isolate);
void DropQueues(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_MICROTASK_QUEUE_H_
