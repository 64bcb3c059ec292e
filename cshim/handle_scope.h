// Levels: what an entry or a scope opens, and closes last in, first out.
#ifndef CSHIM_HANDLE_SCOPE_H_
#define CSHIM_HANDLE_SCOPE_H_

#include <v8.h>

#include <memory>
#include <new>
#include <utility>
#include <vector>

struct shim_isolate;
struct shim_microtask_queue;

namespace shim {

struct Frame;

// A C++ object that is made and destroyed by hand, so that one record is
// reused from call to call and outlives frames that a longjmp skips.
template <typename T>
class Manual {
 public:
  template <typename... Arguments>
  void Open(Arguments&&... arguments) {
    ::new (storage_) T(std::forward<Arguments>(arguments)...);
    open_ = true;
  }
  void Close() {
    if (!open_) return;
    open_ = false;
    reinterpret_cast<T*>(storage_)->~T();
  }
  bool IsOpen() const { return open_; }

 private:
  alignas(T) char storage_[sizeof(T)];
  bool open_ = false;
};

// What one shim_isolate_enter or shim_handle_scope_open opened.
struct Level {
  Manual<v8::Isolate::Scope> isolate_scope;
  Manual<v8::HandleScope> handle_scope;
  Manual<v8::Context::Scope> context_scope;
  shim_microtask_queue* queue = nullptr;  // that it drains
  shim_isolate* previous = nullptr;       // what was current on this thread
  Frame* frame = nullptr;                 // what was Frame::innermost
  size_t pins = 0;                        // how many there were; see Pins
};

struct Levels {
  std::vector<std::unique_ptr<Level>> records;  // the first `depth` are open
  size_t depth = 0;
};

// One more level of entry, and one less.
Level& Push(shim_isolate* self);
void Pop(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_HANDLE_SCOPE_H_
