package v8

import "math"

// NewInteger is n as a JavaScript number.
//
// V8: [v8::Integer::New].
//
// [v8::Integer::New]: https://v8.github.io/api/head/classv8_1_1Integer.html
func NewInteger(n int32) Value { return NewNumber(float64(n)) }

// IsInt32 reports whether the value is a number that is a 32-bit signed
// integer, and not -0.
func (v Value) IsInt32() bool {
	_, ok := v.AsInt32()
	return ok
}

// IsUint32 reports whether the value is a number that is a 32-bit unsigned
// integer, and not -0.
func (v Value) IsUint32() bool {
	_, ok := v.AsUint32()
	return ok
}

// AsInt32 is the value if [Value.IsInt32].
func (v Value) AsInt32() (n int32, ok bool) {
	f, _ := v.AsNumber()
	if n = int32(f); !v.isInteger(float64(n)) {
		return 0, false
	}
	return n, true
}

// AsUint32 is the value if [Value.IsUint32].
func (v Value) AsUint32() (n uint32, ok bool) {
	f, _ := v.AsNumber()
	if n = uint32(int64(f)); !v.isInteger(float64(n)) {
		return 0, false
	}
	return n, true
}

// isInteger reports whether the value is the number that rounding it gave.
// Comparing bits tells -0 from 0.
func (v Value) isInteger(rounded float64) bool {
	return v.kind() == KindNumber && math.Float64bits(rounded) == v.bits
}
