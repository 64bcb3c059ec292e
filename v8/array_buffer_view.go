package v8

/*
#include "cshim.h"

#cgo nocallback shim_array_buffer_view_buffer
#cgo nocallback shim_array_buffer_view_byte_offset
#cgo nocallback shim_array_buffer_view_byte_length
#cgo nocallback shim_array_buffer_view_data
*/
import "C"

// An ArrayBufferView is a view of an [ArrayBuffer]'s memory: a [TypedArray] or
// a [DataView]. It is scoped.
//
// V8: [v8::ArrayBufferView].
//
// [v8::ArrayBufferView]: https://v8.github.io/api/head/classv8_1_1ArrayBufferView.html
type ArrayBufferView struct{ Object }

// AsArrayBufferView is the value if it is a typed array or a DataView.
func (v Value) AsArrayBufferView() (view ArrayBufferView, ok bool) {
	if !v.IsArrayBufferView() {
		return ArrayBufferView{}, false
	}
	return ArrayBufferView{Object{v}}, true
}

func (view ArrayBufferView) check() *Isolate {
	return view.checkAs(KindDataView, KindBigUint64Array)
}

// Buffer is what the view is of: an ArrayBuffer, or a SharedArrayBuffer.
//
// V8: [v8::ArrayBufferView::Buffer].
//
// [v8::ArrayBufferView::Buffer]: https://v8.github.io/api/head/classv8_1_1ArrayBufferView.html
func (view ArrayBufferView) Buffer() ArrayBuffer {
	i := view.check()
	r := C.shim_array_buffer_view_buffer(i.shim, view.ref())
	return ArrayBuffer{Object{i.readAs(r, KindArrayBuffer)}}
}

// ByteOffset is where in the buffer the view begins; 0 when the buffer was
// detached.
//
// V8: [v8::ArrayBufferView::ByteOffset].
//
// [v8::ArrayBufferView::ByteOffset]: https://v8.github.io/api/head/classv8_1_1ArrayBufferView.html
func (view ArrayBufferView) ByteOffset() int {
	i := view.check()
	return i.readInt(C.shim_array_buffer_view_byte_offset(i.shim, view.ref()))
}

// ByteLength is how many bytes the view has now; 0 when the buffer was detached,
// or resized so that part of the view is outside.
//
// V8: [v8::ArrayBufferView::ByteLength].
//
// [v8::ArrayBufferView::ByteLength]: https://v8.github.io/api/head/classv8_1_1ArrayBufferView.html
func (view ArrayBufferView) ByteLength() int {
	i := view.check()
	return i.readInt(C.shim_array_buffer_view_byte_length(i.shim, view.ref()))
}

// Bytes is the view's memory, in place, or a copy if the buffer is a resizable
// ArrayBuffer. It is borrowed, as [ArrayBuffer.Bytes] says.
//
// V8: [v8::ArrayBufferView::GetContents].
//
// [v8::ArrayBufferView::GetContents]: https://v8.github.io/api/head/classv8_1_1ArrayBufferView.html
func (view ArrayBufferView) Bytes() []byte {
	i := view.check()
	return i.borrow(C.shim_array_buffer_view_data(i.shim, view.ref()))
}

// ReadAt copies bytes out, from the offset in the view on, as [io.ReaderAt]
// says.
func (view ArrayBufferView) ReadAt(p []byte, offset int64) (int, error) {
	i := view.check()
	return readAt(i.memory(C.shim_array_buffer_view_data(i.shim, view.ref())), p, offset)
}

// WriteAt copies bytes in, from the offset in the view on, as [io.WriterAt]
// says. What does not fit is [io.ErrShortWrite].
func (view ArrayBufferView) WriteAt(p []byte, offset int64) (int, error) {
	i := view.check()
	return writeAt(i.memory(C.shim_array_buffer_view_data(i.shim, view.ref())), p, offset)
}
