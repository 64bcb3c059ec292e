package v8

/*
#include "cshim.h"

#cgo noescape shim_value_detail
#cgo nocallback shim_value_detail
*/
import "C"

import (
	"math"

	"github.com/nodeisolates/isolates/v8/internal/number"
)

// A Value is any JavaScript value. It is scoped: it dies with the [Scope] that
// was innermost when it was made. The zero Value is undefined.
//
// What a value is travels with it, and so do undefined, null, booleans and
// numbers themselves: testing and reading these costs no crossing into C, and
// such a value is plain data that outlives its scope.
//
// IsX tests, AsX casts without conversion, and ToX converts as JavaScript does.
//
// V8: [v8::Value]. ECMAScript: [language types].
//
// [v8::Value]: https://v8.github.io/api/head/classv8_1_1Value.html
// [language types]: https://tc39.es/ecma262/#sec-ecmascript-language-types
type Value struct{ handle }

// Undefined is the value undefined.
//
// V8: [v8::Undefined].
//
// [v8::Undefined]: https://v8.github.io/api/head/namespacev8.html
func Undefined() Value { return Value{} }

// Null is the value null.
//
// V8: [v8::Null].
//
// [v8::Null]: https://v8.github.io/api/head/namespacev8.html
func Null() Value { return Value{handle{tag: uint64(KindNull)}} }

// NewBoolean is the value true or false.
//
// V8: [v8::Boolean::New].
//
// [v8::Boolean::New]: https://v8.github.io/api/head/classv8_1_1Boolean.html
func NewBoolean(b bool) Value {
	v := Value{handle{tag: uint64(KindBoolean)}}
	if b {
		v.bits = 1
	}
	return v
}

// NewNumber is f as a JavaScript number.
//
// V8: [v8::Number::New].
//
// [v8::Number::New]: https://v8.github.io/api/head/classv8_1_1Number.html
func NewNumber(f float64) Value {
	return Value{handle{tag: uint64(KindNumber), bits: math.Float64bits(f)}}
}

// NewInteger is n as a JavaScript number.
//
// V8: [v8::Integer::New].
//
// [v8::Integer::New]: https://v8.github.io/api/head/classv8_1_1Integer.html
func NewInteger(n int32) Value { return NewNumber(float64(n)) }

// Kind is what the value is.
func (v Value) Kind() Kind { return v.kind() }

// IsUndefined reports whether the value is undefined.
func (v Value) IsUndefined() bool { return v.kind() == KindUndefined }

// IsNull reports whether the value is null.
func (v Value) IsNull() bool { return v.kind() == KindNull }

// IsNullOrUndefined reports whether the value is null or undefined.
func (v Value) IsNullOrUndefined() bool { return v.kind() <= KindNull }

// IsBoolean reports whether the value is true or false.
func (v Value) IsBoolean() bool { return v.kind() == KindBoolean }

// IsTrue reports whether the value is true.
func (v Value) IsTrue() bool { return v.kind() == KindBoolean && v.bits == 1 }

// IsFalse reports whether the value is false.
func (v Value) IsFalse() bool { return v.kind() == KindBoolean && v.bits == 0 }

// IsNumber reports whether the value is a number.
func (v Value) IsNumber() bool { return v.kind() == KindNumber }

// IsInt32 reports whether the value is a number that is a 32-bit signed
// integer, and not -0.
func (v Value) IsInt32() bool {
	_, ok := v.AsInt32()
	return ok
}

// IsUint32 reports whether the value is a number that is a 32-bit unsigned
// integer, and not -0.
func (v Value) IsUint32() bool {
	_, ok := v.AsUint32()
	return ok
}

// IsBigInt reports whether the value is a BigInt.
func (v Value) IsBigInt() bool { return v.kind() == KindBigInt }

// IsString reports whether the value is a string.
func (v Value) IsString() bool { return v.kind() == KindString }

// IsSymbol reports whether the value is a symbol.
func (v Value) IsSymbol() bool { return v.kind() == KindSymbol }

// IsName reports whether the value is a string or a symbol, which are what
// property keys are.
func (v Value) IsName() bool { return v.IsString() || v.IsSymbol() }

// IsObject reports whether the value is an object, of whatever kind.
func (v Value) IsObject() bool { return v.kind() >= KindObject }

// IsFunction reports whether the value can be called.
func (v Value) IsFunction() bool {
	k := v.kind()
	return k >= KindFunction && k <= KindAsyncGeneratorFunction || k == KindProxyFunction
}

// IsArray reports whether the value is an array. A Proxy of one is not.
func (v Value) IsArray() bool { return v.kind() == KindArray }

// IsNativeError reports whether the value is an object made by Error or one of
// its kinds.
func (v Value) IsNativeError() bool { return v.kind() == KindError }

// AsBoolean is the value if it is a boolean.
func (v Value) AsBoolean() (b, ok bool) { return v.IsTrue(), v.kind() == KindBoolean }

// AsNumber is the value if it is a number.
func (v Value) AsNumber() (f float64, ok bool) {
	if v.kind() != KindNumber {
		return 0, false
	}
	return math.Float64frombits(v.bits), true
}

// AsInt32 is the value if [Value.IsInt32].
func (v Value) AsInt32() (n int32, ok bool) {
	f, _ := v.AsNumber()
	if n = int32(f); !v.isInteger(float64(n)) {
		return 0, false
	}
	return n, true
}

// AsUint32 is the value if [Value.IsUint32].
func (v Value) AsUint32() (n uint32, ok bool) {
	f, _ := v.AsNumber()
	if n = uint32(int64(f)); !v.isInteger(float64(n)) {
		return 0, false
	}
	return n, true
}

// isInteger reports whether the value is the number that rounding it gave.
// Comparing bits tells -0 from 0.
func (v Value) isInteger(rounded float64) bool {
	return v.kind() == KindNumber && math.Float64bits(rounded) == v.bits
}

// AsString is the value if it is a string.
func (v Value) AsString() (s String, ok bool) {
	if v.kind() != KindString {
		return String{}, false
	}
	return String{Name{v}}, true
}

// String is the value as text, without running JavaScript: a string's own
// text (lone surrogates as U+FFFD), a number as JavaScript writes it, a
// function's source, an error's message, "#<Object>" and the like for objects.
//
// V8: [v8::Value::ToDetailString].
//
// [v8::Value::ToDetailString]: https://v8.github.io/api/head/classv8_1_1Value.html
func (v Value) String() string {
	switch v.kind() {
	case KindUndefined:
		return "undefined"
	case KindNull:
		return "null"
	case KindBoolean:
		if v.bits != 0 {
			return "true"
		}
		return "false"
	case KindNumber:
		return number.Format(math.Float64frombits(v.bits))
	case KindString:
		return v.enter().utf8(v.ref())
	}
	i := v.enter()
	return i.readText(C.shim_value_detail(i.shim, v.ref()))
}
