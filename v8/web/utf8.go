package web

import (
	"bytes"

	"github.com/nodeisolates/isolates/v8"
)

// utf8Encode is text in UTF-8, as a Uint8Array.
func utf8Encode(info v8.FunctionCallbackInfo) (v8.Value, error) {
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

var byteOrderMark = []byte("\xef\xbb\xbf")

// utf8Decode is the text of a Uint8Array in UTF-8, without a byte order mark.
//
// Encoding: [UTF-8 decode].
//
// [UTF-8 decode]: https://encoding.spec.whatwg.org/#utf-8-decode
func utf8Decode(info v8.FunctionCallbackInfo) (v8.Value, error) {
	data, err := bytesOf(info.Argument(0))
	if err != nil {
		return v8.Value{}, err
	}
	text, err := info.Scope().NewStringFromBytes(bytes.TrimPrefix(data, byteOrderMark))
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
