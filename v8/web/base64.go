package web

import (
	"encoding/base64"

	"github.com/nodeisolates/isolates/v8"
)

// base64Decode is HTML's atob: of text that is no base64 it is undefined.
//
// Infra: [forgiving-base64 decode].
//
// [forgiving-base64 decode]: https://infra.spec.whatwg.org/#forgiving-base64-decode
func base64Decode(info v8.FunctionCallbackInfo) (v8.Value, error) {
	text, ok := info.Argument(0).AsString()
	if !ok {
		return v8.Value{}, nil
	}
	data, ok := forgivingBase64([]byte(text.String()))
	if !ok {
		return v8.Value{}, nil
	}
	latin1, err := info.Scope().NewStringLatin1(data)
	return latin1.Value, err
}

// forgivingBase64 decodes in place.
func forgivingBase64(text []byte) ([]byte, bool) {
	length := 0
	for _, c := range text {
		switch c {
		case ' ', '\t', '\n', '\f', '\r':
		default:
			text[length] = c
			length++
		}
	}
	text = text[:length]
	for n := 0; n < 2 && length%4 == 0 && len(text) > 0 && text[len(text)-1] == '='; n++ {
		text = text[:len(text)-1]
	}
	n, err := base64.RawStdEncoding.Decode(text, text)
	return text[:n], err == nil
}

// base64Encode is HTML's btoa: of text with a character beyond U+00FF it is undefined.
func base64Encode(info v8.FunctionCallbackInfo) (v8.Value, error) {
	text, ok := info.Argument(0).AsString()
	if !ok {
		return v8.Value{}, nil
	}
	units := text.UTF16()
	latin1 := make([]byte, len(units))
	for n, unit := range units {
		if unit > 0xff {
			return v8.Value{}, nil
		}
		latin1[n] = byte(unit)
	}
	encoded := make([]byte, base64.StdEncoding.EncodedLen(len(latin1)))
	base64.StdEncoding.Encode(encoded, latin1)
	result, err := info.Scope().NewStringLatin1(encoded)
	return result.Value, err
}

// base64URLDecode gives the bytes of base64 as JSON Web Keys have it; of other text it
// is nil.
func base64URLDecode(text string) *[]byte {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil
	}
	return &data
}
