package v8_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestRun(t *testing.T) {
	c := v8test.Context(t)
	ctx := context.WithValue(t.Context(), t, "the caller's")
	calls := 0
	require.NoError(t, c.Run(ctx, func(s *v8.Scope) error {
		calls++
		require.Same(t, c, s.Context())
		require.Same(t, c.Isolate(), s.Isolate())
		require.Equal(t, ctx, s.Ctx())
		require.Equal(t, "Hello, World!", v8test.MustEval(t, s, "'Hello' + ', World!'").String())
		return nil
	}))
	require.Equal(t, 1, calls)

	no := errors.New("no")
	require.Same(t, no, c.Run(ctx, func(*v8.Scope) error { return no }), "the error is fn's own")
}

func TestContextsAreApart(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	a, b := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
	v8test.RunIn(t, a, func(s *v8.Scope) {
		v8test.MustEval(t, s, "var x = 1; Array.prototype.hacked = true")
	})
	v8test.RunIn(t, b, func(s *v8.Scope) {
		require.Equal(t, "undefined undefined", v8test.MustEval(t, s, "typeof x + ' ' + typeof [].hacked").String())
	})
	v8test.RunIn(t, a, func(s *v8.Scope) {
		require.Equal(t, "1", v8test.MustEval(t, s, "x").String(), "and stay from Run to Run")
	})
}

func TestContextClose(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c, other := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		require.NoError(t, c.Close())
		require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String(), "what runs in it goes on")
		require.ErrorIs(t, c.Run(context.Background(), v8test.Nothing), v8.ErrClosed)
	})
	require.NoError(t, c.Close(), "again is nothing")
	err := c.Run(context.Background(), v8test.Nothing)
	require.ErrorIs(t, err, v8.ErrClosed)
	require.EqualError(t, err, "v8: context: closed")
	v8test.RequireUsable(t, other)
}

// Close does not wait for another goroutine's Run, which may never end: a later
// Run frees the context.
func TestContextCloseDoesNotWait(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c, other := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
	err := v8test.WhileRunning(c, v8test.Forever, func() {
		require.NoError(t, other.Close())
		require.NoError(t, c.Close(), "also of the context that runs")
		require.ErrorIs(t, v8test.EvalIn(context.Background(), other, "1"), v8.ErrClosed)
		iso.Terminate(nil)
	})
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.EqualValues(t, 2, v8.Stats().Contexts)
	third := v8test.ContextIn(t, iso)
	v8test.RequireUsable(t, third)
	require.EqualValues(t, 1, v8.Stats().Contexts)
}

// Who waits to make a context waits no longer than its ctx.
func TestNewContextWaits(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(*v8.Scope) {
		result := make(chan error)
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			defer cancel()
			_, err := iso.NewContext(ctx, v8.ContextOptions{})
			result <- err
		}()
		require.ErrorIs(t, <-result, context.DeadlineExceeded)
	})
}

// Run nests: in the same context, in another of the isolate, and through
// another isolate back into the first.
func TestRunNested(t *testing.T) {
	a := v8test.Context(t)
	for name, inner := range map[string]*v8.Context{
		"the same context":               a,
		"another context of the isolate": v8test.ContextIn(t, a.Isolate()),
		"a context of another isolate":   v8test.Context(t),
	} {
		t.Run(name, func(t *testing.T) {
			v8test.RunIn(t, a, func(outer *v8.Scope) {
				text, err := outer.NewString("outer")
				require.NoError(t, err)
				v8test.RunIn(t, inner, func(s *v8.Scope) {
					require.Same(t, inner, s.Context())
					v8test.MustEval(t, s, "globalThis.seen = 'inner'")
					v8test.RunIn(t, a, func(s *v8.Scope) {
						require.Same(t, a, s.Context())
						require.Equal(t, "outer", text.String(), "values of outer Runs live on")
						v8test.MustEval(t, s, "globalThis.seen = 'innermost'")
					})
					v8test.MustEval(t, s, "seen")
				})
				require.Equal(t, "outer", text.String())
				require.Equal(t, "innermost", v8test.MustEval(t, outer, "seen").String())
				require.Equal(t, int64(1), v8.Stats().Scopes)
			})
		})
	}
}

func TestRunNestedDeep(t *testing.T) {
	a, b := v8test.Context(t), v8test.Context(t)
	var down func(depth int) error
	down = func(depth int) error {
		if depth == 0 {
			return errors.New("the bottom")
		}
		c := a
		if depth%3 == 0 {
			c = b
		}
		return c.Run(context.Background(), func(s *v8.Scope) error {
			_, err := v8test.Eval(s, "1")
			require.NoError(t, err)
			return down(depth - 1)
		})
	}
	require.EqualError(t, down(1000), "the bottom")
	require.Zero(t, v8.Stats().Scopes)
}

func TestRunPanics(t *testing.T) {
	a, b := v8test.Context(t), v8test.Context(t)
	require.PanicsWithValue(t, "oh", func() {
		a.Run(context.Background(), func(s *v8.Scope) error {
			return b.Run(context.Background(), func(s *v8.Scope) error {
				return s.Nested(func(s *v8.Scope) error {
					return a.Run(context.Background(), func(*v8.Scope) error { panic("oh") })
				})
			})
		})
	})
	require.Zero(t, v8.Stats().Scopes)
	v8test.RequireUsable(t, a)
	v8test.RequireUsable(t, b)
}

