// Package floor does the benchmarks' work in plain C++ against V8's API. That
// is the floor under package v8: what any binding costs at least, first by V8
// alone, then with the crossing between Go and C.
//
// It is for measuring alone, and works only in a checkout.
package floor

/*
#cgo CXXFLAGS: -std=c++20 -fno-rtti -fno-exceptions -Wall -Wextra -Wno-unused-parameter
#cgo CXXFLAGS: -DV8_COMPRESS_POINTERS -DV8_31BIT_SMIS_ON_64BIT_ARCH -DV8_ENABLE_SANDBOX
#cgo !v8_custom CXXFLAGS: -isystem ${SRCDIR}/../../deps/v8/include
#include <stdlib.h>
#include "floor.h"

#cgo noescape floor_empty
#cgo noescape floor_call
#cgo noescape floor_get
#cgo noescape floor_set
#cgo noescape floor_index
#cgo noescape floor_is_number
#cgo noescape floor_construct
#cgo noescape floor_string_in
#cgo noescape floor_string_out
#cgo noescape floor_compile_run
*/
import "C"

import (
	"errors"
	"runtime"
	"unsafe"

	_ "github.com/nodeisolates/isolates/cshim" // links V8
)

// Empty is a call from Go to C that does nothing.
func Empty() { C.floor_empty() }

// Back is n calls from C to Go that do nothing.
func Back(n int) { C.floor_back(C.int64_t(n)) }

// NewIsolate makes and disposes of n isolates with a context each, and returns
// how many.
func NewIsolate(n int) float64 { return float64(C.floor_new_isolate(C.int64_t(n))) }

// An Engine is an isolate with a context. Its methods do their work n times in
// one crossing and return the sum of the results; all but EnterRunLeave and
// Close only inside Enter.
type Engine struct{ engine *C.floor_engine }

// New makes an Engine, which must be closed. EnterRunLeave runs script.
func New(script string) (Engine, error) {
	text := C.CString(script)
	defer C.free(unsafe.Pointer(text))
	if e := C.floor_new(text); e != nil {
		return Engine{e}, nil
	}
	return Engine{}, errors.New("floor: V8 does not start")
}

// Close frees the Engine.
func (e Engine) Close() { C.floor_free(e.engine) }

// Enter calls fn with the isolate and the context entered, and with source's
// value to work on. The global function callback adds its arguments, in C++ or
// in Go.
func (e Engine) Enter(source string, goCallback bool, fn func()) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	text := C.CString(source)
	defer C.free(unsafe.Pointer(text))
	defer C.floor_leave(e.engine)
	if !C.floor_enter(e.engine, text, C.bool(goCallback)) {
		return errors.New("floor: can't evaluate " + source)
	}
	fn()
	return nil
}

// A Guard is what a call is made under besides a HandleScope.
type Guard C.floor_guard

// The guards: nothing, a TryCatch, and a TryCatch with a place to jump back to
// from V8's fatal errors.
const (
	Bare     Guard = C.FLOOR_BARE
	TryCatch Guard = C.FLOOR_TRY_CATCH
	Setjmp   Guard = C.FLOOR_SETJMP
)

// Call calls the function with no argument, or with the number 1.
func (e Engine) Call(argc int, guard Guard, n int) float64 {
	return float64(C.floor_call(e.engine, C.int32_t(argc), C.floor_guard(guard), C.int64_t(n)))
}

// Callback calls the function once, with n.
func (e Engine) Callback(n int) float64 {
	return float64(C.floor_callback(e.engine, C.int64_t(n)))
}

// Get reads the object's property "number".
func (e Engine) Get(n int) float64 { return float64(C.floor_get(e.engine, C.int64_t(n))) }

// Set writes the object's property "number".
func (e Engine) Set(n int) float64 { return float64(C.floor_set(e.engine, C.int64_t(n))) }

// Index reads the array's element 3.
func (e Engine) Index(n int) float64 { return float64(C.floor_index(e.engine, C.int64_t(n))) }

// IsNumber tests the value.
func (e Engine) IsNumber(n int) float64 { return float64(C.floor_is_number(e.engine, C.int64_t(n))) }

// Construct constructs an object, with the numbers 1 and 2.
func (e Engine) Construct(n int) float64 { return float64(C.floor_construct(e.engine, C.int64_t(n))) }

// StringIn makes strings of text, which has 32 bytes, and adds their lengths.
func (e Engine) StringIn(text string, n int) float64 {
	data := (*C.char)(unsafe.Pointer(unsafe.StringData(text)))
	return float64(C.floor_string_in(e.engine, data, C.int64_t(n)))
}

// StringOut copies the string, of 32 bytes, out of V8, and adds the lengths.
func (e Engine) StringOut(n int) float64 { return float64(C.floor_string_out(e.engine, C.int64_t(n))) }

// CompileRun compiles and runs the source that Enter was called with.
func (e Engine) CompileRun(n int) float64 {
	return float64(C.floor_compile_run(e.engine, C.int64_t(n)))
}

// NewContext makes contexts, for the garbage collector to free.
func (e Engine) NewContext(n int) float64 {
	return float64(C.floor_new_context(e.engine, C.int64_t(n)))
}

// EnterRunLeave locks and enters the isolate, runs the script and leaves.
func (e Engine) EnterRunLeave(n int) float64 {
	return float64(C.floor_enter_run_leave(e.engine, C.int64_t(n)))
}
