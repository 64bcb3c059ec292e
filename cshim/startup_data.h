// What a snapshot has besides V8's own data. C++ only; not part of the ABI.
#ifndef CSHIM_STARTUP_DATA_H_
#define CSHIM_STARTUP_DATA_H_

#include <v8-snapshot.h>

#include <cstdint>

#include "cshim.h"

// v8::StartupData, and its bytes behind it.
struct shim_startup_data {
  v8::StartupData blob;
};

namespace shim {

// Where V8's data of templates point to: our callbacks, the last 0. Their order
// is a part of what a snapshot is.
const intptr_t* ExternalReferences();
// Internal fields that are numbers, such as references, which V8 leaves to us.
v8::StartupData SerializeInternalField(v8::Local<v8::Object> holder, int index, void*);
void DeserializeInternalField(v8::Local<v8::Object> holder, int index, v8::StartupData field,
                              void*);

}  // namespace shim

#endif  // CSHIM_STARTUP_DATA_H_
