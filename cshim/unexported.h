// Macros for what the archive exports and no public header declares. The archive
// is pinned, the linker looks for each, and engine.txt lists them.
#ifndef CSHIM_UNEXPORTED_H_
#define CSHIM_UNEXPORTED_H_

#define SHIM_STRINGIFY_(x) #x
#define SHIM_STRINGIFY(x) SHIM_STRINGIFY_(x)
#define SHIM_JOIN_(a, b) a##b
#define SHIM_JOIN(a, b) SHIM_JOIN_(a, b)
// After a declaration: its name for the linker.
#define SHIM_SYMBOL(name) __asm__(SHIM_STRINGIFY(__USER_LABEL_PREFIX__) name)

// A function of V8 that the linker puts ours before: Wrap has a body, Real is
// V8's. What is passed by reference or by address is a pointer here.
#define SHIM_WRAP(result, name, symbol, parameters)           \
  result Real##name parameters SHIM_SYMBOL("__real_" symbol); \
  result Wrap##name parameters SHIM_SYMBOL("__wrap_" symbol); \
  result Wrap##name parameters

#endif  // CSHIM_UNEXPORTED_H_
