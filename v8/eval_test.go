package v8_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func ExampleContext_Eval() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{MemoryLimit: 64 << 20})
	if err != nil {
		panic(err)
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		panic(err)
	}
	var user struct {
		Name string   `json:"name"`
		Tags []string `json:"tags"`
	}
	err = c.Eval(context.Background(), `({name: "Ada", tags: ["math", "code"]})`, &user)
	fmt.Println(user, err)
	// Output: {Ada [math code]} <nil>
}

func TestEval(t *testing.T) {
	c := v8test.Context(t)
	var sum int
	require.NoError(t, c.Eval(t.Context(), "let one = 1; one + 2", &sum))
	require.Equal(t, 3, sum)
	require.NoError(t, c.Eval(t.Context(), "one++", nil))
	require.NoError(t, c.Eval(t.Context(), "one", &sum))
	require.Equal(t, 2, sum)

	var exception *v8.Exception
	require.ErrorAs(t, c.Eval(t.Context(), "throw new Error('no')", &sum), &exception)
	require.ErrorAs(t, c.Eval(t.Context(), "}", &sum), &exception)
	require.Error(t, c.Eval(t.Context(), "'text'", &sum))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, c.Eval(over, "for (;;);", nil), context.Canceled)

	v8test.RunIn(t, c, func(s *v8.Scope) {
		var v v8.Value
		require.NoError(t, s.Eval("(function() { return one })", &v))
		require.True(t, v.IsFunction())
		require.NoError(t, s.Eval("one", &sum))
		require.Equal(t, 2, sum)
		require.Error(t, s.Eval("one", new(v8.Function)))
	})
	require.Error(t, c.Eval(t.Context(), "one", new(v8.Value)), "it would outlive its scope")
	require.NoError(t, c.Close())
	require.ErrorIs(t, c.Eval(t.Context(), "1", nil), v8.ErrClosed)
}

func ExampleFuncOf() {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		panic(err)
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	if err := c.Eval(ctx, `const rate = (order) => ({price: order.count * 3, tax: 0.2})`, nil); err != nil {
		panic(err)
	}
	type Order struct {
		Count int `json:"count"`
	}
	type Rating struct {
		Price float64 `json:"price"`
		Tax   float64 `json:"tax"`
	}
	rate, err := v8.FuncOf[func(context.Context, Order) (Rating, error)](c, "rate")
	if err != nil {
		panic(err)
	}
	fmt.Println(rate(ctx, Order{Count: 7}))
	// Output: {21 0.2} <nil>
}

func TestFuncOf(t *testing.T) {
	c := v8test.Context(t)
	require.NoError(t, c.Eval(t.Context(), `
		let join = (...all) => all.join();
		class Class {}
		var number = 1;
		globalThis["a b"] = () => "odd name";
		function fail() { throw new TypeError("no") }
		const endless = () => { for (;;); };
		Object.defineProperty(globalThis, "thrower", {get() { throw new Error("getter") }});
		globalThis.proxy = new Proxy(() => 5, {});
		const self = function() { return this === globalThis };`, nil))

	join, err := v8.FuncOf[func(string, ...int) (string, error)](c, "join")
	require.NoError(t, err)
	text, err := join("x", 1, 2, 3)
	require.NoError(t, err)
	require.Equal(t, "x,1,2,3", text)
	text, err = join("x")
	require.NoError(t, err)
	require.Equal(t, "x", text)

	require.NoError(t, c.Eval(t.Context(), "join = 1", nil)) // what the name is later changes nothing
	text, err = join("y", 4)
	require.NoError(t, err)
	require.Equal(t, "y,4", text)

	odd, err := v8.FuncOf[func() (string, error)](c, "a b")
	require.NoError(t, err)
	text, err = odd()
	require.NoError(t, err)
	require.Equal(t, "odd name", text)

	proxy, err := v8.FuncOf[func() (int, error)](c, "proxy")
	require.NoError(t, err)
	n, err := proxy()
	require.NoError(t, err)
	require.Equal(t, 5, n)

	self, err := v8.FuncOf[func() (bool, error)](c, "self")
	require.NoError(t, err)
	global, err := self()
	require.NoError(t, err)
	require.True(t, global)

	fail, err := v8.FuncOf[func(context.Context) error](c, "fail")
	require.NoError(t, err)
	require.ErrorContains(t, fail(t.Context()), "TypeError: no")
	var none context.Context
	require.PanicsWithValue(t, misuse.NilContext, func() { _ = fail(none) })
	endless, err := v8.FuncOf[func(context.Context) error](c, "endless")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, endless(ctx), context.Canceled)

	for name, want := range map[string]string{
		"number": "not a function", "missing": "missing is not defined", "thrower": "getter", "": "not a function", "join": "not a function",
	} {
		_, err := v8.FuncOf[func() error](c, name)
		require.ErrorContains(t, err, want, name)
	}

	v8test.RunIn(t, c, func(s *v8.Scope) { // inside a Run too
		_, err := join("z")
		require.NoError(t, err)
	})
	require.NoError(t, c.Close())
	_, err = join("z")
	require.ErrorIs(t, err, v8.ErrClosed)
	_, err = v8.FuncOf[func() error](c, "fail")
	require.ErrorIs(t, err, v8.ErrClosed)
}

