// v8::Platform: worker threads of V8's default one, with foreground task
// queues of our own. Its queues can't say cheaply whether
// an isolate has tasks, and nothing tells when one arrives.
#ifndef CSHIM_PLATFORM_H_
#define CSHIM_PLATFORM_H_

#include <v8.h>

#include <memory>
#include <mutex>
#include <unordered_map>

#include "backing_pages.h"
#include "machine_code.h"
#include "task_runner.h"
#include "worker_threads.h"

namespace shim {

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
