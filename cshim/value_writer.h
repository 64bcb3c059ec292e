// Plain data into a Wire, without running JavaScript.
#ifndef CSHIM_VALUE_WRITER_H_
#define CSHIM_VALUE_WRITER_H_

#include <v8.h>

#include <cstdint>
#include <vector>

#include "wire.h"

struct shim_isolate;

namespace shim {

// What value_writer.cc keeps from one value to the next.
struct PlainShape {
  uint32_t map;           // the low half of its address
  uint32_t first, count;  // of its properties in places
};
struct WriterMemory {
  std::vector<uint64_t> identities;
  std::vector<PlainShape> shapes;
  std::vector<int> places;  // offsets of values in an object, or -offset in its properties
};

// Writes value, if it is plain data, without running anything
// or allocating in the heap. False when it is not.
bool WritePlain(shim_isolate* self, v8::Local<v8::Value> value, Wire& wire, size_t limit);

// The characters of a string that lie in one piece in V8's heap, a byte each, until the
// isolate's next call. No data for any other string.
shim_bytes OneByteCharacters(v8::Local<v8::String> string);

}  // namespace shim

#endif  // CSHIM_VALUE_WRITER_H_
