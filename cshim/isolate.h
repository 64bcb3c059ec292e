// What the shim knows of an isolate. C++ only; not part of the ABI.
#ifndef CSHIM_ISOLATE_H_
#define CSHIM_ISOLATE_H_

#if !__has_include(<v8.h>)
#error "V8's headers were not found. In a checkout run 'make v8' first; see README.md, Install."
#endif

#include <pthread.h>
#include <v8.h>

#include <atomic>
#include <bit>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "cshim.h"
#include "memory.h"

namespace shim {

class Allocator;
class TaskRunner;
class WorkerShare;
struct Frame;

// A counter of what is alive. One thread at a time writes it, and any reads it
// for shim_counters: no locked instruction is needed, nor a cache line that all
// isolates write to.
class Counter {
 public:
  void operator++(int) { Add(1); }
  void operator--(int) { Add(-1); }
  int64_t get() const { return count_.load(std::memory_order_relaxed); }

 private:
  void Add(int64_t n) { count_.store(get() + n, std::memory_order_relaxed); }
  std::atomic<int64_t> count_{0};
};

// What one isolate adds to shim_counters.
struct Counters {
  Counter contexts, scopes, globals, references, templates;
};

// Bytes outside the heap, of all isolates: buffers can outlive theirs, and are
// freed on V8's threads too.
extern std::atomic<int64_t> external_bytes;

// Made by shim_serialized_value_new; any thread frees them.
extern std::atomic<int64_t> serialized_values;

// Isolates and threads of V8 that a death has left in a state that V8 can't
// take back; see shim_counters.
extern std::atomic<int64_t> abandoned_isolates, abandoned_threads, abandoned_bytes;

// A C++ object that is made and destroyed by hand, so that one record is
// reused from call to call and outlives frames that a longjmp skips.
template <typename T>
class Manual {
 public:
  template <typename... Arguments>
  void Open(Arguments&&... arguments) {
    ::new (storage_) T(std::forward<Arguments>(arguments)...);
    open_ = true;
  }
  void Close() {
    if (!open_) return;
    open_ = false;
    reinterpret_cast<T*>(storage_)->~T();
  }
  bool IsOpen() const { return open_; }

 private:
  alignas(T) char storage_[sizeof(T)];
  bool open_ = false;
};

// What one shim_isolate_enter or shim_handle_scope_open opened.
struct Level {
  Manual<v8::Locker> locker;
  Manual<v8::Isolate::Scope> isolate_scope;
  Manual<v8::HandleScope> handle_scope;
  Manual<v8::Context::Scope> context_scope;
  shim_microtask_queue* queue = nullptr;  // that it drains
  shim_isolate* previous = nullptr;       // what was current on this thread
  Frame* frame = nullptr;                 // what was Frame::innermost
  size_t pins = 0;                        // how many there were; see Pins
};

// Memory of ArrayBuffers that Go reads and writes in place. It stays until the
// scope or callback ends in which Go asked for it, whatever JavaScript does to
// the buffers meanwhile: scopes end last in, first out, and so does this.
struct Pins {
  std::vector<std::shared_ptr<v8::BackingStore>> stores;
  std::unordered_set<v8::BackingStore*> known;  // what is in stores

