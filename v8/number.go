package v8

import "math"

// NewNumber is f as a JavaScript number.
//
// V8: [v8::Number::New].
//
// [v8::Number::New]: https://v8.github.io/api/head/classv8_1_1Number.html
func NewNumber(f float64) Value {
	return Value{handle{tag: uint64(KindNumber), bits: math.Float64bits(f)}}
}

// IsNumber reports whether the value is a number.
func (v Value) IsNumber() bool { return v.kind() == KindNumber }

// AsNumber is the value if it is a number.
func (v Value) AsNumber() (f float64, ok bool) {
	if v.kind() != KindNumber {
		return 0, false
	}
	return math.Float64frombits(v.bits), true
}
