// V8 itself and its contexts, in one go; see "Why units?" in RATIONALE.md.
#include "context_features.cc"
#include "no_context.cc"
#include "v8.cc"
#include "wasm_types.cc"
#include "wasm_validation.cc"
