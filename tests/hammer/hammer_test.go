package hammer_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// 1,000 isolates, made and closed by 8 goroutines at once.
func TestHammerIsolates(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		const goroutines = 8
		make := func(isolates int) {
			v8test.Together(t, goroutines, func(int) error {
				for range isolates / goroutines {
					if err := v8test.UseNewIsolate(v8.IsolateOptions{}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		make(104)
		settled := v8test.ResidentMemory(t)
		make(v8test.Rounds(1000))
		grown := v8test.ResidentMemory(t) - settled
		require.Equal(t, v8.Statistics{}, v8test.Left())
		t.Logf("%d MB resident after 104 isolates, %d KB more after %d", settled/v8test.Megabyte, grown/1024, v8test.Rounds(1000))
		if !v8test.Sanitized {
			require.Less(t, grown, 32*v8test.Megabyte, "one living isolate takes 0.75 MB")
		}
	})
}

// Isolates until no more fit, twice. What is refused is an error, a place that
// is given back can be taken again, and the memory of all of them comes back.
func TestHammerFullCage(t *testing.T) {
	if v8test.Sanitized || testing.Short() {
		t.Skip("takes 2 GB")
	}
	v8test.Subprocess(t, func(t *testing.T) {
		var first, resident int
		for round := range 2 {
			var isolates []*v8.Isolate
			var err error
			for err == nil {
				var iso *v8.Isolate
				if iso, err = v8test.NewIsolate(v8.IsolateOptions{}); err == nil {
					isolates = append(isolates, iso)
					_, err = iso.NewContext(context.Background(), v8.ContextOptions{})
					require.NoError(t, err)
				}
			}
			require.ErrorContains(t, err, "close isolates", "it names the cure")
			require.Greater(t, len(isolates), 2000)
			full := v8test.ResidentMemory(t)

			for _, iso := range isolates[:2] { // memory comes in pages: one isolate may not free enough of them
				require.NoError(t, iso.Close())
			}
			require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}), "there is a place again")
			require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
			for _, iso := range isolates {
				require.NoError(t, iso.Close())
			}
			require.Equal(t, v8.Statistics{}, v8test.Left())
			resident = v8test.ResidentMemory(t)
			t.Logf("%d isolates: %d MB resident, %d MB when closed", len(isolates), full/v8test.Megabyte, resident/v8test.Megabyte)
			if round == 0 {
				first = resident
			}
		}
		require.Less(t, resident-first, 100*v8test.Megabyte)
	})
}

// Each goroutine has an isolate of its own, all at once.
func TestHammerOwnIsolate(t *testing.T) {
	v8test.Together(t, 2*runtime.GOMAXPROCS(0), func(goroutine int) error {
		iso, err := v8test.NewIsolate(v8.IsolateOptions{})
		if err != nil {
			return err
		}
		defer iso.Close()
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
		if err != nil {
			return err
		}
		return countUp(c, fmt.Sprintf("own%d", goroutine), v8test.Rounds(20_000))
	})
}

// Many goroutines share one isolate, and some of its contexts.
func TestHammerOneIsolate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	contexts := []*v8.Context{v8test.ContextIn(t, iso), v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)}
	v8test.Together(t, 16, func(goroutine int) error {
		return countUp(contexts[goroutine%len(contexts)], fmt.Sprintf("shared%d", goroutine), v8test.Rounds(2000))
	})
}

