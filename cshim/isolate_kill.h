// What a kill needs to know: where the thread of JavaScript is, and how it may be ended.
#ifndef CSHIM_ISOLATE_KILL_H_
#define CSHIM_ISOLATE_KILL_H_

#include <pthread.h>

#include <atomic>
#include <cstdint>

namespace shim {

// Where a signal may end what runs.
enum class Force : uint32_t { kNone, kMachineCode, kAnywhere };

struct KillState {
  pthread_t thread{};  // while entered
  std::atomic<Force> force{Force::kNone};
  std::atomic<bool> in_v8{false};  // and not in Go
  int64_t since = -1;  // the termination, by the thread's CPU clock; under Termination::mutex
};

}  // namespace shim

#endif  // CSHIM_ISOLATE_KILL_H_
