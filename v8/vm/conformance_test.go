package vm_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/vm"
	_ "github.com/nodeisolates/isolates/v8/vm/inprocess"
	_ "github.com/nodeisolates/isolates/v8/vm/worker"
)

var tiers = []vm.Tier{vm.InProcess, vm.Process}

// onTiers runs a test on each tier, with an isolate and a context of its own.
func onTiers(t *testing.T, options vm.IsolateOptions, test func(t *testing.T, i *vm.Isolate, c *vm.Context)) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			i := newIsolate(t, tier, options)
			c, err := i.NewContext(t.Context(), vm.ContextOptions{})
			require.NoError(t, err)
			test(t, i, c)
		})
	}
}

// rounds is how often to do what is a race: a process takes some 50 ms to start.
func rounds(tier vm.Tier, inProcess int) int {
	if tier == vm.Process {
		return inProcess / 5
	}
	return inProcess
}

func newHost(t *testing.T, tier vm.Tier) *vm.Host {
	h, err := vm.NewHost(vm.HostOptions{Tier: tier, Workers: vm.WorkerOptions{Ahead: -1}})
	require.NoError(t, err)
	t.Cleanup(func() { h.Close() })
	return h
}

func newIsolate(t *testing.T, tier vm.Tier, options vm.IsolateOptions) *vm.Isolate {
	i, err := newHost(t, tier).NewIsolate(t.Context(), options)
	require.NoError(t, err)
	return i
}

func TestEval(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var number float64
		require.NoError(t, c.Eval(t.Context(), "1 + 1", &number))
		require.Equal(t, 2.0, number)
		var n int
		require.NoError(t, c.Eval(t.Context(), "2 + 1", &n))
		require.Equal(t, 3, n)
		var text string
		require.NoError(t, c.Eval(t.Context(), "'a' + 1", &text))
		require.Equal(t, "a1", text)
		var record struct{ A []int }
		require.NoError(t, c.Eval(t.Context(), "({a: [1, 2, 3]})", &record))
		require.Equal(t, []int{1, 2, 3}, record.A)
		var anything any
		require.NoError(t, c.Eval(t.Context(), "({a: [1, new Date(0)]})", &anything))
		require.Equal(t, map[string]any{"a": []any{1.0, time.Unix(0, 0).UTC()}}, anything)
		require.NoError(t, c.Eval(t.Context(), "Promise.resolve(7)", &n))
		require.Equal(t, 7, n)
		require.NoError(t, c.Eval(t.Context(), "new Promise(done => setTimeout(done, 1, 8))", &n))
		require.Equal(t, 8, n)
		require.ErrorIs(t, c.Eval(t.Context(), "new Promise(() => {})", &n), vm.ErrNeverSettles)
		var mismatch *clone.UnmarshalTypeError
		require.ErrorAs(t, c.Eval(t.Context(), "({a: 'text'})", &record), &mismatch)

		err := c.Eval(t.Context(), "\nnull.x", nil, vm.CallOptions{Name: "a.js"})
		var exception *vm.Exception
		require.ErrorAs(t, err, &exception)
		require.Equal(t, 2, exception.Line)
		require.EqualError(t, err, "vm: eval: TypeError: Cannot read properties of null (reading 'x') (a.js:2:6)")
		require.ErrorAs(t, c.Eval(t.Context(), "throw {code: 1}", nil), &exception)
		require.Equal(t, map[string]any{"code": 1.0}, exception.Value)
	})
}

func TestLimits(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 32 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var usage vm.Usage
		err := c.Eval(t.Context(), "for (;;);", nil, vm.CallOptions{CPULimit: 50 * time.Millisecond, Usage: &usage})
		require.ErrorIs(t, err, vm.ErrCPULimit)
		require.ErrorIs(t, err, vm.ErrTerminated)
		require.GreaterOrEqual(t, usage.CPU, 45*time.Millisecond)
		var termination *vm.Termination
		require.ErrorAs(t, err, &termination)
		require.NotEmpty(t, termination.StackTrace)
		err = c.Eval(t.Context(), "for (;;);", nil, vm.CallOptions{WallLimit: 50 * time.Millisecond})
		require.ErrorIs(t, err, vm.ErrWallLimit)
		ctx, cancel := context.WithCancelCause(t.Context())
		reason := errors.New("enough")
		time.AfterFunc(20*time.Millisecond, func() { cancel(reason) })
		err = c.Eval(ctx, "new Promise(() => setInterval(() => {}, 1))", nil)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, reason)
		err = c.Eval(t.Context(), "{ const a = []; for (;;) a.push(new Array(1000).fill(1.5)) }", nil)
		require.ErrorIs(t, err, vm.ErrMemoryLimit)
		require.NoError(t, c.Eval(t.Context(), "1", nil))
		// What each of many timers uses is added up.
		err = c.Eval(t.Context(), "new Promise(() => setInterval(() => { for (const end = Date.now() + 20; Date.now() < end;); }, 0))", nil,
			vm.CallOptions{CPULimit: 100 * time.Millisecond})
		require.ErrorIs(t, err, vm.ErrCPULimit)
	})
}

