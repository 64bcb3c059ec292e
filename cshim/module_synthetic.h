// Promises that modules of the host give.
#ifndef CSHIM_MODULE_SYNTHETIC_H_
#define CSHIM_MODULE_SYNTHETIC_H_

#include <v8.h>

namespace shim {

// A promise that is fulfilled, or with a reason rejected; empty
// after an exception.
v8::MaybeLocal<v8::Promise> Settled(v8::Local<v8::Context> context, v8::Local<v8::Value> reason);

}  // namespace shim

#endif  // CSHIM_MODULE_SYNTHETIC_H_