  // Whether the memory that begins at data is what was asked for last.
  bool HasLast(const void* data) const { return !stores.empty() && stores.back()->Data() == data; }
  void Add(std::shared_ptr<v8::BackingStore> store);
  void Release(size_t count);  // until count are left
};

// Property keys that Go code names by text are few and come again and again:
// making and internalizing the string is half the cost of a Get. A table of
// one entry a slot, with the text to compare.
struct KeyCache {
  static constexpr size_t kSlots = 256, kLongest = 31;
  struct Entry {
    v8::Global<v8::String> string;
    uint8_t length;  // meaningful while string is set
    char text[kLongest];
  };
  std::unique_ptr<Entry[]> entries;
};

// Go values that JavaScript holds; see reference.cc.
struct Reference;
struct References {
  Reference* first = nullptr;  // of those that are tracked
  std::vector<Reference*> by_id;
  std::vector<uint32_t> collected, lent;  // ids
  // Of Go's memory that is kept, and how much of it V8 was told: isolate_external_memory.cc.
  int64_t bytes = 0, told = 0, looked_at = 0;
  uint32_t collected_count = 0;      // collected.size(), which Go reads
  v8::Global<v8::Private> attached;  // the private property that holds the id
};

// The modules that Go has made; see module.cc.
struct Modules {
  // Their references, by the identity hash, which several may have.
  std::unordered_multimap<int, uint32_t> references;
  // What is to become the export of those that are JSON, by the reference.
  std::unordered_map<uint32_t, v8::Global<v8::Value>> json;
};

// Keeps a buffer from one entry to the next, unless it is large.
template <typename Buffer>
void Shrink(Buffer& buffer) {
  constexpr size_t kKeep = size_t{1} << 20;  // bytes
  if (buffer.capacity() * sizeof(*buffer.data()) > kKeep) Buffer().swap(buffer);
}

// Bytes in V8's wire format. It has no destructor: what serializes may be left
// by a longjmp.
struct Wire {
  uint8_t* data = nullptr;
  size_t size = 0, capacity = 0;

  bool Reserve(size_t more, size_t limit);  // false when it would pass limit
  void Free();
  // Keeps the memory for the next time, unless it is large.
  void Recycle();
};

// What value_writer.cc keeps from one value to the next.
struct PlainShape {
  uint32_t map;           // the low half of its address
  uint32_t first, count;  // of its properties in places
};
// The format is V8's but for these tags; package clone has them in wire.go.
enum PlainTag : uint8_t { kPlain = 0xFE, kNewShape = 1, kShape = 2 };
enum PlainFlags : uint8_t { kHasReferences = 1 };
struct WriterMemory {
  std::vector<uint64_t> identities;
  std::vector<PlainShape> shapes;
  std::vector<int> places;  // offsets of values in an object, or -offset in its properties
};

// What value_reader.cc keeps.
struct ReaderShape {
  const v8::Global<v8::DictionaryTemplate>* shape;
  uint32_t count;  // of its properties
};
struct ReaderMemory {
  std::vector<v8::Local<v8::Value>> values;
  std::vector<ReaderShape> shapes;
  // By the names as they are written; the isolate's.
  std::map<std::string, v8::Global<v8::DictionaryTemplate>, std::less<>> templates;
  size_t made = 0;  // templates, ever
};

// What it has added to the process's list; see wasm_types.cc.
struct WasmTypes {
  size_t count = 0, bytes = 0;
};

// Where a signal may end what runs; see isolate_kill.cc.
enum class Force : uint32_t { kNone, kMachineCode, kAnywhere };

// What TerminateExecution may do to an isolate: nothing while it is idle, so
// that a late one never reaches the next entry.
enum class RunState : uint32_t { kIdle, kEntered, kTerminated };

}  // namespace shim

struct shim_isolate {
  v8::Isolate* isolate = nullptr;
  std::shared_ptr<shim::Allocator> allocator;
  std::shared_ptr<shim::TaskRunner> tasks;

  std::vector<std::unique_ptr<shim::Level>> levels;  // records; the first `depth` are open
  size_t depth = 0;
  shim::Counters counters;

  // For stack_guard.cc.
  uintptr_t stack_limit = 0;            // as V8 has it
  uintptr_t stack_end = 0;              // the lowest address of the thread's stack
  std::atomic<uint32_t> interrupts{0};  // asked for since the last entry began
  uint32_t repeated = 0;                // asked for again when this one began
  // Other threads change it and V8's own state as one, under the mutex.
  std::mutex run_state_mutex;
  std::atomic<shim::RunState> run_state{shim::RunState::kIdle};
  bool heap_limit_hit = false;
  bool limit_doubted = false, judging = false;  // see DoubtLimit
  size_t initial_heap_limit = 0;
  // As of the last garbage collection; any thread.
  std::atomic<size_t> heap_used{0}, heap_committed{0}, external_used{0};
  // Nanoseconds of CoarseTime: when it was entered, or 0, and how long before.
  std::atomic<int64_t> entered_at{0}, wall_time{0};
  // Of V8's interrupts and of dead, which a request of another thread must not cross.
  std::mutex interrupt_mutex;
  bool dead = false;        // set by MarkDead
  bool collecting = false;  // garbage: a death now leaves the heap in pieces
  bool marking = false;     // between the steps of a collection
  bool disposing = false;
  bool torn = false;  // it died holding a lock, in the middle of a change

