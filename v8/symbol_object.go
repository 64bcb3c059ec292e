package v8

/*
#include "cshim.h"

#cgo nocallback shim_symbol_object_value_of
*/
import "C"

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
	symbol.checkAs(KindSymbol, KindSymbol)
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
	i := s.checkAs(KindSymbolObject, KindSymbolObject)
	return Symbol{Name{i.readAs(C.shim_symbol_object_value_of(i.shim, s.ref()), KindSymbol)}}
}
