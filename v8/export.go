package v8

/*
#include "cshim.h"

#cgo noescape shim_value_deserialize
#cgo noescape shim_value_read_plain
*/
import "C"

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"sync"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// Export is the value as Go data: all of it in one crossing, however much is in
// it. What becomes what package clone says: an object is a map[string]any, an
// array an []any, a number a float64, undefined a [clone.Undefined]. Cycles, and
// what is there twice, are so in Go too.
//
// Getters run, and may throw. Prototypes, and properties that are symbols or not
// enumerable, are left out. What can't be cloned, such as a function, is an Error
// whose name is DataCloneError.
//
// V8: [v8::ValueSerializer]. HTML: [StructuredSerialize].
//
// [v8::ValueSerializer]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
// [StructuredSerialize]: https://html.spec.whatwg.org/multipage/structured-data.html#structuredserialize
func (v Value) Export() (any, error) {
	switch v.kind() {
	case KindUndefined:
		return clone.Undefined{}, nil
	case KindNull:
		return nil, nil
	case KindBoolean:
		return v.bits != 0, nil
	case KindNumber:
		return math.Float64frombits(v.bits), nil
	case KindString:
		return v.exportText()
	}
	i := v.check()
	if whole, err := v.exportWhole(); whole != nil || err != nil {
		return whole, err
	}
	data, err := i.serialize(v, false)
	if err != nil {
		return nil, err
	}
	var to any
	if err := clone.UnmarshalFrom(wire.Source{Data: data, Account: &i.exports}, &to); err != nil {
		return nil, exportError(err)
	}
	return to, nil
}

// ExportTo stores the value in what to points to, as [clone.Unmarshal] does:
// structs by the names of their fields or their tags js and json, and so on. The
// error says where in the value it does not fit, as a [*clone.UnmarshalTypeError].
// options say how strict that is; there is one or none.
//
// V8: [v8::ValueSerializer].
//
// [v8::ValueSerializer]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
func (v Value) ExportTo(to any, options ...clone.DecodeOptions) error {
	if done, err := v.exportScalar(to, options); done {
		return err
	}
	i := v.check()
	if done, err := v.exportElements(to); done || err != nil {
		return err
	}
	data, err := i.serialize(v, false)
	if err != nil {
		return err
	}
	// A method of to's type may use the isolate, which has lent the data.
	size := len(data)
	if err := i.take("export", size); err != nil {
		return err
	}
	kept := wires.Get().(*[]byte)
	*kept = append((*kept)[:0], data...)
	err = exportError(clone.UnmarshalFrom(wire.Source{Data: *kept, Account: &i.exports}, to, options...))
	i.exports.Used -= int64(size)
	if cap(*kept) <= maxWireKept {
		wires.Put(kept)
	}
	return err
}

// maxWireKept is how large a buffer is kept for the next use, in bytes.
const maxWireKept = 1 << 20

var wires = sync.Pool{New: func() any { return new([]byte) }}

func exportError(err error) error {
	if err == nil {
		return nil
	}
	return operationError("export", "", err)
}

// exportScalar is ExportTo for what needs no crossing, or only for a string.
func (v Value) exportScalar(to any, options []clone.DecodeOptions) (done bool, err error) {
	var scalar any
	var account *wire.Account // of what may be large
	switch v.kind() {
	case KindUndefined:
		scalar = clone.Undefined{}
	case KindNull:
	case KindBoolean:
		scalar = v.bits != 0
	case KindNumber:
		f := math.Float64frombits(v.bits)
		if p, ok := to.(*float64); ok && p != nil {
			*p = f
			return true, nil
		}
		scalar = f
	case KindString:
		text, err := v.exportText()
		if p, ok := to.(*string); ok && p != nil && err == nil {
			*p = text
			return true, nil
		}
		if err != nil {
			return true, err
		}
		if p, ok := to.(*any); ok && p != nil {
			*p = text
			return true, nil
		}
		const copies = 2 // on the way
		if err := v.level.isolate.take("export", copies*len(text)); err != nil {
			return true, err
		}
		scalar, account = text, &v.level.isolate.exports
	default:
		return false, nil
	}
	data, err := clone.Marshal(scalar)
	if err != nil {
		return true, exportError(err)
	}
	return true, exportError(clone.UnmarshalFrom(wire.Source{Data: data, Account: account}, to, options...))
}

