package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"runtime"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// An ObjectTemplate makes objects that are alike: with the same properties,
// accessors, interceptors and internal fields. It also describes the global
// object of a [Context]; see [ContextOptions]. About its life see [Template].
//
// V8: [v8::ObjectTemplate].
//
// [v8::ObjectTemplate]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
type ObjectTemplate struct{ Template }

// NewObjectTemplate makes an empty template. It waits while another goroutine
// runs in the isolate, and may be called inside Run.
//
// V8: [v8::ObjectTemplate::New].
//
// [v8::ObjectTemplate::New]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
func (i *Isolate) NewObjectTemplate() (t *ObjectTemplate, err error) {
	err = i.locked(context.Background(), func() error {
		var ref C.shim_ref
		status := C.shim_object_template_new(i.shim, &ref)
		t, err = i.newObjectTemplate(status, ref, &templateNode{})
		return err
	})
	return t, err
}

// newObjectTemplate takes one that a call has given.
func (i *Isolate) newObjectTemplate(status C.shim_status, ref C.shim_ref, node *templateNode) (*ObjectTemplate, error) {
	if status != C.SHIM_STATUS_OK {
		return nil, i.fail("new object template", "", C.uint32_t(status))
	}
	return &ObjectTemplate{i.newTemplate(ref, node)}, nil
}

func (t *ObjectTemplate) template() *Template {
	if t == nil {
		return &Template{}
	}
	return &t.Template
}

// NewInstance makes an object in the scope's context. An ObjectTemplate of
// [FunctionTemplate.InstanceTemplate] makes it an instance of the function,
// without calling that.
//
// V8: [v8::ObjectTemplate::NewInstance].
//
// [v8::ObjectTemplate::NewInstance]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
func (t *ObjectTemplate) NewInstance(s *Scope) (Object, error) {
	i := s.check()
	t.template().in(i)
	t.node.use(i)
	v, err := i.result(C.shim_object_template_new_instance(i.shim, t.ref), "new instance", "")
	runtime.KeepAlive(t.templateSlot) // Go code that a constructor runs may release others
	return Object{v}, err
}

// SetInternalFieldCount gives each object room for count Go values, up to 125;
// see [Object.SetInternalField]. It replaces an earlier count. Objects of a
// function template that inherits have only the fields of their own template.
//
// V8: [v8::ObjectTemplate::SetInternalFieldCount].
//
// [v8::ObjectTemplate::SetInternalFieldCount]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
func (t *ObjectTemplate) SetInternalFieldCount(count int) error {
	if count < 0 || count > maxInternalFieldCount {
		panic(misuse.InternalFieldCount)
	}
	return t.template().change("set internal field count", func(i *Isolate) C.shim_value {
		return C.shim_object_template_set_internal_field_count(i.shim, t.ref, C.int32_t(count))
	})
}

// SetImmutableProto makes the prototype of the objects one that JavaScript
// can't replace.
//
// V8: [v8::ObjectTemplate::SetImmutableProto]. ECMAScript: [immutable prototype exotic objects].
//
// [v8::ObjectTemplate::SetImmutableProto]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
// [immutable prototype exotic objects]: https://tc39.es/ecma262/#sec-immutable-prototype-exotic-objects
func (t *ObjectTemplate) SetImmutableProto() error {
	return t.template().change("set immutable prototype", func(i *Isolate) C.shim_value {
		return C.shim_object_template_set_immutable_proto(i.shim, t.ref)
	})
}

// SetCallAsFunctionHandler makes the objects callable: typeof gives "function",
// a call is one of callback, and [Value.AsFunction] finds them functions. The
// operator new does not work on them. It can be set once.
//
// V8: [v8::ObjectTemplate::SetCallAsFunctionHandler].
//
// [v8::ObjectTemplate::SetCallAsFunctionHandler]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
func (t *ObjectTemplate) SetCallAsFunctionHandler(callback FunctionCallback) error {
	if callback == nil {
		panic(misuse.NilCallback)
	}
	return t.template().change("set call handler", func(i *Isolate) C.shim_value {
		once(&t.node.callable)
		return i.callback(callback, func(id C.uint32_t) C.shim_value {
			return C.shim_object_template_set_call_as_function_handler(i.shim, t.ref, id)
		})
	})
}

// MarkAsUndetectable makes the objects look like undefined to typeof, to
// conditions and to the operator ==, as document.all does. V8 can do so with
// callable objects alone: call [ObjectTemplate.SetCallAsFunctionHandler] first.
//
// V8: [v8::ObjectTemplate::MarkAsUndetectable]. ECMAScript: [IsHTMLDDA].
//
// [v8::ObjectTemplate::MarkAsUndetectable]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
// [IsHTMLDDA]: https://tc39.es/ecma262/#sec-IsHTMLDDA-internal-slot
func (t *ObjectTemplate) MarkAsUndetectable() error {
	return t.template().change("mark as undetectable", func(i *Isolate) C.shim_value {
		if !t.node.callable {
			panic(misuse.Undetectable)
		}
		return C.shim_object_template_mark_as_undetectable(i.shim, t.ref)
	})
}

// SetNamedPropertyHandler makes handler answer for the objects' properties that
// have names. It can be set once. The handler lives as long as the objects.
//
// V8: [v8::ObjectTemplate::SetHandler].
//
// [v8::ObjectTemplate::SetHandler]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
func (t *ObjectTemplate) SetNamedPropertyHandler(handler NamedPropertyHandler, flags PropertyHandlerFlags) error {
	if handler == nil {
		panic(misuse.NilCallback)
	}
	if flags&^(NonMasking|OnlyInterceptStrings|HasNoSideEffect) != 0 {
		panic(misuse.HandlerFlags)
	}
	return t.template().change("set named property handler", func(i *Isolate) C.shim_value {
		once(&t.node.namedHandler)
		h := namedHandler{handler}
		return i.callback(h, func(id C.uint32_t) C.shim_value {
			return C.shim_object_template_set_named_handler(i.shim, t.ref, id, h.operations(), C.uint32_t(flags))
		})
	})
}

// SetIndexedPropertyHandler makes handler answer for the objects' properties
// that are array indices. It can be set once. The handler lives as long as the
// objects. Of the flags it takes [HasNoSideEffect].
//
// V8: [v8::ObjectTemplate::SetHandler].
//
// [v8::ObjectTemplate::SetHandler]: https://v8.github.io/api/head/classv8_1_1ObjectTemplate.html
func (t *ObjectTemplate) SetIndexedPropertyHandler(handler IndexedPropertyHandler, flags PropertyHandlerFlags) error {
	if handler == nil {
		panic(misuse.NilCallback)
	}
	if flags&^HasNoSideEffect != 0 {
		panic(misuse.HandlerFlags)
	}
	return t.template().change("set indexed property handler", func(i *Isolate) C.shim_value {
		once(&t.node.indexedHandler)
		h := indexedHandler{handler}
		return i.callback(h, func(id C.uint32_t) C.shim_value {
			return C.shim_object_template_set_indexed_handler(i.shim, t.ref, id, h.operations(), C.uint32_t(flags))
		})
	})
}

// once panics when it is called again.
func once(done *bool) {
	if *done {
		panic(misuse.TemplateTwice)
	}
	*done = true
}
