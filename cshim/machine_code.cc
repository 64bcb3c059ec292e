//go:build ignore

// Where V8's machine code is. V8 keeps the code of JavaScript in one range and
// takes others for WebAssembly, some for each module. It knows which address
// belongs to which, under a lock that a signal's handler can't take. It
// reserves all of them from the platform's page allocator as what will hold
// code, so they are remembered there. What is committed of a range counts for
// the isolate that reserved it; JavaScript's own is reserved by none, and its
// pages are the heap's.
#include "machine_code.h"

#include <atomic>
#include <utility>

#include "array_buffer.h"
#include "entry.h"
#include "isolate_limits.h"
#include "memory.h"
#include "pages.h"

namespace shim {
namespace {

// Handlers read while others write: a range is there from when its end is set
// until its end is 0 again, and then the place serves another.
struct Range {
  std::atomic<uintptr_t> begin{0}, end{0};
  // Handlers don't look at these.
  std::shared_ptr<Allocator> owner;
  std::atomic<size_t> committed{0};
  bool Has(uintptr_t address) const {
    uintptr_t to = end.load(std::memory_order_acquire);
    return address < to && address >= begin.load(std::memory_order_acquire) && end.load() == to;
  }
};

Range built_ins;

// The isolate that code is made for on this thread. While V8 starts or makes an
// isolate there is none.
shim_isolate* Worker() {
  Frame* frame = Frame::innermost;
  return frame && frame->interruptible && !frame->for_all ? frame->isolate : nullptr;
}

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
      Uncounted uncounted;
      shim_isolate* self = Worker();
      Remember(reinterpret_cast<uintptr_t>(pages), length, self ? self->allocator : nullptr);
    }
    return pages;
  }

  bool FreePages(void* address, size_t length) override {
    Uncounted uncounted;
    if (Range* range = Find(reinterpret_cast<uintptr_t>(address))) Forget(*range);
    return ForwardingPages::FreePages(address, length);
  }

  // V8 gives up on the isolate, with a lock of the module held that others may
  // have too, when it gets no page for code. So it gets it, and the limit is
  // looked at before the next function runs.
  bool RecommitPages(void* address, size_t length, Permission permissions) override {
    Uncounted uncounted;
    if (!ForwardingPages::RecommitPages(address, length, permissions)) return false;
    Range* range = FindOwned(reinterpret_cast<uintptr_t>(address));
    if (range == nullptr) return true;
    range->committed += length;
    bool fits = range->owner->CommitAnyway(length);
    shim_isolate* self = Worker();
    if (!fits && self && self->allocator == range->owner) DoubtLimit(self);
    return true;
  }

  bool DecommitPages(void* address, size_t length) override {
    Uncounted uncounted;
    if (!ForwardingPages::DecommitPages(address, length)) return false;
    if (Range* range = FindOwned(reinterpret_cast<uintptr_t>(address))) {
      range->committed -= length;
      range->owner->Decommit(length);
    }
    return true;
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
  void Remember(uintptr_t begin, size_t length, std::shared_ptr<Allocator> owner) {
    constexpr uintptr_t kTaken = 1;  // no page begins there
    for (Block* block = &first_;; block = block->next.load(std::memory_order_acquire)) {
      for (Range& range : block->ranges) {
        uintptr_t none = 0;
        if (!range.begin.compare_exchange_strong(none, kTaken)) continue;
        range.owner = std::move(owner);
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
    size_t committed = range.committed.exchange(0);
    if (std::shared_ptr<Allocator> owner = std::move(range.owner)) owner->Decommit(committed);
    range.end.store(0, std::memory_order_release);
    range.begin.store(0, std::memory_order_release);
  }

  static Range* FindOwned(uintptr_t address) {
    for (Block* block = &first_; block; block = block->next.load(std::memory_order_acquire)) {
      for (Range& range : block->ranges) {
        if (range.Has(address)) return range.owner ? &range : nullptr;
      }
    }
    return nullptr;
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
