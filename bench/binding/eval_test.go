package binding_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

type order struct {
	Coupon string
	Count  int
}

type rating struct {
	Total float64
	Note  string
}

const rate = "function add(a, b) { return a + b } function rate({Coupon, Count}) { return {Total: Count * 2, Note: Coupon} }"

// BenchmarkFuncOf is a JavaScript function as a typed Go func, with numbers and with
// structs; hand is the same work by Run, Global, ToValue, Call and ExportTo.
func BenchmarkFuncOf(b *testing.B) {
	c := v8test.Context(b)
	ctx := context.Background()
	require.NoError(b, c.Eval(ctx, rate, nil))
	named := func(name string) *v8.Global[v8.Function] {
		var g *v8.Global[v8.Function]
		v8test.RunIn(b, c, func(s *v8.Scope) {
			f, ok := v8test.MustEval(b, s, name).AsFunction()
			require.True(b, ok)
			var err error
			g, err = v8.NewGlobal(s, f)
			require.NoError(b, err)
		})
		b.Cleanup(func() { g.Close() })
		return g
	}
	measure := func(name string, call func() bool) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !call() {
					b.Fatal("wrong result")
				}
			}
		})
	}

	add, err := v8.FuncOf[func(context.Context, float64, float64) (float64, error)](c, "add")
	require.NoError(b, err)
	measure("numbers", func() bool {
		sum, err := add(ctx, 1, 2)
		return err == nil && sum == 3
	})
	addByHand := named("add")
	measure("numbers by hand", func() bool {
		var sum float64
		err := c.Run(ctx, func(s *v8.Scope) error {
			v, err := addByHand.Get(s).Call(v8.Undefined(), v8.NewNumber(1), v8.NewNumber(2))
			if err != nil {
				return err
			}
			return v.ExportTo(&sum)
		})
		return err == nil && sum == 3
	})

	rate, err := v8.FuncOf[func(context.Context, order) (rating, error)](c, "rate")
	require.NoError(b, err)
	measure("structs", func() bool {
		r, err := rate(ctx, order{"tenth", 3})
		return err == nil && r == rating{6, "tenth"}
	})
	rateByHand := named("rate")
	measure("structs by hand", func() bool {
		var r rating
		err := c.Run(ctx, func(s *v8.Scope) error {
			argument, err := s.ToValue(order{"tenth", 3})
			if err != nil {
				return err
			}
			v, err := rateByHand.Get(s).Call(v8.Undefined(), argument)
			if err != nil {
				return err
			}
			return v.ExportTo(&r)
		})
		return err == nil && r == rating{6, "tenth"}
	})
}

// BenchmarkEval is text that the isolate has compiled before; hand is the same work
// by Run, Compile, Script.Run and ExportTo.
func BenchmarkEval(b *testing.B) {
	c := v8test.Context(b)
	ctx := context.Background()
	const source = "1 + 2"
	b.Run("eval", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var sum float64
			if err := c.Eval(ctx, source, &sum); err != nil || sum != 3 {
				b.Fatal(sum, err)
			}
		}
	})
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var sum float64
			err := c.Run(ctx, func(s *v8.Scope) error {
				script, err := s.Compile(source, v8.ScriptOrigin{})
				if err != nil {
					return err
				}
				v, err := script.Run()
				if err != nil {
					return err
				}
				return v.ExportTo(&sum)
			})
			if err != nil || sum != 3 {
				b.Fatal(sum, err)
			}
		}
	})
}
