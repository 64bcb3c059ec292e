package v8

/*
#include "cshim.h"

#cgo nocallback shim_object_internal_field_count
#cgo nocallback shim_object_set_internal_field
#cgo nocallback shim_object_get_internal_field
*/
import "C"

import (
	"math"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// InternalFieldCount is how many Go values the object can carry; see
// [Object.SetInternalField].
//
// V8: [v8::Object::InternalFieldCount].
//
// [v8::Object::InternalFieldCount]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) InternalFieldCount() int {
	i := o.check()
	r := C.shim_object_internal_field_count(i.shim, o.ref())
	i.checkRead(r.status)
	if o.IsExternal() {
		return 0 // the one it has is GoValue's
	}
	return int(math.Float64frombits(uint64(r.bits)))
}

// SetInternalField lets the object carry a Go value, until it is collected or
// another value is set. Objects of a template with internal fields have such
// fields; JavaScript can't see them. An index out of range panics.
//
// V8: [v8::Object::SetInternalField].
//
// [v8::Object::SetInternalField]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) SetInternalField(index int, value any) {
	i := o.internalField(index)
	var id uint32
	if value != nil {
		id = i.reference(value)
	}
	r := C.shim_object_set_internal_field(i.shim, o.ref(), C.int32_t(index), C.uint32_t(id))
	i.checkRead(r.status)
	if r.bits != 0 {
		i.references.remove(uint32(r.bits))
	}
}

// InternalField is the Go value that was set, or nil. An index out of range
// panics.
//
// V8: [v8::Object::GetInternalField].
//
// [v8::Object::GetInternalField]: https://v8.github.io/api/head/classv8_1_1Object.html
func (o Object) InternalField(index int) any {
	i := o.internalField(index)
	r := C.shim_object_get_internal_field(i.shim, o.ref(), C.int32_t(index))
	i.checkRead(r.status)
	return i.references.get(uint32(r.bits))
}

func (o Object) internalField(index int) *Isolate {
	if index < 0 || index >= o.InternalFieldCount() {
		panic(misuse.InternalField)
	}
	return o.check()
}
