package binding_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// JavaScript calls a Go function with two numbers.
func BenchmarkCallback(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		v8test.Define(b, s, "add", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			x, _ := info.Argument(0).AsNumber()
			y, _ := info.Argument(1).AsNumber()
			return v8.NewNumber(x + y), nil
		})
		loop, ok := v8test.MustEval(b, s, "n => { let x = 0; for (let i = 0; i < n; i++) x = add(x, 1); return x }").AsFunction()
		require.True(b, ok)
		b.ReportAllocs()
		b.ResetTimer()
		sum, err := loop.Call(v8.Undefined(), v8.NewNumber(float64(b.N)))
		require.NoError(b, err)
		f, _ := sum.AsNumber()
		require.Equal(b, float64(b.N), f)
	})
}

// Go calls a JavaScript function with one number.
func BenchmarkCall(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		increment, ok := v8test.MustEval(b, s, "x => x + 1").AsFunction()
		require.True(b, ok)
		b.ReportAllocs()
		x := v8.NewInteger(0)
		count := 0
		for b.Loop() {
			var err error
			if x, err = increment.Call(v8.Undefined(), x); err != nil {
				b.Fatal(err)
			}
			count++
		}
		f, _ := x.AsNumber()
		require.Equal(b, float64(count), f)
	})
}

// A function with one number is called a thousand times: by single calls, and in a
// batch. A turn is one call.
func BenchmarkFunctionCallBatch(b *testing.B) {
	const calls = 1000
	of := func(name string, call func(b *testing.B, f v8.Function, batch *v8.FunctionCallBatch)) {
		b.Run(name, func(b *testing.B) {
			v8test.Run(b, func(s *v8.Scope) {
				increment, ok := v8test.MustEval(b, s, "x => x + 1").AsFunction()
				require.True(b, ok)
				var batch v8.FunctionCallBatch
				b.ReportAllocs()
				b.ResetTimer()
				for done := 0; done < b.N; done += calls {
					call(b, increment, &batch)
				}
			})
		})
	}
	is := func(b *testing.B, v v8.Value, err error, want int) {
		if n, ok := v.AsInt32(); err != nil || !ok || int(n) != want {
			b.Fatal(v, err)
		}
	}
	of("single", func(b *testing.B, f v8.Function, _ *v8.FunctionCallBatch) {
		for n := range calls {
			v, err := f.Call(v8.Undefined(), v8.NewInteger(int32(n)))
			is(b, v, err, n+1)
		}
	})
	of("batch", func(b *testing.B, f v8.Function, batch *v8.FunctionCallBatch) {
		batch.Reset()
		for n := range calls {
			batch.Add(f, v8.Undefined(), v8.NewInteger(int32(n)))
		}
		if err := batch.Call(); err != nil {
			b.Fatal(err)
		}
		for n := range calls {
			v, err := batch.Result(n)
			is(b, v, err, n+1)
		}
	})
}

func BenchmarkObjectGet(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		o := v8test.ObjectOf(b, s, "({first: 1, second: 2})")
		b.ReportAllocs()
		for b.Loop() {
			if v, err := o.Get("second"); err != nil || !v.IsNumber() {
				b.Fatal(v, err)
			}
		}
	})
}

func BenchmarkObjectSet(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		o := v8test.ObjectOf(b, s, "({first: 1, second: 2})")
		b.ReportAllocs()
		for b.Loop() {
			if err := o.Set("second", v8.NewInteger(3)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkNewFunctionOf(b *testing.B) {
	v8test.Run(b, func(s *v8.Scope) {
		f, err := s.NewFunctionOf(func(n int, text string) int { return n + len(text) }, v8.FunctionOptions{})
		require.NoError(b, err)
		text := v8test.StringOf(b, s, "abc").Value
		b.ReportAllocs()
		for b.Loop() {
			if _, err := f.Call(v8.Undefined(), v8.NewInteger(1), text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
