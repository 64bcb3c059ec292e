// What value_serializer.cc, value_deserializer.cc and serialized_value.cc have
// in common.
#ifndef CSHIM_VALUE_SERIALIZER_H_
#define CSHIM_VALUE_SERIALIZER_H_

#include "entry.h"
#include "wire.h"

namespace shim {

// Throws an Error whose name is DataCloneError, as browsers do.
void ThrowDataCloneError(v8::Isolate* isolate, v8::Local<v8::String> message);
void ThrowDataCloneError(v8::Isolate* isolate, const char* message);

// Writes into a Wire. What is no plain data it refuses.
class SerializerDelegate : public v8::ValueSerializer::Delegate {
 public:
  SerializerDelegate(shim_isolate* self, Wire& wire) : self_(self), wire_(wire) {}

  void ThrowDataCloneError(v8::Local<v8::String> message) override;
  v8::Maybe<bool> WriteHostObject(v8::Isolate* isolate, v8::Local<v8::Object> object) override;
  v8::Maybe<uint32_t> GetSharedArrayBufferId(v8::Isolate* isolate,
                                             v8::Local<v8::SharedArrayBuffer> buffer) override;
  v8::Maybe<uint32_t> GetWasmModuleTransferId(v8::Isolate* isolate,
                                              v8::Local<v8::WasmModuleObject> module) override;
  void* ReallocateBufferMemory(void* old, size_t size, size_t* actual) override;
  void FreeBufferMemory(void*) override {}  // the Wire's owner does

 protected:
  shim_isolate* self_;
  Wire& wire_;
};

// Asks the delegate in Go. False when that failed; the failure is then on its
// way through V8.
bool AskGo(shim_isolate* self, shim_clone_callback& call, uint32_t delegate,
           shim_clone_operation operation);

}  // namespace shim

#endif  // CSHIM_VALUE_SERIALIZER_H_
