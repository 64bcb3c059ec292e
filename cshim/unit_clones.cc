// Structured clones and plain data, compiled in one go; see "Why units?" in RATIONALE.md.
#include "serialized_value.cc"
#include "value_reader.cc"
#include "value_writer.cc"
#include "wire.cc"
