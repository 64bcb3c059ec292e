// How much of the process is in RAM.
#ifndef CSHIM_RESIDENT_MEMORY_H_
#define CSHIM_RESIDENT_MEMORY_H_

#include <cstdint>

namespace shim {

// When V8 starts: a process may later be forbidden to open files.
void OpenResidentMemory();

// In bytes; 0 when that can't be told.
int64_t ResidentMemory();

}  // namespace shim

#endif  // CSHIM_RESIDENT_MEMORY_H_
