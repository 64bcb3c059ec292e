// What a context allows its scripts.
#ifndef CSHIM_CONTEXT_H_
#define CSHIM_CONTEXT_H_

#include <v8.h>

namespace shim {

bool AllowCodeGenerationFromStrings(v8::Local<v8::Context> context);
// Asks the context that wants to compile WebAssembly.
bool AllowWasmCodeGeneration(v8::Local<v8::Context> context, v8::Local<v8::String> source);

}  // namespace shim

#endif  // CSHIM_CONTEXT_H_
