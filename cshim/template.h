// What the parts of templates share: how a template gets to Go, and the
// callbacks that V8 is given with the reference of a Go value as their data.
#ifndef CSHIM_TEMPLATE_H_
#define CSHIM_TEMPLATE_H_

#include "entry.h"

namespace shim {

// function_callback.cc: the functions in Go.
extern shim_callbacks callbacks;
// Calls the Go function whose reference is the callback's data, an integer.
void OnFunctionCall(const v8::FunctionCallbackInfo<v8::Value>& info);
// The same for data of NewCallbackData.
void OnCallAsFunction(const v8::FunctionCallbackInfo<v8::Value>& info);

// template.cc: data of a callback that has no object of its own to say when V8
// needs it no more: a number with its reference, collected with whatever holds
// it, and the reference then.
v8::Local<v8::Value> NewCallbackData(shim_isolate* self, uint32_t reference);
uint32_t ReferenceOfCallbackData(v8::Local<v8::Value> data);

// Gives Go the template that make makes.
template <typename Make>
shim_status NewTemplate(shim_isolate* self, shim_ref* result, Make&& make) {
  return static_cast<shim_status>(Read(self, [&](v8::Isolate* isolate) {
                                    *result = NewGlobal(isolate, make(isolate));
                                    self->counters.templates++;
                                    return Status(SHIM_STATUS_OK);
                                  }).status);
}

// property_callback.cc: the callbacks of accessors and interceptors, whose data
// is of NewCallbackData.
void OnAccessorGet(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info);
void OnAccessorSet(v8::Local<v8::Name> name, v8::Local<v8::Value> value,
                   const v8::PropertyCallbackInfo<void>& info);
v8::NamedPropertyHandlerConfiguration NamedHandler(uint32_t operations, uint32_t flags,
                                                   v8::Local<v8::Value> data);
v8::IndexedPropertyHandlerConfiguration IndexedHandler(uint32_t operations, uint32_t flags,
                                                       v8::Local<v8::Value> data);

}  // namespace shim

#endif  // CSHIM_TEMPLATE_H_
