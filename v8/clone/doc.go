/*
Package clone reads and writes V8's structured-clone format: what V8, Node.js
and Chrome store and send when they clone a JavaScript value. It is all Go, and
needs no V8; package v8 uses it to take whole values into JavaScript and out.

# Basics

	data, err := clone.Marshal(order)      // for JavaScript to read
	err = clone.Unmarshal(data, &order)    // what JavaScript wrote

In Node.js, v8.serialize and v8.deserialize are the other side. Unlike JSON the
format has dates, big integers, binary data, maps, sets and errors, tells
undefined from null and -0 from 0, and keeps cycles: what is there once and
referred to twice is so on the other side.

# What becomes what

Unmarshal into an any makes the Go types of this table, and Marshal of them makes
the JavaScript values again:

	undefined                        Undefined
	null                             nil
	true, false                      bool
	number                           float64
	BigInt                           *big.Int
	string                           string
	object                           map[string]any
	Array                            []any; *Array if it has holes or properties
	Date                             time.Time, UTC; InvalidDate
	RegExp                           *RegExp
	Map, Set                         *Map, *Set
	Error and its kinds              *Error, which is an error
	new Number(1) and the like       *PrimitiveObject
	ArrayBuffer                      *ArrayBuffer
	Int8Array ... BigUint64Array     []int8, []uint8, []int16, []uint16, []int32, []uint32,
	                                 []float32, []float64, []int64, []uint64
	other typed arrays, DataView     *View
	SharedArrayBuffer and the like   *Reference
	WebAssembly.Memory               *WasmMemory

A number is a float64 always, however V8 has stored it. A typed array is a slice
if it is of a whole buffer that can't be resized, and the only one of its type
there; Uint8ClampedArray and Float16Array have no slice in Go. (V8 13 has the
latter only under its flag --js-float16array.)

Marshal takes more: every integer and float type (a number), struct, map with
keys that are text or numbers (an object), slice, array, pointer, interface, and
error (an Error). A nil pointer, map, slice or interface is null. Types with
methods are written by them: [HostObject], [Marshaler], then json.Marshaler and
encoding.TextMarshaler. Slices of the types in the table, also in a struct, are
typed arrays, and []byte is a Uint8Array; the tag option "array" makes an Array.

Unmarshal into other types converts where nothing is lost, and is an error
otherwise:

  - A number fits in an integer if it is one, of at most 53 bits, and in the
    type's range. A BigInt fits in an int64 or uint64 if it is in their range.
  - Arrays, Sets and typed arrays fit in slices; ArrayBuffers and views of them in
    []byte; Arrays in Go arrays that are long enough.
  - An object fits in a struct or a map, a Map in a map, a Set in a map of
    struct{}. What [PrimitiveObject] has fits where the primitive does.
  - null leaves a value as it is, but sets pointers to nil. undefined does so to
    pointers, maps, slices and interfaces, and to fields with the tag options
    omitempty or omitzero; elsewhere it is an error, so that a function that returns
    nothing is not taken for one that returns a zero. [DecodeOptions] can allow it.
  - Holes of an array are zero in a slice, up to 1<<20 of them.
  - Types with methods read themselves: [Unmarshaler], json.Unmarshaler,
    encoding.TextUnmarshaler.

# Structs

Fields are tagged as for encoding/json, by js or else by json:

	Price float64  `js:"price,omitempty"`
	Tags  []int32  `js:"tags,array"` // an Array, not an Int32Array
	Cache *Cache   `js:"-"`          // left out
	ID    int      `json:"id"`       // is used too

Of the options omitempty, omitzero and array count. Embedded structs are part of
the struct, with encoding/json's rules. A property is stored in the field of exactly
its name, or else in one that differs in case. Properties without a field are
skipped, unless [DecodeOptions] disallow them.

# What is lost

  - The order of an object's properties: Marshal writes them sorted.
  - In strings, lone surrogates from JavaScript become U+FFFD, and so does what
    is not UTF-8 from Go.
  - Dates have milliseconds, and no time zone. Two references to one Date are two
    Dates.
  - Prototypes, accessors, symbols, properties of errors and of Dates and so on:
    V8 writes none of them.

Marshal refuses what would be something else in JavaScript: integers beyond
2^53-1 (use *big.Int), channels, functions, maps with other keys (use *[Map]).
Unexported fields are not part of a struct.

# Errors

An error says where it happened:

	clone: $.items[3].price: cannot store string in float64

It is an [*UnmarshalTypeError] then, or a [*MarshalError]; data that is no clone
is a [*SyntaxError].

# Data from anybody

Unmarshal takes memory in proportion to the data, never panics, and reads at
most 10,000 levels. Objects that are shared, and are stored in types that can't
share them, such as json.RawMessage, are copied; data that makes this explode is
refused. How much a byte of data may become depends on the types that it is stored
in: [Decoder].MemoryLimit is for what must not be more.

# Versions

The format's version is 15; 13 and 14 are read too. Older data has not been
written since 2017. Numbers are in the byte order of the machine, and so is what
this package writes.
*/
package clone
