package v8_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func functionOf(t testing.TB, s *v8.Scope, source string) v8.Function {
	t.Helper()
	f, ok := v8test.MustEval(t, s, source).AsFunction()
	require.True(t, ok, source)
	return f
}

// countTo is 0, 1, 2 and so on.
func countTo(n int) []v8.Value {
	values := make([]v8.Value, n)
	for i := range values {
		values[i] = v8.NewNumber(float64(i))
	}
	return values
}

func TestFunctionCallArguments(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		last := functionOf(t, s, "(function () { return arguments.length + ':' + arguments[arguments.length - 1] })")
		constructor := functionOf(t, s, "(class { constructor(...all) { this.count = all.length } })")
		echo := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return info.Argument(info.Length() - 1), nil
		}, v8.FunctionOptions{}))
		for _, n := range []int{0, 1, 2, 7, 8, 9, 100, 1000, 10000} {
			want := strconv.Itoa(n) + ":" + strconv.Itoa(n-1)
			if n == 0 {
				want = "0:undefined"
			}
			v, err := last.Call(v8.Undefined(), countTo(n)...)
			require.NoError(t, err)
			require.Equal(t, want, v.String())
			v, err = echo.Call(v8.Undefined(), countTo(n)...)
			require.NoError(t, err)
			require.Equal(t, n != 0, v.IsNumber())
			o, err := constructor.NewInstance(countTo(n)...)
			require.NoError(t, err)
			v, err = o.Get("count")
			require.NoError(t, err)
			require.Equal(t, strconv.Itoa(n), v.String())
		}
	})
}

// More arguments than the stack can hold are an error, as in JavaScript.
func TestFunctionCallTooManyArguments(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		v8test.Run(t, func(s *v8.Scope) {
			many := countTo(1 << 22)
			for _, source := range []string{"(function () { return arguments.length })", "((...all) => all.length)", "Math.max",
				"(class { constructor(...all) {} })", "(() => 1).bind(null, 1)", "new Proxy(function () {}, {})"} {
				f := functionOf(t, s, source)
				_, err := f.Call(v8.Undefined(), many...)
				v8test.RequireThrown(t, err, "")
				_, err = f.NewInstance(many...)
				v8test.RequireThrown(t, err, "")
				v, _ := functionOf(t, s, "x => x").Call(v8.Undefined(), v8.NewNumber(2))
				require.Equal(t, "2", v.String())
			}
		})
	})
}

func TestFunctionCallAllocatesNothing(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("it allocates by itself")
	}
	v8test.Run(t, func(s *v8.Scope) {
		count := functionOf(t, s, "(function () { return arguments.length })")
		object := v8test.MustEval(t, s, "({})")
		for _, n := range []int{0, 1, 8, 9, 100, 500} {
			arguments := countTo(n)
			if n > 1 {
				arguments[n-1] = object
			}
			require.Zero(t, testing.AllocsPerRun(100, func() {
				v, err := count.Call(object, arguments...)
				if got, _ := v.AsInt32(); err != nil || int(got) != n {
					t.Fail()
				}
			}), "%d arguments", n)
		}
	})
}
