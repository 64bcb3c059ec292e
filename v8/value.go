package v8

/*
#include "cshim.h"

#cgo noescape shim_value_detail
#cgo nocallback shim_value_detail
*/
import "C"

import (
	"math"

	"github.com/nodeisolates/isolates/v8/internal/wire"
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

// Kind is what the value is.
func (v Value) Kind() Kind { return v.kind() }

// IsUndefined reports whether the value is undefined.
func (v Value) IsUndefined() bool { return v.kind() == KindUndefined }

// IsNull reports whether the value is null.
func (v Value) IsNull() bool { return v.kind() == KindNull }

// IsNullOrUndefined reports whether the value is null or undefined.
func (v Value) IsNullOrUndefined() bool { return v.kind() <= KindNull }

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
		return wire.FormatNumber(math.Float64frombits(v.bits))
	case KindString:
		return v.check().utf8(v.ref())
	}
	i := v.check()
	return i.readText(C.shim_value_detail(i.shim, v.ref()))
}
