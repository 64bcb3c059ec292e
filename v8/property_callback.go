package v8

/*
#include "cshim.h"

#cgo noescape shim_property_callback_this
#cgo nocallback shim_property_callback_this
#cgo noescape shim_property_callback_holder
#cgo nocallback shim_property_callback_holder
#cgo noescape shim_property_callback_should_throw_on_error
#cgo nocallback shim_property_callback_should_throw_on_error
#cgo noescape shim_property_callback_names
#cgo nocallback shim_property_callback_names
#cgo noescape shim_property_callback_indices
#cgo nocallback shim_property_callback_indices
*/
import "C"

import (
	"strings"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A PropertyCallbackInfo is a call of JavaScript to Go that is about a property:
// of an accessor, or of a [NamedPropertyHandler] or [IndexedPropertyHandler]. It
// and the values that it gives are borrowed: valid until the callback returns.
//
// V8: [v8::PropertyCallbackInfo].
//
// [v8::PropertyCallbackInfo]: https://v8.github.io/api/head/classv8_1_1PropertyCallbackInfo.html
type PropertyCallbackInfo struct {
	call       *C.shim_property_callback
	level      *level
	generation uint64
}

func (info PropertyCallbackInfo) check() *Isolate {
	if info.level == nil || info.level.generation != info.generation {
		panic(misuse.PropertyInfoEnded)
	}
	return info.level.isolate
}

// Scope is the way into JavaScript during the call.
func (info PropertyCallbackInfo) Scope() *Scope { return &Scope{info.level, info.generation} }

// This is the object that the property was asked of: the holder, or an object
// that inherits from it, or the receiver that Reflect.get was given.
func (info PropertyCallbackInfo) This() Object {
	i := info.check()
	return Object{i.readAs(C.shim_property_callback_this(info.call), KindObject)}
}

// Holder is the object that was made of the template.
func (info PropertyCallbackInfo) Holder() Object {
	i := info.check()
	return Object{i.readAs(C.shim_property_callback_holder(info.call), KindObject)}
}

// ShouldThrowOnError reports whether an operation that fails should throw, as in
// strict mode.
func (info PropertyCallbackInfo) ShouldThrowOnError() bool {
	info.check()
	return bool(C.shim_property_callback_should_throw_on_error(info.call))
}

// A propertyHandler is what the references table holds for a property callback.
// handle carries out info's operation; its error is thrown.
type propertyHandler interface {
	handle(info PropertyCallbackInfo) error
}

// What follows is how a handler answers; intercepted false lets V8 go on as if
// there were no handler.

func (info PropertyCallbackInfo) answer(v Value, intercepted bool) {
	info.call.intercepted = C.bool(intercepted)
	if intercepted {
		info.call.result = info.check().argument(v)
	}
}

func (info PropertyCallbackInfo) answerDone(intercepted bool) {
	info.call.intercepted = C.bool(intercepted)
}

func (info PropertyCallbackInfo) answerAttributes(attributes PropertyAttribute, intercepted bool) {
	info.call.intercepted = C.bool(intercepted)
	if intercepted {
		checkAttributes(attributes)
		info.call.result.bits = C.uint64_t(attributes)
	}
}

func (info PropertyCallbackInfo) answerDeleted(deleted, intercepted bool) {
	info.call.intercepted = C.bool(intercepted)
	info.call.result.bits = 0
	if deleted {
		info.call.result.bits = 1
	}
}

func (info PropertyCallbackInfo) answerDescriptor(d PropertyDescriptor, intercepted bool) {
	info.call.intercepted = C.bool(intercepted)
	if !intercepted {
		return
	}
	info.call.descriptor = info.check().descriptor(d)
}

func (info PropertyCallbackInfo) answerNames(names []string) error {
	lengths := make([]uint32, len(names))
	for n, name := range names {
		lengths[n] = uint32(len(name))
	}
	r := C.shim_property_callback_names(info.call, bytesOf(strings.Join(names, "")),
		(*C.uint32_t)(unsafe.SliceData(lengths)), C.size_t(len(names)))
	return info.answerArray(r)
}

func (info PropertyCallbackInfo) answerIndices(indices []uint32) error {
	for _, index := range indices {
		if index == 1<<32-1 {
			panic(misuse.Index)
		}
	}
	r := C.shim_property_callback_indices(info.call, (*C.uint32_t)(unsafe.SliceData(indices)),
		C.size_t(len(indices)))
	return info.answerArray(r)
}

func (info PropertyCallbackInfo) answerArray(r C.shim_value) error {
	array, err := info.check().result(r, "enumerate", "")
	if err == nil {
		info.answer(array, true)
	}
	return err
}

// name is the key of a named operation, index that of an indexed one.
func (info PropertyCallbackInfo) name() Name {
	return Name{Value{info.check().newHandle(info.call.key)}}
}

func (info PropertyCallbackInfo) index() uint32 {
	return uint32(numberOf(uint64(info.call.key.bits)))
}

func (info PropertyCallbackInfo) value() Value {
	return Value{info.check().newHandle(info.call.value)}
}

func (info PropertyCallbackInfo) descriptor() PropertyDescriptor {
	return info.check().newDescriptor(&info.call.descriptor)
}

// newDescriptor is the other direction of descriptor.
func (i *Isolate) newDescriptor(raw *C.shim_property_descriptor) PropertyDescriptor {
	flag := func(has, is C.uint32_t) *bool {
		if raw.flags&has == 0 {
			return nil
		}
		set := raw.flags&is != 0
		return &set
	}
	function := func(has C.uint32_t, raw C.shim_value, flags C.uint32_t) *Function {
		if flags&has == 0 {
			return nil
		}
		return &Function{Object{Value{i.newHandle(raw)}}}
	}
	d := PropertyDescriptor{
		Writable:     flag(C.SHIM_HAS_WRITABLE, C.SHIM_WRITABLE),
		Enumerable:   flag(C.SHIM_HAS_ENUMERABLE, C.SHIM_ENUMERABLE),
		Configurable: flag(C.SHIM_HAS_CONFIGURABLE, C.SHIM_CONFIGURABLE),
		Get:          function(C.SHIM_HAS_GET, raw.get, raw.flags),
		Set:          function(C.SHIM_HAS_SET, raw.set, raw.flags),
	}
	if raw.flags&C.SHIM_HAS_VALUE != 0 {
		d.Value = &Value{i.newHandle(raw.value)}
	}
	return d
}
