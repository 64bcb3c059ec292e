package clone

import (
	"math"
	"math/big"
	"reflect"
	"strconv"
	"sync"
	"unsafe"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// peekInto is peekValue, but stores what is a reference; then done is true.
func (d *Decoder) peekInto(v reflect.Value) (tag byte, done bool, err error) {
	if tag, err = d.peekValue(); err != nil || tag != wire.TagObjectReference {
		return tag, false, err
	}
	d.pos++
	return tag, true, d.referenceInto(v)
}

// isObject reports whether a tag is that of an object with properties alone.
func isObject(tag byte) bool {
	return tag == wire.TagBeginObject || tag == wire.TagNewShape || tag == wire.TagShape
}

func newStructDecoder(t reflect.Type) decoderFunc {
	planOnce := sync.OnceValue(func() *structPlan { return planOf(t) })
	return func(d *Decoder, v reflect.Value) error {
		tag, done, err := d.peekInto(v)
		if done || err != nil {
			return err
		}
		if !isObject(tag) {
			return d.generic(v)
		}
		if err := d.enter(); err != nil {
			return err
		}
		id := d.add(d.pos, v.Addr().Interface(), true)
		d.pos++
		all, err := d.members(tag)
		if err != nil {
			return err
		}
		if err := d.fields(planOnce(), &all, v); err != nil {
			return err
		}
		d.leave(id)
		return d.endOfMembers(&all, all.count)
	}
}

// fields reads properties into the fields of a struct.
func (d *Decoder) fields(plan *structPlan, all *members, v reflect.Value) error {
	var known []int
	if all.shape != nil {
		known = all.shape.fieldsOf(plan)
	}
	for expected := 0; ; {
		name, done, err := d.name(all)
		if done || err != nil {
			return err
		}
		n := expected // properties mostly come in the order of the fields
		if known != nil {
			n = known[all.count-1]
		} else if n >= len(plan.fields) || plan.fields[n].name != name {
			n = plan.fieldNamed(name)
		}
		if n < 0 {
			if d.Options.DisallowUnknownFields {
				return inKey(&UnmarshalTypeError{Value: "property", Type: v.Type(), Err: errUnknownField}, name)
			}
			if err := d.skip(); err != nil {
				return err
			}
			continue
		}
		expected = n + 1
		f := &plan.fields[n]
		if f.omitEmpty || f.omitZero { // what is left out going in may be so coming out
			if tag, err := d.peekValue(); err != nil {
				return err
			} else if tag == wire.TagUndefined {
				d.pos++
				continue
			}
		}
		if err := f.decode()(d, f.in(v)); err != nil {
			return inKey(err, name)
		}
	}
}

func newMapDecoder(t reflect.Type) decoderFunc {
	return func(d *Decoder, v reflect.Value) error {
		tag, done, err := d.peekInto(v)
		if done || err != nil {
			return err
		}
		if !isObject(tag) || t == anyMapType && v.IsNil() {
			return d.generic(v)
		}
		if err := d.enter(); err != nil {
			return err
		}
		if v.IsNil() {
			if err := d.charge(mapBytes(1, t.Key().Size()+t.Elem().Size())); err != nil {
				return err
			}
			v.Set(reflect.MakeMap(t))
		}
		id := d.add(d.pos, v.Addr().Interface(), true)
		d.pos++
		all, err := d.members(tag)
		if err != nil {
			return err
		}
		decode := decoderOf(t.Elem())
		entry := mapEntryBytes(t.Key().Size(), t.Elem().Size())
		count, err := d.each(&all, func(name string) error {
			if err := d.charge(entry); err != nil {
				return err
			}
			key, value := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			if err := setName(key, name); err != nil {
				return inKey(&UnmarshalTypeError{Value: "the name " + strconv.Quote(name), Type: t.Key(), Err: err}, name)
			}
			if err := decode(d, value); err != nil {
				return inKey(err, name)
			}
			v.SetMapIndex(key, value)
			return nil
		})
		if err != nil {
			return err
		}
		d.leave(id)
		return d.endOfMembers(&all, count)
	}
}

func newSliceDecoder(t reflect.Type) decoderFunc {
	decodeElement := sync.OnceValue(func() decoderFunc { return decoderOf(t.Elem()) })
	return func(d *Decoder, v reflect.Value) error {
		tag, done, err := d.peekInto(v)
		if done || err != nil {
			return err
		}
		if tag != wire.TagBeginDenseArray && tag != wire.TagBeginSparseArray || t == anySliceType {
			return d.generic(v)
		}
		pos := d.pos
		d.pos++
		length, possible, err := d.arrayLength(tag)
		if err != nil {
			return err
		}
		if err := d.enter(); err != nil {
			return err
		}
		if !possible {
			if d.holes -= int(length); d.holes < 0 {
				return &UnmarshalTypeError{Value: "sparse Array of length " + strconv.Itoa(int(length)), Type: t}
			}
		}
		if err := d.makeElements(v, int(length)); err != nil {
			return err
		}
		id := d.add(pos, v.Addr().Interface(), true)
		if err := d.elementsInto(tag, v, int(length), decodeElement()); err != nil {
			return err
		}
		d.leave(id)
		return nil
	}
}

// makeElements makes room for an array's elements.
func (d *Decoder) makeElements(v reflect.Value, length int) error {
	if v.Kind() == reflect.Array {
		if length > v.Len() {
			return &UnmarshalTypeError{Value: "Array of length " + strconv.Itoa(length), Type: v.Type()}
		}
		v.SetZero()
		return nil
	}
	if length == 0 {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		return nil
	}
	if err := d.chargeMany(length, v.Type().Elem().Size()); err != nil {
		return err
	}
	v.SetZero()
	v.Grow(length) // MakeSlice would allocate the slice itself too
	v.SetLen(length)
	return nil
}

func (d *Decoder) elementsInto(tag byte, v reflect.Value, length int, decode decoderFunc) error {
	end := byte(wire.TagEndSparseArray)
	if tag == wire.TagBeginDenseArray {
		end = wire.TagEndDenseArray
		for n := range length {
			next, err := d.peek()
			if err != nil {
				return err
			}
			if next == wire.TagHole {
				d.pos++
				continue
			}
			if err := decode(d, v.Index(n)); err != nil {
				return inIndex(err, n)
			}
		}
	}
	count, err := d.each(&members{end: end}, func(name string) error {
		index, ok := wire.ArrayIndex(name)
		if !ok {
			return d.skip() // a slice has no properties
		}
		if int64(index) >= int64(length) {
			return d.fail("an index is not inside the array")
		}
		if err := decode(d, v.Index(int(index))); err != nil {
			return inIndex(err, int(index))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.lengths(count, length)
}

// store stores a value as any reads it.
func (d *Decoder) store(v reflect.Value, value any) error {
	if v.Kind() == reflect.Pointer && value != nil && !reflect.TypeOf(value).AssignableTo(v.Type()) {
		if value == (Undefined{}) {
			v.SetZero()
			return nil
		}
		if v.IsNil() {
			if err := d.charge(int(v.Type().Elem().Size())); err != nil {
				return err
			}
			v.Set(reflect.New(v.Type().Elem()))
		}
		return d.store(v.Elem(), value)
	}
	switch value := value.(type) {
	case nil:
		return nil
	case Undefined:
		if v.Type() == reflect.TypeFor[Undefined]() || v.Kind() == reflect.Interface && v.NumMethod() == 0 {
			break
		}
		return d.undefined(v)
	case *PrimitiveObject:
		if v.Kind() != reflect.Interface && v.Type() != reflect.TypeFor[PrimitiveObject]() && v.Kind() != reflect.Pointer {
			return d.store(v, value.Value)
		}
	}
	r := reflect.ValueOf(value)
	switch {
	case r.Type().AssignableTo(v.Type()):
		v.Set(r)
		return nil
	case r.Kind() == reflect.Pointer && !r.IsNil() && r.Type().Elem() == v.Type():
		v.Set(r.Elem()) // a *RegExp in a RegExp
		return nil
	}
	switch value := value.(type) {
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(value)
			return nil
		}
	case string:
		if v.Kind() == reflect.String {
			v.SetString(value)
			return nil
		}
	case float64:
		if v.CanFloat() || v.CanInt() || v.CanUint() {
			return setNumber(v, value)
		}
	case *big.Int:
		return setBigInt(v, value)
	case *Map:
		return d.storeMap(v, value)
	case *Set:
		return d.storeSet(v, value)
	case []any:
		return d.storeSlice(v, value)
	case *Array:
		if v.Kind() == reflect.Slice && int64(value.Length) <= int64(d.holes) {
			d.holes -= int(value.Length)
			d.copies += elementCopy * int(value.Length)
			if err := d.chargeMany(int(value.Length), unsafe.Sizeof(any(nil))); err != nil {
				return err
			}
			elements := make([]any, value.Length)
			for n := range elements {
				elements[n] = Undefined{}
				if element, ok := value.Elements[uint32(n)]; ok {
					elements[n] = element
				}
			}
			return d.storeSlice(v, elements)
		}
	case *ArrayBuffer:
		return storeBytes(v, value.Data, value)
	case *View:
		return storeBytes(v, value.Bytes(), value)
	case map[string]any:
		if v.Kind() == reflect.Struct || v.Kind() == reflect.Map {
			return d.convert(v, value)
		}
	default:
		if r.Kind() == reflect.Slice {
			return d.storeSlice(v, value)
		}
	}
	return mismatch(v, value)
}

// undefined is what becomes of a value where there is undefined.
func (d *Decoder) undefined(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Map, reflect.Slice, reflect.Interface:
		return nil
	}
	if d.Options.UndefinedIsZero {
		return nil
	}
	return &UnmarshalTypeError{Value: describe(Undefined{}), Type: v.Type(), Err: errUndefined}
}

// convert stores an object that was read as a map, for it was inside a Map or
// Set, in what has a plan of its own.
func (d *Decoder) convert(v reflect.Value, object map[string]any) error {
	data, err := Marshal(object)
	if err != nil {
		return mismatch(v, object)
	}
	if d.repeats -= len(data); d.repeats < 0 {
		return d.fail(errRepeats.Error())
	}
	if err := d.charge(len(data)); err != nil {
		return err
	}
	d.settle()
	inner := &Decoder{known: d.known, Options: d.Options}
	inner.Reset(data)
	inner.repeats, inner.copies = d.repeats, d.copies
	inner.open(d.account)
	if err := inner.header(); err != nil {
		return err
	}
	err = decoderOf(v.Type())(inner, v)
	inner.settle()
	d.repeats, d.copies = inner.repeats, inner.copies
	return err
}

func (d *Decoder) storeMap(v reflect.Value, m *Map) error {
	if v.Kind() != reflect.Map {
		return mismatch(v, m)
	}
	t := v.Type()
	if err := d.makeMap(v, len(m.Entries)); err != nil {
		return err
	}
	for n, entry := range m.Entries {
		key, value := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		if err := d.store(key, entry.Key); err != nil {
			return inIndex(in(err, ".key"), n)
		}
		if !key.Comparable() {
			return inIndex(in(mismatch(key, entry.Key), ".key"), n)
		}
		if err := d.store(value, entry.Value); err != nil {
			return inIndex(in(err, ".value"), n)
		}
		v.SetMapIndex(key, value)
	}
	return nil
}

func (d *Decoder) storeSet(v reflect.Value, s *Set) error {
	if v.Kind() != reflect.Map || v.Type().Elem().Size() > 0 {
		return d.storeSlice(v, s.Values)
	}
	if err := d.makeMap(v, len(s.Values)); err != nil {
		return err
	}
	for n, value := range s.Values {
		key := reflect.New(v.Type().Key()).Elem()
		if err := d.store(key, value); err != nil {
			return inIndex(err, n)
		}
		if !key.Comparable() {
			return inIndex(mismatch(key, value), n)
		}
		v.SetMapIndex(key, reflect.Zero(v.Type().Elem()))
	}
	return nil
}

// makeMap makes room for entries, and for each key and value by itself.
func (d *Decoder) makeMap(v reflect.Value, entries int) error {
	if err := d.spread(elementCopy * entries); err != nil {
		return err
	}
	size := v.Type().Key().Size() + v.Type().Elem().Size()
	if err := d.chargeMany(entries, size); err != nil {
		return err
	}
	if err := d.charge(mapBytes(entries, size)); err != nil {
		return err
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), entries))
	return nil
}

