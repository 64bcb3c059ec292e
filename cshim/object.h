// Property keys as Go gives them.
#ifndef CSHIM_OBJECT_H_
#define CSHIM_OBJECT_H_

#include <v8.h>

#include <cstdint>
#include <memory>

#include "cshim.h"

struct shim_isolate;

namespace shim {

// Property keys that Go code names by text are few and come again and again:
// making and internalizing the string is half the cost of a Get. A table of
// one entry a slot, with the text to compare.
struct KeyCache {
  static constexpr size_t kSlots = 256, kLongest = 31;
  struct Entry {
    v8::Global<v8::String> string;
    uint8_t length;  // meaningful while string is set
    char text[kLongest];
  };
  std::unique_ptr<Entry[]> entries;
};

// Empty when a text is too long to be a string.
v8::MaybeLocal<v8::Value> ToKey(shim_isolate* self, const shim_key& key);

// ECMAScript's ToPropertyKey; may run JavaScript.
v8::MaybeLocal<v8::Name> ToName(v8::Local<v8::Context> context, v8::Local<v8::Value> key);

}  // namespace shim

#endif  // CSHIM_OBJECT_H_
