//go:build ignore

// v8::Array
#include "array.h"

#include "entry.h"
#include "isolate_throw.h"
#include "lent.h"

using shim::Call;
using shim::CallForValues;
using shim::Read;
using shim::ToLocal;

namespace shim {

namespace {

// Beyond it V8 gives up on the isolate, or fills gigabytes for an array that
// is nothing but a length.
constexpr size_t kMaxElements = size_t{32} << 20;
// A buffer for more is not kept.
constexpr size_t kKeptArguments = size_t{1} << 16;

// Patches the slots that self->lent.values has for the elements: what the element's
// own handle is depends on V8's path, and it does not outlive the callback.
v8::Array::CallbackResult OnElement(uint32_t index, v8::Local<v8::Value> element, void* data) {
  std::vector<shim_value>& values = *static_cast<std::vector<shim_value>*>(data);
  // An element's getter may have made the array longer.
  if (index >= values.size()) return v8::Array::CallbackResult::kBreak;
  shim_value value = ToValue(element);
  if (v8::internal::Address object = ObjectOf(value)) {
    auto* slot = reinterpret_cast<v8::internal::Address*>(values[index].bits);
    *slot = object;
    value.bits = values[index].bits;
  }
  values[index] = value;
  return v8::Array::CallbackResult::kContinue;
}

}  // namespace

shim_value AppendElements(shim_isolate* self, v8::Local<v8::Array> array, size_t most) {
  v8::Isolate* isolate = self->isolate;
  size_t count = array->Length();
  if (count > kMaxElements) {
    return Throw(isolate, SHIM_RANGE_ERROR, "Array is too long to be read at once");
  }
  if (count > most) return {count, SHIM_KIND_UNDEFINED, SHIM_STATUS_TOO_MANY};
  // Getters may call Go, and Go this function: each gathers elsewhere. self has
  // it, for V8 may give up in a getter, and then no destructor runs.
  if (self->lent.gathering.size() == self->lent.gatherings) {
    self->lent.gathering.push_back(std::make_unique<std::vector<shim_value>>());
  }
  std::vector<shim_value>& values = *self->lent.gathering[self->lent.gatherings++];
  v8::internal::Address undefined =
      *reinterpret_cast<v8::internal::Address*>(ToRef(v8::Undefined(isolate)));
  values.resize(count);
  for (shim_value& value : values) value.bits = Handles::Create(isolate, undefined);
  bool done = !array->Iterate(isolate->GetCurrentContext(), OnElement, &values).IsNothing();
  self->lent.gatherings--;
  self->lent.values.swap(values);
  values.clear();
  Shrink(values);
  for (shim_value& value : self->lent.values) {
    if (value.kind == SHIM_KIND_UNDEFINED) value.bits = 0;  // holes were not visited
  }
  return Status(done ? SHIM_STATUS_OK : SHIM_STATUS_EXCEPTION);
}

}  // namespace shim

shim_value shim_array_new(shim_isolate* self, size_t count, const shim_value* elements) {
  return Call(self, [&](v8::Isolate* isolate) -> shim_value {
    if (count > shim::kMaxElements) {
      return shim::Throw(isolate, SHIM_RANGE_ERROR, "Invalid array length");
    }
    std::vector<v8::Local<v8::Value>>& locals = self->lent.arguments;
    if (locals.size() < count) locals.resize(count);
    for (size_t i = 0; i < count; i++) locals[i] = shim::FromValue(isolate, elements[i]);
    v8::Local<v8::Array> array = v8::Array::New(isolate, locals.data(), count);
    if (count > shim::kKeptArguments) std::vector<v8::Local<v8::Value>>().swap(locals);
    return shim::ToValue(array);
  });
}

shim_value shim_array_length(shim_isolate* self, shim_ref array) {
  return Read(self, [&](v8::Isolate*) { return v8::Just(ToLocal<v8::Array>(array)->Length()); });
}

shim_values shim_array_elements(shim_isolate* self, shim_ref array, size_t most) {
  return CallForValues(self, [&](v8::Isolate*) {
    return shim::AppendElements(self, ToLocal<v8::Array>(array), most);
  });
}
