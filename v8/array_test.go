package v8_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func arrayOf(t *testing.T, s *v8.Scope, source string) v8.Array {
	t.Helper()
	a, ok := v8test.MustEval(t, s, source).AsArray()
	require.True(t, ok, source)
	return a
}

func TestArray(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		object := v8test.ObjectOf(t, s, "({a: 1})")
		a, err := s.NewArray(v8.Undefined(), v8.Null(), v8.NewBoolean(true), v8.NewNumber(1.5), v8.NewInteger(7),
			v8test.StringOf(t, s, "text").Value, object.Value, v8.NewNumber(math.Copysign(0, -1)))
		require.NoError(t, err)
		require.Equal(t, 8, a.Length())
		text, err := s.JSONStringify(a.Value, "")
		require.NoError(t, err)
		require.Equal(t, `[null,null,true,1.5,7,"text",{"a":1},0]`, text)

		elements, err := a.Elements()
		require.NoError(t, err)
		require.Equal(t, []string{"undefined", "null", "true", "1.5", "7", "text", "#<Object>", "0"}, v8test.Texts(elements))
		require.True(t, elements[6].StrictEquals(object.Value))

		require.NoError(t, a.SetKey(v8.NewInteger(10), v8.NewNumber(1)))
		require.Equal(t, 11, a.Length())
		require.NoError(t, a.Set("length", v8.NewNumber(0)))
		require.Equal(t, 0, a.Length())
		elements, err = a.Elements()
		require.NoError(t, err)
		require.Empty(t, elements)

		empty, err := s.NewArray()
		require.NoError(t, err)
		require.Equal(t, 0, empty.Length())
	})
}

// TestArrayElements has V8's ways to store elements.
func TestArrayElements(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for source, want := range map[string]string{
			"[]":                                "",
			"[1, 2]":                            "1 2",
			"[1.5, 2]":                          "1.5 2",
			"[1.5, , 2]":                        "1.5 undefined 2",
			"[1, , 'x']":                        "1 undefined x",
			"[, ]":                              "undefined",
			"new Array(3)":                      "undefined undefined undefined",
			"Object.freeze([1, 'x', {}])":       "1 x #<Object>",
			"Object.seal([1, , 'x'])":           "1 undefined x",
			"Object.preventExtensions([1, {}])": "1 #<Object>",
			"(() => { const a = []; a[10] = 'x'; a[1e6] = 1; a.length = 12; return a })()": strings.Repeat("undefined ", 10) + "x undefined",
			"Object.defineProperty([1, 2], 1, {get() { return [] }})":                      "1 ",
			"(class X extends Array {}).of('a', 1)":                                        "a 1",
			"'a,b'.split(',')":                                                             "a b",
			"Object.setPrototypeOf([1, , 3], {1: 'proto'})":                                "1 proto 3",
			"[[1], [2]]": "[object Array] [object Array]",
		} {
			elements, err := arrayOf(t, s, source).Elements()
			require.NoError(t, err)
			if want == "1 " {
				want = "1 [object Array]"
			}
			require.Equal(t, want, strings.Join(v8test.Texts(elements), " "), source)
		}
	})
}

func TestArrayElementsRunScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		// A getter that collects garbage, shortens, lengthens and re-enters.
		inner, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			a, _ := info.Argument(0).AsArray()
			elements, err := a.Elements()
			if err != nil {
				return v8.Value{}, err
			}
			return info.Scope().JSONParse(`{"inner":` + v8.NewNumber(float64(len(elements))).String() + `}`)
		}, v8.FunctionOptions{})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("inner", inner.Value))
		elements, err := arrayOf(t, s, `
			var hostile = [{a: 1}, 'x', {b: 2}, 'y', 5];
			Object.defineProperty(hostile, 1, {get() {
				for (let i = 0; i < 300; i++) new Array(10000).fill({});
				hostile.length = 3;
				return inner(['p', 'q', {}]);
			}});
			hostile`).Elements()
		require.NoError(t, err)
		require.Equal(t, []string{"#<Object>", "#<Object>", "#<Object>", "undefined", "undefined"}, v8test.Texts(elements))
		first, ok := elements[0].AsObject()
		require.True(t, ok)
		one, err := first.Get("a")
		require.NoError(t, err)
		require.Equal(t, "1", one.String())

		elements, err = arrayOf(t, s, `
			var growing = [1, 2];
			Object.defineProperty(growing, 0, {get() { growing.length = 1000; return 'first' }});
			growing`).Elements()
		require.NoError(t, err)
		require.Equal(t, []string{"first", "2"}, v8test.Texts(elements))

		_, err = arrayOf(t, s, "Object.defineProperty([1], 0, {get() { throw new Error('getter') }})").Elements()
		v8test.RequireThrown(t, err, "Error: getter")
		_, err = arrayOf(t, s, `Object.setPrototypeOf([, 1], new Proxy({}, {get() { throw new Error('trap') }}))`).Elements()
		v8test.RequireThrown(t, err, "Error: trap")
	})
}

func TestArrayTooLong(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		a := arrayOf(t, s, "const a = []; a.length = 2**32 - 1; a")
		require.Equal(t, 1<<32-1, a.Length())
		_, err := a.Elements()
		v8test.RequireThrown(t, err, "RangeError: Array is too long to be read at once")
		if testing.Short() || v8test.Sanitized {
			return
		}
		_, err = s.NewArray(make([]v8.Value, 1<<25+1)...)
		v8test.RequireThrown(t, err, "RangeError: Invalid array length")
	})
}

func TestLargeArray(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		const count = 300_000
		values := make([]v8.Value, count)
		for n := range values {
			values[n] = v8.NewNumber(float64(n))
		}
		values[count-1] = v8test.StringOf(t, s, "last").Value
		a, err := s.NewArray(values...)
		require.NoError(t, err)
		require.Equal(t, count, a.Length())
		elements, err := a.Elements()
		require.NoError(t, err)
		require.Equal(t, values[:count-1], elements[:count-1])
		require.Equal(t, "last", elements[count-1].String())
	})
}

// TestElementsEndWithScope shows that the elements belong to the scope that
// they were read in.
func TestElementsEndWithScope(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		a := arrayOf(t, s, "[{}, 1]")
		var kept []v8.Value
		require.NoError(t, s.Nested(func(*v8.Scope) (err error) {
			kept, err = a.Elements()
			return err
		}))
		require.Equal(t, "1", kept[1].String())
		require.PanicsWithValue(t, misuse.ValueEnded, func() { _ = kept[0].String() })
	})
	v8test.Foreign(t, "({})", func(s *v8.Scope, v v8.Value) {
		require.PanicsWithValue(t, misuse.Isolate, func() { s.NewArray(v) })
	})
}

func TestArrayUnderHeapLimit(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 32 << 20})
	c := v8test.ContextIn(t, iso)
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		values := make([]v8.Value, 1<<20)
		for n := range values {
			values[n] = v8.NewNumber(float64(n) + 0.5)
		}
		for {
			if _, err := s.NewArray(values...); err != nil {
				return err
			}
		}
	})
	require.Error(t, err)
	t.Log(err)
}
