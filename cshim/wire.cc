//go:build ignore

// Bytes in V8's wire format; see value_serializer.cc.
#include "wire.h"

#include <cstdlib>

#include "memory.h"

namespace shim {

bool Wire::Reserve(size_t more, size_t limit) {
  if (more <= capacity - size) return true;
  if (more > limit || size > limit - more) return false;
  size_t wanted = size + more;
  if (wanted < 2 * capacity) wanted = 2 * capacity < limit ? 2 * capacity : limit;
  if (wanted < 256) wanted = 256;
  Uncounted uncounted;
  void* memory = realloc(data, wanted);
  if (memory == nullptr) return false;
  data = static_cast<uint8_t*>(memory);
  capacity = wanted;
  return true;
}

void Wire::Free() {
  free(data);
  *this = {};
}

void Wire::Recycle() {
  constexpr size_t kKeep = size_t{1} << 20;
  if (capacity > kKeep) Free();
  size = 0;
}

}  // namespace shim
