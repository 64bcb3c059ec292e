package v8_test

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestGlobal(t *testing.T) {
	c := v8test.Context(t)
	var object *v8.Global[v8.Object]
	var number *v8.Global[v8.Value]
	var script *v8.Global[v8.Script]
	v8test.RunIn(t, c, func(s *v8.Scope) {
		o := v8test.ObjectOf(t, s, "({a: 1})")
		var err error
		object, err = v8.NewGlobal(s, o)
		require.NoError(t, err)
		number, err = v8.NewGlobal(s, v8.NewNumber(1.5))
		require.NoError(t, err)
		compiled, err := s.Compile("6 * 7", v8.ScriptOrigin{Name: "kept.js"})
		require.NoError(t, err)
		script, err = v8.NewGlobal(s, compiled)
		require.NoError(t, err)
	})
	require.Equal(t, int64(2), v8.Stats().Globals, "a number is plain data")
	v8test.RunIn(t, c, func(s *v8.Scope) {
		a, err := object.Get(s).Get("a")
		require.NoError(t, err)
		require.Equal(t, "1", a.String())
		require.Equal(t, "1.5", number.Get(s).String())
		result, err := script.Get(s).Run()
		require.NoError(t, err)
		require.Equal(t, "42", result.String())
	})
	var closing sync.WaitGroup
	for range 8 {
		closing.Add(1)
		go func() {
			defer closing.Done()
			object.Close()
			number.Close()
			script.Close()
		}()
	}
	closing.Wait()
	v8test.RunIn(t, c, func(s *v8.Scope) {
		require.Zero(t, v8.Stats().Globals)
		require.PanicsWithValue(t, misuse.GlobalClosed, func() { object.Get(s) })
	})
	v8test.Run(t, func(s *v8.Scope) { // in another isolate
		require.Panics(t, func() { object.Get(s) })
	})
}

// A Global that Go has lost is closed some time.
func TestGlobalLost(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for range 100 {
			_, err := v8.NewGlobal(s, v8test.ObjectOf(t, s, "({})"))
			require.NoError(t, err)
		}
	})
	require.Eventually(t, func() bool {
		runtime.GC()
		v8test.RunIn(t, c, func(*v8.Scope) {})
		return v8.Stats().Globals == 0
	}, time.Minute, time.Millisecond)
}

// collectInside makes V8 collect garbage, old objects too.
func collectInside(t testing.TB, s *v8.Scope) {
	t.Helper()
	v8test.MustEval(t, s, "{ let a; for (let i = 0; i < 40; i++) a = new Array(1e6).fill(1.5) } 0")
}

func TestWeak(t *testing.T) {
	c := v8test.Context(t)
	var lost, kept *v8.Weak[v8.Object]
	collected := 0
	v8test.RunIn(t, c, func(s *v8.Scope) {
		require.NoError(t, s.Nested(func(s *v8.Scope) error {
			var err error
			lost, err = v8.NewWeak(s, v8test.ObjectOf(t, s, "({})"), func() { collected++ })
			require.NoError(t, err)
			kept, err = v8.NewWeak(s, v8test.ObjectOf(t, s, "globalThis.kept = {}"), func() { t.Error("kept is not garbage") })
			require.NoError(t, err)
			_, ok := lost.Get(s)
			require.True(t, ok)
			return nil
		}))
		require.Panics(t, func() { v8.NewWeak(s, v8.NewNumber(1), nil) })
	})
	require.Eventually(t, func() bool {
		v8test.RunIn(t, c, func(s *v8.Scope) { collectInside(t, s) })
		v8test.RunIn(t, c, func(*v8.Scope) {})
		return collected > 0
	}, time.Minute, time.Millisecond)
	require.Equal(t, 1, collected)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		_, ok := lost.Get(s)
		require.False(t, ok)
		_, ok = kept.Get(s)
		require.True(t, ok)
	})
	lost.Close()
	lost.Close()
	kept.Close()
	v8test.RunIn(t, c, func(s *v8.Scope) { // their ids are free, once each
		results := ""
		for n := range 4 {
			v8test.Define(t, s, "f", func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.NewInteger(int32(n)), nil })
			results += v8test.MustEval(t, s, "globalThis['f' + "+string(rune('0'+n))+"] = f; ''").String()
		}
		require.Equal(t, "0,1,2,3", v8test.MustEval(t, s, "[f0(), f1(), f2(), f3()].join()").String()+results)
	})
}

// The Go function behind a JavaScript function goes with it.
func TestClosuresAreFreed(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for range 100 {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				for range 100 {
					_, err := s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) {
						return v8.Value{}, nil
					}, v8.FunctionOptions{})
					require.NoError(t, err)
				}
				return nil
			}))
		}
	})
	require.Eventually(t, func() bool {
		v8test.RunIn(t, c, func(s *v8.Scope) { collectInside(t, s) })
		return v8.Stats().References < 100
	}, time.Minute, time.Millisecond)
}

func TestEscape(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		o, err := v8.Escape(s, func(s *v8.Scope) (v8.Object, error) { return v8test.ObjectOf(t, s, "({a: 1})"), nil })
		require.NoError(t, err)
		a, err := o.Get("a")
		require.NoError(t, err)
		require.Equal(t, "1", a.String())
		n, err := v8.Escape(s, func(*v8.Scope) (v8.Value, error) { return v8.NewNumber(3), nil })
		require.NoError(t, err)
		require.Equal(t, "3", n.String())
		_, err = v8.Escape(s, func(s *v8.Scope) (v8.Value, error) { return v8test.Eval(s, "throw 1") })
		require.Error(t, err)
		require.PanicsWithValue(t, "here", func() {
			v8.Escape(s, func(*v8.Scope) (v8.Value, error) { panic("here") })
		})
		require.Equal(t, int64(1), v8.Stats().Scopes)
	})
}

