//go:build ignore

// v8::internal::OptimizedCompilationJob and wasm::WasmCompilationUnit, on V8's
// worker threads.
#include "background_compilation.h"

#include "entry.h"
#include "worker_threads.h"

#ifdef SHIM_WRAPS

#include <time.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "unexported.h"
#include "wasm_validation.h"

void RealDestroyZone(void* zone) SHIM_SYMBOL("__real__ZN2v88internal4ZoneD1Ev");
#define SHIM_REMOVE_CALLBACK "_ZN2v88internal9LocalHeap24RemoveGCEpilogueCallbackEPFvPvES2_"
void RealRemoveCallback(void* heap, void (*callback)(void*), void* data)
    SHIM_SYMBOL("__real_" SHIM_REMOVE_CALLBACK);

// v8::internal::LocalHeap. A thread that is not parked holds up collections.
extern bool IsParked(const void* heap) SHIM_SYMBOL("_ZNK2v88internal9LocalHeap8IsParkedEv");
extern void Park(void* heap) SHIM_SYMBOL("_ZN2v88internal9LocalHeap4ParkEv");

namespace shim {

thread_local constinit BackgroundCompilation* BackgroundCompilation::current_ = nullptr;

namespace {

// The isolate whose LocalIsolate this worker thread is in.
thread_local constinit v8::Isolate* isolate_of_worker = nullptr;

int64_t ThreadTime() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return int64_t{time.tv_sec} * 1000000000 + time.tv_nsec;
}

std::shared_ptr<WorkerShare> ShareOfWorker() {
  shim_isolate* self = IsolateOfWorker();
  return self ? self->work : nullptr;
}

// V8's jobs that no thread has begun. One queue serves all isolates, so that each
// may have as many in it as V8 gives to one.
constexpr size_t kMostQueued = 8;

class JobQueue {
 public:
  bool Add(void* job, const std::shared_ptr<WorkerShare>& share, bool limited) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (limited) {
      size_t own = std::count_if(jobs_.begin(), jobs_.end(), [&](const auto& each) {
        return each.second.share == share && each.second.limited;
      });
      if (own >= kMostQueued) return false;
    }
    jobs_[job] = {share, limited};
    share->Queue();
    return true;
  }

  void Remove(void* job) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = jobs_.find(job);
    if (found == jobs_.end()) return;
    found->second.share->Dequeue();
    jobs_.erase(found);
  }

 private:
  struct Entry {
    std::shared_ptr<WorkerShare> share;
    bool limited;
  };
  std::mutex mutex_;
  std::unordered_map<void*, Entry> jobs_;
};

JobQueue& Queue() {
  static JobQueue* queue = new JobQueue;  // V8's threads may outlive what is destroyed at exit
  return *queue;
}

// MaglevCompilationInfos of jobs that had their turn. V8 must finish such a job, or
// it takes the function to be in progress for good.
class Postponed {
 public:
  void Add(void* info) {
    std::lock_guard<std::mutex> lock(mutex_);
    infos_.insert(info);
    count_.store(infos_.size(), std::memory_order_relaxed);
  }
  bool Remove(void* info) {
    if (count_.load(std::memory_order_relaxed) == 0) return false;
    std::lock_guard<std::mutex> lock(mutex_);
    bool removed = infos_.erase(info) > 0;
    count_.store(infos_.size(), std::memory_order_relaxed);
    return removed;
  }

 private:
  std::mutex mutex_;
  std::unordered_set<void*> infos_;
  std::atomic<size_t> count_{0};
};

Postponed& PostponedJobs() {
  static Postponed* postponed = new Postponed;
  return *postponed;
}

}  // namespace

shim_isolate* IsolateOfWorker() { return isolate_of_worker ? Own(isolate_of_worker) : nullptr; }

BackgroundCompilation::BackgroundCompilation(std::shared_ptr<WorkerShare> share)
    : share_(std::move(share)), began_(ThreadTime()) {
  share_->Begin();
  current_ = this;
}

BackgroundCompilation::~BackgroundCompilation() {
  current_ = nullptr;
  share_->End(ThreadTime() - began_);
}

bool BackgroundCompilation::CanLeave() const {
  if (!armed_ || Locks::Held() != locks_) return false;
  return callbacks_.empty() || !IsParked(heap);  // else a collection may be at them
}

