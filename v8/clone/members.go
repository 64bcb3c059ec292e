package clone

import (
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// members is how the properties of an object are written: names with values up
// to an end, or values by a shape.
type members struct {
	shape *shape
	end   byte
	count int // how many names were read
}

// A shape is the names of an object's properties, in their order.
type shape struct {
	names  []string
	plan   *structPlan // of which fields is, or nil
	fields []int       // which of the plan's fields has which name; -1 is none
}

// maxShapesKept is how many are kept for the next use.
const maxShapesKept = 256

// members reads the beginning of an object, up to the first property.
func (d *Decoder) members(tag byte) (members, error) {
	if tag == wire.TagBeginObject {
		return members{end: wire.TagEndObject}, nil
	}
	if !d.plain {
		d.pos--
		return members{}, d.unknownTag(tag)
	}
	n, err := d.uint32()
	if err != nil {
		return members{}, err
	}
	if tag == wire.TagShape {
		if int64(n) >= int64(d.shapeCount) {
			return members{}, d.fail("there is no such shape")
		}
		return members{shape: d.shapes[n]}, nil
	}
	// An object that is read again brings its shape again.
	if int64(n) > int64(d.shapeCount) {
		return members{}, d.fail("shapes are not in order")
	}
	if int(n) == len(d.shapes) {
		d.shapes = append(d.shapes, new(shape))
	}
	d.shapeCount = max(d.shapeCount, int(n)+1)
	return members{shape: d.shapes[n]}, d.readShape(d.shapes[n])
}

func (d *Decoder) readShape(s *shape) error {
	count, err := d.uint32()
	if err != nil {
		return err
	}
	if int64(count) > int64(len(d.data)-d.pos) {
		return d.truncated()
	}
	all := members{end: wire.TagEndObject}
	same := len(s.names) == int(count)
	for n := range int(count) {
		name, done, err := d.name(&all)
		if err != nil {
			return err
		}
		if done {
			return d.fail("a name is missing")
		}
		if same && s.names[n] == name {
			continue
		}
		if same {
			s.names, s.plan, same = slices.Clone(s.names[:n]), nil, false
		} else if n == 0 {
			s.names, s.plan = make([]string, 0, count), nil
		}
		s.names = append(s.names, name)
	}
	if !same || count == 0 {
		s.names, s.plan = s.names[:count:count], nil
	}
	return nil
}

// fieldsOf is which fields of a plan the names are of.
func (s *shape) fieldsOf(plan *structPlan) []int {
	if s.plan == plan {
		return s.fields
	}
	s.plan, s.fields = plan, make([]int, len(s.names))
	for n, name := range s.names {
		s.fields[n] = plan.fieldNamed(name)
	}
	return s.fields
}

// known is how many properties there are, or 0 when that is not known.
func (m *members) known() int {
	if m.shape == nil {
		return 0
	}
	return len(m.shape.names)
}

// name reads a property's name; done is true at the end.
func (d *Decoder) name(m *members) (name string, done bool, err error) {
	if m.shape != nil {
		if m.count == len(m.shape.names) {
			return "", true, nil
		}
		m.count++
		return m.shape.names[m.count-1], false, nil
	}
	tag, err := d.peekValue()
	if err != nil {
		return "", false, err
	}
	d.pos++
	if tag == m.end {
		return "", true, nil
	}
	m.count++
	switch tag {
	case wire.TagOneByteString:
		b, err := d.lengthAndBytes()
		if err != nil {
			return "", false, err
		}
		name, err = d.intern(b)
		return name, false, err
	case wire.TagTwoByteString, wire.TagUTF8String:
		name, err = d.text(tag)
		d.lossy = d.lossy || strings.ContainsRune(name, '\ufffd')
		return name, false, err
	case wire.TagInt32, wire.TagUint32, wire.TagDouble:
		f, err := d.number(tag)
		return wire.FormatNumber(f), false, err
	}
	d.pos--
	return "", false, d.fail("there is no property's name")
}

// each reads names, and values by read.
func (d *Decoder) each(m *members, read func(name string) error) (count int, err error) {
	for {
		name, done, err := d.name(m)
		if done || err != nil {
			return m.count, err
		}
		if err := read(name); err != nil {
			return m.count, err
		}
	}
}

// endOfMembers reads the count. V8 refuses two properties of one name; names can
// be the same here without being so there when they had lone surrogates.
func (d *Decoder) endOfMembers(m *members, different int) error {
	if m.shape == nil {
		written, err := d.uint32()
		if err != nil {
			return err
		}
		if int(written) != m.count {
			return d.fail("the number of properties is wrong")
		}
	}
	if m.count != different && !d.lossy {
		return d.fail("two properties have one name")
	}
	return nil
}
