package wire

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// AppendVarint appends seven bits a byte, the lowest first.
func AppendVarint(b []byte, n uint64) []byte {
	for n >= 0x80 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return append(b, byte(n))
}

// Zigzag is a number whose varint is short when n is small.
func Zigzag(n int32) uint64 { return uint64(uint32(n)<<1 ^ uint32(n>>31)) }

// Unzigzag is Zigzag's way back.
func Unzigzag(n uint32) int32 { return int32(n>>1) ^ -int32(n&1) }

// The wire format has the machine's byte order.

// NativeUint16 is the number that b begins with.
func NativeUint16(b []byte) uint16 { return binary.NativeEndian.Uint16(b) }

// NativeFloat is the number that b begins with.
func NativeFloat(b []byte) float64 {
	f := math.Float64frombits(binary.NativeEndian.Uint64(b))
	if f != f {
		return math.NaN() // of which V8 has one
	}
	return f
}

// AppendUint16 appends a number.
func AppendUint16(b []byte, n uint16) []byte { return binary.NativeEndian.AppendUint16(b, n) }

// AppendFloat appends a number.
func AppendFloat(b []byte, f float64) []byte {
	if f != f {
		f = math.Float64frombits(0x7ff8000000000000)
	}
	return binary.NativeEndian.AppendUint64(b, math.Float64bits(f))
}

// ArrayIndex is the index that a property's name is, if it is one: 0 to
// 2^32-2, as a number is written.
func ArrayIndex[T string | []byte](name T) (index uint32, ok bool) {
	if len(name) == 0 || len(name) > 10 || name[0] == '0' && len(name) > 1 {
		return 0, false
	}
	n := uint64(0)
	for i := range len(name) {
		digit := name[i] - '0'
		if digit > 9 {
			return 0, false
		}
		n = n*10 + uint64(digit)
	}
	return uint32(n), n < math.MaxUint32
}

// TimeClip makes a Date's milliseconds of what may be anything, as ECMAScript's
// TimeClip does: NaN when it is no time.
func TimeClip(ms float64) float64 {
	if !(math.Abs(ms) <= MaxDate) {
		return math.NaN()
	}
	return math.Trunc(ms) + 0 // not -0
}

// FormatNumber writes f as JavaScript does. Go and ECMAScript agree on the digits, the
// shortest that read back as f, and differ in the form.
//
// ECMAScript: https://tc39.es/ecma262/#sec-numeric-types-number-tostring
func FormatNumber(f float64) string {
	switch abs := math.Abs(f); {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case abs < 1<<53 && f == math.Trunc(f):
		return strconv.FormatInt(int64(f), 10) // quicker; -0 is "0" too
	case abs >= 1e-6 && abs < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	// Go pads the exponent to two digits, JavaScript does not.
	text := strconv.FormatFloat(f, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(text, "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}
