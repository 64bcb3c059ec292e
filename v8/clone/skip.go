package clone

import "github.com/nodeisolates/isolates/v8/internal/wire"

// skipCost is about how many bytes could be made while a value is skipped.
const skipCost = 16

// skip reads a value that nobody wants. Objects in it have ids all the same,
// and may be referred to later: they are read again then.
func (d *Decoder) skip() error {
	tag, err := d.peekValue()
	if err != nil {
		return err
	}
	if err := d.spend(skipCost); err != nil {
		return err
	}
	pos := d.pos
	d.pos++
	switch tag {
	case wire.TagUndefined, wire.TagNull, wire.TagTrue, wire.TagFalse:
		return nil
	case wire.TagInt32, wire.TagUint32, wire.TagDouble:
		_, err = d.number(tag)
	case wire.TagBigInt:
		_, err = d.bigInt()
	case wire.TagOneByteString, wire.TagTwoByteString, wire.TagUTF8String:
		_, err = d.lengthAndBytes()
	case wire.TagObjectReference:
		var id uint32
		if id, err = d.reference(); err == nil && !d.objects[id].typed {
			_, err = d.maybeView(d.objects[id].value)
		}
	case wire.TagBeginObject, wire.TagNewShape, wire.TagShape:
		d.add(pos, nil, false)
		err = d.skipObject(tag)
	case wire.TagBeginDenseArray, wire.TagBeginSparseArray:
		var length uint32
		if length, _, err = d.arrayLength(tag); err == nil {
			d.add(pos, nil, false)
			if tag == wire.TagBeginDenseArray {
				err = d.skipArray(0, int(length))
			} else {
				err = d.skipRest(wire.TagEndSparseArray, 0, int(length))
			}
		}
	default:
		_, err = d.anySpecial(tag, pos)
	}
	return err
}

func (d *Decoder) skipNamed(string) error { return d.skip() }

func (d *Decoder) skipObject(tag byte) error {
	if err := d.enter(); err != nil {
		return err
	}
	all, err := d.members(tag)
	if err != nil {
		return err
	}
	count, err := d.each(&all, d.skipNamed)
	if err != nil {
		return err
	}
	d.depth--
	return d.endOfMembers(&all, count)
}

// skipArray skips the elements of a dense array from n on, and what is behind
// them.
func (d *Decoder) skipArray(n, length int) error {
	if err := d.enter(); err != nil {
		return err
	}
	for ; n < length; n++ {
		tag, err := d.peek()
		if err != nil {
			return err
		}
		if tag == wire.TagHole {
			d.pos++
		} else if err := d.skip(); err != nil {
			return err
		}
	}
	d.depth--
	return d.skipRest(wire.TagEndDenseArray, 0, length)
}

// skipRest skips the properties of an array of which count are read.
func (d *Decoder) skipRest(end byte, count, length int) error {
	if err := d.enter(); err != nil {
		return err
	}
	rest, err := d.each(&members{end: end}, d.skipNamed)
	if err != nil {
		return err
	}
	d.depth--
	return d.lengths(count+rest, length)
}
