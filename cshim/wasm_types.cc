//go:build ignore

// v8::internal::wasm::TypeCanonicalizer: the types of WebAssembly, of which V8
// has one list for all isolates that never gets shorter. At a million of them V8
// gives up on every isolate that compiles one more. So an isolate may add a
// share of what is left, by number and by size, and is ended then.
#include "wasm_types.h"

#include <algorithm>

#include "entry.h"
#include "fatal.h"
#include "isolate_limits.h"
#include "memory.h"
#include "unexported.h"

#ifdef SHIM_WRAPS

size_t CountTypes(const void* list)
    SHIM_SYMBOL("_ZNK2v88internal4wasm17TypeCanonicalizer23GetCurrentNumberOfTypesEv");
size_t CountBytes(const void* list)
    SHIM_SYMBOL("_ZNK2v88internal4wasm17TypeCanonicalizer32EstimateCurrentMemoryConsumptionEv");

namespace {

// V8's limit; and what the list may take in bytes.
constexpr size_t kMostTypes = 1000000, kMostBytes = size_t{256} << 20;
// A single isolate gets 15,600 types in 4 MB.
constexpr size_t kShare = 64;
// The list's tables grow by megabytes at times, which is nobody's fault. A type
// of a thousand parameters takes less than this.
constexpr size_t kLargestType = 16 << 10;

// Whether all that this isolate has added is beyond so many shares.
bool Exceeds(size_t own, size_t used, size_t limit, size_t shares) {
  return own > (limit - std::min(limit, used)) / kShare * shares;
}

[[noreturn]] void Die() { shim::Kill("WebAssembly: too many types for one isolate"); }

// Adds count types to the list by add, which holds no lock then.
template <typename Add>
auto Pay(const void* list, size_t count, Add&& add) {
  shim_isolate* self = shim::Payer();
  size_t types = CountTypes(list), bytes = CountBytes(list);
  // A group can have all types there are, and comes as a whole. Whether V8 has it
  // is not known yet.
  if (self && Exceeds(count, types, kMostTypes, 2)) Die();
  auto result = add();
  if (self == nullptr) return result;
  size_t types_now = CountTypes(list), bytes_now = CountBytes(list);
  shim::WasmTypes& own = self->wasm_types;
  if (types_now == types) return result;  // V8 had them
  own.count += std::min(types_now - types, count);
  own.bytes += std::min(bytes_now - std::min(bytes, bytes_now), count * kLargestType);
  auto exceeds = [&](size_t shares) {
    return Exceeds(own.count, types_now, kMostTypes, shares) ||
           Exceeds(own.bytes, bytes_now, kMostBytes, shares);
  };
  // One module can have all types there are, and nothing interrupts it.
  if (exceeds(2)) Die();
  if (exceeds(1)) shim::ReachLimit(self);
  return result;
}

}  // namespace

#define SHIM_ADD_GROUP \
  "_ZN2v88internal4wasm17TypeCanonicalizer17AddRecursiveGroupEPNS1_10WasmModuleEj"
void RealAddGroup(void* list, void* module, uint32_t count) SHIM_SYMBOL("__real_" SHIM_ADD_GROUP);
void WrapAddGroup(void* list, void* module, uint32_t count) SHIM_SYMBOL("__wrap_" SHIM_ADD_GROUP);

void WrapAddGroup(void* list, void* module, uint32_t count) {
  Pay(list, count, [&] {
    RealAddGroup(list, module, count);
    return true;
  });
}

// For a WebAssembly.Tag and the like; what it gives is an index.
#define SHIM_ADD_SIGNATURE                                            \
  "_ZN2v88internal4wasm17TypeCanonicalizer17AddRecursiveGroupEPKNS0_" \
  "9SignatureINS1_9ValueTypeEEE"
uint32_t RealAddSignature(void* list, const void* signature)
    SHIM_SYMBOL("__real_" SHIM_ADD_SIGNATURE);
uint32_t WrapAddSignature(void* list, const void* signature)
    SHIM_SYMBOL("__wrap_" SHIM_ADD_SIGNATURE);

uint32_t WrapAddSignature(void* list, const void* signature) {
  return Pay(list, 1, [&] { return RealAddSignature(list, signature); });
}

#endif  // SHIM_WRAPS
