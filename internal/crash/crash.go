//go:build linux && !v8_nowrap

// Package crash is for tests: it gives JavaScript functions that crash V8, in
// each of the ways that V8 could. They are no part of V8, and look as if they
// were: C++ code that V8 calls, and jumps into its machine code.
package crash

/*
#cgo CXXFLAGS: -std=c++20 -fno-rtti -fno-exceptions -Wall -Wextra -Wno-unused-parameter
#cgo CXXFLAGS: -DV8_COMPRESS_POINTERS -DV8_31BIT_SMIS_ON_64BIT_ARCH -DV8_ENABLE_SANDBOX
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../../deps/v8/include -isystem ${SRCDIR}/../../deps
void crash_define(void);
void crash_here(void);
*/
import "C"

// Define defines the function crash(kind) in the context that is entered on this
// thread. kind is trap, abort, runtime-abort, fault, library or stack, each in C++,
// wild for a jump to nowhere, builtin-trap or builtin-fault, or worker-trap, worker-abort
// or worker-fault on one of V8's own threads. worker-trap holds a lock, which lock
// waits for.
func Define() { C.crash_define() }

// Here is a fault in C code that is not V8's.
func Here() { C.crash_here() }
