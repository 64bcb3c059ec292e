package v8

/*
#include "cshim.h"

#cgo noescape shim_unbound_script_bind_to_current_context
*/
import "C"

// An UnboundScript is compiled source text that belongs to no context: it is
// compiled once, and run in as many contexts of its isolate as one likes. It is
// scoped; a [Global] keeps it from one Run to the next.
//
// V8: [v8::UnboundScript].
//
// [v8::UnboundScript]: https://v8.github.io/api/head/classv8_1_1UnboundScript.html
type UnboundScript struct {
	handle
	name string
	code *code // nil when nobody has asked for it
}

// BindToCurrentContext is the script for the context that the Run is inside.
//
// V8: [v8::UnboundScript::BindToCurrentContext].
//
// [v8::UnboundScript::BindToCurrentContext]: https://v8.github.io/api/head/classv8_1_1UnboundScript.html
func (u UnboundScript) BindToCurrentContext() (Script, error) {
	i := u.check()
	r := C.shim_unbound_script_bind_to_current_context(i.shim, u.ref())
	if r.status != C.SHIM_STATUS_OK {
		return Script{}, i.fail("bind script", u.name, r.status)
	}
	return Script{i.newHandle(r), u.name, u.code}, nil
}
