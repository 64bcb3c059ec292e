package clone

import (
	"strings"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// Undefined is JavaScript's undefined, which nil, JavaScript's null, is not.
//
// ECMAScript: [the Undefined type].
//
// [the Undefined type]: https://tc39.es/ecma262/#sec-ecmascript-language-types-undefined-type
type Undefined struct{}

// InvalidDate is a Date that is no time: what new Date(NaN) makes.
//
// ECMAScript: [Date objects].
//
// [Date objects]: https://tc39.es/ecma262/#sec-date-objects
type InvalidDate struct{}

// A PrimitiveObject is a primitive value in an object, as new Number(1) and
// Object("text") make it. The value is a bool, float64, string or *big.Int.
//
// ECMAScript: [primitive wrappers].
//
// [primitive wrappers]: https://tc39.es/ecma262/#sec-toobject
type PrimitiveObject struct {
	// Value is the primitive.
	Value any
}

// A RegExp is a regular expression: its pattern, and its flags among "dgimsuvy".
// Go's package regexp understands most of the former. The property lastIndex is
// not cloned.
//
// ECMAScript: [RegExp objects].
//
// [RegExp objects]: https://tc39.es/ecma262/#sec-regexp-regular-expression-objects
type RegExp struct {
	Source string // the pattern
	Flags  string // in any order
}

// A Map is a JavaScript Map, in its order. Unmarshal stores it in a Go map too.
//
// ECMAScript: [Map objects].
//
// [Map objects]: https://tc39.es/ecma262/#sec-map-objects
type Map struct {
	// Entries are in the Map's order.
	Entries []MapEntry
}

// A MapEntry is a key and its value.
type MapEntry struct {
	Key   any // of any type, in JavaScript
	Value any // what it maps to
}

// A Set is a JavaScript Set, in its order. Unmarshal stores it in a slice, or in
// a map of struct{}, too.
//
// ECMAScript: [Set objects].
//
// [Set objects]: https://tc39.es/ecma262/#sec-set-objects
type Set struct {
	// Values are in the Set's order.
	Values []any
}

// An Array is an array that a slice can't stand for: it has holes, or
// properties beside its elements. What Length counts and Elements has not is a
// hole.
//
// ECMAScript: [Array objects].
//
// [Array objects]: https://tc39.es/ecma262/#sec-array-objects
type Array struct {
	Length     uint32         // elements and holes
	Elements   map[uint32]any // by index
	Properties map[string]any // that are no elements
}

// An Error is a JavaScript error, and one in Go. A name that is not one of
// ECMAScript's native errors is cloned as Error, and no property but those here
// is cloned at all.
//
// ECMAScript: [Error objects].
//
// [Error objects]: https://tc39.es/ecma262/#sec-error-objects
type Error struct {
	Name    string // "Error", "TypeError" ...
	Message string // or empty
	Stack   string // as V8 writes it, or empty
	Cause   any    // or nil
	// HasCause tells a cause of null from none.
	HasCause bool
}

// Error is the name and the message.
func (e *Error) Error() string {
	name := e.Name
	if name == "" {
		name = "Error"
	}
	if e.Message == "" {
		return name
	}
	return name + ": " + e.Message
}

// Unwrap is the cause, if that is an error.
func (e *Error) Unwrap() error {
	err, _ := e.Cause.(error)
	return err
}

// An ArrayBuffer is a block of memory. MaxByteLength is how far a resizable one
// can grow; nil makes it one of fixed length.
//
// ECMAScript: [ArrayBuffer objects].
//
// [ArrayBuffer objects]: https://tc39.es/ecma262/#sec-arraybuffer-objects
type ArrayBuffer struct {
	Data          []byte // its contents
	MaxByteLength *int   // or nil
}

// A ViewType is the type of a [View].
type ViewType byte

// The types of views. The values are those of the wire format.
const (
	Int8Array         ViewType = 'b'
	Uint8Array        ViewType = 'B'
	Uint8ClampedArray ViewType = 'C'
	Int16Array        ViewType = 'w'
	Uint16Array       ViewType = 'W'
	Int32Array        ViewType = 'd'
	Uint32Array       ViewType = 'D'
	Float16Array      ViewType = 'h'
	Float32Array      ViewType = 'f'
	Float64Array      ViewType = 'F'
	BigInt64Array     ViewType = 'q'
	BigUint64Array    ViewType = 'Q'
	DataView          ViewType = '?'
)

var viewTypes = map[ViewType]struct {
	name string
	size int // of an element
}{
	Int8Array: {"Int8Array", 1}, Uint8Array: {"Uint8Array", 1},
	Uint8ClampedArray: {"Uint8ClampedArray", 1}, Int16Array: {"Int16Array", 2},
	Uint16Array: {"Uint16Array", 2}, Int32Array: {"Int32Array", 4}, Uint32Array: {"Uint32Array", 4},
	Float16Array: {"Float16Array", 2}, Float32Array: {"Float32Array", 4},
	Float64Array: {"Float64Array", 8}, BigInt64Array: {"BigInt64Array", 8},
	BigUint64Array: {"BigUint64Array", 8}, DataView: {"DataView", 1},
}

// String is the constructor's name.
func (t ViewType) String() string {
	if v, ok := viewTypes[t]; ok {
		return v.name
	}
	return "ViewType(" + wire.FormatNumber(float64(t)) + ")"
}

// A View is a typed array or a DataView that a slice can't stand for: one of a
// part of its buffer, of a resizable or shared buffer, a Uint8ClampedArray, a
// Float16Array, a DataView. Others are slices.
//
// ECMAScript: [TypedArray objects], [DataView objects].
//
// [TypedArray objects]: https://tc39.es/ecma262/#sec-typedarray-objects
// [DataView objects]: https://tc39.es/ecma262/#sec-dataview-objects
type View struct {
	Type ViewType // what kind of view it is
	// Buffer is an *[ArrayBuffer], or a *[Reference] to one.
	Buffer     any
	ByteOffset int // where in the buffer it begins
	ByteLength int // how much of it
	// LengthTracking says that the view is as long as its buffer is, which is
	// resizable. ByteLength is what it was.
	LengthTracking bool
}

// Bytes is the part of the buffer that the view is of, in place; nil when the
// buffer is a [Reference], or no longer that large.
func (v *View) Bytes() []byte {
	b, ok := v.Buffer.(*ArrayBuffer)
	if !ok || v.ByteOffset < 0 || v.ByteLength < 0 || v.ByteOffset > len(b.Data) ||
		v.ByteLength > len(b.Data)-v.ByteOffset {
		return nil
	}
	return b.Data[v.ByteOffset : v.ByteOffset+v.ByteLength : v.ByteOffset+v.ByteLength]
}

// A ReferenceKind is what a [Reference] is to.
type ReferenceKind byte

// The kinds of references. The values are those of the wire format.
const (
	SharedArrayBuffer      ReferenceKind = wire.TagSharedArrayBuffer
	TransferredArrayBuffer ReferenceKind = wire.TagBufferTransfer
	WasmModule             ReferenceKind = wire.TagWasmModule
	SharedObject           ReferenceKind = wire.TagSharedObject
)

var referenceNames = map[ReferenceKind]string{
	SharedArrayBuffer: "SharedArrayBuffer", TransferredArrayBuffer: "transferred ArrayBuffer",
	WasmModule: "WebAssembly.Module", SharedObject: "shared object",
}

// String is what the reference is to.
func (k ReferenceKind) String() string { return referenceNames[k] }

// A Reference is something that is not in the data, but goes beside it: the
// data has a number for it, on which writer and reader have agreed.
type Reference struct {
	Kind ReferenceKind // what it is to
	ID   uint32        // the number
}

// A WasmMemory is a WebAssembly.Memory, whose buffer is shared.
type WasmMemory struct {
	MaximumPages int32      // of 64 KB
	Memory64     bool       // whether addresses have 64 bits
	Buffer       *Reference // to a SharedArrayBuffer
}

// A HostObject writes itself: see [Decoder.HostObject] for the way back.
type HostObject interface {
	// WriteHostObject writes what the other side's delegate reads.
	WriteHostObject(to *Encoder) error
}

// A Marshaler is a type that is cloned as another value than itself.
type Marshaler interface {
	// MarshalClone gives the value to clone instead.
	MarshalClone() (any, error)
}

// An Unmarshaler is a type that makes itself of what was cloned.
type Unmarshaler interface {
	// UnmarshalClone takes a value as [Unmarshal] stores it in an any.
	UnmarshalClone(value any) error
}

// flagBits are a RegExp's flags in the wire format.
func (r *RegExp) flagBits() (bits uint32, ok bool) {
	for _, flag := range r.Flags {
		n := strings.IndexRune(wire.RegExpFlags, flag)
		if n < 0 || flag == 'l' || bits&(1<<n) != 0 {
			return 0, false
		}
		bits |= 1 << n
	}
	return bits, bits&regExpBoth != regExpBoth
}

// regExpBoth is the flags u and v, which can't be together.
const regExpBoth = 1<<4 | 1<<8

// flagsOf is the flags in JavaScript's order.
func flagsOf(bits uint32) (flags string, ok bool) {
	if bits>>len(wire.RegExpFlags) != 0 || bits&(1<<6) != 0 || bits&regExpBoth == regExpBoth {
		return "", false
	}
	for _, flag := range "dgimsuvy" {
		if bits&(1<<strings.IndexRune(wire.RegExpFlags, flag)) != 0 {
			flags += string(flag)
		}
	}
	return flags, true
}
