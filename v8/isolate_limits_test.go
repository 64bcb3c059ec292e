package v8_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestMemoryLimit(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 << 20})
	c := v8test.ContextIn(t, iso)
	run := func(source string) error { return v8test.EvalIn(context.Background(), c, source) }

	require.ErrorContains(t, run("var a = []; for (;;) a.push(new ArrayBuffer(1 << 20))"), "RangeError: Array buffer allocation failed")
	require.NoError(t, run("if (a.length > 32) throw a.length; a = null"))
	require.NoError(t, run("for (let i = 0; i < 200; i++) new ArrayBuffer(1 << 20)"), "garbage makes room")
	require.ErrorContains(t, run("new ArrayBuffer(2 ** 30)"), "RangeError")
	require.ErrorContains(t, run("var m = []; for (;;) m.push(new WebAssembly.Memory({initial: 100}))"), "RangeError: WebAssembly.Memory(): could not allocate memory")
	require.NoError(t, run("m = null"))
	require.ErrorContains(t, run("var b = new ArrayBuffer(8, {maxByteLength: 2 ** 30}); b.resize(2 ** 29)"), "RangeError: ArrayBuffer.prototype.resize")
	require.NoError(t, run("b = null"))
	require.ErrorIs(t, run("var o = []; for (;;) o.push({})"), v8.ErrMemoryLimit)
	// The Run that frees it may meet the limit once more.
	require.Eventually(t, func() bool { return run("o = null") == nil }, time.Minute, time.Millisecond)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		statistics := s.HeapStatistics()
		require.EqualValues(t, 32<<20, statistics.HeapLimit, "the limit is what it was")
		require.Positive(t, statistics.UsedHeap)
		require.EqualValues(t, 1, statistics.Contexts)
	})
	require.Positive(t, iso.HeapStatistics().UsedHeap)
	iso.Close()
	require.Zero(t, iso.HeapStatistics())
}

// What is garbage, or was when the limit seemed to be exceeded, ends nothing.
func TestMemoryLimitOfGarbage(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 << 20}))
	require.NoError(t, v8test.EvalIn(context.Background(), c, `
		var buffers = Array.from({length: 30}, () => new ArrayBuffer(1 << 20))
		var ring = new Array(200_000).fill(null)
		for (let i = 0; i < 3e6; i++) ring[i % ring.length] = new Array(10).fill(i)`))
	require.ErrorIs(t, v8test.EvalIn(context.Background(), c, "for (;;) ring.push(new Array(10).fill(0))"), v8.ErrMemoryLimit)
}

func TestSourceLimit(t *testing.T) {
	for _, test := range []struct {
		options v8.IsolateOptions
		fits    string
		exceeds string
	}{
		{v8.IsolateOptions{SourceLimit: 100}, "60", "200"},
		{v8.IsolateOptions{MemoryLimit: 32 << 20}, "40000", "1e8"},
	} {
		c := v8test.ContextIn(t, v8test.Isolate(t, test.options))
		v8test.RunIn(t, c, func(s *v8.Scope) {
			for _, compile := range []string{"eval", "Function"} {
				_, err := v8test.Eval(s, compile+"('1'.repeat("+test.fits+"))")
				require.NoError(t, err)
				_, err = v8test.Eval(s, compile+"('1'.repeat("+test.exceeds+") + 'n')")
				require.ErrorContains(t, err, "EvalError: source text of ")
				require.ErrorContains(t, err, "is longer than SourceLimit, ")
			}
			require.NoError(t, c.AllowCodeGenerationFromStrings(false))
			_, err := v8test.Eval(s, "Function('1')")
			require.ErrorContains(t, err, "EvalError: Code generation from strings disallowed for this context")
			require.NoError(t, c.AllowCodeGenerationFromStrings(true))
			require.Equal(t, "[object Object]", v8test.MustEval(t, s, "String(eval({}))").String())
		})
	}
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{SourceLimit: 10}))
	err := v8test.EvalIn(context.Background(), c, "1234567890 ")
	require.ErrorIs(t, err, v8.ErrSourceTooLong)
	require.ErrorContains(t, err, "11 bytes of SourceLimit 10")
	require.NoError(t, v8test.EvalIn(context.Background(), c, "1234567890"))
}

func TestStackSize(t *testing.T) {
	depth := func(size uint64) float64 {
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{StackSize: size}))
		var depth float64
		v8test.RunIn(t, c, func(s *v8.Scope) {
			depth, _ = v8test.MustEval(t, s, "let n = 0; (function f() { n++; try { f() } catch {} })(); n").AsNumber()
		})
		return depth
	}
	small, usual, huge := depth(200<<10), depth(0), depth(1<<40)
	require.Greater(t, usual, 2*small)
	require.Greater(t, huge, usual, "what the thread has")
}

