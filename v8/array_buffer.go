package v8

/*
#include "cshim.h"

#cgo nocallback shim_array_buffer_new
#cgo noescape shim_array_buffer_new_from_bytes
#cgo nocallback shim_array_buffer_new_from_bytes
#cgo nocallback shim_array_buffer_new_resizable
#cgo nocallback shim_array_buffer_byte_length
#cgo nocallback shim_array_buffer_max_byte_length
#cgo nocallback shim_array_buffer_is_resizable
#cgo nocallback shim_array_buffer_is_detachable
#cgo nocallback shim_array_buffer_was_detached
#cgo nocallback shim_array_buffer_detach
#cgo nocallback shim_array_buffer_data
*/
import "C"

import "unsafe"

// An ArrayBuffer is a block of memory, whose bytes JavaScript reaches by a view
// of it, a [TypedArray] or a [DataView], and Go by [ArrayBuffer.Bytes]. It is
// scoped.
//
// Where V8 gives either an ArrayBuffer or a SharedArrayBuffer, the type is
// ArrayBuffer, and [Value.IsSharedArrayBuffer] tells which it is.
//
// V8: [v8::ArrayBuffer]. ECMAScript: [ArrayBuffer objects].
//
// [v8::ArrayBuffer]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
// [ArrayBuffer objects]: https://tc39.es/ecma262/#sec-arraybuffer-objects
type ArrayBuffer struct{ Object }

// NewArrayBuffer makes an ArrayBuffer of byteLength zeros. When there is no
// memory for it, or the length is negative, it is a RangeError.
//
// V8: [v8::ArrayBuffer::MaybeNew].
//
// [v8::ArrayBuffer::MaybeNew]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (s *Scope) NewArrayBuffer(byteLength int) (ArrayBuffer, error) {
	i := s.check()
	v, err := i.result(C.shim_array_buffer_new(i.shim, C.size_t(byteLength)), "new ArrayBuffer", "")
	return ArrayBuffer{Object{v}}, err
}

// NewArrayBufferFromBytes makes an ArrayBuffer that holds a copy of data. V8
// can't use Go's memory in place. When there is no memory it is a RangeError.
//
// V8: [v8::ArrayBuffer::MaybeNew].
//
// [v8::ArrayBuffer::MaybeNew]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (s *Scope) NewArrayBufferFromBytes(data []byte) (ArrayBuffer, error) {
	i := s.check()
	r := C.shim_array_buffer_new_from_bytes(i.shim, bytesOfSlice(data))
	v, err := i.result(r, "new ArrayBuffer", "")
	return ArrayBuffer{Object{v}}, err
}

// NewResizableArrayBuffer makes an ArrayBuffer of byteLength zeros that
// JavaScript can resize up to maxByteLength, for which it takes addresses at
// once and memory as needed. When there is none, or a length is negative or
// greater than the maximum, it is a RangeError.
//
// V8: [v8::ArrayBuffer::NewResizableBackingStore].
//
// [v8::ArrayBuffer::NewResizableBackingStore]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (s *Scope) NewResizableArrayBuffer(byteLength, maxByteLength int) (ArrayBuffer, error) {
	i := s.check()
	r := C.shim_array_buffer_new_resizable(i.shim, C.size_t(byteLength), C.size_t(maxByteLength))
	v, err := i.result(r, "new resizable ArrayBuffer", "")
	return ArrayBuffer{Object{v}}, err
}

// AsArrayBuffer is the value if it is an ArrayBuffer. A SharedArrayBuffer is
// not.
func (v Value) AsArrayBuffer() (b ArrayBuffer, ok bool) {
	if !v.IsArrayBuffer() {
		return ArrayBuffer{}, false
	}
	return ArrayBuffer{Object{v}}, true
}

func (b ArrayBuffer) check() *Isolate { return b.checkAs(KindArrayBuffer, KindSharedArrayBuffer) }

// ByteLength is how many bytes the buffer has now: 0 when it was detached.
//
// V8: [v8::ArrayBuffer::ByteLength].
//
// [v8::ArrayBuffer::ByteLength]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (b ArrayBuffer) ByteLength() int {
	i := b.check()
	return i.readInt(C.shim_array_buffer_byte_length(i.shim, b.ref()))
}

// MaxByteLength is how many bytes a resizable buffer can have; of another one
// it is ByteLength.
//
// V8: [v8::ArrayBuffer::MaxByteLength].
//
// [v8::ArrayBuffer::MaxByteLength]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (b ArrayBuffer) MaxByteLength() int {
	i := b.check()
	return i.readInt(C.shim_array_buffer_max_byte_length(i.shim, b.ref()))
}

