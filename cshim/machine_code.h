// Where V8's machine code is: what it has compiled of JavaScript, regular
// expressions and WebAssembly, and its built-ins.
#ifndef CSHIM_MACHINE_CODE_H_
#define CSHIM_MACHINE_CODE_H_

#include <v8.h>

#include <memory>

namespace shim {

// Any thread, and signal handlers.
bool IsMachineCode(uintptr_t address);

// Before V8 starts: the allocator with which the platform gives V8 its pages.
// It remembers those that will hold code.
std::unique_ptr<v8::PageAllocator> RememberCode(v8::PageAllocator* pages);

// Learns where the built-ins are, which are part of the program.
void FindBuiltIns(v8::Isolate* isolate);

}  // namespace shim

#endif  // CSHIM_MACHINE_CODE_H_
