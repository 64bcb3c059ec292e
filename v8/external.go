package v8

/*
#include "cshim.h"

#cgo nocallback shim_external_new
#cgo nocallback shim_external_value
*/
import "C"

// An External is a value that carries a Go value through JavaScript, which can
// pass it on, compare it and store it, but not look into it: to a script it is
// a frozen object without properties and without a prototype. It is scoped.
//
// V8: [v8::External].
//
// [v8::External]: https://v8.github.io/api/head/classv8_1_1External.html
type External struct{ Object }

// NewExternal makes an External that holds value, of whatever type. Go's value
// is kept until JavaScript can't reach the External any more and the garbage
// collector has noticed, or the isolate is closed.
//
// V8: [v8::External::New].
//
// [v8::External::New]: https://v8.github.io/api/head/classv8_1_1External.html
func (s *Scope) NewExternal(value any) (External, error) {
	i := s.check()
	id := i.reference(value)
	v, err := i.result(C.shim_external_new(i.shim, C.uint32_t(id)), "new External", "")
	if err != nil {
		i.references.remove(id)
		return External{}, err
	}
	return External{Object{v}}, nil
}

// AsExternal is the value if it is an External.
func (v Value) AsExternal() (e External, ok bool) {
	if !v.IsExternal() {
		return External{}, false
	}
	return External{Object{v}}, true
}

// GoValue is the Go value.
//
// V8: [v8::External::Value].
//
// [v8::External::Value]: https://v8.github.io/api/head/classv8_1_1External.html
func (e External) GoValue() any {
	i := e.checkAs(KindExternal, KindExternal)
	r := C.shim_external_value(i.shim, e.ref())
	i.checkRead(r.status)
	return i.references.get(uint32(r.bits))
}
