// Isolates and their counters, compiled in one go; see "Why units?" in RATIONALE.md.
#include "isolate.cc"
#include "isolate_external_memory.cc"
#include "isolate_low_memory.cc"
#include "isolate_termination.cc"
#include "resident_memory.cc"
#include "v8_counters.cc"
