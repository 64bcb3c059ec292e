package vm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func BenchmarkVM(b *testing.B) {
	for _, tier := range tiers {
		h, err := vm.NewHost(vm.HostOptions{Tier: tier})
		require.NoError(b, err)
		defer h.Close()
		i, err := h.NewIsolate(b.Context(), vm.IsolateOptions{})
		require.NoError(b, err)
		c, err := i.NewContext(b.Context(), vm.ContextOptions{})
		require.NoError(b, err)
		b.Run(tier.String()+"/Eval", func(b *testing.B) {
			var n float64
			for b.Loop() {
				if err := c.Eval(b.Context(), "1 + 1", &n); err != nil {
					b.Fatal(err)
				}
			}
		})
		var f *vm.Reference
		require.NoError(b, c.Eval(b.Context(), "x => x", &f))
		b.Run(tier.String()+"/Apply", func(b *testing.B) {
			var n float64
			for b.Loop() {
				if err := f.Apply(b.Context(), nil, []any{1}, &n); err != nil {
					b.Fatal(err)
				}
			}
		})
		require.NoError(b, c.Global().Set(b.Context(), "f", func(n float64) float64 { return n }))
		b.Run(tier.String()+"/Callback", func(b *testing.B) {
			if err := c.EvalClosure(b.Context(), "for (let i = 0; i < $0; i++) f(i)", []any{b.N}, nil, vm.CallOptions{CPULimit: -1, WallLimit: -1}); err != nil {
				b.Fatal(err)
			}
		})
		b.Run(tier.String()+"/Bytes", func(b *testing.B) {
			data := make([]byte, 1<<20)
			b.SetBytes(1 << 20)
			for b.Loop() {
				if err := f.Apply(b.Context(), nil, []any{data}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(tier.String()+"/Isolate", func(b *testing.B) {
			for b.Loop() {
				i, err := h.NewIsolate(b.Context(), vm.IsolateOptions{})
				require.NoError(b, err)
				require.NoError(b, i.Close())
			}
		})
	}
}
