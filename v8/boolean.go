package v8

// NewBoolean is the value true or false.
//
// V8: [v8::Boolean::New].
//
// [v8::Boolean::New]: https://v8.github.io/api/head/classv8_1_1Boolean.html
func NewBoolean(b bool) Value {
	v := Value{handle{tag: uint64(KindBoolean)}}
	if b {
		v.bits = 1
	}
	return v
}

// IsBoolean reports whether the value is true or false.
func (v Value) IsBoolean() bool { return v.kind() == KindBoolean }

// IsTrue reports whether the value is true.
func (v Value) IsTrue() bool { return v.kind() == KindBoolean && v.bits == 1 }

// IsFalse reports whether the value is false.
func (v Value) IsFalse() bool { return v.kind() == KindBoolean && v.bits == 0 }

// AsBoolean is the value if it is a boolean.
func (v Value) AsBoolean() (b, ok bool) { return v.IsTrue(), v.kind() == KindBoolean }
