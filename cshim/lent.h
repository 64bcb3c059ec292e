// Memory that is Go's until its next call, and buffers that are kept from one to the next.
#ifndef CSHIM_LENT_H_
#define CSHIM_LENT_H_

#include <v8.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cshim.h"
#include "wire.h"

namespace shim {

struct Lent {
  std::string text;                // what shim_text lends
  Wire wire;                       // what shim_value_serialize and others lend
  std::vector<shim_value> values;  // what shim_values lends
  // Where AppendElements gathers them, one in the other.
  std::vector<std::unique_ptr<std::vector<shim_value>>> gathering;
  size_t gatherings = 0;
  std::vector<v8::Local<v8::Value>> arguments;  // of the call that is about to run
  uint32_t rejected = 0;                        // what shim_script_compiler_rejected says
};

// Keeps a buffer from one entry to the next, unless it is large.
template <typename Buffer>
void Shrink(Buffer& buffer) {
  constexpr size_t kKeep = size_t{1} << 20;  // bytes
  if (buffer.capacity() * sizeof(*buffer.data()) > kKeep) Buffer().swap(buffer);
}

}  // namespace shim

#endif  // CSHIM_LENT_H_
