package clone

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// A decoderFunc reads a value into one of its type, which can be set.
type decoderFunc func(d *Decoder, v reflect.Value) error

var (
	decoderFuncs sync.Map // reflect.Type -> decoderFunc

	unmarshalerType     = reflect.TypeFor[Unmarshaler]()
	jsonUnmarshalerType = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
	timeType            = reflect.TypeFor[time.Time]()
	bigIntType          = reflect.TypeFor[big.Int]()
)

func decoderOf(t reflect.Type) decoderFunc {
	if f, ok := decoderFuncs.Load(t); ok {
		return f.(decoderFunc)
	}
	f := newDecoder(t)
	decoderFuncs.Store(t, f)
	return f
}

func newDecoder(t reflect.Type) decoderFunc {
	pointer := reflect.PointerTo(t)
	switch {
	case wire.IsHandle(t):
		return func(d *Decoder, v reflect.Value) error {
			value, err := d.any()
			if err != nil {
				return err
			}
			return &UnmarshalTypeError{Value: describe(value), Type: t, Err: errHandle}
		}
	case t == anyType:
		return func(d *Decoder, v reflect.Value) error {
			value, err := d.any()
			if err == nil {
				setAny(v, value)
			}
			return err
		}
	case pointer.Implements(unmarshalerType):
		return func(d *Decoder, v reflect.Value) error {
			value, err := d.any()
			if err != nil {
				return err
			}
			return d.byMethod(v, value, v.Addr().Interface().(Unmarshaler).UnmarshalClone)
		}
	case t == timeType || t == bigIntType || isOwn(t):
		return (*Decoder).generic
	case pointer.Implements(jsonUnmarshalerType):
		return (*Decoder).jsonInto
	case pointer.Implements(textUnmarshalerType):
		return (*Decoder).textInto
	}
	switch t.Kind() {
	case reflect.Pointer:
		return newPointerDecoder(t)
	case reflect.Struct:
		return newStructDecoder(t)
	case reflect.Map:
		return newMapDecoder(t)
	case reflect.Slice, reflect.Array:
		return newSliceDecoder(t)
	case reflect.Bool:
		return (*Decoder).boolInto
	case reflect.String:
		return (*Decoder).stringInto
	case reflect.Float32, reflect.Float64, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return (*Decoder).numberInto
	}
	return (*Decoder).generic
}

// isOwn reports whether a type is one of this package that stands for a value.
func isOwn(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	_, ok := specials[t]
	return ok
}

func setAny(v reflect.Value, value any) {
	if value == nil {
		v.SetZero()
	} else {
		v.Set(reflect.ValueOf(value))
	}
}

// generic reads whatever is there, and stores it if it can.
func (d *Decoder) generic(v reflect.Value) error {
	value, err := d.any()
	if err != nil {
		return err
	}
	return d.store(v, value)
}

// byMethod stores a value by a method of v's type.
func (d *Decoder) byMethod(v reflect.Value, value any, store func(any) error) error {
	if err := store(value); err != nil {
		var typed *UnmarshalTypeError
		if errors.As(err, &typed) {
			return err
		}
		return &UnmarshalTypeError{Value: describe(value), Type: v.Type(), Err: err}
	}
	return nil
}

func (d *Decoder) textInto(v reflect.Value) error {
	value, err := d.any()
	if err != nil {
		return err
	}
	switch value := value.(type) {
	case nil:
		return nil
	case Undefined:
		return d.undefined(v)
	case string:
		if err := d.charge(len(value)); err != nil {
			return err
		}
	default:
		return mismatch(v, value)
	}
	return d.byMethod(v, value, func(value any) error {
		return v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(value.(string)))
	})
}

func newPointerDecoder(t reflect.Type) decoderFunc {
	return func(d *Decoder, v reflect.Value) error {
		tag, err := d.peekValue()
		if err != nil {
			return err
		}
		switch tag {
		case wire.TagNull, wire.TagUndefined:
			d.pos++
			v.SetZero()
			return nil
		case wire.TagObjectReference:
			d.pos++
			return d.referenceInto(v)
		}
		if err := d.enter(); err != nil {
			return err
		}
		p := v
		if v.IsNil() {
			if err := d.charge(int(t.Elem().Size())); err != nil {
				return err
			}
			p = reflect.New(t.Elem())
			v.Set(p)
		}
		if err := decoderOf(t.Elem())(d, p.Elem()); err != nil {
			return err
		}
		d.depth--
		return nil
	}
}

