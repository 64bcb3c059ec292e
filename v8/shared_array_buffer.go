package v8

/*
#include "cshim.h"

#cgo nocallback shim_shared_array_buffer_new
*/
import "C"

// A SharedArrayBuffer is a block of memory that can't be detached and never
// shrinks. It is scoped. Its methods are those of [ArrayBuffer], which it is in
// V8's eyes too where either can be.
//
// V8: [v8::SharedArrayBuffer]. ECMAScript: [SharedArrayBuffer objects].
//
// [v8::SharedArrayBuffer]: https://v8.github.io/api/head/classv8_1_1SharedArrayBuffer.html
// [SharedArrayBuffer objects]: https://tc39.es/ecma262/#sec-sharedarraybuffer-objects
type SharedArrayBuffer struct{ ArrayBuffer }

// NewSharedArrayBuffer makes a SharedArrayBuffer of byteLength zeros. When
// there is no memory for it, or the length is negative, it is a RangeError.
//
// V8: [v8::SharedArrayBuffer::MaybeNew].
//
// [v8::SharedArrayBuffer::MaybeNew]: https://v8.github.io/api/head/classv8_1_1SharedArrayBuffer.html
func (s *Scope) NewSharedArrayBuffer(byteLength int) (SharedArrayBuffer, error) {
	i := s.check()
	r := C.shim_shared_array_buffer_new(i.shim, C.size_t(byteLength))
	v, err := i.result(r, "new SharedArrayBuffer", "")
	return SharedArrayBuffer{ArrayBuffer{Object{v}}}, err
}

// AsSharedArrayBuffer is the value if it is a SharedArrayBuffer.
func (v Value) AsSharedArrayBuffer() (b SharedArrayBuffer, ok bool) {
	if !v.IsSharedArrayBuffer() {
		return SharedArrayBuffer{}, false
	}
	return SharedArrayBuffer{ArrayBuffer{Object{v}}}, true
}
