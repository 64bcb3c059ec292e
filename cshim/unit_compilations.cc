// What V8's threads compile, compiled in one go; see "Why units?" in RATIONALE.md.
#include "background_compilation.cc"
#include "collection_barrier.cc"
