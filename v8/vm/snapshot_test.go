package vm_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8/vm"
)

func newSnapshot(t testing.TB, h *vm.Host, options vm.SnapshotOptions, sources ...string) *vm.Snapshot {
	t.Helper()
	for _, source := range sources {
		options.Scripts = append(options.Scripts, vm.SnapshotScript{Name: "library.js", Source: source})
	}
	s, err := h.NewSnapshot(t.Context(), options)
	require.NoError(t, err)
	return s
}

func newContextOf(t testing.TB, h *vm.Host, s *vm.Snapshot, options vm.ContextOptions) *vm.Context {
	t.Helper()
	i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{Snapshot: s})
	require.NoError(t, err)
	c, err := i.NewContext(t.Context(), options)
	require.NoError(t, err)
	return c
}

// Each context begins with what the scripts have left, and has it for itself.
func TestSnapshot(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h := newHost(t, tier)
			s := newSnapshot(t, h, vm.SnapshotOptions{},
				"const counts = new Map(); function count(name) { counts.set(name, (counts.get(name) ?? 0) + 1); return counts.get(name) }",
				"count('a'); Promise.resolve().then(() => { globalThis.later = 'ran' })",
				"new Promise(resolve => setTimeout(resolve, 1)).then(() => { globalThis.awaited = true })")
			i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{Snapshot: s})
			require.NoError(t, err)
			require.NoError(t, s.Close())
			require.NoError(t, s.Close())
			for range 2 {
				var output vm.Output
				c, err := i.NewContext(t.Context(), vm.ContextOptions{Console: output.Console(), DisallowCodeGeneration: true})
				require.NoError(t, err)
				require.Equal(t, "2 ran true", eval[string](t, c, "[count('a'), later, awaited].join(' ')"))
				require.NoError(t, c.Eval(t.Context(), "new Promise(done => setTimeout(done, 1)).then(() => console.log('timer', typeof URL))", nil))
				require.Equal(t, "timer undefined\n", output.String())
				require.ErrorContains(t, c.Eval(t.Context(), "eval('1')", nil), "EvalError")
				require.ErrorIs(t, c.Eval(t.Context(), "for (;;) count('b')", nil, vm.CallOptions{CPULimit: 20 * time.Millisecond}), vm.ErrCPULimit)
				require.NoError(t, c.Global().Set(t.Context(), "f", func(n int) int { return n + 1 }))
				require.Equal(t, 3, eval[int](t, c, "f(count('a') - 1)"))
			}
			_, err = h.NewIsolate(t.Context(), vm.IsolateOptions{Snapshot: s})
			require.ErrorIs(t, err, vm.ErrClosed)
		})
	}
}

func TestSnapshotWithWeb(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h := newHost(t, tier)
			const source = "globalThis.parse = text => new URL(text).host; parse('https://a')"
			_, err := h.NewSnapshot(t.Context(), vm.SnapshotOptions{Scripts: []vm.SnapshotScript{{Source: source}}})
			require.ErrorContains(t, err, "URL is not defined")
			s := newSnapshot(t, h, vm.SnapshotOptions{Web: true}, source)
			c := newContextOf(t, h, s, vm.ContextOptions{})
			require.Equal(t, "b.example", eval[string](t, c, "parse(new Request('https://b.example').url)"))

			// A context may have Web though its snapshot has not.
			s = newSnapshot(t, h, vm.SnapshotOptions{}, "globalThis.parse = text => new URL(text).host")
			c = newContextOf(t, h, s, vm.ContextOptions{Web: true})
			require.Equal(t, "c.example", eval[string](t, c, "parse('https://c.example')"))
		})
	}
}

