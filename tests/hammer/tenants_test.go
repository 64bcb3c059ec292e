package hammer_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What the tenants of TestTenantsHammer run; each calls mark wherever it gets to.
var tenantScripts = []string{
	"mark()",
	"Promise.resolve().then(mark).then(() => { throw 1 })",
	"(function flood(n) { mark(); if (n) { Promise.resolve().then(() => flood(n - 1)); Promise.resolve().then(mark) } })(50)",
	"(function flood() { mark(); Promise.resolve().then(flood) })()",
	"Promise.resolve().then(() => { for (;;) mark() })",
	"Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.random() * 3).value.then(mark)",
	"for (let i = 0; i < 100; i++) Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.random() * 9).value.then(() => { mark(); throw i })",
	"{ const cell = new Int32Array(new SharedArrayBuffer(4)); for (let i = 0; i < 9; i++) Atomics.waitAsync(cell, 0, 0).value.then(mark); Atomics.notify(cell, 0) }",
	"Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1).value.then(() => { for (;;) mark() })",
	"WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(mark)",
	"for (let i = 0; i < 9; i++) WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => { mark(); for (;;); })",
	"WebAssembly.compile(new Uint8Array([1, 2, 3])).catch(mark)",
	"Object.defineProperty(WebAssembly.Module.prototype, 'then', {get: mark, configurable: true}); WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))",
	"var r = new FinalizationRegistry(mark); for (let i = 0; i < 100; i++) r.register({}, i)",
	"var r = new FinalizationRegistry(() => { mark(); throw 1 }); for (let i = 0; i < 100; i++) r.register({}, i)",
	"var r = new FinalizationRegistry(() => { for (;;) mark() }); for (let i = 0; i < 100; i++) r.register({}, i)",
	"for (let i = 0; i < 100; i++) new FinalizationRegistry(mark).register({}, i)",
	"for (let i = 0; i < 300; i++) { const p = Promise.reject(i); if (i % 2) Promise.resolve().then(() => p.catch(mark)) }",
	"nested()",
	"Promise.resolve().then(nested)",
	v8test.MakeGarbage + "mark()",
	"for (const all = []; ; ) { mark(); all.push(new Array(1e5).fill(0.5)) }",
	"panics()",
	"Promise.resolve().then(panics)",
	"Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1).value.then(panics)",
	"close(); Promise.resolve().then(mark)",
	"Promise.resolve().then(close)",
}

// tenants are contexts of one isolate that run whatever comes.
type tenants struct {
	t        *testing.T
	iso      *v8.Isolate
	contexts []*v8.Context
	running  []*v8.Context // innermost last
	marks    map[*v8.Context]int
	closed   []int
	wrong    []string
	random   *rand.Rand
}

func (h *tenants) context() *v8.Context { return h.running[len(h.running)-1] }

func (h *tenants) open(n int) {
	var err error
	h.contexts[n], err = h.iso.NewContext(context.Background(), v8.ContextOptions{})
	require.NoError(h.t, err)
	c := h.contexts[n]
	callback := func(fn func()) v8.FunctionCallback {
		return func(v8.FunctionCallbackInfo) (v8.Value, error) { fn(); return v8.Value{}, nil }
	}
	h.running = append(h.running, c)
	defer h.done()
	v8test.RunIn(h.t, c, func(s *v8.Scope) {
		v8test.Define(h.t, s, "mark", callback(func() {
			h.marks[c]++
			if h.context() != c {
				h.wrong = append(h.wrong, "a script runs in another tenant's Run")
			}
		}))
		v8test.Define(h.t, s, "nested", callback(func() {
			if len(h.running) < 3 {
				h.run(h.random.IntN(len(h.contexts)))
			}
		}))
		v8test.Define(h.t, s, "panics", callback(func() { panic(c) }))
		v8test.Define(h.t, s, "close", callback(func() { c.Close() }))
	})
}

func (h *tenants) done() { h.running = h.running[:len(h.running)-1] }

func (h *tenants) run(n int) {
	c := h.contexts[n]
	h.running = append(h.running, c)
	defer h.done()
	defer func() {
		if p := recover(); p != nil && p != c && len(h.running) == 1 {
			h.wrong = append(h.wrong, fmt.Sprint("another tenant's panic: ", p))
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(h.random.IntN(4000))*time.Microsecond)
	defer cancel()
	source := tenantScripts[h.random.IntN(len(tenantScripts))]
	err := v8test.EvalIn(ctx, c, source)
	switch {
	case errors.Is(err, v8.ErrClosed):
		h.closed = append(h.closed, n)
	case errors.Is(err, v8.ErrIsolateDead):
		h.wrong = append(h.wrong, err.Error())
	}
}

// Tenants who leave everything behind, end in all ways and are closed at random
// never meet in one another's Runs.
func TestTenantsHammer(t *testing.T) {
	for seed := range uint64(4) {
		h := &tenants{
			t: t, contexts: make([]*v8.Context, 4), marks: map[*v8.Context]int{},
			random: rand.New(rand.NewPCG(seed, 12)), //nolint:gosec // it is to come again
		}
		h.iso = v8test.Isolate(t, v8.IsolateOptions{
			MemoryLimit: 64 << 20,
			OnUncaughtException: func(c *v8.Context, err error) {
				if c != h.context() {
					h.wrong = append(h.wrong, "told of another tenant: "+err.Error())
				}
			},
		})
		for n := range h.contexts {
			h.open(n)
		}
		for range 300 {
			n := h.random.IntN(len(h.contexts))
			h.run(n)
			if h.random.IntN(10) == 0 {
				require.NoError(t, h.contexts[n].Close())
			}
			for _, n := range h.closed {
				h.open(n)
			}
			h.closed = nil
		}
		require.Empty(t, h.wrong, "seed %d", seed)
		require.NoError(t, h.iso.Close())
		require.Zero(t, v8test.Left())
	}
}

// Isolates that end anywhere by runtime.Goexit, with others at work beside them.
func TestTenantsGoexitHammer(t *testing.T) {
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			random := rand.New(rand.NewPCG(uint64(worker), 3)) //nolint:gosec // it is to come again
			for range 10 {
				iso, err := v8test.NewIsolate(v8.IsolateOptions{MemoryLimit: 64 << 20})
				require.NoError(t, err)
				a, err := iso.NewContext(context.Background(), v8.ContextOptions{})
				require.NoError(t, err)
				left := random.IntN(60)
				mark := func(v8.FunctionCallbackInfo) (v8.Value, error) {
					if left--; left == 0 {
						runtime.Goexit()
					}
					return v8.Value{}, nil
				}
				v8test.RunIn(t, a, func(s *v8.Scope) {
					for _, name := range []string{"mark", "nested", "panics", "close"} {
						v8test.Define(t, s, name, mark)
					}
				})
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					for range 20 {
						ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
						a.Run(ctx, func(s *v8.Scope) error {
							_, err := v8test.Eval(s, tenantScripts[random.IntN(len(tenantScripts))])
							return err
						})
						cancel()
					}
				}()
				<-ended
				require.NoError(t, iso.Close())
			}
		})
	}
	all.Wait()
	v8test.RequireNothingAlive(t)
}
