//go:build ignore

// What memory.cc has to know of WebAssembly. The linker puts these functions
// before V8's (--wrap; engine.txt). Where the result is given by address, what
// it is matters to the callers alone.
#include "entry.h"
#include "memory.h"
#include "unexported.h"

#ifdef SHIM_WRAPS

namespace shim {
struct Result {
  Result(const Result&) = delete;
  ~Result();
};
}  // namespace shim

using shim::Result;

namespace {

struct Compilation {
  explicit Compilation(shim::NativeMemory* memory) : memory(memory) { memory->BeginCompilation(); }
  ~Compilation() { memory->EndCompilation(); }
  shim::NativeMemory* memory;
};

class ForAll {
 public:
  ForAll() {
    if (frame_) frame_->for_all = true;
  }
  ~ForAll() {
    if (frame_) frame_->for_all = before_;
  }

 private:
  shim::Frame* frame_ = shim::Frame::innermost;
  bool before_ = frame_ && frame_->for_all;
};

void HasNativeModule(void* isolate) {
  shim_isolate* self = shim::Own(static_cast<v8::Isolate*>(isolate));
  if (self) self->native->HasWebAssembly();
}

}  // namespace

// v8::internal::wasm::ExecuteLiftoffCompilation: a function of a few kilobytes
// can make it take gigabytes.
#define SHIM_COMPILE                                               \
  "_ZN2v88internal4wasm25ExecuteLiftoffCompilationEPNS1_14Compila" \
  "tionEnvERKNS1_12FunctionBodyERKNS1_14LiftoffOptionsE"
Result RealCompile(const void* environment, const void* body, const void* options)
    SHIM_SYMBOL("__real_" SHIM_COMPILE);
Result WrapCompile(const void* environment, const void* body, const void* options)
    SHIM_SYMBOL("__wrap_" SHIM_COMPILE);

Result WrapCompile(const void* environment, const void* body, const void* options) {
  shim_isolate* payer = shim::Payer();
  if (payer == nullptr) return RealCompile(environment, body, options);
  Compilation compilation(payer->native.get());
  return RealCompile(environment, body, options);
}

// v8::internal::wasm::WasmEngine::NewNativeModule and ImportNativeModule: an
// isolate comes to have a module by one of these, however that was compiled or
// whoever sent it. From then on code that it compiles belongs to the module,
// which others may have, and worker threads.
#define SHIM_NEW                                                      \
  "_ZN2v88internal4wasm10WasmEngine15NewNativeModuleEPNS0_7IsolateEN" \
  "S1_19WasmEnabledFeaturesENS1_20WasmDetectedFeaturesENS1_18Compil"  \
  "eTimeImportsESt10shared_ptrIKNS1_10WasmModuleEEm"
Result RealNew(void* engine, void* isolate, uint32_t enabled, uint32_t detected,
               const void* imports, const void* module, size_t size)
    SHIM_SYMBOL("__real_" SHIM_NEW);
Result WrapNew(void* engine, void* isolate, uint32_t enabled, uint32_t detected,
               const void* imports, const void* module, size_t size)
    SHIM_SYMBOL("__wrap_" SHIM_NEW);

Result WrapNew(void* engine, void* isolate, uint32_t enabled, uint32_t detected,
               const void* imports, const void* module, size_t size) {
  HasNativeModule(isolate);
  return RealNew(engine, isolate, enabled, detected, imports, module, size);
}

#define SHIM_IMPORT                                                  \
  "_ZN2v88internal4wasm10WasmEngine18ImportNativeModuleEPNS0_7Isola" \
  "teESt10shared_ptrINS1_12NativeModuleEENS_4base6VectorIKcEE"
void* RealImport(void* engine, void* isolate, const void* module, v8::MemorySpan<const char> url)
    SHIM_SYMBOL("__real_" SHIM_IMPORT);
void* WrapImport(void* engine, void* isolate, const void* module, v8::MemorySpan<const char> url)
    SHIM_SYMBOL("__wrap_" SHIM_IMPORT);

void* WrapImport(void* engine, void* isolate, const void* module, v8::MemorySpan<const char> url) {
  HasNativeModule(isolate);
  return RealImport(engine, isolate, module, url);
}

// v8::internal::wasm::WasmImportWrapperCache: code that calls what is imported
// is V8's for all isolates, and so is where it lies; see machine_code.cc.
#define SHIM_CACHE(name, parameters, arguments) \
  extern "C" void* __real_##name parameters;    \
  extern "C" void* __wrap_##name parameters {   \
    ForAll scope;                               \
    return __real_##name arguments;             \
  }
SHIM_CACHE(_ZN2v88internal4wasm22WasmImportWrapperCache14LazyInitializeEPNS0_7IsolateE,
           (void* cache, void* isolate), (cache, isolate))
SHIM_CACHE(
    _ZN2v88internal4wasm22WasmImportWrapperCache28CompileWasmImportCallWrapperEPNS0_7IsolateENS1_14ImportCallKindEPKNS1_12CanonicalSigENS1_18CanonicalTypeIndexEbiNS1_7SuspendE,
    (void* cache, void* isolate, int kind, const void* signature, uint32_t type, bool positions,
     int arity, int suspend),
    (cache, isolate, kind, signature, type, positions, arity, suspend))
SHIM_CACHE(
    _ZN2v88internal4wasm22WasmImportWrapperCache17ModificationScope10AddWrapperERKNS2_8CacheKeyENS1_21WasmCompilationResultENS1_8WasmCode4KindEm,
    (void* cache, const void* key, void* result, int kind, size_t hash),
    (cache, key, result, kind, hash))

#endif  // SHIM_WRAPS