void BackgroundCompilation::Fail() {
  if (CanLeave()) Leave(Left::kMemory);
}

void BackgroundCompilation::Poll(size_t bytes) {
  if (!CanLeave()) return;
  if (share_->closed()) Leave(Left::kClosed);
  if (memory()->ExceedsInBackground(static_cast<int64_t>(bytes))) Leave(Left::kMemory);
  if (share_->HadItsTurn(ThreadTime() - began_)) Leave(Left::kTurn);
}

namespace {
template <typename T>
void RemoveLast(std::vector<T>& from, const T& what) {
  auto found = std::find(from.rbegin(), from.rend(), what);
  if (found != from.rend()) from.erase(std::next(found).base());
}
}  // namespace

void BackgroundCompilation::RemoveZone(void* zone) { RemoveLast(zones_, zone); }
void BackgroundCompilation::RemoveCallback(Callback callback, void* data) {
  RemoveLast(callbacks_, {callback, data});
}

// The jump skips destructors. Zones on the stack have no other owner.
void BackgroundCompilation::Leave(Left why) {
  armed_ = false;
  left_ = why;
  for (auto& [callback, data] : std::exchange(callbacks_, {})) {
    RealRemoveCallback(heap, callback, data);
  }
  uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  // Jump: it is empty by then.
  std::vector<void*> zones = std::exchange(zones_, {});
  for (size_t i = zones.size(); i-- > 0;) {
    uintptr_t zone = reinterpret_cast<uintptr_t>(zones[i]);
    bool on_stack = zone > here && zone < reinterpret_cast<uintptr_t>(this);
    if (on_stack || owns_all_zones_) RealDestroyZone(zones[i]);
  }
  std::vector<void*>().swap(zones);
  _longjmp(jump, 1);
}

}  // namespace shim

using shim::BackgroundCompilation;
using Left = BackgroundCompilation::Left;

// v8::internal::LocalIsolate, which each thread has that works on an isolate.
SHIM_WRAP(void, EnterIsolate, "_ZN2v88internal12LocalIsolateC1EPNS0_7IsolateENS0_10ThreadKindE",
          (void* self, v8::Isolate* isolate, int kind)) {
  if (shim::Frame::innermost == nullptr) shim::isolate_of_worker = isolate;
  RealEnterIsolate(self, isolate, kind);
}
SHIM_WRAP(void, LeaveIsolate, "_ZN2v88internal12LocalIsolateD1Ev", (void* self)) {
  RealLeaveIsolate(self);
  if (shim::Frame::innermost == nullptr) shim::isolate_of_worker = nullptr;
}

// v8::internal::LocalHeap
SHIM_WRAP(void, AttachHandles,
          "_ZN2v88internal9LocalHeap23AttachPersistentHandlesESt10unique_ptrINS0_"
          "17PersistentHandlesESt14default_deleteIS3_EE",
          (void* heap, void* handles)) {
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current()) {
    compilation->heap = heap;
  }
  RealAttachHandles(heap, handles);
}
SHIM_WRAP(void, AddCallback,
          "_ZN2v88internal9LocalHeap21AddGCEpilogueCallbackEPFvPvES2_NS0_"
          "22GCCallbacksInSafepoint6GCTypeE",
          (void* heap, void (*callback)(void*), void* data, int type)) {
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current()) {
    compilation->AddCallback(callback, data);
  }
  RealAddCallback(heap, callback, data, type);
}
void WrapRemoveCallback(void* heap, void (*callback)(void*), void* data)
    SHIM_SYMBOL("__wrap_" SHIM_REMOVE_CALLBACK);
void WrapRemoveCallback(void* heap, void (*callback)(void*), void* data) {
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current()) {
    compilation->RemoveCallback(callback, data);
  }
  RealRemoveCallback(heap, callback, data);
}

