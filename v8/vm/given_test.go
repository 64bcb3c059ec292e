package vm_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

var noLimits = vm.CallOptions{CPULimit: -1, WallLimit: -1}

// A guest that keeps function after function gets an Error in the end. Those that are
// there go on, and those that it lets go make room.
func TestGivenFunctionsAreBounded(t *testing.T) {
	i := newIsolate(t, vm.InProcess, vm.IsolateOptions{MemoryLimit: 1 << 30})
	c := newContext(t, i)
	require.NoError(t, c.Global().Set(t.Context(), "more", func() func() int { return func() int { return 7 } }))
	var made int
	require.NoError(t, c.Eval(t.Context(), "all = []; try { for (;;) all.push(more()) } catch (e) { text = e.message }; all.length", &made, noLimits))
	require.Equal(t, 100_000, made+1, "with more itself")
	require.Contains(t, eval[string](t, c, "text"), "give the same again")
	require.Equal(t, 7, eval[int](t, c, "all[0]()"))
	require.ErrorIs(t, c.EvalClosure(t.Context(), "", []any{func() {}}, nil), vm.ErrUnsupported)
	var r *vm.Reference
	require.NoError(t, c.Eval(t.Context(), "({})", &r))
	require.ErrorIs(t, c.EvalClosure(t.Context(), "", []any{r}, nil), vm.ErrUnsupported)
	other := newContext(t, newIsolate(t, vm.InProcess, vm.IsolateOptions{}))
	require.NoError(t, other.EvalClosure(t.Context(), "$0()", []any{func() {}}, nil))

	require.NoError(t, c.Eval(t.Context(), "all = [all[0]]", nil))
	require.NoError(t, i.LowMemoryNotification(t.Context()))
	require.NoError(t, c.EvalClosure(t.Context(), "more()", nil, nil), "the Run that finds them")
	require.NoError(t, c.EvalClosure(t.Context(), "$0()", []any{func() {}}, nil))
	require.Equal(t, 7, eval[int](t, c, "all[0]()"))
}

// What guests let go the host lets go too, in each way in which a function or reference
// gets to them: a million of these, or 120,000, of which there can be 100,000 at a time.
func TestGivenIsLetGo(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, _ *vm.Isolate, c *vm.Context) {
		times := 1_000_000
		if strings.HasSuffix(t.Name(), vm.Process.String()) {
			times = 1000 // each is a switch of processes: there many are given at once, below
		}
		var r *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "({})", &r))
		global := c.Global()
		for name, fn := range map[string]any{
			"more":   func() func() int { return func() int { return 7 } },
			"same":   vm.NewCallback(func() *vm.Reference { return r }, vm.CallbackOptions{}),
			"copies": func() (*vm.ExternalCopy, error) { return vm.NewExternalCopy(1) },
			"later":  vm.NewCallback(func() func() { return func() {} }, vm.CallbackOptions{Mode: vm.Async}),
		} {
			require.NoError(t, global.Set(t.Context(), name, fn))
		}
		for _, body := range []string{
			"let f; for (let n = 0; n < $0; n++) f = more(); return f()",
			"let r; for (let n = 0; n < $0 / 10; n++) r = same(); return r.copySync() && 7",
			"let e; for (let n = 0; n < $0 / 10; n++) e = copies(); return e.copySync() * 7",
			"return (async () => { for (let n = 0; n < $0 / 10; n++) await later(); return 7 })()",
		} {
			var got int
			require.NoError(t, c.EvalClosure(t.Context(), body, []any{times}, &got, noLimits), body)
			require.Equal(t, 7, got, body)
		}
		f := newReference(t, c, "(function(f) { return f() })")
		for range 120 {
			many := make([]any, 1000)
			for n := range many {
				many[n] = func() int { return 7 }
			}
			var got int
			require.NoError(t, f.Apply(t.Context(), nil, many, &got))
			require.Equal(t, 7, got)
		}
	})
}

// A request that does not get as far as JavaScript gives nothing away for good.
func TestGivenOfFailedCallsIsLetGo(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, fails := range map[string]func(t *testing.T, c *vm.Context, given any) error{
		"canceled": func(t *testing.T, c *vm.Context, given any) error {
			return newReference(t, c, "(function() {})").Apply(ended, nil, []any{given}, nil)
		},
		"beside what can't be sent": func(t *testing.T, c *vm.Context, given any) error {
			return newReference(t, c, "(function() {})").Apply(t.Context(), given, []any{given, make(chan int)}, nil)
		},
		"to no function": func(t *testing.T, c *vm.Context, given any) error {
			return newReference(t, c, "({})").Apply(t.Context(), nil, []any{given}, nil)
		},
		"as a key": func(t *testing.T, c *vm.Context, given any) error {
			return newReference(t, c, "({})").Get(t.Context(), given, nil)
		},
		"to what does not compile": func(t *testing.T, c *vm.Context, given any) error {
			return c.EvalClosure(t.Context(), "a syntax error", []any{given}, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
				freed := make(chan struct{})
				func() {
					given := vm.NewCallback(func() {}, vm.CallbackOptions{})
					runtime.AddCleanup(given, func(freed chan struct{}) { close(freed) }, freed)
					require.Error(t, fails(t, c, given))
				}()
				require.NoError(t, i.LowMemoryNotification(t.Context()))
				require.Zero(t, eval[int](t, c, "0"), "the Run that finds what is collected")
				require.Eventually(t, func() bool {
					runtime.GC()
					select {
					case <-freed:
						return true
					default:
						return false
					}
				}, time.Minute, time.Millisecond)
			})
		})
	}
}

func newReference(t *testing.T, c *vm.Context, source string) *vm.Reference {
	t.Helper()
	var r *vm.Reference
	require.NoError(t, c.Eval(t.Context(), source, &r))
	return r
}
