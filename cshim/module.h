// What the parts of modules share: how V8's questions about them get to Go.
#ifndef CSHIM_MODULE_H_
#define CSHIM_MODULE_H_

#include "entry.h"

namespace shim {

// function_callback.cc: the functions in Go.
extern shim_callbacks callbacks;

// module.cc: asks Go. A value of its result is in the HandleScope around. False
// when it has failed, and then call.result says how.
bool Ask(shim_isolate* self, shim_module_callback& call, v8::Local<v8::Context> context,
         shim_module_operation operation);

// module_request.cc: appends the key, value and offset of each attribute to
// self->values. stride is how many elements V8 has for one: the offset is left out
// where that is 2.
void AppendAttributes(shim_isolate* self, v8::Local<v8::Context> context,
                      v8::Local<v8::FixedArray> attributes, int stride);

// module_synthetic.cc: a promise that is fulfilled, or with a reason rejected; empty
// after an exception.
v8::MaybeLocal<v8::Promise> Settled(v8::Local<v8::Context> context, v8::Local<v8::Value> reason);

}  // namespace shim

#endif  // CSHIM_MODULE_H_