// exportText is Export for a string. In a dead isolate all reads as empty, and
// only serializing says so.
func (v Value) exportText() (string, error) {
	i := v.check()
	text, err := v.text()
	if text == "" && err == nil {
		if _, err := i.serialize(v, false); err != nil {
			return "", err
		}
	}
	return text, err
}

// exportWhole is Export for a typed array of a whole buffer, in one copy.
func (v Value) exportWhole() (elements any, err error) {
	array, ok := v.AsTypedArray()
	if !ok || v.kind() == KindUint8ClampedArray || v.kind() == KindFloat16Array {
		return nil, nil
	}
	buffer := array.Buffer()
	if buffer.IsSharedArrayBuffer() || buffer.WasDetached() || buffer.IsResizable() ||
		array.ByteLength() == 0 || array.ByteLength() != buffer.ByteLength() {
		return nil, nil // also in a dead isolate, where all reads as empty
	}
	if err := v.level.isolate.take("export", array.ByteLength()); err != nil {
		return nil, err
	}
	switch v.kind() {
	case KindInt8Array:
		return exportCopy[int8](array), nil
	case KindUint8Array:
		return exportCopy[uint8](array), nil
	case KindInt16Array:
		return exportCopy[int16](array), nil
	case KindUint16Array:
		return exportCopy[uint16](array), nil
	case KindInt32Array:
		return exportCopy[int32](array), nil
	case KindUint32Array:
		return exportCopy[uint32](array), nil
	case KindFloat32Array:
		return exportCopy[float32](array), nil
	case KindFloat64Array:
		return exportCopy[float64](array), nil
	case KindBigInt64Array:
		return exportCopy[int64](array), nil
	case KindBigUint64Array:
		return exportCopy[uint64](array), nil
	}
	return nil, nil
}

func exportCopy[T Element](array TypedArray) []T {
	elements, _ := Elements[T](array)
	return copyOf(elements)
}

// copyOf is a copy. Go does not zero what append makes.
func copyOf[T Element](elements []T) []T { return append([]T(nil), elements...) }

// exportElements is ExportTo for a typed array into a slice of its elements'
// type, in one copy.
func (v Value) exportElements(to any) (done bool, err error) {
	array, ok := v.AsTypedArray()
	if !ok || array.Buffer().WasDetached() || array.Buffer().IsSharedArrayBuffer() {
		return false, nil
	}
	switch to := to.(type) {
	case *[]byte:
		return storeElements(array, to)
	case *[]int32:
		return storeElements(array, to)
	case *[]float32:
		return storeElements(array, to)
	case *[]float64:
		return storeElements(array, to)
	case *[]int64:
		return storeElements(array, to)
	case *[]uint64:
		return storeElements(array, to)
	}
	return false, nil
}

func storeElements[T Element](array TypedArray, to *[]T) (done bool, err error) {
	elements, ok := Elements[T](array)
	if !ok || len(elements) == 0 || to == nil {
		return false, nil
	}
	if err := array.level.isolate.take("export", array.ByteLength()); err != nil {
		return false, err
	}
	*to = copyOf(elements)
	return true, nil
}

// serialize lends the value in the wire format until the isolate's next call.
func (i *Isolate) serialize(v Value, byV8 bool) ([]byte, error) {
	t := C.shim_value_serialize(i.shim, i.argument(v), C.bool(byV8))
	if t.status != C.SHIM_STATUS_OK {
		return nil, i.fail("export", "", t.status)
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(t.data)), int(t.length)), nil
}

// ToValue makes a JavaScript value of Go data: all of it in one crossing. What
// becomes what package clone says: a struct or map is an object, a slice an
// Array, or a typed array when its elements are those of one, and so on. What
// the Go data has twice is there once in JavaScript too. A Value of this package
// is itself, and a func a function, as [Scope.NewFunction] or [Scope.NewFunctionOf]
// makes it, which panics where it can't; inside Go data they are an error, as all
// that stands for something in an isolate.
//
// Methods of Go data, such as MarshalJSON, may be called twice.
//
// What has nothing like it in JavaScript, such as a channel, and an integer
// beyond 2^53-1, is a [*clone.MarshalError], which says where it is.
//
// V8: [v8::ValueDeserializer]. HTML: [StructuredDeserialize].
//
// [v8::ValueDeserializer]: https://v8.github.io/api/head/classv8_1_1ValueDeserializer.html
// [StructuredDeserialize]: https://html.spec.whatwg.org/multipage/structured-data.html#structureddeserialize
func (s *Scope) ToValue(from any) (Value, error) { return s.toValue(from, "") }

