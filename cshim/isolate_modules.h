// What V8 asks of the host about modules.
#ifndef CSHIM_ISOLATE_MODULES_H_
#define CSHIM_ISOLATE_MODULES_H_

#include <v8.h>

namespace shim {

void InstallModules(v8::Isolate* isolate);

}  // namespace shim

#endif  // CSHIM_ISOLATE_MODULES_H_
