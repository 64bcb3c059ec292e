package loop_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// function is the global function of that name.
func function(b testing.TB, c *v8.Context, name string) *v8.Global[v8.Function] {
	var g *v8.Global[v8.Function]
	v8test.RunIn(b, c, func(s *v8.Scope) {
		v, err := s.Global().Get(name)
		require.NoError(b, err)
		f, ok := v.AsFunction()
		require.True(b, ok)
		g, err = v8.NewGlobal(s, f)
		require.NoError(b, err)
	})
	b.Cleanup(func() { require.NoError(b, g.Close()) })
	return g
}

func benchmarkAwait(b *testing.B, source string) {
	benchmarkAwaitWith(b, loop.Options{}, source)
}

func benchmarkAwaitWith(b *testing.B, options loop.Options, source string) {
	l := newLoop(b, options)
	require.NoError(b, l.SetAsync("noop", func(context.Context) error { return nil }))
	require.NoError(b, l.Context().Eval(context.Background(), source, nil))
	f := function(b, l.Context(), "f")
	fn := func(s *v8.Scope) (v8.Value, error) { return f.Get(s).Call(v8.Undefined()) }
	ctx := context.Background()
	for b.Loop() {
		if err := l.Await(ctx, nil, fn); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAwaitNothing is the floor: no promise.
func BenchmarkAwaitNothing(b *testing.B) { benchmarkAwait(b, "function f() {}") }

func BenchmarkAwaitResolved(b *testing.B) { benchmarkAwait(b, "async function f() {}") }

// BenchmarkAwaitAsync is one async function of Go, awaited.
func BenchmarkAwaitAsync(b *testing.B) { benchmarkAwait(b, "async function f() { await noop() }") }

// BenchmarkAwaitAsyncNoStack is that without the stack of the call.
func BenchmarkAwaitAsyncNoStack(b *testing.B) {
	benchmarkAwaitWith(b, loop.Options{NoCallStacks: true}, "async function f() { await noop() }")
}

// BenchmarkAwaitAsync100 is a hundred of them in one Await, one after another.
func BenchmarkAwaitAsync100(b *testing.B) {
	benchmarkAwait(b, "async function f() { for (let i = 0; i < 100; i++) await noop() }")
}

// BenchmarkAwaitAsyncAll100 is a hundred of them in one Await, at once.
func BenchmarkAwaitAsyncAll100(b *testing.B) {
	benchmarkAwait(b, "function f() { const all = []; for (let i = 0; i < 100; i++) all.push(noop()); return Promise.all(all).then(() => {}) }")
}

// benchmarkLoop is one Await of f(n), whose turns are what is measured.
func benchmarkLoop(b *testing.B, options loop.Options, source string) {
	l := newLoop(b, options)
	require.NoError(b, l.SetAsync("noop", func(context.Context) error { return nil }))
	require.NoError(b, l.Context().Eval(context.Background(), source, nil))
	f := function(b, l.Context(), "f")
	b.ReportAllocs()
	b.ResetTimer()
	require.NoError(b, l.Await(context.Background(), nil, func(s *v8.Scope) (v8.Value, error) {
		return f.Get(s).Call(v8.Undefined(), v8.NewNumber(float64(b.N)))
	}))
}

const noopLoop = "async function f(n) { for (let i = 0; i < n; i++) await noop() }"

// BenchmarkNoop is an async function of Go that does nothing, awaited in a loop.
func BenchmarkNoop(b *testing.B) { benchmarkLoop(b, loop.Options{}, noopLoop) }

// BenchmarkNoopNoStack is that without the stack of the call.
func BenchmarkNoopNoStack(b *testing.B) {
	benchmarkLoop(b, loop.Options{NoCallStacks: true}, noopLoop)
}

// BenchmarkNoopCallback is a Go function that is no async one, awaited in a loop.
func BenchmarkNoopCallback(b *testing.B) {
	l := newLoop(b, loop.Options{})
	give(b, l, "callback", func(s *v8.Scope) (v8.Object, error) {
		f, err := s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Undefined(), nil }, v8.FunctionOptions{})
		return f.Object, err
	})
	require.NoError(b, l.Context().Eval(context.Background(), "async function f(n) { for (let i = 0; i < n; i++) await callback() }", nil))
	f := function(b, l.Context(), "f")
	b.ResetTimer()
	require.NoError(b, l.Await(context.Background(), nil, func(s *v8.Scope) (v8.Value, error) {
		return f.Get(s).Call(v8.Undefined(), v8.NewNumber(float64(b.N)))
	}))
}

// BenchmarkTimeoutChain is a timer of no time that sets the next.
func BenchmarkTimeoutChain(b *testing.B) {
	benchmarkLoop(b, loop.Options{}, "function f(n) { return new Promise(done => { const again = () => { if (n-- > 0) setTimeout(again); else done() }; again() }) }")
}

// BenchmarkTimer is a timer that is set and cleared.
func BenchmarkTimer(b *testing.B) {
	benchmarkLoop(b, loop.Options{}, "function f(n) { for (let i = 0; i < n; i++) clearTimeout(setTimeout(f, 1e6)) }")
}

// BenchmarkMillionTimers sets a million timers and clears them.
func BenchmarkMillionTimers(b *testing.B) {
	benchmarkLoop(b, loop.Options{MaxTimers: 1_000_000}, `
		function f(n) {
			for (let k = 0; k < n; k++) {
				const ids = []
				for (let i = 0; i < 1e6; i++) ids.push(setTimeout(f, 1e6 + i % 1000))
				for (const id of ids) clearTimeout(id)
			}
		}`)
}

// BenchmarkNoopAll is a hundred at a time, without stacks.
func BenchmarkNoopAll(b *testing.B) {
	benchmarkLoop(b, loop.Options{NoCallStacks: true}, `
		async function f(n) {
			for (; n > 0; n -= 100) {
				const all = []
				for (let i = 0; i < 100; i++) all.push(noop())
				await Promise.all(all)
			}
		}`)
}
