package vm_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// A guest that changes all built-ins does not change what the host gets, sets and
// waits for.
func TestHostilePrototypes(t *testing.T) {
	const poison = `
		const evil = () => { throw new Error('evil') }
		for (const p of [Object.prototype, Array.prototype, Function.prototype, Promise.prototype, Promise, Map.prototype, Reflect, Object, JSON])
			for (const key of Reflect.ownKeys(p))
				if (typeof key === 'string' && key !== 'constructor' && key !== '__proto__' && p !== Reflect && key !== 'prototype' && key !== 'length' && key !== 'name')
					try { Object.getOwnPropertyDescriptor(p, key).configurable && p.__defineGetter__(key, evil) } catch {}
		0`
	const thens = "Promise.prototype.then = function() { return 'hijacked' }; Promise.resolve = Promise.all = () => 'hijacked'; 0"
	for name, source := range map[string]string{"all": poison, "then": thens} {
		t.Run(name, func(t *testing.T) {
			onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
				slow := vm.NewCallback(func(n int) int { return n + 1 }, vm.CallbackOptions{Mode: vm.Async})
				require.NoError(t, c.Global().Set(t.Context(), "slow", slow))
				c.Eval(t.Context(), source, nil)
				var o, f *vm.Reference
				require.NoError(t, c.Eval(t.Context(), "({a: 1})", &o))
				require.NoError(t, c.Eval(t.Context(), "(x => x * 2)", &f))
				var n int
				require.NoError(t, o.Get(t.Context(), "a", &n))
				require.Equal(t, 1, n)
				require.NoError(t, o.Set(t.Context(), "b", []any{1, map[string]any{"c": 2}}))
				var copied struct{ A int }
				require.NoError(t, o.Copy(t.Context(), &copied))
				require.Equal(t, 1, copied.A)
				require.NoError(t, f.Apply(t.Context(), nil, []any{4}, &n))
				require.Equal(t, 8, n)
				require.NoError(t, c.Eval(t.Context(), "(async () => 5)()", &n))
				require.Equal(t, 5, n)
				require.NoError(t, c.Eval(t.Context(), "(async () => { await null; return 6 })()", &n))
				require.Equal(t, 6, n)
				require.NoError(t, c.Eval(t.Context(), "(async () => await slow(6))()", &n))
				require.Equal(t, 7, n)
				var r *vm.Reference
				require.NoError(t, c.Eval(t.Context(), "(async () => ({a: 1}))()", &r))
				require.NoError(t, r.Get(t.Context(), "a", &n))
				require.NoError(t, c.EvalClosure(t.Context(), "return $0('x')", []any{func(s string) int { return len(s) }}, &n))
				require.Equal(t, 1, n)
				deleted, err := o.Delete(t.Context(), "a")
				require.NoError(t, err)
				require.True(t, deleted)
				require.Error(t, c.Eval(t.Context(), "(async () => { throw 1 })()", &n))
			})
		})
	}
}

// A guest whose promises make others of their kind gets an error, and nothing else.
func TestHostileSpecies(t *testing.T) {
	for name, made := range map[string]string{"no promise": "{}", "another": "Promise.resolve('x')", "pending": "new Promise(() => {})"} {
		t.Run(name, func(t *testing.T) {
			onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
				slow := vm.NewCallback(func() int { return 1 }, vm.CallbackOptions{Mode: vm.Async})
				require.NoError(t, c.Global().Set(t.Context(), "slow", slow))
				require.NoError(t, c.Eval(t.Context(), "const real = new Promise(() => {}); const later = (async () => { await 0; return 1 })(); const made = "+made+
					"; Object.defineProperty(Promise.prototype, 'constructor', {get() { return {[Symbol.species]: function(f) { f(() => {}, () => {}); return made }} }}); 0", nil))
				for _, source := range []string{"later", "(async () => { for (let i = 0; i < 9; i++) await 0; return {} })()", "slow()"} {
					for _, out := range []any{new(int), new(any), new(*vm.Reference), new(*vm.ExternalCopy)} {
						err := c.Eval(t.Context(), source, out, vm.CallOptions{WallLimit: time.Second})
						require.NotErrorIs(t, err, vm.ErrWorkerLost)
						require.NotErrorIs(t, err, vm.ErrIsolateDead)
					}
				}
				require.Equal(t, 1, eval[int](t, c, "1"))
			})
		})
	}
}

