package clone

import "unsafe"

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
	case tagDate:
		date, err := d.date()
		if err != nil {
			return nil, err
		}
		return d.closed(pos, date)
	case tagTrueObject, tagFalseObject, tagNumberObject, tagBigIntObject, tagStringObject:
		return d.primitiveObject(tag, pos)
	case tagRegExp:
		return d.regExp(pos)
	case tagBeginMap:
		return d.jsMap(pos)
	case tagBeginSet:
		return d.set(pos)
	case tagError:
		return d.jsError(pos)
	case tagArrayBuffer, tagResizableBuffer:
		return d.buffer(tag, pos)
	case tagBufferTransfer, tagSharedArrayBuffer:
		return d.buffer(tag, pos)
	case tagWasmModule, tagSharedObject:
		if tag == tagSharedObject && d.version < 15 {
			break
		}
		id, err := d.uint32()
		if err != nil {
			return nil, err
		}
		reference := &Reference{ReferenceKind(tag), id}
		if tag == tagSharedObject { // to which V8 gives no id
			return reference, nil
		}
		return d.closed(pos, reference)
	case tagWasmMemory:
		return d.wasmMemory(pos)
	case tagHostObject:
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
	case tagTrueObject, tagFalseObject:
		p.Value = tag == tagTrueObject
	case tagNumberObject:
		p.Value, err = d.float()
	case tagBigIntObject:
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
	err := d.entries(tagEndMap, 2, func(n int) (err error) {
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
	err := d.entries(tagEndSet, 1, func(n int) error {
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
		case subtagEnd:
			d.leave(id)
			return e, nil
		case subtagMessage:
			e.Message, err = d.string()
		case subtagStack:
			e.Stack, err = d.string()
		case subtagCause:
			e.HasCause = true
			if e.Cause, err = d.any(); err != nil {
				err = in(err, ".cause")
			}
		default:
			name, ok := errorNames[tag]
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
	m.MaximumPages = unzigzag(pages)
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
