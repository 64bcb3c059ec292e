// The elements of arrays, for a call that gives many values.
#ifndef CSHIM_ARRAY_H_
#define CSHIM_ARRAY_H_

#include <v8.h>

#include "cshim.h"

struct shim_isolate;

namespace shim {

// Into the isolate's lent values; for CallForValues. When they are
// more than most, only their number.
shim_value AppendElements(shim_isolate* self, v8::Local<v8::Array> array, size_t most);

}  // namespace shim

#endif  // CSHIM_ARRAY_H_
