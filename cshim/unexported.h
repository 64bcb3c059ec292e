// Names what the archive exports and no public header declares. The archive is
// pinned and these are checked by the linker; each use says why it is needed.
#ifndef CSHIM_UNEXPORTED_H_
#define CSHIM_UNEXPORTED_H_

#define SHIM_STRINGIFY_(x) #x
#define SHIM_STRINGIFY(x) SHIM_STRINGIFY_(x)
#define SHIM_JOIN_(a, b) a##b
#define SHIM_JOIN(a, b) SHIM_JOIN_(a, b)
// After a declaration: its name for the linker.
#define SHIM_SYMBOL(name) __asm__(SHIM_STRINGIFY(__USER_LABEL_PREFIX__) name)

#endif  // CSHIM_UNEXPORTED_H_
