package hostile_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// TestGoRecursesThroughV8 has Go functions that reach themselves again through
// V8's C++ code, with no frame of JavaScript in between, where V8 never looks
// at the stack. Scripts can build such circles of functions that a program
// gives them.
func TestGoRecursesThroughV8(t *testing.T) {
	for name, test := range map[string]struct {
		again func(info v8.FunctionCallbackInfo) (v8.Value, error)
		run   string
	}{
		"getter": {func(info v8.FunctionCallbackInfo) (v8.Value, error) { return info.This().Get("first") },
			"Object.defineProperty({}, 'first', {get: again}).first"},
		"setter": {func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Value{}, info.This().Set("first", v8.Null())
		}, "Object.defineProperty({}, 'first', {set: again}).first = 1"},
		"valueOf": {func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			f, err := info.This().ToNumber()
			return v8.NewNumber(f), err
		}, "+{valueOf: again}"},
		"toJSON": {func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			_, err := info.Scope().JSONStringify(info.This().Value, "")
			return v8.Value{}, err
		}, "JSON.stringify({toJSON: again})"},
		"call": {func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			f, _ := info.Argument(0).AsFunction()
			return f.Call(v8.Undefined(), f.Value)
		}, "again(again)"},
		"new": {func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			f, _ := info.NewTarget().AsFunction()
			o, err := f.NewInstance()
			return o.Value, err
		}, "new again"},
		"trap": {func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			has, err := func() (bool, error) { o, _ := info.Argument(0).AsObject(); return o.Has("x") }()
			return v8.NewBoolean(has), err
		}, "const h = {has: again}; let p = new Proxy({}, h); p = new Proxy(p, h); h.has = again.bind(null, p); 'x' in p"},
		"hasInstance": {func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			is, err := v8.Null().InstanceOf(info.This())
			return v8.NewBoolean(is), err
		}, "1 instanceof {[Symbol.hasInstance]: again}"},
		"elements": {func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			a, _ := info.This().AsArray()
			_, err := a.Elements()
			return v8.Value{}, err
		}, "Object.defineProperty([1], 0, {get: again})[0]"},
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Run(t, func(s *v8.Scope) {
				f, err := s.NewFunction(test.again, v8.FunctionOptions{Name: "again", Constructor: true})
				require.NoError(t, err)
				require.NoError(t, s.Global().Set("again", f.Value))
				_, err = v8test.Eval(s, test.run)
				v8test.RequireThrown(t, err, "RangeError: Maximum call stack size exceeded")
				require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String())
			})
		})
	}
}

type recursiveHandler struct{}

func (recursiveHandler) Get(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error) {
	v, err := info.This().GetKey(name.Value)
	return v, true, err
}

func TestInterceptorRecursesThroughV8(t *testing.T) {
	c := v8test.Context(t)
	named, err := c.Isolate().NewObjectTemplate()
	require.NoError(t, err)
	require.NoError(t, named.SetNamedPropertyHandler(recursiveHandler{}, 0))
	native, err := c.Isolate().NewObjectTemplate()
	require.NoError(t, err)
	require.NoError(t, native.SetNativeDataProperty("again", func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, error) {
		return info.This().GetKey(name.Value)
	}, nil, v8.None))
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, template := range []*v8.ObjectTemplate{named, native} {
			o, err := template.NewInstance(s)
			require.NoError(t, err)
			_, err = o.Get("again")
			v8test.RequireThrown(t, err, "RangeError: Maximum call stack size exceeded")
		}
	})
}
