package v8

/*
#include "cshim.h"

#cgo nocallback shim_reference_attach
*/
import "C"

import "errors"

// Throw is an error that a [FunctionCallback] returns to throw a value, of
// whatever kind. It is scoped as the value is.
//
// V8: [v8::Isolate::ThrowException].
//
// [v8::Isolate::ThrowException]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func Throw(value Value) error { return &thrownValue{value} }

type thrownValue struct{ value Value }

func (t *thrownValue) Error() string { return "v8: a thrown JavaScript value" }

// thrown is how the error of a callback goes on in JavaScript.
func (i *Isolate) thrown(err error) C.shim_value {
	if bool(C.shim_isolate_is_terminating(i.shim)) &&
		(errors.Is(err, ErrTerminated) || errors.Is(err, ErrIsolateDead)) {
		return C.shim_value{status: C.SHIM_STATUS_TERMINATED}
	}
	value, makeErr := i.valueToThrow(err)
	if makeErr != nil { // terminated or dead meanwhile
		return C.shim_value{status: C.SHIM_STATUS_TERMINATED}
	}
	result := i.argument(value)
	result.status = C.SHIM_STATUS_EXCEPTION
	return result
}

func (i *Isolate) valueToThrow(err error) (Value, error) {
	if t, ok := err.(*thrownValue); ok {
		return t.value, nil
	}
	if e, ok := err.(*Exception); ok && i.alive(e.Thrown) {
		return e.Thrown, nil
	}
	kind, message := describeError(err)
	v, makeErr := i.newError(kind, message, Value{})
	if makeErr != nil {
		return Value{}, makeErr
	}
	i.attach(v, err, message)
	return v, nil
}

// attach makes JavaScript keep err with an error object, for errors.Is to find
// where that comes out again, unless it is too large.
func (i *Isolate) attach(v Value, err error, message string) {
	kept, ok := keep(err, message)
	if !ok {
		return
	}
	id := i.reference(kept)
	if status := C.shim_reference_attach(i.shim, v.ref(), C.uint32_t(id), C.size_t(kept.bytes)); status != C.SHIM_STATUS_OK {
		i.references.remove(id)
	}
}

// alive reports whether the value could be used in this isolate now.
func (i *Isolate) alive(v Value) bool {
	return v.level == nil || v.level.isolate == i && v.level.generation == v.tag>>kindBits
}