// What a call has left is not stored when the call has returned.
func TestHostileLateResult(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Eval(t.Context(), "var settle; var p = new Promise(done => settle = done)", nil))
		record := struct{ A int }{7}
		require.ErrorIs(t, c.Eval(t.Context(), "p", &record), vm.ErrNeverSettles)
		var r *vm.Reference
		require.ErrorIs(t, c.Eval(t.Context(), "p", &r), vm.ErrNeverSettles)
		before, err := i.Statistics(t.Context())
		require.NoError(t, err)
		require.NoError(t, c.Eval(t.Context(), "settle({a: 8}); p.then(() => 1)", nil))
		require.Equal(t, 7, record.A)
		require.Nil(t, r)
		after, err := i.Statistics(t.Context())
		require.NoError(t, err)
		require.Equal(t, before.References, after.References)
	})
}

// An error that a guest has kept is still itself when it is thrown in another call.
func TestHostileKeptError(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		first, second := errors.New("first"), errors.New("second")
		require.NoError(t, c.Global().Set(t.Context(), "first", func() error { return first }))
		require.NoError(t, c.Global().Set(t.Context(), "second", func() error { return second }))
		require.NoError(t, c.Eval(t.Context(), "var kept; try { first() } catch (e) { kept = e }", nil))
		err := c.Eval(t.Context(), "try { second() } catch {}; throw kept", nil)
		require.ErrorIs(t, err, first)
		require.NotErrorIs(t, err, second)
	})
}

// Options without sense cost no more than an error.
func TestHostileOptions(t *testing.T) {
	for _, extreme := range []int64{-1, math.MinInt64, 1, math.MaxInt64} {
		for _, tier := range tiers {
			t.Run(fmt.Sprint(tier, extreme), func(t *testing.T) {
				h, err := vm.NewHost(vm.HostOptions{Tier: tier, Workers: vm.WorkerOptions{
					IsolatesPerWorker: int(extreme), Ahead: -1, MaxIsolates: int(extreme), MaxAge: max(time.Duration(extreme), -1),
				}})
				require.NoError(t, err)
				defer h.Close()
				d := time.Duration(extreme)
				if extreme == 1 {
					d = time.Second
				}
				i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{
					MemoryLimit: extreme, CPULimit: d, WallLimit: d, Grace: d, Tenant: strings.Repeat("t", 1000),
				})
				if err != nil {
					require.Equal(t, int64(1), extreme, "%v", err)
					return
				}
				c, err := i.NewContext(t.Context(), vm.ContextOptions{})
				if extreme == 1 {
					require.Error(t, err)
					return
				}
				require.NoError(t, err)
				var n int
				o := vm.CallOptions{
					CPULimit: d, WallLimit: d, HostCalls: extreme, OutputBytes: extreme, ResultBytes: extreme,
					Name: strings.Repeat("n", 1e6), Line: int(extreme), Column: int(extreme),
				}
				require.NoError(t, c.Eval(t.Context(), "1 + 1", &n, o))
				require.Equal(t, 2, n)
				require.Error(t, c.Eval(t.Context(), "throw new Error", &n, o))
				require.NoError(t, i.Close())
			})
		}
	}
}

// A Go function that does not return in time ends the call of a worker's guest all
// the same; one that ends its goroutine, or panics, ends the call everywhere.
func TestHostileCallbacks(t *testing.T) {
	i := newIsolate(t, vm.Process, vm.IsolateOptions{Grace: 100 * time.Millisecond})
	c := newContext(t, i)
	over := make(chan struct{})
	defer close(over)
	err := c.EvalClosure(t.Context(), "$0()", []any{func() { <-over }}, nil, vm.CallOptions{WallLimit: 50 * time.Millisecond})
	require.ErrorIs(t, err, vm.ErrWallLimit)
	require.Equal(t, 1, eval[int](t, c, "1"))
	require.Error(t, c.EvalClosure(t.Context(), "$0()", []any{func() { runtime.Goexit() }}, nil))
	require.Equal(t, 1, eval[int](t, c, "1"))
	for _, mode := range []vm.CallbackMode{vm.Sync, vm.Async} {
		onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
			boom := vm.NewCallback(func() { panic("boom") }, vm.CallbackOptions{Mode: mode})
			require.PanicsWithValue(t, "boom", func() { c.EvalClosure(t.Context(), "return $0()", []any{boom}, nil) })
			require.PanicsWithValue(t, "boom", func() {
				c.EvalClosure(t.Context(), "(async () => { try { await $0() } catch {} })()", []any{boom}, nil)
				c.EvalClosure(t.Context(), "return $0()", []any{boom}, nil)
			})
			require.Equal(t, 1, eval[int](t, c, "1"))
		})
	}
}

