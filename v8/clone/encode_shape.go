package clone

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// errNotPlain is that a value can't be written in the plain format: it is
// written again in V8's.
var errNotPlain = errors.New("clone: not plain data")

// A written is an Encoder that has written something for package v8.
type written Encoder

func (e *written) Bytes() []byte { return e.buf }
func (e *written) Release()      { (*Encoder)(e).release() }

// MarshalTo is [Marshal] for package v8, which alone has a Format to write in. The
// memory is used again after Release.
func MarshalTo(format wire.Format, v any) (wire.Written, error) {
	e := encoders.Get().(*Encoder)
	e.Reset()
	if format == wire.Plain {
		e.beginPlain()
	}
	err := e.Encode(v)
	if format == wire.Plain && (e.notPlain || err != nil) { // the error may be wrapped, or an effect
		e.Reset()
		err = e.Encode(v)
	}
	if err != nil {
		e.Reset()
		e.release()
		return nil, err
	}
	return (*written)(e), nil
}

func (e *Encoder) beginPlain() {
	e.plain = true
	e.buf = append(e.buf[:0], wire.TagPlain, 0)
	// Leave room for those of this message.
	if e.message++; e.message == 0 || e.shapes != nil && e.shapes.count > maxKnownShapes/2 {
		e.shapes, e.message = nil, 1
	}
}

// isPlainTag reports whether the plain format has objects that begin so.
func isPlainTag(tag byte) bool { return tag == wire.TagDate || tag == wire.TagBeginDenseArray }

// A shapeToWrite is a shape that an Encoder has met.
type shapeToWrite struct {
	names   []string // in order
	wire    []byte   // how many, and names
	message uint32   // in which it was last written,
	id      uint32   // under this number
}

// knownShapes are those of one Encoder, from one message to the next.
type knownShapes struct {
	bySize [maxShape + 1][]*shapeToWrite // the one that was used again last is the first
	byPlan map[*structPlan]*shapeToWrite
	count  int
}

const (
	maxShape       = 32 // properties
	maxKnownShapes = 128
)

// beginShape writes the beginning of an object.
func (e *Encoder) beginShape(s *shapeToWrite) {
	if s.message == e.message {
		e.tag(wire.TagShape)
		e.varint(uint64(s.id))
		return
	}
	s.message, s.id = e.message, e.nextShape
	e.nextShape++
	e.tag(wire.TagNewShape)
	e.varint(uint64(s.id))
	e.buf = append(e.buf, s.wire...)
}

// newShape is the shape of names that are in order, or nil if there is none.
func (e *Encoder) newShape(names []string) *shapeToWrite {
	known := e.knownShapes()
	if known.count == maxKnownShapes || len(names) > maxShape {
		return nil
	}
	s := &shapeToWrite{wire: wire.AppendVarint(nil, uint64(len(names)))}
	for _, name := range names {
		if _, isIndex := wire.ArrayIndex(name); isIndex || !wire.IsASCII(name) || name == "__proto__" {
			return nil
		}
		s.names = append(s.names, strings.Clone(name)) // which may be a part of a large text
		s.wire = append(wire.AppendVarint(append(s.wire, wire.TagOneByteString), uint64(len(name))), name...)
	}
	known.count++
	known.bySize[len(names)] = append(known.bySize[len(names)], s)
	return s
}

func (e *Encoder) knownShapes() *knownShapes {
	if e.shapes == nil {
		e.shapes = &knownShapes{byPlan: map[*structPlan]*shapeToWrite{}}
	}
	return e.shapes
}

// shapeOf is the shape of an object that has these names, in order.
func (e *Encoder) shapeOf(names []string) (*shapeToWrite, error) {
	if len(names) <= maxShape {
		for _, s := range e.knownShapes().bySize[len(names)] {
			if slices.Equal(s.names, names) {
				return s, nil
			}
		}
	}
	if s := e.newShape(names); s != nil {
		return s, nil
	}
	e.notPlain = true
	return nil, errNotPlain
}

// plainMap is anyMap in the plain format. Most maps have the names of another
// one, and are looked up by them, which is faster than to bring them in order.
func (e *Encoder) plainMap(m map[string]any) error {
	if len(m) > maxShape {
		e.notPlain = true
		return errNotPlain
	}
	if err := e.enter(); err != nil {
		return err
	}
	var few [8]any
	values := few[:0]
	all := e.knownShapes().bySize[len(m)]
	for n, s := range all {
		if values = s.valuesOf(m, values[:0]); len(values) == len(m) {
			all[0], all[n] = all[n], all[0]
			return e.plainValues(s, values)
		}
	}
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	s := e.newShape(names)
	if s == nil {
		e.notPlain = true
		return errNotPlain
	}
	return e.plainValues(s, s.valuesOf(m, values[:0]))
}

// valuesOf appends the values of m, as far as it has the names.
func (s *shapeToWrite) valuesOf(m map[string]any, values []any) []any {
	for _, name := range s.names {
		value, ok := m[name]
		if !ok {
			return values
		}
		values = append(values, value)
	}
	return values
}

func (e *Encoder) plainValues(s *shapeToWrite, values []any) error {
	e.beginShape(s)
	for n, value := range values {
		if err := e.any(value); err != nil {
			return inKey(err, s.names[n])
		}
	}
	e.depth--
	return nil
}

// plainShapeOf is the shape of a struct whose fields are always all there, or
// nil.
func (e *Encoder) plainShapeOf(plan *structPlan) *shapeToWrite {
	known := e.knownShapes()
	if s, ok := known.byPlan[plan]; ok {
		return s
	}
	var s *shapeToWrite
	if plan.isWhole() && len(plan.fields) <= maxShape {
		names := make([]string, len(plan.fields))
		for n := range plan.fields {
			names[n] = plan.fields[n].name
		}
		s = e.newShape(names)
	}
	if len(known.byPlan) < maxKnownShapes {
		known.byPlan[plan] = s
	}
	return s
}

// isWhole reports whether no value of the struct leaves a field out.
func (p *structPlan) isWhole() bool {
	for n := range p.fields {
		if f := &p.fields[n]; f.omitEmpty || f.omitZero || len(f.index) > 1 {
			return false
		}
	}
	return true
}

// plainStruct is structOf in the plain format.
func (e *Encoder) plainStruct(plan *structPlan, v reflect.Value) error {
	shape := e.plainShapeOf(plan)
	if shape == nil {
		var err error
		if shape, err = e.shapeOf(plan.namesOf(v)); err != nil {
			return err
		}
	}
	e.beginShape(shape)
	for n := range plan.fields {
		f := &plan.fields[n]
		value, ok := f.of(v)
		if !ok || f.omitted(value) {
			continue
		}
		if err := f.encode()(e, value); err != nil {
			return inKey(err, f.name)
		}
	}
	e.depth--
	return nil
}

// namesOf are the names of the fields that are not left out.
func (p *structPlan) namesOf(v reflect.Value) []string {
	names := make([]string, 0, len(p.fields))
	for n := range p.fields {
		f := &p.fields[n]
		if value, ok := f.of(v); ok && !f.omitted(value) {
			names = append(names, f.name)
		}
	}
	return names
}