// countUp adds 1 to a variable, a Run for each, and looks that none is lost.
func countUp(c *v8.Context, name string, times int) error {
	for n := 1; n <= times; n++ {
		err := c.Run(context.Background(), func(s *v8.Scope) error {
			v, err := v8test.Eval(s, "globalThis."+name+" = (globalThis."+name+" ?? 0) + 1")
			if err != nil {
				return err
			}
			if got, _ := v.AsNumber(); got != float64(n) {
				return fmt.Errorf("%s is %v, and should be %d", name, v, n)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Runs with random tiny deadlines, one after the other and from several
// goroutines: a Run ends in its own context's error or in none. A termination
// that came late would end the next Run.
func TestHammerDeadlines(t *testing.T) {
	c := v8test.Context(t)
	var ended, finished sync.Map
	v8test.Together(t, 4, func(goroutine int) error {
		random := rand.New(rand.NewPCG(1, uint64(goroutine)))
		for n := range v8test.Rounds(4000) {
			why := fmt.Errorf("deadline %d of goroutine %d", n, goroutine)
			ctx, cancel := context.WithTimeoutCause(context.Background(), time.Duration(random.IntN(300))*time.Microsecond, why)
			err := v8test.EvalIn(ctx, c, "for (let i = 0; i < 20_000; i++);")
			own := err == nil || errors.Is(err, why) && ctx.Err() != nil
			cancel()
			if !own {
				return fmt.Errorf("%w: ended with %w", why, err)
			}
			if err == nil {
				finished.Store(why, true)
			} else if errors.Is(err, v8.ErrTerminated) {
				ended.Store(why, true)
			}
		}
		return nil
	})
	for name, set := range map[string]*sync.Map{"ended": &ended, "finished": &finished} {
		some := false
		set.Range(func(any, any) bool { some = true; return false })
		require.True(t, some, "some should have %s", name)
	}
	v8test.RequireUsable(t, c)
}

// Runs inside Runs, each with a random tiny deadline: what ends one is its own
// deadline or that of a Run around it, and none of an inner one is left over.
func TestHammerNestedDeadlines(t *testing.T) {
	c := v8test.Context(t)
	random := rand.New(rand.NewPCG(1, 2))
	const work = "for (let i = 0; i < 10_000; i++);"
	withDeadline := func(name string, fn func(context.Context) error) (why, err error) {
		why = errors.New("the deadline of the " + name + " Run")
		ctx, cancel := context.WithTimeoutCause(context.Background(), time.Duration(random.IntN(300))*time.Microsecond, why)
		defer cancel()
		return why, fn(ctx)
	}
	for range v8test.Rounds(4000) {
		outerWhy, err := withDeadline("outer", func(outer context.Context) error {
			return c.Run(outer, func(s *v8.Scope) error {
				innerWhy, err := withDeadline("inner", func(inner context.Context) error {
					return v8test.EvalIn(inner, c, work)
				})
				if err != nil && !errors.Is(err, innerWhy) {
					require.ErrorIs(t, err, context.Cause(outer))
				}
				_, err = v8test.Eval(s, work)
				require.NotErrorIs(t, err, innerWhy)
				return err
			})
		})
		if err != nil {
			require.ErrorIs(t, err, outerWhy)
		}
	}
	v8test.RequireUsable(t, c)
}

// Terminations from outside at any moment end a Run that is theirs or nothing.
func TestHammerTerminate(t *testing.T) {
	c := v8test.Context(t)
	why := errors.New("the cause")
	stop := make(chan struct{})
	var terminators sync.WaitGroup
	for range 2 {
		terminators.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					c.Isolate().Terminate(why)
				}
			}
		})
	}
	for range v8test.Rounds(2000) {
		err := v8test.EvalIn(context.Background(), c, "for (let i = 0; i < 1000; i++);")
		if err != nil {
			require.ErrorIs(t, err, v8.ErrTerminated)
			require.ErrorIs(t, err, why)
		}
	}
	close(stop)
	terminators.Wait()
	v8test.RequireUsable(t, c)
}

// Isolates are closed while others run, wait and make contexts in them.
func TestHammerClose(t *testing.T) {
	for range v8test.Rounds(200) {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		c := v8test.ContextIn(t, iso)
		v8test.Together(t, 6, func(goroutine int) error {
			var err error
			switch goroutine {
			case 0:
				err = iso.Close()
			case 1, 2:
				err = v8test.EvalIn(context.Background(), c, v8test.Forever)
			case 3:
				_, err = iso.NewContext(context.Background(), v8.ContextOptions{})
			case 4:
				err = c.Close()
			case 5:
				iso.Terminate(v8.ErrClosed)
			}
			if errors.Is(err, v8.ErrClosed) {
				return nil
			}
			return err
		})
		require.Equal(t, v8.Statistics{}, v8test.Left())
	}
}

// What other goroutines do with a Run's Scope and values is a panic, and changes
// nothing, however many do it while the Run does the same.
func TestHammerWrongGoroutine(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.Context(t)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			f, _ := v8test.MustEval(t, s, "(function(...all) { return all.length })").AsFunction()
			o, _ := v8test.MustEval(t, s, "({a: [1, {b: 2}]})").AsObject()
			few := []v8.Value{o.Value, v8.NewNumber(1), o.Value}
			many := slices.Repeat(few, 10)
			doNothing := func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, nil }
			uses := map[string]func() error{
				"Call":           func() error { return v8test.Second(f.Call(v8.Undefined(), few...)) },
				"Call of many":   func() error { return v8test.Second(f.Call(v8.Undefined(), many...)) },
				"NewInstance":    func() error { return v8test.Second(f.NewInstance(many...)) },
				"NewArray":       func() error { return v8test.Second(s.NewArray(many...)) },
				"NewArray, few":  func() error { return v8test.Second(s.NewArray(few...)) },
				"NewFunction":    func() error { return v8test.Second(s.NewFunction(doNothing, v8.FunctionOptions{})) },
				"NewExternal":    func() error { return v8test.Second(s.NewExternal(1)) },
				"NewWeak":        func() error { return v8test.Second(v8.NewWeak(s, o, nil)) },
				"NewString":      func() error { return v8test.Second(s.NewString("text")) },
				"Get":            func() error { return v8test.Second(o.Get("a")) },
				"Set":            func() error { return o.Set("a", f.Value) },
				"Export":         func() error { return o.ExportTo(new(any)) },
				"ToValue":        func() error { return v8test.Second(s.ToValue(map[string]any{"a": []any{1, "b"}})) },
				"Nested":         func() error { return s.Nested(v8test.Nothing) },
				"memory":         func() error { return o.AddExternalMemory(10) },
				"HeapStatistics": func() error { s.HeapStatistics(); return nil },
				"Serialize": func() error {
					return v8test.Second(s.Serialize(v8.SerializeOptions{}, func(*v8.ValueSerializer) error { return nil }))
				},
				"Escape": func() error {
					return v8test.Second(v8.Escape(s, func(*v8.Scope) (v8.Object, error) { return o, nil }))
				},
				"NewGlobal": func() error {
					global, err := v8.NewGlobal(s, o)
					if err == nil {
						err = global.Close()
					}
					return err
				},
			}
			var others sync.WaitGroup
			var ended atomic.Bool
			for range 4 {
				others.Go(func() {
					for !ended.Load() {
						for name, use := range uses {
							require.PanicsWithValue(t, misuse.Goroutine, func() { use() }, name)
						}
					}
				})
			}
			for range v8test.Rounds(2000) {
				for name, use := range uses {
					if name != "Export" { // of functions
						require.NoError(t, use(), name)
					}
				}
				require.NoError(t, s.Nested(func(*v8.Scope) error {
					n, err := f.Call(v8.Undefined(), many...)
					require.Equal(t, "30", n.String())
					return err
				}))
			}
			ended.Store(true)
			others.Wait()
		})
		v8test.RequireUsable(t, c)
	})
}
