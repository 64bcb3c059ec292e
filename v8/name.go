package v8

/*
#include "cshim.h"

#cgo nocallback shim_name_get_identity_hash
*/
import "C"

// A Name is a property key: a [String] or a [Symbol]. It is scoped.
//
// V8: [v8::Name]. ECMAScript: [property keys].
//
// [v8::Name]: https://v8.github.io/api/head/classv8_1_1Name.html
// [property keys]: https://tc39.es/ecma262/#sec-object-type
type Name struct{ Value }

// AsName is the value if it is a string or a symbol.
func (v Value) AsName() (n Name, ok bool) {
	if !v.IsName() {
		return Name{}, false
	}
	return Name{v}, true
}

// IdentityHash is a number that stays the same for the name: for equal
// strings, and for the same symbol. It is never 0, and others may have it too.
//
// V8: [v8::Name::GetIdentityHash].
//
// [v8::Name::GetIdentityHash]: https://v8.github.io/api/head/classv8_1_1Name.html
func (n Name) IdentityHash() int {
	i := n.checkAs(KindString, KindSymbol)
	return i.readInt(C.shim_name_get_identity_hash(i.shim, n.ref()))
}
