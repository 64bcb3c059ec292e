// Handles as the ABI has them: a shim_ref is the address of a slot. C++ only.
#ifndef CSHIM_HANDLE_H_
#define CSHIM_HANDLE_H_

#include <v8.h>

#include <bit>
#include <cstring>
#include <new>

#include "cshim.h"

namespace shim {

// A slot address is a Local and a Global alike: one pointer, no more.
static_assert(sizeof(v8::Local<v8::Value>) == sizeof(shim_ref));
static_assert(sizeof(v8::Global<v8::Value>) == sizeof(shim_ref));

template <typename T = v8::Value>
v8::Local<T> ToLocal(shim_ref ref) {
  return std::bit_cast<v8::Local<T>>(ref);
}
template <typename T>
shim_ref ToRef(v8::Local<T> local) {
  return std::bit_cast<shim_ref>(local);
}

// Gives access to V8's protected CreateHandle: EscapableHandleScope would
// spend a slot of the outer scope on every call, also when nothing escapes,
// and a loop of ten million calls would grow by 80 MB.
struct Handles : v8::HandleScope {
  using v8::HandleScope::HandleScope;
  static shim_ref Create(v8::Isolate* isolate, v8::internal::Address object) {
    return reinterpret_cast<shim_ref>(CreateHandle(Either{isolate}, object));
  }

 private:
  // V8 13 takes the one, V8 14 the other.
  struct Either {
    v8::Isolate* isolate;
    operator v8::Isolate*() const { return isolate; }
    operator v8::internal::Isolate*() const {
      return reinterpret_cast<v8::internal::Isolate*>(isolate);
    }
  };
};

// A v8::Global as a ref: the slot of a Global serves as a Local's.
template <typename T>
shim_ref NewGlobal(v8::Isolate* isolate, v8::Local<T> local) {
  alignas(v8::Global<T>) char storage[sizeof(shim_ref)];
  new (storage) v8::Global<T>(isolate, local);  // its destructor is FreeGlobal's
  return std::bit_cast<shim_ref>(storage);
}
inline void FreeGlobal(shim_ref ref) {
  v8::Global<v8::Data> global;
  memcpy(static_cast<void*>(&global), &ref, sizeof ref);
}

}  // namespace shim

#endif  // CSHIM_HANDLE_H_
