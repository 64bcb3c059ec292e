// The end of JavaScript that no termination ends: V8 looks for one in loops and
// at function starts of JavaScript, and some of its own functions, such as
// Array.prototype.indexOf, can go on for centuries without doing either.
#ifndef CSHIM_KILL_H_
#define CSHIM_KILL_H_

#include <v8.h>

namespace shim {

// Where V8's code is. Once, when V8 starts.
void FindCode();

}  // namespace shim

#endif  // CSHIM_KILL_H_
