// Modules, compiled in one go; see "Why units?" in RATIONALE.md.
#include "isolate_modules.cc"
#include "module.cc"
#include "module_request.cc"
#include "module_synthetic.cc"
