package loop_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// newLoop makes a loop in a context of its own.
func newLoop(t testing.TB, options loop.Options) *loop.Loop {
	t.Helper()
	return newLoopIn(t, v8test.Context(t), options)
}

func newLoopIn(t testing.TB, c *v8.Context, options loop.Options) *loop.Loop {
	t.Helper()
	l, err := loop.New(c, options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l
}

// eval is a func for Await.
func eval(source string) func(*v8.Scope) (v8.Value, error) {
	return func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		err := s.Eval(source, &v)
		return v, err
	}
}

// soon is a ctx that ends when a test would hang.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

var errTest = errors.New("the test's error")

func TestAwait(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("double", func(n int) int { return 2 * n }))
	for source, want := range map[string]any{
		"1 + 1":                2.0,
		"({a: 1})":             map[string]any{"a": 1.0},
		"Promise.resolve('x')": "x",
		"(async () => 'y')()":  "y",
		"({then(f) { f(3) }})": 3.0,
		"double(2)":            4.0,
		"(async () => await double(await double(1)))()":                                                               4.0,
		"new Promise(r => setTimeout(r, 1, 7))":                                                                       7.0,
		"Promise.all([double(1), double(2)]).then(a => a.join())":                                                     "2,4",
		"new Promise(r => queueMicrotask(() => r(1)))":                                                                1.0,
		"new Promise(r => { let n = 0; let i = setInterval(() => { if (++n == 3) { clearInterval(i); r(n) } }, 1) })": 3.0,
	} {
		var got any
		require.NoError(t, l.Await(soon(t), &got, eval(source)), source)
		require.Equal(t, want, got, source)
	}
	require.Zero(t, l.Statistics())
}

func TestAwaitNeverSettles(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.ErrorIs(t, l.Await(soon(t), nil, eval("new Promise(() => {})")), loop.ErrNeverSettles)
	require.ErrorIs(t, l.Await(soon(t), nil, eval("unrefTimer(setTimeout(() => {}, 1e9)); new Promise(() => {})")), loop.ErrNeverSettles)
	require.ErrorIs(t, l.Await(soon(t), nil, eval("setTimeout(() => {}, 1); new Promise(() => {})")), loop.ErrNeverSettles)
	require.ErrorIs(t, l.Await(soon(t), nil, eval("({then() {}})")), loop.ErrNeverSettles)
}

func TestAwaitRejected(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("fail", func(context.Context) error { return errTest }))
	for _, source := range []string{
		"fail()",
		"function f() {\n  return fail() }; f()",
		"(async () => { await fail() })()",
		"(async () => { try { await fail() } catch (e) { throw e } })()",
		"(async () => { try { await fail() } catch (cause) { throw new Error('outer', {cause}) } })()",
		"new Promise((_, r) => setTimeout(() => fail().catch(r), 1))",
	} {
		err := l.Await(soon(t), nil, eval(source))
		require.ErrorIs(t, err, errTest, source)
		var e *v8.Exception
		require.ErrorAs(t, err, &e)
		require.NotZero(t, e.Line)
		t.Logf("%s: %+v", source, err)
	}
}

func TestAwaitEnds(t *testing.T) {
	l := newLoop(t, loop.Options{})
	began, ended := make(chan struct{}, 1), make(chan error, 1)
	require.NoError(t, l.SetAsync("block", func(ctx context.Context) error {
		began <- struct{}{}
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return ctx.Err()
	}))
	for _, source := range []string{
		"block()",
		"block(); for (;;);",
		"block(); new Promise(() => {}).then(1)",
		"block().finally(() => { for (;;); })",
		"(async () => { block(); for (;;) await 0 })()",
		"block(); setInterval(() => {}, 1); new Promise(() => {})",
	} {
		ctx, cancel := context.WithCancelCause(context.Background())
		go func() {
			<-began
			cancel(errTest)
		}()
		err := l.Await(ctx, nil, eval(source))
		require.ErrorIs(t, err, v8.ErrTerminated, source)
		require.ErrorIs(t, err, context.Canceled, source)
		require.ErrorIs(t, err, errTest, source)
		require.ErrorIs(t, <-ended, errTest)
	}
	release := l.Hold()
	defer release()
	require.NoError(t, l.SetAsync("began", func(context.Context) { <-began }))
	require.NoError(t, l.Await(soon(t), nil, eval("block(); began()")))
	require.ErrorIs(t, <-ended, context.Canceled)
}
