//go:build ignore

// The pointer cage and the address space around it.
#include "cage.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>
#include <v8-platform.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "entry.h"
#include "isolate_limits.h"
#include "pages.h"
#include "unexported.h"

// Two symbols of the archive without a public header: the process's isolate
// group, and the vtable by which its page allocator is recognised.
extern void* default_isolate_group
    SHIM_SYMBOL("_ZN2v88internal12IsolateGroup22default_isolate_group_E");
extern void* bounded_page_allocator_vtable[] SHIM_SYMBOL("_ZTVN2v84base20BoundedPageAllocatorE");

namespace shim {

namespace {

constexpr size_t kGigabyte = size_t{1} << 30;
constexpr size_t kMegabyte = size_t{1} << 20;

// V8 13.6 reserves 1,357 GB when it starts and 1.66 GB for each isolate. With
// less it falls back to weaker sandboxes, and aborts at some sizes.
constexpr size_t kAddressSpace = 1400 * kGigabyte;
constexpr size_t kAddressSpaceOfIsolate = 4 * kGigabyte;

// An isolate and its first context take 1.5 MB. The rest keeps the living
// isolates able to collect garbage, for which they need pages too.
constexpr size_t kRoomForIsolate = 16 * kMegabyte;

v8::PageAllocator* cage = nullptr;

// How much of RLIMIT_AS is left, or SIZE_MAX.
size_t AddressSpaceLeft() {
  rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return SIZE_MAX;
  size_t used = 0;
#ifdef __linux__
  if (FILE* file = fopen("/proc/self/statm", "r")) {
    if (fscanf(file, "%zu", &used) != 1) used = 0;
    fclose(file);
    used *= static_cast<size_t>(sysconf(_SC_PAGESIZE));
  }
#endif
  return limit.rlim_cur > used ? limit.rlim_cur - used : 0;
}

// Whether the cage could give so many pieces now.
bool HasPages(size_t count, size_t size) {
  // Jump: without a Frame there is none.
  std::vector<void*> pieces;
  while (pieces.size() < count) {
    void* piece =
        cage->AllocatePages(nullptr, size, cage->AllocatePageSize(), v8::PageAllocator::kNoAccess);
    if (piece == nullptr) break;
    pieces.push_back(piece);
  }
  for (void* piece : pieces) cage->FreePages(piece, size);
  return pieces.size() == count;
}

// V8 limits the heap by its size after a collection, and lets the first large
// object of the young generation be as large as it likes: new Array(1e8) is 400
// MB in a heap of 32. So pages that would lead far beyond the limit are refused
// here. V8 then collects garbage, tries again, and is out of memory.
class LimitedPages final : public ForwardingPages {
 public:
  LimitedPages() : ForwardingPages(cage) {}

  void* AllocatePages(void* hint, size_t length, size_t alignment,
                      Permission permissions) override {
    if (length >= kMegabyte && !Admit(length)) return nullptr;
    return ForwardingPages::AllocatePages(hint, length, alignment, permissions);
  }

 private:
  // For the isolate that this thread is in; V8's own threads only move objects.
  static bool Admit(size_t length) {
    Frame* frame = Frame::innermost;
    shim_isolate* self = frame ? frame->isolate : nullptr;
    if (self == nullptr || self->options.heap_limit == 0 || self->collection.running) return true;
    size_t total = self->limits.heap_committed.load(std::memory_order_relaxed) +
                   self->limits.pages_since_collection + length;
    if (total > self->limits.initial_heap + RoomBeyond(self->limits.initial_heap)) return false;
    self->limits.pages_since_collection += length;
    return true;
  }
};

// Reads a word that may not be mapped: the kernel answers EFAULT instead of a
// signal.
class CarefulReader {
 public:
  CarefulReader() { open_ = pipe(ends_) == 0; }
  ~CarefulReader() {
    if (!open_) return;
    close(ends_[0]);
    close(ends_[1]);
  }
  bool Read(const void* from, void** to) {
    return open_ && write(ends_[1], from, sizeof *to) == sizeof *to &&
           read(ends_[0], to, sizeof *to) == sizeof *to;
  }

 private:
  int ends_[2];
  bool open_;
};

}  // namespace

const char* CheckAddressSpace() {
  size_t left = AddressSpaceLeft();
  if (left >= kAddressSpace) return nullptr;
  std::string message = "the limit on address space (RLIMIT_AS) leaves " +
                        std::to_string(left / kGigabyte) + " GB, and V8's sandbox reserves " +
                        std::to_string(kAddressSpace / kGigabyte) +
                        " GB (of addresses, not of memory): raise it with 'ulimit -v unlimited'";
  return strdup(message.c_str());  // once for the process: starting is not tried again
}

void** FindField(void* object, size_t fields, void* const* vtable) {
  CarefulReader reader;
  void** all = static_cast<void**>(object);
  for (size_t i = 0; i < fields; i++) {
    void *field, *found;
    if (!reader.Read(all + i, &field)) return nullptr;
    if (field == nullptr || reinterpret_cast<uintptr_t>(field) % alignof(void*) != 0) continue;
    // A vtable pointer skips the offset to top and the type information.
    if (reader.Read(field, &found) && found == vtable + 2) return all + i;
  }
  return nullptr;
}

void FindCage() {
  // The allocator is among IsolateGroup's first fields, which have moved
  // between V8's versions; its vtable says which one it is. Without it only
  // the last resort in shim_isolate_new is left.
  constexpr size_t kFields = 64;
  void** field = FindField(default_isolate_group, kFields, bounded_page_allocator_vtable);
  if (field == nullptr) return;
  cage = static_cast<v8::PageAllocator*>(*field);
  // This field is what heaps ask for pages; the allocator's owner is further on.
  static LimitedPages limited;
  *field = static_cast<v8::PageAllocator*>(&limited);
}

const char* CheckRoomForIsolate() {
  if (AddressSpaceLeft() < kAddressSpaceOfIsolate) {
    return "the limit on address space (RLIMIT_AS) leaves too little for another isolate: "
           "raise it with 'ulimit -v unlimited'";
  }
  if (cage == nullptr) return nullptr;
  // Pages need not lie side by side; asking for them in one piece is cheap.
  if (HasPages(1, kRoomForIsolate) ||
      HasPages(kRoomForIsolate / cage->AllocatePageSize(), cage->AllocatePageSize())) {
    return nullptr;
  }
  return "the 4 GB of heap that all isolates of a process share are used up: close isolates, or "
         "use more contexts in fewer isolates";
}

}  // namespace shim
