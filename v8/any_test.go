package v8_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/clone"
)

func ExampleContext_Set() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		panic(err)
	}
	defer iso.Close()
	ctx := context.Background()
	c, err := iso.NewContext(ctx, v8.ContextOptions{})
	if err != nil {
		panic(err)
	}
	err = errors.Join(
		c.Set(ctx, "log", fmt.Println),
		c.Set(ctx, "upper", strings.ToUpper),
		c.Set(ctx, "user", map[string]any{"name": "Ada"}),
		c.Eval(ctx, "log(upper(user.name), 2)", nil))
	if err != nil {
		panic(err)
	}
	// Output: ADA 2
}

func TestContextSet(t *testing.T) {
	c := v8test.Context(t)
	var said []any
	require.NoError(t, c.Set(t.Context(), "say", func(all ...any) { said = append(said, all...) }))
	require.NoError(t, c.Set(t.Context(), "callback", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		return info.Argument(0), nil
	}))
	require.NoError(t, c.Set(t.Context(), "named", v8.FunctionCallback(func(v8.FunctionCallbackInfo) (v8.Value, error) {
		return v8.NewNumber(7), nil
	})))
	no := errors.New("no")
	require.NoError(t, c.Set(t.Context(), "fail", func() error { return no }))
	require.NoError(t, c.Set(t.Context(), "data", struct{ A []int }{[]int{1, 2}}))
	require.NoError(t, c.Set(t.Context(), "nothing", nil))
	require.NoError(t, c.Set(t.Context(), "pointer", (*v8.Object)(nil)))
	require.NoError(t, c.Set(t.Context(), "", 5))
	require.NoError(t, c.Set(t.Context(), "a b", v8.NewNumber(6)))
	var text string
	require.NoError(t, c.Eval(t.Context(), `say(callback(1), "two");
		[say.name, callback.name, named(), JSON.stringify(data), nothing, pointer,
			globalThis[""], globalThis["a b"], say.length].join()`, &text))
	require.Equal(t, `say,callback,7,{"A":[1,2]},,,5,6,0`, text)
	require.Equal(t, []any{1.0, "two"}, said)
	require.ErrorIs(t, c.Eval(t.Context(), "fail()", nil), no)

	v8test.RunIn(t, c, func(s *v8.Scope) {
		o, err := s.NewObject()
		require.NoError(t, err)
		f, ok := v8test.MustEval(t, s, "(function() { return [this.a, ...arguments].join() })").AsFunction()
		require.True(t, ok)
		require.NoError(t, o.SetAny("self", o))
		require.NoError(t, o.SetAny("f", f))
		require.NoError(t, o.SetAny("a", 1))
		require.NoError(t, s.Set("o", o))
		require.True(t, v8test.MustEval(t, s, "o.self === o && o.f.call({a: 1}, 2) === '1,2'").IsTrue())

		v, err := f.CallAny(o, 2, "x", f, func() {}, nil, v8.Undefined())
		require.NoError(t, err)
		require.Regexp(t, `^1,2,x,function\(\) \{.*\},function \(\) \{ \[native code\] \},,$`, v.String())
		v, err = f.CallAny(map[string]int{"a": 3})
		require.NoError(t, err)
		require.Equal(t, "3", v.String())
	})
}

