package web

import (
	"cmp"
	"fmt"

	"github.com/nodeisolates/isolates/v8"
)

// operations are the Go functions that the TypeScript in src may call, and all that it
// can reach of Go. One is made in a context when it is first called. Scripts don't get
// them in hand; all the same each takes any arguments.
//
// An operation is a [v8.FunctionCallback], a func as [v8.Scope.NewFunctionOf] takes it,
// or an [async] one.
var operations = map[string]func(*host) any{
	"base64Decode":      func(*host) any { return v8.FunctionCallback(base64Decode) },
	"base64Encode":      func(*host) any { return v8.FunctionCallback(base64Encode) },
	"baseURL":           func(h *host) any { return func() string { return h.options.BaseURL } },
	"decodeLegacy":      func(*host) any { return v8.FunctionCallback(decodeLegacy) },
	"decodeUTF8":        func(*host) any { return v8.FunctionCallback(decodeUTF8) },
	"deserialize":       func(*host) any { return v8.FunctionCallback(deserialize) },
	"domainToASCII":     func(*host) any { return v8.FunctionCallback(domainToASCII) },
	"encodeUTF8":        func(*host) any { return v8.FunctionCallback(encodeUTF8) },
	"encodingName":      func(*host) any { return v8.FunctionCallback(encodingName) },
	"markInterfaces":    func(*host) any { return v8.FunctionCallback(markInterfaces) },
	"multipartBoundary": func(*host) any { return multipartBoundary },
	"multipartParse":    func(*host) any { return v8.FunctionCallback(multipartParse) },
	"now":               func(h *host) any { return v8.FunctionCallback(h.now) },
	"serialize":         func(*host) any { return v8.FunctionCallback(serialize) },
	"setErrorText":      func(*host) any { return v8.FunctionCallback(setErrorText) },
	"timeOrigin":        func(h *host) any { return v8.FunctionCallback(h.timeOrigin) },
	"userAgent":         func(h *host) any { return func() string { return cmp.Or(h.options.UserAgent, "isolates") } },
}

// An async operation is a func as [loop.Loop.NewAsyncFunction] takes it.
type async struct{ fn any }

// operation gives the script of this package an operation by its name.
func (h *host) operation(info v8.FunctionCallbackInfo) (v8.Value, error) {
	s := info.Scope()
	name := info.Argument(0).String()
	of, ok := operations[name]
	if !ok {
		return v8.Value{}, v8.TypeError.Errorf("web: no operation %q", name)
	}
	var f v8.Function
	var err error
	switch fn := of(h).(type) {
	case v8.FunctionCallback:
		f, err = s.NewFunction(fn, v8.FunctionOptions{})
	case async:
		f, err = h.loop.NewAsyncFunction(s, fn.fn, v8.FunctionOptions{})
	default:
		f, err = s.NewFunctionOf(fn, v8.FunctionOptions{})
	}
	if err != nil {
		return v8.Value{}, fmt.Errorf("web: operation %s: %w", name, err)
	}
	return f.Value, nil
}
