// Package wire is V8's structured-clone format, as it is written: its tags,
// numbers and text, and the plain format, which the shim has for plain data
// (value_writer.cc, value_reader.cc). Package clone makes Go values of it and it of
// Go values; package v8 hands it to V8.
//
// What package clone does for package v8 alone has types of this package in its
// signature, so that nobody else can ask for it.
package wire

import (
	"reflect"
	"strings"
)

// A Source is data that package v8 has from V8 or from the shim.
type Source struct {
	Data    []byte   // in V8's format or the plain one
	Account *Account // that what is made is added to, or nil
}

// A Format is what package v8 wants a value to be written in.
type Format int

// The formats.
const (
	V8    Format = iota // V8's
	Plain               // the plain one if the value can be, else V8's
)

// Written is a value that package clone has written. It is in the plain format if
// its bytes begin with [TagPlain].
type Written interface {
	// Bytes is what was written. It is valid until Release.
	Bytes() []byte
	// Release gives the memory back.
	Release()
}

// binding is the path of package v8.
var binding = strings.TrimSuffix(reflect.TypeFor[Source]().PkgPath(), "/internal/wire")

// IsHandle reports whether a type is one of package v8 that stands for something
// in an isolate, and so can't be data: a struct with nothing that is exported, or
// with such a one in it by embedding.
func IsHandle(t reflect.Type) bool {
	if t.Kind() != reflect.Struct || t.PkgPath() != binding {
		return false
	}
	for n := range t.NumField() {
		if f := t.Field(n); f.Anonymous && IsHandle(f.Type) {
			return true
		} else if f.IsExported() {
			return false
		}
	}
	return true
}
