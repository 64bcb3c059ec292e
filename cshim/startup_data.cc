//go:build ignore

// v8::StartupData
#include "startup_data.h"

#include <cstdlib>
#include <cstring>

#include "entry.h"
#include "function_callback.h"
#include "property_callback.h"
#include "unexported.h"

// The archive's own.
extern const v8::StartupData* DefaultSnapshotBlob()
    SHIM_SYMBOL("_ZN2v88internal8Snapshot19DefaultSnapshotBlobEv");

namespace shim {

const intptr_t* ExternalReferences() {
  static const PropertyCallbacks property = ListPropertyCallbacks();
  static const auto all = [] {
    std::array<intptr_t, 2 + property.size() + 1> references{
        reinterpret_cast<intptr_t>(OnFunctionCall), reinterpret_cast<intptr_t>(OnCallAsFunction)};
    std::copy(property.begin(), property.end(), references.begin() + 2);
    return references;
  }();
  return all.data();
}

v8::StartupData SerializeInternalField(v8::Local<v8::Object> holder, int index, void*) {
  v8::Local<v8::Data> field = holder->GetInternalField(index);
  if (!field->IsValue() || !field.As<v8::Value>()->IsUint32()) return {nullptr, 0};
  uint32_t number = field.As<v8::Value>().As<v8::Uint32>()->Value();
  char* data = new char[sizeof number];  // V8's from now on
  memcpy(data, &number, sizeof number);
  return {data, sizeof number};
}

void DeserializeInternalField(v8::Local<v8::Object> holder, int index, v8::StartupData field,
                              void*) {
  uint32_t number;
  if (field.raw_size != sizeof number) return;
  memcpy(&number, field.data, sizeof number);
  holder->SetInternalField(index, v8::Integer::NewFromUnsigned(v8::Isolate::GetCurrent(), number));
}

}  // namespace shim

uint64_t shim_startup_data_identity() {
  // Checksums of the whole and of what all snapshots of the archive have in common.
  constexpr int kChecksums = 8;
  uint64_t identity;
  memcpy(&identity, DefaultSnapshotBlob()->data + kChecksums, sizeof identity);
  return identity;
}

shim_startup_data* shim_startup_data_new(shim_bytes data) {
  if (data.length > INT32_MAX) return nullptr;
  char* memory = static_cast<char*>(malloc(sizeof(shim_startup_data) + data.length));
  if (memory == nullptr) return nullptr;
  char* copy = memory + sizeof(shim_startup_data);
  memcpy(copy, data.data, data.length);
  return new (memory) shim_startup_data{{copy, static_cast<int>(data.length)}};
}

shim_bytes shim_startup_data_bytes(const shim_startup_data* data) {
  return {data->blob.data, static_cast<size_t>(data->blob.raw_size)};
}

bool shim_startup_data_can_be_rehashed(const shim_startup_data* data) {
  return data->blob.CanBeRehashed();
}

void shim_startup_data_free(shim_startup_data* data) { free(data); }
