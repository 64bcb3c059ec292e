package loop_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// Each waits by promises, timers and functions of Go, and gets its own answer.
func TestManyAwaits(t *testing.T) {
	const isolates, awaits = 8, 1250
	var all sync.WaitGroup
	for range isolates {
		l := newLoop(t, loop.Options{MaxInFlight: 64})
		require.NoError(t, l.SetAsync("later", func(ctx context.Context, n int) (int, error) {
			runtime.Gosched()
			return n, ctx.Err()
		}))
		require.NoError(t, l.Context().Eval(t.Context(), `
			async function f(n) {
				const [a, b] = await Promise.all([later(n), new Promise(r => setTimeout(r, n % 3, n))])
				return [await later(a), b, n]
			}`, nil))
		for n := range awaits {
			all.Go(func() {
				var got []int
				err := l.Await(t.Context(), &got, func(s *v8.Scope) (v8.Value, error) {
					var v v8.Value
					err := s.Eval(fmt.Sprintf("f(%d)", n), &v)
					return v, err
				})
				if err != nil || len(got) != 3 || got[0] != n || got[1] != n || got[2] != n {
					t.Errorf("await %d: %v, %v", n, got, err)
				}
			})
		}
	}
	all.Wait()
}

// A hundred goroutines wait for what one of them begins.
func TestSharedPromise(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("fetch", func(context.Context) int { return 7 }))
	require.NoError(t, l.Context().Eval(t.Context(), "var cache; const get = () => cache ??= fetch()", nil))
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			var got int
			if err := l.Await(t.Context(), &got, eval("get()")); err != nil || got != 7 {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	all.Wait()
	require.Zero(t, l.Statistics())
}

// One that spins takes nothing from the others but time.
func TestOthersDeadline(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("later", func(context.Context, int) error { return nil }))
	var all sync.WaitGroup
	for n := range 30 {
		all.Go(func() {
			if n%3 == 0 {
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
				defer cancel()
				if err := l.Await(ctx, nil, eval("later(1).then(() => { for (;;); })")); !isEnd(err) {
					t.Error(err)
				}
				return
			}
			var got int
			err := l.Await(t.Context(), &got, eval("later(1).then(() => new Promise(r => setTimeout(r, 1, 7)))"))
			if err != nil || got != 7 {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	all.Wait()
}

// What one's end drops with the context's queue may be another's reaction.
func TestDroppedReaction(t *testing.T) {
	l := newLoop(t, loop.Options{})
	began := make(chan struct{})
	require.NoError(t, l.SetAsync("began", func(context.Context) error { close(began); return nil }))
	require.NoError(t, l.Context().Eval(t.Context(), "let settle; const p = new Promise(r => settle = r)", nil))
	release := l.Hold()
	defer release()
	done := make(chan error, 1)
	var got int
	go func() { done <- l.Await(t.Context(), &got, eval("began(); p")) }()
	<-began
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, l.Await(ctx, nil, eval("settle(7); for (;;);")), v8.ErrTerminated)
	require.NoError(t, <-done)
	require.Equal(t, 7, got)
}

func isEnd(err error) bool { return errors.Is(err, v8.ErrTerminated) }

func TestClose(t *testing.T) {
	for name, shut := range map[string]func(*loop.Loop){
		"loop":    func(l *loop.Loop) { l.Close() },
		"context": func(l *loop.Loop) { l.Context().Close() },
		"isolate": func(l *loop.Loop) { l.Context().Isolate().Close() },
	} {
		l := newLoop(t, loop.Options{})
		began, ended := make(chan struct{}, 100), make(chan struct{}, 100)
		require.NoError(t, l.SetAsync("block", func(ctx context.Context) error {
			began <- struct{}{}
			<-ctx.Done()
			ended <- struct{}{}
			return ctx.Err()
		}))
		errs := make(chan error, 40)
		for range 10 {
			go func() { errs <- l.Await(t.Context(), nil, eval("block()")) }()
			go func() { errs <- l.Await(t.Context(), nil, eval("new Promise(r => setTimeout(r, 1e8))")) }()
			go func() {
				errs <- l.Await(t.Context(), nil, eval("block(); setInterval(() => {}, 1); new Promise(() => {})"))
			}()
		}
		for range 20 {
			<-began
		}
		for range 10 {
			go func() { errs <- l.Drain(t.Context()) }()
		}
		shut(l)
		for range cap(errs) {
			require.ErrorIs(t, <-errs, v8.ErrClosed, name)
		}
		for range 20 {
			<-ended
		}
		require.ErrorIs(t, l.Await(t.Context(), nil, eval("1")), v8.ErrClosed)
		require.ErrorIs(t, l.Drain(t.Context()), v8.ErrClosed)
		require.NoError(t, l.Close())
	}
}

// A loop that is closed while JavaScript runs ends it.
func TestCloseRunning(t *testing.T) {
	l := newLoop(t, loop.Options{})
	began := make(chan struct{})
	require.NoError(t, l.SetAsync("began", func(context.Context) error { close(began); return nil }))
	done := make(chan error)
	go func() { done <- l.Await(t.Context(), nil, eval("began(); for (;;);")) }()
	<-began
	require.NoError(t, l.Close())
	err := <-done
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.ErrorIs(t, err, v8.ErrClosed)
	var caught string
	require.NoError(t, l.Context().Eval(t.Context(), "try { setTimeout(() => {}) } catch (e) { e.message }", &caught))
	require.Contains(t, caught, "closed")
	again, err := loop.New(l.Context(), loop.Options{})
	require.NoError(t, err)
	require.NoError(t, again.Close())
}

// What a closed loop refuses rejects the promise, where JavaScript is not ended in
// time: the Await's error still says why.
func TestCloseRejects(t *testing.T) {
	for range 50 {
		l := newLoop(t, loop.Options{})
		err := l.Await(t.Context(), nil, func(s *v8.Scope) (v8.Value, error) {
			l.Close()
			return eval("new Promise(r => setTimeout(r, 1e8))")(s)
		})
		require.ErrorIs(t, err, v8.ErrClosed)
		require.ErrorIs(t, err, v8.ErrTerminated)
	}
}

func TestDrain(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("fail", func(context.Context) error { return errTest }))
	c := l.Context()
	require.NoError(t, c.Eval(t.Context(), "var n = 0; setTimeout(() => { n++; setTimeout(() => n++, 1) }, 1); unrefTimer(setInterval(() => {}, 1)); fail()", nil))
	has := l.Statistics()
	has.Jobs, has.CallsRunning = 0, 0 // whether the call has returned is a matter of time
	require.Equal(t, loop.Statistics{Timers: 2, UnrefTimers: 1, Calls: 1}, has)
	require.ErrorIs(t, l.Drain(t.Context()), errTest)
	require.NoError(t, l.Drain(t.Context()))
	var n int
	require.NoError(t, c.Eval(t.Context(), "n", &n))
	require.Equal(t, 2, n)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	require.NoError(t, c.Eval(t.Context(), "setTimeout(() => { for (;;); })", nil))
	require.ErrorIs(t, l.Drain(ctx), context.DeadlineExceeded)
	// What it ran has ended.
	require.NoError(t, c.Eval(soon(t), "1", nil))
	release := l.Hold()
	done := make(chan error)
	go func() { done <- l.Drain(t.Context()) }()
	release()
	release()
	require.NoError(t, <-done)
}
