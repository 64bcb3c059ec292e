package v8

/*
#include "cshim.h"

#cgo nocallback shim_set_new
#cgo nocallback shim_set_size
#cgo nocallback shim_set_clear
#cgo nocallback shim_set_as_array
#cgo nocallback shim_set_values
*/
import "C"

// A Set is a JavaScript Set, or an object of a class that extends Set. It is
// scoped. Its methods are the built-in ones, also where a script has replaced
// or overridden them, and so run no JavaScript.
//
// Has and Delete are about the Set's values; those about the object's
// properties are behind the field Object.
//
// V8: [v8::Set]. ECMAScript: [Set objects].
//
// [v8::Set]: https://v8.github.io/api/head/classv8_1_1Set.html
// [Set objects]: https://tc39.es/ecma262/#sec-set-objects
type Set struct{ Object }

// NewSet makes an empty Set.
//
// V8: [v8::Set::New].
//
// [v8::Set::New]: https://v8.github.io/api/head/classv8_1_1Set.html
func (s *Scope) NewSet() (Set, error) {
	i := s.check()
	v, err := i.result(C.shim_set_new(i.shim), "new Set", "")
	return Set{Object{v}}, err
}

// AsSet is the value if it is a Set.
func (v Value) AsSet() (set Set, ok bool) {
	if !v.IsSet() {
		return Set{}, false
	}
	return Set{Object{v}}, true
}

func (set Set) check() *Isolate { return set.checkAs(KindSet, KindSet) }

// Size is how many values the Set has.
//
// V8: [v8::Set::Size].
//
// [v8::Set::Size]: https://v8.github.io/api/head/classv8_1_1Set.html
func (set Set) Size() int {
	i := set.check()
	return i.readInt(C.shim_set_size(i.shim, set.ref()))
}

// Add puts the value into the Set. A Set that is full, which is at 2^23 values,
// is a RangeError.
//
// V8: [v8::Set::Add]. ECMAScript: [add].
//
// [v8::Set::Add]: https://v8.github.io/api/head/classv8_1_1Set.html
// [add]: https://tc39.es/ecma262/#sec-set.prototype.add
func (set Set) Add(value Value) error {
	i := set.check()
	return i.done(C.shim_set_add(i.shim, set.ref(), i.argument(value)), "add", "")
}

// Has reports whether the Set has the value.
//
// V8: [v8::Set::Has]. ECMAScript: [has].
//
// [v8::Set::Has]: https://v8.github.io/api/head/classv8_1_1Set.html
// [has]: https://tc39.es/ecma262/#sec-set.prototype.has
func (set Set) Has(value Value) (bool, error) {
	i := set.check()
	return i.truth(C.shim_set_has(i.shim, set.ref(), i.argument(value)), "has", "")
}

// Delete removes the value, and reports whether it was there.
//
// V8: [v8::Set::Delete]. ECMAScript: [delete].
//
// [v8::Set::Delete]: https://v8.github.io/api/head/classv8_1_1Set.html
// [delete]: https://tc39.es/ecma262/#sec-set.prototype.delete
func (set Set) Delete(value Value) (bool, error) {
	i := set.check()
	return i.truth(C.shim_set_delete(i.shim, set.ref(), i.argument(value)), "delete", "")
}

// Clear removes all values.
//
// V8: [v8::Set::Clear]. ECMAScript: [clear].
//
// [v8::Set::Clear]: https://v8.github.io/api/head/classv8_1_1Set.html
// [clear]: https://tc39.es/ecma262/#sec-set.prototype.clear
func (set Set) Clear() error {
	i := set.check()
	return i.done(C.shim_set_clear(i.shim, set.ref()), "clear", "")
}

// ToArray is a new array of the Set's values, in the order of insertion. V8 names
// it AsArray, which for a [Value] is the cast of what is an array already.
//
// V8: [v8::Set::AsArray].
//
// [v8::Set::AsArray]: https://v8.github.io/api/head/classv8_1_1Set.html
func (set Set) ToArray() (Array, error) {
	i := set.check()
	v, err := i.result(C.shim_set_as_array(i.shim, set.ref()), "to array", "")
	return Array{Object{v}}, err
}

// Values are the Set's values, in the order of insertion, all in one crossing.
//
// V8: [v8::Set::AsArray].
//
// [v8::Set::AsArray]: https://v8.github.io/api/head/classv8_1_1Set.html
func (set Set) Values() ([]Value, error) {
	i := set.check()
	return i.values(C.shim_set_values(i.shim, set.ref(), i.mostValues()), "values")
}
