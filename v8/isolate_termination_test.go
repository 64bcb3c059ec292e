package v8_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What V8 doesn't look up from: in a built-in, in C++, in a callback's callback.
const (
	endlessBuiltin = "Array.prototype.forEach.call({length: 2 ** 53 - 1}, Object)"
	endlessCPP     = "Array.prototype.indexOf.call({length: 2 ** 53 - 1}, 1)"

	// A function that tail-calls itself.
	endlessWasm = `new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0,
		1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0,
		10, 8, 1, 6, 0, 0x20, 0, 0x12, 0, 0x0b]))).exports.f(1)`
)

// What can't be interrupted is ended by force, in an error that says so and why,
// and the isolate is dead.
func TestTerminationGrace(t *testing.T) {
	reason := errors.New("the reason")
	for name, end := range map[string]func(t *testing.T, iso *v8.Isolate, after time.Duration) (context.Context, v8.RunOptions, error){
		"deadline": func(t *testing.T, _ *v8.Isolate, after time.Duration) (context.Context, v8.RunOptions, error) {
			ctx, cancel := context.WithTimeout(context.Background(), after)
			t.Cleanup(cancel)
			return ctx, v8.RunOptions{}, context.DeadlineExceeded
		},
		"cancel": func(t *testing.T, _ *v8.Isolate, after time.Duration) (context.Context, v8.RunOptions, error) {
			ctx, cancel := context.WithCancelCause(context.Background())
			time.AfterFunc(after, func() { cancel(reason) })
			return ctx, v8.RunOptions{}, reason
		},
		"CPU": func(t *testing.T, _ *v8.Isolate, after time.Duration) (context.Context, v8.RunOptions, error) {
			return context.Background(), v8.RunOptions{CPULimit: after}, v8.ErrCPULimit
		},
		"Terminate": func(t *testing.T, iso *v8.Isolate, after time.Duration) (context.Context, v8.RunOptions, error) {
			// More than once: it does nothing before the Run has begun.
			again := time.NewTicker(after)
			t.Cleanup(again.Stop)
			ctx := t.Context()
			go func() {
				for ctx.Err() == nil {
					select {
					case <-again.C:
						iso.Terminate(reason)
					case <-ctx.Done():
					}
				}
			}()
			return context.Background(), v8.RunOptions{}, reason
		},
		"Close": func(t *testing.T, iso *v8.Isolate, after time.Duration) (context.Context, v8.RunOptions, error) {
			time.AfterFunc(after, func() { iso.Close() })
			return context.Background(), v8.RunOptions{}, v8.ErrClosed
		},
	} {
		for where, source := range map[string]string{
			"built-in":                  endlessBuiltin,
			"C++":                       endlessCPP,
			"WebAssembly":               endlessWasm,
			"WebAssembly in Go in Go":   "host(() => host(() => " + endlessWasm + "))",
			"JS -> Go -> JS":            "host(() => host(() => " + endlessCPP + "))",
			"microtask":                 "Promise.resolve().then(() => " + endlessBuiltin + ")",
			"getter that built-in code": "[].concat({get length() { " + endlessCPP + " }, [Symbol.isConcatSpreadable]: true})",
		} {
			t.Run(name+", "+where, func(t *testing.T) {
				neighbour := v8test.Context(t)
				var c *v8.Context
				var reason error
				err := endedByForce(func(after time.Duration) (err error) {
					iso := v8test.Isolate(t, v8.IsolateOptions{TerminationGrace: 20 * time.Millisecond})
					c = v8test.ContextIn(t, iso)
					var ctx context.Context
					var limits v8.RunOptions
					ctx, limits, reason = end(t, iso, after)
					return c.Run(ctx, func(s *v8.Scope) error {
						v8test.Define(t, s, "host", v8test.CallBack)
						_, err := v8test.Eval(s, source)
						return err
					}, limits)
				})
				require.ErrorIs(t, err, v8.ErrIsolateDead)
				require.ErrorIs(t, err, v8.ErrUninterruptible)
				require.ErrorIs(t, err, v8.ErrTerminated)
				require.ErrorIs(t, err, reason)
				require.NotErrorIs(t, v8test.EvalIn(context.Background(), c, "1"), nil)
				v8test.RequireUsable(t, neighbour)
			})
		}
	}
}

// endedByForce is the error of run, which has to end what it runs after a while:
// on a busy machine a longer one, that V8 comes to what can't be interrupted.
func endedByForce(run func(after time.Duration) error) (err error) {
	for after := 10 * time.Millisecond; after < 4*time.Second; after *= 4 {
		if err = run(after); errors.Is(err, v8.ErrIsolateDead) {
			break
		}
	}
	return err
}

// What ends by itself within the grace leaves the isolate alive.
func TestTerminationGraceNotUsedUp(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{TerminationGrace: time.Hour}))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	err := v8test.EvalIn(ctx, c, "for (;;) Array.prototype.indexOf.call({length: 2e6}, 1)")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorIs(t, err, v8.ErrTerminated)
	v8test.RequireUsable(t, c)
}

// Time that the Run spends in Go is no time that JavaScript uses.
func TestTerminationGraceInGo(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{TerminationGrace: time.Millisecond}))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	err := c.Run(ctx, func(s *v8.Scope) error {
		v8test.Define(t, s, "work", func(v8.FunctionCallbackInfo) (v8.Value, error) {
			for began := time.Now(); time.Since(began) < 200*time.Millisecond; {
				_ = fmt.Sprint(began)
			}
			return v8.Undefined(), nil
		})
		_, err := v8test.Eval(s, "work()")
		return err
	})
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.NotErrorIs(t, err, v8.ErrIsolateDead)
	v8test.RequireUsable(t, c)
}

