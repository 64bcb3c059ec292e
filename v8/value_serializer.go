package v8

/*
#include "cshim.h"

#cgo noescape shim_value_serializer_write_raw_bytes
#cgo nocallback shim_value_serializer_new
#cgo nocallback shim_value_serializer_free
#cgo nocallback shim_value_serializer_write_header
#cgo nocallback shim_value_serializer_transfer_array_buffer
#cgo nocallback shim_value_serializer_write_uint64
#cgo nocallback shim_value_serializer_write_double
#cgo nocallback shim_value_serializer_write_raw_bytes
#cgo nocallback shim_value_serializer_release
*/
import "C"

import (
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// SerializeOptions say what a [ValueSerializer] does with values that are not plain
// data. Where a function is nil, such a value is a DataCloneError. An error of
// a function is thrown, as that of a [FunctionCallback] is, and a panic is
// passed on in the same way.
//
// V8: [v8::ValueSerializer::Delegate].
//
// [v8::ValueSerializer::Delegate]: https://v8.github.io/api/head/classv8_1_1ValueSerializer_1_1Delegate.html
type SerializeOptions struct {
	// IsHostObject, when not nil, says of each plain object whether it is one
	// for WriteHostObject. Otherwise those with internal fields are. V8 lets no
	// JavaScript run in it: what would, such as a getter, is an [*Exception].
	IsHostObject func(s *Scope, object Object) (bool, error)
	// WriteHostObject writes an object by the serializer's Write methods.
	WriteHostObject func(s *Scope, to *ValueSerializer, object Object) error
	// SharedArrayBufferID gives a SharedArrayBuffer a number, by which the
	// reader finds it: the same one gets the same number.
	SharedArrayBufferID func(s *Scope, buffer SharedArrayBuffer) (uint32, error)
	// WasmModuleTransferID gives a WebAssembly.Module a number, by which the
	// reader finds it.
	WasmModuleTransferID func(s *Scope, module WasmModuleObject) (uint32, error)
	// ArrayBufferViewsAsHostObjects makes typed arrays and DataViews host
	// objects.
	ArrayBufferViewsAsHostObjects bool
}

func (o *SerializeOptions) operations() (bits C.uint32_t) {
	for operation, has := range map[C.uint32_t]bool{
		C.SHIM_CLONE_IS_HOST_OBJECT:          o.IsHostObject != nil,
		C.SHIM_CLONE_WRITE_HOST_OBJECT:       o.WriteHostObject != nil,
		C.SHIM_CLONE_SHARED_ARRAY_BUFFER_ID:  o.SharedArrayBufferID != nil,
		C.SHIM_CLONE_WASM_MODULE_TRANSFER_ID: o.WasmModuleTransferID != nil,
	} {
		if has {
			bits |= 1 << operation
		}
	}
	return bits
}

// A ValueSerializer writes JavaScript values in V8's wire format. It is
// borrowed: valid until the function that [Scope.Serialize] called has returned.
//
// V8: [v8::ValueSerializer].
//
// [v8::ValueSerializer]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
type ValueSerializer struct {
	isolate *Isolate
	native  *C.shim_value_serializer // nil when it has ended
	options SerializeOptions
}

// Serialize calls fn with a serializer, and returns what fn has written with it.
// For one value without options, [Scope.SerializeValue] is shorter, and package
// clone reads and writes the same format in Go.
//
// The error is fn's. When one of the serializer's methods failed, and fn
// returned nil, what was written is of no use.
//
// V8: [v8::ValueSerializer].
//
// [v8::ValueSerializer]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (s *Scope) Serialize(options SerializeOptions, fn func(*ValueSerializer) error) ([]byte, error) {
	i := s.check()
	to := &ValueSerializer{isolate: i, options: options}
	id := i.reference(to)
	defer i.references.remove(id)
	to.native = C.shim_value_serializer_new(i.shim, C.uint32_t(id), options.operations(),
		C.bool(options.ArrayBufferViewsAsHostObjects))
	if to.native == nil {
		return nil, i.fail("serialize", "", i.whyNot())
	}
	defer func() {
		C.shim_value_serializer_free(to.native)
		to.native = nil
	}()
	if err := fn(to); err != nil {
		return nil, err
	}
	t := C.shim_value_serializer_release(to.native)
	if t.status != C.SHIM_STATUS_OK {
		return nil, i.fail("serialize", "", t.status)
	}
	if err := to.isolate.take("serialize", int(t.length)); err != nil {
		return nil, err
	}
	return append([]byte(nil), unsafe.Slice((*byte)(unsafe.Pointer(t.data)), int(t.length))...), nil
}