// Host and guest call each other until there is no stack left.
func TestHostileRecursion(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Global().Set(t.Context(), "down", func(ctx context.Context) error { return c.Eval(ctx, "down()", nil) }))
		require.Error(t, c.Eval(t.Context(), "down()", nil, vm.CallOptions{WallLimit: 10 * time.Second}))
		require.Equal(t, 1, eval[int](t, newContext(t, i), "1"))
	})
}

// Guests that call the host faster than it answers get errors, and take no memory
// of the host's beyond measure.
func TestHostileFloods(t *testing.T) {
	for _, mode := range []vm.CallbackMode{vm.Async, vm.Ignored} {
		onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
			over := make(chan struct{})
			defer close(over)
			block := vm.NewCallback(func(string) { <-over }, vm.CallbackOptions{Mode: mode})
			require.NoError(t, c.Global().Set(t.Context(), "block", block))
			err := c.Eval(t.Context(), "const s = 'x'.repeat(5e6); for (let i = 0; i < 100; i++) block(s)", nil)
			require.ErrorContains(t, err, "limit reached")
			for range 3 {
				c.Eval(t.Context(), "for (let i = 0; i < 2000; i++) block('')", nil, vm.CallOptions{WallLimit: time.Second})
				require.Equal(t, 1, eval[int](t, c, "1"))
			}
		})
	}
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		for _, source := range []string{
			"for (;;) setTimeout(() => {}, 1e6)", "for (;;) setInterval(() => {}, 0)", "for (;;) Promise.reject(1)", "for (;;) new Promise(() => {})",
			"function f() { setTimeout(f); setTimeout(f) } f(); new Promise(() => {})",
		} {
			err := c.Eval(t.Context(), source, nil, vm.CallOptions{WallLimit: 200 * time.Millisecond})
			require.Error(t, err, source)
			if errors.Is(err, vm.ErrIsolateDead) {
				return
			}
		}
	})
}

// Many contexts that all wait for the host cost nobody the worker, also when what they
// wait for ends later than they do.
func TestHostileManyWaits(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		block := vm.NewCallback(func(ctx context.Context) {
			<-ctx.Done()
			time.Sleep(100 * time.Millisecond)
		}, vm.CallbackOptions{Mode: vm.Async})
		var calls sync.WaitGroup
		for range 6 {
			each := newContext(t, i)
			calls.Go(func() {
				err := each.EvalClosure(context.Background(), "return Promise.all(Array.from({length: 300}, () => $0()))", []any{block}, nil, vm.CallOptions{WallLimit: 2 * time.Second})
				if !errors.Is(err, vm.ErrWallLimit) || errors.Is(err, vm.ErrIsolateDead) {
					t.Error(err)
				}
			})
		}
		calls.Wait()
		require.Equal(t, 1, eval[int](t, c, "1"))
	})
}

// A great many references are kept, and released.
func TestHostileReferences(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		const many = 1000
		keep := func(all ...*vm.Reference) {
			for _, r := range all {
				r.Close()
			}
		}
		require.NoError(t, c.Global().Set(t.Context(), "keep", keep))
		before, err := i.Statistics(t.Context())
		require.NoError(t, err)
		for range 100 {
			require.NoError(t, c.Eval(t.Context(), fmt.Sprintf("keep(...new Array(%d).fill({}))", many), nil))
		}
		// More are let go at once than one request tells of.
		require.Eventually(t, func() bool {
			after, err := i.Statistics(t.Context())
			return err == nil && after.References <= before.References
		}, 10*time.Second, time.Millisecond)
	})
}

