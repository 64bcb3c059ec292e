// The prebuilt archive was made on glibc 2.38, whose headers rename these six
// functions to their C23 versions (which also read binary literals, 0b101).
// Nothing in V8 relies on that, so on an older glibc the plain ones serve.
// Weak, so that a libc which has them wins.
#ifdef __linux__
#include <features.h>
#endif
#if defined(__GLIBC__)
#if !__GLIBC_PREREQ(2, 38)
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define WEAK __attribute__((weak))

WEAK long __isoc23_strtol(const char* text, char** end, int base) {
  return strtol(text, end, base);
}

WEAK unsigned long __isoc23_strtoul(const char* text, char** end, int base) {
  return strtoul(text, end, base);
}

WEAK long long __isoc23_strtoll(const char* text, char** end, int base) {
  return strtoll(text, end, base);
}

WEAK unsigned long long __isoc23_strtoull(const char* text, char** end, int base) {
  return strtoull(text, end, base);
}

WEAK int __isoc23_sscanf(const char* text, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = vsscanf(text, format, arguments);
  va_end(arguments);
  return count;
}

WEAK int __isoc23_fscanf(FILE* file, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = vfscanf(file, format, arguments);
  va_end(arguments);
  return count;
}
#endif
#endif
