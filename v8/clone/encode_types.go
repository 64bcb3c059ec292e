package clone

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"slices"
	"time"
	"unsafe"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// specialEncoders write the types that stand for JavaScript's own. Of those
// that are pointers here, values are taken too.
func specialEncoders() map[reflect.Type]encoderFunc {
	specials := map[reflect.Type]encoderFunc{
		reflect.TypeFor[Undefined]():   func(e *Encoder, _ reflect.Value) error { e.tag(wire.TagUndefined); return nil },
		reflect.TypeFor[InvalidDate](): func(e *Encoder, _ reflect.Value) error { e.date(math.NaN()); return nil },
		reflect.TypeFor[time.Time](): func(e *Encoder, v reflect.Value) error {
			return e.time(v.Convert(reflect.TypeFor[time.Time]()).Interface().(time.Time))
		},
	}
	addSpecial(specials, func(e *Encoder, n *big.Int) error { return e.bigInt(wire.TagBigInt, n) })
	addSpecial(specials, withIdentity((*Encoder).primitiveObject))
	addSpecial(specials, withIdentity((*Encoder).regExp))
	addSpecial(specials, withIdentity((*Encoder).jsMap))
	addSpecial(specials, withIdentity((*Encoder).set))
	addSpecial(specials, withIdentity((*Encoder).array))
	addSpecial(specials, withIdentity((*Encoder).jsError))
	addSpecial(specials, (*Encoder).arrayBuffer)
	addSpecial(specials, (*Encoder).view)
	addSpecial(specials, withIdentity((*Encoder).reference))
	addSpecial(specials, withIdentity((*Encoder).wasmMemory))
	return specials
}

func addSpecial[T any](to map[reflect.Type]encoderFunc, write func(*Encoder, *T) error) {
	to[reflect.TypeFor[*T]()] = func(e *Encoder, v reflect.Value) error {
		if v.IsNil() {
			e.tag(wire.TagNull)
			return nil
		}
		return write(e, v.Interface().(*T))
	}
	to[reflect.TypeFor[T]()] = func(e *Encoder, v reflect.Value) error {
		value := v.Interface().(T)
		e.keep = append(e.keep, &value)
		return write(e, &value)
	}
}

// withIdentity writes what was written before as a reference.
func withIdentity[T any](write func(*Encoder, *T) error) func(*Encoder, *T) error {
	typ := reflect.TypeFor[*T]()
	return func(e *Encoder, p *T) error {
		if e.seen(uintptr(unsafe.Pointer(p)), 0, typ) {
			return nil
		}
		if err := e.enter(); err != nil {
			return err
		}
		if err := write(e, p); err != nil {
			return err
		}
		e.depth--
		return nil
	}
}

func invalid(value any, format string, arguments ...any) error {
	return &MarshalError{Type: reflect.TypeOf(value), Err: fmt.Errorf(format, arguments...)}
}

func (e *Encoder) primitiveObject(p *PrimitiveObject) error {
	switch value := p.Value.(type) {
	case bool:
		tag := byte(wire.TagFalseObject)
		if value {
			tag = wire.TagTrueObject
		}
		e.begin(tag)
	case float64:
		e.begin(wire.TagNumberObject)
		e.buf = wire.AppendFloat(e.buf, value)
	case *big.Int:
		if value == nil {
			return invalid(p, "Value is a nil *big.Int")
		}
		e.next++
		return e.bigInt(wire.TagBigIntObject, value)
	case string:
		e.begin(wire.TagStringObject)
		return e.string(value)
	default:
		return invalid(p, "Value is %T, want bool, float64, string or *big.Int", value)
	}
	return nil
}

func (e *Encoder) regExp(r *RegExp) error {
	bits, ok := r.flagBits()
	if !ok {
		return invalid(r, "invalid flags %q", r.Flags)
	}
	e.begin(wire.TagRegExp)
	if err := e.string(r.Source); err != nil {
		return err
	}
	e.varint(uint64(bits))
	return nil
}

