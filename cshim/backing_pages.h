// The pages of buffers that can grow, and of WebAssembly memories: V8 reserves
// the addresses of all that such a buffer may become, and makes those pages
// accessible that it needs now. What a script can make so are bytes (a page for
// a buffer of one byte), addresses of the sandbox that all isolates share, and
// the kernel's mappings, of which a process has some 65,000 for everything. All
// three are counted and limited.
#ifndef CSHIM_BACKING_PAGES_H_
#define CSHIM_BACKING_PAGES_H_

#include <v8-platform.h>

#include <cstddef>
#include <memory>

struct shim_isolate;

namespace shim {

// Before V8 starts: the allocator with which the platform gives V8 its pages.
// V8 lets buffers grow and shrink by it.
std::unique_ptr<v8::PageAllocator> CountGrowth(v8::PageAllocator* pages);

// After V8 has started: counts what is reserved in the sandbox.
void CountBackingPages();

// Whether the isolate may have one more buffer: as far as is known, since other
// isolates reserve too.
bool FitsBackingPages(shim_isolate* self, size_t accessible, size_t reserved);
// How much addresses it may reserve.
size_t ReservableNow(shim_isolate* self);

// Of all isolates.
struct BackingPages {
  size_t reserved, mappings;
};
BackingPages BackingPagesNow();

}  // namespace shim

#endif  // CSHIM_BACKING_PAGES_H_
