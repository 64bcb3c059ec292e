// Package plain is how package v8 reads and writes, with package clone, the
// format that the shim has for plain data (value_writer.cc, value_reader.cc). It
// is nobody else's: clone.Unmarshal knows nothing of it.
package plain

import "reflect"

// Unmarshal is clone.Unmarshal, of V8's wire format or the shim's own. What it
// makes is added to the account.
var Unmarshal func(data []byte, to any, account *Account) error

// Marshal is clone.Marshal into an encoder that is to be used again. Its bytes
// are in the shim's own format when they begin with [Tag]; if isPlain is false,
// they don't.
var Marshal func(v any, isPlain bool) (Encoder, error)

// IsHandle reports whether a type is one of package v8 that stands for something
// in an isolate, and so can't be data. It is nil without package v8.
var IsHandle func(reflect.Type) bool

// Tag is what data in the shim's own format begin with.
const Tag = 0xFE

// An Encoder has written a value.
type Encoder interface {
	// Bytes is what was written. It is valid until Release.
	Bytes() []byte
	// Release gives the memory back.
	Release()
}
