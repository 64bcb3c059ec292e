// The failure slot: what stopped a call, for Go to read.
#ifndef CSHIM_EXCEPTION_H_
#define CSHIM_EXCEPTION_H_

#include <v8.h>

#include <string>

#include "cshim.h"
#include "stack_trace.h"
#include "wire.h"

struct shim_isolate;

namespace shim {

// The slot, and what it points to.
struct Failure {
  shim_failure slot{};
  StackTrace stack;
  std::string message, resource, source_line, thrown;
  size_t left = 0;  // bytes of text that the exception may still have
  Wire data;        // thrown, in the wire format
};

// Fills the slot as if value had been thrown. The texts share Failure::left.
void Describe(shim_isolate* self, v8::Local<v8::Value> thrown, v8::Local<v8::Message> message);
// Keeps where JavaScript is when it is being terminated, unless that is known.
void DescribeTermination(shim_isolate* self);
// What stopped V8, as a status and in the slot.
shim_value Fail(shim_isolate* self, v8::TryCatch& caught);
shim_value FailDead(shim_isolate* self, const char* message);

}  // namespace shim

#endif  // CSHIM_EXCEPTION_H_
