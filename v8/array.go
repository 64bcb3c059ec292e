package v8

/*
#include "cshim.h"

#cgo noescape shim_array_new
#cgo nocallback shim_array_new
#cgo nocallback shim_array_length
*/
import "C"

import "unsafe"

// An Array is a JavaScript array, or an object of a class that extends Array.
// It is scoped. Elements are the properties with an index: see [Object.GetKey] and
// [Object.SetKey].
//
// V8: [v8::Array]. ECMAScript: [Array objects].
//
// [v8::Array]: https://v8.github.io/api/head/classv8_1_1Array.html
// [Array objects]: https://tc39.es/ecma262/#sec-array-objects
type Array struct{ Object }

// NewArray makes an array of the elements, in one crossing. More than 2^25 of
// them are a RangeError. For a longer array, which is sparse, make an empty one
// and set its property length.
//
// V8: [v8::Array::New].
//
// [v8::Array::New]: https://v8.github.io/api/head/classv8_1_1Array.html
func (s *Scope) NewArray(elements ...Value) (Array, error) {
	i := s.check()
	values := i.elements(elements)
	r := C.shim_array_new(i.shim, C.size_t(len(elements)), unsafe.SliceData(values))
	v, err := i.result(r, "new Array", "")
	return Array{Object{v}}, err
}

// elements lays values out for the shim, like arguments; the buffer for very
// many is not kept.
func (i *Isolate) elements(values []Value) []C.shim_value {
	const kept, most = 1 << 16, 1 << 25
	if len(values) <= kept {
		return i.manyArguments(values)
	}
	if len(values) > most {
		return nil // the shim refuses them
	}
	buffer := make([]C.shim_value, len(values))
	for n, v := range values {
		buffer[n] = i.argument(v)
	}
	return buffer
}

// AsArray is the value if it is an array. A Proxy of one is not.
func (v Value) AsArray() (a Array, ok bool) {
	if !v.IsArray() {
		return Array{}, false
	}
	return Array{Object{v}}, true
}

// Length is the array's length, at most 2^32-1. Most of a sparse array may be
// missing.
//
// V8: [v8::Array::Length].
//
// [v8::Array::Length]: https://v8.github.io/api/head/classv8_1_1Array.html
func (a Array) Length() int {
	i := a.checkAs(KindArray, KindArray)
	return i.readInt(C.shim_array_length(i.shim, a.ref()))
}

// Elements are the array's elements, all in one crossing; a missing one is what
// the prototypes have there, or undefined. A getter among them runs, and may
// throw.
//
// Each element takes 48 bytes of Go's and C's memory, missing ones too, which
// [IsolateOptions].ExportLimit counts: check Length before you call Elements on an
// array from untrusted code. An array longer than 2^25 is a RangeError; see
// [Value.Iterate] for any length.
//
// V8: [v8::Array::Iterate].
//
// [v8::Array::Iterate]: https://v8.github.io/api/head/classv8_1_1Array.html
func (a Array) Elements() ([]Value, error) {
	i := a.checkAs(KindArray, KindArray)
	return i.values(C.shim_array_elements(i.shim, a.ref(), i.mostValues()), "elements")
}

// values is result for a call that gives many.
func (i *Isolate) values(r C.shim_values, op string) ([]Value, error) {
	if r.status != C.SHIM_STATUS_OK && r.status != C.SHIM_STATUS_TOO_MANY {
		return nil, i.fail(op, "", r.status)
	}
	if err := i.take(op, int(r.count)*valueBytes); err != nil {
		return nil, err
	}
	return i.copyValues(r), nil
}
