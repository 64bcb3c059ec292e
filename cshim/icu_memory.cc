//go:build ignore

// What ICU takes for an isolate: many small blocks. An iterator of
// Intl.Segmenter holds 8 KB, and a list of a million strings a hundred bytes of
// each, of which V8's heap knows nothing. ICU takes all of its memory by
// functions that an embedder may replace, and gives it back by them, so that
// each block can have a header. There is a list of them for each isolate, and
// one of those that may be for all: ICU keeps what it has made of a locale.
#include "icu_memory.h"

#include <link.h>
#include <sched.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "entry.h"
#include "memory.h"
#include "unexported.h"

#ifdef SHIM_WRAPS

extern "C" void* __real_malloc(size_t);
extern "C" void __real_free(void*);
extern "C" void u_setMemoryFunctions_74(const void* context, void* (*)(const void*, size_t),
                                        void* (*)(const void*, void*, size_t),
                                        void (*)(const void*, void*), int* error);

// icu::UnifiedCache::getInstance and flush.
void* Cache(int& error) SHIM_SYMBOL("_ZN6icu_7412UnifiedCache11getInstanceER10UErrorCode");
void Flush(void* cache) SHIM_SYMBOL("_ZNK6icu_7412UnifiedCache5flushEv");

namespace shim {

struct IcuBlock {
  IcuBlock *next, *previous;
  std::atomic<IcuList*> list;  // that it is in; changes under the locks of both
  IcuList* payer;              // that it is counted for, while its term lasts
  uint32_t term;
  bool marked;
  size_t size;  // of what follows

  void* data() { return this + 1; }
  uintptr_t begin() { return reinterpret_cast<uintptr_t>(data()); }
  uintptr_t end() { return begin() + size; }
  static IcuBlock* Of(void* data) { return static_cast<IcuBlock*>(data) - 1; }
};
static_assert(sizeof(IcuBlock) % alignof(std::max_align_t) == 0);

// It is never destroyed, but used again by another isolate, for its next term:
// whoever frees a block finds the list by the block, and then locks it.
class IcuList {
 public:
  IcuList() { head_.next = head_.previous = &head_; }

  // Not a mutex of the C library's, which lock.cc counts.
  void Lock() {
    for (int spins = 0; locked_.test_and_set(std::memory_order_acquire); spins++) {
      if (spins > 100) sched_yield();
    }
  }
  void Unlock() { locked_.clear(std::memory_order_release); }

  void Insert(IcuBlock* block) {
    size_ += block->size;
    block->list.store(this, std::memory_order_relaxed);
    block->next = &head_;
    block->previous = head_.previous;
    block->previous->next = head_.previous = block;
  }
  void Remove(IcuBlock* block) {
    size_ -= block->size;
    block->previous->next = block->next;
    block->next->previous = block->previous;
  }
  template <typename Visit>
  void Each(Visit&& visit) {  // which may remove it
    for (IcuBlock *block = head_.next, *next; block != &head_; block = next) {
      next = block->next;
      visit(block);
    }
  }
  size_t size() const { return size_; }  // of its blocks
  bool IsPayerOf(const IcuBlock* block) const {
    return block->payer == this && block->term == term.load(std::memory_order_relaxed);
  }

  std::atomic<NativeMemory*> owner{nullptr};
  std::atomic<uint32_t> term{0};

