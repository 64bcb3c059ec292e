package clone

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// An encoderFunc writes the values of a type.
type encoderFunc func(e *Encoder, v reflect.Value) error

var (
	encoderFuncs sync.Map // reflect.Type -> encoderFunc
	specials     map[reflect.Type]encoderFunc

	marshalerType     = reflect.TypeFor[Marshaler]()
	hostObjectType    = reflect.TypeFor[HostObject]()
	jsonMarshalerType = reflect.TypeFor[json.Marshaler]()
	textMarshalerType = reflect.TypeFor[encoding.TextMarshaler]()
	errorType         = reflect.TypeFor[error]()
)

func init() { specials = specialEncoders() } // which need encoderOf, which needs it

func encoderOf(t reflect.Type) encoderFunc {
	if f, ok := encoderFuncs.Load(t); ok {
		return f.(encoderFunc)
	}
	f := newEncoder(t)
	encoderFuncs.Store(t, f)
	return f
}

// isSpecial reports whether a type is more than what it consists of.
func isSpecial(t reflect.Type) bool { return specialEncoder(t) != nil }

// specialEncoder is the encoder of a type that stands for something of
// JavaScript's, or that has methods for cloning, or nil.
func specialEncoder(t reflect.Type) encoderFunc {
	if f, ok := specials[t]; ok {
		return f
	}
	if wire.IsHandle(t) {
		return func(*Encoder, reflect.Value) error { return &MarshalError{Type: t, Err: errHandle} }
	}
	for _, by := range []struct {
		typ   reflect.Type
		write encoderFunc
	}{
		{hostObjectType, hostObject}, {marshalerType, byMarshaler},
		{jsonMarshalerType, byJSON}, {textMarshalerType, byText}, {errorType, goError},
	} {
		if t.Implements(by.typ) && t.Kind() != reflect.Interface {
			return nilOr(by.write)
		}
		if t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && t.Name() != "" &&
			reflect.PointerTo(t).Implements(by.typ) {
			return byPointer(nilOr(by.write))
		}
	}
	return nil
}

func nilOr(write encoderFunc) encoderFunc {
	return func(e *Encoder, v reflect.Value) error {
		if v.Kind() == reflect.Pointer && v.IsNil() {
			e.tag(wire.TagNull)
			return nil
		}
		return write(e, v)
	}
}

// byPointer calls methods that want a pointer.
func byPointer(write encoderFunc) encoderFunc {
	return func(e *Encoder, v reflect.Value) error {
		if v.CanAddr() {
			return write(e, v.Addr())
		}
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		return write(e, p)
	}
}

func hostObject(e *Encoder, v reflect.Value) error {
	if v.Kind() == reflect.Pointer && e.seen(v.Pointer(), 0, v.Type()) {
		return nil
	}
	e.begin(wire.TagHostObject)
	return wrap(v, v.Interface().(HostObject).WriteHostObject(e))
}

func byMarshaler(e *Encoder, v reflect.Value) error {
	value, err := v.Interface().(Marshaler).MarshalClone()
	if err != nil {
		return wrap(v, err)
	}
	return e.instead(value)
}

// instead writes a value in another's place.
func (e *Encoder) instead(value any) error {
	e.keep = append(e.keep, value)
	if err := e.enter(); err != nil { // which may be the same one
		return err
	}
	if err := e.any(value); err != nil {
		return err
	}
	e.depth--
	return nil
}

func byJSON(e *Encoder, v reflect.Value) error {
	text, err := v.Interface().(json.Marshaler).MarshalJSON()
	if err != nil {
		return wrap(v, err)
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return wrap(v, err)
	}
	return e.instead(value)
}

func byText(e *Encoder, v reflect.Value) error {
	text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		return wrap(v, err)
	}
	return e.string(string(text))
}

func wrap(v reflect.Value, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := err.(*MarshalError); ok {
		return err
	}
	return &MarshalError{Type: v.Type(), Err: err}
}

func newEncoder(t reflect.Type) encoderFunc {
	if f := specialEncoder(t); f != nil {
		return f
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(e *Encoder, v reflect.Value) error { e.bool(v.Bool()); return nil }
	case reflect.String:
		return func(e *Encoder, v reflect.Value) error { return e.string(v.String()) }
	case reflect.Float32, reflect.Float64:
		return func(e *Encoder, v reflect.Value) error { e.float(v.Float()); return nil }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(e *Encoder, v reflect.Value) error { return wrapNumber(v, e.int(v.Int())) }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(e *Encoder, v reflect.Value) error { return wrapNumber(v, e.uint(v.Uint())) }
	case reflect.Interface:
		return func(e *Encoder, v reflect.Value) error { return e.any(v.Interface()) }
	case reflect.Pointer:
		return newPointerEncoder(t)
	case reflect.Struct:
		plan := sync.OnceValue(func() *structPlan { return planOf(t) })
		return func(e *Encoder, v reflect.Value) error { return e.structOf(plan(), v) }
	case reflect.Map:
		return newMapEncoder(t)
	case reflect.Slice:
		if view, ok := viewTypeOf[t.Elem().Kind()]; ok && !isSpecial(t.Elem()) {
			return func(e *Encoder, v reflect.Value) error { return e.typedArray(v, view) }
		}
		return (*Encoder).plainSlice
	case reflect.Array:
		return (*Encoder).elements
	}
	return func(*Encoder, reflect.Value) error { return &MarshalError{Type: t, Err: errNoClone} }
}

