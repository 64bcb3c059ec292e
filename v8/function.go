package v8

/*
#include "cshim.h"

#cgo noescape shim_function_call
#cgo noescape shim_function_new_instance
#cgo noescape shim_function_new
*/
import "C"

import (
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A Function is a JavaScript value that can be called. It is scoped.
//
// V8: [v8::Function]. ECMAScript: [function objects].
//
// [v8::Function]: https://v8.github.io/api/head/classv8_1_1Function.html
// [function objects]: https://tc39.es/ecma262/#sec-ecmascript-function-objects
type Function struct{ Object }

// AsFunction is the value if it can be called.
func (v Value) AsFunction() (f Function, ok bool) {
	if !v.IsFunction() {
		return Function{}, false
	}
	return Function{Object{v}}, true
}

func (f Function) check() *Isolate {
	if f.kind() == KindProxyFunction {
		return f.Object.check()
	}
	return f.checkAs(KindFunction, KindAsyncGeneratorFunction)
}

// Call calls the function with a receiver, which is its this, and arguments.
// A receiver of undefined is the global object to a sloppy function.
//
// V8: [v8::Function::Call]. ECMAScript: [Call].
//
// [v8::Function::Call]: https://v8.github.io/api/head/classv8_1_1Function.html
// [Call]: https://tc39.es/ecma262/#sec-call
func (f Function) Call(receiver Value, arguments ...Value) (Value, error) {
	i := f.check()
	return i.result(C.shim_function_call(i.shim, f.ref(), i.argument(receiver), i.arguments(arguments)), "call", "")
}

// NewInstance constructs an object, as the operator new does.
//
// V8: [v8::Function::NewInstance]. ECMAScript: [Construct].
//
// [v8::Function::NewInstance]: https://v8.github.io/api/head/classv8_1_1Function.html
// [Construct]: https://tc39.es/ecma262/#sec-construct
func (f Function) NewInstance(arguments ...Value) (Object, error) {
	i := f.check()
	v, err := i.result(C.shim_function_new_instance(i.shim, f.ref(), i.arguments(arguments)), "construct", "")
	return Object{v}, err
}

// arguments lays values out for the shim, which copies them before JavaScript
// runs and can call again. Few are the caller's own, which may be on a wrong
// goroutine; one buffer an isolate serves all calls of many.
func (i *Isolate) arguments(values []Value) (a C.shim_arguments) {
	a.count = C.int32_t(len(values))
	if len(values) > len(a.few) {
		a.many = unsafe.SliceData(i.manyArguments(values))
		return a
	}
	for n, v := range values {
		a.few[n] = i.argument(v)
	}
	return a
}

func (i *Isolate) manyArguments(values []Value) []C.shim_value {
	i.mustBeInside()
	if len(values) > len(i.argumentBuffer) {
		i.argumentBuffer = make([]C.shim_value, max(2*len(values), 16))
	}
	for n, v := range values {
		i.argumentBuffer[n] = i.argument(v)
	}
	return i.argumentBuffer[:len(values)]
}

// FunctionOptions say what a function made of a Go function looks like to
// JavaScript.
type FunctionOptions struct {
	Name        string // its property name
	Length      int    // its property length: how many arguments it expects
	Constructor bool   // whether new may be used on it

	// Signature makes the function check its receiver: it throws a TypeError,
	// "Illegal invocation", unless this is an instance of the template.
	Signature *FunctionTemplate
}

func (o FunctionOptions) length() C.int32_t {
	if o.Length < 0 || o.Length > maxFunctionLength {
		panic(misuse.FunctionLength)
	}
	return C.int32_t(o.Length)
}

// NewFunction makes a JavaScript function that calls callback. The callback is
// kept until the function is collected, or the isolate closed.
//
// V8: [v8::Function::New].
//
// [v8::Function::New]: https://v8.github.io/api/head/classv8_1_1Function.html
func (s *Scope) NewFunction(callback FunctionCallback, options FunctionOptions) (Function, error) {
	return s.newFunction(callback, callback, options)
}

// newFunction is NewFunction of a callback that was made of a Go func, or is one.
func (s *Scope) newFunction(callback FunctionCallback, fn any, options FunctionOptions) (Function, error) {
	i := s.check()
	if callback == nil {
		panic(misuse.NilCallback)
	}
	if options.Signature != nil { // V8 knows signatures of templates alone
		t, err := i.newFunctionTemplate(callback, fn, options)
		if err != nil {
			return Function{}, err
		}
		return t.Function(s)
	}
	length := options.length()
	id := i.reference(callback)
	i.creation.isMadeOf(id, fn)
	v, err := i.result(C.shim_function_new(i.shim, C.uint32_t(id), bytesOf(options.Name),
		length, C.bool(options.Constructor)), "new function", options.Name)
	if err != nil {
		i.references.remove(id)
		return Function{}, err
	}
	return Function{Object{v}}, nil
}