// whyNot is the status of a call that could not begin.
func (i *Isolate) whyNot() C.uint32_t {
	return C.shim_microtask_perform_checkpoint(i.shim).status
}

func (to *ValueSerializer) check() *Isolate {
	if to.native == nil {
		panic(misuse.SerializerEnded)
	}
	return to.isolate
}

// WriteHeader writes the format's version. It comes first.
//
// V8: [v8::ValueSerializer::WriteHeader].
//
// [v8::ValueSerializer::WriteHeader]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (to *ValueSerializer) WriteHeader() error {
	i := to.check()
	return i.done(C.shim_value_serializer_write_header(to.native), "serialize", "")
}

// WriteValue writes a value; getters run, and may throw. What can't be cloned is
// an Error whose name is DataCloneError. After an error the serializer's
// contents are of no use.
//
// V8: [v8::ValueSerializer::WriteValue].
//
// [v8::ValueSerializer::WriteValue]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (to *ValueSerializer) WriteValue(value Value) error {
	i := to.check()
	return i.done(C.shim_value_serializer_write_value(to.native, i.argument(value)), "serialize", "")
}

// TransferArrayBuffer makes the serializer write a number instead of a buffer's
// contents. The reader is given a buffer for it by
// [ValueDeserializer.TransferArrayBuffer]. A SharedArrayBuffer is a TypeError.
//
// V8: [v8::ValueSerializer::TransferArrayBuffer].
//
// [v8::ValueSerializer::TransferArrayBuffer]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (to *ValueSerializer) TransferArrayBuffer(id uint32, buffer ArrayBuffer) error {
	i := to.check()
	if buffer.check() != i {
		panic(misuse.Isolate)
	}
	r := C.shim_value_serializer_transfer_array_buffer(to.native, C.uint32_t(id), buffer.ref())
	return i.done(r, "transfer ArrayBuffer", "")
}

// WriteUint32 writes a number, as a varint.
//
// V8: [v8::ValueSerializer::WriteUint32].
//
// [v8::ValueSerializer::WriteUint32]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (to *ValueSerializer) WriteUint32(n uint32) error { return to.WriteUint64(uint64(n)) }

// WriteUint64 writes a number, as a varint.
//
// V8: [v8::ValueSerializer::WriteUint64].
//
// [v8::ValueSerializer::WriteUint64]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (to *ValueSerializer) WriteUint64(n uint64) error {
	i := to.check()
	return i.done(C.shim_value_serializer_write_uint64(to.native, C.uint64_t(n)), "serialize", "")
}

// WriteDouble writes a number, as 8 bytes.
//
// V8: [v8::ValueSerializer::WriteDouble].
//
// [v8::ValueSerializer::WriteDouble]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (to *ValueSerializer) WriteDouble(f float64) error {
	i := to.check()
	return i.done(C.shim_value_serializer_write_double(to.native, C.double(f)), "serialize", "")
}

// WriteRawBytes writes bytes as they are.
//
// V8: [v8::ValueSerializer::WriteRawBytes].
//
// [v8::ValueSerializer::WriteRawBytes]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (to *ValueSerializer) WriteRawBytes(b []byte) error {
	i := to.check()
	r := C.shim_value_serializer_write_raw_bytes(to.native, bytesOfSlice(b))
	return i.done(r, "serialize", "")
}

// answer is what V8 asks while it serializes.
func (to *ValueSerializer) answer(s *Scope, call *C.shim_clone_callback) error {
	object := Object{Value{to.isolate.newHandle(call.object)}}
	switch call.operation {
	case C.SHIM_CLONE_IS_HOST_OBJECT:
		is, err := to.options.IsHostObject(s, object)
		if is {
			call.result.bits = 1
		}
		return err
	case C.SHIM_CLONE_WRITE_HOST_OBJECT:
		return to.options.WriteHostObject(s, to, object)
	case C.SHIM_CLONE_SHARED_ARRAY_BUFFER_ID:
		id, err := to.options.SharedArrayBufferID(s, SharedArrayBuffer{ArrayBuffer{object}})
		call.result.bits = C.uint64_t(id)
		return err
	default:
		id, err := to.options.WasmModuleTransferID(s, WasmModuleObject{object})
		call.result.bits = C.uint64_t(id)
		return err
	}
}
