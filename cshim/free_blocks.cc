//go:build ignore

// Free blocks of ArrayBuffers.
#include "free_blocks.h"

#include <algorithm>

namespace shim {

FreeBlocks::FreeBlocks(v8::ArrayBuffer::Allocator* allocator, size_t memory_limit)
    : allocator_(allocator),
      most_(memory_limit ? std::min(kMost, memory_limit / 4 / kPage * kPage) : kMost) {}

void* FreeBlocks::Take(size_t length) {
  if (!Keeps(length)) return nullptr;
  size_t size = RoundUp(length);
  std::lock_guard<std::mutex> lock(mutex_);
  open_.store(true, std::memory_order_relaxed);
  // The latest is the likeliest to be in the processor's cache.
  for (size_t i = blocks_.size(); i-- > 0;) {
    if (blocks_[i].size != size) continue;
    void* data = blocks_[i].data;
    blocks_.erase(blocks_.begin() + static_cast<ptrdiff_t>(i));
    size_.fetch_sub(size, std::memory_order_relaxed);
    return data;
  }
  return nullptr;
}

bool FreeBlocks::Put(void* data, size_t length) {
  if (!Keeps(length) || !open_.load(std::memory_order_relaxed)) return false;
  size_t size = RoundUp(length);
  std::lock_guard<std::mutex> lock(mutex_);
  if (!open_.load(std::memory_order_relaxed)) return false;
  ShrinkLocked(most_ - size);
  blocks_.push_back({data, size});
  size_.fetch_add(size, std::memory_order_relaxed);
  return true;
}

void FreeBlocks::Shrink(size_t to) {
  if (size() <= to) return;
  std::lock_guard<std::mutex> lock(mutex_);
  ShrinkLocked(to);
}

void FreeBlocks::Close() {
  if (!open_.load(std::memory_order_relaxed)) return;
  std::lock_guard<std::mutex> lock(mutex_);
  open_.store(false, std::memory_order_relaxed);
  ShrinkLocked(0);
}

void FreeBlocks::ShrinkLocked(size_t to) {
  size_t count = 0;
  for (; size() > to; count++) {
    allocator_->Free(blocks_[count].data, blocks_[count].size);
    size_.fetch_sub(blocks_[count].size, std::memory_order_relaxed);
  }
  blocks_.erase(blocks_.begin(), blocks_.begin() + static_cast<ptrdiff_t>(count));
}

}  // namespace shim
