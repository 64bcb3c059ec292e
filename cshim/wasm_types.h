// WebAssembly types of an isolate in the list that all isolates share.
#ifndef CSHIM_WASM_TYPES_H_
#define CSHIM_WASM_TYPES_H_

#include <cstddef>

namespace shim {

// What it has added.
struct WasmTypes {
  size_t count = 0, bytes = 0;
};

}  // namespace shim

#endif  // CSHIM_WASM_TYPES_H_
