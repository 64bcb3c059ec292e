package v8_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

type uncaught struct {
	context *v8.Context
	err     error
}

func isolateWithHook(t *testing.T, told *[]uncaught) *v8.Isolate {
	return v8test.Isolate(t, v8.IsolateOptions{
		MemoryLimit:         v8test.GarbageMemory,
		OnUncaughtException: func(c *v8.Context, err error) { *told = append(*told, uncaught{c, err}) },
	})
}

// runUntil runs source in c, within a deadline each, until it is true. No Run
// may fail.
func runUntil(t *testing.T, c *v8.Context, source string) {
	t.Helper()
	eventually(t, func() (done bool) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		require.NoError(t, c.Run(ctx, func(s *v8.Scope) error {
			v, err := v8test.Eval(s, v8test.MakeGarbage+source)
			done = err == nil && v.IsTrue()
			return err
		}))
		return done
	})
}

// eventually is require.Eventually on this goroutine.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	for begun := time.Now(); !done(); {
		require.Less(t, time.Since(begun), time.Minute)
	}
}

// What a context has left is done in its own Runs alone, and what goes wrong
// there is told to the hook.
func TestLeftoversStayInTheirContext(t *testing.T) {
	for name, leave := range v8test.Leftovers {
		t.Run(name, func(t *testing.T) {
			var told []uncaught
			iso := isolateWithHook(t, &told)
			hostile, innocent := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
			first, ran, isInTime := true, false, false
			var ctx context.Context // of who makes garbage
			v8test.RunIn(t, hostile, func(s *v8.Scope) {
				v8test.Define(t, s, "made", func(v8.FunctionCallbackInfo) (v8.Value, error) { isInTime = ctx.Err() == nil; return v8.Value{}, nil })
				v8test.Define(t, s, "isFirst", func(v8.FunctionCallbackInfo) (v8.Value, error) { ran = true; return v8.NewBoolean(first), nil })
			})
			for left := false; !left; left = !ran { // until it was not quick enough to be done at once
				ran = false
				require.NoError(t, v8test.EvalIn(t.Context(), hostile, fmt.Sprintf(leave, "if (!isFirst()) for (;;);")))
			}
			first = false
			for range 3 { // the others get theirs, which began later
				require.NoError(t, v8test.EvalIn(t.Context(), innocent, "var done = false; "+fmt.Sprintf(leave, "done = true")))
				runUntil(t, innocent, "done")
			}
			require.Empty(t, told)

			eventually(t, func() bool {
				var cancel func()
				ctx, cancel = context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				isInTime = false
				err := v8test.EvalIn(ctx, hostile, v8test.MakeGarbage+"; made()")
				if isInTime { // a busy machine may not get so far
					require.NoError(t, err, "it has itself done nothing wrong")
				}
				return len(told) > 0
			})
			require.Same(t, hostile, told[0].context)
			require.ErrorIs(t, told[0].err, v8.ErrTerminated)
			require.ErrorIs(t, told[0].err, context.DeadlineExceeded)
			v8test.RequireUsable(t, innocent)
		})
	}
}

// What is thrown is told with its place.
func TestOnUncaughtException(t *testing.T) {
	for name, want := range map[string]string{
		"Atomics.waitAsync":    "v8: unhandled rejection: Error: no (test.js:1:",
		"FinalizationRegistry": "v8: task: Error: no (test.js:1:",
	} {
		t.Run(name, func(t *testing.T) {
			var told []uncaught
			iso := isolateWithHook(t, &told)
			c := v8test.ContextIn(t, iso)
			require.NoError(t, v8test.EvalIn(t.Context(), c, "var called = 0; "+fmt.Sprintf(v8test.Leftovers[name], "called++; throw new Error('no')")))
			runUntil(t, c, "called > 0")
			require.NotEmpty(t, told)
			require.Same(t, c, told[0].context)
			require.ErrorContains(t, told[0].err, want)
			var exception *v8.Exception
			require.ErrorAs(t, told[0].err, &exception)
			require.Equal(t, "Error: no", exception.Message)
		})
	}
}

// V8 would print what nothing catches.
func TestUncaughtExceptionIsNotPrinted(t *testing.T) {
	output := v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: v8test.GarbageMemory}))
		leave := fmt.Sprintf(v8test.Leftovers["FinalizationRegistry"], "called = true; throw new Error('by the script')")
		require.NoError(t, v8test.EvalIn(t.Context(), c, "var called = false; "+leave))
		runUntil(t, c, "called")
	})
	require.NotContains(t, output, "by the script")
}

