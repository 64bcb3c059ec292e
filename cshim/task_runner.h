// v8::TaskRunner: what V8 wants done on the thread of one isolate, by whom it is
// done for. A task may run JavaScript of the context that caused it, and does so
// in a Run of that context alone; see isolate_tasks.cc.
#ifndef CSHIM_TASK_RUNNER_H_
#define CSHIM_TASK_RUNNER_H_

#include <v8.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace shim {

// Posted by any thread, taken by the thread that has entered the isolate.
class TaskRunner final : public v8::TaskRunner {
 public:
  // The tasks for one microtask queue, or for none.
  class Lane;

  // For the isolate itself; they run no JavaScript but what isolate_tasks.cc lets them.
  Lane& common() { return common_; }

  bool HasDue(Lane& lane);
  // The next one that is due, or nullptr; and whether the Run that caused it was
  // stopped.
  std::unique_ptr<v8::Task> Next(Lane& lane, bool* stopped);

  // Seconds until the next one that is not due is; negative: there is none.
  double Next(Lane& lane);
  // Whether one was posted since the last call.
  bool TakePosted() { return posted_since_.exchange(false); }

  // Marks what waits in lane.
  void Stop(Lane& lane);
  // The lane is no longer served. What only lets go of memory becomes common.
  void Close(Lane& lane);

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
    bool stopped = false;
    // For a heap with the earliest on top.
    bool operator<(const Entry& other) const {
      return due != other.due ? due > other.due : order > other.order;
    }
  };

 public:
  class Lane {
   public:
    // How many wait, due or not, by a cheap and slightly late reading.
    size_t Count() const { return count_.load(std::memory_order_acquire); }

   private:
    friend class TaskRunner;
    std::vector<Entry> heap_;
    std::atomic<size_t> count_{0};
  };

 private:
  void Post(std::unique_ptr<v8::Task> task, double due);
  void Push(Lane& lane, Entry entry);
  void Update(Lane& lane) { lane.count_.store(lane.heap_.size(), std::memory_order_release); }

  std::mutex mutex_;
  Lane common_;
  uint64_t posted_ = 0;
  std::atomic<bool> posted_since_{false};
  bool terminated_ = false;
};

}  // namespace shim

#endif  // CSHIM_TASK_RUNNER_H_
