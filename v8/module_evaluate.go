package v8

/*
#include "cshim.h"
*/
import "C"

import "github.com/nodeisolates/isolates/internal/misuse"

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
