package v8

/*
#include "cshim.h"

#cgo nocallback shim_value_strict_equals
#cgo nocallback shim_value_same_value
*/
import "C"

import "math"

// Equals compares as the operator == does: values of different types are
// converted, which may run JavaScript and throw.
//
// V8: [v8::Value::Equals]. ECMAScript: [IsLooselyEqual].
//
// [v8::Value::Equals]: https://v8.github.io/api/head/classv8_1_1Value.html
// [IsLooselyEqual]: https://tc39.es/ecma262/#sec-islooselyequal
func (v Value) Equals(other Value) (bool, error) {
	level := v.level
	if level == nil {
		level = other.level
	}
	if level == nil { // both are plain data
		if v.IsNullOrUndefined() || other.IsNullOrUndefined() {
			return v.IsNullOrUndefined() && other.IsNullOrUndefined(), nil
		}
		return v.plainNumber() == other.plainNumber(), nil
	}
	i := level.isolate
	a, b := i.argument(v), i.argument(other)
	return i.truth(C.shim_value_equals(i.shim, a, b), "compare", "")
}

// StrictEquals compares as the operator === does.
//
// V8: [v8::Value::StrictEquals]. ECMAScript: [IsStrictlyEqual].
//
// [v8::Value::StrictEquals]: https://v8.github.io/api/head/classv8_1_1Value.html
// [IsStrictlyEqual]: https://tc39.es/ecma262/#sec-isstrictlyequal
func (v Value) StrictEquals(other Value) bool {
	if v.kind() != other.kind() {
		return false
	}
	if v.kind() == KindNumber {
		return numberOf(v.bits) == numberOf(other.bits)
	}
	if v.level == nil {
		return v.bits == other.bits
	}
	i := v.check()
	i.argument(other)
	r := C.shim_value_strict_equals(i.shim, v.ref(), other.ref())
	i.checkRead(r.status)
	return r.bits != 0
}

// SameValue compares as Object.is does: as [Value.StrictEquals], except that
// NaN is NaN, and 0 is not -0.
//
// V8: [v8::Value::SameValue]. ECMAScript: [SameValue].
//
// [v8::Value::SameValue]: https://v8.github.io/api/head/classv8_1_1Value.html
// [SameValue]: https://tc39.es/ecma262/#sec-samevalue
func (v Value) SameValue(other Value) bool {
	if v.kind() != other.kind() {
		return false
	}
	if v.kind() == KindNumber {
		a, b := numberOf(v.bits), numberOf(other.bits)
		return v.bits == other.bits || math.IsNaN(a) && math.IsNaN(b)
	}
	if v.level == nil {
		return v.bits == other.bits
	}
	i := v.check()
	i.argument(other)
	r := C.shim_value_same_value(i.shim, v.ref(), other.ref())
	i.checkRead(r.status)
	return r.bits != 0
}

// InstanceOf reports what the operator instanceof does: whether constructor's
// prototype is among the value's prototypes, or what the constructor's
// Symbol.hasInstance says. A constructor that can't be called is a TypeError.
//
// V8: [v8::Value::InstanceOf]. ECMAScript: [InstanceofOperator].
//
// [v8::Value::InstanceOf]: https://v8.github.io/api/head/classv8_1_1Value.html
// [InstanceofOperator]: https://tc39.es/ecma262/#sec-instanceofoperator
func (v Value) InstanceOf(constructor Object) (bool, error) {
	i := constructor.check()
	r := C.shim_value_instance_of(i.shim, i.argument(v), constructor.ref())
	return i.truth(r, "instance of", "")
}
