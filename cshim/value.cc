//go:build ignore

// v8::Value
#include "value.h"

#include "entry.h"
#include "external.h"
#include "string_utf8.h"

using shim::Read;
using shim::ToLocal;

namespace shim {
namespace {

using v8::internal::Internals;

// Instance types that stand for one kind whatever the object, learned as they
// are met: an IsX chain of twenty calls is then one load. 0 is not known yet.
std::atomic<uint8_t> kind_of_instance_type[0x10000];

shim_kind FunctionKind(v8::Local<v8::Value> value) {
  bool is_async = value->IsAsyncFunction();
  if (value->IsGeneratorFunction()) {
    return is_async ? SHIM_KIND_ASYNC_GENERATOR_FUNCTION : SHIM_KIND_GENERATOR_FUNCTION;
  }
  return is_async ? SHIM_KIND_ASYNC_FUNCTION : SHIM_KIND_FUNCTION;
}

struct Predicate {
  bool (v8::Value::*is)() const;
  shim_kind kind;
};

// One instance type is one of these, or none.
constexpr Predicate kByInstanceType[] = {
    {&v8::Value::IsBigInt, SHIM_KIND_BIGINT},
    {&v8::Value::IsSymbol, SHIM_KIND_SYMBOL},
    {&v8::Value::IsArray, SHIM_KIND_ARRAY},
    {&v8::Value::IsArgumentsObject, SHIM_KIND_ARGUMENTS},
    {&v8::Value::IsDate, SHIM_KIND_DATE},
    {&v8::Value::IsRegExp, SHIM_KIND_REGEXP},
    {&v8::Value::IsNativeError, SHIM_KIND_ERROR},
    {&v8::Value::IsMap, SHIM_KIND_MAP},
    {&v8::Value::IsSet, SHIM_KIND_SET},
    {&v8::Value::IsMapIterator, SHIM_KIND_MAP_ITERATOR},
    {&v8::Value::IsSetIterator, SHIM_KIND_SET_ITERATOR},
    {&v8::Value::IsWeakMap, SHIM_KIND_WEAK_MAP},
    {&v8::Value::IsWeakSet, SHIM_KIND_WEAK_SET},
    {&v8::Value::IsWeakRef, SHIM_KIND_WEAK_REF},
    {&v8::Value::IsPromise, SHIM_KIND_PROMISE},
    {&v8::Value::IsGeneratorObject, SHIM_KIND_GENERATOR_OBJECT},
    {&v8::Value::IsDataView, SHIM_KIND_DATA_VIEW},
    {&v8::Value::IsWasmMemoryObject, SHIM_KIND_WASM_MEMORY},
    {&v8::Value::IsWasmModuleObject, SHIM_KIND_WASM_MODULE},
    {&v8::Value::IsModuleNamespaceObject, SHIM_KIND_MODULE_NAMESPACE},
};

// These share instance types with others of the list.
constexpr Predicate kByContent[] = {
    {&v8::Value::IsArrayBuffer, SHIM_KIND_ARRAY_BUFFER},
    {&v8::Value::IsSharedArrayBuffer, SHIM_KIND_SHARED_ARRAY_BUFFER},
    {&v8::Value::IsUint8Array, SHIM_KIND_UINT8_ARRAY},
    {&v8::Value::IsUint8ClampedArray, SHIM_KIND_UINT8_CLAMPED_ARRAY},
    {&v8::Value::IsInt8Array, SHIM_KIND_INT8_ARRAY},
    {&v8::Value::IsUint16Array, SHIM_KIND_UINT16_ARRAY},
    {&v8::Value::IsInt16Array, SHIM_KIND_INT16_ARRAY},
    {&v8::Value::IsUint32Array, SHIM_KIND_UINT32_ARRAY},
    {&v8::Value::IsInt32Array, SHIM_KIND_INT32_ARRAY},
    {&v8::Value::IsFloat16Array, SHIM_KIND_FLOAT16_ARRAY},
    {&v8::Value::IsFloat32Array, SHIM_KIND_FLOAT32_ARRAY},
    {&v8::Value::IsFloat64Array, SHIM_KIND_FLOAT64_ARRAY},
    {&v8::Value::IsBigInt64Array, SHIM_KIND_BIGINT64_ARRAY},
    {&v8::Value::IsBigUint64Array, SHIM_KIND_BIGUINT64_ARRAY},
    {&v8::Value::IsBooleanObject, SHIM_KIND_BOOLEAN_OBJECT},
    {&v8::Value::IsNumberObject, SHIM_KIND_NUMBER_OBJECT},
    {&v8::Value::IsStringObject, SHIM_KIND_STRING_OBJECT},
    {&v8::Value::IsSymbolObject, SHIM_KIND_SYMBOL_OBJECT},
    {&v8::Value::IsBigIntObject, SHIM_KIND_BIGINT_OBJECT},
};

template <size_t N>
shim_kind Find(v8::Local<v8::Value> value, const Predicate (&predicates)[N]) {
  for (const Predicate& predicate : predicates) {
    if (((*value)->*predicate.is)()) return predicate.kind;
  }
  return SHIM_KIND_OBJECT;
}

shim_kind ObjectKind(v8::Local<v8::Value> value, int instance_type) {
  if (value->IsProxy()) return value->IsFunction() ? SHIM_KIND_PROXY_FUNCTION : SHIM_KIND_PROXY;
  if (value->IsFunction()) return FunctionKind(value);
  if (instance_type == Internals::kFirstJSApiObjectType && IsExternal(value)) {
    return SHIM_KIND_EXTERNAL;
  }
  shim_kind kind = Find(value, kByInstanceType);
  if (kind != SHIM_KIND_OBJECT || instance_type == Internals::kJSObjectType) {
    kind_of_instance_type[instance_type].store(kind, std::memory_order_relaxed);
    return kind;
  }
  return Find(value, kByContent);
}

}  // namespace

shim_value ToValue(v8::Local<v8::Value> local) {
  v8::internal::Address object = *reinterpret_cast<v8::internal::Address*>(ToRef(local));
  if (!Internals::HasHeapObjectTag(object)) {
    return {std::bit_cast<uint64_t>(double(Internals::SmiValue(object))), SHIM_KIND_NUMBER,
            SHIM_STATUS_OK};
  }
  int instance_type = Internals::GetInstanceType(object);
  shim_value value{ToRef(local), SHIM_KIND_STRING, SHIM_STATUS_OK};
  if (instance_type < Internals::kFirstNonstringType) return value;
  value.kind = kind_of_instance_type[instance_type].load(std::memory_order_relaxed);
  if (value.kind) return value;
  if (local->IsNumber()) {
    value.kind = SHIM_KIND_NUMBER;
    value.bits = std::bit_cast<uint64_t>(local.As<v8::Number>()->Value());
  } else if (local->IsUndefined()) {
    value = {0, SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
  } else if (local->IsNull()) {
    value = {0, SHIM_KIND_NULL, SHIM_STATUS_OK};
  } else if (local->IsBoolean()) {
    value = {local->IsTrue(), SHIM_KIND_BOOLEAN, SHIM_STATUS_OK};
  } else {
    value.kind = ObjectKind(local, instance_type);
  }
  return value;
}

v8::Local<v8::Value> FromValue(v8::Isolate* isolate, shim_value value) {
  switch (value.kind) {
    case SHIM_KIND_UNDEFINED:
      return v8::Undefined(isolate);
    case SHIM_KIND_NULL:
      return v8::Null(isolate);
    case SHIM_KIND_BOOLEAN:
      return v8::Boolean::New(isolate, value.bits != 0);
    case SHIM_KIND_NUMBER:
      return v8::Number::New(isolate, std::bit_cast<double>(value.bits));
    default:
      return ToLocal(value.bits);
  }
}

}  // namespace shim

shim_text shim_value_detail(shim_isolate* self, shim_ref value) {
  return shim::LendUtf8(
      self, Read(self, [&](v8::Isolate* isolate) {
        self->lent.text.clear();
        v8::Local<v8::String> detail;
        if (!ToLocal(value)->ToDetailString(isolate->GetCurrentContext()).ToLocal(&detail)) {
          return shim::Status(SHIM_STATUS_EXCEPTION);
        }
        shim::WriteUtf8(isolate, detail, self->lent.text);
        return shim::Status(SHIM_STATUS_OK);
      }));
}
