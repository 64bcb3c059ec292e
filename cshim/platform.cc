// v8::Platform
#include "platform.h"

#include <algorithm>

namespace shim {

namespace {
Platform* platform;
}

Platform* Platform::Start() {
  platform = new Platform;
  return platform;
}

Platform* Platform::Get() { return platform; }

void Platform::Stop() {
  delete platform;
  platform = nullptr;
}

std::shared_ptr<TaskRunner> Platform::RunnerOf(v8::Isolate* isolate) {
  std::lock_guard<std::mutex> lock(mutex_);
  std::shared_ptr<TaskRunner>& runner = runners_[isolate];
  if (!runner) runner = std::make_shared<TaskRunner>();
  return runner;
}

void Platform::Forget(v8::Isolate* isolate) {
  std::shared_ptr<TaskRunner> runner;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = runners_.find(isolate);
    if (found == runners_.end()) return;
    runner = std::move(found->second);
    runners_.erase(found);
  }
  runner->Terminate();
}

void TaskRunner::Post(std::unique_ptr<v8::Task> task, double due) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (terminated_) {
    lock.unlock();  // a task's destructor is V8's code
    return;
  }
  heap_.push_back({due, posted_++, std::move(task)});
  std::push_heap(heap_.begin(), heap_.end());
  count_.store(heap_.size(), std::memory_order_release);
}

std::unique_ptr<v8::Task> TaskRunner::Next() {
  double now = platform->MonotonicallyIncreasingTime();
  std::lock_guard<std::mutex> lock(mutex_);
  if (heap_.empty() || heap_.front().due > now) return nullptr;
  std::pop_heap(heap_.begin(), heap_.end());
  std::unique_ptr<v8::Task> task = std::move(heap_.back().task);
  heap_.pop_back();
  count_.store(heap_.size(), std::memory_order_release);
  return task;
}

void TaskRunner::Terminate() {
  std::vector<Entry> dropped;
  std::lock_guard<std::mutex> lock(mutex_);
  terminated_ = true;
  dropped.swap(heap_);
  count_.store(0, std::memory_order_release);
}

void TaskRunner::PostTaskImpl(std::unique_ptr<v8::Task> task, const v8::SourceLocation&) {
  Post(std::move(task), 0);
}

void TaskRunner::PostNonNestableTaskImpl(std::unique_ptr<v8::Task> task,
                                         const v8::SourceLocation& location) {
  // Tasks run only when the outermost entry ends, so none is ever nested.
  PostTaskImpl(std::move(task), location);
}

void TaskRunner::PostDelayedTaskImpl(std::unique_ptr<v8::Task> task, double delay_in_seconds,
                                     const v8::SourceLocation&) {
  Post(std::move(task), platform->MonotonicallyIncreasingTime() + delay_in_seconds);
}

void TaskRunner::PostNonNestableDelayedTaskImpl(std::unique_ptr<v8::Task> task,
                                                double delay_in_seconds,
                                                const v8::SourceLocation& location) {
  PostDelayedTaskImpl(std::move(task), delay_in_seconds, location);
}

}  // namespace shim
