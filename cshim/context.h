// What a context allows its scripts.
#ifndef CSHIM_CONTEXT_H_
#define CSHIM_CONTEXT_H_

#include <v8.h>

struct shim_isolate;

namespace shim {

bool AllowCodeGenerationFromStrings(v8::Local<v8::Context> context);
// Whether Go knows of the context.
bool HasReference(shim_isolate* self, v8::Local<v8::Context> context);
// The FinalizationRegistry with nothing in it that contexts of a snapshot have, or empty.
v8::Local<v8::Object> EmptyRegistryOf(v8::Local<v8::Context> context);
// Takes from it what it has for its time. False when a script does not let it.
bool PrepareForSnapshot(v8::Local<v8::Context> context);
// Asks the context that wants to compile WebAssembly.
bool AllowWasmCodeGeneration(v8::Local<v8::Context> context, v8::Local<v8::String> source);

}  // namespace shim

#endif  // CSHIM_CONTEXT_H_
