package web

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"

	"github.com/nodeisolates/isolates/v8"
)

// encodingName is what a label stands for, or undefined.
//
// Encoding: [names and labels].
//
// [names and labels]: https://encoding.spec.whatwg.org/#names-and-labels
func encodingName(info v8.FunctionCallbackInfo) (v8.Value, error) {
	label, ok := info.Argument(0).AsString()
	const longest = 100 // any label is shorter, and white space around it is the standard's
	if !ok {
		return v8.Value{}, nil
	}
	text := strings.Trim(label.String(), "\t\n\f\r ")
	if len(text) > longest || text != strings.TrimSpace(text) { // which htmlindex does
		return v8.Value{}, nil
	}
	e, err := htmlindex.Get(text)
	if err != nil || e == encoding.Replacement {
		return v8.Value{}, nil
	}
	name, err := htmlindex.Name(e)
	if err != nil {
		return v8.Value{}, nil
	}
	result, err := info.Scope().NewString(strings.ToLower(name))
	return result.Value, err
}
