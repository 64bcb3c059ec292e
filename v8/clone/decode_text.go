package clone

import (
	"math/big"
	"unsafe"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// number reads what comes behind a number's tag.
func (d *Decoder) number(tag byte) (float64, error) {
	switch tag {
	case wire.TagInt32:
		n, err := d.uint32()
		return float64(wire.Unzigzag(n)), err
	case wire.TagUint32:
		n, err := d.uint32()
		return float64(n), err
	}
	return d.float()
}

// lengthAndBytes reads what comes behind a string's tag.
func (d *Decoder) lengthAndBytes() ([]byte, error) {
	length, err := d.uint32()
	if err != nil {
		return nil, err
	}
	return d.bytes(uint64(length))
}

// text reads what comes behind a string's tag.
func (d *Decoder) text(tag byte) (string, error) {
	b, err := d.lengthAndBytes()
	if err != nil {
		return "", err
	}
	return d.decodeText(tag, b)
}

func (d *Decoder) decodeText(tag byte, b []byte) (string, error) {
	switch {
	case tag == wire.TagTwoByteString:
		if len(b)%2 != 0 {
			return "", d.fail("half a character")
		}
		length := wire.UTF8Length(b)
		if err := d.charge(length); err != nil {
			return "", err
		}
		return own(wire.AppendUTF16(make([]byte, 0, length), b)), nil
	case wire.IsASCII(b):
		if err := d.charge(len(b)); err != nil {
			return "", err
		}
		return d.boxes.text(b), nil
	case tag == wire.TagUTF8String:
		if err := d.charge(growth * 3 * len(b)); err != nil { // of U+FFFD for each byte
			return "", err
		}
		return wire.Repair(string(b)), nil
	}
	length := len(b)
	for _, c := range b {
		length += int(c >> 7)
	}
	if err := d.charge(length); err != nil {
		return "", err
	}
	return own(wire.AppendLatin1(make([]byte, 0, length), b)), nil
}

// own makes a string of bytes that nobody else has.
func own(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// string reads a string where nothing else may be.
func (d *Decoder) string() (string, error) {
	tag, err := d.peekValue()
	if err != nil {
		return "", err
	}
	if tag != wire.TagOneByteString && tag != wire.TagTwoByteString && tag != wire.TagUTF8String {
		return "", d.fail("there is no string")
	}
	d.pos++
	return d.text(tag)
}

// peekValue is peek, after counts that say nothing.
func (d *Decoder) peekValue() (tag byte, err error) {
	for {
		if tag, err = d.peek(); err != nil || tag != wire.TagVerifyObjectCount {
			return tag, err
		}
		d.pos++
		if _, err = d.uint32(); err != nil {
			return 0, err
		}
	}
}

func (d *Decoder) bigInt() (*big.Int, error) {
	bitfield, err := d.uint32()
	if err != nil {
		return nil, err
	}
	length := bitfield >> 1 & (1<<30 - 1)
	if length > maxBigInt {
		return nil, d.fail("the BigInt is too large")
	}
	if length == 0 && bitfield&1 != 0 {
		return nil, d.fail("the BigInt is -0")
	}
	b, err := d.bytes(uint64(length))
	if err != nil {
		return nil, err
	}
	if err := d.charge(growth*int(length) + specialBytes); err != nil {
		return nil, err
	}
	digits := make([]byte, length)
	for n := range b {
		digits[len(b)-1-n] = b[n]
	}
	n := new(big.Int).SetBytes(digits)
	if bitfield&1 != 0 {
		n.Neg(n)
	}
	return n, nil
}

// knownText is text that was met: names, and short strings as values, are few
// and come again and again, and each costs memory anew otherwise.
type knownText struct {
	names  [256]string
	values [256]knownValue
}

type knownValue struct {
	text  string
	value any // the text
}

const longestKnown = 32 // bytes

func slotOf(b []byte) uint {
	return (uint(b[0])*31 + uint(b[len(b)-1])*7 + uint(b[len(b)/2])*3 + uint(len(b))) & 255
}

// intern makes a name of Latin-1.
func (d *Decoder) intern(b []byte) (string, error) {
	if len(b) == 0 || len(b) > longestKnown {
		return d.decodeText(wire.TagOneByteString, b)
	}
	known := &d.known.names[slotOf(b)]
	if *known == string(b) {
		return *known, nil
	}
	name, err := d.decodeText(wire.TagOneByteString, b)
	if err == nil && len(name) == len(b) {
		*known = name
	}
	return name, err
}

// anyText reads what comes behind a string's tag.
func (d *Decoder) anyText(tag byte) (any, error) {
	b, err := d.lengthAndBytes()
	if err != nil {
		return nil, err
	}
	if len(b) == 0 || len(b) > longestKnown/2 || tag != wire.TagOneByteString {
		text, err := d.decodeText(tag, b)
		d.left -= int64(unsafe.Sizeof(text)) // which is looked at when something is made
		return d.boxes.string(text), err
	}
	known := &d.known.values[slotOf(b)]
	if known.text == string(b) {
		return known.value, nil
	}
	text, err := d.decodeText(tag, b)
	if err == nil && len(text) == len(b) {
		*known = knownValue{text, text}
		return known.value, nil
	}
	return text, err
}