func TestRunGoexit(t *testing.T) {
	a, b := v8test.Context(t), v8test.Context(t)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		a.Run(context.Background(), func(s *v8.Scope) error {
			return s.Nested(func(s *v8.Scope) error {
				return b.Run(context.Background(), func(*v8.Scope) error {
					runtime.Goexit()
					return nil
				})
			})
		})
	}()
	<-ended
	require.Zero(t, v8.Stats().Scopes)
	v8test.RequireUsable(t, a)
	v8test.RequireUsable(t, b)
}

func TestRunWhenDone(t *testing.T) {
	c := v8test.Context(t)
	why := errors.New("the user went away")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(why)
	err := c.Run(ctx, func(*v8.Scope) error {
		t.Error("fn is called")
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, why)
	require.EqualError(t, err, "v8: run: context canceled: the user went away")
	v8test.RequireUsable(t, c)
}

func TestRunStopsWaiting(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(*v8.Scope) {
		ctx, cancel := context.WithCancel(t.Context())
		result := make(chan error)
		go func() { result <- v8test.EvalIn(ctx, c, "throw 'fn is called'") }()
		cancel()
		require.ErrorIs(t, <-result, context.Canceled)
	})
	v8test.RequireUsable(t, c)
}

// Waiting for an isolate holds no thread, of which a process has only so many.
func TestRunWaitsWithoutThread(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		const waiters = 2000
		debug.SetMaxThreads(100) // the process ends when it needs more
		c := v8test.Context(t)
		var waiting, done sync.WaitGroup
		ran := 0
		v8test.RunIn(t, c, func(*v8.Scope) {
			for range waiters {
				waiting.Add(1)
				done.Go(func() {
					waiting.Done()
					c.Run(context.Background(), func(*v8.Scope) error {
						ran++ // under the isolate's lock
						return nil
					})
				})
			}
			waiting.Wait()
			time.Sleep(20 * time.Millisecond) // they are on their way into Run
		})
		done.Wait()
		require.Equal(t, waiters, ran)
	})
}

func TestRunDeadline(t *testing.T) {
	for name, source := range v8test.Endless {
		t.Run(name, func(t *testing.T) {
			c := v8test.Context(t)
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			err := v8test.EvalIn(ctx, c, source)
			require.ErrorIs(t, err, v8.ErrTerminated)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			v8test.RequireUsable(t, c)
		})
	}
}

func TestRunCancelCause(t *testing.T) {
	c := v8test.Context(t)
	why := fmt.Errorf("tenant %d is over its budget", 7)
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(20*time.Millisecond, func() { cancel(why) })
	err := v8test.EvalIn(ctx, c, v8test.Forever)
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, why)
	v8test.RequireUsable(t, c)
}

// The end of an inner Run's context ends the inner Run alone.
func TestRunDeadlineOfInner(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, v8test.EvalIn(ctx, c, v8test.Forever), context.DeadlineExceeded)
		require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String())
		v8test.RequireUsable(t, c)
	})
	v8test.RequireUsable(t, c)
}

// The end of an outer Run's context ends the Runs inside it too.
func TestRunDeadlineOfOuter(t *testing.T) {
	c := v8test.Context(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := c.Run(ctx, func(s *v8.Scope) error {
		require.ErrorIs(t, v8test.EvalIn(context.Background(), c, v8test.Forever), context.DeadlineExceeded)
		_, err := v8test.Eval(s, "1")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, v8test.EvalIn(context.Background(), c, "1"), context.DeadlineExceeded)
		return nil
	})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	v8test.RequireUsable(t, c)
}

// An isolate inside another's Run has its own deadline.
func TestRunDeadlineOfOtherIsolate(t *testing.T) {
	a, b := v8test.Context(t), v8test.Context(t)
	v8test.RunIn(t, a, func(s *v8.Scope) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, v8test.EvalIn(ctx, b, v8test.Forever), context.DeadlineExceeded)
		v8test.MustEval(t, s, "1")
	})
	v8test.RequireUsable(t, b)
}

// A context that ends while fn is in Go code is found by what comes after.
func TestRunDeadlineInGo(t *testing.T) {
	c := v8test.Context(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := c.Run(ctx, func(s *v8.Scope) error {
		cancel()
		for {
			if _, err := v8test.Eval(s, "1"); err != nil {
				return err
			}
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	v8test.RequireUsable(t, c)
}

func TestMicrotasks(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v8test.MustEval(t, s, "var ran = false; Promise.resolve().then(() => { ran = true })")
		})
		require.True(t, v8test.MustEval(t, s, "ran").IsFalse(), "they wait for the outermost Run")
	})
	v8test.RunIn(t, c, func(s *v8.Scope) {
		require.True(t, v8test.MustEval(t, s, "ran").IsTrue())
	})
}

// They run also when fn fails, whose error comes first.
func TestMicrotasksAfterError(t *testing.T) {
	c := v8test.Context(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	no := errors.New("no")
	err := c.Run(ctx, func(s *v8.Scope) error {
		stop, err := s.NewFunctionOf(cancel, v8.FunctionOptions{})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("stop", stop.Value))
		v8test.MustEval(t, s, "var ran; Promise.resolve().then(() => { ran = true; stop(); for (;;); })")
		return no
	})
	require.Same(t, no, err)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		require.True(t, v8test.MustEval(t, s, "ran").IsTrue())
	})
}

// What V8 itself posts to the thread of the isolate gets its turn.
func TestPlatformTasks(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v8test.MustEval(t, s, `var compiled;
			WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(m => { compiled = m })`)
	})
	require.Eventually(t, func() (done bool) {
		v8test.RunIn(t, c, func(s *v8.Scope) { done = v8test.MustEval(t, s, "compiled").IsObject() })
		return done
	}, time.Minute, time.Millisecond)
}
