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

// A FunctionTemplate makes a function for each context, and the objects that
// the function constructs: what a class is in JavaScript. About its life see
// [Template]; its function lives as long as the context.
//
// Its properties are those of the function, "static" ones; methods belong to
// [FunctionTemplate.PrototypeTemplate], fields to
// [FunctionTemplate.InstanceTemplate].
//
// V8: [v8::FunctionTemplate].
//
// [v8::FunctionTemplate]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
type FunctionTemplate struct{ Template }

// NewFunctionTemplate makes a template of functions that call callback. Without
// a callback, nil, they do nothing, which serves as a constructor. The callback
// is kept as long as the template or its functions. NewFunctionTemplate waits
// while another goroutine runs in the isolate, and may be called inside Run.
//
// V8: [v8::FunctionTemplate::New].
//
// [v8::FunctionTemplate::New]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (i *Isolate) NewFunctionTemplate(callback FunctionCallback, options FunctionOptions) (*FunctionTemplate, error) {
	return i.newFunctionTemplate(callback, callback, options)
}

func (i *Isolate) newFunctionTemplate(callback FunctionCallback, fn any, options FunctionOptions) (t *FunctionTemplate, err error) {
	length := options.length()
	var signature C.shim_ref
	if options.Signature != nil {
		options.Signature.in(i)
		signature = options.Signature.ref
	}
	err = i.locked(context.Background(), func() error {
		var id uint32
		var ref C.shim_ref
		if callback != nil {
			id = i.reference(callback)
			i.creation.isMadeOf(id, fn)
		}
		status := C.shim_function_template_new(i.shim, C.uint32_t(id), length,
			C.bool(options.Constructor), signature, &ref)
		if status != C.SHIM_STATUS_OK {
			if id != 0 {
				i.references.remove(id)
			}
			return i.fail("new function template", options.Name, C.uint32_t(status))
		}
		t = &FunctionTemplate{i.newTemplate(ref, &templateNode{
			function: true, noPrototype: !options.Constructor, noCallback: callback == nil})}
		if options.Name == "" {
			return nil
		}
		return t.SetClassName(options.Name)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

func (t *FunctionTemplate) template() *Template {
	if t == nil {
		return &Template{}
	}
	return &t.Template
}

// Function is the template's function in the scope's context, always the
// same one.
//
// V8: [v8::FunctionTemplate::GetFunction].
//
// [v8::FunctionTemplate::GetFunction]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) Function(s *Scope) (Function, error) {
	i := s.check()
	t.template().in(i)
	t.node.use(i)
	v, err := i.result(C.shim_function_template_get_function(i.shim, t.ref), "get function", "")
	runtime.KeepAlive(t.templateSlot)
	return Function{Object{v}}, err
}

// HasInstance reports whether the value is an object that was made by one of
// the template's functions, in whatever context, or of a template that inherits
// from it. Unlike instanceof it can't be deceived, and does not find what merely
// has such an object as its prototype.
//
// V8: [v8::FunctionTemplate::HasInstance].
//
// [v8::FunctionTemplate::HasInstance]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) HasInstance(value Value) bool {
	owner := t.template().check()
	if !value.IsObject() {
		return false
	}
	i := value.check()
	if owner != i {
		panic(misuse.TemplateIsolate)
	}
	r := C.shim_function_template_has_instance(i.shim, t.ref, value.ref())
	i.checkRead(r.status)
	return r.bits != 0
}

// PrototypeTemplate is the template of the object that the function's property
// prototype is: for methods. It is always the same. The function must be a
// constructor, and after something was made of the template it is too late to
// ask for the first time.
//
// V8: [v8::FunctionTemplate::PrototypeTemplate].
//
// [v8::FunctionTemplate::PrototypeTemplate]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) PrototypeTemplate() (prototype *ObjectTemplate, err error) {
	i := t.template().check()
	err = i.locked(context.Background(), func() error {
		t.checkPrototype()
		if t.prototype == nil {
			t.node.checkUnused()
			var ref C.shim_ref
			status := C.shim_function_template_prototype_template(i.shim, t.ref, &ref)
			node := &templateNode{}
			if t.prototype, err = i.newObjectTemplate(status, ref, node); err != nil {
				return err
			}
			t.node.prototype = node
		}
		prototype = t.prototype
		return nil
	})
	return prototype, err
}

