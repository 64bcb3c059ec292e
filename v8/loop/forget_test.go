package loop_test

import (
	"context"
	"iter"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// requireNoneLeft waits until the WeakRefs in the global variable refs have nothing.
func requireNoneLeft(t testing.TB, l *loop.Loop) {
	ctx := soon(t)
	for left := 1; left > 0; {
		// An Await tells JavaScript what to forget, and its microtask that the
		// WeakRefs need not keep what they have any longer.
		require.NoError(t, l.Await(ctx, nil, eval("(async () => await 1)()")))
		v8test.CollectGarbage(t, l.Context())
		require.NoError(t, l.Context().Eval(ctx, "refs.filter(r => r.deref()).length", &left))
	}
}

// What an Await that was ended leaves goes, however much it is, and also when
// JavaScript can't be told at first.
func TestForgetTimers(t *testing.T) {
	const timers = 1200
	l := newLoop(t, loop.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, l.Context().Set(t.Context(), "end", func() { cancel() }))
	require.ErrorIs(t, l.Await(ctx, nil, eval(`
		const refs = []
		for (let i = 0; i < 1200; i++) { const f = () => {}; refs.push(new WeakRef(f)); setTimeout(f, 1e6) }
		end(); new Promise(() => {})`)), context.Canceled)
	before := l.Forgotten()
	require.GreaterOrEqual(t, before, timers)
	require.ErrorIs(t, l.Context().Run(t.Context(), func(s *v8.Scope) error {
		l.Context().Isolate().Terminate(errTest)
		require.ErrorIs(t, l.ForgetAll(s), v8.ErrTerminated)
		return nil
	}), errTest)
	require.Equal(t, before, l.Forgotten())
	requireNoneLeft(t, l)
	require.Zero(t, l.Forgotten())
}

// A call that has panicked leaves nothing, in an Await or in none, and is told of once.
func TestForgetPanics(t *testing.T) {
	var told []error
	l := newLoop(t, loop.Options{OnUncaughtException: func(err error) { told = append(told, err) }})
	require.NoError(t, l.SetAsync("panics", func() { panic(errTest) }))
	const call = "globalThis.refs = [new WeakRef(panics())]; new Promise(() => {})"
	require.PanicsWithValue(t, errTest, func() { l.Await(soon(t), nil, eval(call)) })
	requireNoneLeft(t, l)
	require.NoError(t, l.Context().Eval(t.Context(), call, nil))
	require.NoError(t, l.Drain(soon(t)))
	requireNoneLeft(t, l)
	require.Len(t, told, 1)
	require.ErrorIs(t, told[0], errTest)
	require.Zero(t, l.Statistics())
}

// So does a timer whose callback panics.
func TestForgetTimerThatPanics(t *testing.T) {
	l := newLoop(t, loop.Options{})
	give(t, l, "panics", func(s *v8.Scope) (v8.Object, error) {
		f, err := s.NewFunctionOf(func() { panic(errTest) }, v8.FunctionOptions{})
		return f.Object, err
	})
	require.PanicsWithValue(t, errTest, func() { l.Await(soon(t), nil, eval("setTimeout(panics); new Promise(() => {})")) })
	require.NoError(t, l.Drain(soon(t)))
	require.Zero(t, l.Statistics())
}

// Calls for whose promise there is no stack left are not counted for ever.
func TestForgetCallsOfDeepStack(t *testing.T) {
	l := newLoop(t, loop.Options{MaxCalls: 1 << 20, OnUncaughtException: func(error) {}})
	require.NoError(t, l.SetAsync("noop", func() {}))
	var thrown string
	require.NoError(t, l.Await(soon(t), &thrown, eval("const deep = () => { noop().catch(() => {}); deep() }; try { deep() } catch (e) { String(e) }")))
	require.Contains(t, thrown, "RangeError")
	l.Drain(soon(t))
	require.Zero(t, l.Statistics())
}

// However often the loop looks whether anything is left, a promise has one reaction.
func TestOneReaction(t *testing.T) {
	const probes = 50
	probed := make(chan struct{}, probes)
	l := newLoop(t, loop.Options{OnJob: func(j loop.Job) {
		if j.Kind == "probe" {
			select {
			case probed <- struct{}{}:
			default:
			}
		}
	}})
	done := make(chan error)
	began := make(chan struct{})
	require.NoError(t, l.SetAsync("began", func() { close(began) }))
	release := l.Hold()
	defer release()
	go func() {
		done <- l.Await(soon(t), nil, eval(`
			let asked = 0, settle
			const p = new Promise(r => settle = r)
			Object.defineProperty(p, "constructor", {get() { asked++; return Promise }})
			began(); p`))
	}()
	<-began
	for range probes {
		require.NoError(t, l.Context().PostTask(func(*v8.Scope) error { return nil }))
		<-probed
	}
	var asked int
	require.NoError(t, l.Context().Eval(t.Context(), "asked", &asked))
	require.Equal(t, 2, asked) // by Promise.resolve and by then
	require.NoError(t, l.Context().Eval(t.Context(), "settle()", nil))
	require.NoError(t, <-done)
}

// An iterator that is over is not kept by the Await that it was used in.
func TestForgetIterators(t *testing.T) {
	l := newLoop(t, loop.Options{})
	collected := make(chan struct{})
	give(t, l, "all", func(s *v8.Scope) (v8.Object, error) { return collectable(l, s, collected) })
	require.NoError(t, l.SetAsync("collect", func(ctx context.Context) error {
		for {
			v8test.CollectGarbage(t, l.Context())
			runtime.GC()
			select {
			case <-collected:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			default:
			}
		}
	}))
	require.NoError(t, l.Await(soon(t), nil, eval("(async () => { for await (const n of all); delete globalThis.all; await collect() })()")))
}

// collectable is an iterator that closes collected when Go has collected it.
func collectable(l *loop.Loop, s *v8.Scope, collected chan struct{}) (v8.Object, error) {
	last := new(int)
	*last = 3
	runtime.AddCleanup(last, func(collected chan struct{}) { close(collected) }, collected)
	return loop.NewAsyncIterator(l, s, iter.Seq2[int, error](func(yield func(int, error) bool) {
		for n := range *last {
			if !yield(n, nil) {
				return
			}
		}
	}))
}