// A context that is closed, or whose Run was stopped, has left nothing.
func TestLeftoversAreDropped(t *testing.T) {
	for name, leave := range v8test.Leftovers {
		for _, way := range []string{"closed", "closed inside", "stopped", "panic"} {
			if name == "FinalizationRegistry" && (way == "stopped" || way == "panic") {
				continue // the collector has caused it, not the Run
			}
			t.Run(name+", "+way, func(t *testing.T) {
				var told []uncaught
				iso := isolateWithHook(t, &told)
				c, other := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
				called := 0
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				run := func() error {
					return c.Run(ctx, func(s *v8.Scope) error {
						v8test.Define(t, s, "call", func(v8.FunctionCallbackInfo) (v8.Value, error) { called++; return v8.Value{}, nil })
						v8test.MustEval(t, s, fmt.Sprintf(leave, "call()"))
						switch way {
						case "closed inside":
							return c.Close()
						case "stopped":
							cancel()
							_, err := v8test.Eval(s, "for (;;);")
							return err
						case "panic":
							panic(way)
						}
						return nil
					})
				}
				switch way {
				case "panic":
					require.Panics(t, func() { run() })
				case "stopped":
					require.ErrorIs(t, run(), context.Canceled)
				default:
					require.NoError(t, run())
					called = 0 // by its own Run
					require.NoError(t, c.Close())
				}
				require.NoError(t, v8test.EvalIn(t.Context(), other, "var done = false; "+fmt.Sprintf(leave, "done = true")))
				runUntil(t, other, "done")
				if way == "stopped" || way == "panic" {
					runUntil(t, c, "true")
				}
				require.Zero(t, called)
				require.Empty(t, told)
			})
		}
	}
}

// What others queue for a context that is closed does not keep it.
func TestClosedContextIsCollected(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: v8test.GarbageMemory})
	c := v8test.ContextIn(t, iso)
	const contexts = 10
	for range contexts {
		other := v8test.ContextIn(t, iso)
		require.NoError(t, v8test.EvalIn(t.Context(), other, fmt.Sprintf(v8test.Leftovers["Atomics.waitAsync"], "0")))
		require.NoError(t, other.Close())
	}
	eventually(t, func() (done bool) {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v8test.MustEval(t, s, v8test.MakeGarbage)
			done = s.HeapStatistics().Contexts == 1
		})
		return done
	})
}

// Contexts that share a queue wait for each other within one Run; others don't.
func TestSharedMicrotaskQueue(t *testing.T) {
	for _, shared := range []bool{false, true} {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		a := v8test.ContextIn(t, iso)
		require.Same(t, iso, a.Isolate())
		options := v8.ContextOptions{}
		if shared {
			options.MicrotaskQueue = a.MicrotaskQueue()
		}
		b, err := iso.NewContext(context.Background(), options)
		require.NoError(t, err)
		defer b.Close()
		require.Equal(t, shared, a.MicrotaskQueue() == b.MicrotaskQueue())
		var answer *v8.Global[v8.Function]
		v8test.RunIn(t, b, func(s *v8.Scope) {
			f, ok := v8test.MustEval(t, s, "(async () => { await 0; return 'from b' })").AsFunction()
			require.True(t, ok)
			answer, err = v8.NewGlobal(s, f)
			require.NoError(t, err)
		})
		defer answer.Close()
		v8test.RunIn(t, a, func(s *v8.Scope) {
			wait, ok := v8test.MustEval(t, s, "var got; (async answer => { got = await answer() })").AsFunction()
			require.True(t, ok)
			_, err := wait.Call(v8.Undefined(), answer.Get(s).Value)
			require.NoError(t, err)
		})
		got := func() (text string) {
			v8test.RunIn(t, a, func(s *v8.Scope) { text = v8test.MustEval(t, s, "String(got)").String() })
			return text
		}
		if !shared {
			require.Equal(t, "undefined", got(), "b settles the promise in a Run of its own")
			require.NoError(t, b.Run(t.Context(), v8test.Nothing))
			require.NoError(t, a.Run(t.Context(), v8test.Nothing))
		}
		require.Equal(t, "from b", got())
	}
}

// A queue of its own outlives what it was made with.
func TestNewMicrotaskQueue(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	q, err := iso.NewMicrotaskQueue()
	require.NoError(t, err)
	for range 3 {
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{MicrotaskQueue: q})
		require.NoError(t, err)
		require.Same(t, q, c.MicrotaskQueue())
		require.NoError(t, v8test.EvalIn(t.Context(), c, "Promise.resolve().then(() => {})"))
		require.NoError(t, c.Close())
	}
	require.NoError(t, iso.Close())
	_, err = iso.NewMicrotaskQueue()
	require.ErrorIs(t, err, v8.ErrClosed)
}

