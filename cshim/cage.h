// The memory that all isolates share: V8's one 4 GB pointer cage, and the
// address space that the V8 sandbox reserves around it. V8 aborts when either
// is too small, so both are looked at first.
#ifndef CSHIM_CAGE_H_
#define CSHIM_CAGE_H_

#include <cstddef>

namespace shim {

// Before V8 starts: what is wrong with the address space, or nullptr.
const char* CheckAddressSpace();

// After V8 has started: looks for the cage's page allocator.
void FindCage();

// Among the first fields of an object of V8's whose layout is not known: the one
// that points to an object with that vtable, or nullptr.
void** FindField(void* object, size_t fields, void* const* vtable);

// Before an isolate is made: why it would not fit, or nullptr.
const char* CheckRoomForIsolate();

}  // namespace shim

#endif  // CSHIM_CAGE_H_
