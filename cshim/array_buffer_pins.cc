//go:build ignore

// The memory of ArrayBuffers that Go has in hand.
#include "array_buffer_pins.h"

#include "entry.h"

namespace shim {

void Pins::Add(std::shared_ptr<v8::BackingStore> store) {
  // One that is there already was asked for in a scope that lasts longer.
  if (known.insert(store.get()).second) stores.push_back(std::move(store));
}

void Pins::Release(size_t count) {
  while (stores.size() > count) {
    known.erase(stores.back().get());
    stores.pop_back();
  }
}

}  // namespace shim
