// How a value says that it is an External.
#ifndef CSHIM_EXTERNAL_H_
#define CSHIM_EXTERNAL_H_

#include <v8.h>

namespace shim {

bool IsExternal(v8::Local<v8::Value> value);

}  // namespace shim

#endif  // CSHIM_EXTERNAL_H_
