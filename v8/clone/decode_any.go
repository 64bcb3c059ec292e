package clone

import (
	"reflect"
	"time"
	"unsafe"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

var anyType = reflect.TypeFor[any]()

// any reads a value of whatever type.
func (d *Decoder) any() (any, error) {
	var tag byte
	if d.pos < len(d.data) {
		tag = d.data[d.pos]
	}
	if tag == wire.TagPadding || tag == wire.TagVerifyObjectCount {
		var err error
		if tag, err = d.peekValue(); err != nil {
			return nil, err
		}
	}
	pos := d.pos
	d.pos++
	switch tag {
	case wire.TagUndefined:
		return Undefined{}, nil
	case wire.TagNull:
		return nil, nil
	case wire.TagTrue:
		return true, nil
	case wire.TagFalse:
		return false, nil
	case wire.TagInt32, wire.TagUint32, wire.TagDouble:
		f, err := d.number(tag)
		d.left -= 8 // which is looked at when something is made
		return d.boxes.number(f), err
	case wire.TagBigInt:
		n, err := d.bigInt()
		return n, err
	case wire.TagOneByteString, wire.TagTwoByteString, wire.TagUTF8String:
		return d.anyText(tag)
	case wire.TagObjectReference:
		return d.anyReference()
	case wire.TagBeginObject, wire.TagNewShape, wire.TagShape:
		return d.anyObject(tag, pos)
	case wire.TagBeginDenseArray, wire.TagBeginSparseArray:
		return d.anyArray(tag, pos)
	}
	return d.anySpecial(tag, pos)
}

// anyReference reads a reference to an object.
func (d *Decoder) anyReference() (any, error) {
	id, err := d.reference()
	if err != nil {
		return nil, err
	}
	o := &d.objects[id]
	if !o.typed && o.value != nil {
		return d.maybeView(o.value)
	}
	if value, ok := d.others[objectAs{id, anyType}]; ok {
		return d.maybeView(value)
	}
	var value any
	err = d.again(id, func() (err error) {
		value, err = d.any()
		return err
	})
	if err != nil {
		return nil, err
	}
	d.remember(id, anyType, value)
	return d.maybeView(value)
}

func (d *Decoder) remember(id uint32, typ reflect.Type, value any) {
	if d.others == nil {
		d.others = map[objectAs]any{}
	}
	d.left -= int64(mapEntryBytes(unsafe.Sizeof(objectAs{}), unsafe.Sizeof(value)))
	d.others[objectAs{id, typ}] = value
}

func (d *Decoder) anyObject(tag byte, pos int) (any, error) {
	if err := d.enter(); err != nil {
		return nil, err
	}
	all, err := d.members(tag)
	if err != nil {
		return nil, err
	}
	known := all.known()
	atLeast := known
	if all.shape == nil {
		atLeast = 1
	}
	if err := d.charge(mapBytes(atLeast, unsafe.Sizeof(property{}))); err != nil {
		return nil, err
	}
	m := make(map[string]any, known)
	id := d.add(pos, m, false)
	for {
		name, done, err := d.name(&all)
		if err != nil {
			return nil, err
		}
		if done {
			break
		}
		value, err := d.any()
		if err != nil {
			return nil, inKey(err, name)
		}
		if all.shape == nil && len(m) >= mapGroup {
			if err := d.charge(anyEntryBytes); err != nil {
				return nil, err
			}
		}
		m[name] = value
	}
	if err := d.endOfMembers(&all, len(m)); err != nil {
		return nil, err
	}
	d.leave(id)
	return m, nil
}

// anyEntryBytes is what a property takes in a map of which nobody knew how
// large it is.
var anyEntryBytes = mapEntryBytes(unsafe.Sizeof(""), unsafe.Sizeof(any(nil)))

// arrayLength reads an array's length, and says whether as many elements can be
// there: each is a byte at least, or several behind its index.
func (d *Decoder) arrayLength(tag byte) (length uint32, possible bool, err error) {
	if length, err = d.uint32(); err != nil {
		return 0, false, err
	}
	if tag == wire.TagBeginDenseArray {
		if uint64(length) > uint64(len(d.data)-d.pos) || int64(length) > int64(d.arrays) {
			return 0, false, d.fail("the array is longer than the data")
		}
		d.arrays -= int(length)
		return length, true, nil
	}
	possible = uint64(length)*3 <= uint64(len(d.data)-d.pos) && int64(length) <= int64(d.arrays)
	if possible {
		d.arrays -= int(length)
	}
	return length, possible, nil
}

// anyArray reads an array as a slice, if one can stand for it.
func (d *Decoder) anyArray(tag byte, pos int) (any, error) {
	start, next, arrays := d.pos, d.next, d.arrays
	length, possible, err := d.arrayLength(tag)
	if err != nil {
		return nil, err
	}
	if err := d.enter(); err != nil {
		return nil, err
	}
	if !possible || d.holey[pos] {
		return d.holeyArray(tag, pos, length)
	}
	if err := d.chargeMany(int(length)+2, unsafe.Sizeof(any(nil))); err != nil {
		return nil, err
	}
	s := make([]any, length, max(length, 1)) // where an empty one is says which it is
	var value any = s
	id := d.add(pos, value, false)
	whole, err := d.fill(tag, s)
	if err != nil {
		return nil, err
	}
	if whole {
		d.leave(id)
		return value, nil
	}
	// It has holes or properties, which nobody could know. Now that it is
	// known, what is in it is read once more, for it may refer to it.
	if d.repeats -= d.pos - start; d.repeats < 0 {
		return nil, d.fail("arrays with holes nest too deep")
	}
	if d.holey == nil {
		d.holey = map[int]bool{}
	}
	d.holey[pos] = true
	d.pos, d.next, d.arrays = start, next, arrays
	if _, _, err := d.arrayLength(tag); err != nil {
		return nil, err
	}
	return d.holeyArray(tag, pos, length)
}

// fill reads elements, and reports whether those are all that the array has.
func (d *Decoder) fill(tag byte, s []any) (whole bool, err error) {
	if tag == wire.TagBeginDenseArray {
		for n := range s {
			next, err := d.peekValue()
			if err != nil {
				return false, err
			}
			if next == wire.TagHole {
				return false, d.skipArray(n, len(s))
			}
			if s[n], err = d.any(); err != nil {
				return false, inIndex(err, n)
			}
		}
		tag, err := d.peekValue()
		if err != nil {
			return false, err
		}
		if tag != wire.TagEndDenseArray {
			return false, d.skipRest(wire.TagEndDenseArray, 0, len(s))
		}
		return true, d.endArray(wire.TagEndDenseArray, 0, len(s))
	}
	// Indices are in order in what V8 writes.
	all := members{end: wire.TagEndSparseArray}
	for n := range s {
		name, done, err := d.name(&all)
		if err != nil {
			return false, err
		}
		if index, ok := wire.ArrayIndex(name); done || !ok || int(index) != n {
			if done {
				return false, d.lengths(n, len(s))
			}
			if err := d.skip(); err != nil {
				return false, err
			}
			return false, d.skipRest(wire.TagEndSparseArray, n+1, len(s))
		}
		if s[n], err = d.any(); err != nil {
			return false, inIndex(err, n)
		}
	}
	next, err := d.peekValue()
	if err != nil {
		return false, err
	}
	if next != wire.TagEndSparseArray {
		return false, d.skipRest(wire.TagEndSparseArray, len(s), len(s))
	}
	return true, d.endArray(wire.TagEndSparseArray, len(s), len(s))
}

func (d *Decoder) endArray(end byte, count, length int) error {
	tag, err := d.peekValue()
	if err != nil {
		return err
	}
	if tag != end {
		return d.fail("the array does not end")
	}
	d.pos++
	return d.lengths(count, length)
}

// lengths reads what is behind an array.
func (d *Decoder) lengths(count, length int) error {
	written, err := d.uint32()
	if err != nil {
		return err
	}
	again, err := d.uint32()
	if err != nil {
		return err
	}
	if int64(written) != int64(count) || int64(again) != int64(length) {
		return d.fail("the number of properties or the length is wrong")
	}
	return nil
}

// holeyArray reads an array with holes or properties.
func (d *Decoder) holeyArray(tag byte, pos int, length uint32) (any, error) {
	a := &Array{Length: length, Elements: map[uint32]any{}}
	id := d.add(pos, a, false)
	end := byte(wire.TagEndSparseArray)
	if tag == wire.TagBeginDenseArray {
		end = wire.TagEndDenseArray
		for n := range length {
			next, err := d.peekValue()
			if err != nil {
				return nil, err
			}
			if next == wire.TagHole {
				d.pos++
				continue
			}
			value, err := d.any()
			if err == nil {
				err = d.charge(anyEntryBytes)
			}
			if err != nil {
				return nil, inIndex(err, int(n))
			}
			a.Elements[n] = value
		}
	}
	dense := len(a.Elements)
	count, err := d.each(&members{end: end}, func(name string) error {
		value, err := d.any()
		if err == nil {
			err = d.charge(anyEntryBytes)
		}
		if err != nil {
			return inKey(err, name)
		}
		return d.arrayProperty(a, name, value)
	})
	if err != nil {
		return nil, err
	}
	if err := d.lengths(count, int(length)); err != nil {
		return nil, err
	}
	if len(a.Elements)-dense+len(a.Properties) != count && !d.lossy {
		return nil, d.fail("two properties have one name")
	}
	d.leave(id)
	return a, nil
}

func (d *Decoder) arrayProperty(a *Array, name string, value any) error {
	if index, ok := wire.ArrayIndex(name); ok {
		a.Elements[index] = value
		a.Length = max(a.Length, index+1)
		return nil
	}
	if name == "length" {
		return d.fail("length is an array's own")
	}
	if a.Properties == nil {
		a.Properties = map[string]any{}
	}
	a.Properties[name] = value
	return nil
}

func (d *Decoder) date() (any, error) {
	ms, err := d.float()
	if err != nil {
		return nil, err
	}
	if ms = wire.TimeClip(ms); ms != ms {
		return InvalidDate{}, nil
	}
	return time.UnixMilli(int64(ms)).UTC(), nil
}
