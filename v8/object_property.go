package v8

/*
#include "cshim.h"

#cgo noescape shim_object_define_property
#cgo noescape shim_object_define_own_property
#cgo noescape shim_object_create_data_property
#cgo noescape shim_object_get_own_property_descriptor
#cgo noescape shim_object_get_property_attributes
#cgo nocallback shim_object_get_prototype
#cgo nocallback shim_object_constructor_name
#cgo nocallback shim_object_identity_hash
*/
import "C"

import (
	"math"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A PropertyDescriptor describes a property, for [Object.DefineProperty]. What
// is nil is left out, as in JavaScript: a new property then gets false or
// undefined, an existing one keeps what it has.
//
// V8: [v8::PropertyDescriptor]. ECMAScript: [Property Descriptor].
//
// [v8::PropertyDescriptor]: https://v8.github.io/api/head/classv8_1_1PropertyDescriptor.html
// [Property Descriptor]: https://tc39.es/ecma262/#sec-property-descriptor-specification-type
type PropertyDescriptor struct {
	Value    *Value // what the property holds
	Writable *bool  // whether it may be assigned to

	Get *Function // what reading calls; with Get or Set there is neither Value nor Writable
	Set *Function // what assigning calls

	Enumerable   *bool // whether for...in and Object.keys see it
	Configurable *bool // whether it may be deleted and defined anew
}

// PropertyAttribute is what a property does not allow; attributes are added
// with |.
//
// V8: [v8::PropertyAttribute].
//
// [v8::PropertyAttribute]: https://v8.github.io/api/head/namespacev8.html
type PropertyAttribute uint32

// The attributes, with V8's numbers.
const (
	None       PropertyAttribute = 0
	ReadOnly   PropertyAttribute = 1 // not writable
	DontEnum   PropertyAttribute = 2 // not enumerable
	DontDelete PropertyAttribute = 4 // not configurable
)

func (i *Isolate) descriptor(d PropertyDescriptor) C.shim_property_descriptor {
	var raw C.shim_property_descriptor
	flag := func(b *bool, has, is C.uint32_t) {
		if b != nil {
			raw.flags |= has
			if *b {
				raw.flags |= is
			}
		}
	}
	flag(d.Writable, C.SHIM_HAS_WRITABLE, C.SHIM_WRITABLE)
	flag(d.Enumerable, C.SHIM_HAS_ENUMERABLE, C.SHIM_ENUMERABLE)
	flag(d.Configurable, C.SHIM_HAS_CONFIGURABLE, C.SHIM_CONFIGURABLE)
	for _, accessor := range []*Function{d.Get, d.Set} {
		if accessor != nil && !accessor.IsUndefined() && !accessor.IsFunction() {
			panic(misuse.Kind)
		}
	}
	if d.Value != nil {
		raw.flags |= C.SHIM_HAS_VALUE
		raw.value = i.argument(*d.Value)
	}
	if d.Get != nil {
		raw.flags |= C.SHIM_HAS_GET
		raw.get = i.argument(d.Get.Value)
	}
	if d.Set != nil {
		raw.flags |= C.SHIM_HAS_SET
		raw.set = i.argument(d.Set.Value)
	}
	const accessor, data = C.SHIM_HAS_GET | C.SHIM_HAS_SET, C.SHIM_HAS_VALUE | C.SHIM_HAS_WRITABLE
	if raw.flags&accessor != 0 && raw.flags&data != 0 {
		panic(misuse.Descriptor)
	}
	return raw
}

// DefineProperty adds or changes a property of the object itself, and reports
// whether the object allowed it.
//
// V8: [v8::Object::DefineProperty]. ECMAScript: [Object.defineProperty].
//
// [v8::Object::DefineProperty]: https://v8.github.io/api/head/classv8_1_1Object.html
// [Object.defineProperty]: https://tc39.es/ecma262/#sec-object.defineproperty
func (o Object) DefineProperty(name string, descriptor PropertyDescriptor) (bool, error) {
	i := o.check()
	raw := i.descriptor(descriptor)
	return i.truth(C.shim_object_define_property(i.shim, o.ref(), textKey(name), &raw), "define", name)
}

// DefinePropertyKey is [Object.DefineProperty] for a key that is a value.
func (o Object) DefinePropertyKey(key Value, descriptor PropertyDescriptor) (bool, error) {
	i := o.check()
	raw := i.descriptor(descriptor)
	return i.truth(C.shim_object_define_property(i.shim, o.ref(), i.valueKey(key), &raw), "define", "")
}

// DefineOwnProperty adds or changes a data property with the given attributes,
// without running setters, and reports whether the object allowed it.
//
// V8: [v8::Object::DefineOwnProperty].
//
// [v8::Object::DefineOwnProperty]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) DefineOwnProperty(name string, value Value, attributes PropertyAttribute) (bool, error) {
	i := o.check()
	checkAttributes(attributes)
	r := C.shim_object_define_own_property(i.shim, o.ref(), textKey(name), i.argument(value), C.uint32_t(attributes))
	return i.truth(r, "define own", name)
}

