package v8

/*
#include "cshim.h"

#cgo nocallback shim_typed_array_new
#cgo noescape shim_typed_array_new_from_bytes
#cgo nocallback shim_typed_array_new_from_bytes
#cgo nocallback shim_typed_array_length
*/
import "C"

import (
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A TypedArray is a view of an [ArrayBuffer] as numbers of one type: an
// Int8Array, Uint8Array, and so on, which [Value.Kind] tells. It is scoped.
// [Elements] gives its elements as a slice.
//
// V8: [v8::TypedArray]. ECMAScript: [TypedArray objects].
//
// [v8::TypedArray]: https://v8.github.io/api/head/classv8_1_1TypedArray.html
// [TypedArray objects]: https://tc39.es/ecma262/#sec-typedarray-objects
type TypedArray struct{ ArrayBufferView }

// NewTypedArray makes a typed array of the kind, with length elements of the
// buffer from byteOffset on. The buffer may be a SharedArrayBuffer's. An offset
// or length that is not inside the buffer, or an offset that is no multiple of
// an element's size, is a RangeError; a detached buffer is a TypeError. V8 13.6
// has a Float16Array with the flag --js-float16array only, see [SetFlags];
// without, it is a TypeError. A kind that is not one of a typed array panics.
//
// V8: [v8::Uint8Array::New] and the others.
//
// [v8::Uint8Array::New]: https://v8.github.io/api/head/classv8_1_1Uint8Array.html
func (s *Scope) NewTypedArray(kind Kind, buffer ArrayBuffer, byteOffset, length int) (TypedArray, error) {
	if kind < KindInt8Array || kind > KindBigUint64Array {
		panic(misuse.TypedArrayKind)
	}
	view, err := s.newView(kind, buffer, byteOffset, length)
	return TypedArray{view}, err
}

func (s *Scope) newView(kind Kind, buffer ArrayBuffer, byteOffset, length int) (ArrayBufferView, error) {
	i := s.check()
	if buffer.check() != i {
		panic(misuse.Isolate)
	}
	r := C.shim_typed_array_new(i.shim, C.uint32_t(kind), buffer.ref(), C.int64_t(byteOffset), C.int64_t(length))
	v, err := i.result(r, "new "+kind.String(), "")
	return ArrayBufferView{Object{v}}, err
}

// AsTypedArray is the value if it is a typed array of any kind.
func (v Value) AsTypedArray() (a TypedArray, ok bool) {
	if !v.IsTypedArray() {
		return TypedArray{}, false
	}
	return TypedArray{ArrayBufferView{Object{v}}}, true
}

func (a TypedArray) check() *Isolate { return a.checkAs(KindInt8Array, KindBigUint64Array) }

// Length is how many elements the array has now; 0 when its buffer was
// detached, or resized so that part of the array is outside.
//
// V8: [v8::TypedArray::Length].
//
// [v8::TypedArray::Length]: https://v8.github.io/api/head/classv8_1_1TypedArray.html
func (a TypedArray) Length() int {
	i := a.check()
	return i.readInt(C.shim_typed_array_length(i.shim, a.ref()))
}

// An Element is what a typed array consists of, in Go.
type Element interface {
	int8 | uint8 | int16 | uint16 | int32 | uint32 | float32 | float64 | int64 | uint64
}

// kindOf is the kind of typed array for slices of T.
func kindOf[T Element]() Kind {
	switch any(T(0)).(type) {
	case int8:
		return KindInt8Array
	case uint8:
		return KindUint8Array
	case int16:
		return KindInt16Array
	case uint16:
		return KindUint16Array
	case int32:
		return KindInt32Array
	case uint32:
		return KindUint32Array
	case float32:
		return KindFloat32Array
	case float64:
		return KindFloat64Array
	case int64:
		return KindBigInt64Array
	}
	return KindBigUint64Array
}

// NewTypedArrayOf makes a typed array of a copy of the elements, with a buffer
// of its own, in one crossing: a Float64Array of a []float64, a BigInt64Array of
// an []int64, and so on. When there is no memory it is a RangeError.
//
// V8: [v8::Float64Array::New] and the others.
//
// [v8::Float64Array::New]: https://v8.github.io/api/head/classv8_1_1Float64Array.html
func NewTypedArrayOf[T Element](s *Scope, elements []T) (TypedArray, error) {
	i := s.check()
	kind := kindOf[T]()
	size := int(unsafe.Sizeof(T(0)))
	data := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(elements))), len(elements)*size)
	r := C.shim_typed_array_new_from_bytes(i.shim, C.uint32_t(kind), bytesOfSlice(data))
	v, err := i.result(r, "new "+kind.String(), "")
	return TypedArray{ArrayBufferView{Object{v}}}, err
}

// Elements are the array's elements, in place, or a copy if the buffer is a
// resizable ArrayBuffer. They are borrowed, as [ArrayBuffer.Bytes] says. It is
// false when the array's elements are not of type T; those of a
// Uint8ClampedArray are uint8, those of a Float16Array uint16, which hold the
// floats' bits.
func Elements[T Element](a TypedArray) (elements []T, ok bool) {
	i := a.check()
	kind := a.Kind()
	switch kind {
	case KindUint8ClampedArray:
		kind = KindUint8Array
	case KindFloat16Array:
		kind = KindUint16Array
	}
	if kind != kindOf[T]() {
		return nil, false
	}
	m := C.shim_array_buffer_view_data(i.shim, a.ref())
	i.checkRead(m.status)
	size := int(unsafe.Sizeof(T(0)))
	// V8 keeps elements aligned: a buffer begins at a multiple of 8.
	elements = unsafe.Slice((*T)(unsafe.Pointer(m.data)), int(m.length)/size)
	if m.can_shrink != 0 {
		if !i.takeOrEnd(len(elements) * size) {
			return nil, true
		}
		elements = append([]T(nil), elements...)
	}
	return elements, true
}
