package v8

/*
#include "cshim.h"

#cgo nocallback shim_module_get_status
#cgo nocallback shim_module_get_exception
#cgo nocallback shim_module_get_identity_hash
#cgo nocallback shim_module_script_id
#cgo nocallback shim_module_is_source_text_module
#cgo nocallback shim_module_has_top_level_await
#cgo nocallback shim_module_is_graph_async
*/
import "C"

import "github.com/nodeisolates/isolates/internal/misuse"

// A Module is an ECMAScript module: source text with import and export, by
// [Scope.CompileModule], or what the host exports itself, by
// [Scope.NewSyntheticModule] and [Scope.NewJSONModule]. It is scoped; a [Global]
// keeps it from one Run to the next.
//
// A module is used in three steps: [Module.InstantiateModule] links it with all
// that it imports, [Module.Evaluate] runs it, and [Module.Namespace] has what it
// exports. It belongs to the context that it was made in; in another its methods
// panic.
//
// V8: [v8::Module]. ECMAScript: [modules].
//
// [v8::Module]: https://v8.github.io/api/head/classv8_1_1Module.html
// [modules]: https://tc39.es/ecma262/#sec-modules
type Module struct {
	handle
	*moduleRecord
}

// moduleRecord is what Go knows of a module, for as long as V8 has it. It is among
// the isolate's references.
type moduleRecord struct {
	context *Context
	id      uint32 // of the reference
	name    string
	depth   int                        // see measure
	steps   func(*Scope, Module) error // of a synthetic module
	circle  []C.uint32_t               // the references of modules that import each other, this one's too
	code    *code                      // nil when nobody has asked for it
}

// ModuleStatus says how far a [Module] has come.
type ModuleStatus int

// The statuses of a module, with V8's numbers. ModuleEvaluated is also that of a
// module that waits at a top-level await, for itself or for one that it imports.
const (
	ModuleUninstantiated ModuleStatus = 0
	ModuleInstantiating  ModuleStatus = 1
	ModuleInstantiated   ModuleStatus = 2
	ModuleEvaluating     ModuleStatus = 3
	ModuleEvaluated      ModuleStatus = 4
	ModuleErrored        ModuleStatus = 5
)

// String is the status as V8 names it: "evaluated".
func (s ModuleStatus) String() string {
	names := [...]string{"uninstantiated", "instantiating", "instantiated", "evaluating", "evaluated", "errored"}
	if s < 0 || int(s) >= len(names) {
		return "no status"
	}
	return names[s]
}

// newModule calls compile with a reference for the module that it makes.
func (i *Isolate) newModule(op string, record *moduleRecord, compile func(reference C.uint32_t) C.shim_value) (Module, error) {
	i.mustBeInside()
	record.context = i.currentContext()
	record.id, record.depth = i.reference(record), 1
	r := compile(C.uint32_t(record.id))
	if r.status != C.SHIM_STATUS_OK {
		err := i.fail(op, record.name, r.status)
		i.references.remove(record.id)
		return Module{}, err
	}
	return Module{i.newHandle(r), record}, nil
}

// currentContext is the context that is entered.
func (i *Isolate) currentContext() *Context { return i.scope().Context() }

// checkContext is check for what works in the context that is entered.
func (m Module) checkContext() *Isolate {
	i := m.check()
	i.mustBeInside()
	if i.currentContext() != m.context {
		panic(misuse.ModuleContext)
	}
	return i
}

// Name is what the module was named when it was made: its URL, or file name.
func (m Module) Name() string {
	m.check()
	return m.name
}

// Context is the context that the module was made in.
func (m Module) Context() *Context {
	m.check()
	return m.context
}

// Status says how far the module has come.
//
// V8: [v8::Module::GetStatus].
//
// [v8::Module::GetStatus]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) Status() ModuleStatus {
	i := m.check()
	return ModuleStatus(i.readBits(C.shim_module_get_status(i.shim, m.ref())))
}

// readBits is read for what is no value.
func (i *Isolate) readBits(r C.shim_value) uint64 {
	i.checkRead(r.status)
	if r.status != C.SHIM_STATUS_OK {
		return 0
	}
	return uint64(r.bits)
}

// Exception is what the module has thrown, itself or in what it imports, when its
// status is [ModuleErrored], and else nil. It is that of the value null when the
// evaluation was terminated.
//
// V8: [v8::Module::GetException].
//
// [v8::Module::GetException]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) Exception() *Exception {
	i := m.check()
	r := C.shim_module_get_exception(i.shim, m.ref())
	i.checkRead(r.status)
	if r.status != C.SHIM_STATUS_OK || r.kind == C.SHIM_KIND_DATA {
		return nil
	}
	e := i.described("evaluate", Value{i.newHandle(r)})
	e.subject = m.name
	return e
}

// IdentityHash is a number that stays the same for the module, and that another
// may have too.
//
// V8: [v8::Module::GetIdentityHash].
//
// [v8::Module::GetIdentityHash]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) IdentityHash() int {
	i := m.check()
	return int(i.readBits(C.shim_module_get_identity_hash(i.shim, m.ref())))
}

// ScriptID is the number that V8 has given to the source text, or 0 for a
// synthetic module and for one that is [ModuleErrored].
//
// V8: [v8::Module::ScriptId].
//
// [v8::Module::ScriptId]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) ScriptID() int {
	i := m.check()
	return int(i.readBits(C.shim_module_script_id(i.shim, m.ref())))
}

// IsSourceTextModule reports whether the module was compiled.
//
// V8: [v8::Module::IsSourceTextModule].
//
// [v8::Module::IsSourceTextModule]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) IsSourceTextModule() bool {
	i := m.check()
	return i.readBits(C.shim_module_is_source_text_module(i.shim, m.ref())) != 0
}

// IsSyntheticModule reports whether the module is one that the host has made.
//
// V8: [v8::Module::IsSyntheticModule].
//
// [v8::Module::IsSyntheticModule]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) IsSyntheticModule() bool { return !m.IsSourceTextModule() }

// HasTopLevelAwait reports whether the module itself waits at a top-level await.
//
// V8: [v8::Module::HasTopLevelAwait].
//
// [v8::Module::HasTopLevelAwait]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) HasTopLevelAwait() bool {
	i := m.check()
	return i.readBits(C.shim_module_has_top_level_await(i.shim, m.ref())) != 0
}

// IsGraphAsync reports whether the module or anything that it imports has a
// top-level await. When none has, the promise of [Module.Evaluate] is settled at
// once. Before InstantiateModule has succeeded, it panics.
//
// V8: [v8::Module::IsGraphAsync].
//
// [v8::Module::IsGraphAsync]: https://v8.github.io/api/head/classv8_1_1Module.html
func (m Module) IsGraphAsync() bool {
	i := m.check()
	if _, ok := m.instantiated(i); !ok {
		return false
	}
	return i.readBits(C.shim_module_is_graph_async(i.shim, m.ref())) != 0
}
