package clone

import (
	"math"
	"math/big"
	"math/bits"
	"reflect"
	"sync"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// Marshal clones a Go value into V8's wire format, version 15; the package's
// documentation says what becomes what. The error is a [*MarshalError], or what
// a method of the value returned.
//
// HTML: [StructuredSerialize].
//
// [StructuredSerialize]: https://html.spec.whatwg.org/multipage/structured-data.html#structuredserialize
func Marshal(v any) ([]byte, error) {
	e := encoders.Get().(*Encoder)
	defer e.release()
	e.Reset()
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	if cap(e.buf) > maxKept {
		return e.buf, nil // nobody else has it
	}
	return append([]byte(nil), e.buf...), nil
}

var encoders = sync.Pool{New: func() any { return new(Encoder) }}

func (e *Encoder) release() {
	if cap(e.buf) <= maxKept {
		e.keep = nil
		encoders.Put(e)
	}
}

// maxKept is how large a buffer is kept for the next use, in bytes.
const maxKept = 1 << 20

// An Encoder writes values one after the other: what several of them refer to
// is written once, and a [Decoder] gives it back as one.
//
// V8: [v8::ValueSerializer].
//
// [v8::ValueSerializer]: https://v8.github.io/api/head/classv8_1_1ValueSerializer.html
type Encoder struct {
	buf   []byte
	ids   identities
	next  uint32 // the id of the next object
	depth int
	keep  []any // what methods returned: its memory must not be used again
	err   error

	// Of the plain format:
	plain     bool         // it is written
	notPlain  bool         // and can't be
	shapes    *knownShapes // or nil
	message   uint32       // what is written now
	nextShape uint32       // in this message
}

// NewEncoder makes an Encoder, and writes the format's version.
func NewEncoder() *Encoder {
	e := &Encoder{}
	e.Reset()
	return e
}

// Reset forgets everything, errors too, and starts anew in the same memory:
// what Bytes gave is overwritten.
func (e *Encoder) Reset() {
	*e = Encoder{
		buf: append(e.buf[:0], wire.TagVersion, wire.MaxVersion), ids: e.ids, shapes: e.shapes, message: e.message,
	}
	e.ids.reset()
}

// Bytes is what was written. It is valid until the next call.
func (e *Encoder) Bytes() []byte { return e.buf }

// Encode writes a value; see [Marshal]. An error is for good: what was written
// is no longer whole, and each later Encode is the same error, until Reset.
func (e *Encoder) Encode(v any) error {
	if e.err == nil {
		e.err = in(e.any(v), "$")
	}
	return e.err
}

// WriteUint32 writes a number as V8's WriteUint32 does, for a [HostObject].
func (e *Encoder) WriteUint32(n uint32) { e.varint(uint64(n)) }

// WriteUint64 writes a number as V8's WriteUint64 does, for a [HostObject].
func (e *Encoder) WriteUint64(n uint64) { e.varint(n) }

// WriteDouble writes a number as V8's WriteDouble does, for a [HostObject].
func (e *Encoder) WriteDouble(f float64) { e.buf = wire.AppendFloat(e.buf, f) }

// WriteRawBytes writes bytes as they are, for a [HostObject].
func (e *Encoder) WriteRawBytes(b []byte) { e.buf = append(e.buf, b...) }

func (e *Encoder) tag(tag byte)    { e.buf = append(e.buf, tag) }
func (e *Encoder) varint(n uint64) { e.buf = wire.AppendVarint(e.buf, n) }

// seen writes a reference to what was written before. If it was not, it will be
// found under the next object's id.
func (e *Encoder) seen(pointer uintptr, length int, typ reflect.Type) bool {
	id, ok := e.ids.add(pointer, length, typ, e.next)
	if ok {
		e.notPlain = e.plain
		e.tag(wire.TagObjectReference)
		e.varint(uint64(id))
	}
	return ok
}

// enter is the beginning of what has values inside.
func (e *Encoder) enter() error {
	if e.depth++; e.depth > wire.MaxDepth {
		return &MarshalError{Err: errTooDeep}
	}
	if e.notPlain {
		return errNotPlain
	}
	return nil
}

// begin is the beginning of an object.
func (e *Encoder) begin(tag byte) {
	e.notPlain = e.notPlain || e.plain && !isPlainTag(tag)
	e.tag(tag)
	e.next++
}

func (e *Encoder) float(f float64) {
	if n := int32(f); float64(n) == f && n >= wire.MinSmi && n <= wire.MaxSmi && (n != 0 || !math.Signbit(f)) {
		e.tag(wire.TagInt32)
		e.varint(wire.Zigzag(n))
		return
	}
	e.tag(wire.TagDouble)
	e.buf = wire.AppendFloat(e.buf, f)
}

func (e *Encoder) int(n int64) error {
	if n < -wire.MaxSafeInteger || n > wire.MaxSafeInteger {
		return &MarshalError{Type: reflect.TypeOf(n), Err: errUnsafe}
	}
	e.float(float64(n))
	return nil
}

func (e *Encoder) uint(n uint64) error {
	if n > wire.MaxSafeInteger {
		return &MarshalError{Type: reflect.TypeOf(n), Err: errUnsafe}
	}
	e.float(float64(n))
	return nil
}

func (e *Encoder) bool(b bool) {
	if b {
		e.tag(wire.TagTrue)
	} else {
		e.tag(wire.TagFalse)
	}
}

func (e *Encoder) string(s string) error {
	if len(s) > math.MaxUint32/2 {
		return &MarshalError{Err: errTooLarge}
	}
	if wire.IsASCII(s) {
		e.tag(wire.TagOneByteString)
		e.varint(uint64(len(s)))
		e.buf = append(e.buf, s...)
		return nil
	}
	if !utf8.ValidString(s) {
		s = wire.Repair(s)
	}
	if length, ok := wire.IsLatin1(s); ok {
		e.tag(wire.TagOneByteString)
		e.varint(uint64(length))
		for _, r := range s {
			e.buf = append(e.buf, byte(r))
		}
		return nil
	}
	length := uint64(2 * wire.UTF16Length(s))
	// V8 wants two-byte text at even addresses.
	if lengthOfLength := (bits.Len64(length) + 6) / 7; (len(e.buf)+1+lengthOfLength)&1 != 0 {
		e.tag(wire.TagPadding)
	}
	e.tag(wire.TagTwoByteString)
	e.varint(length)
	for _, r := range s {
		if r <= 0xffff {
			e.buf = wire.AppendUint16(e.buf, uint16(r))
			continue
		}
		high, low := utf16.EncodeRune(r)
		e.buf = wire.AppendUint16(e.buf, uint16(high))
		e.buf = wire.AppendUint16(e.buf, uint16(low))
	}
	return nil
}

// key writes a property's name: one that is an index as a number, as V8 does.
func (e *Encoder) key(name string) error {
	if index, ok := wire.ArrayIndex(name); ok {
		e.float(float64(index))
		return nil
	}
	return e.string(name)
}

func (e *Encoder) bigInt(tag byte, n *big.Int) error {
	digits := n.Bytes() // the most significant first
	for i, j := 0, len(digits)-1; i < j; i, j = i+1, j-1 {
		digits[i], digits[j] = digits[j], digits[i]
	}
	for len(digits)%8 != 0 {
		digits = append(digits, 0)
	}
	if len(digits) > maxBigInt {
		return &MarshalError{Type: reflect.TypeOf(n), Err: errTooLarge}
	}
	e.notPlain = e.plain
	bitfield := uint64(len(digits)) << 1
	if n.Sign() < 0 {
		bitfield |= 1
	}
	e.tag(tag)
	e.varint(bitfield)
	e.buf = append(e.buf, digits...)
	return nil
}

// maxBigInt is how many bytes a BigInt has at most, in V8.
const maxBigInt = 1 << 30 / 8

func (e *Encoder) time(t time.Time) error {
	if s := t.Unix(); s < -wire.MaxDate/1000 || s > wire.MaxDate/1000 || t.UnixMilli() > wire.MaxDate {
		return &MarshalError{Type: reflect.TypeOf(t), Err: errDate}
	}
	e.date(float64(t.UnixMilli()))
	return nil
}

func (e *Encoder) date(ms float64) {
	e.begin(wire.TagDate)
	e.buf = wire.AppendFloat(e.buf, ms)
}