// v8::internal::Zone and what it is made of.
SHIM_WRAP(void, MakeZone, "_ZN2v88internal4ZoneC1EPNS0_19AccountingAllocatorEPKcb",
          (void* zone, void* allocator, const char* name, bool compressed)) {
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current())
    compilation->AddZone(zone);
  RealMakeZone(zone, allocator, name, compressed);
}
void WrapDestroyZone(void* zone) SHIM_SYMBOL("__wrap__ZN2v88internal4ZoneD1Ev");
void WrapDestroyZone(void* zone) {
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current()) {
    compilation->RemoveZone(zone);
  }
  RealDestroyZone(zone);
}
SHIM_WRAP(void*, AllocateSegment, "_ZN2v88internal19AccountingAllocator15AllocateSegmentEmb",
          (void* allocator, size_t size, bool compressed)) {
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current()) {
    compilation->Poll(size);
  }
  shim::Validation::Poll(size);
  return RealAllocateSegment(allocator, size, compressed);
}

// v8::internal::compiler::ZoneStats, which a job has. Its first member is a
// std::vector of the zones that were not returned. V8 leaves none.
extern void ReturnZone(void* stats, void* zone)
    SHIM_SYMBOL("_ZN2v88internal8compiler9ZoneStats10ReturnZoneEPNS0_4ZoneE");
SHIM_WRAP(void, DestroyZoneStats, "_ZN2v88internal8compiler9ZoneStatsD1Ev", (void* stats)) {
  const std::vector<void*>& zones = *static_cast<std::vector<void*>*>(stats);
  while (!zones.empty()) ReturnZone(stats, zones.back());
  RealDestroyZoneStats(stats);
}

// v8::internal::compiler::JSHeapBroker, by which Turbofan reads the heap. In
// between, the job's handles are the thread's.
SHIM_WRAP(void, DetachBroker,
          "_ZN2v88internal8compiler12JSHeapBroker18DetachLocalIsolateEPNS0_"
          "24OptimizedCompilationInfoE",
          (void* broker, void* info)) {
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current()) compilation->Disarm();
  RealDetachBroker(broker, info);
}
SHIM_WRAP(void, AttachBroker,
          "_ZN2v88internal8compiler12JSHeapBroker18AttachLocalIsolateEPNS0_"
          "24OptimizedCompilationInfoEPNS0_12LocalIsolateE",
          (void* broker, void* info, void* isolate)) {
  RealAttachBroker(broker, info, isolate);
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current()) {
    compilation->broker = broker;
    compilation->info = info;
    compilation->Arm();
    compilation->Poll(0);
  }
}

// v8::internal::OptimizedCompilationJob, which is Turbofan's or Maglev's.
constexpr int kFailed = 1;              // CompilationJob::Status
constexpr uint8_t kFunctionTooBig = 6;  // BailoutReason
extern int AbortOptimization(void* job, uint8_t reason)
    SHIM_SYMBOL("_ZN2v88internal22TurbofanCompilationJob17AbortOptimizationENS0_13BailoutReasonE");
SHIM_WRAP(int, ExecuteJob,
          "_ZN2v88internal23OptimizedCompilationJob10ExecuteJobEPNS0_16RuntimeCallStatsEPNS0_"
          "12LocalIsolateE",
          (void* job, void* statistics, void* isolate)) {
  // Jump: the thread is V8's, and its own jump ends in this function.
  std::shared_ptr<shim::WorkerShare> share;
  if (shim::Frame::innermost == nullptr) share = shim::ShareOfWorker();
  if (!share) return RealExecuteJob(job, statistics, isolate);
  shim::Queue().Remove(job);
  BackgroundCompilation compilation(std::move(share));
  if (_setjmp(compilation.jump) == 0) return RealExecuteJob(job, statistics, isolate);
  if (!IsParked(compilation.heap)) Park(compilation.heap);
  RealDetachBroker(compilation.broker, compilation.info);
  // What had no memory would have none again.
  if (compilation.left() == Left::kMemory) return AbortOptimization(job, kFunctionTooBig);
  return kFailed;
}

// v8::internal::maglev::MaglevCompiler, inside of a job.
SHIM_WRAP(bool, Compile,
          "_ZN2v88internal6maglev14MaglevCompiler7CompileEPNS0_12LocalIsolateEPNS1_"
          "21MaglevCompilationInfoE",
          (void* isolate, void* info)) {
  shim::PostponedJobs().Remove(info);  // of an earlier one at this address
  BackgroundCompilation* compilation = BackgroundCompilation::Current();
  if (compilation == nullptr) return RealCompile(isolate, info);
  if (_setjmp(compilation->jump) == 0) {
    compilation->Arm();
    compilation->Poll(0);
    bool compiled = RealCompile(isolate, info);
    compilation->Disarm();
    return compiled;
  }
  if (!IsParked(compilation->heap)) Park(compilation->heap);
  if (compilation->left() != Left::kTurn) return false;  // V8 does not try again
  shim::PostponedJobs().Add(info);
  return true;
}
SHIM_WRAP(void*, GenerateCode,
          "_ZN2v88internal6maglev14MaglevCompiler12GenerateCodeEPNS0_7IsolateEPNS1_"
          "21MaglevCompilationInfoE",
          (void* isolate, void* info)) {
  return shim::PostponedJobs().Remove(info) ? nullptr : RealGenerateCode(isolate, info);
}

