package v8

/*
#include "cshim.h"

#cgo nocallback shim_big_int_object_value_of
*/
import "C"

// A BigIntObject is an object around a BigInt, as Object(1n) makes. It is
// scoped.
//
// V8: [v8::BigIntObject]. ECMAScript: [BigInt objects].
//
// [v8::BigIntObject]: https://v8.github.io/api/head/classv8_1_1BigIntObject.html
// [BigInt objects]: https://tc39.es/ecma262/#sec-bigint-objects
type BigIntObject struct{ Object }

// NewBigIntObject makes an object around the BigInt.
//
// V8: [v8::BigIntObject::New].
//
// [v8::BigIntObject::New]: https://v8.github.io/api/head/classv8_1_1BigIntObject.html
func (s *Scope) NewBigIntObject(n BigInt) (BigIntObject, error) {
	n.checkAs(KindBigInt, KindBigInt)
	o, err := n.ToObject(s)
	return BigIntObject{o}, err
}

// AsBigIntObject is the value if it is a BigInt object.
func (v Value) AsBigIntObject() (b BigIntObject, ok bool) {
	if !v.IsBigIntObject() {
		return BigIntObject{}, false
	}
	return BigIntObject{Object{v}}, true
}

// ValueOf is the BigInt.
//
// V8: [v8::BigIntObject::ValueOf].
//
// [v8::BigIntObject::ValueOf]: https://v8.github.io/api/head/classv8_1_1BigIntObject.html
func (b BigIntObject) ValueOf() BigInt {
	i := b.checkAs(KindBigIntObject, KindBigIntObject)
	return BigInt{i.readAs(C.shim_big_int_object_value_of(i.shim, b.ref()), KindBigInt)}
}
