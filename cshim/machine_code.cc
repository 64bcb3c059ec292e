// Where V8's machine code is. V8 keeps the code of JavaScript in one range and
// takes others for WebAssembly, some for each module. It knows which address
// belongs to which, under a lock that a signal's handler can't take. It
// reserves all of them from the platform's page allocator as what will hold
// code, so they are remembered there.
#include "machine_code.h"

#include <atomic>

#include "pages.h"

namespace shim {
namespace {

// Handlers read while others write: a range is there from when its end is set
// until its end is 0 again, and then the place serves another.
struct Range {
  std::atomic<uintptr_t> begin{0}, end{0};
  bool Has(uintptr_t address) const {
    uintptr_t to = end.load(std::memory_order_acquire);
    return address < to && address >= begin.load(std::memory_order_acquire) && end.load() == to;
  }
};

Range built_ins;

// A list of blocks, which only grows.
struct Block {
  static constexpr size_t kCount = 256;
  Range ranges[kCount];
  std::atomic<Block*> next{nullptr};
};

class CodePages final : public ForwardingPages {
 public:
  explicit CodePages(v8::PageAllocator* to) : ForwardingPages(to) {}

  void* AllocatePages(void* hint, size_t length, size_t alignment,
                      Permission permissions) override {
    void* pages = ForwardingPages::AllocatePages(hint, length, alignment, permissions);
    if (pages && permissions == kNoAccessWillJitLater) {
      Remember(reinterpret_cast<uintptr_t>(pages), length);
    }
    return pages;
  }

  bool FreePages(void* address, size_t length) override {
    if (Range* range = Find(reinterpret_cast<uintptr_t>(address))) Forget(*range);
    return ForwardingPages::FreePages(address, length);
  }

  bool ReleasePages(void* address, size_t length, size_t new_length) override {
    if (Range* range = Find(reinterpret_cast<uintptr_t>(address))) {
      range->end.store(range->begin.load() + new_length);
    }
    return ForwardingPages::ReleasePages(address, length, new_length);
  }

  static bool Has(uintptr_t address) {
    for (const Block* block = &first_; block; block = block->next.load(std::memory_order_acquire)) {
      for (const Range& range : block->ranges) {
        if (range.Has(address)) return true;
      }
    }
    return false;
  }

 private:
  void Remember(uintptr_t begin, size_t length) {
    constexpr uintptr_t kTaken = 1;  // no page begins there
    for (Block* block = &first_;; block = block->next.load(std::memory_order_acquire)) {
      for (Range& range : block->ranges) {
        uintptr_t none = 0;
        if (!range.begin.compare_exchange_strong(none, kTaken)) continue;
        range.begin.store(begin);
        range.end.store(begin + length, std::memory_order_release);
        return;
      }
      if (block->next.load(std::memory_order_acquire)) continue;
      Block *more = new Block, *none = nullptr;
      if (!block->next.compare_exchange_strong(none, more)) delete more;
    }
  }

  static void Forget(Range& range) {
    range.end.store(0, std::memory_order_release);
    range.begin.store(0, std::memory_order_release);
  }

  static Range* Find(uintptr_t begin) {
    for (Block* block = &first_; block; block = block->next.load(std::memory_order_acquire)) {
      for (Range& range : block->ranges) {
        if (range.begin.load(std::memory_order_relaxed) == begin) return &range;
      }
    }
    return nullptr;
  }

  static Block first_;
};

Block CodePages::first_;

}  // namespace

bool IsMachineCode(uintptr_t address) { return built_ins.Has(address) || CodePages::Has(address); }

std::unique_ptr<v8::PageAllocator> RememberCode(v8::PageAllocator* pages) {
  return std::make_unique<CodePages>(pages);
}

void FindBuiltIns(v8::Isolate* isolate) {
  const void* begin;
  size_t size;
  isolate->GetEmbeddedCodeRange(&begin, &size);
  built_ins.begin = reinterpret_cast<uintptr_t>(begin);
  built_ins.end = reinterpret_cast<uintptr_t>(begin) + size;
}

}  // namespace shim
