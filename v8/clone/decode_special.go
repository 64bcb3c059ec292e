package clone

import (
	"unsafe"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// specialBytes is what one of the types of this package takes.
const specialBytes = 96

// anySpecial reads what is neither a plain value nor a plain object.
func (d *Decoder) anySpecial(tag byte, pos int) (any, error) {
	if d.unshared { // which the plain format alone is, and it has none of these
		return nil, d.unknownTag(tag)
	}
	if err := d.charge(specialBytes); err != nil {
		return nil, err
	}
	switch tag {
	case wire.TagDate:
		date, err := d.date()
		if err != nil {
			return nil, err
		}
		return d.closed(pos, date)
	case wire.TagTrueObject, wire.TagFalseObject, wire.TagNumberObject, wire.TagBigIntObject, wire.TagStringObject:
		return d.primitiveObject(tag, pos)
	case wire.TagRegExp:
		return d.regExp(pos)
	case wire.TagBeginMap:
		return d.jsMap(pos)
	case wire.TagBeginSet:
		return d.set(pos)
	case wire.TagError:
		return d.jsError(pos)
	case wire.TagArrayBuffer, wire.TagResizableBuffer:
		return d.buffer(tag, pos)
	case wire.TagBufferTransfer, wire.TagSharedArrayBuffer:
		return d.buffer(tag, pos)
	case wire.TagWasmModule, wire.TagSharedObject:
		if tag == wire.TagSharedObject && d.version < 15 {
			break
		}
		id, err := d.uint32()
		if err != nil {
			return nil, err
		}
		reference := &Reference{ReferenceKind(tag), id}
		if tag == wire.TagSharedObject { // to which V8 gives no id
			return reference, nil
		}
		return d.closed(pos, reference)
	case wire.TagWasmMemory:
		return d.wasmMemory(pos)
	case wire.TagHostObject:
		return d.hostObject(pos)
	}
	d.pos--
	return nil, d.unknownTag(tag)
}

// closed gives an id to an object that nothing inside can refer to.
func (d *Decoder) closed(pos int, value any) (any, error) {
	d.objects[d.add(pos, value, false)].open = false
	return value, nil
}

func (d *Decoder) primitiveObject(tag byte, pos int) (any, error) {
	p := &PrimitiveObject{}
	id := d.add(pos, p, false)
	var err error
	switch tag {
	case wire.TagTrueObject, wire.TagFalseObject:
		p.Value = tag == wire.TagTrueObject
	case wire.TagNumberObject:
		p.Value, err = d.float()
	case wire.TagBigIntObject:
		p.Value, err = d.bigInt()
	default:
		p.Value, err = d.string()
	}
	d.objects[id].open = false
	return p, err
}

func (d *Decoder) regExp(pos int) (any, error) {
	r := &RegExp{}
	d.objects[d.add(pos, r, false)].open = false
	var err error
	if r.Source, err = d.string(); err != nil {
		return nil, err
	}
	bits, err := d.uint32()
	if err != nil {
		return nil, err
	}
	var ok bool
	if r.Flags, ok = flagsOf(bits); !ok {
		return nil, d.fail("a RegExp has no such flags")
	}
	return r, nil
}

// growth is how much a slice takes as it grows, the old ones counted.
const growth = 3

func (d *Decoder) jsMap(pos int) (any, error) {
	m := &Map{}
	id := d.add(pos, m, false)
	err := d.entries(wire.TagEndMap, 2, func(n int) (err error) {
		var entry MapEntry
		if entry.Key, err = d.any(); err != nil {
			return inIndex(in(err, ".key"), n)
		}
		if entry.Value, err = d.any(); err != nil {
			return inIndex(in(err, ".value"), n)
		}
		m.Entries = append(m.Entries, entry)
		return d.charge(growth * int(unsafe.Sizeof(entry)))
	})
	d.objects[id].open = false
	return m, err
}

func (d *Decoder) set(pos int) (any, error) {
	s := &Set{}
	id := d.add(pos, s, false)
	err := d.entries(wire.TagEndSet, 1, func(n int) error {
		value, err := d.any()
		if err != nil {
			return inIndex(err, n)
		}
		s.Values = append(s.Values, value)
		return d.charge(growth * int(unsafe.Sizeof(value)))
	})
	d.objects[id].open = false
	return s, err
}

// entries reads what is in a Map or Set, values of as many values each.
func (d *Decoder) entries(end byte, values int, read func(n int) error) error {
	if err := d.enter(); err != nil {
		return err
	}
	for n := 0; ; n++ {
		tag, err := d.peek()
		if err != nil {
			return err
		}
		if tag == end {
			d.pos++
			written, err := d.uint32()
			if err == nil && int64(written) != int64(n)*int64(values) {
				err = d.fail("the number of entries is wrong")
			}
			d.depth--
			return err
		}
		if err := read(n); err != nil {
			return err
		}
	}
}

func (d *Decoder) jsError(pos int) (any, error) {
	e := &Error{Name: "Error"}
	id := d.add(pos, e, false)
	if err := d.enter(); err != nil {
		return nil, err
	}
	for {
		n, err := d.varint(2)
		if err != nil {
			return nil, err
		}
		switch tag := byte(n); tag {
		case wire.SubtagEnd:
			d.leave(id)
			return e, nil
		case wire.SubtagMessage:
			e.Message, err = d.string()
		case wire.SubtagStack:
			e.Stack, err = d.string()
		case wire.SubtagCause:
			e.HasCause = true
			if e.Cause, err = d.any(); err != nil {
				err = in(err, ".cause")
			}
		default:
			name, ok := wire.ErrorNames[tag]
			if !ok {
				return nil, d.fail("there is no such part of an error")
			}
			e.Name = name
		}
		if err != nil {
			return nil, err
		}
	}
}

func (d *Decoder) wasmMemory(pos int) (any, error) {
	m := &WasmMemory{}
	id := d.add(pos, m, false)
	pages, err := d.uint32()
	if err != nil {
		return nil, err
	}
	m.MaximumPages = wire.Unzigzag(pages)
	wide, err := d.bytes(1)
	if err != nil {
		return nil, err
	}
	m.Memory64 = wide[0] == 1
	buffer, err := d.any()
	if err != nil {
		return nil, err
	}
	reference, ok := buffer.(*Reference)
	if !ok || reference.Kind != SharedArrayBuffer || wide[0] > 1 {
		return nil, d.fail("a WebAssembly.Memory is not shared")
	}
	m.Buffer = reference
	d.objects[id].open = false
	return m, nil
}

func (d *Decoder) hostObject(pos int) (any, error) {
	if d.HostObject == nil {
		d.pos--
		return nil, d.fail("there is a host object, and no HostObject to read it")
	}
	if err := d.enter(); err != nil {
		return nil, err
	}
	id := d.add(pos, nil, false)
	value, err := d.HostObject(d)
	if err != nil {
		return nil, err
	}
	d.objects[id].value, d.objects[id].open = value, false
	d.depth--
	return value, nil
}
