// Contexts, scripts and functions, compiled in one go; see "Why units?" in RATIONALE.md.
#include "context.cc"
#include "external.cc"
#include "function.cc"
#include "function_template.cc"
#include "script.cc"
#include "script_compiler.cc"
#include "template.cc"
#include "unbound_script.cc"
