// shim_isolate: what the shim knows of an isolate, by concern. C++ only; not part of the ABI.
#ifndef CSHIM_ISOLATE_H_
#define CSHIM_ISOLATE_H_

#if !__has_include(<v8.h>)
#error "V8's headers were not found. In a checkout run 'make v8' first; see README.md, Install."
#endif

#include <v8.h>

#include <memory>

#include "array_buffer_pins.h"
#include "collection_barrier.h"
#include "cshim.h"
#include "exception.h"
#include "external.h"
#include "fatal.h"
#include "handle_scope.h"
#include "isolate_kill.h"
#include "isolate_limits.h"
#include "isolate_tasks.h"
#include "isolate_termination.h"
#include "lent.h"
#include "marking.h"
#include "microtask_queue.h"
#include "module.h"
#include "object.h"
#include "reference.h"
#include "snapshot_creator.h"
#include "stack_guard.h"
#include "v8_counters.h"
#include "value_reader.h"
#include "value_writer.h"
#include "wasm_types.h"

namespace shim {

class Allocator;
class NativeMemory;
class TaskRunner;
class WorkerShare;

}  // namespace shim

// A struct for each concern, which the header of its file has.
struct shim_isolate {
  v8::Isolate* isolate = nullptr;
  // What every call into V8 looks at.
  shim::Death death;
  bool disposing = false;
  shim::KillState kill;
  shim::AwaitedCollection awaited;
  shim::Termination termination;
  shim::StackGuard stack;
  shim::Levels levels;

  std::shared_ptr<shim::Allocator> allocator;
  std::shared_ptr<shim::TaskRunner> tasks;
  std::shared_ptr<shim::WorkerShare> work;  // of V8's threads
  std::shared_ptr<shim::NativeMemory> native;
  shim_isolate_options options{};

  shim::Collection collection;
  shim::Limits limits;
  shim::Counters counters;
  shim::KeyCache keys;
  shim::References references;
  shim::Externals externals;
  shim::Creation creation;
  shim::Modules modules;
  shim::Queues queues;
  shim::ServedTask task;
  shim::WasmTypes wasm_types;
  shim::Failure failure;
  shim::WriterMemory writer;
  shim::ReaderMemory reader;
  shim::Lent lent;
  shim::Pins pins;
};

namespace shim {

// The isolate that this thread entered last: the thread check.
extern constinit thread_local shim_isolate* current;

// The slots of a v8::Isolate's data.
constexpr uint32_t kSelfSlot = 0;  // the shim_isolate
constexpr uint32_t kOwnSlot = 1;   // what tells that it is the shim's

// The shim_isolate of one that is the shim's.
inline shim_isolate* Self(v8::Isolate* isolate) {
  return static_cast<shim_isolate*>(isolate->GetData(kSelfSlot));
}
// nullptr for an isolate that is not the shim's, or not yet. Any thread.
shim_isolate* Own(v8::Isolate*);
}  // namespace shim

#endif  // CSHIM_ISOLATE_H_
