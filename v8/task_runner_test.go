package v8_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestPostTask(t *testing.T) {
	var told []error
	iso := v8test.Isolate(t, v8.IsolateOptions{OnUncaughtException: func(_ *v8.Context, err error) { told = append(told, err) }})
	c, other := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
	errTask := errors.New("the task's error")
	require.NoError(t, c.Eval(t.Context(), "var got = []", nil))
	post := func(source string, delay time.Duration) {
		require.NoError(t, c.PostDelayedTask(func(s *v8.Scope) error {
			require.Equal(t, c, s.Context())
			return s.Eval(source, nil)
		}, delay))
	}
	post("got.push('later')", time.Hour)
	post("got.push('first'); Promise.resolve().then(() => got.push('microtask'))", 0)
	post("got.push('second'); throw new Error('thrown')", -time.Hour) // which is no earlier
	post("Promise.reject(new Error('rejected'))", 0)
	require.NoError(t, c.PostTask(func(*v8.Scope) error { return errTask }))
	require.NoError(t, c.PostTask(func(s *v8.Scope) error {
		return c.PostTask(func(s *v8.Scope) error { return s.Eval("got.push('next Run')", nil) })
	}))
	require.NoError(t, other.Eval(t.Context(), "1", nil)) // of whom they are not
	var got []string
	require.NoError(t, c.Run(t.Context(), func(s *v8.Scope) error {
		require.NoError(t, c.Run(t.Context(), func(*v8.Scope) error { return nil })) // inside another
		return s.Eval("got", &got)
	}))
	require.Empty(t, got)
	require.NoError(t, c.Eval(t.Context(), "got.slice()", &got))
	require.Equal(t, []string{"first", "microtask", "second"}, got)
	require.NoError(t, c.Eval(t.Context(), "got.slice(3)", &got))
	require.Equal(t, []string{"next Run"}, got)
	require.Len(t, told, 3)
	require.ErrorContains(t, told[0], "thrown")
	require.ErrorContains(t, told[1], "rejected")
	require.ErrorIs(t, told[2], errTask)

	require.NoError(t, c.Close())
	require.ErrorIs(t, c.PostTask(func(*v8.Scope) error { return nil }), v8.ErrClosed)
}

// A task runs under the ctx of the Run that does it, and what is left runs later.
func TestPostTaskEnds(t *testing.T) {
	c := v8test.Context(t)
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, c.PostTask(func(s *v8.Scope) error {
		cancel()
		return s.Eval("for (;;);", nil)
	}))
	called := false
	require.NoError(t, c.PostTask(func(*v8.Scope) error { called = true; return nil }))
	c.Run(ctx, func(*v8.Scope) error { return nil })
	require.False(t, called)
	require.NoError(t, c.Eval(t.Context(), "1", nil))
	require.True(t, called)
	require.Panics(t, func() {
		require.NoError(t, c.PostTask(func(*v8.Scope) error { panic("the task's") }))
		c.Eval(t.Context(), "1", nil)
	})
	require.NoError(t, c.Eval(t.Context(), "1", nil))
}

// Who asked is told of what V8 and Go have left to be done.
func TestOnTask(t *testing.T) {
	c := v8test.Context(t)
	told := make(chan struct{}, 1)
	stop := c.Isolate().OnTask(func() {
		select {
		case told <- struct{}{}:
		default:
		}
	})
	require.NoError(t, c.Eval(t.Context(), "var done; Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1).value.then(() => done = true)", nil))
	<-told
	done := false
	for !done {
		require.NoError(t, c.Eval(t.Context(), "1", nil))
		require.NoError(t, c.Eval(t.Context(), "!!done", &done))
	}
	for len(told) > 0 {
		<-told
	}
	require.NoError(t, c.PostTask(func(*v8.Scope) error { return nil }))
	<-told
	stop()
	stop()
	require.NoError(t, c.PostTask(func(*v8.Scope) error { return nil }))
	require.Empty(t, told)
}

func TestAfterClose(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	a, b := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
	called := make(chan string, 3)
	stop := a.AfterClose(func() { called <- "never" })
	require.True(t, stop())
	require.False(t, stop())
	stop = a.AfterClose(func() { called <- "a" })
	b.AfterClose(func() { called <- "b" })
	require.NoError(t, a.Close())
	require.Equal(t, "a", <-called)
	require.False(t, stop())
	require.NoError(t, iso.Close())
	require.Equal(t, "b", <-called)
	b.AfterClose(func() { called <- "at once" })
	require.Equal(t, "at once", <-called)
}