func TestFuncOfManyGoroutines(t *testing.T) {
	c := v8test.Context(t)
	require.NoError(t, c.Eval(t.Context(), "const double = x => 2 * x", nil))
	double, err := v8.FuncOf[func(int) (int, error)](c, "double")
	require.NoError(t, err)
	failures := make(chan error)
	for n := range 8 {
		go func() {
			var failure error
			for range 50 {
				if twice, err := double(n); err != nil || twice != 2*n {
					failure = errors.Join(err, fmt.Errorf("%d twice is %d", n, twice))
				}
			}
			failures <- failure
		}()
	}
	for range 8 {
		require.NoError(t, <-failures)
	}
}

func TestFuncOfGlobal(t *testing.T) {
	c := v8test.Context(t)
	var global *v8.Global[v8.Function]
	v8test.RunIn(t, c, func(s *v8.Scope) {
		f, ok := v8test.MustEval(t, s, "(o => ({b: o.a}))").AsFunction()
		require.True(t, ok)
		var err error
		global, err = v8.NewGlobal(s, f)
		require.NoError(t, err)
	})
	f := v8.FuncOfGlobal[func(map[string]any) (map[string]any, error)](c, global)
	out, err := f(map[string]any{"a": "x"})
	require.NoError(t, err)
	require.Equal(t, map[string]any{"b": "x"}, out)
	_, err = f(map[string]any{"a": make(chan int)})
	require.ErrorContains(t, err, "argument 1")

	var stored func(map[string]any) (map[string]any, error)
	v8.StoreFunc(c, global, &stored)
	out, err = stored(map[string]any{"a": "y"})
	require.NoError(t, err)
	require.Equal(t, map[string]any{"b": "y"}, out)
	require.PanicsWithValue(t, "v8: StoreFunc into int: it is no pointer to a func", func() { v8.StoreFunc(c, global, 1) })
	require.PanicsWithValue(t, "v8: FuncOf[int]: it is not a func", func() { v8.StoreFunc(c, global, new(int)) })
}

func TestFuncOfWrongTypes(t *testing.T) {
	c := v8test.Context(t)
	require.NoError(t, c.Eval(t.Context(), "const f = () => 1", nil))
	require.PanicsWithValue(t, "v8: FuncOf[int]: it is not a func", func() { _, _ = v8.FuncOf[int](c, "f") })
	require.PanicsWithValue(t, "v8: FuncOf[func()]: the last result must be an error", func() { _, _ = v8.FuncOf[func()](c, "f") })
	require.PanicsWithValue(t, "v8: FuncOf[func() (int, int, error)]: there can be one result and an error",
		func() { _, _ = v8.FuncOf[func() (int, int, error)](c, "f") })
	require.PanicsWithValue(t, "v8: FuncOf[func(v8.Value) error]: a v8.Value belongs to a scope",
		func() { _, _ = v8.FuncOf[func(v8.Value) error](c, "f") })
	require.PanicsWithValue(t, "v8: FuncOf[func() (v8.Object, error)]: a v8.Object ends with the call's scope",
		func() { _, _ = v8.FuncOf[func() (v8.Object, error)](c, "f") })
	require.PanicsWithValue(t, "v8: FuncOf[func(*v8.Scope) error]: a *v8.Scope belongs to a scope",
		func() { _, _ = v8.FuncOf[func(*v8.Scope) error](c, "f") })
}
