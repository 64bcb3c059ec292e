//go:build ignore

// v8::TypedArray with its twelve classes, and v8::DataView
#include "array_buffer.h"
#include "entry.h"
#include "isolate_throw.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

// One of the classes: how to make it of a buffer, which V8 has as two types.
template <typename T, typename Buffer>
v8::Local<v8::Value> New(v8::Local<v8::Value> buffer, size_t byte_offset, size_t length) {
  return T::New(buffer.As<Buffer>(), byte_offset, length);
}
struct Class {
  uint32_t kind;
  size_t element_size;
  v8::Local<v8::Value> (*make)(v8::Local<v8::Value>, size_t, size_t);
  v8::Local<v8::Value> (*make_shared)(v8::Local<v8::Value>, size_t, size_t);
};
template <typename T>
constexpr Class ClassOf(uint32_t kind, size_t element_size) {
  return {kind, element_size, New<T, v8::ArrayBuffer>, New<T, v8::SharedArrayBuffer>};
}
constexpr Class kClasses[] = {
    ClassOf<v8::DataView>(SHIM_KIND_DATA_VIEW, 1),
    ClassOf<v8::Int8Array>(SHIM_KIND_INT8_ARRAY, 1),
    ClassOf<v8::Uint8Array>(SHIM_KIND_UINT8_ARRAY, 1),
    ClassOf<v8::Uint8ClampedArray>(SHIM_KIND_UINT8_CLAMPED_ARRAY, 1),
    ClassOf<v8::Int16Array>(SHIM_KIND_INT16_ARRAY, 2),
    ClassOf<v8::Uint16Array>(SHIM_KIND_UINT16_ARRAY, 2),
    ClassOf<v8::Int32Array>(SHIM_KIND_INT32_ARRAY, 4),
    ClassOf<v8::Uint32Array>(SHIM_KIND_UINT32_ARRAY, 4),
    ClassOf<v8::Float16Array>(SHIM_KIND_FLOAT16_ARRAY, 2),
    ClassOf<v8::Float32Array>(SHIM_KIND_FLOAT32_ARRAY, 4),
    ClassOf<v8::Float64Array>(SHIM_KIND_FLOAT64_ARRAY, 8),
    ClassOf<v8::BigInt64Array>(SHIM_KIND_BIGINT64_ARRAY, 8),
    ClassOf<v8::BigUint64Array>(SHIM_KIND_BIGUINT64_ARRAY, 8),
};
static_assert(std::size(kClasses) == SHIM_KIND_BIGUINT64_ARRAY - SHIM_KIND_DATA_VIEW + 1);

// nullptr when kind is no view's. The kinds are in the same order.
const Class* FindClass(uint32_t kind) {
  uint32_t index = kind - SHIM_KIND_DATA_VIEW;
  return index < std::size(kClasses) ? &kClasses[index] : nullptr;
}

// Whether V8 runs with --js-float16array. Nothing tells but New, which first of
// all gives up on the isolate without: a Frame of its own turns this into no.
bool HasFloat16Array(v8::Local<v8::ArrayBuffer> buffer) {
  enum { kUnknown, kNo, kYes };
  static std::atomic<int> known{kUnknown};
  if (known != kUnknown) return known == kYes;
  Frame frame(nullptr);
  if (_setjmp(frame.jump) != 0) {
    known = kNo;
    return false;
  }
  v8::Float16Array::New(buffer, 0, 0);
  known = kYes;
  return true;
}

// What is wrong with a view, as JavaScript's constructors say it, or nullptr.
// V8's own answer to all of this is to abort.
const char* Check(const Class& type, size_t available, int64_t byte_offset, int64_t length) {
  size_t size = type.element_size;
  if (byte_offset < 0 || static_cast<size_t>(byte_offset) > available) {
    return "Start offset is outside the bounds of the buffer";
  }
  if (byte_offset % size != 0) return "Start offset is not a multiple of the element size";
  if (length < 0 || static_cast<size_t>(length) > (available - byte_offset) / size) {
    return "Invalid typed array length";
  }
  return nullptr;
}

}  // namespace
}  // namespace shim

shim_value shim_typed_array_new(shim_isolate* self, uint32_t kind, shim_ref buffer,
                                int64_t byte_offset, int64_t length) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    const shim::Class* type = shim::FindClass(kind);
    if (type == nullptr) return shim::Throw(isolate, SHIM_TYPE_ERROR, "Not a kind of typed array");
    v8::Local<v8::ArrayBuffer> local = ToLocal<v8::ArrayBuffer>(buffer);
    bool shared = local->IsSharedArrayBuffer();
    if (!shared && local->WasDetached()) {
      return shim::Throw(isolate, SHIM_TYPE_ERROR,
                         "Cannot construct a view of a detached ArrayBuffer");
    }
    if (const char* wrong = shim::Check(*type, local->ByteLength(), byte_offset, length)) {
      return shim::Throw(isolate, SHIM_RANGE_ERROR, wrong);
    }
    if (kind == SHIM_KIND_FLOAT16_ARRAY && !shim::HasFloat16Array(local)) {
      return shim::Throw(isolate, SHIM_TYPE_ERROR,
                         "Float16Array is off: V8 needs the flag --js-float16array");
    }
    return shim::ToValue((shared ? type->make_shared : type->make)(local, byte_offset, length));
  });
}

shim_value shim_typed_array_new_from_bytes(shim_isolate* self, uint32_t kind, shim_bytes data) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    const shim::Class* type = shim::FindClass(kind);
    if (type == nullptr) return shim::Throw(isolate, SHIM_TYPE_ERROR, "Not a kind of typed array");
    if (data.length % type->element_size != 0 || kind == SHIM_KIND_FLOAT16_ARRAY) {
      return shim::Throw(isolate, SHIM_TYPE_ERROR, "Not whole elements");
    }
    v8::Local<v8::ArrayBuffer> buffer;
    if (!shim::NewArrayBuffer(isolate, data).ToLocal(&buffer)) {
      return shim::Status(SHIM_STATUS_EXCEPTION);
    }
    return shim::ToValue(type->make(buffer, 0, data.length / type->element_size));
  });
}

shim_value shim_typed_array_length(shim_isolate* self, shim_ref array) {
  return Read(self,
              [&](v8::Isolate*) { return v8::Just(ToLocal<v8::TypedArray>(array)->Length()); });
}