// CreateDataProperty adds or changes a data property with all rights, without
// running setters, and reports whether the object allowed it.
//
// V8: [v8::Object::CreateDataProperty]. ECMAScript: [CreateDataProperty].
//
// [v8::Object::CreateDataProperty]: https://v8.github.io/api/head/classv8_1_1Object.html
// [CreateDataProperty]: https://tc39.es/ecma262/#sec-createdataproperty
func (o Object) CreateDataProperty(name string, value Value) (bool, error) {
	i := o.check()
	r := C.shim_object_create_data_property(i.shim, o.ref(), textKey(name), i.argument(value))
	return i.truth(r, "create data property", name)
}

// OwnPropertyDescriptor is the descriptor object of a property of the object
// itself, or undefined.
//
// V8: [v8::Object::GetOwnPropertyDescriptor].
//
// [v8::Object::GetOwnPropertyDescriptor]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) OwnPropertyDescriptor(name string) (Value, error) {
	i := o.check()
	r := C.shim_object_get_own_property_descriptor(i.shim, o.ref(), textKey(name))
	return i.result(r, "get descriptor", name)
}

// OwnPropertyDescriptorKey is [Object.OwnPropertyDescriptor] for a key that is a
// value.
func (o Object) OwnPropertyDescriptorKey(key Value) (Value, error) {
	i := o.check()
	return i.result(C.shim_object_get_own_property_descriptor(i.shim, o.ref(), i.valueKey(key)), "get descriptor", "")
}

// PropertyAttributes is the attributes of a property, of the object or of
// its prototypes; None also when there is no such property.
//
// V8: [v8::Object::GetPropertyAttributes].
//
// [v8::Object::GetPropertyAttributes]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) PropertyAttributes(name string) (PropertyAttribute, error) {
	i := o.check()
	r := C.shim_object_get_property_attributes(i.shim, o.ref(), textKey(name))
	return PropertyAttribute(math.Float64frombits(uint64(r.bits))), i.done(r, "get attributes", name)
}

// PropertyFilter says which keys to leave out; filters are added with |.
//
// V8: [v8::PropertyFilter].
//
// [v8::PropertyFilter]: https://v8.github.io/api/head/namespacev8.html
type PropertyFilter uint32

// The filters, with V8's numbers.
const (
	AllProperties    PropertyFilter = 0
	OnlyWritable     PropertyFilter = 1
	OnlyEnumerable   PropertyFilter = 2
	OnlyConfigurable PropertyFilter = 4
	SkipStrings      PropertyFilter = 8
	SkipSymbols      PropertyFilter = 16
)

// PropertyNamesOptions say which keys [Object.PropertyNames] gives. The zero
// value is all keys of the object itself, array indices as numbers.
type PropertyNamesOptions struct {
	IncludePrototypes bool           // the keys of its prototypes too
	Filter            PropertyFilter // which to leave out
	SkipIndices       bool           // leave out array indices
	ConvertToString   bool           // array indices as strings
}

