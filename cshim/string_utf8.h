// Text of Go's as strings, and strings as text.
#ifndef CSHIM_STRING_UTF8_H_
#define CSHIM_STRING_UTF8_H_

#include <v8.h>

#include <string>

#include "cshim.h"

struct shim_isolate;

namespace shim {

bool IsAscii(const char* data, size_t length);
// Empty when longer than a JavaScript string can be.
v8::MaybeLocal<v8::String> NewString(v8::Isolate* isolate, shim_bytes utf8);
// Appends.
void WriteUtf8(v8::Isolate* isolate, v8::Local<v8::String> string, std::string& to);
// The isolate's lent text, with the outcome's status.
shim_text LendUtf8(shim_isolate* self, shim_value outcome);

}  // namespace shim

#endif  // CSHIM_STRING_UTF8_H_
