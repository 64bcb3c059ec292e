//go:build ignore

// A clone that leaves its isolate: the bytes of v8::ValueSerializer, and what
// goes beside them.
#include <v8-wasm.h>

#include <atomic>
#include <utility>

#include "memory.h"
#include "v8_counters.h"
#include "value_serializer.h"
#include "wire.h"

using shim::Call;
using shim::ToLocal;

struct shim_serialized_value {
  shim::Wire wire;
  std::vector<std::shared_ptr<v8::BackingStore>> shared;
  std::vector<v8::CompiledWasmModule> modules;
  bool transfers = false;  // is there anything for one reader alone
  std::atomic<bool> taken{false};
  std::vector<std::shared_ptr<v8::BackingStore>> transferred;  // of whoever has set taken
};

namespace shim {
namespace {

class Sender final : public SerializerDelegate {
 public:
  Sender(shim_isolate* self, shim_serialized_value* to)
      : SerializerDelegate(self, to->wire), to_(to) {}

  v8::Maybe<uint32_t> GetSharedArrayBufferId(v8::Isolate*,
                                             v8::Local<v8::SharedArrayBuffer> buffer) override {
    Uncounted uncounted;
    std::shared_ptr<v8::BackingStore> store = buffer->GetBackingStore();
    for (size_t i = 0; i < to_->shared.size(); i++) {
      if (to_->shared[i] == store) return v8::Just(static_cast<uint32_t>(i));
    }
    to_->shared.push_back(std::move(store));
    return v8::Just(static_cast<uint32_t>(to_->shared.size() - 1));
  }

  v8::Maybe<uint32_t> GetWasmModuleTransferId(v8::Isolate*,
                                              v8::Local<v8::WasmModuleObject> module) override {
    Uncounted uncounted;
    to_->modules.push_back(module->GetCompiledModule());
    return v8::Just(static_cast<uint32_t>(to_->modules.size() - 1));
  }

 private:
  shim_serialized_value* to_;
};

class Receiver final : public v8::ValueDeserializer::Delegate {
 public:
  explicit Receiver(shim_serialized_value* from) : from_(from) {}

  v8::MaybeLocal<v8::SharedArrayBuffer> GetSharedArrayBufferFromId(v8::Isolate* isolate,
                                                                   uint32_t id) override {
    if (id >= from_->shared.size()) return {};
    if (shim_isolate* self = shim::Own(isolate)) self->task.outside = 1;
    return v8::SharedArrayBuffer::New(isolate, from_->shared[id]);
  }

  v8::MaybeLocal<v8::WasmModuleObject> GetWasmModuleFromId(v8::Isolate* isolate,
                                                           uint32_t id) override {
    if (id >= from_->modules.size()) return {};
    return v8::WasmModuleObject::FromCompiledModule(isolate, from_->modules[id]);
  }

 private:
  shim_serialized_value* from_;
};

bool IsTransferable(v8::Local<v8::ArrayBuffer> buffer) {
  return !buffer->IsSharedArrayBuffer() && buffer->IsDetachable() && !buffer->WasDetached();
}

shim_value Refuse(v8::Isolate* isolate, const char* message) {
  ThrowDataCloneError(isolate, message);
  return Status(SHIM_STATUS_EXCEPTION);
}

shim_value Serialize(shim_isolate* self, v8::Local<v8::Value> value, const shim_ref* transfer,
                     size_t count, shim_serialized_value* to) {
  v8::Isolate* isolate = self->isolate;
  Sender delegate(self, to);
  v8::ValueSerializer serializer(isolate, &delegate);
  for (size_t i = 0; i < count; i++) {
    v8::Local<v8::ArrayBuffer> buffer = ToLocal<v8::ArrayBuffer>(transfer[i]);
    for (size_t j = 0; j < i; j++) {
      if (buffer == ToLocal<v8::ArrayBuffer>(transfer[j])) {
        return Refuse(isolate, "An ArrayBuffer is transferred twice.");
      }
    }
    if (!IsTransferable(buffer)) return Refuse(isolate, "An ArrayBuffer can't be transferred.");
    serializer.TransferArrayBuffer(static_cast<uint32_t>(i), buffer);
  }
  serializer.WriteHeader();
  if (!serializer.WriteValue(isolate->GetCurrentContext(), value).FromMaybe(false)) {
    return Status(SHIM_STATUS_EXCEPTION);
  }
  to->wire.size = serializer.Release().second;
  for (size_t i = 0; i < count; i++) {  // a getter may have detached one meanwhile
    if (!IsTransferable(ToLocal<v8::ArrayBuffer>(transfer[i]))) {
      return Refuse(isolate, "An ArrayBuffer can't be transferred.");
    }
  }
  to->transfers = count > 0;
  for (size_t i = 0; i < count; i++) {
    v8::Local<v8::ArrayBuffer> buffer = ToLocal<v8::ArrayBuffer>(transfer[i]);
    {
      Uncounted uncounted;
      to->transferred.push_back(buffer->GetBackingStore());
    }
    if (!buffer->Detach(v8::Local<v8::Value>()).FromMaybe(false)) {
      return Status(SHIM_STATUS_EXCEPTION);
    }
  }
  return Status(SHIM_STATUS_OK);
}

}  // namespace
}  // namespace shim

shim_value shim_serialized_value_new(shim_isolate* self, shim_value value, const shim_ref* transfer,
                                     size_t transfer_count, shim_serialized_value** serialized) {
  shim_serialized_value* to = new shim_serialized_value;
  shim::serialized_values++;
  shim_value outcome = Call(self, [&](v8::Isolate* isolate) {
    return shim::Serialize(self, shim::FromValue(isolate, value), transfer, transfer_count, to);
  });
  if (outcome.status != SHIM_STATUS_OK) {
    shim_serialized_value_free(to);
    to = nullptr;
  }
  *serialized = to;
  return outcome;
}

shim_value shim_serialized_value_read(shim_isolate* self, shim_serialized_value* from) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    shim::Receiver delegate(from);
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::ValueDeserializer deserializer(isolate, from->wire.data, from->wire.size, &delegate);
    if (from->transfers && from->taken.exchange(true)) {
      return shim::Refuse(isolate, "What was transferred has been taken already.");
    }
    // They stay there until V8 has them, and if it dies before, until Close.
    for (size_t i = 0; i < from->transferred.size(); i++) {
      deserializer.TransferArrayBuffer(static_cast<uint32_t>(i),
                                       v8::ArrayBuffer::New(isolate, from->transferred[i]));
    }
    if (from->transfers) from->transferred.clear();
    if (!deserializer.ReadHeader(context).FromMaybe(false)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    return shim::ToResult(deserializer.ReadValue(context));
  });
}

shim_bytes shim_serialized_value_bytes(shim_serialized_value* s) {
  return {reinterpret_cast<const char*>(s->wire.data), s->wire.size};
}

void shim_serialized_value_free(shim_serialized_value* s) {
  s->wire.Free();
  delete s;
  shim::serialized_values--;
}
