// The locks inside V8 that this thread holds. Who jumps out of V8's code must
// know: a lock that stays held hangs its next taker, who may belong to another
// isolate. The linker puts our functions before V8's own (--wrap; engine.txt).
#ifndef CSHIM_LOCK_H_
#define CSHIM_LOCK_H_

#include <cstddef>

namespace shim {

class Locks {
 public:
  static size_t Held() { return held_.count; }
  // What was taken last, if that is a v8::base::Mutex.
  static void* InnermostMutex();
  // Gives back those that were taken since so many were held.
  static void Release(size_t down_to);

  // Before a lock is taken, and after it was given back. give_back may be
  // nullptr, for what can only be waited for.
  static void Take(void* lock, void (*give_back)(void*));
  static void Drop(void* lock);

 private:
  static constexpr size_t kMost = 32;  // beyond it they are counted only
  struct Entry {
    void* lock;
    void (*give_back)(void*);
  };
  struct List {
    size_t count;
    Entry entries[kMost];
  };
  static thread_local constinit List held_;
};

}  // namespace shim

#endif  // CSHIM_LOCK_H_