// What can't be a value is an error or a panic that names the rule, and the
// property stays as it was.
func TestContextSetBadValues(t *testing.T) {
	c := v8test.Context(t)
	cycle := map[string]any{}
	cycle["cycle"] = cycle
	require.NoError(t, c.Set(t.Context(), "x", cycle))
	for _, value := range []any{make(chan int), 1i, []any{func() {}}, int64(1) << 60, map[bool]int{true: 1}} {
		var wrong *clone.MarshalError
		require.ErrorAs(t, c.Set(t.Context(), "x", value), &wrong, "%T", value)
	}
	var nilFunc func()
	require.PanicsWithValue(t, misuse.NilCallback, func() { c.Set(t.Context(), "x", nilFunc) })
	require.PanicsWithValue(t, misuse.NilCallback, func() { c.Set(t.Context(), "x", v8.FunctionCallback(nil)) })
	require.PanicsWithValue(t, misuse.NilContext, func() { c.Set(nil, "x", 1) }) //lint:ignore SA1012 it is what is tested
	require.Panics(t, func() { c.Set(t.Context(), "x", func(chan int) {}) })
	var stale v8.Object
	other := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		o, err := s.NewObject()
		require.NoError(t, err)
		stale = o
		require.PanicsWithValue(t, misuse.ZeroHandle, func() { v8.Object{}.SetAny("x", 1) })
		require.PanicsWithValue(t, misuse.Kind, func() { v8.Object{Value: v8test.MustEval(t, s, "'x'")}.SetAny("x", 1) })
		require.PanicsWithValue(t, misuse.Kind, func() { v8.Function{Object: o}.CallAny(nil) })
		v8test.RunIn(t, other, func(inner *v8.Scope) {
			require.PanicsWithValue(t, misuse.Isolate, func() { inner.Set("x", o) })
		})
	})
	require.PanicsWithValue(t, misuse.ValueEnded, func() { c.Set(t.Context(), "x", stale) })
	require.PanicsWithValue(t, misuse.ValueEnded, func() { stale.SetAny("x", 1) })
	require.NoError(t, c.Eval(t.Context(), "if (x.cycle !== x) throw new Error('changed')", nil))
	v8test.RequireUsable(t, c)
}

func TestContextSetAgainstScripts(t *testing.T) {
	c := v8test.Context(t)
	require.NoError(t, c.Eval(t.Context(), `
		Object.defineProperty(globalThis, "thrower", {set() { throw new RangeError("setter") }});
		Object.defineProperty(globalThis, "endless", {set() { for (;;); }});
		Object.defineProperty(globalThis, "fixed", {value: 1});
		Object.defineProperty(globalThis, "redefines", {configurable: true, set(f) {
			Object.defineProperty(globalThis, "redefines", {value: 2});
			globalThis.given = f;
		}});
		globalThis.proxy = new Proxy({}, {set() { throw new TypeError("trap") }});`, nil))
	var exception *v8.Exception
	require.ErrorAs(t, c.Set(t.Context(), "thrower", 1), &exception)
	require.Equal(t, "RangeError: setter", exception.Message)
	require.NoError(t, c.Set(t.Context(), "fixed", 2), "as an assignment of sloppy code")
	require.NoError(t, c.Set(t.Context(), "redefines", func() int { return 3 }))
	var numbers []int
	require.NoError(t, c.Eval(t.Context(), "[fixed, redefines, given()]", &numbers))
	require.Equal(t, []int{1, 2, 3}, numbers)
	require.ErrorIs(t, v8test.WhileRunning(c, "for (;;);", func() {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		require.ErrorIs(t, c.Set(ctx, "x", 1), context.DeadlineExceeded, "the isolate is busy")
		c.Isolate().Terminate(nil)
	}), v8.ErrTerminated)
	budget := v8.RunOptions{CPULimit: 1}
	require.ErrorIs(t, c.Set(t.Context(), "endless", 1, budget), v8.ErrCPULimit)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		proxy, ok := v8test.MustEval(t, s, "proxy").AsObject()
		require.True(t, ok)
		require.ErrorAs(t, proxy.SetAny("x", func() {}), &exception)
		require.Equal(t, "TypeError: trap", exception.Message)
	})
	v8test.RequireUsable(t, c)

	require.NoError(t, c.Close())
	require.ErrorIs(t, c.Set(t.Context(), "x", 1), v8.ErrClosed)
}

// Handles and Go data by the way that is for neither alone.
func TestObjectSetAllocates(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("a sanitizer lets more escape")
	}
	v8test.Run(t, func(s *v8.Scope) {
		o, err := s.NewObject()
		require.NoError(t, err)
		p, err := s.NewObject()
		require.NoError(t, err)
		require.Zero(t, testing.AllocsPerRun(100, func() { require.NoError(t, o.Set("x", p.Value)) }))
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() { require.NoError(t, o.SetAny("x", p)) }), 1.0)
	})
}
