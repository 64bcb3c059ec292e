// The import attributes of a module's requests.
#ifndef CSHIM_MODULE_REQUEST_H_
#define CSHIM_MODULE_REQUEST_H_

#include <v8.h>

struct shim_isolate;

namespace shim {

// Appends the key, value and offset of each attribute to the isolate's lent
// values. stride is how many elements V8 has for one: the offset is left out
// where that is 2.
void AppendAttributes(shim_isolate* self, v8::Local<v8::Context> context,
                      v8::Local<v8::FixedArray> attributes, int stride);

}  // namespace shim

#endif  // CSHIM_MODULE_REQUEST_H_
