package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"fmt"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A ResolveModuleCallback finds the module that referrer asks for, by what stands
// in its source after from: usually relative to referrer's name. It is called once
// for each request, and modules that are one have to be one [Module]: keep them by
// their URL, in [Global]s. Attributes that it does not know are to be refused.
//
// It need not instantiate the module, and can't: what it returns is instantiated
// with the referrer. Its error is thrown, as that of a [FunctionCallback].
//
// V8: [v8::Module::ResolveModuleCallback]. ECMAScript: [HostLoadImportedModule].
//
// [v8::Module::ResolveModuleCallback]: https://v8.github.io/api/head/classv8_1_1Module.html
// [HostLoadImportedModule]: https://tc39.es/ecma262/#sec-HostLoadImportedModule
type ResolveModuleCallback func(s *Scope, specifier string, attributes []ImportAttribute, referrer Module) (Module, error)

// An instantiation is one that is under way: V8 calls back without saying for
// which.
type instantiation struct {
	context *Context
	resolve ResolveModuleCallback
	failed  *requestPlace // where what could not be resolved is asked for
}

type requestPlace struct {
	name         string
	line, column int
}

// InstantiateModule links the module with what it imports, and that with what it
// imports, for which resolve is called; a module without imports may have nil.
// What is imported and not exported is a SyntaxError, an [*Exception] that says
// where. When it fails, the modules are as before, and it may be tried again.
// What is instantiated already stays so, without a call.
//
// No JavaScript runs. While it calls resolve, it can't be called for another module
// of the context: that is [ErrModuleBusy].
//
// V8: [v8::Module::InstantiateModule]. ECMAScript: [Link].
//
// [v8::Module::InstantiateModule]: https://v8.github.io/api/head/classv8_1_1Module.html
// [Link]: https://tc39.es/ecma262/#sec-moduledeclarationlinking
func (m Module) InstantiateModule(resolve ResolveModuleCallback) error {
	i := m.checkContext()
	for _, under := range i.instantiations {
		if under.context == m.context {
			return operationError("instantiate module", m.name, ErrModuleBusy)
		}
	}
	if resolve == nil {
		resolve = resolveNothing
	}
	under := &instantiation{context: m.context, resolve: resolve}
	depth := len(i.instantiations)
	i.instantiations = append(i.instantiations, under)
	defer func() { i.instantiations = i.instantiations[:depth] }()
	err := i.done(C.shim_module_instantiate_module(i.shim, m.ref()), "instantiate module", m.name)
	if e, ok := err.(*Exception); ok && e.Line == 0 && under.failed != nil {
		e.ResourceName, e.Line, e.Column = under.failed.name, under.failed.line, under.failed.column
	}
	return err
}

func resolveNothing(_ *Scope, specifier string, _ []ImportAttribute, referrer Module) (Module, error) {
	return Module{}, fmt.Errorf("cannot resolve %q: InstantiateModule has no callback", specifier)
}

// resolve answers V8.
func (under *instantiation) answer(i *Isolate, s *Scope, call *C.shim_module_callback, referrer Module) error {
	specifier := Value{i.newHandle(call.specifier)}
	module, err := func() (Module, error) {
		attributes, err := i.importAttributes(i.copyValues(call.attributes))
		if err != nil {
			return Module{}, err
		}
		text, err := specifier.text()
		if err != nil {
			return Module{}, err
		}
		return under.resolve(s, text, attributes, referrer)
	}()
	if err != nil {
		r := C.shim_module_request_location(i.shim, referrer.ref(), specifier.ref())
		under.failed = &requestPlace{referrer.name, int(r.bits >> 32), int(uint32(r.bits))}
		return err
	}
	if module.check() != i {
		panic(misuse.Isolate)
	}
	if module.context != under.context {
		panic(misuse.ModuleContext)
	}
	call.result = module.raw()
	return nil
}

// instantiated panics when the module is not, and is false in a dead isolate.
func (m Module) instantiated(i *Isolate) bool {
	r := C.shim_module_get_status(i.shim, m.ref())
	i.checkRead(r.status)
	if r.status != C.SHIM_STATUS_OK {
		return false
	}
	if ModuleStatus(r.bits) < ModuleInstantiated {
		panic(misuse.ModuleStatus)
	}
	return true
}

// Evaluate runs what the module imports and then the module, each once, and
// returns a promise. It is fulfilled with undefined when the module has come to its
// end, and rejected with what was thrown, which is the Run's error too if nothing
// handles the promise; see [Module.Exception]. Unless [Module.IsGraphAsync] it is
// settled already. Later calls return the same promise.
//
// What a module does while it is evaluated may call Go, and that may not evaluate
// another module of the same context, with which it might be linked: that is
// [ErrModuleBusy], for what import() asks for too. Do it later, in a microtask.
//
// A module whose evaluation was terminated is [ModuleErrored] for good, and so are
// those that had waited for it; the error of a later call is [ErrModuleTerminated].
// Before InstantiateModule has succeeded, it panics.
//
// V8: [v8::Module::Evaluate]. ECMAScript: [Evaluate].
//
// [v8::Module::Evaluate]: https://v8.github.io/api/head/classv8_1_1Module.html
// [Evaluate]: https://tc39.es/ecma262/#sec-moduleevaluation
func (m Module) Evaluate() (Promise, error) {
	const op = "evaluate module"
	i := m.checkContext()
	if m.instantiated(i) {
		// In V8 an evaluation that meets modules of another around it is fatal.
		switch status := m.Status(); {
		case status == ModuleEvaluating, status == ModuleInstantiated && m.context.evaluating > 0:
			return Promise{}, operationError(op, m.name, ErrModuleBusy)
		}
	}
	m.context.evaluating++
	defer func() { m.context.evaluating-- }()
	v, err := i.result(C.shim_module_evaluate(i.shim, m.ref()), op, m.name)
	if err != nil {
		return Promise{}, err
	}
	promise := Promise{Object{v}}
	if m.Status() == ModuleErrored && promise.State() == PromisePending {
		return Promise{}, operationError(op, m.name, ErrModuleTerminated)
	}
	return promise, nil
}

// Namespace is the object whose properties are what the module exports. They
// change with the module's variables; reading one that is not initialized throws.
// Before InstantiateModule has succeeded, it panics.
//
// V8: [v8::Module::GetModuleNamespace]. ECMAScript: [module namespace objects].
//
// [v8::Module::GetModuleNamespace]: https://v8.github.io/api/head/classv8_1_1Module.html
// [module namespace objects]: https://tc39.es/ecma262/#sec-module-namespace-objects
func (m Module) Namespace() (Object, error) {
	i := m.checkContext()
	m.instantiated(i)
	v, err := i.result(C.shim_module_get_module_namespace(i.shim, m.ref()), "get module namespace", m.name)
	return Object{v}, err
}
