package v8

/*
#include "cshim.h"

#cgo nocallback shim_boolean_object_value_of
#cgo nocallback shim_number_object_value_of
#cgo nocallback shim_string_object_value_of
#cgo nocallback shim_symbol_object_value_of
#cgo nocallback shim_big_int_object_value_of
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
	i := b.enterAs(KindBooleanObject, KindBooleanObject)
	return i.read(C.shim_boolean_object_value_of(i.shim, b.ref())).IsTrue()
}

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
	i := n.enterAs(KindNumberObject, KindNumberObject)
	f, _ := i.read(C.shim_number_object_value_of(i.shim, n.ref())).AsNumber()
	return f
}

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
	text.enterAs(KindString, KindString)
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
	i := s.enterAs(KindStringObject, KindStringObject)
	return String{Name{i.readAs(C.shim_string_object_value_of(i.shim, s.ref()), KindString)}}
}

// A SymbolObject is an object around a symbol, as Object(Symbol()) makes. It is
// scoped.
//
// V8: [v8::SymbolObject]. ECMAScript: [Symbol objects].
//
// [v8::SymbolObject]: https://v8.github.io/api/head/classv8_1_1SymbolObject.html
// [Symbol objects]: https://tc39.es/ecma262/#sec-symbol-objects
type SymbolObject struct{ Object }

// NewSymbolObject makes an object around the symbol.
//
// V8: [v8::SymbolObject::New].
//
// [v8::SymbolObject::New]: https://v8.github.io/api/head/classv8_1_1SymbolObject.html
func (s *Scope) NewSymbolObject(symbol Symbol) (SymbolObject, error) {
	symbol.enterAs(KindSymbol, KindSymbol)
	o, err := symbol.ToObject(s)
	return SymbolObject{o}, err
}

// AsSymbolObject is the value if it is a Symbol object.
func (v Value) AsSymbolObject() (s SymbolObject, ok bool) {
	if !v.IsSymbolObject() {
		return SymbolObject{}, false
	}
	return SymbolObject{Object{v}}, true
}

// ValueOf is the symbol.
//
// V8: [v8::SymbolObject::ValueOf].
//
// [v8::SymbolObject::ValueOf]: https://v8.github.io/api/head/classv8_1_1SymbolObject.html
func (s SymbolObject) ValueOf() Symbol {
	i := s.enterAs(KindSymbolObject, KindSymbolObject)
	return Symbol{Name{i.readAs(C.shim_symbol_object_value_of(i.shim, s.ref()), KindSymbol)}}
}

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
	n.enterAs(KindBigInt, KindBigInt)
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
	i := b.enterAs(KindBigIntObject, KindBigIntObject)
	return BigInt{i.readAs(C.shim_big_int_object_value_of(i.shim, b.ref()), KindBigInt)}
}
