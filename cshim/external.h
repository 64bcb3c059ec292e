// Externals, and how a value says that it is one.
#ifndef CSHIM_EXTERNAL_H_
#define CSHIM_EXTERNAL_H_

#include <v8.h>

struct shim_isolate;

namespace shim {

struct Externals {
  v8::Global<v8::FunctionTemplate> made_of;
  bool looked = false;  // for it in the snapshot
};

v8::Local<v8::FunctionTemplate> ExternalTemplate(shim_isolate* self);
bool IsExternal(v8::Local<v8::Value> value);

}  // namespace shim

#endif  // CSHIM_EXTERNAL_H_
