package binding_test

import (
	"context"
	"testing"
	"time"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What limits cost an entry, a call and a callback.
func BenchmarkLimits(b *testing.B) {
	for _, limits := range []struct {
		name    string
		options v8.IsolateOptions
		timeout time.Duration
	}{
		{"none", v8.IsolateOptions{}, 0},
		{"memory", v8.IsolateOptions{MemoryLimit: 64 << 20}, 0},
		{"memory and deadline", v8.IsolateOptions{MemoryLimit: 64 << 20}, time.Hour},
		{"memory, deadline and CPU", v8.IsolateOptions{MemoryLimit: 64 << 20, CPULimit: time.Hour}, time.Hour},
	} {
		c := v8test.ContextIn(b, v8test.Isolate(b, limits.options))
		ctx := context.Background()
		if limits.timeout > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, limits.timeout)
			defer cancel()
		}
		nothing := func(*v8.Scope) error { return nil }
		b.Run(limits.name+"/entry", func(b *testing.B) {
			for b.Loop() {
				if err := c.Run(ctx, nothing); err != nil {
					b.Fatal(err)
				}
			}
		})
		inRun := func(name, source string, work func(b *testing.B, f v8.Function) error) {
			b.Run(limits.name+"/"+name, func(b *testing.B) {
				err := c.Run(ctx, func(s *v8.Scope) error {
					add, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
						x, _ := info.Argument(0).AsNumber()
						y, _ := info.Argument(1).AsNumber()
						return v8.NewNumber(x + y), nil
					}, v8.FunctionOptions{})
					if err != nil {
						return err
					}
					if err := s.Global().Set("add", add.Value); err != nil {
						return err
					}
					v, err := v8test.Eval(s, source)
					if err != nil {
						return err
					}
					f, _ := v.AsFunction()
					return work(b, f)
				})
				if err != nil {
					b.Fatal(err)
				}
			})
		}
		inRun("call", "(x => x + 1)", func(b *testing.B, f v8.Function) error {
			for b.Loop() {
				if _, err := f.Call(v8.Undefined(), v8.NewNumber(1)); err != nil {
					return err
				}
			}
			return nil
		})
		inRun("callback", "(n => { let t = 0; for (let i = 0; i < n; i++) t = add(t, i); return t })",
			func(b *testing.B, f v8.Function) error {
				_, err := f.Call(v8.Undefined(), v8.NewNumber(float64(b.N)))
				return err
			})
	}
}
