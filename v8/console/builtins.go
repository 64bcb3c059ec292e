package console

import (
	"errors"

	"github.com/nodeisolates/isolates/v8"
)

// Functions of JavaScript that are called to read values, which V8's interface
// has no way to. They are kept from before the first script, which can replace
// them for itself alone, in an array behind a private key of the global object.
const (
	builtinSlice  = iota // String.prototype.slice
	builtinSource        // Function.prototype.toString
	builtinAsIntN        // BigInt.asIntN

	keptName = "isolates/console"
)

// newBuiltins is called before the first script.
func newBuiltins(s *v8.Scope) (o v8.Object, err error) {
	text, err := s.NewString("")
	if err != nil {
		return o, err
	}
	textObject, err := s.NewStringObject(text)
	if err != nil {
		return o, err
	}
	function, err := s.NewFunction(nothing, v8.FunctionOptions{})
	if err != nil {
		return o, err
	}
	zero, err := s.NewBigIntFromInt64(0)
	if err != nil {
		return o, err
	}
	zeroObject, err := s.NewBigIntObject(zero)
	if err != nil {
		return o, err
	}
	slice, err := getPath(textObject.Prototype(), "slice")
	if err != nil {
		return o, err
	}
	source, err := getPath(function.Prototype(), "toString")
	if err != nil {
		return o, err
	}
	asIntN, err := getPath(zeroObject.Prototype(), "constructor", "asIntN")
	if err != nil {
		return o, err
	}
	builtins, err := s.NewArray(slice, source, asIntN)
	return builtins.Object, err
}

func getPath(v v8.Value, names ...string) (v8.Value, error) {
	for _, name := range names {
		o, ok := v.AsObject()
		if !ok {
			return v, errNoBuiltin
		}
		var err error
		if v, err = o.Get(name); err != nil {
			return v, err
		}
	}
	return v, nil
}

var errNoBuiltin = errors.New("console: a built-in function is missing")

// builtin calls one of them. None of them runs a script.
func (p *inspector) builtin(n int32, receiver v8.Value, arguments ...v8.Value) (v8.Value, error) {
	v, err := p.keptBuiltin(n)
	if err == nil {
		f, ok := v.AsFunction()
		if !ok {
			return v, errNoBuiltin
		}
		v, err = f.Call(receiver, arguments...)
	}
	if err != nil {
		p.fail(err)
	}
	return v, err
}

func (p *inspector) keptBuiltin(n int32) (v8.Value, error) {
	key, err := p.s.PrivateForAPI(keptName)
	if err != nil {
		return v8.Undefined(), err
	}
	v, err := p.s.Global().GetPrivate(key)
	if err != nil {
		return v, err
	}
	kept, ok := v.AsArray()
	if !ok {
		return v, errNoBuiltin
	}
	return kept.GetKey(v8.NewInteger(n))
}

func nothing(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Undefined(), nil }
