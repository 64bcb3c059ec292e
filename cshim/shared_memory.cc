// An isolate without shared memory: whatever constructor or module of
// WebAssembly asks for it, V8 takes it from one of three functions, and finds
// that there is none. It throws a RangeError then, as when memory is out.
#ifdef SHIM_WRAPS
#include <memory>

#include "entry.h"

namespace shim {
namespace {

// v8::internal::BackingStore; no more is needed than that a pointer owns it.
struct BackingStore {};

// v8::internal::SharedFlag
enum class SharedFlag : uint8_t { kNotShared, kShared };

bool Denies(v8::Isolate* isolate, SharedFlag shared) {
  if (shared == SharedFlag::kNotShared) return false;
  shim_isolate* self = Own(isolate);
  return self != nullptr && self->limits.deny_shared_memory;
}

}  // namespace
}  // namespace shim

// The result is as V8's: a std::unique_ptr, which the caller has made room for.
#define SHIM_BACKING_STORE(name, parameters, arguments)                     \
  extern "C" std::unique_ptr<shim::BackingStore> __real_##name parameters;  \
  extern "C" std::unique_ptr<shim::BackingStore> __wrap_##name parameters { \
    if (shim::Denies(isolate, shared)) [[unlikely]]                         \
      return nullptr;                                                       \
    return __real_##name arguments;                                         \
  }

// By --wrap, in cshim.go.
SHIM_BACKING_STORE(
    _ZN2v88internal12BackingStore8AllocateEPNS0_7IsolateEmNS0_10SharedFlagENS0_15InitializedFlagE,
    (v8::Isolate * isolate, size_t length, shim::SharedFlag shared, uint8_t initialized),
    (isolate, length, shared, initialized))
SHIM_BACKING_STORE(
    _ZN2v88internal12BackingStore18AllocateWasmMemoryEPNS0_7IsolateEmmNS0_14WasmMemoryFlagENS0_10SharedFlagE,
    (v8::Isolate * isolate, size_t initial, size_t maximum, uint8_t memory,
     shim::SharedFlag shared),
    (isolate, initial, maximum, memory, shared))
SHIM_BACKING_STORE(
    _ZN2v88internal12BackingStore35TryAllocateAndPartiallyCommitMemoryEPNS0_7IsolateEmmmmmNS0_14WasmMemoryFlagENS0_10SharedFlagEb,
    (v8::Isolate * isolate, size_t length, size_t maximum, size_t page, size_t initial_pages,
     size_t maximum_pages, uint8_t memory, shim::SharedFlag shared, bool has_guards),
    (isolate, length, maximum, page, initial_pages, maximum_pages, memory, shared, has_guards))
#endif  // SHIM_WRAPS