// Data that is large, or strange.
func TestHostileValues(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var f *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "(...a) => a.length", &f))
		var n int
		err := f.Apply(t.Context(), nil, make([]any, 1_000_000), &n)
		require.Error(t, err)
		require.NotErrorIs(t, err, vm.ErrIsolateDead)
		require.NoError(t, f.Apply(t.Context(), nil, []any{make([]int, 100_000)}, &n))
		require.Equal(t, 1, n)
		var text string
		err = c.Eval(t.Context(), "'a\\ud800b'", &text)
		require.NoError(t, err)
		require.Equal(t, "a\ufffdb", text)
		require.NoError(t, c.EvalClosure(t.Context(), "return $0", []any{"\xff\x00"}, &text))
		require.Equal(t, "\ufffd\x00", text)
		for _, key := range []string{"__proto__", "constructor", "", "a\x00b", "\xff", "\U0001f600", "length"} {
			require.NoError(t, c.Global().Set(t.Context(), key, 5), key)
			require.NoError(t, c.Global().Get(t.Context(), key, &n), key)
			require.Equal(t, 5, n, key)
		}
		err = c.Eval(t.Context(), "new ArrayBuffer(1e8)", new([]byte))
		require.True(t, err == nil || errors.Is(err, vm.ErrIsolateDead) || errors.Is(err, vm.ErrResultLimit) || errors.Is(err, vm.ErrUnsupported), "%v", err)
	})
}

// Everything is closed by anybody at any time.
func TestHostileClosing(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			before := resources(t)
			for round := range rounds(tier, 60) {
				h, err := vm.NewHost(vm.HostOptions{Tier: tier, Workers: vm.WorkerOptions{IsolatesPerWorker: 2, Ahead: -1}})
				require.NoError(t, err)
				i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{Grace: 200 * time.Millisecond})
				require.NoError(t, err)
				c := newContext(t, i)
				closers := []func() error{c.Close, i.Close, h.Close, c.Global().Close}
				closer := vm.NewCallback(func() { closers[round%len(closers)]() }, vm.CallbackOptions{Mode: vm.CallbackMode(round / 4 % 3)})
				var calls sync.WaitGroup
				for range 3 {
					calls.Go(func() {
						began := time.Now()
						c.EvalClosure(t.Context(), "return $0()", []any{closer}, nil, vm.CallOptions{WallLimit: 2 * time.Second})
						c.Global().Set(t.Context(), "a", 1)
						if took := time.Since(began); took > 4*time.Second {
							t.Errorf("round %d: %v", round, took)
						}
					})
				}
				calls.Go(func() { closers[(round+1)%len(closers)]() })
				calls.Wait()
				require.NoError(t, h.Close())
			}
			settles(t, before)
		})
	}
}

// Isolates wait for each other in ways that no ring of calls shows.
func TestHostileAsyncCycles(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			pair := isolates(t, tier, 2)
			for n, c := range pair {
				other := pair[1-n]
				next := func(ctx context.Context, depth int) (sum int, err error) {
					if depth == 0 {
						return 0, nil
					}
					err = other.EvalClosure(ctx, "return next($0 - 1).then(x => x + 1)", []any{depth}, &sum, vm.CallOptions{WallLimit: 5 * time.Second})
					return sum, err
				}
				require.NoError(t, c.Global().Set(t.Context(), "next", vm.NewCallback(next, vm.CallbackOptions{Mode: vm.Async})))
			}
			require.Equal(t, 6, eval[int](t, pair[0], "next(6)"))
			// Each waits for the other, from two goroutines, without limits of its own.
			var calls sync.WaitGroup
			entered := make(chan struct{}, 2)
			for n, c := range pair {
				cross := func(ctx context.Context) error {
					entered <- struct{}{}
					for len(entered) < 2 && ctx.Err() == nil {
						runtime.Gosched()
					}
					return pair[1-n].Eval(ctx, "1", nil, vm.CallOptions{WallLimit: -1})
				}
				calls.Go(func() {
					c.EvalClosure(t.Context(), "$0()", []any{cross}, nil, vm.CallOptions{WallLimit: 300 * time.Millisecond})
				})
			}
			calls.Wait()
			require.Equal(t, 1, eval[int](t, pair[0], "1"))
			require.Equal(t, 1, eval[int](t, pair[1], "1"))
		})
	}
}
