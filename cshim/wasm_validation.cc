//go:build ignore

// v8::internal::wasm::ValidateFunctionBody
#include "wasm_validation.h"

#ifdef SHIM_WRAPS

#include <string>

#include "entry.h"
#include "isolate_termination.h"
#include "memory.h"
#include "unexported.h"
#include "worker_threads.h"

namespace shim {

thread_local constinit Validation* Validation::current_ = nullptr;

void Validation::Look(size_t bytes) {
  if (Locks::Held() != locks_) return;
  bool ended =
      share_.closed() || (self_ && self_->termination.state.load() == RunState::kTerminated);
  if (ended) Leave("its Run or its isolate has ended");
  // On the isolate's own thread memory.cc ends the Run first, and gives it room for that.
  const NativeMemory& memory = *share_.memory();
  int64_t more = static_cast<int64_t>(bytes);
  if (self_ ? memory.FarExceeds(more) : memory.ExceedsInBackground(more)) {
    Leave("it needs more than the memory limit allows");
  }
}

// What the jump skips has its memory from the zone, which is the caller's.
void Validation::Leave(const char* why) {
  why_ = why;
  _longjmp(jump, 1);
}

}  // namespace shim

// v8::internal::wasm::DecodeResult
struct DecodeResult {
  void* value;
  uint32_t offset;  // of an error, or UINT32_MAX
  std::string message;
};
static_assert(sizeof(DecodeResult) == 16 + sizeof(std::string));

#define SHIM_VALIDATE                                                          \
  "_ZN2v88internal4wasm20ValidateFunctionBodyEPNS0_4ZoneENS1_19WasmEnabled"    \
  "FeaturesEPKNS1_10WasmModuleEPNS1_20WasmDetectedFeaturesERKNS1_12FunctionBo" \
  "dyE"
DecodeResult RealValidate(void* zone, uint64_t enabled, const void* module, void* detected,
                          const void* body) SHIM_SYMBOL("__real_" SHIM_VALIDATE);
DecodeResult WrapValidate(void* zone, uint64_t enabled, const void* module, void* detected,
                          const void* body) SHIM_SYMBOL("__wrap_" SHIM_VALIDATE);

DecodeResult WrapValidate(void* zone, uint64_t enabled, const void* module, void* detected,
                          const void* body) {
  shim::Frame* frame = shim::Frame::innermost;
  shim_isolate* self = frame && frame->interruptible ? frame->isolate : nullptr;
  shim::WorkerShare* share = self ? self->work.get() : frame ? nullptr : shim::JobOwner();
  if (share == nullptr) return RealValidate(zone, enabled, module, detected, body);
  shim::Validation validation(*share, self);
  if (_setjmp(validation.jump) != 0) return {nullptr, 0, validation.why()};
  shim::Validation::Poll(0);
  return RealValidate(zone, enabled, module, detected, body);
}

#endif  // SHIM_WRAPS
