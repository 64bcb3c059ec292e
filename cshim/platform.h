// v8::Platform: worker threads of V8's default one, with foreground task
// queues of our own. Its queues can't say cheaply whether
// an isolate has tasks, and nothing tells when one arrives.
#ifndef CSHIM_PLATFORM_H_
#define CSHIM_PLATFORM_H_

#include <v8.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "backing_pages.h"
#include "machine_code.h"
#include "worker_threads.h"

namespace shim {

// The foreground tasks of one isolate. Posted by any thread, run by the
// thread that has entered the isolate.
class TaskRunner final : public v8::TaskRunner {
 public:
  // The next task that is due, or nullptr.
  std::unique_ptr<v8::Task> Next();
  // How many wait, due or not, by a cheap and slightly late reading.
  size_t Count() const { return count_.load(std::memory_order_acquire); }
  // Drops all tasks and takes no more: the isolate is going away.
  void Terminate();

  bool IdleTasksEnabled() override { return false; }
  bool NonNestableTasksEnabled() const override { return true; }
  bool NonNestableDelayedTasksEnabled() const override { return true; }

 protected:
  void PostTaskImpl(std::unique_ptr<v8::Task> task, const v8::SourceLocation&) override;
  void PostNonNestableTaskImpl(std::unique_ptr<v8::Task> task,
                               const v8::SourceLocation& location) override;
  void PostDelayedTaskImpl(std::unique_ptr<v8::Task> task, double delay_in_seconds,
                           const v8::SourceLocation&) override;
  void PostNonNestableDelayedTaskImpl(std::unique_ptr<v8::Task> task, double delay_in_seconds,
                                      const v8::SourceLocation& location) override;

 private:
  struct Entry {
    double due;  // seconds, MonotonicallyIncreasingTime
    uint64_t order;
    std::unique_ptr<v8::Task> task;
    // For a heap with the earliest on top.
    bool operator<(const Entry& other) const {
      return due != other.due ? due > other.due : order > other.order;
    }
  };

  void Post(std::unique_ptr<v8::Task> task, double due);

  std::mutex mutex_;
  std::vector<Entry> heap_;
  uint64_t posted_ = 0;
  bool terminated_ = false;
  std::atomic<size_t> count_{0};
};

class Platform final : public v8::Platform {
 public:
  static Platform* Start();
  static Platform* Get();
  static void Stop();

  Platform()
      : growing_(CountGrowth(workers_->GetPageAllocator())), pages_(RememberCode(growing_.get())) {}

  std::shared_ptr<TaskRunner> RunnerOf(v8::Isolate* isolate);
  void Forget(v8::Isolate* isolate);

  v8::PageAllocator* GetPageAllocator() override { return pages_.get(); }
  int NumberOfWorkerThreads() override { return workers_->NumberOfWorkerThreads(); }
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(v8::Isolate* isolate,
                                                          v8::TaskPriority) override {
    return RunnerOf(isolate);
  }
  double MonotonicallyIncreasingTime() override { return workers_->MonotonicallyIncreasingTime(); }
  double CurrentClockTimeMillis() override { return workers_->CurrentClockTimeMillis(); }
  v8::TracingController* GetTracingController() override {
    return workers_->GetTracingController();
  }

 protected:
  std::unique_ptr<v8::JobHandle> CreateJobImpl(v8::TaskPriority priority,
                                               std::unique_ptr<v8::JobTask> job_task,
                                               const v8::SourceLocation& location) override {
    return threads_.CreateJob(priority, std::move(job_task), location);
  }
  void PostTaskOnWorkerThreadImpl(v8::TaskPriority priority, std::unique_ptr<v8::Task> task,
                                  const v8::SourceLocation& location) override {
    workers_->PostTaskOnWorkerThread(priority, std::move(task), location);
  }
  void PostDelayedTaskOnWorkerThreadImpl(v8::TaskPriority priority, std::unique_ptr<v8::Task> task,
                                         double delay_in_seconds,
                                         const v8::SourceLocation& location) override {
    workers_->PostDelayedTaskOnWorkerThread(priority, std::move(task), delay_in_seconds, location);
  }

 private:
  WorkerThreads threads_;
  v8::Platform* const workers_ = &threads_.platform();
  std::unique_ptr<v8::PageAllocator> growing_, pages_;
  std::mutex mutex_;
  std::unordered_map<v8::Isolate*, std::shared_ptr<TaskRunner>> runners_;
};

}  // namespace shim

#endif  // CSHIM_PLATFORM_H_