// IsResizable reports whether JavaScript can resize the buffer; a
// SharedArrayBuffer can only grow.
//
// V8: [v8::ArrayBuffer::IsResizableByUserJavaScript].
//
// [v8::ArrayBuffer::IsResizableByUserJavaScript]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (b ArrayBuffer) IsResizable() bool {
	i := b.check()
	return i.read(C.shim_array_buffer_is_resizable(i.shim, b.ref())).IsTrue()
}

// IsDetachable reports whether the buffer can be detached. The memory of
// WebAssembly and a SharedArrayBuffer can't.
//
// V8: [v8::ArrayBuffer::IsDetachable].
//
// [v8::ArrayBuffer::IsDetachable]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (b ArrayBuffer) IsDetachable() bool {
	i := b.check()
	return i.read(C.shim_array_buffer_is_detachable(i.shim, b.ref())).IsTrue()
}

// WasDetached reports whether the buffer was detached, by [ArrayBuffer.Detach]
// or by JavaScript's transfer.
//
// V8: [v8::ArrayBuffer::WasDetached].
//
// [v8::ArrayBuffer::WasDetached]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (b ArrayBuffer) WasDetached() bool {
	i := b.check()
	return i.read(C.shim_array_buffer_was_detached(i.shim, b.ref())).IsTrue()
}

// Detach takes the memory away from the buffer and from all its views, whose
// length is 0 from then on. Detaching again does nothing. A buffer that is not
// detachable is a TypeError.
//
// V8: [v8::ArrayBuffer::Detach]. ECMAScript: [DetachArrayBuffer].
//
// [v8::ArrayBuffer::Detach]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
// [DetachArrayBuffer]: https://tc39.es/ecma262/#sec-detacharraybuffer
func (b ArrayBuffer) Detach() error {
	i := b.check()
	return i.done(C.shim_array_buffer_detach(i.shim, b.ref(), Value{}.raw()), "detach", "")
}

// Bytes is the buffer's memory, in place: what Go writes JavaScript reads, and
// the other way round. It is borrowed: valid until the innermost Scope, or the
// callback, that was running when Bytes was called has ended.
//
// Until then the memory stays, whatever JavaScript does to the buffer. But a
// buffer that was detached or transferred meanwhile no longer has this memory,
// or another one has it; the memory of WebAssembly that has grown may lie
// elsewhere. Call Bytes again after JavaScript has run.
//
// Of a resizable ArrayBuffer, whose memory goes away when JavaScript shrinks
// it, Bytes is a copy; use [ArrayBuffer.WriteAt] to change it. A growable
// SharedArrayBuffer is in place, with its length at the time.
//
// V8: [v8::ArrayBuffer::GetBackingStore].
//
// [v8::ArrayBuffer::GetBackingStore]: https://v8.github.io/api/head/classv8_1_1ArrayBuffer.html
func (b ArrayBuffer) Bytes() []byte {
	i := b.check()
	return i.borrow(C.shim_array_buffer_data(i.shim, b.ref()))
}

// ReadAt copies bytes out, from the offset on, as [io.ReaderAt] says.
func (b ArrayBuffer) ReadAt(p []byte, offset int64) (int, error) {
	i := b.check()
	return readAt(i.memory(C.shim_array_buffer_data(i.shim, b.ref())), p, offset)
}

// WriteAt copies bytes in, from the offset on, as [io.WriterAt] says. What does
// not fit is [io.ErrShortWrite].
func (b ArrayBuffer) WriteAt(p []byte, offset int64) (int, error) {
	i := b.check()
	return writeAt(i.memory(C.shim_array_buffer_data(i.shim, b.ref())), p, offset)
}

// borrow is memory for Go code to keep for a while.
func (i *Isolate) borrow(m C.shim_memory) []byte {
	memory := i.memory(m)
	if m.can_shrink != 0 {
		if !i.takeOrEnd(len(memory)) {
			return nil
		}
		return append([]byte(nil), memory...)
	}
	return memory
}

// memory is what may be used until JavaScript runs.
func (i *Isolate) memory(m C.shim_memory) []byte {
	i.checkRead(m.status)
	return unsafe.Slice((*byte)(unsafe.Pointer(m.data)), int(m.length))
}

// readInt is read for a number that is an int.
func (i *Isolate) readInt(r C.shim_value) int {
	i.checkRead(r.status)
	if r.status != C.SHIM_STATUS_OK {
		return 0
	}
	return int(numberOf(uint64(r.bits)))
}

// readAs is read for a handle. In a dead isolate, where nothing can be read, it
// stands for nothing, but is no mistake to use.
func (i *Isolate) readAs(r C.shim_value, kind Kind) Value {
	i.checkRead(r.status)
	if r.status != C.SHIM_STATUS_OK {
		r = C.shim_value{kind: C.uint32_t(kind)}
	}
	return Value{i.newHandle(r)}
}
