package v8test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/deps"
	"github.com/nodeisolates/isolates/v8"
)

// Must is for what a test makes on its way and does not expect to fail.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Second is the error of a call whose value does not matter.
func Second[T any](_ T, err error) error { return err }

// ObjectOf evaluates a source that gives an object.
func ObjectOf(t testing.TB, s *v8.Scope, source string) v8.Object {
	t.Helper()
	o, ok := MustEval(t, s, source).AsObject()
	require.True(t, ok, source)
	return o
}

// BufferOf evaluates a source that gives an ArrayBuffer or SharedArrayBuffer.
func BufferOf(t testing.TB, s *v8.Scope, source string) v8.ArrayBuffer {
	t.Helper()
	v := MustEval(t, s, source)
	if shared, ok := v.AsSharedArrayBuffer(); ok {
		return shared.ArrayBuffer
	}
	b, ok := v.AsArrayBuffer()
	require.True(t, ok, source)
	return b
}

// StringOf makes a string.
func StringOf(t testing.TB, s *v8.Scope, text string) v8.String {
	t.Helper()
	string, err := s.NewString(text)
	require.NoError(t, err)
	return string
}

// Texts are the values as text.
func Texts(values []v8.Value) []string {
	list := make([]string, len(values))
	for n, v := range values {
		list[n] = v.String()
	}
	return list
}

// Define puts a Go function into the global object.
func Define(t testing.TB, s *v8.Scope, name string, callback v8.FunctionCallback) {
	t.Helper()
	f, err := s.NewFunction(callback, v8.FunctionOptions{Name: name})
	require.NoError(t, err)
	require.NoError(t, s.Global().Set(name, f.Value))
}

// Nothing is a function for Run or Nested that does nothing.
func Nothing(*v8.Scope) error { return nil }

// NoCall is a callback that does nothing.
func NoCall(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, nil }

// CallBack is a callback that calls its argument, when that is a function.
func CallBack(info v8.FunctionCallbackInfo) (v8.Value, error) {
	f, ok := info.Argument(0).AsFunction()
	if !ok {
		return v8.Undefined(), nil
	}
	return f.Call(v8.Undefined())
}

// Foreign makes a value of another isolate, whose Run lasts as long as fn.
func Foreign(t testing.TB, source string, fn func(s *v8.Scope, v v8.Value)) {
	t.Helper()
	other := Context(t)
	Run(t, func(s *v8.Scope) {
		RunIn(t, other, func(inner *v8.Scope) {
			v := MustEval(t, inner, source)
			// Inside here the innermost isolate is the other one: enter the
			// first again.
			RunIn(t, s.Context(), func(s *v8.Scope) { fn(s, v) })
		})
	})
}

// CollectGarbage makes V8 collect what it can, by filling the young generation
// and asking for as much memory outside the heap as makes V8 look for dead
// buffers.
func CollectGarbage(t testing.TB, c *v8.Context) {
	t.Helper()
	RunIn(t, c, func(s *v8.Scope) {
		MustEval(t, s, `for (let i = 0; i < 40; i++) new ArrayBuffer(8 << 20);
			for (let i = 0; i < 200; i++) new Array(10000).fill({})`)
	})
}

// ThrownValue is want, or nil for objects and arrays of another V8 than the pinned
// one, by whose layout they are read.
func ThrownValue(want any) any {
	switch want.(type) {
	case map[string]any, []any:
		if Version() != deps.Version {
			return nil
		}
	}
	return want
}
