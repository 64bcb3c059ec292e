package v8

/*
#include "cshim.h"

#cgo nocallback shim_map_new
#cgo nocallback shim_map_size
#cgo nocallback shim_map_clear
#cgo nocallback shim_map_as_array
#cgo nocallback shim_map_entries
*/
import "C"

// A Map is a JavaScript Map, or an object of a class that extends Map. It is
// scoped. Its methods are the built-in ones, also where a script has replaced
// or overridden them, and so run no JavaScript.
//
// Get, Set, Has and Delete are about the Map's entries; those about the
// object's properties are behind the field Object.
//
// V8: [v8::Map]. ECMAScript: [Map objects].
//
// [v8::Map]: https://v8.github.io/api/head/classv8_1_1Map.html
// [Map objects]: https://tc39.es/ecma262/#sec-map-objects
type Map struct{ Object }

// NewMap makes an empty Map.
//
// V8: [v8::Map::New].
//
// [v8::Map::New]: https://v8.github.io/api/head/classv8_1_1Map.html
func (s *Scope) NewMap() (Map, error) {
	i := s.check()
	v, err := i.result(C.shim_map_new(i.shim), "new Map", "")
	return Map{Object{v}}, err
}

// AsMap is the value if it is a Map.
func (v Value) AsMap() (m Map, ok bool) {
	if !v.IsMap() {
		return Map{}, false
	}
	return Map{Object{v}}, true
}

func (m Map) check() *Isolate { return m.checkAs(KindMap, KindMap) }

// Size is how many entries the Map has.
//
// V8: [v8::Map::Size].
//
// [v8::Map::Size]: https://v8.github.io/api/head/classv8_1_1Map.html
func (m Map) Size() int {
	i := m.check()
	return i.readInt(C.shim_map_size(i.shim, m.ref()))
}

// Get is the value under the key, or undefined.
//
// V8: [v8::Map::Get]. ECMAScript: [get].
//
// [v8::Map::Get]: https://v8.github.io/api/head/classv8_1_1Map.html
// [get]: https://tc39.es/ecma262/#sec-map.prototype.get
func (m Map) Get(key Value) (Value, error) {
	i := m.check()
	return i.result(C.shim_map_get(i.shim, m.ref(), i.argument(key)), "get", "")
}

// Set puts the value under the key. A Map that is full, which is at 2^23
// entries, is a RangeError.
//
// V8: [v8::Map::Set]. ECMAScript: [set].
//
// [v8::Map::Set]: https://v8.github.io/api/head/classv8_1_1Map.html
// [set]: https://tc39.es/ecma262/#sec-map.prototype.set
func (m Map) Set(key, value Value) error {
	i := m.check()
	return i.done(C.shim_map_set(i.shim, m.ref(), i.argument(key), i.argument(value)), "set", "")
}

// Has reports whether there is an entry under the key.
//
// V8: [v8::Map::Has]. ECMAScript: [has].
//
// [v8::Map::Has]: https://v8.github.io/api/head/classv8_1_1Map.html
// [has]: https://tc39.es/ecma262/#sec-map.prototype.has
func (m Map) Has(key Value) (bool, error) {
	i := m.check()
	return i.truth(C.shim_map_has(i.shim, m.ref(), i.argument(key)), "has", "")
}

// Delete removes the entry under the key, and reports whether there was one.
//
// V8: [v8::Map::Delete]. ECMAScript: [delete].
//
// [v8::Map::Delete]: https://v8.github.io/api/head/classv8_1_1Map.html
// [delete]: https://tc39.es/ecma262/#sec-map.prototype.delete
func (m Map) Delete(key Value) (bool, error) {
	i := m.check()
	return i.truth(C.shim_map_delete(i.shim, m.ref(), i.argument(key)), "delete", "")
}

// Clear removes all entries.
//
// V8: [v8::Map::Clear]. ECMAScript: [clear].
//
// [v8::Map::Clear]: https://v8.github.io/api/head/classv8_1_1Map.html
// [clear]: https://tc39.es/ecma262/#sec-map.prototype.clear
func (m Map) Clear() error {
	i := m.check()
	return i.done(C.shim_map_clear(i.shim, m.ref()), "clear", "")
}

// ToArray is a new array of twice the Map's size: a key, its value, the next
// key, and so on, in the order of insertion. V8 names it AsArray, which for a
// [Value] is the cast of what is an array already.
//
// V8: [v8::Map::AsArray].
//
// [v8::Map::AsArray]: https://v8.github.io/api/head/classv8_1_1Map.html
func (m Map) ToArray() (Array, error) {
	i := m.check()
	v, err := i.result(C.shim_map_as_array(i.shim, m.ref()), "to array", "")
	return Array{Object{v}}, err
}

// A MapEntry is an entry of a [Map].
type MapEntry struct {
	Key   Value // scoped
	Value Value // scoped
}

// Entries are the Map's entries, in the order of insertion, all in one crossing.
// Each takes 144 bytes of Go's and C's memory, which [IsolateOptions].ExportLimit
// counts.
//
// V8: [v8::Map::AsArray].
//
// [v8::Map::AsArray]: https://v8.github.io/api/head/classv8_1_1Map.html
func (m Map) Entries() ([]MapEntry, error) {
	i := m.check()
	values, err := i.values(C.shim_map_entries(i.shim, m.ref(), i.mostValues()), "entries")
	if err == nil {
		err = i.take("entries", len(values)/2*valueBytes)
	}
	if err != nil {
		return nil, err
	}
	entries := make([]MapEntry, len(values)/2)
	for n := range entries {
		entries[n] = MapEntry{values[2*n], values[2*n+1]}
	}
	return entries, nil
}
