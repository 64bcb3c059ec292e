package v8

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// SerializeBy writes a value in the wire format, by V8 or by the writer of plain
// data, whose format is made V8's.
func SerializeBy(s *Scope, v Value, byV8 bool) ([]byte, error) {
	data, err := s.check().serialize(v, byV8)
	if err != nil || byV8 || data[0] != wire.TagPlain {
		return append([]byte(nil), data...), err
	}
	e := expander{from: data, pos: 2}
	e.to = append(e.to, 0xFF, 15)
	e.value()
	if e.pos != len(data) || e.references != (data[1] != 0) {
		panic(fmt.Sprintf("plain data of %d bytes ends at %d, flags %d", len(data), e.pos, data[1]))
	}
	return e.to, nil
}

// ToValueBy is ToValue by the plain format or V8's. It reports which it was: what
// is not plain, V8 makes.
func ToValueBy(s *Scope, from any, isPlain bool) (v Value, wasPlain bool, err error) {
	i := s.check()
	format := wire.V8
	if isPlain {
		format = wire.Plain
	}
	if e, err := clone.MarshalTo(format, from); err == nil {
		wasPlain = e.Bytes()[0] == wire.TagPlain
		e.Release()
	}
	v, err = i.graphToValue(from, isPlain)
	return v, wasPlain, err
}

// ReadPlain reads data as if package clone had written them.
func ReadPlain(s *Scope, data []byte) (Value, error) {
	v, ok, err := s.check().readPlain(data)
	if !ok {
		return Value{}, errors.New("not plain")
	}
	return v, err
}

// PlainData is a value in the plain format.
func PlainData(from any) []byte {
	e, err := clone.MarshalTo(wire.Plain, from)
	if err != nil {
		panic(err)
	}
	defer e.Release()
	return append([]byte(nil), e.Bytes()...)
}

// An expander makes V8's wire format of the plain one: it gives each object the
// names of its properties.
type expander struct {
	from, to   []byte
	pos        int
	shapes     [][][]byte // the names, as tag and text
	references bool
}

func (e *expander) varint() uint64 {
	n, length := binary.Uvarint(e.from[e.pos:])
	e.pos += length
	return n
}

func (e *expander) copyVarint() uint64 {
	n := e.varint()
	e.to = binary.AppendUvarint(e.to, n)
	return n
}

func (e *expander) tag() byte {
	for e.from[e.pos] == 0 { // padding
		e.pos++
	}
	e.pos++
	return e.from[e.pos-1]
}

// text reads a string.
func (e *expander) text(tag byte) []byte {
	length := int(e.varint())
	e.pos += length
	return append([]byte{tag}, e.from[e.pos-length:e.pos]...)
}

func (e *expander) writeText(text []byte) {
	length := binary.AppendUvarint(nil, uint64(len(text)-1))
	if text[0] == 'c' && (len(e.to)+1+len(length))%2 != 0 {
		e.to = append(e.to, 0)
	}
	e.to = append(append(append(e.to, text[0]), length...), text[1:]...)
}

func (e *expander) value() {
	switch tag := e.tag(); tag {
	case '"', 'c':
		e.writeText(e.text(tag))
	case 1, 2:
		e.object(tag)
	case 'A', 'a':
		e.to = append(e.to, tag)
		length := e.copyVarint()
		for n := uint64(0); tag == 'a' || n < length; n++ {
			for e.from[e.pos] == 0 {
				e.pos++
			}
			if e.from[e.pos] == '@' {
				break
			}
			if e.value(); tag == 'a' { // that was the index
				e.value()
			}
		}
		e.to = append(e.to, e.tag())
		e.copyVarint()
		e.copyVarint()
	case 'N':
		e.pos += 8
		e.to = append(append(e.to, tag), e.from[e.pos-8:e.pos]...)
	case '^':
		e.references = true
		fallthrough
	case 'I':
		e.to = append(e.to, tag)
		e.copyVarint()
	default:
		e.to = append(e.to, tag)
	}
}

func (e *expander) object(tag byte) {
	n := e.varint()
	if tag == 1 {
		if int(n) != len(e.shapes) {
			panic("shapes are not in order")
		}
		var names [][]byte
		for range e.varint() {
			names = append(names, e.text(e.tag()))
		}
		e.shapes = append(e.shapes, names)
	}
	names := e.shapes[n]
	e.to = append(e.to, 'o')
	for _, name := range names {
		e.writeText(name)
		e.value()
	}
	e.to = binary.AppendUvarint(append(e.to, '{'), uint64(len(names)))
}

// SetFlagOf sets a flag whatever it is, also after Harden.
func SetFlagOf(flag string) error { return setFlag(flag) }

// CodeHead is how many bytes come before V8's own in what CreateCodeCache makes.
const CodeHead = sealHead

// Reseal makes the checksum right of code that was changed on purpose.
func Reseal(sealed []byte) []byte {
	copy(sealed[sealSum:], (&seal{}).sumOf(sealed[:sealSum], sealed[sealHead:]))
	return sealed
}

// ResealFor makes code of a script that of another text.
func ResealFor(sealed []byte, source string) []byte {
	return newCode(0, "", source, &ScriptOrigin{}).sealed().seal(sealed[sealHead:])
}

// WaitingModules is how many modules are to be stored once they are evaluated.
func WaitingModules(c *Context) int { return len(c.isolate.newCodes.modules) }

// HoldTermination keeps the watchdog from looking at an isolate until release.
func HoldTermination(i *Isolate) (release func()) {
	i.termination.Lock()
	return i.termination.Unlock
}

// SealSnapshot makes what ReadSnapshot takes of whatever data, unless it looks inside.
func SealSnapshot(data []byte) []byte { return snapshotSeal(nil).seal(data) }
