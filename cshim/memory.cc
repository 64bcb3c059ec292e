//go:build ignore

// What V8 takes from malloc, counted by isolate.
#include "memory.h"

#ifdef SHIM_WRAPS

#include <malloc.h>

#include <mutex>
#include <new>
#include <unordered_map>

#include "background_compilation.h"
#include "entry.h"
#include "fatal.h"
#include "icu_memory.h"
#include "isolate_limits.h"
#include "unexported.h"
#include "worker_threads.h"

// The C library's and C++'s own, by the linker's names for what is wrapped.
#define SHIM_REAL(result, name, ...)            \
  extern "C" result __real_##name(__VA_ARGS__); \
  extern "C" result __wrap_##name(__VA_ARGS__)

SHIM_REAL(void*, malloc, size_t);
SHIM_REAL(void*, realloc, void*, size_t);
SHIM_REAL(int, posix_memalign, void**, size_t, size_t);
SHIM_REAL(void, free, void*);
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

// V8's zones grow by 32 KB: from here on each block is counted.
constexpr size_t kLarge = 24 << 10;  // bytes

// Of smaller blocks one is counted in so many bytes, for all of these.
constexpr size_t kSample = 64 << 10;

// What V8 knows of a page of the heap is 16.1 KB, and is kept with the page for
// any isolate to use.
bool IsOfPage(size_t size) { return size - (16 << 10) < 1 << 10; }

// A large block, a small one that stands for others, and what one of V8's worker
// threads has taken for a while, and frees.
enum class Kind : uint8_t { kLarge, kSample, kBackground };

// The large blocks by address, in shards, for threads to rarely meet.
struct Block {
  std::shared_ptr<NativeMemory> owner;
  size_t size;
  void (*free)(void*);  // the one that matches: malloc's is not new's
  bool cached;          // maybe, for all isolates: taken under a lock
  Kind kind;
  uint64_t compilation;
};
struct Shard {
  std::mutex mutex;
  std::unordered_map<void*, Block> blocks;
};
constexpr size_t kShards = 32;

Shard& ShardAt(size_t index) {
  // Never destroyed: V8's threads free when the process is ending, too.
  static Shard* shards = new Shard[kShards];
  return shards[index];
}
Shard& ShardOf(void* block) {
  return ShardAt((reinterpret_cast<uintptr_t>(block) >> 12) % kShards);
}

// How many blocks in shards have an address that comes here; or kFull or more.
// It tells that a block is in none, at the price of a load. Neighbours come to
// neighbours, which the processor's cache has. Large blocks begin pages, so that
// the address's upper half decides too.
constexpr size_t kFilter = 1 << 16;
constexpr uint8_t kFull = UINT8_MAX;
std::atomic<uint8_t> filter[kFilter];

std::atomic<uint8_t>& FilterOf(const void* block) {
  uintptr_t address = reinterpret_cast<uintptr_t>(block);
  return filter[(address >> 4 ^ address >> 20) % kFilter];
}
void CountInFilter(const void* block, int change) {
  std::atomic<uint8_t>& count = FilterOf(block);
  uint8_t before = count.load(std::memory_order_relaxed);
  while (before != kFull &&
         !count.compare_exchange_weak(before, static_cast<uint8_t>(before + change)))
    ;
}

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
  return !self->collection.running && !self->death.dead && Locks::Held() == Frame::innermost->locks;
}

// The bytes until the next small block that is counted. The distances differ,
// so that no script can let them meet what it gives back.
thread_local constinit int64_t until_sample = kSample;
thread_local constinit uint32_t random = 1;

// Two variables, for a struct that is copied makes the processor wait.
thread_local constinit void* held = nullptr;
thread_local constinit const Freer* held_freer = nullptr;

// To be called for each block that is freed.
[[gnu::always_inline]] inline void Hold(void* block, const Freer* freer) {
  if (MayDie()) {
    std::swap(block, held);
    std::swap(freer, held_freer);
    if (block == nullptr) return;
  }
  freer->free(block);
}

