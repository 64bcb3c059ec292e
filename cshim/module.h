// Modules of Go, and how V8's questions about them get there.
#ifndef CSHIM_MODULE_H_
#define CSHIM_MODULE_H_

#include <v8.h>

#include <cstdint>
#include <unordered_map>

#include "cshim.h"

struct shim_isolate;

namespace shim {

// The modules that Go has made.
struct Modules {
  // Their references, by the identity hash, which several may have.
  std::unordered_multimap<int, uint32_t> references;
  // What answers the requests of those that are being instantiated.
  struct Link {
    const shim_ref* answers;
    int count, next;
  };
  std::unordered_map<uint32_t, Link> links;
  // What is to become the export of those that are JSON, by the reference.
  std::unordered_map<uint32_t, v8::Global<v8::Value>> json;
};

// Tells Go of the reference when the module is collected, and finds it
// again; 0 is none.
void TrackModule(shim_isolate* self, v8::Local<v8::Module> module, uint32_t reference);
uint32_t ReferenceOf(shim_isolate* self, v8::Local<v8::Module> module);
void ForgetModule(shim_isolate* self, int hash, uint32_t reference);

// Asks Go. A value of its result is in the HandleScope around. False
// when it has failed, and then call.result says how.
bool Ask(shim_isolate* self, shim_module_callback& call, v8::Local<v8::Context> context,
         shim_module_operation operation);

}  // namespace shim

#endif  // CSHIM_MODULE_H_
