package v8

// A DataView is a view that JavaScript reads and writes by methods for each
// type of number and byte order. It is scoped. In Go use [ArrayBufferView.Bytes]
// with package encoding/binary.
//
// V8: [v8::DataView]. ECMAScript: [DataView objects].
//
// [v8::DataView]: https://v8.github.io/api/head/classv8_1_1DataView.html
// [DataView objects]: https://tc39.es/ecma262/#sec-dataview-objects
type DataView struct{ ArrayBufferView }

// NewDataView makes a DataView of byteLength bytes of the buffer, which may be a
// SharedArrayBuffer's. What is not inside the buffer is a RangeError, a detached
// buffer a TypeError.
//
// V8: [v8::DataView::New].
//
// [v8::DataView::New]: https://v8.github.io/api/head/classv8_1_1DataView.html
func (s *Scope) NewDataView(buffer ArrayBuffer, byteOffset, byteLength int) (DataView, error) {
	view, err := s.newView(KindDataView, buffer, byteOffset, byteLength)
	return DataView{view}, err
}

// AsDataView is the value if it is a DataView.
func (v Value) AsDataView() (view DataView, ok bool) {
	if !v.IsDataView() {
		return DataView{}, false
	}
	return DataView{ArrayBufferView{Object{v}}}, true
}
