package v8

/*
#include "cshim.h"

#cgo noescape shim_symbol_new
#cgo nocallback shim_symbol_new
#cgo noescape shim_symbol_for
#cgo nocallback shim_symbol_for
#cgo nocallback shim_symbol_well_known
#cgo nocallback shim_symbol_description
*/
import "C"

import "github.com/nodeisolates/isolates/internal/misuse"

// A Symbol is a property key that no other value equals. It is scoped.
//
// V8: [v8::Symbol]. ECMAScript: [the Symbol type].
//
// [v8::Symbol]: https://v8.github.io/api/head/classv8_1_1Symbol.html
// [the Symbol type]: https://tc39.es/ecma262/#sec-ecmascript-language-types-symbol-type
type Symbol struct{ Name }

// A WellKnownSymbol is one of the symbols by which JavaScript's own operations
// find an object's methods.
//
// ECMAScript: https://tc39.es/ecma262/#sec-well-known-symbols
type WellKnownSymbol int32

// The well-known symbols that V8's interface gives.
const (
	SymbolAsyncIterator WellKnownSymbol = iota
	SymbolHasInstance
	SymbolIsConcatSpreadable
	SymbolIterator
	SymbolMatch
	SymbolReplace
	SymbolSearch
	SymbolSplit
	SymbolToPrimitive
	SymbolToStringTag
	SymbolUnscopables
)

// NewSymbol makes a symbol that no other equals, as Symbol(description) does.
// The error is [ErrStringTooLong], or why nothing runs in the isolate.
//
// V8: [v8::Symbol::New]. ECMAScript: [Symbol].
//
// [v8::Symbol::New]: https://v8.github.io/api/head/classv8_1_1Symbol.html
// [Symbol]: https://tc39.es/ecma262/#sec-symbol-description
func (s *Scope) NewSymbol(description string) (Symbol, error) {
	i := s.check()
	v, err := i.result(C.shim_symbol_new(i.shim, bytesOf(description)), "new symbol", "")
	return Symbol{Name{v}}, err
}

// SymbolFor is the symbol of the isolate's registry that has the key, as
// Symbol.for(key) gives it. The registry keeps it as long as the isolate lives.
// The error is as for [Scope.NewSymbol].
//
// V8: [v8::Symbol::For]. ECMAScript: [Symbol.for].
//
// [v8::Symbol::For]: https://v8.github.io/api/head/classv8_1_1Symbol.html
// [Symbol.for]: https://tc39.es/ecma262/#sec-symbol.for
func (s *Scope) SymbolFor(key string) (Symbol, error) {
	i := s.check()
	v, err := i.result(C.shim_symbol_for(i.shim, bytesOf(key)), "symbol for", key)
	return Symbol{Name{v}}, err
}

// WellKnownSymbol is one of the well-known symbols. A number that stands for
// none of them panics.
//
// V8: [v8::Symbol::GetIterator] and others.
//
// [v8::Symbol::GetIterator]: https://v8.github.io/api/head/classv8_1_1Symbol.html
func (s *Scope) WellKnownSymbol(symbol WellKnownSymbol) Symbol {
	i := s.check()
	if symbol < 0 || symbol > SymbolUnscopables {
		panic(misuse.WellKnownSymbol)
	}
	return Symbol{Name{i.readAs(C.shim_symbol_well_known(i.shim, C.int32_t(symbol)), KindSymbol)}}
}

// AsSymbol is the value if it is a symbol.
func (v Value) AsSymbol() (s Symbol, ok bool) {
	if !v.IsSymbol() {
		return Symbol{}, false
	}
	return Symbol{Name{v}}, true
}

// Description is the symbol's description, a string, or undefined when it has
// none.
//
// V8: [v8::Symbol::Description]. ECMAScript: [description].
//
// [v8::Symbol::Description]: https://v8.github.io/api/head/classv8_1_1Symbol.html
// [description]: https://tc39.es/ecma262/#sec-symbol.prototype.description
func (s Symbol) Description() Value {
	i := s.checkAs(KindSymbol, KindSymbol)
	return i.read(C.shim_symbol_description(i.shim, s.ref()))
}
