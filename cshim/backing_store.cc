//go:build ignore

// v8::internal::BackingStore: what V8 does before a script gets memory outside the
// heap, or is refused it. By --wrap: engine.txt.
//
// An isolate without shared memory gets none, whatever constructor or module of
// WebAssembly asks for it. V8 throws a RangeError then, as when memory is out.
//
// When it does not fit, V8 collects all garbage four to nine times, for
// WebAssembly up to thirty times, and none of that can be interrupted: a loop that
// asks for too much, again and again, would go on for seconds after its deadline.
// So what does not fit after one collection is refused before V8 begins.
#ifdef SHIM_WRAPS
#include <memory>

#include "array_buffer.h"
#include "backing_pages.h"
#include "entry.h"
#include "unexported.h"

namespace shim {
namespace {

// v8::internal::BackingStore; no more is needed than that a pointer owns it.
struct BackingStore {};
// As V8's: the caller has made room for it.
using Store = std::unique_ptr<BackingStore>;

// v8::internal::SharedFlag
enum class SharedFlag : uint8_t { kNotShared, kShared };

bool Denies(v8::Isolate* isolate, SharedFlag shared) {
  if (shared == SharedFlag::kNotShared) return false;
  shim_isolate* self = Own(isolate);
  if (self == nullptr) return false;
  self->task.outside = 1;  // by Atomics.notify
  return self->options.deny_shared_memory;
}

size_t Multiply(size_t a, size_t b) {
  size_t product;
  return __builtin_mul_overflow(a, b, &product) ? SIZE_MAX : product;
}

bool Fits(v8::Isolate* isolate, size_t accessible, size_t reserved) {
  shim_isolate* self = isolate ? Own(isolate) : nullptr;
  return self == nullptr ||
         MakeRoom(self, [&] { return FitsBackingPages(self, accessible, reserved); });
}

// Whether a WebAssembly memory may have so many pages. Those that it is to grow to
// become as many as may be reserved: V8 would try less and less.
bool FitsWasm(v8::Isolate* isolate, size_t pages, size_t& max_pages) {
  constexpr size_t kPage = 64 << 10;
  size_t size = Multiply(pages, kPage);
  if (!Fits(isolate, size, size)) return false;
  if (shim_isolate* self = Own(isolate)) {
    max_pages = std::max(pages, std::min(max_pages, ReservableNow(self) / kPage));
  }
  return true;
}

}  // namespace
}  // namespace shim

// v8::internal::Heap, for the memory of buffers that do not grow.
SHIM_WRAP(void*, AllocateExternal,
          "_ZN2v88internal4Heap28AllocateExternalBackingStoreERKSt8functionIFPvmEEm",
          (void* heap, const void* allocate, size_t length)) {
  shim::Frame* frame = shim::Frame::innermost;
  shim_isolate* self = frame ? frame->isolate : nullptr;
  if (self && !shim::MakeRoom(self, [&] { return length <= self->allocator->Left(); })) {
    return nullptr;
  }
  return RealAllocateExternal(heap, allocate, length);
}

#define SHIM_ALLOCATE \
  _ZN2v88internal12BackingStore8AllocateEPNS0_7IsolateEmNS0_10SharedFlagENS0_15InitializedFlagE
#define SHIM_RESERVE \
  _ZN2v88internal12BackingStore35TryAllocateAndPartiallyCommitMemoryEPNS0_7IsolateEmmmmmNS0_14WasmMemoryFlagENS0_10SharedFlagEb
#define SHIM_ALLOCATE_WASM \
  _ZN2v88internal12BackingStore18AllocateWasmMemoryEPNS0_7IsolateEmmNS0_14WasmMemoryFlagENS0_10SharedFlagE
#define SHIM_COPY_WASM \
  _ZN2v88internal12BackingStore14CopyWasmMemoryEPNS0_7IsolateEmmNS0_14WasmMemoryFlagE
#define SHIM_STORE(name, parameters)                          \
  extern "C" shim::Store SHIM_JOIN(__real_, name) parameters; \
  extern "C" shim::Store SHIM_JOIN(__wrap_, name)             \
  parameters

SHIM_STORE(SHIM_ALLOCATE,
           (v8::Isolate * isolate, size_t length, shim::SharedFlag shared, uint8_t initialized)) {
  if (shim::Denies(isolate, shared)) [[unlikely]]
    return nullptr;
  return SHIM_JOIN(__real_, SHIM_ALLOCATE)(isolate, length, shared, initialized);
}

SHIM_STORE(SHIM_RESERVE,
           (v8::Isolate * isolate, size_t length, size_t maximum, size_t page, size_t pages,
            size_t max_pages, uint8_t memory, shim::SharedFlag shared, bool has_guards)) {
  if (shim::Denies(isolate, shared) ||
      !shim::Fits(isolate, shim::Multiply(pages, page), shim::Multiply(max_pages, page))) {
    return nullptr;
  }
  return SHIM_JOIN(__real_, SHIM_RESERVE)(isolate, length, maximum, page, pages, max_pages, memory,
                                          shared, has_guards);
}

SHIM_STORE(SHIM_ALLOCATE_WASM, (v8::Isolate * isolate, size_t pages, size_t max_pages,
                                uint8_t memory, shim::SharedFlag shared)) {
  if (shim::Denies(isolate, shared) || !shim::FitsWasm(isolate, pages, max_pages)) return nullptr;
  return SHIM_JOIN(__real_, SHIM_ALLOCATE_WASM)(isolate, pages, max_pages, memory, shared);
}

SHIM_STORE(SHIM_COPY_WASM,
           (void* store, v8::Isolate* isolate, size_t pages, size_t max_pages, uint8_t memory)) {
  if (!shim::FitsWasm(isolate, pages, max_pages)) return nullptr;
  return SHIM_JOIN(__real_, SHIM_COPY_WASM)(store, isolate, pages, max_pages, memory);
}

#endif  // SHIM_WRAPS
