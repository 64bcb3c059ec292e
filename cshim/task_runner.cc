//go:build ignore

// v8::TaskRunner
#include "task_runner.h"

#include <unistd.h>

#include <algorithm>

#include "microtask_queue.h"
#include "platform.h"
#include "unexported.h"

namespace shim {
namespace {

// Where a byte is written for Go to look, or -1.
std::atomic<int> wake{-1};

// No jump: it is a clock.
double Now() { return Platform::Get()->MonotonicallyIncreasingTime(); }

#ifdef SHIM_WRAPS

// V8 says of a task only how to run it. Its class tells who has caused it: the
// address of the class's table of virtual functions, and Itanium's C++ ABI, by
// which such a table says where the whole object begins.
extern "C" const void* const kAsyncWaiterTimeoutTask[] SHIM_SYMBOL(
    "_ZTVN2v88internal22AsyncWaiterTimeoutTaskE");

const char* WholeObject(const v8::Task* task) {
  const ptrdiff_t* table = *reinterpret_cast<const ptrdiff_t* const*>(task);
  return reinterpret_cast<const char*>(task) + table[-2];
}

bool IsOf(const char* object, const void* const* table) {
  return *reinterpret_cast<const void* const* const*>(object) == table + 2;
}

// Ends Atomics.waitAsync: it runs no JavaScript, and frees what V8 keeps of it.
bool IsTimeout(const v8::Task* task) { return IsOf(WholeObject(task), kAsyncWaiterTimeoutTask); }

#else

bool IsTimeout(const v8::Task*) { return false; }

#endif

}  // namespace

void TaskRunner::Push(Lane& lane, Entry entry) {
  lane.heap_.push_back(std::move(entry));
  std::push_heap(lane.heap_.begin(), lane.heap_.end());
  Update(lane);
}

void TaskRunner::Post(std::unique_ptr<v8::Task> task, double due) {
  Lane* lane = &common_;
  if (IsTimeout(task.get())) lane = LaneOfCaller(this);
  std::unique_lock<std::mutex> lock(mutex_);
  if (terminated_ || lane == nullptr) {
    lock.unlock();  // a task's destructor is V8's code
    return;
  }
  Push(*lane, {due, posted_++, std::move(task)});
  if (posted_since_.exchange(true)) return;
  int file = wake.load();
  // A pipe that is full wakes as well, and one that is gone wakes nobody.
  if (file >= 0 && write(file, "", 1) < 0) return;
}

bool TaskRunner::HasDue(Lane& lane) {
  if (lane.Count() == 0) return false;
  double now = Now();
  std::lock_guard<std::mutex> lock(mutex_);
  return !lane.heap_.empty() && lane.heap_.front().due <= now;
}

double TaskRunner::Next(Lane& lane) {
  if (lane.Count() == 0) return -1;
  double now = Now();
  std::lock_guard<std::mutex> lock(mutex_);
  return lane.heap_.empty() ? -1 : std::max(lane.heap_.front().due - now, 0.0);
}

std::unique_ptr<v8::Task> TaskRunner::Next(Lane& lane, bool* stopped) {
  if (lane.Count() == 0) return nullptr;
  double now = Now();
  std::lock_guard<std::mutex> lock(mutex_);
  if (lane.heap_.empty() || lane.heap_.front().due > now) return nullptr;
  std::pop_heap(lane.heap_.begin(), lane.heap_.end());
  Entry entry = std::move(lane.heap_.back());
  lane.heap_.pop_back();
  Update(lane);
  *stopped = entry.stopped;
  return std::move(entry.task);
}

void TaskRunner::Stop(Lane& lane) {
  if (lane.Count() == 0) return;
  std::lock_guard<std::mutex> lock(mutex_);
  for (Entry& entry : lane.heap_) entry.stopped = true;
}

void TaskRunner::Close(Lane& lane) {
  std::vector<Entry> dropped;
  std::lock_guard<std::mutex> lock(mutex_);
  dropped.swap(lane.heap_);
  Update(lane);
  for (Entry& entry : dropped) {
    if (IsTimeout(entry.task.get())) Push(common_, std::move(entry));
  }
}

void TaskRunner::Terminate() {
  std::vector<Entry> dropped;
  std::lock_guard<std::mutex> lock(mutex_);
  terminated_ = true;
  dropped.swap(common_.heap_);
  Update(common_);
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
  Post(std::move(task), Now() + delay_in_seconds);
}

void TaskRunner::PostNonNestableDelayedTaskImpl(std::unique_ptr<v8::Task> task,
                                                double delay_in_seconds,
                                                const v8::SourceLocation& location) {
  PostDelayedTaskImpl(std::move(task), delay_in_seconds, location);
}

}  // namespace shim

void shim_task_runner_set_wake(int file) { shim::wake.store(file); }
