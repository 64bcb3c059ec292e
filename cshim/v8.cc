//go:build ignore

// v8::V8: the process-wide engine, started once and disposed of once.
#include <libplatform/libplatform.h>
#include <sys/random.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <string>

#include "backing_pages.h"
#include "cage.h"
#include "crash.h"
#include "entry.h"
#include "fatal.h"
#include "icu_memory.h"
#include "platform.h"
#include "resident_memory.h"
#include "signal_handler.h"
#include "unexported.h"

namespace shim {

namespace {

// Set by SetFlagsFromString before V8 starts; why, in RATIONALE.md.
constexpr const char* kFlags[] = {
    "--no-turboshaft-loop-unrolling",  // keeps the interrupt check in every loop
    "--no-memory-protection-keys",     // Go starts threads whenever it likes
    "--wasm-tiering-budget=1000",      // WebAssembly's loops look for interrupts when it is spent
    "--no-wasm-native-module-cache",   // what waits for an isolate that died would wait for ever
    "--no-wasm-async-compilation",     // its threads would work for an isolate that does not pay
    "--no-concurrent-sparkplug",       // a job of it can't be left, and may wait for a collection
    "--concurrent-recompilation-queue-length=4096",  // all isolates have one; a share is theirs
    "--rehash-snapshot",                             // a hash seed of its own for each process
    "--no-extensible-ro-snapshot",                   // all snapshots have one read-only heap
    // What V8 has mended since; each with its number in SECURITY.md.
    "--no-ignition-elide-redundant-tdz-checks",
    "--no-lazy-feedback-allocation",
    "--no-validate-asm",
    "--no-turbo-store-elimination",
    "--no-maglev-escape-analysis",
    "--no-turboshaft-wasm-load-elimination",
};

// V8 would read /dev/urandom for each isolate, and take the time for entropy where
// the process may open no file.
bool Entropy(unsigned char* buffer, size_t length) { return getentropy(buffer, length) == 0; }

// Error text that the caller may keep for good: starting happens once.
const char* Keep(std::string message) { return (new std::string(std::move(message)))->c_str(); }

void KeepArenasSmall() {
#ifdef __GLIBC__
  // Large blocks are mapped each by itself. By default blocks of up to 32 MB are
  // not, once one has been freed, and 64 MB at the end of each arena stay, which
  // malloc_trim does not reach.
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
}

}  // namespace
}  // namespace shim

const char* shim_v8_set_flag(const char* flag) {
  // Recognised flags are taken out of argv, those with a bad value are not.
  // SetFlagsFromString would only print them.
  // Jump: without a Frame there is none.
  std::string copy(flag);
  char program[] = "v8";
  char* argv[] = {program, copy.data(), nullptr};
  int argc = 2;
  v8::V8::SetFlagsFromCommandLine(&argc, argv, true);
  return argc == 1 ? nullptr : "V8 does not know this flag, or not with this value";
}

const char* shim_v8_version() { return v8::V8::GetVersion(); }

const char* shim_v8_version_headers() {
  return SHIM_STRINGIFY(V8_MAJOR_VERSION) "." SHIM_STRINGIFY(V8_MINOR_VERSION) "." SHIM_STRINGIFY(
      V8_BUILD_NUMBER) "." SHIM_STRINGIFY(V8_PATCH_LEVEL);
}

const char* shim_v8_initialize(const char* executable_path) {
  shim::Frame frame(nullptr);
  if (_setjmp(frame.jump) != 0) {
    // A second start would meet a half-made platform; package v8 makes none.
    return shim::Keep(frame.fatal_message);
  }
  shim::InstallFatalHandlers();
  if (const char* error = shim::CheckAddressSpace()) return error;
  shim::KeepArenasSmall();
  for (const char* flag : shim::kFlags) v8::V8::SetFlagsFromString(flag);
  v8::V8::SetEntropySource(shim::Entropy);
  shim::OpenResidentMemory();
  shim::InstallIcuMemory();
  if (!v8::V8::InitializeICUDefaultLocation(executable_path)) return "ICU's data can't be read";
  v8::V8::InitializeExternalStartupData(executable_path);
  v8::V8::InitializePlatform(shim::Platform::Start());
  if (!v8::V8::Initialize()) return "v8::V8::Initialize failed";
  shim::FindCage();
  shim::CountBackingPages();
  shim::FindProgram();
  shim::InstallCrashHandlers();
  return nullptr;
}

const char* shim_v8_dispose() {
  shim::Frame frame(nullptr);
  if (_setjmp(frame.jump) != 0) return shim::Keep(frame.fatal_message);
  if (!v8::V8::Dispose()) return "v8::V8::Dispose failed";
  v8::V8::DisposePlatform();
  shim::Platform::Stop();
  return nullptr;
}

uintptr_t shim_v8_thread() { return reinterpret_cast<uintptr_t>(&shim::current); }

bool shim_v8_wraps() {
#ifdef SHIM_WRAPS
  return true;
#else
  return false;
#endif
}
