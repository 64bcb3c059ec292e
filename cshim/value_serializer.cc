// v8::ValueSerializer
#include "value_serializer.h"

#include <utility>

#include "fatal.h"
#include "function_callback.h"
#include "isolate_throw.h"
#include "string_utf8.h"
#include "value_writer.h"
#include "wire.h"

using shim::Call;

namespace shim {
namespace {

// How many bytes a clone may have.
size_t WireLimit(const shim_isolate* self) {
  // One string can be referred to often, and is written each time.
  constexpr size_t kMost = size_t{1} << 31;
  size_t limit = self->options.memory_limit;
  return limit == 0 || limit > kMost ? kMost : limit;
}

}  // namespace

void ThrowDataCloneError(v8::Isolate* isolate, v8::Local<v8::String> message) {
  v8::Local<v8::Value> error = v8::Exception::Error(message);
  v8::Local<v8::String> name = v8::String::NewFromUtf8Literal(isolate, "name");
  v8::Local<v8::String> value = v8::String::NewFromUtf8Literal(isolate, "DataCloneError");
  if (error.As<v8::Object>()
          ->DefineOwnProperty(isolate->GetCurrentContext(), name, value, v8::DontEnum)
          .IsNothing()) {
    return;  // terminated
  }
  isolate->ThrowException(error);
}

void ThrowDataCloneError(v8::Isolate* isolate, const char* message) {
  v8::Local<v8::String> text;
  if (NewString(isolate, {message, strlen(message)}).ToLocal(&text)) {
    ThrowDataCloneError(isolate, text);
  }
}

void SerializerDelegate::ThrowDataCloneError(v8::Local<v8::String> message) {
  shim::ThrowDataCloneError(self_->isolate, message);
}

v8::Maybe<bool> SerializerDelegate::WriteHostObject(v8::Isolate* isolate, v8::Local<v8::Object>) {
  shim::ThrowDataCloneError(isolate, "an object of the host could not be cloned.");
  return v8::Nothing<bool>();
}

v8::Maybe<uint32_t> SerializerDelegate::GetSharedArrayBufferId(v8::Isolate* isolate,
                                                               v8::Local<v8::SharedArrayBuffer>) {
  shim::ThrowDataCloneError(isolate, "#<SharedArrayBuffer> could not be cloned.");
  return v8::Nothing<uint32_t>();
}

v8::Maybe<uint32_t> SerializerDelegate::GetWasmModuleTransferId(v8::Isolate* isolate,
                                                                v8::Local<v8::WasmModuleObject>) {
  shim::ThrowDataCloneError(isolate, "#<Module> could not be cloned.");
  return v8::Nothing<uint32_t>();
}

void* SerializerDelegate::ReallocateBufferMemory(void*, size_t size, size_t* actual) {
  // V8 has its own idea of what is in there.
  wire_.size = 0;
  if (size > wire_.capacity && !wire_.Reserve(size, WireLimit(self_))) return nullptr;
  *actual = wire_.capacity;
  return wire_.data;
}

// Where V8 lets no JavaScript run, and dies of it: an exception instead.
static void CallGoQuietly(shim_isolate* self, shim_clone_callback& call) {
  using Refuse = v8::Isolate::DisallowJavascriptExecutionScope;
  // Jump: what these change is the isolate's, which is dead then.
  v8::Isolate::AllowJavascriptExecutionScope allow(self->isolate);
  // Jump: as above.
  Refuse refuse(self->isolate, Refuse::THROW_ON_FAILURE);
  GoScope go;
  callbacks.clone_callback(&call);
}

bool AskGo(shim_isolate* self, shim_clone_callback& call, uint32_t delegate,
           shim_clone_operation operation) {
  if (IsStackOverflow(self)) return false;
  v8::internal::Address object;
  {
    CallbackScope scope(self);
    call.isolate = self->options.id;
    call.context = ToRef(self->isolate->GetCurrentContext());
    call.delegate = delegate;
    call.operation = operation;
    call.result = {};
    if (operation == SHIM_CLONE_IS_HOST_OBJECT || operation >= SHIM_CLONE_READ_HOST_OBJECT) {
      CallGoQuietly(self, call);
    } else {
      GoScope go;
      callbacks.clone_callback(&call);
    }
    if (call.result.status != SHIM_STATUS_OK || Runnable(self)) {
      ReturnFailure(self, call.result);
      return false;
    }
    object = ObjectOf(call.result);
  }
  if (object) call.result.bits = Handles::Create(self->isolate, object);  // outside the scope
  return true;
}

namespace {

// The delegate that is in Go, as far as it has methods.
class GoSerializerDelegate final : public SerializerDelegate {
 public:
  GoSerializerDelegate(shim_isolate* self, Wire& wire, uint32_t delegate, uint32_t operations)
      : SerializerDelegate(self, wire), delegate_(delegate), operations_(operations) {}