// os/signal for all signals takes the one that ends by force too, and is given
// what is not meant for V8.
func TestTerminationGraceBesideNotify(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		signals := make(chan os.Signal, 100)
		kill := func() {
			require.ErrorIs(t, endedByForce(func(after time.Duration) error {
				c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{TerminationGrace: 20 * time.Millisecond}))
				ctx, cancel := context.WithTimeout(context.Background(), after)
				defer cancel()
				return v8test.EvalIn(ctx, c, endlessCPP)
			}), v8.ErrUninterruptible)
		}
		kill()
		signal.Notify(signals)
		defer signal.Stop(signals)
		kill()
		kill()
	})
}

// A signal that the program ignores and that V8 uses has no handler to go on to.
func TestTerminationGraceBesideIgnore(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		const used = syscall.Signal(61) // SIGRTMAX-3
		signal.Ignore(used)
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{TerminationGrace: 20 * time.Millisecond}))
		require.ErrorIs(t, endedByForce(func(after time.Duration) error {
			ctx, cancel := context.WithTimeout(context.Background(), after)
			defer cancel()
			return v8test.EvalIn(ctx, c, endlessCPP)
		}), v8.ErrUninterruptible)
		require.NoError(t, syscall.Kill(os.Getpid(), used))
		v8test.RequireUsable(t, v8test.Context(t))
	})
}

func TestTimes(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	require.Zero(t, iso.CPUTime())
	require.NoError(t, v8test.EvalIn(context.Background(), c, "for (const end = Date.now() + 50; Date.now() < end;);"))
	cpu, wall := iso.CPUTime(), iso.WallTime()
	require.GreaterOrEqual(t, wall, 40*time.Millisecond)
	require.Positive(t, cpu)
	require.NoError(t, v8test.EvalIn(context.Background(), c, "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)"))
	require.GreaterOrEqual(t, iso.WallTime(), wall+40*time.Millisecond)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		before, beforeWall := iso.CPUTime(), iso.WallTime()
		for iso.CPUTime() == before || iso.WallTime() == beforeWall {
			v8test.MustEval(t, s, "for (let i = 0; i < 1e5; i++);")
		}
	})
	require.NoError(t, iso.Close())
	require.Zero(t, iso.WallTime())
	require.Positive(t, iso.CPUTime())
}

// curiousError asks the isolate when it is asked itself.
type curiousError struct{ iso *v8.Isolate }

func (e curiousError) Error() string {
	e.iso.HeapStatistics()
	e.iso.Terminate(nil)
	return fmt.Sprint("after ", e.iso.CPUTime(), e.iso.WallTime())
}

func (e curiousError) Is(error) bool {
	_ = e.Error()
	return false
}

// The methods of an error may use the isolate that it has ended.
func TestTerminateByErrorThatUsesIsolate(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) { // else it hangs
		for name, end := range map[string]func(iso *v8.Isolate, cancel context.CancelCauseFunc){
			"Terminate": func(iso *v8.Isolate, _ context.CancelCauseFunc) { iso.Terminate(curiousError{iso}) },
			"ctx":       func(iso *v8.Isolate, cancel context.CancelCauseFunc) { cancel(curiousError{iso}) },
		} {
			for _, then := range []string{"for (;;);", "'ab'.repeat(2 ** 27).split('')"} {
				c := v8test.Context(t)
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				err := c.Run(ctx, func(s *v8.Scope) error {
					v8test.Define(t, s, "end", func(v8.FunctionCallbackInfo) (v8.Value, error) {
						end(c.Isolate(), cancel)
						return v8.Value{}, nil
					})
					_, err := v8test.Eval(s, "try { end() } finally { "+then+" }")
					return err
				})
				require.ErrorContains(t, err, "after ", name)
			}
		}
	})
}

// askedContext is a ctx whose Err is anybody's code.
type askedContext struct {
	context.Context
	err func()
}

func (c askedContext) Err() error {
	c.err()
	return c.Context.Err()
}

// The methods of a ctx may want to know of the isolate, and may block: neither
// holds up a deadline, its own or another isolate's.
func TestTerminationAsksNoContext(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	asking := askedContext{ctx, func() { iso.CPUTime() }}
	require.ErrorIs(t, v8test.ContextIn(t, iso).Eval(asking, "for (;;);", nil), context.DeadlineExceeded)

	running, block := make(chan struct{}), make(chan struct{})
	blocked, cancelBlocked := context.WithCancel(t.Context())
	defer cancelBlocked()
	blocking := askedContext{blocked, func() {
		select {
		case <-running:
			<-block
		default:
		}
	}}
	ended := make(chan error)
	c := v8test.Context(t)
	go func() {
		ended <- c.Run(blocking, func(s *v8.Scope) error {
			close(running)
			_, err := v8test.Eval(s, "for (;;);")
			return err
		})
	}()
	<-running
	soon, cancelSoon := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancelSoon()
	require.ErrorIs(t, v8test.ContextIn(t, iso).Eval(soon, "for (;;);", nil), context.DeadlineExceeded)
	cancelBlocked()
	close(block)
	require.ErrorIs(t, <-ended, context.Canceled)
}
