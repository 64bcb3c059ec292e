// Wire: bytes in V8's wire format, and where the format is ours.
#ifndef CSHIM_WIRE_H_
#define CSHIM_WIRE_H_

#include <cstddef>
#include <cstdint>

namespace shim {

// It has no destructor: what serializes may be left by a longjmp.
struct Wire {
  uint8_t* data = nullptr;
  size_t size = 0, capacity = 0;

  bool Reserve(size_t more, size_t limit);  // false when it would pass limit
  void Free();
  // Keeps the memory for the next time, unless it is large.
  void Recycle();
};

// The format is V8's but for these tags; package clone has them in wire.go.
enum PlainTag : uint8_t { kPlain = 0xFE, kNewShape = 1, kShape = 2 };
enum PlainFlags : uint8_t { kHasReferences = 1 };

}  // namespace shim

#endif  // CSHIM_WIRE_H_
