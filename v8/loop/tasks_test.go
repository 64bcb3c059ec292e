package loop_test

import (
	"context"
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

// No Await does what others have left to be done, under its ctx and limits.
func TestTasksAreNobodys(t *testing.T) {
	type key struct{}
	limit := v8.RunOptions{CPULimit: 5 * time.Millisecond}
	l := newLoop(t, loop.Options{RunOptions: limit})
	c := l.Context()
	whose := make(chan any, 3)
	post := func(delay time.Duration) error {
		return c.PostDelayedTask(func(s *v8.Scope) error {
			whose <- s.Ctx().Value(key{})
			return s.Eval("for (;;);", nil)
		}, delay)
	}
	var got int
	require.NoError(t, post(0)) // for a Run that is no Await's
	require.NoError(t, c.Eval(context.WithValue(t.Context(), key{}, 7), "1", nil, limit))
	require.Equal(t, 7, <-whose)

	ctx := context.WithValue(soon(t), key{}, 7)
	require.NoError(t, l.SetAsync("post", func(context.Context) error { return post(time.Millisecond) }))
	require.NoError(t, l.Await(ctx, &got, func(s *v8.Scope) (v8.Value, error) {
		require.NoError(t, post(0))
		return v8test.Eval(s, "(async () => { await post(); for (let n = 0; n < 10; n++) await new Promise(r => setTimeout(r, 1)); return 7 })()")
	}))
	require.Equal(t, 7, got)
	require.NoError(t, l.Drain(soon(t)))
	require.Nil(t, <-whose)
	require.Nil(t, <-whose)
}

// What is left to be done is done though the Awaits never come to rest.
func TestTasksOfBusyLoop(t *testing.T) {
	l := newLoop(t, loop.Options{})
	called := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-called
		cancel()
	}()
	require.ErrorIs(t, l.Await(ctx, nil, func(s *v8.Scope) (v8.Value, error) {
		require.NoError(t, l.Context().PostTask(func(*v8.Scope) error { close(called); return nil }))
		return v8test.Eval(s, "setInterval(() => {}, 0); new Promise(() => {})")
	}), context.Canceled)
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
