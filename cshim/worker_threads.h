// V8's worker threads, and what they do for each isolate. They compile on behalf
// of all isolates, in one queue: so each isolate has a share.
#ifndef CSHIM_WORKER_THREADS_H_
#define CSHIM_WORKER_THREADS_H_

#include <libplatform/libplatform.h>
#include <v8-platform.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

#include "memory.h"

struct shim_isolate;

namespace shim {

// One isolate's share of the worker threads. Jobs on WebAssembly modules, which
// isolates can share, may outlive the isolate, and so this does.
class WorkerShare : public std::enable_shared_from_this<WorkerShare> {
 public:
  explicit WorkerShare(std::shared_ptr<NativeMemory> memory) : memory_(std::move(memory)) {}

  const std::shared_ptr<NativeMemory>& memory() const { return memory_; }

  // The isolate is going away: what is being compiled for it is given up soon.
  void Close();
  bool closed() const { return closed_.load(std::memory_order_relaxed); }

  // Around a compilation on a worker thread; End says what CPU time it took.
  void Begin();
  void End(int64_t nanoseconds);
  // Whether one runs.
  bool IsAtWork();
  // Waits until none runs, for so long at most. False when one still does.
  bool Await(int64_t nanoseconds);

  // Around the time that a compilation is in V8's queue.
  void Queue();
  void Dequeue();
  size_t queued() const { return queued_.load(std::memory_order_relaxed); }
  // Whether the isolate, which uses so much more CPU time just now, has had its
  // turn, and others wait for theirs.
  bool HadItsTurn(int64_t more) const;

 private:
  int64_t Used() const;  // under mutex_

  const std::shared_ptr<NativeMemory> memory_;
  std::atomic<bool> closed_{false};
  std::atomic<size_t> queued_{0};
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  size_t running_ = 0;
  int64_t used_ = 0, used_at_ = 0;  // nanoseconds of CPU time, as of CoarseTime
};

// Two pools: what compiles takes long, and no garbage collection waits for it.
class WorkerThreads {
 public:
  WorkerThreads();

  // For all but compilations: clock, page allocator, tracing, and tasks.
  v8::Platform& platform() const { return *others_; }
  std::unique_ptr<v8::JobHandle> CreateJob(v8::TaskPriority, std::unique_ptr<v8::JobTask>,
                                           const v8::SourceLocation&);

 private:
  std::unique_ptr<v8::Platform> others_, compilers_;
};

// The share that this thread works for, because V8's job was made for it.
WorkerShare* JobOwner();

}  // namespace shim

#endif  // CSHIM_WORKER_THREADS_H_
