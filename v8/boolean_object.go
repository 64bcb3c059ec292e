package v8

/*
#include "cshim.h"

#cgo nocallback shim_boolean_object_value_of
*/
import "C"

// A BooleanObject is an object around a boolean, as new Boolean(true) makes. As
// a condition it is true, whatever it holds. It is scoped.
//
// V8: [v8::BooleanObject]. ECMAScript: [Boolean objects].
//
// [v8::BooleanObject]: https://v8.github.io/api/head/classv8_1_1BooleanObject.html
// [Boolean objects]: https://tc39.es/ecma262/#sec-boolean-objects
type BooleanObject struct{ Object }

// NewBooleanObject makes an object around b.
//
// V8: [v8::BooleanObject::New].
//
// [v8::BooleanObject::New]: https://v8.github.io/api/head/classv8_1_1BooleanObject.html
func (s *Scope) NewBooleanObject(b bool) (BooleanObject, error) {
	o, err := NewBoolean(b).ToObject(s)
	return BooleanObject{o}, err
}

// AsBooleanObject is the value if it is a Boolean object.
func (v Value) AsBooleanObject() (b BooleanObject, ok bool) {
	if !v.IsBooleanObject() {
		return BooleanObject{}, false
	}
	return BooleanObject{Object{v}}, true
}

// ValueOf is the boolean.
//
// V8: [v8::BooleanObject::ValueOf].
//
// [v8::BooleanObject::ValueOf]: https://v8.github.io/api/head/classv8_1_1BooleanObject.html
func (b BooleanObject) ValueOf() bool {
	i := b.checkAs(KindBooleanObject, KindBooleanObject)
	return i.read(C.shim_boolean_object_value_of(i.shim, b.ref())).IsTrue()
}
