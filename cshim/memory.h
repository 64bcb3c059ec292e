// What V8's C++ code takes from malloc on behalf of an isolate: lists that a
// built-in collects, the parser's and compilers' zones, ICU's sets. No limit of
// V8 knows of it, and a line of JavaScript can make it gigabytes. The linker
// puts our functions before the C library's (--wrap in cshim.go).
#ifndef CSHIM_MEMORY_H_
#define CSHIM_MEMORY_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

struct shim_isolate;

namespace shim {

// The large blocks of one isolate. Those that it has left elsewhere outlive it.
class NativeMemory {
 public:
  explicit NativeMemory(size_t limit)
      : limit_(limit == 0 || limit > size_t{kNoLimit} ? kNoLimit : static_cast<int64_t>(limit)) {}

  int64_t used() const { return used_.load(std::memory_order_relaxed); }
  // What is left when the isolate is gone: a jump has skipped the destructors.
  // It frees all that no other isolate can have.
  void FreeLeft();
  // WebAssembly modules may be shared with other isolates. What a compilation
  // takes is not, until it has ended; then its serial number is 0 again.
  void HasWebAssembly() { has_web_assembly_ = true; }
  uint64_t compilation() const { return compilation_; }
  void BeginCompilation() { compilation_ = ++compilations_; }
  void EndCompilation() { compilation_ = 0; }

  void Add(int64_t size) { used_.fetch_add(size, std::memory_order_relaxed); }
  bool Exceeds(int64_t more) const { return used() + more > limit_; }
  // So much more, that C++ code is not stopped gently any longer.
  bool FarExceeds(int64_t more) const { return Exceeds(more - kRoom); }

 private:
  static constexpr int64_t kRoom = int64_t{64} << 20, kNoLimit = int64_t{1} << 60;
  const int64_t limit_;
  bool has_web_assembly_ = false;
  uint64_t compilation_ = 0, compilations_ = 0;  // on the isolate's thread
  std::atomic<int64_t> used_{0};
};

// While memory is taken that is the shim's own and outlives the isolate.
class Uncounted {
 public:
  Uncounted();
  ~Uncounted();
  // Or malloc is at work, which may hold a lock. For signal handlers.
  static bool Active();

 private:
  [[maybe_unused]] bool before_ = false;
};

// The isolate that V8 works for on this thread, or nullptr.
shim_isolate* Payer();

// The block that V8 on this thread has given back last, which is not free yet
// (memory.cc). When V8 has died it has to stay; when a Run ends it is free.
void KeepHeld();
void FreeHeld();

}  // namespace shim

#endif  // CSHIM_MEMORY_H_
