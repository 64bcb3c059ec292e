// What JavaScript takes outside of V8's heap, in one go; see "Why units?" in RATIONALE.md.
#include "backing_pages.cc"
#include "backing_store.cc"
#include "cage.cc"
#include "icu_cache.cc"
#include "icu_memory.cc"
#include "memory.cc"
#include "wasm_memory.cc"