// referenceInto stores an object that was read before.
func (d *Decoder) referenceInto(v reflect.Value) error {
	id, err := d.reference()
	if err != nil {
		return err
	}
	o, t := &d.objects[id], v.Type()
	value, typed := o.value, o.typed
	if other, ok := d.others[objectAs{id, t}]; ok {
		value, typed = other, true
	}
	if value != nil && typed {
		stored := reflect.ValueOf(value)
		if stored.Type() == t { // a pointer to it
			v.Set(stored)
			return nil
		}
		if stored.Type().Elem() == t {
			if o.open && (t.Kind() == reflect.Struct || t.Kind() == reflect.Array) {
				return &UnmarshalTypeError{Value: "an object inside itself", Type: t, Err: errors.New("use a pointer")}
			}
			v.Set(stored.Elem())
			return d.spend(int(t.Size()))
		}
	} else if value != nil {
		switch value.(type) {
		case map[string]any, []any, *Array:
			if reflect.TypeOf(value).AssignableTo(t) {
				v.Set(reflect.ValueOf(value))
				return nil
			}
		default:
			value, err := d.maybeView(value)
			if err != nil {
				return err
			}
			return d.store(v, value)
		}
	}
	err = d.again(id, func() error { return decoderOf(t)(d, v) })
	if err != nil {
		return err
	}
	switch t.Kind() {
	case reflect.Pointer:
		d.remember(id, t, v.Interface())
		d.remember(id, t.Elem(), v.Interface())
	default:
		if err := d.charge(int(t.Size())); err != nil {
			return err
		}
		copied := reflect.New(t)
		copied.Elem().Set(v)
		d.remember(id, t, copied.Interface())
		d.remember(id, copied.Type(), copied.Interface())
	}
	return nil
}

// boolInto, numberInto and stringInto read what is common without a detour.

func (d *Decoder) boolInto(v reflect.Value) error {
	tag, err := d.peek()
	if err != nil {
		return err
	}
	if tag == wire.TagTrue || tag == wire.TagFalse {
		d.pos++
		v.SetBool(tag == wire.TagTrue)
		return nil
	}
	return d.generic(v)
}

func (d *Decoder) numberInto(v reflect.Value) error {
	tag, err := d.peek()
	if err != nil {
		return err
	}
	if tag == wire.TagInt32 || tag == wire.TagDouble || tag == wire.TagUint32 {
		d.pos++
		f, err := d.number(tag)
		if err != nil {
			return err
		}
		return setNumber(v, f)
	}
	return d.generic(v)
}

func (d *Decoder) stringInto(v reflect.Value) error {
	tag, err := d.peek()
	if err != nil {
		return err
	}
	if tag == wire.TagOneByteString || tag == wire.TagTwoByteString || tag == wire.TagUTF8String {
		d.pos++
		text, err := d.text(tag)
		if err != nil {
			return err
		}
		v.SetString(text)
		return nil
	}
	return d.generic(v)
}

// mismatch is that a value can't be stored.
func mismatch(v reflect.Value, value any) error {
	return &UnmarshalTypeError{Value: describe(value), Type: v.Type()}
}

var errNotSafe = errors.New("it is no safe integer, from -(2^53-1) to 2^53-1")

func setNumber(v reflect.Value, f float64) error {
	if v.CanFloat() {
		if v.OverflowFloat(f) {
			return mismatch(v, f)
		}
		v.SetFloat(f)
		return nil
	}
	// Within 2^53 every float64 that is whole is that very integer.
	if f != math.Trunc(f) || math.Abs(f) > wire.MaxSafeInteger {
		return &UnmarshalTypeError{Value: describe(f), Type: v.Type(), Err: errNotSafe}
	}
	if v.CanInt() {
		if v.OverflowInt(int64(f)) {
			return mismatch(v, f)
		}
		v.SetInt(int64(f))
		return nil
	}
	if f < 0 || v.OverflowUint(uint64(f)) {
		return mismatch(v, f)
	}
	v.SetUint(uint64(f))
	return nil
}

func setBigInt(v reflect.Value, n *big.Int) error {
	switch {
	case v.CanInt() && n.IsInt64() && !v.OverflowInt(n.Int64()):
		v.SetInt(n.Int64())
	case v.CanUint() && n.IsUint64() && !v.OverflowUint(n.Uint64()):
		v.SetUint(n.Uint64())
	default:
		return mismatch(v, n)
	}
	return nil
}

// describe is what a value is, for errors.
func describe(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case Undefined:
		return "undefined"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if value == 0 && math.Signbit(value) {
			return "number -0"
		}
		return "number " + wire.FormatNumber(value)
	case *big.Int:
		return "BigInt"
	case time.Time, InvalidDate:
		return "Date"
	case map[string]any:
		return "object"
	case []any, *Array:
		return "Array"
	case *View:
		return value.Type.String()
	case *Reference:
		return value.Kind.String()
	case []byte:
		return "Uint8Array"
	}
	t := reflect.TypeOf(value)
	if t.Kind() == reflect.Pointer {
		return t.Elem().Name()
	}
	if t.Kind() == reflect.Slice {
		return viewTypeOf[t.Elem().Kind()].String()
	}
	return fmt.Sprint(t)
}

// setName stores a property's name as a map's key.
func setName(v reflect.Value, name string) error {
	switch {
	case v.Kind() == reflect.String:
		v.SetString(name)
		return nil
	case v.CanAddr() && v.Addr().Type().Implements(textUnmarshalerType):
		return v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(name))
	case v.CanInt():
		n, err := strconv.ParseInt(name, 10, v.Type().Bits())
		v.SetInt(n)
		return err
	case v.CanUint():
		n, err := strconv.ParseUint(name, 10, v.Type().Bits())
		v.SetUint(n)
		return err
	case v.CanFloat():
		f, err := strconv.ParseFloat(name, v.Type().Bits())
		v.SetFloat(f)
		return err
	}
	return errors.New("it is no type for a property's name")
}