// The Run of another context inside a Run does its own microtasks, under its own
// ctx, and has its own errors.
func TestMicrotasksOfANestedRun(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	a, b := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
	v8test.RunIn(t, a, func(s *v8.Scope) {
		v8test.MustEval(t, s, "var order = []; Promise.resolve().then(() => order.push('a'))")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, v8test.EvalIn(ctx, b, "Promise.resolve().then(() => { for (;;); }); 0"), context.DeadlineExceeded)
		require.ErrorContains(t, v8test.EvalIn(t.Context(), b, "Promise.reject(1)"), "unhandled rejection: 1")
		require.NoError(t, v8test.EvalIn(t.Context(), b, "var ran; Promise.resolve().then(() => { ran = true })"))
		v8test.RunIn(t, b, func(s *v8.Scope) { require.True(t, v8test.MustEval(t, s, "ran").IsTrue()) })
		require.Equal(t, "", v8test.MustEval(t, s, "order.join()").String())
	})
	v8test.RunIn(t, a, func(s *v8.Scope) {
		require.Equal(t, "a", v8test.MustEval(t, s, "order.join()").String())
	})
}

// Go functions are microtasks too, and none is called once the Run was stopped.
func TestNoGoMicrotaskAfterTheEnd(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 << 20}))
	calls := 0
	run := func(ctx context.Context, end func(s *v8.Scope) error) error {
		return c.Run(ctx, func(s *v8.Scope) error {
			v8test.Define(t, s, "charge", func(v8.FunctionCallbackInfo) (v8.Value, error) { calls++; return v8.Value{}, nil })
			v8test.MustEval(t, s, "for (let i = 0; i < 5; i++) Promise.resolve().then(charge)")
			return end(s)
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	require.ErrorIs(t, run(ctx, func(s *v8.Scope) error {
		cancel()
		_, err := v8test.Eval(s, "for (;;);")
		return err
	}), context.Canceled)
	require.Panics(t, func() { run(t.Context(), func(*v8.Scope) error { panic("no") }) })
	require.ErrorIs(t, run(t.Context(), func(s *v8.Scope) error {
		_, err := v8test.Eval(s, "for (const all = []; ; ) all.push(new Array(1e5).fill(0.5))")
		return err
	}), v8.ErrMemoryLimit)
	require.Zero(t, calls)
}

// Of any number of rejections those count that nothing handles in the end.
func TestManyRejections(t *testing.T) {
	c := v8test.Context(t)
	run := func(source string) error { return v8test.EvalIn(t.Context(), c, source) }
	require.ErrorContains(t, run(`var all = []; for (let i = 0; i < 1000; i++) all.push(Promise.reject(i));
		Promise.resolve().then(() => { for (let i = 0; i < 1000; i++) if (i != 777) all[i].catch(() => {}) })`),
		"unhandled rejection: 777")
	require.NoError(t, run("all = []; for (let i = 0; i < 1000; i++) all.push(Promise.reject(i)); for (const p of all) p.catch(() => {}); 0"))
	err := run("for (let i = 0; i < 1000; i++) Promise.reject(i); 0")
	require.ErrorContains(t, err, "unhandled rejection: 99\n")
	require.ErrorContains(t, err, "v8: and 900 more unhandled rejections")
	require.NotContains(t, err.Error(), "unhandled rejection: 100")
	require.NoError(t, run("1"), "the next Run has nothing of it")
	require.NoError(t, run("Object.defineProperty(Array.prototype, 200, {set() { throw 1 }}); for (let i = 0; i < 1000; i++) Promise.reject(i).catch(() => {}); 0"))

	handled := 0
	iso := v8test.Isolate(t, v8.IsolateOptions{
		MemoryLimit:          64 << 20,
		OnUnhandledRejection: func(*v8.Scope, v8.Promise, *v8.Exception) error { handled++; return nil },
	})
	c = v8test.ContextIn(t, iso)
	require.NoError(t, run("for (let i = 0; i < 1000; i++) Promise.reject(i); 0"))
	require.Equal(t, 1000, handled, "the hook is told of each")
	require.NoError(t, run("for (let i = 0; i < 3e5; i++) { const p = Promise.reject(i); p.catch(() => {}) }; 0"), "what is handled is let go of")
	require.ErrorIs(t, run("for (;;) Promise.reject(1)"), v8.ErrMemoryLimit)
	require.NoError(t, run("1"))
}
