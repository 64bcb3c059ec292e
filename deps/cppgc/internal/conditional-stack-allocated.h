// A stand-in for V8's header of this name, for "go mod vendor": V8's
// cppgc/internal folder has no Go file, so vendoring leaves it behind.
// deps is the last of the include folders; where V8's own file exists, this
// one is never read.
#ifndef ISOLATES_DEPS_CPPGC_INTERNAL_CONDITIONAL_STACK_ALLOCATED_H_
#define ISOLATES_DEPS_CPPGC_INTERNAL_CONDITIONAL_STACK_ALLOCATED_H_

namespace cppgc::internal {

// V8's Maybe and WeakCallbackInfo derive from this. In V8 it forbids `new` when
// T is a type of V8's C++ garbage collector. This module uses no such type, and
// the class is empty in both versions, so the layouts agree.
template <typename T>
class ConditionalStackAllocatedBase {};

}  // namespace cppgc::internal

#endif  // ISOLATES_DEPS_CPPGC_INTERNAL_CONDITIONAL_STACK_ALLOCATED_H_
