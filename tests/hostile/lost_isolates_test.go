package hostile_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// Ways to lose an isolate.
var lastScripts = map[string]string{
	"V8_Fatal, invalid size": "'ab'.repeat(2 ** 27).split('')",
	"true out of memory, large strings": `
		let s = 'ab'; while (s.length < 2 ** 28) s += s
		s.toUpperCase() + s.toUpperCase()`,
	"true out of memory, spread":          "[...'.'.repeat(2e8)].length + [...'.'.repeat(2e8)].length",
	"true out of memory, a property name": "({})['x'.repeat(2 ** 28)]",
	"C++ memory":                          "JSON.parse('['.repeat(2 ** 24))",
	"killed in a built-in":                "Array.prototype.forEach.call({length: 2 ** 53 - 1}, Object)",
	"killed in C++":                       "Array.prototype.indexOf.call({length: 2 ** 53 - 1}, 1)",
}

// How Go and JavaScript may be stacked up when it happens. die runs the last
// script in s, and gives what it ended with.
var lastStands = []struct {
	name string
	run  func(s *v8.Scope, source string) error
}{
	{"plain", func(s *v8.Scope, source string) error {
		_, err := v8test.Eval(s, source)
		return err
	}},
	{"JS -> Go -> JS, five levels", func(s *v8.Scope, source string) error {
		levels := 5
		var host v8.Function
		host, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			if levels--; levels == 0 {
				return v8test.Eval(info.Scope(), source)
			}
			f, _ := info.Argument(0).AsFunction()
			return f.Call(v8.Undefined(), info.Argument(0))
		}, v8.FunctionOptions{})
		if err != nil {
			return err
		}
		_, err = host.Call(v8.Undefined(), host.Value)
		return err
	}},
	{"in a microtask", func(s *v8.Scope, source string) error {
		_, err := v8test.Eval(s, "Promise.resolve().then(() => { "+source+" })")
		return err
	}},
	{"in a getter that Go calls", func(s *v8.Scope, source string) error {
		v, err := v8test.Eval(s, "({get x() { "+source+" }})")
		if err != nil {
			return err
		}
		o, _ := v.AsObject()
		_, err = o.Get("x")
		return err
	}},
	{"below Nested and Run of the same isolate", func(s *v8.Scope, source string) error {
		return s.Nested(func(s *v8.Scope) error {
			return s.Context().Run(s.Ctx(), func(s *v8.Scope) error {
				_, err := v8test.Eval(s, source)
				return err
			})
		})
	}},
}

// loseIsolate makes an isolate and kills it. The error is a failure of the package.
func loseIsolate(source string, stand func(*v8.Scope, string) error) error {
	iso, err := v8test.NewIsolate(v8.IsolateOptions{MemoryLimit: v8test.SmallMemory, TerminationGrace: 20 * time.Millisecond})
	if err != nil {
		return err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if strings.Contains(source, "2 ** 53") {
		ctx, cancel = context.WithTimeout(ctx, 10*time.Millisecond)
		defer cancel()
	}
	var held *v8.Global[v8.Value]
	err = c.Run(ctx, func(s *v8.Scope) error {
		v, err := v8test.Eval(s, "({})")
		if err == nil {
			held, err = v8.NewGlobal(s, v)
		}
		if err != nil {
			return err
		}
		return stand(s, source)
	})
	// What the termination that comes first ends in time is not lost yet.
	for !errors.Is(err, v8.ErrIsolateDead) && (errors.Is(err, v8.ErrMemoryLimit) || errors.Is(err, context.DeadlineExceeded)) {
		err = v8test.EvalIn(context.Background(), c, lastScripts["V8_Fatal, invalid size"])
	}
	if !errors.Is(err, v8.ErrIsolateDead) {
		return fmt.Errorf("the isolate should be dead: %w", err)
	}
	if held != nil { // else the deadline came first
		if err := held.Close(); err != nil {
			return err
		}
	}
	if _, err := iso.NewContext(context.Background(), v8.ContextOptions{}); !errors.Is(err, v8.ErrIsolateDead) {
		return fmt.Errorf("new context in a dead isolate: %w", err)
	}
	return iso.Close()
}

// A process loses isolates, 100 or LOST_ISOLATES=1000 of them, and goes on.
func TestLostIsolates(t *testing.T) {
	total := 100
	if n, err := strconv.Atoi(os.Getenv("LOST_ISOLATES")); err == nil {
		total = n
	} else if v8test.Sanitized || testing.Short() {
		total = 20
	}
	v8test.Subprocess(t, func(t *testing.T) {
		neighbour := v8test.Context(t)
		names := slices.Sorted(maps.Keys(lastScripts))
		const goroutines = 4
		var deaths atomic.Int64
		lose := func(n int) {
			v8test.Together(t, goroutines, func(goroutine int) error {
				for range n / goroutines {
					death := int(deaths.Add(1))
					script, stand := names[death%len(names)], lastStands[death/len(names)%len(lastStands)]
					if err := loseIsolate(lastScripts[script], stand.run); err != nil {
						return fmt.Errorf("death %d, %s, %s: %w", death, script, stand.name, err)
					}
					if err := v8test.Healthy(neighbour); err != nil {
						return fmt.Errorf("after death %d: %w", death, err)
					}
					if err := v8test.UseNewIsolate(v8.IsolateOptions{MemoryLimit: v8test.SmallMemory}); err != nil {
						return fmt.Errorf("after death %d: %w", death, err)
					}
				}
				return nil
			})
			runtime.GC()
			t.Logf("%4d lost: %s, %+v", deaths.Load(), v8test.ProcessFigures(t), v8.Stats())
		}
		var settled int
		for part := range 5 {
			lose(total / 5)
			if part == 1 {
				settled = v8test.ResidentMemory(t)
			}
		}
		v8test.RequireAlive(t, 1, 1)
		if !v8test.Sanitized {
			// Each death has filled its limit, or has had 250 MB of text; what is
			// given up keeps that much.
			givenUp := int(v8.Stats().AbandonedIsolates) * 3 * v8test.SmallMemory
			require.Less(t, v8test.ResidentMemory(t)-settled, 384*v8test.Megabyte+total*v8test.Megabyte/10+givenUp, "malloc keeps some")
		}
	})
}