  bool HasCustomHostObject(v8::Isolate*) override { return Has(SHIM_CLONE_IS_HOST_OBJECT); }

  v8::Maybe<bool> IsHostObject(v8::Isolate*, v8::Local<v8::Object> object) override {
    shim_clone_callback call{};
    if (!Ask(call, SHIM_CLONE_IS_HOST_OBJECT, object)) return v8::Nothing<bool>();
    return v8::Just(call.result.bits != 0);
  }

  v8::Maybe<bool> WriteHostObject(v8::Isolate* isolate, v8::Local<v8::Object> object) override {
    if (!Has(SHIM_CLONE_WRITE_HOST_OBJECT)) {
      return SerializerDelegate::WriteHostObject(isolate, object);
    }
    shim_clone_callback call{};
    if (!Ask(call, SHIM_CLONE_WRITE_HOST_OBJECT, object)) return v8::Nothing<bool>();
    return v8::Just(true);
  }

  v8::Maybe<uint32_t> GetSharedArrayBufferId(v8::Isolate* isolate,
                                             v8::Local<v8::SharedArrayBuffer> buffer) override {
    if (!Has(SHIM_CLONE_SHARED_ARRAY_BUFFER_ID)) {
      return SerializerDelegate::GetSharedArrayBufferId(isolate, buffer);
    }
    return AskId(SHIM_CLONE_SHARED_ARRAY_BUFFER_ID, buffer);
  }

  v8::Maybe<uint32_t> GetWasmModuleTransferId(v8::Isolate* isolate,
                                              v8::Local<v8::WasmModuleObject> module) override {
    if (!Has(SHIM_CLONE_WASM_MODULE_TRANSFER_ID)) {
      return SerializerDelegate::GetWasmModuleTransferId(isolate, module);
    }
    return AskId(SHIM_CLONE_WASM_MODULE_TRANSFER_ID, module);
  }

 private:
  bool Has(shim_clone_operation operation) const { return operations_ & (1u << operation); }

  bool Ask(shim_clone_callback& call, shim_clone_operation operation, v8::Local<v8::Value> object) {
    v8::HandleScope scope(self_->isolate);
    call.object = ToValue(object);
    return AskGo(self_, call, delegate_, operation);
  }

  v8::Maybe<uint32_t> AskId(shim_clone_operation operation, v8::Local<v8::Value> object) {
    shim_clone_callback call{};
    if (!Ask(call, operation, object)) return v8::Nothing<uint32_t>();
    return v8::Just(static_cast<uint32_t>(call.result.bits));
  }

  uint32_t delegate_, operations_;
};

}  // namespace
}  // namespace shim

// Made and freed by Go: its destructor does not run in a dead isolate, whose
// heap it would touch.
struct shim_value_serializer {
  shim_value_serializer(shim_isolate* self, uint32_t delegate, uint32_t operations)
      : self(self),
        delegate(self, wire, delegate, operations),
        serializer(self->isolate, &this->delegate) {}

  shim_isolate* self;
  shim::Wire wire;
  shim::GoSerializerDelegate delegate;
  v8::ValueSerializer serializer;
};

