package v8_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestNewFunctionOf(t *testing.T) {
	type key struct{}
	c := v8test.Context(t)
	failure := errors.New("typed")
	err := c.Run(context.WithValue(context.Background(), key{}, "value"), func(s *v8.Scope) error {
		for name, fn := range map[string]any{
			"f0":       func() {},
			"fail":     func() error { return failure },
			"twice":    func(f float64) float64 { return 2 * f },
			"multiply": func(a, b float64) float64 { return a * b },
			"greet":    func(name string) string { return "hello " + name },
			"describe": func(ctx context.Context, n int, s string) (string, error) {
				return fmt.Sprint(ctx.Value(key{}), " ", n, " ", s), nil
			},
			"bytes": func(ns ...uint8) int {
				total := 0
				for _, n := range ns {
					total += int(n)
				}
				return total
			},
			"optional": func(_ *v8.Scope, f *float64, o *v8.Object) (bool, error) { return f == nil && o == nil, nil },
			"same":     func(o *v8.Object) *v8.Object { return o },
			"apply":    func(f v8.Function) (v8.Value, error) { return f.Call(v8.Undefined(), v8.NewInteger(3)) },
			"large":    func() int64 { return 1 << 60 },
			"single":   func(f float32) float32 { return f },
			"not":      func(b bool) bool { return !b },
		} {
			f, err := s.NewFunctionOf(fn, v8.FunctionOptions{Name: name})
			require.NoError(t, err)
			require.NoError(t, s.Global().Set(name, f.Value))
		}
		for source, want := range map[string]string{
			"f0()":                            "undefined",
			"fail()":                          "Error: typed",
			"twice(4)":                        "8",
			"twice('4')":                      "TypeError: argument 1: want number, got string",
			"multiply(3, 4, 'x')":             "12",
			"multiply(3)":                     "TypeError: argument 2: want number, got undefined",
			"multiply.length":                 "2",
			"greet('you')":                    "hello you",
			"greet(Symbol())":                 "TypeError: argument 1: want string, got symbol",
			"describe(1, 'x')":                "value 1 x",
			"describe(1.5, 'x')":              "RangeError: argument 1: 1.5 is not a safe integer",
			"describe(2 ** 53, '')":           "RangeError: argument 1: 9007199254740992 is not a safe integer",
			"describe(NaN, '')":               "RangeError: argument 1: NaN is not a safe integer",
			"describe(1n, '')":                "TypeError: argument 1: want number, got bigint",
			"describe.length":                 "2",
			"bytes()":                         "0",
			"bytes(1, 2, 255)":                "258",
			"bytes(256)":                      "RangeError: argument 1: 256 is out of the range of uint8",
			"bytes(1, -1)":                    "RangeError: argument 2: -1 is out of the range of uint8",
			"optional()":                      "true",
			"optional(null, null)":            "true",
			"optional(1, {})":                 "false",
			"same() === undefined":            "true",
			"{ const o = {}; same(o) === o }": "true",
			"apply(x => 2 * x)":               "6",
			"apply(1)":                        "TypeError: argument 1: want Function, got number",
			"large()":                         "RangeError: result: 1152921504606846976 is not a safe integer",
			"single(0.5)":                     "0.5",
			"single(1e300)":                   "RangeError: argument 1: 1e+300 is out of the range of float32",
			"single(Infinity)":                "Infinity",
			"not(true)":                       "false",
			"not(1)":                          "TypeError: argument 1: want boolean, got number",
		} {
			v, err := v8test.Eval(s, source)
			var exception *v8.Exception
			if errors.As(err, &exception) {
				require.Equal(t, want, exception.Message, source)
			} else {
				require.NoError(t, err)
				require.Equal(t, want, v.String(), source)
			}
		}
		_, err := v8test.Eval(s, "fail()")
		require.ErrorIs(t, err, failure)
		for _, wrong := range []any{nil, 1, func(chan int) {}, func() chan int { return nil }, func() (int, int) { return 0, 0 },
			(func())(nil), (func(int) int)(nil), func([]func()) {}, func() complex128 { return 0 }} {
			require.Panics(t, func() { s.NewFunctionOf(wrong, v8.FunctionOptions{}) }, "%T", wrong)
		}
		require.Panics(t, func() { s.NewFunctionOf(func() {}, v8.FunctionOptions{Length: 65536}) })
		return nil
	})
	require.NoError(t, err)
}
