package v8

/*
#include "cshim.h"

#cgo noescape shim_string_new_one_byte
#cgo nocallback shim_string_new_one_byte
#cgo noescape shim_string_new_two_byte
#cgo nocallback shim_string_new_two_byte
#cgo noescape shim_string_new_external_one_byte
#cgo nocallback shim_string_new_external_one_byte
#cgo noescape shim_string_new_external_two_byte
#cgo nocallback shim_string_new_external_two_byte
#cgo nocallback shim_string_utf16
#cgo nocallback shim_string_concat
*/
import "C"

import (
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// newString is how the functions that make strings end.
func (i *Isolate) newString(r C.shim_value) (String, error) {
	v, err := i.result(r, "new string", "")
	return String{Name{v}}, err
}

// NewStringFromBytes is [Scope.NewString] for UTF-8 text in a slice.
//
// V8: [v8::String::NewFromUtf8].
//
// [v8::String::NewFromUtf8]: https://v8.github.io/api/head/classv8_1_1String.html
func (s *Scope) NewStringFromBytes(text []byte) (String, error) {
	i := s.check()
	return i.newString(C.shim_string_new(i.shim, bytesOfSlice(text)))
}

// NewStringLatin1 makes a string with one code unit for each byte: ISO 8859-1,
// or bytes that are no text. The error is [ErrStringTooLong].
//
// V8: [v8::String::NewFromOneByte].
//
// [v8::String::NewFromOneByte]: https://v8.github.io/api/head/classv8_1_1String.html
func (s *Scope) NewStringLatin1(latin1 []byte) (String, error) {
	i := s.check()
	return i.newString(C.shim_string_new_one_byte(i.shim, bytesOfSlice(latin1)))
}

// NewStringUTF16 makes a string of its code units, among which lone surrogates
// may be. The error is [ErrStringTooLong].
//
// V8: [v8::String::NewFromTwoByte].
//
// [v8::String::NewFromTwoByte]: https://v8.github.io/api/head/classv8_1_1String.html
func (s *Scope) NewStringUTF16(units []uint16) (String, error) {
	i := s.check()
	return i.newString(C.shim_string_new_two_byte(i.shim, pointerToUnits(units), C.size_t(len(units))))
}

func pointerToUnits(units []uint16) *C.uint16_t {
	return (*C.uint16_t)(unsafe.Pointer(unsafe.SliceData(units)))
}

// NewExternalString is [Scope.NewString] for large text that does not change,
// such as a program's source. The text is copied once, to memory outside V8's
// heap, where the garbage collector never moves it. It takes one byte a
// character, or two when there are characters beyond U+00FF, and is freed when
// the string is collected. [IsolateOptions].MemoryLimit and
// [Statistics].ExternalMemory count it, HeapLimit does not.
//
// V8: [v8::String::NewExternalOneByte], [v8::String::NewExternalTwoByte].
//
// [v8::String::NewExternalOneByte]: https://v8.github.io/api/head/classv8_1_1String.html
// [v8::String::NewExternalTwoByte]: https://v8.github.io/api/head/classv8_1_1String.html
func (s *Scope) NewExternalString(text string) (String, error) {
	i := s.check()
	if !utf8.ValidString(text) {
		repaired, err := s.NewString(text)
		if err != nil {
			return String{}, err
		}
		return i.newExternalUTF16(repaired.UTF16())
	}
	highest := rune(0)
	for _, r := range text {
		highest = max(highest, r)
	}
	switch {
	case highest > 0xff:
		units := make([]uint16, 0, len(text))
		for _, r := range text {
			units = utf16.AppendRune(units, r)
		}
		return i.newExternalUTF16(units)
	case highest > 0x7f:
		latin1 := make([]byte, 0, len(text))
		for _, r := range text {
			latin1 = append(latin1, byte(r))
		}
		return i.newString(C.shim_string_new_external_one_byte(i.shim, bytesOfSlice(latin1)))
	}
	return i.newString(C.shim_string_new_external_one_byte(i.shim, bytesOf(text)))
}

func (i *Isolate) newExternalUTF16(units []uint16) (String, error) {
	r := C.shim_string_new_external_two_byte(i.shim, pointerToUnits(units), C.size_t(len(units)))
	return i.newString(r)
}

// UTF16 is the string's code units, exactly.
//
// V8: [v8::String::WriteV2].
//
// [v8::String::WriteV2]: https://v8.github.io/api/head/classv8_1_1String.html
func (s String) UTF16() []uint16 {
	i := s.checkAs(KindString, KindString)
	if i.takesNothing() {
		return []uint16{}
	}
	t := C.shim_string_utf16(i.shim, s.ref())
	i.checkRead(t.status)
	if !i.takeOrEnd(int(t.length)) {
		return []uint16{}
	}
	return append([]uint16{}, unsafe.Slice((*uint16)(unsafe.Pointer(t.data)), int(t.length)/2)...)
}

// Concat is the string with another one behind it, without a copy of either. The
// error is [ErrStringTooLong].
//
// V8: [v8::String::Concat].
//
// [v8::String::Concat]: https://v8.github.io/api/head/classv8_1_1String.html
func (s String) Concat(other String) (String, error) {
	i := s.checkAs(KindString, KindString)
	if other.checkAs(KindString, KindString) != i {
		panic(misuse.Isolate)
	}
	return i.newString(C.shim_string_concat(i.shim, s.ref(), other.ref()))
}