  // Compilers that wait for a collection; see background_compilation.cc.
  std::atomic<int> awaiting_collection{0};
  std::atomic<void*> collection_barrier{nullptr};

  // For isolate_kill.cc.
  pthread_t thread{};  // while entered
  std::atomic<shim::Force> force{shim::Force::kNone};
  std::atomic<bool> in_v8{false};  // and not in Go
  bool was_killed = false;
  bool was_crashed = false;    // by a fault; see crash.cc
  int64_t terminated_at = -1;  // by the thread's CPU clock, under run_state_mutex

  std::shared_ptr<shim::WorkerShare> work;  // of V8's threads
  std::shared_ptr<shim::NativeMemory> native;
  size_t pages_since_collection = 0;  // large ones; see cage.cc
  shim::WasmTypes wasm_types;

  shim_isolate_options limits{};
  shim::KeyCache keys;
  shim::References references;
  shim::Modules modules;
  std::vector<v8::Local<v8::Value>> arguments;  // of the call that is about to run

  // By V8's own; of contexts that V8 still has, closed or not.
  std::unordered_map<v8::MicrotaskQueue*, std::unique_ptr<shim_microtask_queue>> queues;
  shim_microtask_queue* running = nullptr;  // of the innermost Run that drains one
  shim_microtask_queue* serving = nullptr;  // whose task is being run
  v8::Global<v8::Value> uncaught;           // by that task
  void* heap = nullptr;                     // v8::internal::Heap, once it is known

  shim_failure failure{};
  std::vector<shim_stack_frame> failure_frames;
  std::string failure_message, failure_resource, failure_source_line, failure_stack, failure_thrown;
  size_t failure_left = 0;  // bytes of text that the exception may still have
  shim::Wire failure_wire;  // its thrown_data
  std::string text;         // what shim_text lends
  shim::Wire wire;          // what shim_value_serialize lends
  shim::WriterMemory writer;
  shim::ReaderMemory reader;
  std::vector<shim_value> values;  // what shim_values lends
  // Where AppendElements gathers them, one in the other.
  std::vector<std::unique_ptr<std::vector<shim_value>>> gathering;
  size_t gatherings = 0;
  shim::Pins pins;
};

namespace shim {
// At each outermost entry, just inside its Locker.
void OpenStackGuard(shim_isolate*);
void CloseStackGuard(shim_isolate*);
// A death jumps over V8's InterruptsScopes, which every request for an interrupt
// walks through: from here on there are none for a dead isolate,
void MarkDead(shim_isolate*);
// and here it forgets where the scopes were, before V8 takes it apart.
void ForgetInterruptsScopes(shim_isolate*);

// The slots of a v8::Isolate's data.
constexpr uint32_t kSelfSlot = 0;      // the shim_isolate
constexpr uint32_t kTemplateSlot = 1;  // external.cc's
constexpr uint32_t kOwnSlot = 2;       // what tells that it is the shim's
constexpr uint32_t kRegistrySlot = 3;  // isolate_tasks.cc's

// The shim_isolate of one that is the shim's.
inline shim_isolate* Self(v8::Isolate* isolate) {
  return static_cast<shim_isolate*>(isolate->GetData(kSelfSlot));
}
// nullptr for an isolate that is not the shim's, or not yet. Any thread.
shim_isolate* Own(v8::Isolate*);
}  // namespace shim

#endif  // CSHIM_ISOLATE_H_
