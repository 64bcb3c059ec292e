//go:build ignore

// The pages of buffers that can grow, and of WebAssembly memories.
#include "backing_pages.h"

#include <v8-initialization.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <mutex>

#include "array_buffer.h"
#include "cage.h"
#include "entry.h"
#include "memory.h"
#include "pages.h"
#include "unexported.h"

// Two symbols of the archive without a public header: the process's sandbox, and
// the vtable by which its page allocator is recognised.
extern void* default_sandbox SHIM_SYMBOL("_ZN2v88internal7Sandbox16default_sandbox_E");
extern void* sandbox_page_allocator_vtable[] SHIM_SYMBOL(
    "_ZTVN2v84base32VirtualAddressSpacePageAllocatorE");

namespace shim {
namespace {

// Before and behind the accessible pages the kernel needs a mapping of its own,
// in the one that is the sandbox's. What was accessible once does not merge
// again until it is free.
constexpr size_t kMappings = 2;

// An isolate may have this share of what the others leave, so that there is
// always something for one more. A single one gets a ninth of all.
constexpr size_t kShare = 8;

// What isolates divide among them.
struct Common {
  size_t limit, used = 0;
  // How much more an isolate may have.
  size_t Room(size_t own) const {
    size_t share = (limit - std::min(limit, used)) / kShare;
    return share - std::min(share, own);
  }
};

// Half of the process's mappings: V8's heaps, threads, the host and its
// libraries have the other half.
size_t MappingLimit() {
  size_t most = SIZE_MAX;
#ifdef __linux__
  if (FILE* file = fopen("/proc/sys/vm/max_map_count", "r")) {
    if (fscanf(file, "%zu", &most) != 1) most = SIZE_MAX;
    fclose(file);
  }
#endif
  return most / 2;
}

struct Region {
  std::shared_ptr<Allocator> owner;  // nullptr: made outside of isolates
  size_t size;
  uintptr_t begin = 0, end = 0;  // of what is accessible; 0 while nothing was
};

// Any thread: V8 frees on its own threads, and shared memory grows on any.
class Regions {
 public:
  // False when owner may not reserve that much.
  bool Reserve(const std::shared_ptr<Allocator>& owner, size_t size) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (owner && size > addresses_.Room(owner->pages().reserved)) return false;
    addresses_.used += size;
    if (owner) owner->pages().reserved += size;
    return true;
  }
  void Unreserve(const std::shared_ptr<Allocator>& owner, size_t size) {
    std::lock_guard<std::mutex> lock(mutex_);
    UnreserveLocked(owner.get(), size);
  }
  void Add(void* address, size_t size, std::shared_ptr<Allocator> owner) {
    std::lock_guard<std::mutex> lock(mutex_);
    regions_[Base(address)] = {std::move(owner), size};
  }
  void Remove(void* address) {
    std::shared_ptr<Allocator> last;  // outlives the lock
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = regions_.find(Base(address));
    if (found == regions_.end()) return;
    Region& region = found->second;
    Uncommit(region, region.end - region.begin);
    if (region.begin) {
      mappings_.used -= kMappings;
      if (region.owner) region.owner->pages().mappings -= kMappings;
    }
    UnreserveLocked(region.owner.get(), region.size);
    last = std::move(region.owner);
    regions_.erase(found);
  }

  // Whether address is in a region of owner's.
  bool Has(void* address, const Allocator* owner) {
    std::lock_guard<std::mutex> lock(mutex_);
    Region* region = Find(Base(address));
    return region && region->owner.get() == owner;
  }
  size_t Reservable(const Allocator& owner) {
    std::lock_guard<std::mutex> lock(mutex_);
    return addresses_.Room(owner.pages().reserved);
  }
  bool Fits(const Allocator& owner, size_t accessible, size_t reserved) {
    std::lock_guard<std::mutex> lock(mutex_);
    return accessible <= owner.Left() && reserved <= addresses_.Room(owner.pages().reserved) &&
           (accessible == 0 || kMappings <= mappings_.Room(owner.pages().mappings));
  }
  // False when what becomes accessible is too much; more is how much it is.
  bool Commit(void* address, size_t length, size_t& more) {
    more = 0;
    std::lock_guard<std::mutex> lock(mutex_);
    Region* region = Find(Base(address));
    uintptr_t end = Base(address) + length;
    if (region == nullptr || end <= region->end) return true;
    bool first = region->begin == 0;
    uintptr_t from = first ? Base(address) : region->end;
    if (Allocator* owner = region->owner.get()) {
      if (first && kMappings > mappings_.Room(owner->pages().mappings)) return false;
      if (!owner->Commit(end - from)) return false;
      if (first) owner->pages().mappings += kMappings;
    }
    if (first) mappings_.used += kMappings;
    if (first) region->begin = from;
    region->end = end;
    more = end - from;
    return true;
  }
  // From address on it is not accessible any more.
  void Decommit(void* address) {
    std::lock_guard<std::mutex> lock(mutex_);
    Region* region = Find(Base(address));
    if (region == nullptr || Base(address) >= region->end) return;
    uintptr_t end = std::max(Base(address), region->begin);
    Uncommit(*region, region->end - end);
    region->end = end;
  }
  BackingPages Now() {
    std::lock_guard<std::mutex> lock(mutex_);
    return {addresses_.used, mappings_.used};
  }

