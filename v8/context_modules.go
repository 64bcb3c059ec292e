package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"errors"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// An ImportCall is a call of import(), which JavaScript makes in a script or module
// with a specifier of its own.
type ImportCall struct {
	Specifier  string            // the argument, as text
	Attributes []ImportAttribute // of the second argument

	// ResourceName is the name of the script or module that calls, to which the
	// specifier is relative; of text that eval or Function has compiled, that of the
	// script that had called these.
	ResourceName string
	// HostDefinedOptions are what [ScriptOrigin] had for it.
	HostDefinedOptions string
}

// A HostImportModuleDynamicallyCallback answers import(). The promise that it
// returns is what import() returns: it is to be fulfilled with the module's
// [Module.Namespace]. Its error rejects a promise, as the error of a
// [FunctionCallback] is thrown.
//
// It may be called while a module of the context is evaluated, and can't evaluate
// another then: make a [PromiseResolver], and go on in a microtask or in a later
// Run. Like all promises that Go code settles, it need not be in this Run.
//
// V8: [v8::HostImportModuleDynamicallyCallback]. ECMAScript: [HostLoadImportedModule].
//
// [v8::HostImportModuleDynamicallyCallback]: https://v8.github.io/api/head/namespacev8.html
// [HostLoadImportedModule]: https://tc39.es/ecma262/#sec-HostLoadImportedModule
type HostImportModuleDynamicallyCallback func(s *Scope, call ImportCall) (Promise, error)

// A HostInitializeImportMetaObjectCallback gives properties to a module's
// import.meta, an object without any, when the module first uses it:
// [Object.CreateDataProperty]. Its error is thrown there, as that of a
// [FunctionCallback].
//
// V8: [v8::HostInitializeImportMetaObjectCallback]. ECMAScript: [HostGetImportMetaProperties].
//
// [v8::HostInitializeImportMetaObjectCallback]: https://v8.github.io/api/head/namespacev8.html
// [HostGetImportMetaProperties]: https://tc39.es/ecma262/#sec-hostgetimportmetaproperties
type HostInitializeImportMetaObjectCallback func(s *Scope, module Module, meta Object) error

// SetHostImportModuleDynamicallyCallback says what import() does in the context.
// Without a callback, which nil is, it gives a rejected promise. Any goroutine may
// call it at any time.
//
// V8: [v8::Isolate::SetHostImportModuleDynamicallyCallback].
//
// [v8::Isolate::SetHostImportModuleDynamicallyCallback]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (c *Context) SetHostImportModuleDynamicallyCallback(callback HostImportModuleDynamicallyCallback) {
	c.made()
	if callback == nil {
		c.importModule.Store(nil)
		return
	}
	c.importModule.Store(&callback)
}

// SetHostInitializeImportMetaObjectCallback says what import.meta has in the
// context. Without a callback, which nil is, it has nothing. Any goroutine may call
// it at any time.
//
// V8: [v8::Isolate::SetHostInitializeImportMetaObjectCallback].
//
// [v8::Isolate::SetHostInitializeImportMetaObjectCallback]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (c *Context) SetHostInitializeImportMetaObjectCallback(callback HostInitializeImportMetaObjectCallback) {
	c.made()
	if callback == nil {
		c.importMeta.Store(nil)
		return
	}
	c.importMeta.Store(&callback)
}

// answerModule answers what V8 asks the host about modules.
func (i *Isolate) answerModule(s *Scope, call *C.shim_module_callback) error {
	if call.operation == C.SHIM_MODULE_IMPORT {
		return i.answerImport(s, call)
	}
	record, ok := i.references.get(uint32(call.reference)).(*moduleRecord)
	if !ok {
		return errors.New("v8: V8 asks about a module that it was not given, which is a bug of package v8")
	}
	module := Module{i.newHandle(C.shim_value{bits: C.uint64_t(call.module), kind: C.SHIM_KIND_DATA}), record}
	switch call.operation {
	case C.SHIM_MODULE_EVALUATE:
		return record.steps(s, module)
	default:
		if callback := record.context.importMeta.Load(); callback != nil {
			return (*callback)(s, module, Object{Value{i.newHandle(call.object)}})
		}
		return nil
	}
}

func (i *Isolate) answerImport(s *Scope, call *C.shim_module_callback) error {
	attributes, err := i.importAttributes(i.copyValues(call.attributes))
	if err != nil {
		return err
	}
	request := ImportCall{Attributes: attributes}
	for _, text := range []struct {
		to   *string
		from C.shim_value
	}{
		{&request.Specifier, call.specifier},
		{&request.ResourceName, call.resource_name},
		{&request.HostDefinedOptions, call.host_defined_options},
	} {
		if text.from.kind != C.SHIM_KIND_STRING {
			continue
		}
		if *text.to, err = (Value{i.newHandle(text.from)}).text(); err != nil {
			return err
		}
	}
	callback := s.Context().importModule.Load()
	if callback == nil {
		return TypeError.Errorf("cannot import %q: the host has no modules for import() here: "+
			"Context.SetHostImportModuleDynamicallyCallback gives it some", request.Specifier)
	}
	promise, err := (*callback)(s, request)
	if err != nil {
		return err
	}
	if promise.check() != i {
		panic(misuse.Isolate)
	}
	call.result = promise.raw()
	return nil
}
