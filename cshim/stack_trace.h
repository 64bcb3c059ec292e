// v8::StackTrace, as data for Go to read.
#ifndef CSHIM_STACK_TRACE_H_
#define CSHIM_STACK_TRACE_H_

#include <string>
#include <vector>

#include "cshim.h"

namespace shim {

// The frames, innermost first; their names are in text.
struct StackTrace {
  std::vector<shim_stack_frame> frames;
  std::string text;

  shim_stack_trace Lend() const { return {frames.data(), frames.size()}; }
};

}  // namespace shim

#endif  // CSHIM_STACK_TRACE_H_