void Add(const Block& entry, int64_t size) {
  if (entry.kind == Kind::kLarge) entry.owner->Add(size);
  if (entry.kind == Kind::kSample) entry.owner->AddCollectable(size);
  if (entry.kind == Kind::kBackground) entry.owner->AddInBackground(size);
}
void Drop(const Block& entry) { Add(entry, -static_cast<int64_t>(entry.size)); }

void Count(void* block, Block counted) {
  if (block == nullptr) return;
  Uncounted uncounted;
  Shard& shard = ShardOf(block);
  std::lock_guard<std::mutex> lock(shard.mutex);
  Block& entry = shard.blocks[block];
  if (entry.owner) {  // freed by code that was not linked with this
    Drop(entry);
  } else {
    CountInFilter(block, 1);
  }
  entry = std::move(counted);
  Add(entry, static_cast<int64_t>(entry.size));
}

void Count(shim_isolate* self, void* block, size_t size, void (*free)(void*), Kind kind) {
  bool cached = Locks::Held() != Frame::innermost->locks;
  Count(block, {self->native, size, free, cached, kind, self->native->compilation()});
}

void CountInBackground(void* block, size_t size, void (*free)(void*)) {
  if (inside) return;
  if (BackgroundCompilation* compilation = BackgroundCompilation::Current()) {
    Count(block, {compilation->memory(), size, free, false, Kind::kBackground, 0});
  } else if (WorkerShare* owner = JobOwner()) {
    Count(block, {owner->memory(), size, free, false, Kind::kBackground, 0});
  }
}

[[gnu::noinline]] void UncountIfCounted(void* block) {
  Uncounted uncounted;
  Shard& shard = ShardOf(block);
  std::lock_guard<std::mutex> lock(shard.mutex);
  auto found = shard.blocks.find(block);
  if (found == shard.blocks.end()) return;
  Drop(found->second);
  shard.blocks.erase(found);
  CountInFilter(block, -1);
}

void Uncount(void* block) {
  if (FilterOf(block).load(std::memory_order_relaxed) == 0 || inside) [[likely]]
    return;
  UncountIfCounted(block);
}

// Whether this block is the one that is counted.
bool IsSample(size_t size) {
  if ((until_sample -= static_cast<int64_t>(size)) >= 0) [[likely]]
    return false;
  random ^= random << 13;  // Marsaglia's xorshift
  random ^= random >> 17;
  random ^= random << 5;
  until_sample = random % (2 * kSample);
  return !IsOfPage(size);
}

template <void (*kFree)(void*)>
void FreeNow(void* block) {
  Uncount(block);
  allocating = true;
  kFree(block);
  allocating = false;
}

template <void (*kFree)(void*)>
void Free(void* block) {
  static constexpr Freer kFreer{FreeNow<kFree>, malloc_usable_size};
  if (block) Hold(block, &kFreer);
}

constexpr const char* kOutOfMemory =
    "out of memory: a built-in function of V8 needs more than "
    "the memory limit allows";

void* Null() { return nullptr; }
void* Die() { Kill(kOutOfMemory); }

// Takes size bytes by allocate, if the isolate may have them.
template <typename Allocate, typename Refused>
void* Take(size_t size, void (*free)(void*), Allocate&& allocate, Refused&& refused) {
  bool small = size < kLarge;
  if (small && !IsSample(size)) [[likely]]
    return Allocating(allocate);
  shim_isolate* payer = Payer();
  if (payer == nullptr) {
    void* block = Allocating(allocate);
    if (!small) CountInBackground(block, size, free);
    return block;
  }
  if (small) {
    // Code that takes small blocks does not always look whether it got them.
    if (Refuses(payer, kSample)) Die();
    size = kSample;
  } else if (Refuses(payer, size)) {
    return refused();
  }
  void* block = Allocating(allocate);
  Count(payer, block, size, free, small ? Kind::kSample : Kind::kLarge);
  return block;
}

}  // namespace

