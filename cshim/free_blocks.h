// What large ArrayBuffers leave behind, for those that come next in the same
// Run. V8's allocator zeroes what it gives out, and gives back to the kernel
// what it gets back: that is three quarters of the time that a copy of a million
// floats takes.
#ifndef CSHIM_FREE_BLOCKS_H_
#define CSHIM_FREE_BLOCKS_H_

#include <v8.h>

#include <atomic>
#include <mutex>
#include <vector>

namespace shim {

// The free blocks of one isolate: what they hold, no other isolate may see. Any
// thread; V8 frees on its own threads. Blocks go back to V8 under the mutex,
// since no signal makes a thread jump that holds a lock (isolate_kill.cc).
class FreeBlocks {
 public:
  FreeBlocks(v8::ArrayBuffer::Allocator* allocator, size_t memory_limit);
  ~FreeBlocks() { Close(); }

  // How much to ask V8's allocator for: for blocks that are kept, whole pages,
  // so that lengths that differ a little share them.
  size_t SizeFor(size_t length) const { return Keeps(length) ? RoundUp(length) : length; }

  // A block for length bytes with the contents of a buffer that was freed, or
  // nullptr. Blocks are kept from now on.
  void* Take(size_t length);
  // False when the block is not kept.
  bool Put(void* data, size_t length);
  // Gives back the oldest until no more bytes are left than that.
  void Shrink(size_t to);
  // Keeps no more, and gives all back: the Run has ended.
  void Close();

  size_t size() const { return size_.load(std::memory_order_relaxed); }

 private:
  static constexpr size_t kPage = 4096;
  static constexpr size_t kSmallest = size_t{1} << 18, kMost = size_t{96} << 20;
  struct Block {
    void* data;
    size_t size;
  };

  static size_t RoundUp(size_t length) { return (length + kPage - 1) / kPage * kPage; }
  bool Keeps(size_t length) const { return length >= kSmallest && length <= most_; }
  void ShrinkLocked(size_t to);

  v8::ArrayBuffer::Allocator* const allocator_;
  const size_t most_;  // bytes; a multiple of kPage
  std::atomic<bool> open_{false};
  std::atomic<size_t> size_{0};
  std::mutex mutex_;
  std::vector<Block> blocks_;  // the oldest first
};

}  // namespace shim

#endif  // CSHIM_FREE_BLOCKS_H_