 private:
  static uintptr_t Base(void* address) { return reinterpret_cast<uintptr_t>(address); }

  Region* Find(uintptr_t address) {
    auto after = regions_.upper_bound(address);
    if (after == regions_.begin()) return nullptr;
    auto found = std::prev(after);
    return address - found->first < found->second.size ? &found->second : nullptr;
  }
  static void Uncommit(Region& region, size_t size) {
    if (region.owner) region.owner->Decommit(size);
  }
  void UnreserveLocked(Allocator* owner, size_t size) {
    addresses_.used -= size;
    if (owner) owner->pages().reserved -= size;
  }

  std::mutex mutex_;
  std::map<uintptr_t, Region> regions_;
  // The cage, the memory of other buffers and what is scattered have an eighth.
  Common addresses_{v8::V8::GetSandboxSizeInBytes() / 8 * 7};
  Common mappings_{MappingLimit()};
};

// Made when V8 has started and never destroyed: V8's threads free when the
// process is ending, too. Without it nothing is counted.
Regions* regions = nullptr;

// The isolate that this thread works for: V8 makes some buffers without one.
shim_isolate* Worker() {
  for (Frame* frame = Frame::innermost; frame; frame = frame->outer) {
    if (frame->isolate) return frame->isolate;
  }
  return nullptr;
}

// Whether this thread may collect garbage of the isolate that the region is of.
bool CanCollect(void* address) {
  Frame* frame = Frame::innermost;
  shim_isolate* self = frame ? frame->isolate : nullptr;
  return self && frame->interruptible && !self->collection.running && !self->death.dead &&
         !self->disposing && Locks::Held() == frame->locks &&
         regions->Has(address, self->allocator.get());
}

// What makes pages accessible: the sandbox's allocator at first, and the
// platform's when a buffer grows.
class CommittingPages : public ForwardingPages {
 public:
  bool SetPermissions(void* address, size_t length, Permission permissions) override {
    if (regions == nullptr) return ForwardingPages::SetPermissions(address, length, permissions);
    Uncounted uncounted;
    if (permissions == kNoAccess) {
      if (!ForwardingPages::SetPermissions(address, length, permissions)) return false;
      regions->Decommit(address);
      return true;
    }
    size_t more;
    if (!regions->Commit(address, length, more)) return false;
    if (ForwardingPages::SetPermissions(address, length, permissions)) return true;
    if (more) regions->Decommit(static_cast<char*>(address) + length - more);
    return false;
  }

 protected:
  using ForwardingPages::ForwardingPages;
};

// V8 collects garbage when it can't reserve, and not when a buffer can't grow.
class GrowingPages final : public CommittingPages {
 public:
  explicit GrowingPages(v8::PageAllocator* to) : CommittingPages(to) {}

  bool SetPermissions(void* address, size_t length, Permission permissions) override {
    auto set = [&] { return CommittingPages::SetPermissions(address, length, permissions); };
    if (set()) return true;
    return regions && CanCollect(address) && MakeRoom(Frame::innermost->isolate, set);
  }
};

// Takes the place of V8's own in the sandbox, which deletes it at the end.
class SandboxPages final : public CommittingPages {
 public:
  explicit SandboxPages(v8::PageAllocator* to) : CommittingPages(to), owned_(to) {}

  void* AllocatePages(void* hint, size_t length, size_t alignment,
                      Permission permissions) override {
    Uncounted uncounted;
    shim_isolate* self = Worker();
    std::shared_ptr<Allocator> owner = self ? self->allocator : nullptr;
    if (!regions->Reserve(owner, length)) return nullptr;
    void* pages = ForwardingPages::AllocatePages(hint, length, alignment, permissions);
    if (pages) {
      regions->Add(pages, length, std::move(owner));
    } else {
      regions->Unreserve(owner, length);
    }
    return pages;
  }
  bool FreePages(void* address, size_t length) override {
    Uncounted uncounted;
    regions->Remove(address);  // before another thread gets the same
    return ForwardingPages::FreePages(address, length);
  }

 private:
  std::unique_ptr<v8::PageAllocator> owned_;
};

}  // namespace

std::unique_ptr<v8::PageAllocator> CountGrowth(v8::PageAllocator* pages) {
  return std::make_unique<GrowingPages>(pages);
}

void CountBackingPages() {
  constexpr size_t kFields = 16;
  void** field = FindField(default_sandbox, kFields, sandbox_page_allocator_vtable);
  if (field == nullptr) return;
  regions = new Regions;
  *field =
      static_cast<v8::PageAllocator*>(new SandboxPages(static_cast<v8::PageAllocator*>(*field)));
}

bool FitsBackingPages(shim_isolate* self, size_t accessible, size_t reserved) {
  return regions == nullptr || regions->Fits(*self->allocator, accessible, reserved);
}

size_t ReservableNow(shim_isolate* self) {
  return regions ? regions->Reservable(*self->allocator) : SIZE_MAX;
}

BackingPages BackingPagesNow() { return regions ? regions->Now() : BackingPages{}; }

}  // namespace shim
