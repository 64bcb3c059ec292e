package v8

/*
#include "cshim.h"

#cgo nocallback shim_string_object_value_of
*/
import "C"

// A StringObject is an object around a string, as new String("") makes. It is
// scoped.
//
// V8: [v8::StringObject]. ECMAScript: [String objects].
//
// [v8::StringObject]: https://v8.github.io/api/head/classv8_1_1StringObject.html
// [String objects]: https://tc39.es/ecma262/#sec-string-objects
type StringObject struct{ Object }

// NewStringObject makes an object around the string.
//
// V8: [v8::StringObject::New].
//
// [v8::StringObject::New]: https://v8.github.io/api/head/classv8_1_1StringObject.html
func (s *Scope) NewStringObject(text String) (StringObject, error) {
	text.checkAs(KindString, KindString)
	o, err := text.ToObject(s)
	return StringObject{o}, err
}

// AsStringObject is the value if it is a String object.
func (v Value) AsStringObject() (s StringObject, ok bool) {
	if !v.IsStringObject() {
		return StringObject{}, false
	}
	return StringObject{Object{v}}, true
}

// ValueOf is the string.
//
// V8: [v8::StringObject::ValueOf].
//
// [v8::StringObject::ValueOf]: https://v8.github.io/api/head/classv8_1_1StringObject.html
func (s StringObject) ValueOf() String {
	i := s.checkAs(KindStringObject, KindStringObject)
	return String{Name{i.readAs(C.shim_string_object_value_of(i.shim, s.ref()), KindString)}}
}