 private:
  std::atomic_flag locked_ = ATOMIC_FLAG_INIT;
  IcuBlock head_{};
  size_t size_ = 0;
};

namespace {

// Those of all isolates. Never destroyed, as V8's threads free until the end.
IcuList& Shared() {
  static IcuList* shared = new IcuList;
  return *shared;
}

std::mutex unused_mutex;
std::vector<IcuList*>& Unused() {
  static std::vector<IcuList*>* unused = new std::vector<IcuList*>;
  return *unused;
}

struct Locked {
  explicit Locked(IcuList& list) : list(list) { list.Lock(); }
  ~Locked() { list.Unlock(); }
  IcuList& list;
};

IcuList* LockListOf(IcuBlock* block) {
  for (;;) {
    IcuList* list = block->list.load(std::memory_order_relaxed);
    list->Lock();
    if (block->list.load(std::memory_order_relaxed) == list) return list;
    list->Unlock();
  }
}

int64_t CostOf(const IcuBlock* block) {
  return static_cast<int64_t>(block->size + sizeof(IcuBlock));
}

void Uncharge(IcuBlock* block) {
  IcuList* payer = std::exchange(block->payer, nullptr);
  if (payer == nullptr || payer->term.load(std::memory_order_acquire) != block->term) return;
  if (NativeMemory* owner = payer->owner.load()) owner->AddCollectable(-CostOf(block));
}

void FreeNow(void* data) {
  Uncounted uncounted;
  IcuBlock* block = IcuBlock::Of(data);
  IcuList* list = LockListOf(block);
  list->Remove(block);
  Uncharge(block);
  list->Unlock();
  __real_free(block);
}

size_t SizeOf(void* data) { return IcuBlock::Of(data)->size + sizeof(IcuBlock); }

void Free(const void*, void* data) {
  static constexpr Freer kFreer{FreeNow, SizeOf};
  if (data) FreeLater(data, &kFreer);
}

void* Allocate(const void*, size_t size) {
  size_t whole = size + sizeof(IcuBlock);
  if (whole < size) return nullptr;
  shim_isolate* payer = Payer();
  if (payer && Refuses(payer, whole)) return RefuseBlock(whole);
  // What is made under a lock may be for all isolates.
  bool shared = payer == nullptr || Locks::Held() != Frame::innermost->locks;
  Uncounted uncounted;
  IcuBlock* block = static_cast<IcuBlock*>(__real_malloc(whole));
  if (block == nullptr) return nullptr;
  block->size = size;
  // Reach looks for pointers in it, and is not to find those of who had it before.
  if (shared) memset(block->data(), 0, size);
  block->marked = false;
  block->payer = nullptr;
  if (payer) {
    block->payer = payer->native->icu();
    block->term = block->payer->term.load(std::memory_order_relaxed);
    payer->native->AddCollectable(CostOf(block));
  }
  Locked list(shared ? Shared() : *block->payer);
  list.list.Insert(block);
  return block->data();
}

void* Reallocate(const void* context, void* data, size_t size) {
  void* moved = Allocate(context, size);
  if (data == nullptr || moved == nullptr) return moved;
  memcpy(moved, data, std::min(size, IcuBlock::Of(data)->size));
  Free(context, data);
  return moved;
}

// The variables of the program that V8 and ICU are linked into.
template <typename Visit>
void EachVariable(Visit&& visit) {
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        bool ours = false;
        for (int i = 0; i < info->dlpi_phnum; i++) {
          const ElfW(Phdr)& header = info->dlpi_phdr[i];
          uintptr_t begin = info->dlpi_addr + header.p_vaddr;
          ours |= header.p_type == PT_LOAD &&
                  reinterpret_cast<uintptr_t>(&unused_mutex) - begin < header.p_memsz;
        }
        for (int i = 0; ours && i < info->dlpi_phnum; i++) {
          const ElfW(Phdr)& header = info->dlpi_phdr[i];
          uintptr_t begin = info->dlpi_addr + header.p_vaddr;
          if (header.p_type != PT_LOAD || !(header.p_flags & PF_W)) continue;
          (*static_cast<std::remove_reference_t<Visit>*>(data))(begin, begin + header.p_memsz);
        }
        return ours ? 1 : 0;
      },
      &visit);
}

// Finds which of an isolate's blocks others can reach: by the program's
// variables, and by what was made for all. ICU also makes things first and takes
// a lock then, to show them to others. What looks like a pointer is one.
class Reach {
 public:
  explicit Reach(IcuList* of) {
    of->Each([&](IcuBlock* block) { own.push_back(block); });
    Shared().Each([&](IcuBlock* block) {
      if (of->IsPayerOf(block)) shared.push_back(block);
    });
    if (own.empty() && shared.empty()) return;
    blocks_.reserve(own.size() + shared.size());
    blocks_.insert(blocks_.end(), own.begin(), own.end());
    blocks_.insert(blocks_.end(), shared.begin(), shared.end());
    std::sort(blocks_.begin(), blocks_.end());
    pages_.resize(kPages);
    for (IcuBlock* block : blocks_) {
      for (uintptr_t page = PageOf(block->begin()); page <= PageOf(block->end()); page++) {
        pages_[page % kPages] = true;
      }
    }
    EachVariable([&](uintptr_t begin, uintptr_t end) { Scan(begin, end); });
    Shared().Each([&](IcuBlock* block) {
      if (!of->IsPayerOf(block)) Scan(block->begin(), block->end());
    });
    Follow();
  }

