package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"reflect"
	"runtime"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A Template is what an [ObjectTemplate] and a [FunctionTemplate] have in common:
// properties that each object or function made of it gets.
//
// A template belongs to an isolate and to none of its contexts; it may be made
// and filled before there is any. It can be changed until something is made of
// it, or of a template that contains it; a change later panics, and so does
// giving a name twice. Any goroutine may use it: what touches V8 waits while
// another goroutine runs in the isolate. Inside a Run nothing waits: use it there
// when a ctx has to end the wait. It lives as long as Go or JavaScript
// refers to it, or its isolate; there is nothing to close.
//
// The errors of its methods are that the isolate is closed or dead, and
// [ErrStringTooLong].
//
// V8: [v8::Template].
//
// [v8::Template]: https://v8.github.io/api/head/classv8_1_1Template.html
type Template struct{ *templateSlot }

// templateSlot is the template itself, which copies of a Template share.
type templateSlot struct {
	isolate *Isolate
	ref     C.shim_ref // a v8::Global
	node    *templateNode

	// Of a function template, and of the goroutine that has the isolate's lock:
	prototype, instance *ObjectTemplate
}

// newTemplate ties what V8 holds of a template to the Go object for it.
func (i *Isolate) newTemplate(ref C.shim_ref, node *templateNode) Template {
	slot := &templateSlot{isolate: i, ref: ref, node: node}
	runtime.AddCleanup(slot, func(ref C.shim_ref) {
		i.releases.add(func(i *Isolate) { C.shim_template_free(i.shim, ref) })
	}, ref)
	return Template{slot}
}

func (t *Template) check() *Isolate {
	if t == nil || t.templateSlot == nil {
		panic(misuse.ZeroTemplate)
	}
	return t.isolate
}

// in is check for a use in an isolate.
func (t *Template) in(i *Isolate) {
	if t.check() != i {
		panic(misuse.TemplateIsolate)
	}
}

// change calls fn with the isolate locked, if the template can be changed.
func (t *Template) change(op string, fn func(i *Isolate) C.shim_value) error {
	i := t.check()
	return i.locked(context.Background(), func() error {
		t.node.checkUnused()
		return i.done(fn(i), op, "")
	})
}

// A templateKey is the name of a property: text, or a value that is a string, a
// symbol or a number.
type templateKey struct {
	text  string
	value Value
}

func templateKeyOf(key any) templateKey {
	switch key := key.(type) {
	case string:
		return templateKey{text: key}
	case interface{ isHandle() handle }:
		switch v := (Value{key.isHandle()}); {
		case v.IsSymbol():
			return templateKey{value: v}
		case v.IsString(), v.IsNumber():
			return templateKey{text: v.String()}
		}
	}
	panic(misuse.TemplateKey)
}

func (k templateKey) raw(i *Isolate) C.shim_key {
	if k.value.IsSymbol() {
		return C.shim_key{value: i.argument(k.value)}
	}
	return textKey(k.text)
}

// property is change for what adds a property.
func (t *Template) property(op string, key templateKey, native bool, attributes PropertyAttribute,
	fn func(i *Isolate, name C.shim_key) C.shim_value) error {
	checkAttributes(attributes)
	return t.change(op, func(i *Isolate) C.shim_value {
		t.node.claim(i, key, native)
		return fn(i, key.raw(i))
	})
}

func checkAttributes(attributes PropertyAttribute) {
	if attributes&^(ReadOnly|DontEnum|DontDelete) != 0 {
		panic(misuse.Attributes)
	}
}

// Set adds a data property. The key is a string, or a handle of a string, a symbol
// or a number; anything else panics. The value is a bool, string, integer or float, a
// [Value] that is no object, an [*ObjectTemplate], of which each object gets an
// object of its own, or a [*FunctionTemplate], whose function is the same in
// one context.
//
// An integer that a JavaScript number can't hold is an error; a template that
// contains this one panics, and so does any other value.
//
// V8: [v8::Template::Set].
//
// [v8::Template::Set]: https://v8.github.io/api/head/classv8_1_1Template.html
func (t *Template) Set(key, value any, attributes PropertyAttribute) error {
	name := templateKeyOf(key)
	var child *Template
	switch v := value.(type) {
	case *ObjectTemplate:
		child = v.template()
	case *FunctionTemplate:
		child = v.template()
	}
	if child != nil {
		child.in(t.check())
		return t.property("template set", name, false, attributes, func(i *Isolate, name C.shim_key) C.shim_value {
			t.node.contain(child.node)
			raw := C.shim_value{bits: C.uint64_t(child.ref), kind: C.SHIM_KIND_DATA}
			return C.shim_template_set(i.shim, t.ref, name, raw, C.uint32_t(attributes))
		})
	}
	var primitive Value
	checkPrimitive(value)
	return t.check().locked(context.Background(), func() (err error) {
		if primitive, err = fromGo(t.isolate.scope(), reflect.ValueOf(value)); err != nil {
			return err
		}
		return t.property("template set", name, false, attributes, func(i *Isolate, name C.shim_key) C.shim_value {
			return C.shim_template_set(i.shim, t.ref, name, i.argument(primitive), C.uint32_t(attributes))
		})
	})
}

