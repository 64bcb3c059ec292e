// Pins: the memory of ArrayBuffers that Go has in hand.
#ifndef CSHIM_ARRAY_BUFFER_PINS_H_
#define CSHIM_ARRAY_BUFFER_PINS_H_

#include <v8.h>

#include <memory>
#include <unordered_set>
#include <vector>

namespace shim {

// Memory of ArrayBuffers that Go reads and writes in place. It stays until the
// scope or callback ends in which Go asked for it, whatever JavaScript does to
// the buffers meanwhile: scopes end last in, first out, and so does this.
struct Pins {
  std::vector<std::shared_ptr<v8::BackingStore>> stores;
  std::unordered_set<v8::BackingStore*> known;  // what is in stores

  // Whether the memory that begins at data is what was asked for last.
  bool HasLast(const void* data) const { return !stores.empty() && stores.back()->Data() == data; }
  void Add(std::shared_ptr<v8::BackingStore> store);
  void Release(size_t count);  // until count are left
};

}  // namespace shim

#endif  // CSHIM_ARRAY_BUFFER_PINS_H_