// PropertyNames is an array of the object's keys.
//
// V8: [v8::Object::GetPropertyNames].
//
// [v8::Object::GetPropertyNames]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) PropertyNames(options PropertyNamesOptions) (Array, error) {
	i := o.check()
	v, err := i.result(C.shim_object_property_names(i.shim, o.ref(), C.bool(options.IncludePrototypes),
		C.uint32_t(options.Filter), C.bool(options.SkipIndices), C.bool(options.ConvertToString)), "get keys", "")
	return Array{Object{v}}, err
}

// Keys is the names of the object's own enumerable properties, as Object.keys
// gives them.
//
// ECMAScript: [Object.keys].
//
// [Object.keys]: https://tc39.es/ecma262/#sec-object.keys
func (o Object) Keys() ([]string, error) {
	names, err := o.PropertyNames(PropertyNamesOptions{Filter: OnlyEnumerable | SkipSymbols, ConvertToString: true})
	if err != nil {
		return nil, err
	}
	elements, err := names.Elements() // by index: the script may have an iterator of its own
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(elements))
	for n, name := range elements {
		if keys[n], err = name.text(); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// Prototype is the object's prototype, or null. A Proxy's is null.
//
// V8: [v8::Object::GetPrototypeV2].
//
// [v8::Object::GetPrototypeV2]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) Prototype() Value {
	i := o.check()
	return i.read(C.shim_object_get_prototype(i.shim, o.ref()))
}

// SetPrototype sets the object's prototype, an object or null.
//
// V8: [v8::Object::SetPrototypeV2]. ECMAScript: [Object.setPrototypeOf].
//
// [v8::Object::SetPrototypeV2]: https://v8.github.io/api/head/classv8_1_1Object.html
// [Object.setPrototypeOf]: https://tc39.es/ecma262/#sec-object.setprototypeof
func (o Object) SetPrototype(prototype Value) error {
	i := o.check()
	if !prototype.IsObject() && !prototype.IsNull() {
		panic(misuse.Prototype)
	}
	return i.done(C.shim_object_set_prototype(i.shim, o.ref(), i.argument(prototype)), "set prototype", "")
}

// IntegrityLevel is how much of an object is fixed.
//
// V8: [v8::IntegrityLevel].
//
// [v8::IntegrityLevel]: https://v8.github.io/api/head/namespacev8.html
type IntegrityLevel int

// The integrity levels.
const (
	Frozen IntegrityLevel = iota // as by Object.freeze
	Sealed                       // as by Object.seal
)

// SetIntegrityLevel freezes or seals the object.
//
// V8: [v8::Object::SetIntegrityLevel]. ECMAScript: [SetIntegrityLevel].
//
// [v8::Object::SetIntegrityLevel]: https://v8.github.io/api/head/classv8_1_1Object.html
// [SetIntegrityLevel]: https://tc39.es/ecma262/#sec-setintegritylevel
func (o Object) SetIntegrityLevel(level IntegrityLevel) error {
	i := o.check()
	if level != Frozen && level != Sealed {
		panic(misuse.IntegrityLevel)
	}
	return i.done(C.shim_object_set_integrity_level(i.shim, o.ref(), level == Frozen), "set integrity level", "")
}

// ConstructorName is the name of the function that made the object, without
// running JavaScript.
//
// V8: [v8::Object::GetConstructorName].
//
// [v8::Object::GetConstructorName]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) ConstructorName() string {
	i := o.check()
	return i.readText(C.shim_object_constructor_name(i.shim, o.ref()))
}

// IdentityHash is a number that stays the same for the object's life and is
// rarely that of another. It is never 0.
//
// V8: [v8::Object::GetIdentityHash].
//
// [v8::Object::GetIdentityHash]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) IdentityHash() int {
	i := o.check()
	r := C.shim_object_identity_hash(i.shim, o.ref())
	i.checkRead(r.status)
	return int(math.Float64frombits(uint64(r.bits)))
}
