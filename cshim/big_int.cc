//go:build ignore

// v8::BigInt
#include <algorithm>
#include <limits>

#include "entry.h"

using shim::Call;
using shim::Read;
using shim::ToLocal;

shim_value shim_big_int_new_from_words(shim_isolate* self, bool negative, size_t count,
                                       const uint64_t* words) {
  // What is too much for an int is too much for V8 too, and a RangeError.
  int limited = static_cast<int>(std::min(count, size_t{std::numeric_limits<int>::max()}));
  return Call(self, [&](v8::Isolate* isolate) {
    return v8::BigInt::NewFromWords(isolate->GetCurrentContext(), negative, limited, words);
  });
}

shim_words shim_big_int_to_words_array(shim_isolate* self, shim_ref big_int) {
  int negative = 0, count = 0;
  shim_value outcome = Read(self, [&](v8::Isolate*) {
    v8::Local<v8::BigInt> value = ToLocal<v8::BigInt>(big_int);
    count = value->WordCount();
    self->lent.text.resize(size_t{8} * count);
    value->ToWordsArray(&negative, &count, reinterpret_cast<uint64_t*>(self->lent.text.data()));
    return shim::Status(SHIM_STATUS_OK);
  });
  return {reinterpret_cast<uint64_t*>(self->lent.text.data()), static_cast<size_t>(count),
          static_cast<uint32_t>(negative), outcome.status};
}

shim_value shim_big_int_int64_value(shim_isolate* self, shim_ref big_int) {
  bool lossless = false;
  shim_value result = Read(self, [&](v8::Isolate*) -> shim_value {
    int64_t value = ToLocal<v8::BigInt>(big_int)->Int64Value(&lossless);
    return {static_cast<uint64_t>(value), SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
  });
  result.kind = lossless;
  return result;
}

shim_value shim_big_int_uint64_value(shim_isolate* self, shim_ref big_int) {
  bool lossless = false;
  shim_value result = Read(self, [&](v8::Isolate*) -> shim_value {
    uint64_t value = ToLocal<v8::BigInt>(big_int)->Uint64Value(&lossless);
    return {value, SHIM_KIND_UNDEFINED, SHIM_STATUS_OK};
  });
  result.kind = lossless;
  return result;
}
