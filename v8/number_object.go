package v8

/*
#include "cshim.h"

#cgo nocallback shim_number_object_value_of
*/
import "C"

// A NumberObject is an object around a number, as new Number(1) makes. It is
// scoped.
//
// V8: [v8::NumberObject]. ECMAScript: [Number objects].
//
// [v8::NumberObject]: https://v8.github.io/api/head/classv8_1_1NumberObject.html
// [Number objects]: https://tc39.es/ecma262/#sec-number-objects
type NumberObject struct{ Object }

// NewNumberObject makes an object around f.
//
// V8: [v8::NumberObject::New].
//
// [v8::NumberObject::New]: https://v8.github.io/api/head/classv8_1_1NumberObject.html
func (s *Scope) NewNumberObject(f float64) (NumberObject, error) {
	o, err := NewNumber(f).ToObject(s)
	return NumberObject{o}, err
}

// AsNumberObject is the value if it is a Number object.
func (v Value) AsNumberObject() (n NumberObject, ok bool) {
	if !v.IsNumberObject() {
		return NumberObject{}, false
	}
	return NumberObject{Object{v}}, true
}

// ValueOf is the number.
//
// V8: [v8::NumberObject::ValueOf].
//
// [v8::NumberObject::ValueOf]: https://v8.github.io/api/head/classv8_1_1NumberObject.html
func (n NumberObject) ValueOf() float64 {
	i := n.checkAs(KindNumberObject, KindNumberObject)
	f, _ := i.read(C.shim_number_object_value_of(i.shim, n.ref())).AsNumber()
	return f
}