func (e *Encoder) jsMap(m *Map) error {
	e.begin(wire.TagBeginMap)
	for n, entry := range m.Entries {
		if err := e.any(entry.Key); err != nil {
			return inIndex(in(err, ".key"), n)
		}
		if err := e.any(entry.Value); err != nil {
			return inIndex(in(err, ".value"), n)
		}
	}
	e.tag(wire.TagEndMap)
	e.varint(2 * uint64(len(m.Entries)))
	return nil
}

func (e *Encoder) set(s *Set) error {
	e.begin(wire.TagBeginSet)
	for n, value := range s.Values {
		if err := e.any(value); err != nil {
			return inIndex(err, n)
		}
	}
	e.tag(wire.TagEndSet)
	e.varint(uint64(len(s.Values)))
	return nil
}

func (e *Encoder) array(a *Array) error {
	e.begin(wire.TagBeginSparseArray)
	e.varint(uint64(a.Length))
	indices := make([]uint32, 0, len(a.Elements))
	for index := range a.Elements {
		indices = append(indices, index)
	}
	slices.Sort(indices)
	for _, index := range indices {
		if index >= a.Length {
			return invalid(a, "there is an element %d, and Length is %d", index, a.Length)
		}
		e.float(float64(index))
		if err := e.any(a.Elements[index]); err != nil {
			return inIndex(err, int(index))
		}
	}
	for name := range a.Properties {
		if _, ok := wire.ArrayIndex(name); ok || name == "length" {
			return invalid(a, "Properties has %q, which is no name of an array's property", name)
		}
	}
	if err := e.properties(a.Properties); err != nil {
		return err
	}
	e.tag(wire.TagEndSparseArray)
	e.varint(uint64(len(a.Elements) + len(a.Properties)))
	e.varint(uint64(a.Length))
	return nil
}

func (e *Encoder) jsError(err *Error) error {
	e.begin(wire.TagError)
	for tag, name := range wire.ErrorNames {
		if name == err.Name {
			e.tag(tag)
		}
	}
	// In this order: V8 13 reads the cause only behind the rest.
	if err.Message != "" {
		e.tag(wire.SubtagMessage)
		if failed := e.string(err.Message); failed != nil {
			return in(failed, ".message")
		}
	}
	if err.Stack != "" {
		e.tag(wire.SubtagStack)
		if failed := e.string(err.Stack); failed != nil {
			return in(failed, ".stack")
		}
	}
	if err.HasCause || err.Cause != nil {
		e.tag(wire.SubtagCause)
		if failed := e.any(err.Cause); failed != nil {
			return in(failed, ".cause")
		}
	}
	e.tag(wire.SubtagEnd)
	return nil
}

// goError writes a Go error as a JavaScript error with its text.
func goError(e *Encoder, v reflect.Value) error {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		e.tag(wire.TagNull)
		return nil
	}
	err := v.Interface().(error)
	js := &Error{Message: err.Error()}
	if cause := errors.Unwrap(err); cause != nil {
		js.Cause = cause
	}
	e.keep = append(e.keep, js)
	if failed := e.enter(); failed != nil { // Unwrap can go on for ever
		return failed
	}
	if failed := e.jsError(js); failed != nil {
		return failed
	}
	e.depth--
	return nil
}

func (e *Encoder) reference(r *Reference) error {
	if r.Kind.String() == "" {
		return invalid(r, "unknown Kind %d", r.Kind)
	}
	if r.Kind == SharedObject {
		e.tag(byte(r.Kind)) // to which V8 gives no id
	} else {
		e.begin(byte(r.Kind))
	}
	e.varint(uint64(r.ID))
	return nil
}

func (e *Encoder) wasmMemory(m *WasmMemory) error {
	if m.Buffer == nil || m.Buffer.Kind != SharedArrayBuffer {
		return invalid(m, "Buffer is no SharedArrayBuffer")
	}
	e.begin(wire.TagWasmMemory)
	e.varint(wire.Zigzag(m.MaximumPages))
	if m.Memory64 {
		e.tag(1)
	} else {
		e.tag(0)
	}
	return e.any(m.Buffer)
}
