// A stand-in for V8's header of this name; conditional-stack-allocated.h says
// why. It has the two attributes that V8's public headers spell by macro; every
// compiler that this module supports knows both.
#ifndef ISOLATES_DEPS_CPPGC_INTERNAL_COMPILER_SPECIFIC_H_
#define ISOLATES_DEPS_CPPGC_INTERNAL_COMPILER_SPECIFIC_H_

#define CPPGC_UNUSED [[maybe_unused]]
#define CPPGC_NO_UNIQUE_ADDRESS [[no_unique_address]]

#endif  // ISOLATES_DEPS_CPPGC_INTERNAL_COMPILER_SPECIFIC_H_
