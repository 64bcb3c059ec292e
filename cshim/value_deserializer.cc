// v8::ValueDeserializer
#include "value_serializer.h"

using shim::Call;
using shim::ToLocal;

namespace shim {
namespace {

// The delegate that is in Go, as far as it has methods.
class GoDeserializerDelegate final : public v8::ValueDeserializer::Delegate {
 public:
  GoDeserializerDelegate(shim_isolate* self, uint32_t delegate, uint32_t operations)
      : self_(self), delegate_(delegate), operations_(operations) {}

  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate*) override {
    return Ask<v8::Object>(SHIM_CLONE_READ_HOST_OBJECT, 0,
                           "there is nobody to read an object of the host");
  }

  v8::MaybeLocal<v8::WasmModuleObject> GetWasmModuleFromId(v8::Isolate*, uint32_t id) override {
    return Ask<v8::WasmModuleObject>(SHIM_CLONE_WASM_MODULE, id,
                                     "there is nobody to give a WebAssembly.Module");
  }

  v8::MaybeLocal<v8::SharedArrayBuffer> GetSharedArrayBufferFromId(v8::Isolate*,
                                                                   uint32_t id) override {
    return Ask<v8::SharedArrayBuffer>(SHIM_CLONE_SHARED_ARRAY_BUFFER, id,
                                      "there is nobody to give a SharedArrayBuffer");
  }

 private:
  template <typename T>
  v8::MaybeLocal<T> Ask(shim_clone_operation operation, uint32_t id, const char* otherwise) {
    if (!(operations_ & (1u << operation))) {
      ThrowDataCloneError(self_->isolate, otherwise);
      return {};
    }
    v8::EscapableHandleScope scope(self_->isolate);
    shim_clone_callback call{};
    call.id = id;
    if (!AskGo(self_, call, delegate_, operation)) return {};
    return scope.Escape(ToLocal<T>(call.result.bits));
  }

  shim_isolate* self_;
  uint32_t delegate_, operations_;
};

}  // namespace
}  // namespace shim

// As shim_value_serializer.
struct shim_value_deserializer {
  shim_value_deserializer(shim_isolate* self, shim_bytes bytes, uint32_t delegate,
                          uint32_t operations)
      : self(self),
        data(bytes.data, bytes.length),
        delegate(self, delegate, operations),
        deserializer(self->isolate, reinterpret_cast<const uint8_t*>(data.data()), data.size(),
                     &this->delegate) {}

  shim_isolate* self;
  std::string data;
  shim::GoDeserializerDelegate delegate;
  v8::ValueDeserializer deserializer;
};

shim_value shim_value_deserialize(shim_isolate* self, shim_bytes data) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Context> context = isolate->GetCurrentContext();
    v8::ValueDeserializer deserializer(isolate, reinterpret_cast<const uint8_t*>(data.data),
                                       data.length);
    if (!deserializer.ReadHeader(context).FromMaybe(false)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    return shim::ToResult(deserializer.ReadValue(context));
  });
}

shim_value_deserializer* shim_value_deserializer_new(shim_isolate* self, shim_bytes data,
                                                     uint32_t delegate, uint32_t operations,
                                                     bool legacy) {
  shim_value_deserializer* deserializer = nullptr;
  Call(self, [&](v8::Isolate*) {
    deserializer = new shim_value_deserializer(self, data, delegate, operations);
    deserializer->deserializer.SetSupportsLegacyWireFormat(legacy);
    return shim::Status(SHIM_STATUS_OK);
  });
  return deserializer;
}

void shim_value_deserializer_free(shim_value_deserializer* deserializer) {
  if (!deserializer->self->death.dead) delete deserializer;
}

shim_value shim_value_deserializer_read_header(shim_value_deserializer* d) {
  return Call(d->self, [&](v8::Isolate* isolate) -> shim_value {
    if (!d->deserializer.ReadHeader(isolate->GetCurrentContext()).FromMaybe(false)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    return {d->deserializer.GetWireFormatVersion(), SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
  });
}

shim_value shim_value_deserializer_read_value(shim_value_deserializer* d) {
  return Call(d->self, [&](v8::Isolate* isolate) {
    return d->deserializer.ReadValue(isolate->GetCurrentContext());
  });
}

shim_value shim_value_deserializer_transfer_array_buffer(shim_value_deserializer* d, uint32_t id,
                                                         shim_ref buffer) {
  return Call(d->self, [&](v8::Isolate*) {
    v8::Local<v8::ArrayBuffer> local = ToLocal<v8::ArrayBuffer>(buffer);
    if (local->IsSharedArrayBuffer()) {
      d->deserializer.TransferSharedArrayBuffer(id, local.As<v8::SharedArrayBuffer>());
    } else {
      d->deserializer.TransferArrayBuffer(id, local);
    }
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_value shim_value_deserializer_read_uint32(shim_value_deserializer* d) {
  return Call(d->self, [&](v8::Isolate*) -> shim_value {
    uint32_t number = 0;
    uint32_t there = d->deserializer.ReadUint32(&number);
    return {number, there, SHIM_STATUS_OK};
  });
}

shim_value shim_value_deserializer_read_uint64(shim_value_deserializer* d) {
  return Call(d->self, [&](v8::Isolate*) -> shim_value {
    uint64_t number = 0;
    uint32_t there = d->deserializer.ReadUint64(&number);
    return {number, there, SHIM_STATUS_OK};
  });
}

shim_value shim_value_deserializer_read_double(shim_value_deserializer* d) {
  return Call(d->self, [&](v8::Isolate*) -> shim_value {
    double number = 0;
    uint32_t there = d->deserializer.ReadDouble(&number);
    return {std::bit_cast<uint64_t>(number), there, SHIM_STATUS_OK};
  });
}

shim_text shim_value_deserializer_read_raw_bytes(shim_value_deserializer* d, size_t length) {
  const void* data = nullptr;
  shim_value outcome = Call(d->self, [&](v8::Isolate*) {
    if (!d->deserializer.ReadRawBytes(length, &data)) data = nullptr;
    return shim::Status(SHIM_STATUS_OK);
  });
  return {static_cast<const char*>(data), data ? length : 0, outcome.status};
}
