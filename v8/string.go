package v8

/*
#include "cshim.h"

#cgo noescape shim_string_new
#cgo nocallback shim_string_new
#cgo noescape shim_string_utf8
#cgo nocallback shim_string_utf8
#cgo noescape shim_string_length
#cgo nocallback shim_string_length
*/
import "C"

import (
	"math"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A String is a JavaScript string: a sequence of UTF-16 code units. It is
// scoped.
//
// V8: [v8::String]. ECMAScript: [the String type].
//
// [v8::String]: https://v8.github.io/api/head/classv8_1_1String.html
// [the String type]: https://tc39.es/ecma262/#sec-ecmascript-language-types-string-type
type String struct{ Name }

// NewString makes a JavaScript string of UTF-8 text, which may hold NUL bytes.
// What is not UTF-8 becomes U+FFFD, one for each maximal part of a character,
// as the WHATWG Encoding Standard decodes it. ASCII of 256 KB and more lies
// outside V8's heap, as that of [Scope.NewExternalString]. The error is
// [ErrStringTooLong].
//
// V8: [v8::String::NewFromUtf8].
//
// [v8::String::NewFromUtf8]: https://v8.github.io/api/head/classv8_1_1String.html
func (s *Scope) NewString(text string) (String, error) {
	i := s.check()
	r := C.shim_string_new(i.shim, bytesOf(text))
	if r.status != C.SHIM_STATUS_OK {
		return String{}, i.fail("new string", "", r.status)
	}
	return String{Name{Value{i.newHandle(r)}}}, nil
}

// Length is the string's length in UTF-16 code units.
//
// V8: [v8::String::Length].
//
// [v8::String::Length]: https://v8.github.io/api/head/classv8_1_1String.html
func (s String) Length() int {
	i := s.checkAs(KindString, KindString)
	r := C.shim_string_length(i.shim, s.ref())
	i.checkRead(r.status)
	return int(math.Float64frombits(uint64(r.bits)))
}

// utf8 copies a string out.
func (i *Isolate) utf8(ref C.shim_ref) string {
	if i.takesNothing() {
		return ""
	}
	return i.readText(C.shim_string_utf8(i.shim, ref))
}

// text is a string's text.
func (v Value) text() (string, error) {
	i := v.check()
	t := C.shim_string_utf8(i.shim, v.ref())
	i.checkRead(t.status)
	return i.takeText(t, "get text")
}

// takeText copies what the shim lends.
func (i *Isolate) takeText(t C.shim_text, op string) (string, error) {
	if err := i.take(op, int(t.length)); err != nil {
		return "", err
	}
	return text(C.shim_bytes{data: t.data, length: t.length}), nil
}

func (i *Isolate) readText(t C.shim_text) string {
	i.checkRead(t.status)
	if !i.takeOrEnd(int(t.length)) {
		return ""
	}
	return string(unsafe.Slice((*byte)(unsafe.Pointer(t.data)), int(t.length)))
}

// checkRead is the failure path of what only reads and has no error to give:
// it works in a terminated isolate too, and reads as empty in a dead one.
func (i *Isolate) checkRead(status C.uint32_t) {
	if status == C.SHIM_STATUS_WRONG_THREAD {
		panic(misuse.Goroutine)
	}
}
