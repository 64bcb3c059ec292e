// Go's memory that JavaScript keeps, as V8 and the memory limit count it.
#ifndef CSHIM_ISOLATE_EXTERNAL_MEMORY_H_
#define CSHIM_ISOLATE_EXTERNAL_MEMORY_H_

#include <cstddef>

struct shim_isolate;

namespace shim {

// Bytes outside V8's heap as V8 counts them, with what is left of Go's after a collection.
size_t ExternalBytes(shim_isolate* self, size_t counted_by_v8);
// After a change of References::bytes; may collect garbage, and reach the limit.
void TellExternalBytes(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_ISOLATE_EXTERNAL_MEMORY_H_
