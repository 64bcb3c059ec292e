package web

import (
	"unicode/utf8"

	"github.com/nodeisolates/isolates/v8"
)

// encodeUTF8 is text in UTF-8, as a Uint8Array.
func encodeUTF8(info v8.FunctionCallbackInfo) (v8.Value, error) {
	text, ok := info.Argument(0).AsString()
	if !ok {
		return v8.Value{}, v8.TypeError.Errorf("web: not a string")
	}
	return newBytes(info.Scope(), []byte(text.String()))
}

// newBytes is a Uint8Array with a copy of data.
func newBytes(s *v8.Scope, data []byte) (v8.Value, error) {
	buffer, err := s.NewArrayBufferFromBytes(data)
	if err != nil {
		return v8.Value{}, err
	}
	array, err := s.NewTypedArray(v8.KindUint8Array, buffer, 0, len(data))
	return array.Value, err
}

// decodeUTF8 gives the text of bytes, or undefined when it is fatal that they are none.
// The memory is not shared: V8 reads it twice.
func decodeUTF8(info v8.FunctionCallbackInfo) (v8.Value, error) {
	data, err := bytesOf(info.Argument(0))
	if err != nil || info.Argument(1).IsTrue() && !utf8.Valid(data) {
		return v8.Value{}, err
	}
	text, err := info.Scope().NewStringFromBytes(data)
	return text.Value, err
}

// bytesOf are the bytes of a Uint8Array, in place.
func bytesOf(value v8.Value) ([]byte, error) {
	if array, ok := value.AsTypedArray(); ok {
		if data, ok := v8.Elements[byte](array); ok {
			return data, nil
		}
	}
	return nil, v8.TypeError.Errorf("web: not a Uint8Array")
}