func TestCallbacks(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		refused := errors.New("refused")
		global := c.Global()
		require.NoError(t, global.Set(t.Context(), "add", func(a, b int) int { return a + b }))
		require.NoError(t, global.Set(t.Context(), "fail", func() error { return refused }))
		require.NoError(t, global.Set(t.Context(), "twice", func(ctx context.Context, f *vm.Reference) (n int, err error) {
			err = f.Apply(ctx, nil, []any{21}, &n)
			return n, err
		}))
		slow := vm.NewCallback(func(ctx context.Context, d string) (string, error) {
			if d == "fail" {
				return "", refused
			}
			return d + "!", nil
		}, vm.CallbackOptions{Mode: vm.Async})
		require.NoError(t, global.Set(t.Context(), "slow", slow))
		var n int
		require.NoError(t, c.Eval(t.Context(), "add(1, 2)", &n))
		require.Equal(t, 3, n)
		require.NoError(t, c.Eval(t.Context(), "twice(x => 2 * x)", &n))
		require.Equal(t, 42, n)
		require.ErrorIs(t, c.Eval(t.Context(), "fail()", nil), refused)
		require.NoError(t, c.Eval(t.Context(), "try { fail() } catch (e) { e.message }", nil))
		var text string
		require.NoError(t, c.Eval(t.Context(), "slow('a').then(x => x + '?')", &text))
		require.Equal(t, "a!?", text)
		require.ErrorIs(t, c.Eval(t.Context(), "slow('fail')", nil), refused)
		require.Error(t, c.Eval(t.Context(), "add('x', {})", nil))
		require.PanicsWithValue(t, "no", func() {
			c.EvalClosure(t.Context(), "$0()", []any{func() { panic("no") }}, nil)
		})
		err := c.Eval(t.Context(), "for (let i = 0; i < 10; i++) add(1, 2)", nil, vm.CallOptions{HostCalls: 5})
		require.ErrorContains(t, err, "HostCalls")
	})
}

func TestReferences(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var object *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "var ran = 0; ({a: 1, f(x) { return [this.a, x] }, get g() { ran++; return 1 }})", &object))
		require.Equal(t, "object", object.TypeOf())
		var n int
		require.NoError(t, object.Get(t.Context(), "a", &n))
		require.Equal(t, 1, n)
		require.ErrorIs(t, object.Get(t.Context(), "g", &n), vm.ErrUnsupported)
		require.NoError(t, object.Get(t.Context(), "g", &n, vm.CallOptions{Accessors: true}))
		var f *vm.Reference
		require.NoError(t, object.Get(t.Context(), "f", &f))
		require.Equal(t, "function", f.TypeOf())
		var both []int
		require.NoError(t, f.Apply(t.Context(), object.DerefInto(), []any{5}, &both))
		require.Equal(t, []int{1, 5}, both)
		require.NoError(t, object.Set(t.Context(), "a", map[string]any{"b": 2}))
		var data struct{ A struct{ B int } }
		deleted, err := object.Delete(t.Context(), "f")
		require.NoError(t, err)
		require.True(t, deleted)
		deleted, err = object.Delete(t.Context(), "g")
		require.NoError(t, err)
		require.True(t, deleted)
		require.NoError(t, object.Copy(t.Context(), &data))
		require.Equal(t, 2, data.A.B)

		var ec *vm.ExternalCopy
		require.NoError(t, object.Copy(t.Context(), &ec))
		require.NoError(t, c.EvalClosure(t.Context(), "return $0.a.b + $1.copySync().a.b", []any{ec.CopyInto(), ec}, &n))
		require.Equal(t, 4, n)

		other, err := i.NewContext(t.Context(), vm.ContextOptions{})
		require.NoError(t, err)
		require.NoError(t, other.EvalClosure(t.Context(), "return $0.getSync('a').b + $0.copySync().a.b", []any{object}, &n))
		require.Equal(t, 4, n)
		require.NoError(t, object.Close())
		require.ErrorIs(t, object.Copy(t.Context(), &data), vm.ErrClosed)
	})
}
