package loop_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

const emptyModule = "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])"

// What V8 does on other threads, or later, wakes who waits for it, also while there
// are timers that are far away.
func TestWaitsForV8(t *testing.T) {
	for _, also := range []string{"", "setTimeout(() => {}, 1e8);"} {
		for _, source := range []string{
			"WebAssembly.compile(" + emptyModule + ").then(m => m instanceof WebAssembly.Module)",
			"WebAssembly.instantiate(" + emptyModule + ").then(() => true)",
			"WebAssembly.compile(new Uint8Array([1])).then(() => false, () => true)",
			"Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5).value.then(v => v === 'timed-out')",
			"{ const cell = new Int32Array(new SharedArrayBuffer(4)); setTimeout(() => Atomics.notify(cell, 0), 1); Atomics.waitAsync(cell, 0, 0).value.then(v => v === 'ok') }",
		} {
			l := newLoop(t, loop.Options{})
			for range 3 {
				var got bool
				require.NoError(t, l.Await(soon(t), &got, eval(also+source)), source)
				require.True(t, got, source)
			}
		}
	}
}

// Another isolate's script notifies.
func TestNotifiedByAnother(t *testing.T) {
	a, b := newLoop(t, loop.Options{}), newLoop(t, loop.Options{})
	var shared *v8.SerializedValue
	v8test.RunIn(t, a.Context(), func(s *v8.Scope) {
		var v v8.Value
		require.NoError(t, s.Eval("globalThis.cell = new Int32Array(new SharedArrayBuffer(4))", &v))
		var err error
		shared, err = s.SerializeValue(v)
		require.NoError(t, err)
	})
	defer shared.Close()
	v8test.RunIn(t, b.Context(), func(s *v8.Scope) {
		v, err := s.DeserializeValue(shared)
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("cell", v))
	})
	release := a.Hold() // nobody knows of b but this test
	defer release()
	began, done := make(chan struct{}), make(chan error)
	require.NoError(t, a.SetAsync("began", func() { close(began) }))
	var got string
	go func() { done <- a.Await(soon(t), &got, eval("began(); Atomics.waitAsync(cell, 0, 0).value")) }()
	<-began
	var n int
	for n == 0 {
		require.NoError(t, b.Context().Eval(t.Context(), "Atomics.notify(cell, 0)", &n))
		runtime.Gosched()
	}
	require.NoError(t, <-done)
	require.Equal(t, "ok", got)
}

func TestPostTask(t *testing.T) {
	l := newLoop(t, loop.Options{})
	c := l.Context()
	settle := func(s *v8.Scope) error { return s.Eval("settle(7)", nil) }
	for _, post := range []func() error{
		func() error { return c.PostTask(settle) },
		func() error { return c.PostDelayedTask(settle, 2*time.Millisecond) },
	} {
		// The Run that calls it has not ended, or the Await waits for the timer.
		require.NoError(t, l.SetAsync("post", post))
		var got int
		require.NoError(t, l.Await(soon(t), &got, eval("var settle; setTimeout(() => {}, 1e8); new Promise(r => { settle = r; post() })")))
		require.Equal(t, 7, got)
	}
	called := 0
	require.NoError(t, c.PostDelayedTask(func(*v8.Scope) error { called++; return nil }, time.Millisecond))
	require.NoError(t, c.Eval(t.Context(), "for (let i = 1; i < 100; i++) clearTimeout(i)", nil))
	require.NoError(t, l.Drain(soon(t)))
	require.Equal(t, 1, called)
}

// A loop that nobody waits in has no goroutine.
func TestIdle(t *testing.T) {
	before := runtime.NumGoroutine()
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("noop", func() {}))
	require.NoError(t, l.Await(soon(t), nil, eval("setInterval(() => {}, 1); setTimeout(() => {}, 1e8); WebAssembly.compile("+emptyModule+").then(noop)")))
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before)
}
