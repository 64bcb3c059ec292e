//go:build ignore

// v8::Isolate::LowMemoryNotification
#include "entry.h"

using shim::Read;

shim_value shim_isolate_low_memory_notification(shim_isolate* self) {
  return Read(self, [](v8::Isolate* isolate) {
    isolate->LowMemoryNotification();
    return shim::Status(SHIM_STATUS_OK);
  });
}
