// An isolate that a snapshot is made of. C++ only; not part of the ABI.
#ifndef CSHIM_SNAPSHOT_CREATOR_H_
#define CSHIM_SNAPSHOT_CREATOR_H_

#include <v8-snapshot.h>

#include <unordered_set>
#include <vector>

#include "cshim.h"

struct shim_isolate;

namespace shim {

struct Creation {
  v8::SnapshotCreator* creator = nullptr;  // nullptr in all other isolates
  size_t handles = 0;                      // bytes of global handles, before there are any of ours
  std::vector<v8::Local<v8::Context>> contexts;  // as it is made
  std::unordered_set<shim_ref> templates;        // Globals of Go's, of which none may be left
};

// In place of v8::Isolate::Initialize.
void BeginCreation(shim_isolate* self, const v8::Isolate::CreateParams& params);
// Before v8::Isolate::Dispose, and also after a creation that came to its end.
void EndCreation(shim_isolate* self);

}  // namespace shim

#endif  // CSHIM_SNAPSHOT_CREATOR_H_
