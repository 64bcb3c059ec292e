// The archive asks for names that glibc has from version 2.38 on: its own
// functions, with C23's rules for numbers. v8go leaves finding them to its
// users; where they are missing, the old functions take their place.
#ifdef __linux__
#include <features.h>
#ifdef __GLIBC__
#if !__GLIBC_PREREQ(2, 38)
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#pragma weak __isoc23_strtol
#pragma weak __isoc23_strtoll
#pragma weak __isoc23_strtoul
#pragma weak __isoc23_strtoull
#pragma weak __isoc23_sscanf
#pragma weak __isoc23_fscanf

long __isoc23_strtol(const char* s, char** end, int base) { return strtol(s, end, base); }
long long __isoc23_strtoll(const char* s, char** end, int base) { return strtoll(s, end, base); }
unsigned long __isoc23_strtoul(const char* s, char** end, int base) {
  return strtoul(s, end, base);
}
unsigned long long __isoc23_strtoull(const char* s, char** end, int base) {
  return strtoull(s, end, base);
}

int __isoc23_sscanf(const char* s, const char* format, ...) {
  va_list list;
  va_start(list, format);
  int read = vsscanf(s, format, list);
  va_end(list);
  return read;
}

int __isoc23_fscanf(FILE* file, const char* format, ...) {
  va_list list;
  va_start(list, format);
  int read = vfscanf(file, format, list);
  va_end(list);
  return read;
}
#endif
#endif
#endif