  // From this block on too.
  void Add(IcuBlock* block) {
    Find(block->begin());
    Follow();
  }

  std::vector<IcuBlock*> own, shared;  // in the list, and in that of all but made for it

 private:
  static constexpr size_t kPages = 1 << 18;
  static uintptr_t PageOf(uintptr_t address) { return address >> 12; }

  __attribute__((no_sanitize("address", "thread"))) void Scan(uintptr_t begin, uintptr_t end) {
    constexpr uintptr_t kWord = sizeof(uintptr_t);
    begin = (begin + kWord - 1) & ~(kWord - 1);
    for (; begin + kWord <= end; begin += kWord) {
      uintptr_t word = *reinterpret_cast<const volatile uintptr_t*>(begin);
      if (pages_[PageOf(word) % kPages]) Find(word);
    }
  }

  void Find(uintptr_t word) {
    auto after =
        std::upper_bound(blocks_.begin(), blocks_.end(), word,
                         [](uintptr_t at, IcuBlock* block) { return at < block->begin(); });
    if (after == blocks_.begin()) return;
    IcuBlock* block = after[-1];
    // Of a text there is a pointer to the beginning, with room for C++'s count of
    // an array. Millions of addresses within it would look like one by chance.
    constexpr size_t kText = 64 << 10, kBeginning = 64;
    uintptr_t last = block->size < kText ? block->end() : block->begin() + kBeginning;
    if (word > last || block->marked) return;
    block->marked = true;
    found_.push_back(block);
  }

  void Follow() {
    while (!found_.empty()) {
      IcuBlock* block = found_.back();
      found_.pop_back();
      Scan(block->begin(), block->end());
    }
  }

  std::vector<IcuBlock*> blocks_, found_;
  std::vector<bool> pages_;  // some of the addresses whose blocks these are
};

}  // namespace

IcuList* OpenIcu(NativeMemory* owner) {
  Uncounted uncounted;
  std::lock_guard<std::mutex> lock(unused_mutex);
  if (Unused().empty()) Unused().push_back(new IcuList);
  IcuList* list = Unused().back();
  Unused().pop_back();
  list->owner.store(owner);
  return list;
}

void CloseIcu(IcuList* list) {
  Uncounted uncounted;
  {
    Locked own(*list);
    Locked all(Shared());
    list->term++;
    list->owner.store(nullptr);
    list->Each([&](IcuBlock* block) {
      list->Remove(block);
      Shared().Insert(block);
    });
  }
  std::lock_guard<std::mutex> lock(unused_mutex);
  Unused().push_back(list);
}

void ShareIcu(IcuList* list) {
  Uncounted uncounted;
  Locked own(*list);
  Locked all(Shared());
  Reach reach(list);
  for (IcuBlock* block : reach.shared) {
    if (std::exchange(block->marked, false)) Uncharge(block);
  }
  for (IcuBlock* block : reach.own) {
    if (!std::exchange(block->marked, false)) continue;
    Uncharge(block);
    list->Remove(block);
    Shared().Insert(block);
  }
}

void FreeIcu(IcuList* list) {
  Uncounted uncounted;
  Locked own(*list);
  Locked all(Shared());
  Reach reach(list);
  for (IcuBlock* block : reach.shared) {
    // V8 itself may have it for all, where we can't look.
    if (!block->marked)
      reach.Add(block);
    else
      Uncharge(block);
  }
  for (IcuBlock* block : reach.own) {
    Uncharge(block);
    list->Remove(block);
    if (std::exchange(block->marked, false)) {
      Shared().Insert(block);
    } else {
      __real_free(block);
    }
  }
  for (IcuBlock* block : reach.shared) block->marked = false;
}

void ShrinkIcu() {
  constexpr size_t kMuch = 16 << 20;  // bytes
  {
    Locked all(Shared());
    if (Shared().size() < kMuch) return;
  }
  int error = 0;
  if (void* cache = Cache(error)) Flush(cache);
}

void InstallIcuMemory() {
  int error = 0;
  u_setMemoryFunctions_74(nullptr, Allocate, Reallocate, Free, &error);
}

}  // namespace shim

#else

void shim::ShrinkIcu() {}
void shim::InstallIcuMemory() {}

#endif  // SHIM_WRAPS
