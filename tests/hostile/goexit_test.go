package hostile_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// Sources that call host where the end of a Run is what calls it.
var lateCalls = map[string]string{
	"microtask":             "Promise.resolve().then(host)",
	"thenable":              "Promise.resolve({then: host})",
	"property in microtask": "Promise.resolve().then(() => o.x)",
	"clone in microtask":    "Promise.resolve().then(() => clone())",
	"nested Run":            "Promise.resolve().then(() => run('Promise.resolve().then(host)'))",
	"nested Run, same":      "Promise.resolve().then(() => runHere('Promise.resolve().then(host)'))",
	"rejection":             "Promise.reject(1)",
	"task's microtask":      fmt.Sprintf(v8test.Leftovers["Atomics.waitAsync"], "host()"),
	"finalizer":             fmt.Sprintf(v8test.Leftovers["FinalizationRegistry"], "host()"),
	"uncaught":              fmt.Sprintf(v8test.Leftovers["FinalizationRegistry"], "throw 1"),
	"onCollected":           "weak()",
}

// lateCaller is a context, in which source calls fn late.
func lateCaller(t *testing.T, fn func()) (c *v8.Context, call func(source string)) {
	iso := v8test.Isolate(t, v8.IsolateOptions{
		MemoryLimit:          v8test.GarbageMemory,
		OnUnhandledRejection: func(*v8.Scope, v8.Promise, *v8.Exception) error { fn(); return nil },
		OnUncaughtException:  func(*v8.Context, error) { fn() },
	})
	c = v8test.ContextIn(t, iso)
	other := v8test.ContextIn(t, iso)
	callback := func(v8.FunctionCallbackInfo) (v8.Value, error) { fn(); return v8.Value{}, nil }
	for _, in := range []*v8.Context{c, other} {
		v8test.RunIn(t, in, func(s *v8.Scope) {
			v8test.Define(t, s, "host", callback)
			v8test.Define(t, s, "run", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
				return v8.Value{}, v8test.EvalIn(context.Background(), other, info.Argument(0).String())
			})
			v8test.Define(t, s, "runHere", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
				return v8.Value{}, v8test.EvalIn(context.Background(), c, info.Argument(0).String())
			})
			v8test.Define(t, s, "weak", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
				_, err := v8.NewWeak(info.Scope(), v8test.MustEval(t, info.Scope(), "({})"), fn)
				return v8.Value{}, err
			})
			v8test.Define(t, s, "clone", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
				return v8.Value{}, v8test.MustEval(t, info.Scope(), "({get x() { host() }})").ExportTo(new(any))
			})
			v8test.MustEval(t, s, "var o = {get x() { host() }}")
		})
	}
	return c, func(source string) {
		for range 1000 {
			if v8test.EvalIn(context.Background(), c, source) != nil {
				return
			}
			source = v8test.MakeGarbage
		}
	}
}

// Wherever a callback ends its goroutine, the isolate can be closed, and at most
// it is dead.
func TestGoexitLate(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		for _, name := range slices.Sorted(maps.Keys(lateCalls)) {
			for round := range 3 { // the others of the isolate's thread go on
				exited := false
				c, call := lateCaller(t, func() {
					if !exited { // else by the Run that looks at what is left
						exited = true
						runtime.Goexit()
					}
				})
				done := make(chan struct{})
				go func() {
					defer close(done)
					call(lateCalls[name])
				}()
				<-done
				require.True(t, exited, name)
				if err := v8test.EvalIn(t.Context(), c, "1"); err != nil {
					require.ErrorIs(t, err, v8.ErrIsolateDead, name)
					require.ErrorContains(t, err, "runtime.Goexit", name)
				}
				require.NoError(t, c.Isolate().Close(), name, round)
				v8test.RequireNothingAlive(t, name)
			}
		}
	})
}

// A panic passes through, and leaves the isolate in order.
func TestPanicLate(t *testing.T) {
	for name, source := range lateCalls {
		t.Run(name, func(t *testing.T) {
			panicking := true
			c, call := lateCaller(t, func() {
				if panicking {
					panic("late")
				}
			})
			require.PanicsWithValue(t, "late", func() { call(source) })
			panicking = false
			v8test.RequireUsable(t, c)
			require.NoError(t, c.Isolate().Close())
		})
	}
}

// A function that takes the pin off its goroutine, and leaves Run on another thread.
func TestUnpinned(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.Context(t)
		for moved := false; !moved; {
			func() {
				defer func() {
					if moved {
						require.Equal(t, misuse.Unpinned, recover())
					}
				}()
				c.Run(context.Background(), func(s *v8.Scope) error {
					runtime.UnlockOSThread()
					var takes sync.WaitGroup // the thread, by one of them
					for range 10 {
						takes.Go(func() {
							runtime.LockOSThread()
							time.Sleep(time.Millisecond)
						})
					}
					takes.Wait()
					defer func() {
						if moved = recover() != nil; !moved {
							runtime.LockOSThread()
						}
					}()
					_, err := s.NewString("")
					return err
				})
			}()
		}
		for range 10 { // whatever thread it is
			v8test.Together(t, 8, func(int) error {
				err := v8test.EvalIn(context.Background(), c, "1")
				if !errors.Is(err, v8.ErrIsolateDead) || !strings.Contains(err.Error(), misuse.Unpinned) {
					return fmt.Errorf("dead: %w", err)
				}
				return nil
			})
		}
		require.NoError(t, c.Isolate().Close())
		require.Zero(t, v8test.Left())
		v8test.RequireUsable(t, v8test.Context(t))
	})
}
