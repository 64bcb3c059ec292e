// What V8's C++ code takes from malloc on behalf of an isolate: lists that a
// built-in collects, the parser's and compilers' zones, ICU's sets. No limit of
// V8 knows of it, and a line of JavaScript can make it gigabytes. The linker
// puts our functions before the C library's (--wrap; engine.txt).
#ifndef CSHIM_MEMORY_H_
#define CSHIM_MEMORY_H_

#include <v8-isolate.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

struct shim_isolate;

namespace shim {

class IcuList;

// What was taken for one isolate. What it has left elsewhere outlives it.
class NativeMemory {
 public:
  explicit NativeMemory(size_t limit);
  ~NativeMemory();

  int64_t used() const {
    return certain_.load(std::memory_order_relaxed) + collectable_.load(std::memory_order_relaxed);
  }
  IcuList* icu() const { return icu_; }
  // What is left when the isolate is gone: a jump has skipped the destructors.
  // It frees all that no other isolate can have.
  void FreeLeft();
  // WebAssembly modules may be shared with other isolates. What a compilation
  // takes is not, until it has ended; then its serial number is 0 again.
  void HasWebAssembly() { has_web_assembly_ = true; }
  uint64_t compilation() const { return compilation_; }
  void BeginCompilation() { compilation_ = ++compilations_; }
  void EndCompilation() { compilation_ = 0; }

  void Add(int64_t size) { certain_.fetch_add(size, std::memory_order_relaxed); }
  // What JavaScript's objects may hold, which are garbage perhaps.
  void AddCollectable(int64_t size) { collectable_.fetch_add(size, std::memory_order_relaxed); }
  // What V8's worker threads have for compilers. The script need not have what
  // they make, and does not end for it.
  void AddInBackground(int64_t size) { background_.fetch_add(size, std::memory_order_relaxed); }
  bool ExceedsInBackground(int64_t more) const {
    return Exceeds(background_.load(std::memory_order_relaxed) + more);
  }
  bool Exceeds(int64_t more) const { return used() + more > limit_; }
  // Whatever a collection would free.
  bool ExceedsForCertain(int64_t more) const {
    return certain_.load(std::memory_order_relaxed) + more > limit_;
  }
  // So much more, that C++ code is not stopped gently any longer.
  bool FarExceeds(int64_t more) const { return Exceeds(more - kRoom); }

  // Collects garbage when JavaScript comes to a place where it can, and decides
  // then whether the limit is reached.
  void AskForJudgement(shim_isolate* self);

 private:
  static void Judge(v8::Isolate* isolate, void* self);
  static constexpr int64_t kRoom = int64_t{64} << 20, kNoLimit = int64_t{1} << 60;
  static constexpr int64_t kJudgements = 16;  // while what is used grows by the limit
  const int64_t limit_;
  bool has_web_assembly_ = false;
  uint64_t compilation_ = 0, compilations_ = 0;  // on the isolate's thread
  std::atomic<int64_t> certain_{0}, collectable_{0}, background_{0};
  bool asked_ = false;  // for a judgement
  int64_t judged_ = 0;  // what was used then
  IcuList* const icu_;
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

// Whether the isolate may not have so many bytes more. It may, and be ended soon.
bool Refuses(shim_isolate* self, size_t size);
// In place of a block that was refused: nullptr, if that is looked for.
void* RefuseBlock(size_t size);

// V8 frees a block first and then forgets where it was. If it dies in between,
// what disposes of the isolate comes to the block once more. So a block is not
// free until V8 gives back the next one on the same thread, and never is when V8
// dies. When a Run ends it is free.
// A block comes with what gives it back, and what says its size.
struct Freer {
  void (*free)(void*);
  size_t (*size)(void*);
};
void FreeLater(void* block, const Freer* freer);
// For who jumps out of V8; what is Uncounted ends, too.
void KeepHeld();
void FreeHeld();

}  // namespace shim

#endif  // CSHIM_MEMORY_H_
