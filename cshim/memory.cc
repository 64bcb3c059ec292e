// What V8 takes from malloc, counted by isolate.
#include "memory.h"

#ifdef SHIM_WRAPS

#include <malloc.h>

#include <mutex>
#include <new>
#include <unordered_map>

#include "entry.h"
#include "unexported.h"

// The C library's and C++'s own, by the linker's names for what is wrapped.
#define SHIM_REAL(result, name, ...)            \
  extern "C" result __real_##name(__VA_ARGS__); \
  extern "C" result __wrap_##name(__VA_ARGS__)

SHIM_REAL(void*, malloc, size_t);
SHIM_REAL(void*, realloc, void*, size_t);
SHIM_REAL(int, posix_memalign, void**, size_t, size_t);
SHIM_REAL(void, free, void*);
SHIM_REAL(void*, uprv_malloc_74, size_t);
SHIM_REAL(void*, uprv_realloc_74, void*, size_t);
SHIM_REAL(void*, _Znwm, size_t);  // operator new
SHIM_REAL(void*, _Znam, size_t);  // new[]
SHIM_REAL(void*, _ZnwmRKSt9nothrow_t, size_t, const std::nothrow_t&);
SHIM_REAL(void*, _ZnamRKSt9nothrow_t, size_t, const std::nothrow_t&);
SHIM_REAL(void, _ZdlPv, void*);  // operator delete
extern "C" void __wrap__ZdlPvm(void*, size_t);
SHIM_REAL(void, _ZdaPv, void*);
extern "C" void __wrap__ZdaPvm(void*, size_t);

namespace shim {
namespace {

// V8's zones grow by 32 KB. What is smaller can't become much without becoming
// objects of the heap too. What V8 knows of a page of the heap is 16.1 KB, and
// is kept with the page for any isolate to use.
constexpr size_t kLarge = 24 << 10;  // bytes

// From here on what ICU takes is a text that it works at, nothing to be cached.
constexpr size_t kLongText = 512 << 10;  // bytes

// The large blocks by address, in shards, for threads to rarely meet.
struct Block {
  std::shared_ptr<NativeMemory> owner;
  size_t size;
  void (*free)(void*);  // what it was taken by has one of its own
  bool cached;          // maybe, for all isolates: by ICU, or under a lock
  uint64_t compilation;
};
struct Shard {
  std::mutex mutex;
  std::unordered_map<void*, Block> blocks;
};
constexpr size_t kShards = 32;
std::atomic<int64_t> counted{0};  // in all shards

Shard& ShardAt(size_t index) {
  // Never destroyed: V8's threads free when the process is ending, too.
  static Shard* shards = new Shard[kShards];
  return shards[index];
}
Shard& ShardOf(void* block) {
  return ShardAt((reinterpret_cast<uintptr_t>(block) >> 12) % kShards);
}

// The blocks that ICU takes.
thread_local bool in_icu = false;

thread_local bool inside = false;  // an Uncounted

// The C library's malloc or its like, which may be a part of the program.
thread_local volatile bool allocating = false;
template <typename Function>
auto Allocating(Function&& function) {
  allocating = true;
  auto result = function();
  allocating = false;
  return result;
}

// Whether V8 works on this thread, and may die of it at any instruction.
bool MayDie() {
  Frame* frame = Frame::innermost;
  return frame != nullptr && frame->interruptible && frame->isolate != nullptr && !inside;
}

// A collection has to go on, and what is made under a lock may be for others.
bool CanRefuse(shim_isolate* self) {
  return !self->collecting && !self->dead && Locks::Held() == Frame::innermost->locks;
}

// V8 frees a block first and then forgets where it was. If it dies in between,
// what disposes of the isolate comes to the block once more. So a block is not
// free until V8 gives back the next one, and never is when V8 dies.
struct Freed {
  void* block;
  void (*free)(void*);
};
thread_local constinit Freed held{};

bool Refuses(shim_isolate* self, size_t size) {
  if (!CanRefuse(self)) return false;
  int64_t more = static_cast<int64_t>(size);
  if (held.block) more -= static_cast<int64_t>(malloc_usable_size(held.block));
  if (self->native->FarExceeds(more)) return true;
  if (self->native->Exceeds(more) && !self->heap_limit_hit) {
    Uncounted uncounted;
    ReachLimit(self);
  }
  return false;
}

void Count(shim_isolate* self, void* block, size_t size, void (*free)(void*)) {
  if (block == nullptr) return;
  bool cached = (in_icu && size < kLongText) || Locks::Held() != Frame::innermost->locks;
  Uncounted uncounted;
  Shard& shard = ShardOf(block);
  std::lock_guard<std::mutex> lock(shard.mutex);
  Block& entry = shard.blocks[block];
  if (entry.owner) {  // freed by code that was not linked with this
    entry.owner->Add(-static_cast<int64_t>(entry.size));
  } else {
    counted.fetch_add(1, std::memory_order_relaxed);
  }
  entry = {self->native, size, free, cached, self->native->compilation()};
  self->native->Add(static_cast<int64_t>(size));
}

void Uncount(void* block, size_t size) {
  if (size < kLarge || inside || counted.load(std::memory_order_relaxed) == 0) return;
  Uncounted uncounted;
  Shard& shard = ShardOf(block);
  std::lock_guard<std::mutex> lock(shard.mutex);
  auto found = shard.blocks.find(block);
  if (found == shard.blocks.end()) return;
  found->second.owner->Add(-static_cast<int64_t>(found->second.size));
  shard.blocks.erase(found);
  counted.fetch_sub(1, std::memory_order_relaxed);
}

void Uncount(void* block) {
  if (block == nullptr || counted.load(std::memory_order_relaxed) == 0) return;
  Uncount(block, malloc_usable_size(block));
}

void Free(const Freed& freed) {
  if (freed.block == nullptr) return;
  Uncount(freed.block);
  Allocating([&] {
    freed.free(freed.block);
    return true;
  });
}

void Free(void* block, void (*free)(void*)) {
  Freed freed{block, free};
  if (MayDie() && block) std::swap(freed, held);
  Free(freed);
}

constexpr const char* kOutOfMemory =
    "out of memory: a built-in function of V8 needs more than "
    "the memory limit allows";

// Takes size bytes by allocate, if the isolate may have them.
template <typename Allocate, typename Refused>
void* Take(size_t size, void (*free)(void*), Allocate&& allocate, Refused&& refused) {
  shim_isolate* payer = size < kLarge ? nullptr : Payer();
  if (payer == nullptr) [[likely]]
    return Allocating(allocate);
  if (Refuses(payer, size)) return refused();
  void* block = Allocating(allocate);
  Count(payer, block, size, free);
  return block;
}

void* Null() { return nullptr; }
void* Die() { Kill(kOutOfMemory); }

}  // namespace

shim_isolate* Payer() { return MayDie() ? Frame::innermost->isolate : nullptr; }

Uncounted::Uncounted() : before_(inside) { inside = true; }
Uncounted::~Uncounted() { inside = before_; }
bool Uncounted::Active() { return inside || allocating; }

void KeepHeld() {
  held = {};
  in_icu = false;
  allocating = false;
}
void FreeHeld() { Free(std::exchange(held, {})); }

void NativeMemory::FreeLeft() {
  auto is_left = [this](const Block& block) {
    if (block.owner.get() != this || block.cached) return false;
    return !has_web_assembly_ || (compilation_ != 0 && block.compilation == compilation_);
  };
  if (used() == 0) return;
  Uncounted uncounted;
  for (size_t i = 0; i < kShards; i++) {
    Shard& shard = ShardAt(i);
    std::lock_guard<std::mutex> lock(shard.mutex);
    for (auto each = shard.blocks.begin(); each != shard.blocks.end();) {
      if (!is_left(each->second)) {
        ++each;
        continue;
      }
      each->second.free(each->first);
      Add(-static_cast<int64_t>(each->second.size));
      each = shard.blocks.erase(each);
      counted.fetch_sub(1, std::memory_order_relaxed);
    }
  }
}

}  // namespace shim

