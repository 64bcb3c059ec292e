package web

import (
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// mostErrorText is how much of a text an error has for Go, in UTF-16 code units.
const mostErrorText = 4 << 10

// setErrorText puts down what an error says, for [v8.Exception].
func setErrorText(info v8.FunctionCallbackInfo) (v8.Value, error) {
	s := info.Scope()
	object, ok := info.Argument(0).AsObject()
	text, isText := info.Argument(1).AsString()
	if !ok || !isText {
		return v8.Value{}, nil
	}
	if text.Length() > mostErrorText {
		var err error
		if text, err = s.NewStringUTF16(text.UTF16()[:mostErrorText]); err != nil {
			return v8.Value{}, err
		}
	}
	key, err := s.PrivateForAPI(bridge.ErrorTextKey)
	if err != nil {
		return v8.Value{}, err
	}
	return v8.Value{}, object.SetPrivate(key, text.Value)
}
