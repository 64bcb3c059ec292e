// What the parts of templates share: how a template gets to Go, and the
// data of callbacks with the reference of a Go value.
#ifndef CSHIM_TEMPLATE_H_
#define CSHIM_TEMPLATE_H_

#include "entry.h"

namespace shim {

// Data of a callback that has no object of its own to say when V8
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
                                    if (self->creation.creator)
                                      self->creation.templates.insert(*result);
                                    return Status(SHIM_STATUS_OK);
                                  }).status);
}

}  // namespace shim

#endif  // CSHIM_TEMPLATE_H_
