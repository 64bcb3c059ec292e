//go:build ignore

// V8's worker threads: v8::Platform's jobs.
#include "worker_threads.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

#include "entry.h"
#include "isolate_limits.h"
#include "v8_counters.h"

namespace shim {

namespace {

// What an isolate may use at once while others wait, and what it gets back: a
// quarter of a thread.
constexpr int64_t kTurn = 250'000'000;  // nanoseconds
constexpr int64_t kRefill = 4;

// Compilations in V8's queue, of all isolates.
std::atomic<size_t> all_queued{0};

thread_local constinit WorkerShare* job_owner = nullptr;

int CompilerThreads() {
  constexpr int kLeast = 2, kMost = 8;
  int cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(cores - 1, kLeast, kMost);
}

std::unique_ptr<v8::Platform> NewPool(int threads) {
  // No stack dumping: V8 would take SIGSEGV from Go, whose nil-pointer panics
  // need it. No idle tasks: nobody tells V8 when the isolate is idle.
  return v8::platform::NewDefaultPlatform(threads, v8::platform::IdleTaskSupport::kDisabled,
                                          v8::platform::InProcessStackDumping::kDisabled);
}

// Where V8 posts the job tells what it is.
bool IsIn(const v8::SourceLocation& location, const char* folder) {
  return location.FileName() && strstr(location.FileName(), folder);
}
bool IsWebAssembly(const v8::SourceLocation& location) { return IsIn(location, "/wasm/"); }
bool Compiles(const v8::SourceLocation& location) {
  return IsIn(location, "/compiler-dispatcher/") || IsIn(location, "/maglev/") ||
         IsIn(location, "/baseline/") || IsWebAssembly(location);
}

// A job whose threads know for whom they work.
class OwnedJob final : public v8::JobTask {
 public:
  OwnedJob(std::unique_ptr<v8::JobTask> job, std::shared_ptr<WorkerShare> owner)
      : job_(std::move(job)), owner_(std::move(owner)) {}

  void Run(v8::JobDelegate* delegate) override {
    // An isolate's own thread may take part, and works for that isolate.
    WorkerShare* before = std::exchange(job_owner, Frame::innermost ? nullptr : owner_.get());
    job_->Run(delegate);
    job_owner = before;
  }
  size_t GetMaxConcurrency(size_t workers) const override {
    return job_->GetMaxConcurrency(workers);
  }

 private:
  std::unique_ptr<v8::JobTask> job_;
  std::shared_ptr<WorkerShare> owner_;
};

// Who waits for a job does a part of it, which the other threads count on, and
// they may use what is on its stack. So it is not ended by force meanwhile, as if
// it held a lock.
class Handle final : public v8::JobHandle {
 public:
  explicit Handle(std::unique_ptr<v8::JobHandle> handle) : handle_(std::move(handle)) {}

  void Join() override {
    Locks::Take(this, nullptr);
    handle_->Join();
    Locks::Drop(this);
  }
  void NotifyConcurrencyIncrease() override { handle_->NotifyConcurrencyIncrease(); }
  void Cancel() override { handle_->Cancel(); }
  void CancelAndDetach() override { handle_->CancelAndDetach(); }
  bool IsActive() override { return handle_->IsActive(); }
  bool IsValid() override { return handle_->IsValid(); }
  bool UpdatePriorityEnabled() const override { return handle_->UpdatePriorityEnabled(); }
  void UpdatePriority(v8::TaskPriority priority) override { handle_->UpdatePriority(priority); }

 private:
  std::unique_ptr<v8::JobHandle> handle_;
};

}  // namespace

WorkerShare* JobOwner() { return job_owner; }

WorkerThreads::WorkerThreads() : others_(NewPool(0)), compilers_(NewPool(CompilerThreads())) {}

std::unique_ptr<v8::JobHandle> WorkerThreads::CreateJob(v8::TaskPriority priority,
                                                        std::unique_ptr<v8::JobTask> job,
                                                        const v8::SourceLocation& location) {
  Frame* frame = Frame::innermost;
  if (IsWebAssembly(location) && frame && frame->isolate) {
    job = std::make_unique<OwnedJob>(std::move(job), frame->isolate->work);
  }
  v8::Platform& threads = Compiles(location) ? *compilers_ : *others_;
  return std::make_unique<Handle>(threads.CreateJob(priority, std::move(job), location));
}

void WorkerShare::Close() { closed_.store(true, std::memory_order_relaxed); }

void WorkerShare::Begin() {
  std::lock_guard<std::mutex> lock(mutex_);
  running_++;
}

void WorkerShare::End(int64_t nanoseconds) {
  std::lock_guard<std::mutex> lock(mutex_);
  used_ = Used() + nanoseconds;
  used_at_ = CoarseTime();
  if (--running_ == 0) ended_.notify_all();
}

bool WorkerShare::IsAtWork() {
  std::lock_guard<std::mutex> lock(mutex_);
  return running_ > 0;
}

bool WorkerShare::Await(int64_t nanoseconds) {
  std::unique_lock<std::mutex> lock(mutex_);
  return ended_.wait_for(lock, std::chrono::nanoseconds(nanoseconds),
                         [this] { return running_ == 0; });
}

void WorkerShare::Queue() {
  queued_.fetch_add(1, std::memory_order_relaxed);
  all_queued.fetch_add(1, std::memory_order_relaxed);
}

void WorkerShare::Dequeue() {
  queued_.fetch_sub(1, std::memory_order_relaxed);
  all_queued.fetch_sub(1, std::memory_order_relaxed);
}

int64_t WorkerShare::Used() const {
  return std::max(used_ - (CoarseTime() - used_at_) / kRefill, int64_t{0});
}

bool WorkerShare::HadItsTurn(int64_t more) const {
  if (all_queued.load(std::memory_order_relaxed) <= queued()) return false;
  std::lock_guard<std::mutex> lock(mutex_);
  return Used() + more > kTurn;
}

}  // namespace shim

bool shim_isolate_await_workers(shim_isolate* self, int64_t nanoseconds) {
  self->work->Close();
  if (self->work->Await(nanoseconds)) return true;
  shim::RemoveIsolate(self);  // closed is what it is to those who count
  return false;
}
