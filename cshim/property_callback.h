// Accessors and interceptors of Go, for templates; their data is of NewCallbackData.
#ifndef CSHIM_PROPERTY_CALLBACK_H_
#define CSHIM_PROPERTY_CALLBACK_H_

#include <v8.h>

#include <array>
#include <cstdint>

namespace shim {

using PropertyCallbacks = std::array<intptr_t, 15>;
// All that templates may be given.
PropertyCallbacks ListPropertyCallbacks();

void OnAccessorGet(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info);
void OnAccessorSet(v8::Local<v8::Name> name, v8::Local<v8::Value> value,
                   const v8::PropertyCallbackInfo<void>& info);
v8::NamedPropertyHandlerConfiguration NamedHandler(uint32_t operations, uint32_t flags,
                                                   v8::Local<v8::Value> data);
v8::IndexedPropertyHandlerConfiguration IndexedHandler(uint32_t operations, uint32_t flags,
                                                       v8::Local<v8::Value> data);

}  // namespace shim

#endif  // CSHIM_PROPERTY_CALLBACK_H_
