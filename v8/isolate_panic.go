package v8

/*
#include "cshim.h"
*/
import "C"

// A relay is a panic on its way through JavaScript: from the callback that
// panicked, whose JavaScript is ended by a termination, to the Go call that ran
// that JavaScript.
type relay struct{ value any }

// interrupted is how a callback that did not return ends: by a panic, or
// without one by runtime.Goexit.
func (i *Isolate) interrupted(value any) C.uint32_t {
	if value == nil {
		C.shim_isolate_abandon(i.shim, bytesOf("a callback has ended its goroutine by runtime.Goexit"))
		return C.SHIM_STATUS_DEAD
	}
	i.relay = &relay{value}
	C.shim_isolate_terminate(i.shim)
	return C.SHIM_STATUS_TERMINATED
}

// resumePanic goes on with a panic that has come through JavaScript.
func (i *Isolate) resumePanic() {
	r := i.relay
	if r == nil {
		return
	}
	i.relay = nil
	i.termination.Lock()
	i.resume()
	i.termination.Unlock()
	panic(r.value)
}