// Their queues, on the isolate's own thread.
SHIM_WRAP(
    bool, QueueTurbofan,
    "_ZN2v88internal27OptimizingCompileDispatcher23TryQueueForOptimizationERSt10unique_ptrINS0_"
    "22TurbofanCompilationJobESt14default_deleteIS3_EE",
    (void* dispatcher, void** owner)) {
  shim::Frame* frame = shim::Frame::innermost;
  if (!frame || !frame->isolate) return RealQueueTurbofan(dispatcher, owner);
  void* job = *owner;
  if (!shim::Queue().Add(job, frame->isolate->work, true)) return false;
  if (RealQueueTurbofan(dispatcher, owner)) return true;
  shim::Queue().Remove(job);
  return false;
}
SHIM_WRAP(void, QueueMaglev,
          "_ZN2v88internal6maglev26MaglevConcurrentDispatcher10EnqueueJobEOSt10unique_ptrINS1_"
          "20MaglevCompilationJobESt14default_deleteIS4_EE",
          (void* dispatcher, void** owner)) {
  shim::Frame* frame = shim::Frame::innermost;
  if (frame && frame->isolate) shim::Queue().Add(*owner, frame->isolate->work, false);
  RealQueueMaglev(dispatcher, owner);
}
SHIM_WRAP(void, DisposeTurbofan,
          "_ZN2v88internal8Compiler29DisposeTurbofanCompilationJobEPNS0_7IsolateEPNS0_"
          "22TurbofanCompilationJobE",
          (void* isolate, void* job)) {
  shim::Queue().Remove(job);
  RealDisposeTurbofan(isolate, job);
}
SHIM_WRAP(
    void, DisposeMaglev,
    "_ZN2v88internal8Compiler27DisposeMaglevCompilationJobEPNS0_6maglev20MaglevCompilationJobEPNS0_"
    "7IsolateE",
    (void* job, void* isolate)) {
  shim::Queue().Remove(job);
  RealDisposeMaglev(job, isolate);
}

// v8::internal::wasm::WasmCompilationUnit, whose result is given by address. It
// must not fail: then the module counts as invalid. So what was left becomes what
// it is already, baseline code, which V8 does not put in place of itself.
struct CompiledUnit {
  CompiledUnit(const CompiledUnit&) = delete;
  ~CompiledUnit();
};
struct Unit {
  int function;
  uint8_t tier;
};
constexpr uint8_t kLiftoff = 1, kTurbofan = 2;
SHIM_WRAP(
    CompiledUnit, CompileUnit,
    "_ZN2v88internal4wasm19WasmCompilationUnit18ExecuteCompilationEPNS1_14CompilationEnvEPKNS1_"
    "16WireBytesStorageEPNS0_8CountersEPNS1_20WasmDetectedFeaturesE",
    (Unit * unit, void* environment, void* bytes, void* counters, void* features)) {
  shim::WorkerShare* owner = shim::Frame::innermost ? nullptr : shim::JobOwner();
  if (!owner || unit->tier != kTurbofan) {
    return RealCompileUnit(unit, environment, bytes, counters, features);
  }
  BackgroundCompilation compilation(owner->shared_from_this());
  compilation.OwnsAllZones();
  if (_setjmp(compilation.jump) == 0) {
    compilation.Arm();
    return RealCompileUnit(unit, environment, bytes, counters, features);
  }
  struct Baseline {
    explicit Baseline(Unit* unit) : unit(unit) { unit->tier = kLiftoff; }
    ~Baseline() { unit->tier = kTurbofan; }
    Unit* unit;
  } baseline(unit);
  return RealCompileUnit(unit, environment, bytes, counters, features);
}

#endif  // SHIM_WRAPS
