// v8::ArrayBuffer::Allocator: V8's own, which keeps memory inside the
// sandbox, with a count of what is handed out, and free blocks.
#ifndef CSHIM_ARRAY_BUFFER_H_
#define CSHIM_ARRAY_BUFFER_H_

#include <v8.h>

#include <atomic>
#include <memory>
#include <mutex>

#include "collect.h"
#include "cshim.h"
#include "free_blocks.h"
#include "isolate.h"

namespace shim {

class Allocator final : public v8::ArrayBuffer::Allocator {
 public:
  // Refuses what would take heap and buffers beyond limit; 0 is no limit.
  explicit Allocator(size_t limit)
      : allocator_(NewDefaultAllocator()), free_blocks_(allocator_.get(), limit), limit_(limit) {}

  void* Allocate(size_t length) override;
  void* AllocateUninitialized(size_t length) override;
  void Free(void* data, size_t length) override;
  size_t MaxAllocationSize() const override { return allocator_->MaxAllocationSize(); }
  v8::PageAllocator* GetPageAllocator() override { return allocator_->GetPageAllocator(); }

  void SetHeapUsed(size_t bytes) { heap_used_.store(bytes, std::memory_order_relaxed); }
  // Whether who asks for uninitialized memory now writes all of it. V8 should, and
  // had zeros as long as its own allocator gave them; a buffer that was
  // transferred may have held what another isolate wrote. On the isolate's thread.
  void SetOverwritten(bool to) { overwritten_ = to; }

  // Whether V8 gets what it asks for, for buffers that it can't do without: it dies where
  // one of a snapshot is refused. The caller judges the limit then. On the isolate's thread.
  void SetUnlimited(bool to) { unlimited_.store(to, std::memory_order_relaxed); }

  // Frees the memory that was handed out last, if it is that and nobody has: a death has
  // skipped what would have made an object of it. When the isolate is disposed of.
  void FreeUnowned(void* data);

  // Counts what is not freed as given up. When the isolate's memory stays.
  void Abandon();

  FreeBlocks& free_blocks() { return free_blocks_; }

  // For backing_pages.cc and machine_code.cc: what is not from here, and counts
  // with it. False when it does not fit. Any thread.
  bool Commit(size_t bytes);
  bool CommitAnyway(size_t bytes);
  void Decommit(size_t bytes) { Count(-static_cast<int64_t>(bytes)); }
  struct Pages {
    std::atomic<size_t> reserved{0}, mappings{0};
  };
  Pages& pages() { return pages_; }
  const Pages& pages() const { return pages_; }

  // How many bytes the limit leaves, or SIZE_MAX without one. Any thread.
  size_t Left() const;
  // Bytes handed out and not yet freed. Any thread.
  int64_t allocated() const { return allocated_.load(std::memory_order_relaxed); }

 private:
  // nullptr when it does not fit: V8 collects garbage and tries again before
  // JavaScript sees a RangeError. For what fits, free blocks go first.
  void* Get(size_t length, bool zeroed);
  void Count(int64_t bytes);

  std::unique_ptr<v8::ArrayBuffer::Allocator> allocator_;
  FreeBlocks free_blocks_;
  const size_t limit_;
  bool overwritten_ = false;
  std::atomic<bool> unlimited_{false};
  std::atomic<int64_t> allocated_{0};
  std::atomic<std::atomic<int64_t>*> counted_{&external_bytes};
  // No signal ends who holds it, halfway.
  std::mutex whole_;
  std::atomic<void*> last_{nullptr};  // that was handed out and not freed
  size_t last_length_ = 0;
  std::atomic<size_t> heap_used_{0};
  Pages pages_;
};

// Whether it fits, when garbage has been collected if need be. Not of what
// is being terminated: in a loop that catches what refusing throws, collections
// would put its end off.
template <typename Fits>
bool MakeRoom(shim_isolate* self, Fits&& fits) {
  if (fits()) return true;
  if (self->termination.state.load(std::memory_order_relaxed) == RunState::kTerminated)
    return false;
  return CollectUntil(self, fits);
}

// A range of buffer's memory for Go, pinned; nothing when the range is not
// inside the buffer. A SharedArrayBuffer comes as an ArrayBuffer, as V8 has it.
shim_memory Lend(shim_isolate* self, v8::Local<v8::ArrayBuffer> buffer, size_t offset,
                 size_t length);
shim_memory NoMemory(shim_value outcome);

// Empty with a RangeError thrown when there is no memory.
v8::MaybeLocal<v8::ArrayBuffer> NewArrayBuffer(v8::Isolate* isolate, size_t byte_length,
                                               v8::BackingStoreInitializationMode mode);
v8::MaybeLocal<v8::ArrayBuffer> NewArrayBuffer(v8::Isolate* isolate, shim_bytes data);
shim_value ThrowNoMemory(v8::Isolate* isolate);

}  // namespace shim

#endif  // CSHIM_ARRAY_BUFFER_H_
