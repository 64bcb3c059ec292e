package v8

/*
#include "cshim.h"

#cgo noescape shim_value_deserializer_new
#cgo nocallback shim_value_deserializer_new
#cgo nocallback shim_value_deserializer_free
#cgo nocallback shim_value_deserializer_read_header
#cgo nocallback shim_value_deserializer_transfer_array_buffer
#cgo nocallback shim_value_deserializer_read_uint32
#cgo nocallback shim_value_deserializer_read_uint64
#cgo nocallback shim_value_deserializer_read_double
#cgo nocallback shim_value_deserializer_read_raw_bytes
*/
import "C"

import (
	"math"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// DeserializeOptions say where a [ValueDeserializer] finds what is not in the
// data. Data that needs a function which is nil is a DataCloneError. An error of
// a function is thrown, as that of a [FunctionCallback] is, and a panic is
// passed on in the same way.
//
// V8: [v8::ValueDeserializer::Delegate].
//
// [v8::ValueDeserializer::Delegate]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer_1_1Delegate.html
type DeserializeOptions struct {
	// ReadHostObject reads by the deserializer's Read methods what
	// WriteHostObject wrote. V8 lets no JavaScript run in it, nor in the two below:
	// what would, such as a setter, is an [*Exception].
	ReadHostObject func(s *Scope, from *ValueDeserializer) (Object, error)
	// SharedArrayBuffer gives the buffer to which SharedArrayBufferID gave id.
	SharedArrayBuffer func(s *Scope, id uint32) (SharedArrayBuffer, error)
	// WasmModule gives the module to which WasmModuleTransferID gave id.
	WasmModule func(s *Scope, id uint32) (WasmModuleObject, error)
	// LegacyWireFormat allows the format's versions before 13.
	LegacyWireFormat bool
}

func (o *DeserializeOptions) operations() (bits C.uint32_t) {
	for operation, has := range map[C.uint32_t]bool{
		C.SHIM_CLONE_READ_HOST_OBJECT:    o.ReadHostObject != nil,
		C.SHIM_CLONE_SHARED_ARRAY_BUFFER: o.SharedArrayBuffer != nil,
		C.SHIM_CLONE_WASM_MODULE:         o.WasmModule != nil,
	} {
		if has {
			bits |= 1 << operation
		}
	}
	return bits
}

// A ValueDeserializer reads what a [ValueSerializer] has written. It is
// borrowed: valid until the function that [Scope.Deserialize] called has
// returned. The values that it gives are scoped as any.
//
// V8: [v8::ValueDeserializer].
//
// [v8::ValueDeserializer]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
type ValueDeserializer struct {
	isolate *Isolate
	native  *C.shim_value_deserializer // nil when it has ended
	options DeserializeOptions
}

// Deserialize calls fn with a deserializer of data, of which it makes a copy.
// For one value without options, [Scope.DeserializeValue] is shorter. The error
// is fn's.
//
// Data may come from anybody: malformed data is an Error, and data that takes too
// much memory ends as a script that does.
//
// V8: [v8::ValueDeserializer].
//
// [v8::ValueDeserializer]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
func (s *Scope) Deserialize(data []byte, options DeserializeOptions, fn func(*ValueDeserializer) error) error {
	i := s.check()
	from := &ValueDeserializer{isolate: i, options: options}
	id := i.reference(from)
	defer i.references.remove(id)
	from.native = C.shim_value_deserializer_new(i.shim, bytesOfSlice(data), C.uint32_t(id),
		options.operations(), C.bool(options.LegacyWireFormat))
	if from.native == nil {
		return i.fail("deserialize", "", i.whyNot())
	}
	defer func() {
		C.shim_value_deserializer_free(from.native)
		from.native = nil
	}()
	return fn(from)
}

func (from *ValueDeserializer) check() *Isolate {
	if from.native == nil {
		panic(misuse.SerializerEnded)
	}
	return from.isolate
}

// ReadHeader reads the format's version. It comes first.
//
// V8: [v8::ValueDeserializer::ReadHeader], [v8::ValueDeserializer::GetWireFormatVersion].
//
// [v8::ValueDeserializer::ReadHeader]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
// [v8::ValueDeserializer::GetWireFormatVersion]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
func (from *ValueDeserializer) ReadHeader() (version int, err error) {
	i := from.check()
	r := C.shim_value_deserializer_read_header(from.native)
	return int(r.bits), i.done(r, "deserialize", "")
}

// ReadValue reads a value.
//
// V8: [v8::ValueDeserializer::ReadValue].
//
// [v8::ValueDeserializer::ReadValue]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
func (from *ValueDeserializer) ReadValue() (Value, error) {
	i := from.check()
	return i.result(C.shim_value_deserializer_read_value(from.native), "deserialize", "")
}

// TransferArrayBuffer gives the buffer for a number that
// [ValueSerializer.TransferArrayBuffer] was given.
//
// V8: [v8::ValueDeserializer::TransferArrayBuffer].
//
// [v8::ValueDeserializer::TransferArrayBuffer]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
func (from *ValueDeserializer) TransferArrayBuffer(id uint32, buffer ArrayBuffer) error {
	i := from.check()
	if buffer.check() != i {
		panic(misuse.Isolate)
	}
	r := C.shim_value_deserializer_transfer_array_buffer(from.native, C.uint32_t(id), buffer.ref())
	return i.done(r, "transfer ArrayBuffer", "")
}

func (from *ValueDeserializer) read(r C.shim_value) (bits uint64, err error) {
	if err := from.isolate.done(r, "deserialize", ""); err != nil {
		return 0, err
	}
	if r.kind == 0 {
		return 0, dataEnds()
	}
	return uint64(r.bits), nil
}

func dataEnds() error { return operationError("deserialize", "", ErrDataEnds) }

// ReadUint32 reads a number; it is [ErrDataEnds] when there is none.
//
// V8: [v8::ValueDeserializer::ReadUint32].
//
// [v8::ValueDeserializer::ReadUint32]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
func (from *ValueDeserializer) ReadUint32() (uint32, error) {
	from.check()
	n, err := from.read(C.shim_value_deserializer_read_uint32(from.native))
	return uint32(n), err
}

// ReadUint64 reads a number; it is [ErrDataEnds] when there is none.
//
// V8: [v8::ValueDeserializer::ReadUint64].
//
// [v8::ValueDeserializer::ReadUint64]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
func (from *ValueDeserializer) ReadUint64() (uint64, error) {
	from.check()
	return from.read(C.shim_value_deserializer_read_uint64(from.native))
}

// ReadDouble reads a number; it is [ErrDataEnds] when there is none.
//
// V8: [v8::ValueDeserializer::ReadDouble].
//
// [v8::ValueDeserializer::ReadDouble]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
func (from *ValueDeserializer) ReadDouble() (float64, error) {
	from.check()
	bits, err := from.read(C.shim_value_deserializer_read_double(from.native))
	return math.Float64frombits(bits), err
}

// ReadRawBytes reads a copy of bytes; it is [ErrDataEnds] when there are fewer.
//
// V8: [v8::ValueDeserializer::ReadRawBytes].
//
// [v8::ValueDeserializer::ReadRawBytes]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
func (from *ValueDeserializer) ReadRawBytes(length int) ([]byte, error) {
	i := from.check()
	if length < 0 {
		return nil, dataEnds()
	}
	t := C.shim_value_deserializer_read_raw_bytes(from.native, C.size_t(length))
	if t.status != C.SHIM_STATUS_OK {
		return nil, i.fail("deserialize", "", t.status)
	}
	if t.data == nil {
		return nil, dataEnds()
	}
	return append([]byte{}, unsafe.Slice((*byte)(unsafe.Pointer(t.data)), length)...), nil
}

// answer is what V8 asks while it deserializes.
func (from *ValueDeserializer) answer(s *Scope, call *C.shim_clone_callback) error {
	var v Value
	var err error
	switch call.operation {
	case C.SHIM_CLONE_READ_HOST_OBJECT:
		var object Object
		object, err = from.options.ReadHostObject(s, from)
		v = object.Value
		if err == nil && !v.IsObject() {
			panic(misuse.Kind)
		}
	case C.SHIM_CLONE_SHARED_ARRAY_BUFFER:
		var buffer SharedArrayBuffer
		buffer, err = from.options.SharedArrayBuffer(s, uint32(call.id))
		v = buffer.Value
		if err == nil && !v.IsSharedArrayBuffer() {
			panic(misuse.Kind)
		}
	default:
		var module WasmModuleObject
		module, err = from.options.WasmModule(s, uint32(call.id))
		v = module.Value
		if err == nil && !v.IsWasmModuleObject() {
			panic(misuse.Kind)
		}
	}
	if err == nil {
		call.result = from.isolate.argument(v)
	}
	return err
}