func wrapNumber(v reflect.Value, err error) error {
	if err != nil {
		err.(*MarshalError).Type = v.Type()
	}
	return err
}

func newPointerEncoder(t reflect.Type) encoderFunc {
	// A struct that is an object has an identity. What else a pointer leads to
	// has one of its own, or none in JavaScript.
	isObject := t.Elem().Kind() == reflect.Struct && !isSpecial(t.Elem())
	return func(e *Encoder, v reflect.Value) error {
		if v.IsNil() {
			e.tag(wire.TagNull)
			return nil
		}
		if isObject && t.Elem().Size() > 0 && e.seen(v.Pointer(), 0, t) {
			return nil
		}
		if err := e.enter(); err != nil {
			return err
		}
		if err := encoderOf(t.Elem())(e, v.Elem()); err != nil {
			return err
		}
		e.depth--
		return nil
	}
}

func (e *Encoder) structOf(plan *structPlan, v reflect.Value) error {
	if err := e.enter(); err != nil {
		return err
	}
	if e.plain {
		return e.plainStruct(plan, v)
	}
	e.begin(wire.TagBeginObject)
	count := 0
	for n := range plan.fields {
		f := &plan.fields[n]
		value, ok := f.of(v)
		if !ok || f.omitted(value) {
			continue
		}
		if f.wireName != nil {
			e.buf = append(e.buf, f.wireName...)
		} else if err := e.key(f.name); err != nil {
			return err
		}
		if err := f.encode()(e, value); err != nil {
			return inKey(err, f.name)
		}
		count++
	}
	e.tag(wire.TagEndObject)
	e.varint(uint64(count))
	e.depth--
	return nil
}

func newMapEncoder(t reflect.Type) encoderFunc {
	keyText, ok := keyTexts(t.Key())
	if !ok {
		return func(*Encoder, reflect.Value) error {
			return &MarshalError{Type: t, Err: fmt.Errorf("%v is no property's name: use *clone.Map", t.Key())}
		}
	}
	return func(e *Encoder, v reflect.Value) error {
		if v.IsNil() {
			e.tag(wire.TagNull)
			return nil
		}
		if t == anyMapType {
			return e.anyMap(v.Interface().(map[string]any))
		}
		if e.seen(v.Pointer(), 0, t) {
			return nil
		}
		if err := e.enter(); err != nil {
			return err
		}
		type entry struct {
			name  string
			value reflect.Value
		}
		entries := make([]entry, 0, v.Len())
		for all := v.MapRange(); all.Next(); {
			name, err := keyText(all.Key())
			if err != nil {
				return wrap(all.Key(), err)
			}
			entries = append(entries, entry{name, all.Value()})
		}
		slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
		var shape *shapeToWrite
		if e.plain {
			names := make([]string, len(entries))
			for n := range entries {
				names[n] = entries[n].name
			}
			var err error
			if shape, err = e.shapeOf(names); err != nil {
				return err
			}
			e.beginShape(shape)
		} else {
			e.begin(wire.TagBeginObject)
		}
		encode := encoderOf(t.Elem())
		for n, entry := range entries {
			if n > 0 && entries[n-1].name == entry.name {
				return inKey(&MarshalError{Type: t, Err: errors.New("two keys have one name")}, entry.name)
			}
			if shape == nil {
				if err := e.key(entry.name); err != nil {
					return err
				}
			}
			if err := encode(e, entry.value); err != nil {
				return inKey(err, entry.name)
			}
		}
		if shape == nil {
			e.tag(wire.TagEndObject)
			e.varint(uint64(len(entries)))
		}
		e.depth--
		return nil
	}
}

// keyTexts makes names of a map's keys.
func keyTexts(t reflect.Type) (text func(reflect.Value) (string, error), ok bool) {
	switch {
	case t.Kind() == reflect.String:
		return func(v reflect.Value) (string, error) { return v.String(), nil }, true
	case t.Implements(textMarshalerType):
		return func(v reflect.Value) (string, error) {
			text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
			return string(text), err
		}, true
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) (string, error) { return strconv.FormatInt(v.Int(), 10), nil }, true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(v reflect.Value) (string, error) { return strconv.FormatUint(v.Uint(), 10), nil }, true
	case reflect.Float32, reflect.Float64:
		return func(v reflect.Value) (string, error) { return wire.FormatNumber(v.Float()), nil }, true
	}
	return nil, false
}

// plainSlice writes a slice as an Array, whatever its elements are.
func (e *Encoder) plainSlice(v reflect.Value) error {
	if v.Kind() != reflect.Slice {
		return encoderOf(v.Type())(e, v)
	}
	if v.IsNil() {
		e.tag(wire.TagNull)
		return nil
	}
	if v.Cap() > 0 && v.Type().Elem().Size() > 0 && e.seen(v.Pointer(), v.Len(), v.Type()) {
		return nil
	}
	return e.elements(v)
}

func (e *Encoder) elements(v reflect.Value) error {
	if err := e.enter(); err != nil {
		return err
	}
	e.begin(wire.TagBeginDenseArray)
	e.varint(uint64(v.Len()))
	encode := encoderOf(v.Type().Elem())
	for n := range v.Len() {
		if err := encode(e, v.Index(n)); err != nil {
			return inIndex(err, n)
		}
	}
	e.endDenseArray(v.Len())
	e.depth--
	return nil
}