func TestCPULimit(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{CPULimit: 50 * time.Millisecond}))
	err := v8test.EvalIn(context.Background(), c, "for (;;);")
	require.ErrorIs(t, err, v8.ErrCPULimit)
	require.ErrorIs(t, err, v8.ErrTerminated)
	v8test.RequireUsable(t, c)
	require.NoError(t, v8test.EvalIn(context.Background(), c,
		"Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)"), "waiting is no CPU time")

	unlimited := v8test.Context(t)
	limits := v8.RunOptions{CPULimit: 30 * time.Millisecond}
	require.ErrorIs(t, unlimited.Eval(context.Background(), "for (;;);", nil, limits), v8.ErrCPULimit)
	require.NoError(t, c.Eval(context.Background(), "for (let n = 0; n < 3e8; n++);", nil, v8.RunOptions{CPULimit: -1}))
	err = unlimited.Run(context.Background(), func(s *v8.Scope) error {
		s.WithoutCPULimit(func() {
			for began := time.Now(); time.Since(began) < 300*time.Millisecond; {
			}
		})
		v8test.MustEval(t, s, "1")
		_, err := v8test.Eval(s, "for (;;);")
		return err
	}, limits)
	require.ErrorIs(t, err, v8.ErrCPULimit)
}

// A callback that is excluded from the CPU limit does not put off the check,
// however often a script calls it.
func TestCPULimitExcludedOften(t *testing.T) {
	c := v8test.Context(t)
	require.NoError(t, c.Run(context.Background(), func(s *v8.Scope) error {
		require.False(t, s.ExclusionSetsTimer())
		return nil
	}, v8.RunOptions{CPULimit: time.Hour}))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := c.Run(ctx, func(s *v8.Scope) error {
		v8test.Define(t, s, "host", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			info.Scope().WithoutCPULimit(func() {})
			return v8.Value{}, nil
		})
		_, err := v8test.Eval(s, "for (;;) host()")
		return err
	}, v8.RunOptions{CPULimit: 20 * time.Millisecond})
	require.ErrorIs(t, err, v8.ErrCPULimit)
	v8test.RequireUsable(t, c)
}

// An isolate whose termination is being seen to holds up no other's deadline.
func TestDeadlineBesideHeldIsolate(t *testing.T) {
	held, c := v8test.Isolate(t, v8.IsolateOptions{}), v8test.Context(t)
	held.WhileHeld(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		defer cancel()
		require.ErrorIs(t, v8test.EvalIn(ctx, c, "for (;;);"), context.DeadlineExceeded)
	})
}

// A termination without a cause is no less one: it outlasts the ctx of the Run
// that it found.
func TestTerminateWithoutCause(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := c.Run(ctx, func(s *v8.Scope) error {
		v8test.Define(t, s, "inner", func(v8.FunctionCallbackInfo) (v8.Value, error) {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
			defer cancel()
			_ = c.Run(ctx, func(s *v8.Scope) error {
				_, err := v8test.Eval(s, "for (;;);")
				iso.Terminate(nil)
				return err
			})
			return v8.Value{}, nil
		})
		_, err := v8test.Eval(s, "inner(); for (;;);")
		return err
	})
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.NoError(t, ctx.Err())
	require.Equal(t, 1, strings.Count(err.Error(), v8.ErrTerminated.Error()), err)
	v8test.RequireUsable(t, c)
}

// A Run inside another has its own ctx, and only it is ended by that.
func TestNestedDeadline(t *testing.T) {
	c := v8test.Context(t)
	inner := func(t *testing.T, s *v8.Scope) {
		v8test.Define(t, s, "inner", func(v8.FunctionCallbackInfo) (v8.Value, error) {
			ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
			defer cancel()
			return v8.Value{}, v8test.EvalIn(ctx, c, "for (;;);")
		})
	}
	v8test.RunIn(t, c, func(s *v8.Scope) {
		inner(t, s)
		v := v8test.MustEval(t, s, "let r; try { inner() } catch (e) { r = e.message }; for (let i = 0; i < 1e6; i++); r")
		require.Contains(t, v.String(), "context deadline exceeded")
	})
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Millisecond)
	defer cancel()
	err := v8test.EvalIn(ctx, c, "try { inner() } catch {}; for (;;);")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	v8test.RequireUsable(t, c)
}