using shim::Take;
using shim::Uncount;

void* __wrap_malloc(size_t size) {
  return Take(
      size, __real_free, [&] { return __real_malloc(size); }, shim::Null);
}

int __wrap_posix_memalign(void** block, size_t alignment, size_t size) {
  int error = ENOMEM;
  *block = Take(
      size, __real_free,
      [&] {
        void* taken = nullptr;
        error = __real_posix_memalign(&taken, alignment, size);
        return error ? nullptr : taken;
      },
      shim::Null);
  return *block ? 0 : error;
}

void* __wrap_realloc(void* old, size_t size) {
  size_t old_size = old ? malloc_usable_size(old) : 0;
  if (shim::MayDie() && old && size > 0) {  // the old block is to be had until it is forgotten
    void* block = __wrap_malloc(size);
    if (block == nullptr) return nullptr;
    memcpy(block, old, std::min(size, old_size));
    __wrap_free(old);
    return block;
  }
  return Take(
      size, __real_free,
      [&] {
        void* block = __real_realloc(old, size);
        if (block || size == 0) Uncount(old, old_size);
        return block;
      },
      shim::Null);
}

void __wrap_free(void* block) { shim::Free(block, __real_free); }

// Without exceptions there is no way to refuse but the last one.
void* __wrap__Znwm(size_t size) {
  return Take(
      size, __real__ZdlPv, [&] { return __real__Znwm(size); }, shim::Die);
}
void* __wrap__Znam(size_t size) {
  return Take(
      size, __real__ZdaPv, [&] { return __real__Znam(size); }, shim::Die);
}
void* __wrap__ZnwmRKSt9nothrow_t(size_t size, const std::nothrow_t& nothrow) {
  return Take(
      size, __real__ZdlPv, [&] { return __real__ZnwmRKSt9nothrow_t(size, nothrow); }, shim::Null);
}
void* __wrap__ZnamRKSt9nothrow_t(size_t size, const std::nothrow_t& nothrow) {
  return Take(
      size, __real__ZdaPv, [&] { return __real__ZnamRKSt9nothrow_t(size, nothrow); }, shim::Null);
}

void __wrap__ZdlPv(void* block) { shim::Free(block, __real__ZdlPv); }
void __wrap__ZdlPvm(void* block, size_t) { shim::Free(block, __real__ZdlPv); }
void __wrap__ZdaPv(void* block) { shim::Free(block, __real__ZdaPv); }
void __wrap__ZdaPvm(void* block, size_t) { shim::Free(block, __real__ZdaPv); }

void* __wrap_uprv_malloc_74(size_t size) {
  shim::in_icu = true;
  void* block = __real_uprv_malloc_74(size);
  shim::in_icu = false;
  return block;
}
void* __wrap_uprv_realloc_74(void* old, size_t size) {
  shim::in_icu = true;
  void* block = __real_uprv_realloc_74(old, size);
  shim::in_icu = false;
  return block;
}

#else

void shim::NativeMemory::FreeLeft() {}
void shim::KeepHeld() {}
void shim::FreeHeld() {}
bool shim::Uncounted::Active() { return false; }
shim::Uncounted::Uncounted() {}
shim::Uncounted::~Uncounted() {}

#endif  // SHIM_WRAPS
