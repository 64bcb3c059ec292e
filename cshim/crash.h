// Traps and faults in V8's own code. C++ only; not part of the ABI.
#ifndef CSHIM_CRASH_H_
#define CSHIM_CRASH_H_

#include <atomic>
#include <cstdint>

namespace shim {

// Faults that V8 has been kept from ending the process by; see shim_counters.
extern std::atomic<int64_t> crashes;

// When V8 starts: puts our handlers before those that are there, which are Go's.
void InstallCrashHandlers();

// Whether this is one of V8's own threads.
bool IsV8Thread();

// Where one of V8's own threads ends up that has met an error.
[[noreturn]] void StandStill();

// A line on stderr, before the process ends.
void SayWhy(const char* what, const char* why);

}  // namespace shim

#endif  // CSHIM_CRASH_H_
