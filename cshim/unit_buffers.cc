// Array buffers and what looks into them, compiled in one go; see "Why units?" in RATIONALE.md.
#include "array_buffer.cc"
#include "array_buffer_pins.cc"
#include "array_buffer_view.cc"
#include "free_blocks.cc"
#include "shared_array_buffer.cc"
#include "typed_array.cc"
#include "wasm_memory_object.cc"
#include "wasm_module_object.cc"
