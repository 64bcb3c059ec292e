package v8

/*
#include "cshim.h"

#cgo noescape shim_private_new
#cgo noescape shim_private_get
#cgo noescape shim_private_set
#cgo noescape shim_private_has
#cgo noescape shim_private_delete
*/
import "C"

import "github.com/nodeisolates/isolates/internal/misuse"

// A Private is the key of a property that JavaScript can neither see nor
// reach, not by a Proxy either. It is scoped.
//
// V8: [v8::Private].
//
// [v8::Private]: https://v8.github.io/api/head/classv8_1_1Private.html
type Private struct{ handle }

// NewPrivate makes a key that is equal to itself alone. The name is for
// debugging.
//
// V8: [v8::Private::New].
//
// [v8::Private::New]: https://v8.github.io/api/head/classv8_1_1Private.html
func (s *Scope) NewPrivate(name string) (Private, error) { return s.private(name, false) }

// PrivateForAPI is the one key of its name in the isolate. It lives as long as
// the isolate does: names should be few.
//
// V8: [v8::Private::ForApi].
//
// [v8::Private::ForApi]: https://v8.github.io/api/head/classv8_1_1Private.html
func (s *Scope) PrivateForAPI(name string) (Private, error) { return s.private(name, true) }

func (s *Scope) private(name string, registered bool) (Private, error) {
	i := s.check()
	v, err := i.result(C.shim_private_new(i.shim, bytesOf(name), C.bool(registered)), "new private", name)
	return Private(v), err
}

// key is the private key on its way into the shim, for an object of isolate i.
func (p Private) key(i *Isolate) C.shim_ref {
	if p.check() != i {
		panic(misuse.Isolate)
	}
	return p.ref()
}

// GetPrivate is the object's private property, or undefined.
func (o Object) GetPrivate(key Private) (Value, error) {
	i := o.check()
	return i.result(C.shim_private_get(i.shim, o.ref(), key.key(i)), "get private", "")
}

// SetPrivate sets the object's private property.
func (o Object) SetPrivate(key Private, value Value) error {
	i := o.check()
	return i.done(C.shim_private_set(i.shim, o.ref(), key.key(i), i.argument(value)), "set private", "")
}

// HasPrivate reports whether the object has the private property.
func (o Object) HasPrivate(key Private) (bool, error) {
	i := o.check()
	return i.truth(C.shim_private_has(i.shim, o.ref(), key.key(i)), "has private", "")
}

// DeletePrivate removes the object's private property.
func (o Object) DeletePrivate(key Private) (bool, error) {
	i := o.check()
	return i.truth(C.shim_private_delete(i.shim, o.ref(), key.key(i)), "delete private", "")
}
