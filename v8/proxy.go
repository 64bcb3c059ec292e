package v8

/*
#include "cshim.h"

#cgo nocallback shim_proxy_new
#cgo nocallback shim_proxy_get_target
#cgo nocallback shim_proxy_get_handler
#cgo nocallback shim_proxy_is_revoked
#cgo nocallback shim_proxy_revoke
*/
import "C"

import "github.com/nodeisolates/isolates/internal/misuse"

// A Proxy is an object whose operations run the methods of another, its
// handler. It is scoped. Everything that is done to it as an [Object] may run
// JavaScript, and throw.
//
// V8: [v8::Proxy]. ECMAScript: [Proxy objects].
//
// [v8::Proxy]: https://v8.github.io/api/head/classv8_1_1Proxy.html
// [Proxy objects]: https://tc39.es/ecma262/#sec-proxy-objects
type Proxy struct{ Object }

// NewProxy makes a Proxy of target. It can be called if target can.
//
// V8: [v8::Proxy::New]. ECMAScript: [ProxyCreate].
//
// [v8::Proxy::New]: https://v8.github.io/api/head/classv8_1_1Proxy.html
// [ProxyCreate]: https://tc39.es/ecma262/#sec-proxycreate
func (s *Scope) NewProxy(target, handler Object) (Proxy, error) {
	i := s.check()
	if target.checkAs(KindObject, KindModuleNamespace) != i ||
		handler.checkAs(KindObject, KindModuleNamespace) != i {
		panic(misuse.Isolate)
	}
	v, err := i.result(C.shim_proxy_new(i.shim, target.ref(), handler.ref()), "new Proxy", "")
	return Proxy{Object{v}}, err
}

// AsProxy is the value if it is a Proxy.
func (v Value) AsProxy() (p Proxy, ok bool) {
	if !v.IsProxy() {
		return Proxy{}, false
	}
	return Proxy{Object{v}}, true
}

// Target is the object behind the Proxy, or null when it is revoked.
//
// V8: [v8::Proxy::GetTarget].
//
// [v8::Proxy::GetTarget]: https://v8.github.io/api/head/classv8_1_1Proxy.html
func (p Proxy) Target() Value {
	i := p.checkAs(KindProxy, KindProxyFunction)
	return i.read(C.shim_proxy_get_target(i.shim, p.ref()))
}

// Handler is the object with the traps, or null when the Proxy is revoked.
//
// V8: [v8::Proxy::GetHandler].
//
// [v8::Proxy::GetHandler]: https://v8.github.io/api/head/classv8_1_1Proxy.html
func (p Proxy) Handler() Value {
	i := p.checkAs(KindProxy, KindProxyFunction)
	return i.read(C.shim_proxy_get_handler(i.shim, p.ref()))
}

// IsRevoked reports whether the Proxy was revoked.
//
// V8: [v8::Proxy::IsRevoked].
//
// [v8::Proxy::IsRevoked]: https://v8.github.io/api/head/classv8_1_1Proxy.html
func (p Proxy) IsRevoked() bool {
	i := p.checkAs(KindProxy, KindProxyFunction)
	return i.read(C.shim_proxy_is_revoked(i.shim, p.ref())).IsTrue()
}

// Revoke cuts the Proxy off from its target: from then on every operation on it
// is a TypeError. Revoking again does nothing.
//
// V8: [v8::Proxy::Revoke].
//
// [v8::Proxy::Revoke]: https://v8.github.io/api/head/classv8_1_1Proxy.html
func (p Proxy) Revoke() {
	i := p.checkAs(KindProxy, KindProxyFunction)
	i.read(C.shim_proxy_revoke(i.shim, p.ref()))
}
