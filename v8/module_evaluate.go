package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// instantiated is the status, and panics when the module is not instantiated. It is
// false in a dead isolate.
func (m Module) instantiated(i *Isolate) (status ModuleStatus, ok bool) {
	r := C.shim_module_get_status(i.shim, m.ref())
	i.checkRead(r.status)
	if r.status != C.SHIM_STATUS_OK {
		return 0, false
	}
	if status = ModuleStatus(r.bits); status < ModuleInstantiated {
		panic(misuse.ModuleStatus)
	}
	return status, true
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
	// In V8 an evaluation that meets modules of another around it is fatal.
	status, ok := m.instantiated(i)
	if ok && (status == ModuleEvaluating || status == ModuleInstantiated && m.context.evaluating > 0) {
		return Promise{}, operationError(op, m.name, ErrModuleBusy)
	}
	m.context.evaluating++
	defer func() { m.context.evaluating-- }()
	i.newCodes.evaluated = true
	v, err := i.result(C.shim_module_evaluate(i.shim, m.ref(),
		unsafe.SliceData(m.circle), C.size_t(len(m.circle))), op, m.name)
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

// A StalledTopLevelAwait is where a module waits.
type StalledTopLevelAwait struct {
	ResourceName string // the module's
	Line, Column int    // of await, from 1
	SourceLine   string // its line of the source text
}

// StalledTopLevelAwaits are the top-level awaits for which the module's promise is
// pending, its own and those of what it imports: what to tell a user whose program
// comes to no end. There are none inside a callback. The error is that of a terminated
// or dead isolate.
//
// V8: [v8::Module::GetStalledTopLevelAwaitMessages].
//
// [v8::Module::GetStalledTopLevelAwaitMessages]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) StalledTopLevelAwaits() ([]StalledTopLevelAwait, error) {
	i := m.checkContext()
	for _, l := range i.levels[:i.depth] {
		if l.entered != 0 {
			return nil, nil // JavaScript runs
		}
	}
	var all []StalledTopLevelAwait
	for {
		r := C.shim_module_get_stalled_top_level_await(i.shim, m.ref(), C.size_t(len(all)))
		if r.status != C.SHIM_STATUS_OK {
			return nil, i.fail("get stalled top-level awaits", m.name, r.status)
		}
		if len(all) >= min(int(r.bits), mostStalled) {
			return all, nil
		}
		e := i.readFailure()
		all = append(all, StalledTopLevelAwait{e.ResourceName, e.Line, e.Column, e.SourceLine})
	}
}

// mostStalled is how many are told.
const mostStalled = 20
