package v8

/*
#include "cshim.h"

#cgo nocallback shim_value_boolean_value
#cgo nocallback shim_value_type_of
*/
import "C"

import "math"

// ToBoolean is the value as a condition: whether if (value) is taken.
//
// V8: [v8::Value::BooleanValue]. ECMAScript: [ToBoolean].
//
// [v8::Value::BooleanValue]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToBoolean]: https://tc39.es/ecma262/#sec-toboolean
func (v Value) ToBoolean() bool {
	switch v.kind() {
	case KindUndefined, KindNull:
		return false
	case KindBoolean:
		return v.IsTrue()
	case KindNumber:
		f := numberOf(v.bits)
		return f != 0 && !math.IsNaN(f)
	case KindString, KindBigInt, KindObject, KindFunction:
		// Of objects only those are false that hide as document.all does.
		i := v.check()
		r := C.shim_value_boolean_value(i.shim, v.ref())
		i.checkRead(r.status)
		return r.bits != 0
	}
	return true
}

// ToNumber converts to a number: a string by its text, an object by its
// valueOf or toString, which may throw. A symbol or a BigInt is a TypeError.
//
// V8: [v8::Value::ToNumber]. ECMAScript: [ToNumber].
//
// [v8::Value::ToNumber]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToNumber]: https://tc39.es/ecma262/#sec-tonumber
func (v Value) ToNumber() (float64, error) {
	if v.kind() < KindBigInt {
		return v.plainNumber(), nil
	}
	i := v.check()
	r := C.shim_value_to_number(i.shim, v.ref())
	return numberOf(uint64(r.bits)), i.done(r, "to number", "")
}

// plainNumber is ToNumber of undefined, null, a boolean or a number.
func (v Value) plainNumber() float64 {
	switch v.kind() {
	case KindUndefined:
		return math.NaN()
	case KindNull:
		return 0
	case KindBoolean:
		return float64(v.bits)
	}
	return numberOf(v.bits)
}

// ToInteger is [Value.ToNumber] with its fractional part removed. NaN gives 0;
// what an int64 can't hold gives the nearest one that it can.
//
// V8: [v8::Value::ToInteger]. ECMAScript: [ToIntegerOrInfinity].
//
// [v8::Value::ToInteger]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToIntegerOrInfinity]: https://tc39.es/ecma262/#sec-tointegerorinfinity
func (v Value) ToInteger() (int64, error) {
	f, err := v.ToNumber()
	switch {
	case err != nil || math.IsNaN(f):
		return 0, err
	case f >= math.MaxInt64: // a float64 that is 2^63
		return math.MaxInt64, nil
	case f <= math.MinInt64:
		return math.MinInt64, nil
	}
	return int64(f), nil
}

// ToInt32 is [Value.ToNumber] as the operators | and << take it: modulo 2^32,
// signed. NaN and the infinities give 0.
//
// V8: [v8::Value::ToInt32]. ECMAScript: [ToInt32].
//
// [v8::Value::ToInt32]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToInt32]: https://tc39.es/ecma262/#sec-toint32
func (v Value) ToInt32() (int32, error) {
	n, err := v.ToUint32()
	return int32(n), err
}

// ToUint32 is [Value.ToNumber] as the operator >>> takes it: modulo 2^32. NaN
// and the infinities give 0.
//
// V8: [v8::Value::ToUint32]. ECMAScript: [ToUint32].
//
// [v8::Value::ToUint32]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToUint32]: https://tc39.es/ecma262/#sec-touint32
func (v Value) ToUint32() (uint32, error) {
	f, err := v.ToNumber()
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, err
	}
	return uint32(int64(math.Mod(math.Trunc(f), 1<<32))), nil
}

// ToBigInt converts as the operators of BigInts do: a BigInt stays, true is 1n,
// a string is parsed, an object gives its primitive value. A number is a
// TypeError, and so is anything else.
//
// V8: [v8::Value::ToBigInt]. ECMAScript: [ToBigInt].
//
// [v8::Value::ToBigInt]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToBigInt]: https://tc39.es/ecma262/#sec-tobigint
func (v Value) ToBigInt(s *Scope) (BigInt, error) {
	i := s.check()
	r, err := i.result(C.shim_value_to_big_int(i.shim, i.argument(v)), "to BigInt", "")
	return BigInt{r}, err
}

// ToString converts to a string, as String concatenation does: an object by its
// toString or valueOf, which may throw. A symbol is a TypeError. It differs from
// [Value.String], which never runs JavaScript.
//
// V8: [v8::Value::ToString]. ECMAScript: [ToString].
//
// [v8::Value::ToString]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToString]: https://tc39.es/ecma262/#sec-tostring
func (v Value) ToString(s *Scope) (String, error) {
	i := s.check()
	r, err := i.result(C.shim_value_to_string(i.shim, i.argument(v)), "to string", "")
	return String{Name{r}}, err
}

// StringValue is the text of [Value.ToString], with U+FFFD for lone surrogates.
//
// V8: [v8::Value::ToString]. ECMAScript: [ToString].
//
// [v8::Value::ToString]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToString]: https://tc39.es/ecma262/#sec-tostring
func (v Value) StringValue() (string, error) {
	if v.kind() < KindBigInt {
		return v.String(), nil
	}
	if v.kind() == KindString {
		return v.text()
	}
	i := v.check()
	t := C.shim_value_string_value(i.shim, v.ref())
	return i.textResult(t, "to string", "")
}

// textResult is result for a call that gives text.
func (i *Isolate) textResult(t C.shim_text, op, subject string) (string, error) {
	if t.status != C.SHIM_STATUS_OK {
		return "", i.fail(op, subject, t.status)
	}
	return i.takeText(t, op)
}

// ToObject is the object itself, or a primitive value as an object: a
// [NumberObject] for a number. Undefined and null are a TypeError.
//
// V8: [v8::Value::ToObject]. ECMAScript: [ToObject].
//
// [v8::Value::ToObject]: https://v8.github.io/api/head/classv8_1_1Value.html
// [ToObject]: https://tc39.es/ecma262/#sec-toobject
func (v Value) ToObject(s *Scope) (Object, error) {
	i := s.check()
	r, err := i.result(C.shim_value_to_object(i.shim, i.argument(v)), "to object", "")
	return Object{r}, err
}

// TypeOf is what the operator typeof gives: "undefined", "boolean", "number",
// "bigint", "string", "symbol", "object" or "function".
//
// V8: [v8::Value::TypeOf]. ECMAScript: [typeof].
//
// [v8::Value::TypeOf]: https://v8.github.io/api/head/classv8_1_1Value.html
// [typeof]: https://tc39.es/ecma262/#sec-typeof-operator
func (v Value) TypeOf() string {
	switch k := v.kind(); {
	case k == KindNull:
		return "object"
	case k < KindObject:
		return k.String()
	case k == KindObject || k == KindFunction: // may hide as document.all does
		i := v.check()
		return i.readText(C.shim_value_type_of(i.shim, v.ref()))
	case v.IsFunction():
		return "function"
	}
	return "object"
}
