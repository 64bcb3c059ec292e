// A compilation on one of V8's worker threads: whose it is, and how it is left
// before its end. V8 has no way to stop one, and some take gigabytes and many
// seconds for a function of a few lines.
//
// A compiler's memory comes in segments of its zones. Where it asks for the next
// one, holding no lock, it is left by a jump to a frame of ours around it, when
// the isolate's memory limit allows no more, the isolate is going away, or it has
// had its turn and others wait. To V8 the function could not be compiled. What
// the compiler reads is the isolate's, what it writes is the job's own, and is
// freed with the job.
#ifndef CSHIM_BACKGROUND_COMPILATION_H_
#define CSHIM_BACKGROUND_COMPILATION_H_

#include <setjmp.h>

#include <memory>
#include <utility>
#include <vector>

#include "lock.h"
#include "worker_threads.h"

struct shim_isolate;

namespace shim {

// The isolate that this worker thread is at work for, or nullptr.
shim_isolate* IsolateOfWorker();

class BackgroundCompilation {
 public:
  enum class Left { kNot, kMemory, kClosed, kTurn };

  explicit BackgroundCompilation(std::shared_ptr<WorkerShare> share);
  ~BackgroundCompilation();
  BackgroundCompilation(const BackgroundCompilation&) = delete;

  // The one of this thread, or nullptr.
  static BackgroundCompilation* Current() { return current_; }

  const std::shared_ptr<NativeMemory>& memory() const { return share_->memory(); }
  Left left() const { return left_; }

  // From here on it may be left, to where jump was set.
  void Arm() { armed_ = true; }
  void Disarm() { armed_ = false; }
  // Before it takes so many bytes. Doesn't come back when it is left.
  void Poll(size_t bytes);
  // Leaves it for an error of V8's, and comes back when that can't be.
  void Fail();
  // Whether it may be left just now, to be begun again another time, and does so.
  bool CanLeave() const;
  void PutOff() { Leave(Left::kTurn); }

  // What it has made, and its functions would destroy. A Callback is how one of
  // them hears that a collection has moved what it looks at.
  using Callback = void (*)(void*);
  void AddZone(void* zone) { zones_.push_back(zone); }
  void RemoveZone(void* zone);
  void AddCallback(Callback callback, void* data) { callbacks_.push_back({callback, data}); }
  void RemoveCallback(Callback callback, void* data);
  void OwnsAllZones() { owns_all_zones_ = true; }

  jmp_buf jump;
  // V8's JSHeapBroker, OptimizedCompilationInfo and LocalHeap, while attached.
  void *broker = nullptr, *info = nullptr, *heap = nullptr;

 private:
  static thread_local constinit BackgroundCompilation* current_;

  [[noreturn]] void Leave(Left why);

  const std::shared_ptr<WorkerShare> share_;
  const int64_t began_;  // nanoseconds of the thread's CPU time
  const size_t locks_ = Locks::Held();
  bool armed_ = false, owns_all_zones_ = false;
  Left left_ = Left::kNot;
  std::vector<void*> zones_;
  std::vector<std::pair<Callback, void*>> callbacks_;
};

}  // namespace shim

#endif  // CSHIM_BACKGROUND_COMPILATION_H_
