// References: Go values that JavaScript holds, by their ids.
#ifndef CSHIM_REFERENCE_H_
#define CSHIM_REFERENCE_H_

#include <v8.h>

#include <cstdint>
#include <vector>

#include "cshim.h"

struct shim_isolate;

namespace shim {

struct Reference;
struct References {
  Reference* first = nullptr;  // of those that are tracked
  std::vector<Reference*> by_id;
  std::vector<uint32_t> collected, lent;  // ids
  // Of Go's memory that is kept, and how much of it V8 was told: isolate_external_memory.cc.
  int64_t bytes = 0, told = 0, looked_at = 0;
  uint32_t collected_count = 0;      // collected.size(), which Go reads
  v8::Global<v8::Private> attached;  // the private property that holds the id
};

// Tells Go of id when object is collected.
void Track(shim_isolate* self, v8::Local<v8::Value> object, uint32_t id, size_t bytes = 0,
           int module_hash = 0);
// The id attached to object, or 0.
uint32_t ReferenceOf(shim_isolate* self, v8::Local<v8::Value> object);
void Untrack(shim_isolate* self, uint32_t id);
// The object, or empty.
v8::Local<v8::Value> Tracked(shim_isolate* self, uint32_t id);
// Of the objects that are there, in an array that is Go's until the next call.
shim_references TrackedIds(shim_isolate* self);
void DropReferences(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_REFERENCE_H_
