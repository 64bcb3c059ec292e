// Package plain is how package v8 reads, with package clone, the format that
// the shim's own writer of plain data has. It is nobody else's: clone.Unmarshal
// knows nothing of it.
package plain

// Unmarshal is clone.Unmarshal, of V8's wire format or the shim's own.
var Unmarshal func(data []byte, to any) error
