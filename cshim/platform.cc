//go:build ignore

// v8::Platform
#include "platform.h"

#include "task_runner.h"

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

}  // namespace shim