// storeSlice stores elements one by one.
func (d *Decoder) storeSlice(v reflect.Value, elements any) error {
	from := reflect.ValueOf(elements)
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
		return mismatch(v, elements)
	}
	if err := d.spread(elementCopy * from.Len()); err != nil {
		return err
	}
	if err := d.makeElements(v, from.Len()); err != nil {
		return err
	}
	for n := range from.Len() {
		element := from.Index(n)
		var err error
		switch {
		case element.CanFloat() && (v.Index(n).CanFloat() || v.Index(n).CanInt() || v.Index(n).CanUint()):
			err = setNumber(v.Index(n), element.Float())
		case element.CanInt():
			err = storeInteger(v.Index(n), element.Int())
		case element.CanUint() && element.Uint() <= math.MaxInt64:
			err = storeInteger(v.Index(n), int64(element.Uint()))
		default:
			err = d.store(v.Index(n), element.Interface())
		}
		if err != nil {
			return inIndex(err, n)
		}
	}
	return nil
}

func storeInteger(v reflect.Value, n int64) error {
	switch {
	case v.CanInt() && !v.OverflowInt(n):
		v.SetInt(n)
	case v.CanUint() && n >= 0 && !v.OverflowUint(uint64(n)):
		v.SetUint(uint64(n))
	case v.CanFloat() && n >= -wire.MaxSafeInteger && n <= wire.MaxSafeInteger:
		v.SetFloat(float64(n))
	case v.Kind() == reflect.Interface && v.NumMethod() == 0:
		v.Set(reflect.ValueOf(float64(n)))
	default:
		return mismatch(v, float64(n))
	}
	return nil
}

// storeBytes stores the bytes of a buffer, or of a part of one, in place.
func storeBytes(v reflect.Value, data []byte, value any) error {
	switch {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 && data != nil:
		v.SetBytes(data)
	case v.Kind() == reflect.Array && v.Type().Elem().Kind() == reflect.Uint8 && len(data) == v.Len():
		reflect.Copy(v, reflect.ValueOf(data))
	default:
		return mismatch(v, value)
	}
	return nil
}