// checkPrimitive panics unless fromGo makes a primitive value of it.
func checkPrimitive(value any) {
	switch v := reflect.ValueOf(value); {
	case !v.IsValid():
	case v.Kind() == reflect.Bool, v.Kind() == reflect.String, v.CanInt(), v.CanUint(), v.CanFloat():
		return
	default:
		if h, ok := value.(interface{ isHandle() handle }); ok && h.isHandle().kind() < KindObject {
			return
		}
	}
	panic(misuse.TemplateValue)
}

// SetAccessorProperty adds an accessor property, with a key as [Template.Set] takes
// it. Either of getter and setter
// may be nil, and both have a callback; attributes are without ReadOnly.
//
// V8: [v8::Template::SetAccessorProperty].
//
// [v8::Template::SetAccessorProperty]: https://v8.github.io/api/head/classv8_1_1Template.html
func (t *Template) SetAccessorProperty(key any, getter, setter *FunctionTemplate, attributes PropertyAttribute) error {
	if getter == nil && setter == nil || attributes&ReadOnly != 0 {
		panic(misuse.Accessor)
	}
	return t.property("template set accessor", templateKeyOf(key), false, attributes, func(i *Isolate, name C.shim_key) C.shim_value {
		var refs [2]C.shim_ref
		for n, function := range []*FunctionTemplate{getter, setter} {
			if function == nil {
				continue
			}
			function.in(i)
			if function.node.noCallback {
				panic(misuse.Accessor)
			}
			t.node.contain(function.node)
			refs[n] = function.ref
		}
		return C.shim_template_set_accessor_property(i.shim, t.ref, name, refs[0], refs[1], C.uint32_t(attributes))
	})
}

// An AccessorNameGetterCallback computes the value of a property that looks
// like a data property; its error is thrown. See
// [Template.SetNativeDataProperty].
//
// V8: [v8::AccessorNameGetterCallback].
//
// [v8::AccessorNameGetterCallback]: https://v8.github.io/api/head/v8-object_8h.html
type AccessorNameGetterCallback func(info PropertyCallbackInfo, name Name) (Value, error)

// An AccessorNameSetterCallback is called when such a property is written.
//
// V8: [v8::AccessorNameSetterCallback].
//
// [v8::AccessorNameSetterCallback]: https://v8.github.io/api/head/v8-object_8h.html
type AccessorNameSetterCallback func(info PropertyCallbackInfo, name Name, value Value) error

// nativeProperty is what the references table holds for such a property.
type nativeProperty struct {
	get AccessorNameGetterCallback
	set AccessorNameSetterCallback
}

func (p nativeProperty) handle(info PropertyCallbackInfo) error {
	if info.call.operation == C.SHIM_PROPERTY_SET {
		return p.set(info, info.name(), info.value())
	}
	v, err := p.get(info, info.name())
	info.answer(v, err == nil)
	return err
}

// SetNativeDataProperty adds a property, with a key as [Template.Set] takes it, that looks like a data property and is
// read, and written, by callbacks. Without a setter, which may be nil, writing
// replaces it by an ordinary property, unless it is ReadOnly. An object that
// inherits from one that has it gets a property of its own when it is written.
//
// V8: [v8::Template::SetNativeDataProperty].
//
// [v8::Template::SetNativeDataProperty]: https://v8.github.io/api/head/classv8_1_1Template.html
func (t *Template) SetNativeDataProperty(key any, getter AccessorNameGetterCallback, setter AccessorNameSetterCallback, attributes PropertyAttribute) error {
	if getter == nil {
		panic(misuse.NilCallback)
	}
	return t.property("template set native data", templateKeyOf(key), true, attributes, func(i *Isolate, name C.shim_key) C.shim_value {
		return i.callback(nativeProperty{getter, setter}, func(id C.uint32_t) C.shim_value {
			return C.shim_template_set_native_data_property(i.shim, t.ref, name, id, setter != nil, C.uint32_t(attributes))
		})
	})
}

// SetLazyDataProperty adds a data property, with a key as [Template.Set] takes it,
// whose value is computed when it is
// first read, once for each object. If the getter fails, it is called again the
// next time.
//
// V8: [v8::Template::SetLazyDataProperty].
//
// [v8::Template::SetLazyDataProperty]: https://v8.github.io/api/head/classv8_1_1Template.html
func (t *Template) SetLazyDataProperty(key any, getter AccessorNameGetterCallback, attributes PropertyAttribute) error {
	if getter == nil {
		panic(misuse.NilCallback)
	}
	return t.property("template set lazy data", templateKeyOf(key), true, attributes, func(i *Isolate, name C.shim_key) C.shim_value {
		return i.callback(nativeProperty{get: getter}, func(id C.uint32_t) C.shim_value {
			return C.shim_template_set_lazy_data_property(i.shim, t.ref, name, id, C.uint32_t(attributes))
		})
	})
}

// callback hands a Go value to a call that makes JavaScript refer to it.
func (i *Isolate) callback(value any, fn func(id C.uint32_t) C.shim_value) C.shim_value {
	id := i.reference(value)
	i.creation.isMadeOf(id, value)
	r := fn(C.uint32_t(id))
	if r.status != C.SHIM_STATUS_OK {
		i.references.remove(id)
	}
	return r
}

// scope is a Scope for the innermost level.
func (i *Isolate) scope() *Scope { return &Scope{i.top(), i.top().generation} }