bool Refuses(shim_isolate* self, size_t size) {
  NativeMemory& memory = *self->native;
  int64_t more = static_cast<int64_t>(size);
  if (!memory.Exceeds(more)) [[likely]]
    return false;
  if (!CanRefuse(self)) {
    until_sample = 0;  // again with the next block, however small
    return false;
  }
  if (held) more -= static_cast<int64_t>(held_freer->size(held));
  if (memory.FarExceeds(more)) return true;
  if (!memory.Exceeds(more) || self->limits.reached) return false;
  Uncounted uncounted;
  if (memory.ExceedsForCertain(more)) {
    self->limits.used_then = static_cast<size_t>(memory.used() + more);
    ReachLimit(self);
  } else {
    memory.AskForJudgement(self);
  }
  return false;
}

void* RefuseBlock(size_t size) { return size < kLarge ? Die() : nullptr; }

void FreeLater(void* block, const Freer* freer) { Hold(block, freer); }

shim_isolate* Payer() { return MayDie() ? Frame::innermost->isolate : nullptr; }

Uncounted::Uncounted() : before_(inside) { inside = true; }
Uncounted::~Uncounted() { inside = before_; }
bool Uncounted::Active() { return inside || allocating; }

void KeepHeld() {
  held = nullptr;
  allocating = inside = false;
}
void FreeHeld() {
  if (void* block = std::exchange(held, nullptr)) held_freer->free(block);
}

NativeMemory::NativeMemory(size_t limit)
    : limit_(limit == 0 || limit > size_t{kNoLimit} ? kNoLimit : static_cast<int64_t>(limit)),
      icu_(OpenIcu(this)) {}
NativeMemory::~NativeMemory() { CloseIcu(icu_); }

void NativeMemory::AskForJudgement(shim_isolate* self) {
  if (asked_ || used() < judged_ + limit_ / kJudgements) return;
  asked_ = true;
  self->isolate->RequestInterrupt(Judge, self);
}

void NativeMemory::Judge(v8::Isolate* isolate, void* data) {
  shim_isolate* self = static_cast<shim_isolate*>(data);
  NativeMemory& memory = *self->native;
  memory.asked_ = false;
  if (!memory.Exceeds(0)) return;
  isolate->MemoryPressureNotification(v8::MemoryPressureLevel::kCritical);
  FreeHeld();
  if (memory.Exceeds(0)) ShareIcu(memory.icu());
  memory.judged_ = memory.used();
  if (!memory.Exceeds(0)) return;
  self->limits.used_then = static_cast<size_t>(memory.used());
  ReachLimit(self);
}

void NativeMemory::FreeLeft() {
  auto is_left = [this](const Block& block) {
    if (block.owner.get() != this || block.cached || block.kind != Kind::kLarge) return false;
    return !has_web_assembly_ || (compilation_ != 0 && block.compilation == compilation_);
  };
  if (used() == 0) return;
  FreeIcu(icu_);
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
      CountInFilter(each->first, -1);
      each = shard.blocks.erase(each);
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
  if (shim::MayDie() && old && size > 0) {  // the old block is to be had until it is forgotten
    void* block = __wrap_malloc(size);
    if (block == nullptr) return nullptr;
    memcpy(block, old, std::min(size, malloc_usable_size(old)));
    __wrap_free(old);
    return block;
  }
  return Take(
      size, __real_free,
      [&] {
        Uncount(old);  // before anyone else can have it
        return __real_realloc(old, size);
      },
      shim::Null);
}

void __wrap_free(void* block) { shim::Free<__real_free>(block); }

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

void __wrap__ZdlPv(void* block) { shim::Free<__real__ZdlPv>(block); }
void __wrap__ZdlPvm(void* block, size_t) { shim::Free<__real__ZdlPv>(block); }
void __wrap__ZdaPv(void* block) { shim::Free<__real__ZdaPv>(block); }
void __wrap__ZdaPvm(void* block, size_t) { shim::Free<__real__ZdaPv>(block); }

#else

shim::NativeMemory::NativeMemory(size_t) : limit_(0), icu_(nullptr) {}
shim::NativeMemory::~NativeMemory() {}
void shim::NativeMemory::FreeLeft() {}
shim_isolate* shim::Payer() { return nullptr; }
void shim::KeepHeld() {}
void shim::FreeHeld() {}
bool shim::Uncounted::Active() { return false; }
shim::Uncounted::Uncounted() {}
shim::Uncounted::~Uncounted() {}

#endif  // SHIM_WRAPS
