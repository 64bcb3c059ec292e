// Package internal has no code. Its folder carries stand-ins for two of V8's
// headers, cppgc/internal/*.h, which "go mod vendor" leaves behind because
// their folder has no Go file. cgo looks here last, so V8's own headers come
// first wherever they exist.
//
// With the stand-ins V8's public headers compile, except those of V8's C++
// garbage collector (cppgc/*.h and v8-cppgc.h), which this module doesn't use.
package internal
