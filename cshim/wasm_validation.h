// The validation of one function of WebAssembly, and how it is left before its
// end. V8 validates the functions of a module on its worker threads, and on the
// thread that waits for them. A function of some megabytes takes a hundred of
// them, and could not be stopped.
//
// Where the validation asks its zone for the next segment, holding no lock, it is
// left by a jump when there is no more memory or nobody waits for it. To V8 the
// function is invalid.
#ifndef CSHIM_WASM_VALIDATION_H_
#define CSHIM_WASM_VALIDATION_H_

#include <setjmp.h>

#include <cstddef>

#include "lock.h"
#include "worker_threads.h"

namespace shim {

class Validation {
 public:
  // On the thread of self, or of nobody's: a worker thread's.
  Validation(const WorkerShare& share, shim_isolate* self) : share_(share), self_(self) {
    current_ = this;
  }
  ~Validation() { current_ = nullptr; }
  Validation(const Validation&) = delete;

  // Before it takes so many bytes. Doesn't come back when it is left.
  static void Poll(size_t bytes) {
    if (current_) [[unlikely]]
      current_->Look(bytes);
  }
  // This thread is leaving it by another jump.
  static void Forget() { current_ = nullptr; }

  const char* why() const { return why_; }

  jmp_buf jump;

 private:
  static thread_local constinit Validation* current_;

  void Look(size_t bytes);
  [[noreturn]] void Leave(const char* why);

  const WorkerShare& share_;
  shim_isolate* const self_;
  const size_t locks_ = Locks::Held();
  const char* why_ = nullptr;
};

}  // namespace shim

#endif  // CSHIM_WASM_VALIDATION_H_
