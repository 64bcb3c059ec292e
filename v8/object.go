package v8

/*
#include "cshim.h"

#cgo noescape shim_object_get
#cgo noescape shim_object_set
#cgo noescape shim_object_has
#cgo noescape shim_object_has_own_property
#cgo noescape shim_object_delete
*/
import "C"

// An Object is a JavaScript object, of whatever kind. It is scoped.
//
// Property keys come in two forms: Get takes text, GetKey any value, such as a
// [Symbol] or an index of [NewInteger]. The methods behave as JavaScript's own
// operations do: getters, setters, proxies and interceptors run, and what they
// throw is an [*Exception].
//
// V8: [v8::Object]. ECMAScript: [the Object type].
//
// [v8::Object]: https://v8.github.io/api/head/classv8_1_1Object.html
// [the Object type]: https://tc39.es/ecma262/#sec-object-type
type Object struct{ Value }

// NewObject makes an empty object, as the literal {} does.
//
// V8: [v8::Object::New].
//
// [v8::Object::New]: https://v8.github.io/api/head/classv8_1_1Object.html
func (s *Scope) NewObject() (Object, error) {
	i := s.check()
	v, err := i.result(C.shim_object_new(i.shim), "new object", "")
	return Object{v}, err
}

// AsObject is the value if it is an object, of whatever kind.
func (v Value) AsObject() (o Object, ok bool) {
	if !v.IsObject() {
		return Object{}, false
	}
	return Object{v}, true
}

// check refuses what is no object: V8 would read it as if it were one.
func (o Object) check() *Isolate { return o.checkAs(KindObject, KindModuleNamespace) }

func textKey(text string) C.shim_key {
	return C.shim_key{text: bytesOf(text), value: C.shim_value{kind: C.SHIM_KIND_DATA}}
}

// valueKey makes a key of any value. A number that is no array index is a name.
func (i *Isolate) valueKey(v Value) C.shim_key {
	if v.IsNumber() {
		if n, ok := v.AsUint32(); !ok || n == 1<<32-1 {
			return textKey(v.String())
		}
	}
	return C.shim_key{value: i.argument(v)}
}

// Get is the property of the given name, or undefined.
//
// V8: [v8::Object::Get]. ECMAScript: [Get].
//
// [v8::Object::Get]: https://v8.github.io/api/head/classv8_1_1Object.html
// [Get]: https://tc39.es/ecma262/#sec-get-o-p
func (o Object) Get(name string) (Value, error) {
	i := o.check()
	return i.result(C.shim_object_get(i.shim, o.ref(), textKey(name)), "get", name)
}

// GetKey is [Object.Get] for a key that is a value: a symbol, or an index, which
// [NewInteger] makes.
func (o Object) GetKey(key Value) (Value, error) {
	i := o.check()
	return i.result(C.shim_object_get(i.shim, o.ref(), i.valueKey(key)), "get", "")
}

// Set assigns to the property of the given name, as sloppy code does: an
// assignment that a frozen object or a read-only property refuses is no error.
//
// V8: [v8::Object::Set]. ECMAScript: [Set].
//
// [v8::Object::Set]: https://v8.github.io/api/head/classv8_1_1Object.html
// [Set]: https://tc39.es/ecma262/#sec-set-o-p-v-throw
func (o Object) Set(name string, value Value) error {
	i := o.check()
	return i.done(C.shim_object_set(i.shim, o.ref(), textKey(name), i.argument(value)), "set", name)
}

// SetKey is [Object.Set] for a key that is a value.
func (o Object) SetKey(key, value Value) error {
	i := o.check()
	return i.done(C.shim_object_set(i.shim, o.ref(), i.valueKey(key), i.argument(value)), "set", "")
}

// Has reports whether the object or its prototypes have the property, as
// JavaScript's operator in does.
//
// V8: [v8::Object::Has]. ECMAScript: [HasProperty].
//
// [v8::Object::Has]: https://v8.github.io/api/head/classv8_1_1Object.html
// [HasProperty]: https://tc39.es/ecma262/#sec-hasproperty
func (o Object) Has(name string) (bool, error) {
	i := o.check()
	return i.truth(C.shim_object_has(i.shim, o.ref(), textKey(name)), "has", name)
}

// HasKey is [Object.Has] for a key that is a value.
func (o Object) HasKey(key Value) (bool, error) {
	i := o.check()
	return i.truth(C.shim_object_has(i.shim, o.ref(), i.valueKey(key)), "has", "")
}

// HasOwnProperty reports whether the object itself has the property.
//
// V8: [v8::Object::HasOwnProperty]. ECMAScript: [HasOwnProperty].
//
// [v8::Object::HasOwnProperty]: https://v8.github.io/api/head/classv8_1_1Object.html
// [HasOwnProperty]: https://tc39.es/ecma262/#sec-hasownproperty
func (o Object) HasOwnProperty(name string) (bool, error) {
	i := o.check()
	return i.truth(C.shim_object_has_own_property(i.shim, o.ref(), textKey(name)), "has own", name)
}

// HasOwnPropertyKey is [Object.HasOwnProperty] for a key that is a value.
func (o Object) HasOwnPropertyKey(key Value) (bool, error) {
	i := o.check()
	return i.truth(C.shim_object_has_own_property(i.shim, o.ref(), i.valueKey(key)), "has own", "")
}

// Delete removes the property and reports whether it is gone, as the operator
// delete does in sloppy code.
//
// V8: [v8::Object::Delete]. ECMAScript: [delete].
//
// [v8::Object::Delete]: https://v8.github.io/api/head/classv8_1_1Object.html
// [delete]: https://tc39.es/ecma262/#sec-delete-operator
func (o Object) Delete(name string) (bool, error) {
	i := o.check()
	return i.truth(C.shim_object_delete(i.shim, o.ref(), textKey(name)), "delete", name)
}

// DeleteKey is [Object.Delete] for a key that is a value.
func (o Object) DeleteKey(key Value) (bool, error) {
	i := o.check()
	return i.truth(C.shim_object_delete(i.shim, o.ref(), i.valueKey(key)), "delete", "")
}