// toValue is ToValue. A func gets the name.
func (s *Scope) toValue(from any, name string) (Value, error) {
	i := s.check()
	switch from := from.(type) {
	case nil:
		return Null(), nil
	case clone.Undefined:
		return Undefined(), nil
	case bool:
		return NewBoolean(from), nil
	case float64:
		return NewNumber(from), nil
	case int:
		if from <= maxSafeInteger && from >= -maxSafeInteger {
			return NewNumber(float64(from)), nil
		}
	case string:
		text, err := s.NewString(from)
		return text.Value, err
	case *big.Int:
		if from != nil {
			n, err := s.NewBigInt(from)
			return n.Value, err
		}
	case []byte:
		return toTypedArray(s, from)
	case []int32:
		return toTypedArray(s, from)
	case []float32:
		return toTypedArray(s, from)
	case []float64:
		return toTypedArray(s, from)
	case []int64:
		return toTypedArray(s, from)
	case []uint64:
		return toTypedArray(s, from)
	case interface{ isHandle() handle }:
		if p := reflect.ValueOf(from); p.Kind() == reflect.Pointer && p.IsNil() {
			return Null(), nil
		}
		if from.isHandle().kind() == kindData {
			panic(misuse.Kind)
		}
		return Value{from.isHandle()}, nil
	}
	if f, ok, err := s.goFunction(from, name); ok {
		return f.Value, err
	}
	return i.graphToValue(from, true)
}

// graphToValue is ToValue by the plain format, if it can be and isPlain is true,
// or by V8's.
func (i *Isolate) graphToValue(from any, isPlain bool) (Value, error) {
	format := wire.V8
	if isPlain {
		format = wire.Plain
	}
	e, err := clone.MarshalTo(format, from)
	if err != nil {
		return Value{}, toValueError(err)
	}
	defer e.Release()
	data := e.Bytes()
	if data[0] == wire.TagPlain {
		v, ok, err := i.readPlain(data)
		if !ok {
			return i.graphToValue(from, false)
		}
		return v, err
	}
	return i.result(C.shim_value_deserialize(i.shim, bytesOfSlice(data)), "to value", "")
}

// readPlain is not ok when V8's deserializer has to make the value.
func (i *Isolate) readPlain(data []byte) (v Value, ok bool, err error) {
	r := C.shim_value_read_plain(i.shim, bytesOfSlice(data))
	if r.status == C.SHIM_STATUS_NOT_PLAIN {
		return Value{}, false, nil
	}
	v, err = i.result(r, "to value", "")
	return v, true, err
}

func toTypedArray[T Element](s *Scope, elements []T) (Value, error) {
	if elements == nil {
		return Null(), nil
	}
	array, err := NewTypedArrayOf(s, elements)
	return array.Value, err
}

func toValueError(err error) error { return fmt.Errorf("v8: to value: %w", err) }

// exportable reports whether there is something in JavaScript that values of
// the type can become.
func exportable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Chan, reflect.Func, reflect.UnsafePointer, reflect.Complex64, reflect.Complex128, reflect.Invalid:
		return false
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return exportable(t.Elem())
	}
	return true
}

// graphToGo stores argument n of a call, of a type that is not plain.
func graphToGo(to reflect.Value, v Value, n int) error {
	if v.IsNullOrUndefined() && to.Kind() != reflect.Interface {
		if to.Kind() == reflect.Pointer {
			return nil
		}
		return argumentError(n, to.Type().String(), v)
	}
	err := v.ExportTo(to.Addr().Interface())
	var wrong *clone.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return TypeError.Errorf("argument %d: %w", n+1, wrong)
	}
	return argumentFailure(n, err)
}