shim_text shim_value_serialize(shim_isolate* self, shim_value value, bool by_v8) {
  // JavaScript that this runs may serialize too.
  shim::Wire wire = std::exchange(self->lent.wire, {});
  wire.Recycle();
  size_t length = 0;
  shim_value outcome = Call(self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::Value> local = shim::FromValue(isolate, value);
    if (!by_v8 && shim::WritePlain(self, local, wire, shim::WireLimit(self))) {
      length = wire.size;
      return shim::Status(SHIM_STATUS_OK);
    }
    shim::SerializerDelegate delegate(self, wire);
    v8::ValueSerializer serializer(isolate, &delegate);
    serializer.WriteHeader();
    if (!serializer.WriteValue(isolate->GetCurrentContext(), local).FromMaybe(false)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    length = serializer.Release().second;
    return shim::Status(SHIM_STATUS_OK);
  });
  if (self->death.dead) {  // nothing of V8's will touch the wire again
    wire.Free();
    return {nullptr, 0, outcome.status};
  }
  self->lent.wire.Free();
  self->lent.wire = wire;
  return {reinterpret_cast<const char*>(wire.data), length, outcome.status};
}

shim_value_serializer* shim_value_serializer_new(shim_isolate* self, uint32_t delegate,
                                                 uint32_t operations, bool views_as_host_objects) {
  shim_value_serializer* serializer = nullptr;
  Call(self, [&](v8::Isolate*) {
    serializer = new shim_value_serializer(self, delegate, operations);
    serializer->serializer.SetTreatArrayBufferViewsAsHostObjects(views_as_host_objects);
    return shim::Status(SHIM_STATUS_OK);
  });
  return serializer;
}

void shim_value_serializer_free(shim_value_serializer* serializer) {
  shim::Wire wire = serializer->wire;
  if (serializer->self->death.dead) {
    wire.Free();
    serializer->wire = {};
    return;
  }
  delete serializer;
  wire.Free();
}

shim_value shim_value_serializer_write_header(shim_value_serializer* s) {
  return Call(s->self, [&](v8::Isolate*) {
    s->serializer.WriteHeader();
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_value shim_value_serializer_write_value(shim_value_serializer* s, shim_value value) {
  return Call(s->self, [&](v8::Isolate* isolate) {
    return s->serializer.WriteValue(isolate->GetCurrentContext(), shim::FromValue(isolate, value));
  });
}

shim_value shim_value_serializer_transfer_array_buffer(shim_value_serializer* s, uint32_t id,
                                                       shim_ref buffer) {
  return Call(s->self, [&](v8::Isolate* isolate) -> shim_value {
    v8::Local<v8::ArrayBuffer> local = shim::ToLocal<v8::ArrayBuffer>(buffer);
    if (local->IsSharedArrayBuffer()) {
      return shim::Throw(isolate, SHIM_TYPE_ERROR, "A SharedArrayBuffer is not transferred");
    }
    s->serializer.TransferArrayBuffer(id, local);
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_value shim_value_serializer_write_uint64(shim_value_serializer* s, uint64_t number) {
  return Call(s->self, [&](v8::Isolate*) {
    s->serializer.WriteUint64(number);
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_value shim_value_serializer_write_double(shim_value_serializer* s, double number) {
  return Call(s->self, [&](v8::Isolate*) {
    s->serializer.WriteDouble(number);
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_value shim_value_serializer_write_raw_bytes(shim_value_serializer* s, shim_bytes bytes) {
  return Call(s->self, [&](v8::Isolate*) {
    s->serializer.WriteRawBytes(bytes.data, bytes.length);
    return shim::Status(SHIM_STATUS_OK);
  });
}

shim_text shim_value_serializer_release(shim_value_serializer* s) {
  size_t length = 0;
  shim_value outcome = Call(s->self, [&](v8::Isolate*) {
    length = s->serializer.Release().second;
    return shim::Status(SHIM_STATUS_OK);
  });
  return {reinterpret_cast<const char*>(s->wire.data), length, outcome.status};
}