// A Weak that is closed while Go's collector drops it is freed once.
func TestWeakClosedAndLost(t *testing.T) {
	c := v8test.Context(t)
	for range 1000 {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			w, err := v8.NewWeak(s, v8test.ObjectOf(t, s, "({})"), nil)
			require.NoError(t, err)
			w.CloseAndDrop()
		})
	}
	v8test.RunIn(t, c, func(s *v8.Scope) {
		seen := map[string]bool{}
		for n := range 2100 { // an id that is free twice would give two functions one callback
			v8test.Define(t, s, "f", func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.NewNumber(float64(n)), nil })
			seen[v8test.MustEval(t, s, "(globalThis.all ??= []).push(f); f()").String()] = true
		}
		require.Len(t, seen, 2100)
		require.Equal(t, "true", v8test.MustEval(t, s, "all.every((f, n) => f() === n)").String())
	})
}

// What is closed during a long Run is freed during it.
func TestGlobalsFreedInsideRun(t *testing.T) {
	c := v8test.Context(t)
	for name, turn := range map[string]func(s *v8.Scope, fn func(*v8.Scope) error) error{
		"NewGlobal":  func(s *v8.Scope, fn func(*v8.Scope) error) error { return fn(s) },
		"Nested":     func(s *v8.Scope, fn func(*v8.Scope) error) error { return s.Nested(fn) },
		"nested Run": func(_ *v8.Scope, fn func(*v8.Scope) error) error { return c.Run(context.Background(), fn) },
	} {
		t.Run(name, func(t *testing.T) {
			v8test.RunIn(t, c, func(s *v8.Scope) {
				for range 1000 {
					require.NoError(t, turn(s, func(s *v8.Scope) error {
						g, err := v8.NewGlobal(s, v8test.ObjectOf(t, s, "({})"))
						require.NoError(t, err)
						require.LessOrEqual(t, v8.Stats().Globals, int64(2))
						return g.Close()
					}))
				}
				require.NoError(t, turn(s, func(*v8.Scope) error { return nil }))
			})
		})
	}
	v8test.RunIn(t, c, func(*v8.Scope) {})
	require.Zero(t, v8.Stats().Globals)
}

// Globals that are closed in an isolate that has died meanwhile go with it.
func TestGlobalClosedAfterDeath(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		g, err := v8.NewGlobal(s, v8test.ObjectOf(t, s, "({})"))
		require.NoError(t, err)
		_, err = v8test.Eval(s, "'ab'.repeat(2 ** 27).split('')")
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		require.NoError(t, g.Close())
		return errors.Join(err, s.Nested(func(*v8.Scope) error { return nil }))
	})
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	require.NoError(t, iso.Close())
	require.Zero(t, v8.Stats().Globals)
}

// An iterator that is never finished leaves its scope open; Run closes it.
func TestScopesLeftOpen(t *testing.T) {
	c := v8test.Context(t)
	done := make(chan struct{})
	go func() { // whose thread the coroutine is bound to
		defer close(done)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			next, _ := iter.Pull2(v8test.MustEval(t, s, "[1, 2, 3]").Iterate())
			_, err, ok := next()
			require.True(t, ok)
			require.NoError(t, err)
		})
		require.Zero(t, v8.Stats().Scopes)
		v8test.RequireUsable(t, c)
		// Go itself refuses to resume the coroutine on an unpinned goroutine.
	}()
	<-done
	require.NoError(t, v8test.EvalIn(context.Background(), c, "1"))
}

// What a callback returns out of a scope that it has left open is whole, though
// the scope ends with the callback and V8 frees the blocks that its handles are
// in. What reads one too late, AddressSanitizer finds.
func TestScopeLeftOpenByCallback(t *testing.T) {
	c := v8test.Context(t)
	done := make(chan struct{})
	go func() { // whose thread the coroutine is bound to
		defer close(done)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			handles := 0
			last := func(info v8.FunctionCallbackInfo) (o v8.Object) {
				next, _ := iter.Pull2(info.Argument(0).Iterate())
				_, err, _ := next()
				require.NoError(t, err)
				for range handles {
					o, err = info.Scope().NewObject()
					require.NoError(t, err)
				}
				require.NoError(t, o.Set("handles", v8.NewNumber(float64(handles))))
				return o
			}
			v8test.Define(t, s, "last", func(info v8.FunctionCallbackInfo) (v8.Value, error) { return last(info).Value, nil })
			v8test.Define(t, s, "fail", func(info v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, v8.Throw(last(info).Value) })
			f, _ := v8test.MustEval(t, s, `() => {
				try { fail([1]) } catch (e) { return last([2]).handles + e.handles }
			}`).AsFunction()
			for handles = 3000; handles < 3050; handles++ { // V8's blocks have room for 1,022
				sum, err := f.Call(v8.Undefined())
				require.NoError(t, err)
				require.Equal(t, strconv.Itoa(2*handles), sum.String())
			}
			require.Equal(t, int64(1), v8.Stats().Scopes)
		})
	}()
	<-done
}