// InstanceTemplate is the template of the objects that the function constructs.
// It is always the same. The function must be a constructor.
//
// V8: [v8::FunctionTemplate::InstanceTemplate].
//
// [v8::FunctionTemplate::InstanceTemplate]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) InstanceTemplate() (instance *ObjectTemplate, err error) {
	i := t.template().check()
	err = i.locked(context.Background(), func() error {
		t.checkPrototype()
		if t.instance == nil {
			var ref C.shim_ref
			status := C.shim_function_template_instance_template(i.shim, t.ref, &ref)
			node := &templateNode{constructor: t.node, used: t.node.used, depth: t.node.depth + 1}
			if t.instance, err = i.newObjectTemplate(status, ref, node); err != nil {
				return err
			}
			t.node.instance = node
		}
		instance = t.instance
		return nil
	})
	return instance, err
}

// checkPrototype panics unless the functions have a property prototype. V8
// crashes on making instances of those that have none.
func (t *FunctionTemplate) checkPrototype() {
	if t.node.noPrototype {
		panic(misuse.NoPrototype)
	}
}

// Inherit makes the parent's prototype object the prototype of this one's, as
// extends does. Instances get the parent's native data properties too, but not
// what else its instance template has. It can be called once, and both must be
// constructors. It makes the parent's property prototype read-only: if something
// was made of the parent already, call [FunctionTemplate.ReadOnlyPrototype] on it
// before that.
//
// V8: [v8::FunctionTemplate::Inherit].
//
// [v8::FunctionTemplate::Inherit]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) Inherit(parent *FunctionTemplate) error {
	parent.template().in(t.template().check())
	return t.change("inherit", func(i *Isolate) C.shim_value {
		t.checkPrototype()
		parent.checkPrototype()
		if t.node.parent != nil {
			panic(misuse.TemplateTwice)
		}
		if parent.node.contains(t.node, map[*templateNode]bool{}) {
			panic(misuse.TemplateCycle)
		}
		// V8 aborts when a script has replaced the parent's prototype by what
		// is no object.
		if !parent.node.readOnlyPrototype {
			if parent.node.used {
				panic(misuse.InheritUsed)
			}
			if r := parent.readOnlyPrototype(i); r.status != C.SHIM_STATUS_OK {
				return r
			}
		}
		t.node.parent = parent.node
		parent.node.inherited = true
		return C.shim_function_template_inherit(i.shim, t.ref, parent.ref)
	})
}

// SetClassName sets the function's name, which is also how its instances are
// printed.
//
// V8: [v8::FunctionTemplate::SetClassName].
//
// [v8::FunctionTemplate::SetClassName]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) SetClassName(name string) error {
	return t.template().change("set class name", func(i *Isolate) C.shim_value {
		return C.shim_function_template_set_class_name(i.shim, t.ref, bytesOf(name))
	})
}

// SetLength sets the function's property length: how many arguments it expects,
// up to 65,535.
//
// V8: [v8::FunctionTemplate::SetLength].
//
// [v8::FunctionTemplate::SetLength]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) SetLength(length int) error {
	checked := FunctionOptions{Length: length}.length()
	return t.template().change("set length", func(i *Isolate) C.shim_value {
		return C.shim_function_template_set_length(i.shim, t.ref, checked)
	})
}

// ReadOnlyPrototype makes the function's property prototype read-only, as that
// of a class is.
//
// V8: [v8::FunctionTemplate::ReadOnlyPrototype].
//
// [v8::FunctionTemplate::ReadOnlyPrototype]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) ReadOnlyPrototype() error {
	return t.template().change("set read-only prototype", func(i *Isolate) C.shim_value {
		t.checkPrototype()
		return t.readOnlyPrototype(i)
	})
}

func (t *FunctionTemplate) readOnlyPrototype(i *Isolate) C.shim_value {
	t.node.readOnlyPrototype = true
	return C.shim_function_template_read_only_prototype(i.shim, t.ref)
}

// RemovePrototype makes the function one without a property prototype, on which
// new does not work, as without [FunctionOptions].Constructor. It comes before
// PrototypeTemplate, InstanceTemplate and Inherit, which need one.
//
// V8: [v8::FunctionTemplate::RemovePrototype].
//
// [v8::FunctionTemplate::RemovePrototype]: https://v8.github.io/api/head/classv8_1_1FunctionTemplate.html
func (t *FunctionTemplate) RemovePrototype() error {
	return t.template().change("remove prototype", func(i *Isolate) C.shim_value {
		if n := t.node; n.prototype != nil || n.instance != nil || n.parent != nil || n.inherited {
			panic(misuse.RemovePrototype)
		}
		t.node.noPrototype = true
		return C.shim_function_template_remove_prototype(i.shim, t.ref)
	})
}
