package v8

/*
#include "cshim.h"

void isolatesFunctionCallback(shim_function_callback*);
void isolatesPropertyCallback(shim_property_callback*);
void isolatesCloneCallback(shim_clone_callback*);
void isolatesModuleCallback(shim_module_callback*);

#cgo noescape shim_function_callback_argument
#cgo nocallback shim_function_callback_argument
#cgo noescape shim_function_callback_this
#cgo nocallback shim_function_callback_this
#cgo noescape shim_function_callback_new_target
#cgo nocallback shim_function_callback_new_target
*/
import "C"

import "github.com/nodeisolates/isolates/internal/misuse"

// A FunctionCallback is a Go function that JavaScript calls. Its value is the
// call's value; its error is thrown in JavaScript:
//   - an [*Exception] that came out of JavaScript throws the same value again,
//   - an error of [Throw] throws its value,
//   - one of [ErrorKind.Errorf] throws an error of that kind, with its text,
//   - any other error throws an Error with its text; from either [errors.Is] and
//     [errors.As] find the Go error again when it comes out of JavaScript, but
//     see [Exception.Unwrap],
//   - an error that matches [ErrTerminated] or [ErrIsolateDead], while the isolate
//     is being terminated or dead, keeps the termination going.
//
// A panic unwinds the JavaScript that called, and goes on from the Go call that
// ran it, with the same value. [runtime.Goexit] can't be stopped: it leaves the
// isolate dead.
//
// V8: [v8::FunctionCallback].
//
// [v8::FunctionCallback]: https://v8.github.io/api/head/namespacev8.html
type FunctionCallback func(info FunctionCallbackInfo) (Value, error)

// A FunctionCallbackInfo is the call of a [FunctionCallback]: the arguments,
// this and new.target. It and the values that it gives are borrowed: valid
// until the callback returns.
//
// V8: [v8::FunctionCallbackInfo].
//
// [v8::FunctionCallbackInfo]: https://v8.github.io/api/head/classv8_1_1FunctionCallbackInfo.html
type FunctionCallbackInfo struct {
	call       *C.shim_function_callback
	level      *level
	generation uint64
}

func (info FunctionCallbackInfo) check() *Isolate {
	if info.level == nil || info.level.generation != info.generation {
		panic(misuse.InfoEnded)
	}
	return info.level.isolate
}

// Scope is the way into JavaScript during the call.
func (info FunctionCallbackInfo) Scope() *Scope { return &Scope{info.level, info.generation} }

// Length is how many arguments were passed.
func (info FunctionCallbackInfo) Length() int {
	info.check()
	return int(info.call.length)
}

// Argument is the argument at index n, from 0, or undefined when fewer were
// passed.
func (info FunctionCallbackInfo) Argument(n int) Value {
	i := info.check()
	switch {
	case n < 0 || n >= int(info.call.length):
		return Value{}
	case n < C.SHIM_EAGER_ARGUMENTS:
		return Value{i.newHandle(info.call.arguments[n])}
	}
	return i.read(C.shim_function_callback_argument(info.call, C.uint32_t(n)))
}

// This is the receiver of the call; for a constructor, the new object.
func (info FunctionCallbackInfo) This() Object {
	i := info.check()
	return Object{i.readAs(C.shim_function_callback_this(info.call), KindObject)}
}

// NewTarget is new.target: the function that new was used on, or undefined.
func (info FunctionCallbackInfo) NewTarget() Value {
	i := info.check()
	return i.read(C.shim_function_callback_new_target(info.call))
}

// IsConstructCall reports whether the function was called by new.
func (info FunctionCallbackInfo) IsConstructCall() bool { return !info.NewTarget().IsUndefined() }

// setCallbacks tells the shim which Go functions to call.
func setCallbacks() {
	C.shim_v8_set_callbacks(&C.shim_callbacks{
		function_callback: (*[0]byte)(C.isolatesFunctionCallback),
		property_callback: (*[0]byte)(C.isolatesPropertyCallback),
		clone_callback:    (*[0]byte)(C.isolatesCloneCallback),
		module_callback:   (*[0]byte)(C.isolatesModuleCallback),
	})
}

//export isolatesFunctionCallback
func isolatesFunctionCallback(call *C.shim_function_callback) {
	i := isolates.get(uint64(call.isolate))
	callback, _ := i.references.get(uint32(call.callback)).(FunctionCallback)
	l := i.beginCallback(call.context)
	defer i.endCallback(l, &call.result)
	v, err := callback(FunctionCallbackInfo{call, l, l.generation})
	if err != nil {
		call.result = i.thrown(err)
	} else {
		call.result = i.argument(v)
	}
	i.callbackReturned = true
}

//export isolatesPropertyCallback
func isolatesPropertyCallback(call *C.shim_property_callback) {
	i := isolates.get(uint64(call.isolate))
	handler, _ := i.references.get(uint32(call.callback)).(propertyHandler)
	l := i.beginCallback(call.context)
	defer i.endCallback(l, &call.result)
	if err := handler.handle(PropertyCallbackInfo{call, l, l.generation}); err != nil {
		call.result = i.thrown(err)
	}
	i.callbackReturned = true
}

//export isolatesCloneCallback
func isolatesCloneCallback(call *C.shim_clone_callback) {
	i := isolates.get(uint64(call.isolate))
	delegate, _ := i.references.get(uint32(call.delegate)).(interface {
		answer(*Scope, *C.shim_clone_callback) error
	})
	l := i.beginCallback(call.context)
	defer i.endCallback(l, &call.result)
	if err := delegate.answer(&Scope{l, l.generation}, call); err != nil {
		call.result = i.thrown(err)
	}
	i.callbackReturned = true
}

//export isolatesModuleCallback
func isolatesModuleCallback(call *C.shim_module_callback) {
	i := isolates.get(uint64(call.isolate))
	l := i.beginCallback(call.context)
	defer i.endCallback(l, &call.result)
	if err := i.answerModule(&Scope{l, l.generation}, call); err != nil {
		call.result = i.thrown(err)
	}
	i.callbackReturned = true
}

// beginCallback opens a level for a call from JavaScript: V8 or the shim has
// opened a HandleScope for it. Its Context is looked up when it is asked for.
func (i *Isolate) beginCallback(context C.shim_ref) *level {
	i.callbackReturned = false
	l := i.push(i.top().ctx, nil)
	l.entered = context
	return l
}

// endCallback closes it, however the callback has ended. It is deferred by the
// exported function itself, where recover works.
func (i *Isolate) endCallback(level *level, result *C.shim_value) {
	if !i.callbackReturned {
		result.status = i.interrupted(recover())
	}
	i.callbackReturned = false // the callback around it has not
	i.unwind(level)            // a Nested may have been left open; see CallbackScope
	i.pop()
}