// What goes wrong in the scripts is an error, and the host works on.
func TestSnapshotFails(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h := newHost(t, tier)
			fails := func(source string, options vm.SnapshotOptions) error {
				options.Scripts = []vm.SnapshotScript{{Name: "before.js"}, {Name: "library.js", Source: source}}
				s, err := h.NewSnapshot(t.Context(), options)
				require.Nil(t, s)
				return err
			}
			var exception *vm.Exception
			require.ErrorAs(t, fails("\nnull.x", vm.SnapshotOptions{}), &exception)
			require.Equal(t, "library.js", exception.ResourceName)
			require.Equal(t, 2, exception.Line)
			require.ErrorAs(t, fails("(", vm.SnapshotOptions{}), &exception)
			require.ErrorAs(t, fails("Promise.reject(new Error('no'))", vm.SnapshotOptions{}), &exception)
			require.ErrorIs(t, fails("for (;;);", vm.SnapshotOptions{CPULimit: 50 * time.Millisecond}), vm.ErrCPULimit)
			require.ErrorIs(t, fails("for (;;);", vm.SnapshotOptions{WallLimit: 50 * time.Millisecond}), vm.ErrWallLimit)
			require.ErrorIs(t, fails("const all = []; for (;;) all.push(new Array(1000).fill({}))", vm.SnapshotOptions{MemoryLimit: 32 << 20}), vm.ErrMemoryLimit)
			require.ErrorIs(t, fails("new Promise(() => {})", vm.SnapshotOptions{}), vm.ErrNeverSettles)
			require.ErrorContains(t, fails("globalThis.format = new Intl.NumberFormat()", vm.SnapshotOptions{}), "Intl.NumberFormat")
			require.ErrorContains(t, fails("require('fs')", vm.SnapshotOptions{}), "require is not defined")

			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			_, err := h.NewSnapshot(ctx, vm.SnapshotOptions{Scripts: []vm.SnapshotScript{{Source: "for (;;);"}}})
			require.ErrorIs(t, err, context.DeadlineExceeded)

			other := newHost(t, tier)
			s := newSnapshot(t, h, vm.SnapshotOptions{})
			require.PanicsWithValue(t, misuse.OtherHost, func() { other.NewIsolate(t.Context(), vm.IsolateOptions{Snapshot: s}) })
			require.NoError(t, newContextOf(t, h, s, vm.ContextOptions{}).Eval(t.Context(), "1", nil))
			require.NoError(t, h.Close())
			_, err = h.NewSnapshot(t.Context(), vm.SnapshotOptions{})
			require.ErrorIs(t, err, vm.ErrClosed)
		})
	}
}

// Isolates are made of snapshots that others close, and in workers that have them or not.
func TestSnapshotTogether(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h, err := vm.NewHost(vm.HostOptions{Tier: tier, Workers: vm.WorkerOptions{IsolatesPerWorker: 4, MixTenants: true}})
			require.NoError(t, err)
			defer h.Close()
			for range v8test.Rounds(rounds(tier, 20)) {
				s := newSnapshot(t, h, vm.SnapshotOptions{}, "const text = 'a'.repeat(1e5)")
				v8test.Together(t, 4, func(goroutine int) error {
					if goroutine == 0 {
						return s.Close()
					}
					i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{Snapshot: s})
					if errors.Is(err, vm.ErrClosed) {
						return nil
					} else if err != nil {
						return err
					}
					defer i.Close()
					c, err := i.NewContext(t.Context(), vm.ContextOptions{})
					if err != nil {
						return err
					}
					return c.Eval(t.Context(), "if (text.length !== 1e5) throw text", nil)
				})
			}
		})
	}
}

// A host that is closed makes no snapshot any more.
func TestSnapshotOfClosedHost(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h := newHost(t, tier)
			result := make(chan error)
			go func() {
				_, err := h.NewSnapshot(context.Background(), vm.SnapshotOptions{Scripts: []vm.SnapshotScript{{Source: "for (;;);"}}, CPULimit: -1, WallLimit: -1})
				result <- err
			}()
			select { // until it runs, as far as one can see
			case err := <-result:
				t.Fatal(err)
			case <-time.After(200 * time.Millisecond):
			}
			require.NoError(t, h.Close())
			require.ErrorIs(t, <-result, vm.ErrClosed)
		})
	}
}

func TestPoolOfSnapshot(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h := newHost(t, tier)
			s := newSnapshot(t, h, vm.SnapshotOptions{Web: true}, "const host = text => new URL(text).host")
			p := vm.NewPool(h, vm.PoolOptions{Isolate: vm.IsolateOptions{Snapshot: s}, Ahead: 1, Size: 4})
			defer p.Close()
			for _, tenant := range strings.Fields("a b a c") {
				require.NoError(t, p.Run(t.Context(), tenant, func(_ context.Context, c *vm.Context) error {
					require.Equal(t, "a.example", eval[string](t, c, "host('https://a.example')"))
					return c.Eval(t.Context(), "if (globalThis.seen) throw 1; globalThis.seen = true", nil)
				}))
			}
		})
	}
}
