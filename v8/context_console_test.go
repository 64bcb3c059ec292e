package v8_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// consoleFunc is a func as a v8.Console.
type consoleFunc func(s *v8.Scope) error

func (f consoleFunc) Install(s *v8.Scope) error { return f(s) }

func textConsole(text string) consoleFunc {
	return func(s *v8.Scope) error {
		v, err := s.NewString(text)
		if err != nil {
			return err
		}
		return s.Global().Set("console", v.Value)
	}
}

func TestConsoleIsMute(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v8test.Same(t, s, "typeof console.log", "function", "console.log('nobody hears')", "undefined")
	})
}

func TestConsoleOfAContext(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	make := func(options v8.ContextOptions) *v8.Context {
		return v8test.Must(iso.NewContext(t.Context(), options))
	}
	inside := func(c *v8.Context, source string) (text string) {
		require.NoError(t, c.Eval(t.Context(), source, &text))
		return text
	}
	require.Equal(t, "own", inside(make(v8.ContextOptions{Console: textConsole("own")}), "console"))

	require.NoError(t, make(v8.ContextOptions{}).Run(t.Context(), func(*v8.Scope) error {
		require.Equal(t, "nested", inside(make(v8.ContextOptions{Console: textConsole("nested")}), "console"))
		return nil
	}))
}

func TestConsoleOfAGlobalTemplate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	getter := v8test.Must(iso.NewFunctionTemplate(func(v8.FunctionCallbackInfo) (v8.Value, error) {
		return v8.NewInteger(5), nil
	}, v8.FunctionOptions{}))
	object := v8test.ObjectTemplate(iso)
	require.NoError(t, object.Set("log", getter, v8.None))
	for want, set := range map[string]func(global *v8.ObjectTemplate) error{
		`{"value":"text","writable":true,"enumerable":true,"configurable":true}`: func(global *v8.ObjectTemplate) error {
			return global.Set("console", "text", v8.None)
		},
		`{"value":7,"writable":false,"enumerable":false,"configurable":false}`: func(global *v8.ObjectTemplate) error {
			return global.Set("console", 7, v8.ReadOnly|v8.DontEnum|v8.DontDelete)
		},
		`{"value":{"log":5},"writable":true,"enumerable":true,"configurable":true}`: func(global *v8.ObjectTemplate) error {
			return global.Set("console", object, v8.None)
		},
		`{"get":5,"enumerable":false,"configurable":true}`: func(global *v8.ObjectTemplate) error {
			return global.SetAccessorProperty("console", getter, nil, v8.DontEnum)
		},
		`{"value":5,"writable":true,"enumerable":true,"configurable":true}`: func(global *v8.ObjectTemplate) error {
			return global.SetLazyDataProperty("console", func(v8.PropertyCallbackInfo, v8.Name) (v8.Value, error) {
				return v8.NewInteger(5), nil
			}, v8.None)
		},
	} {
		global := v8test.ObjectTemplate(iso)
		require.NoError(t, set(global))
		for _, console := range []v8.Console{nil, textConsole("of the options")} {
			c, err := iso.NewContext(t.Context(), v8.ContextOptions{GlobalTemplate: global, Console: console})
			require.NoError(t, err)
			var got string
			require.NoError(t, c.Eval(t.Context(), `JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, 'console'),
				(key, value) => typeof value === 'function' ? value() : value)`, &got))
			require.Equal(t, want, got)
		}
	}
}

// A template that the global object's inherits from has its console too.
func TestConsoleOfAnInheritedTemplate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	parent, child := v8test.Class(iso, "Parent"), v8test.Class(iso, "Child")
	instance := v8test.Must(parent.InstanceTemplate())
	require.NoError(t, instance.SetNativeDataProperty("console", v8test.NoGet, nil, v8.None))
	require.NoError(t, child.Inherit(parent))
	c, err := iso.NewContext(t.Context(), v8.ContextOptions{GlobalTemplate: v8test.Must(child.InstanceTemplate())})
	require.NoError(t, err)
	v8test.RunIn(t, c, func(s *v8.Scope) { v8test.Same(t, s, "typeof console", "undefined") })
}

func TestConsoleThatFails(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	wrong := errors.New("wrong")
	_, err := iso.NewContext(t.Context(), v8.ContextOptions{Console: consoleFunc(func(*v8.Scope) error { return wrong })})
	require.ErrorIs(t, err, wrong)
	ctx, cancel := context.WithCancel(t.Context())
	_, err = iso.NewContext(ctx, v8.ContextOptions{Console: consoleFunc(func(s *v8.Scope) error {
		cancel()
		return s.Eval("for (;;);", nil)
	})})
	require.ErrorIs(t, err, context.Canceled)
	require.PanicsWithValue(t, "of Install", func() {
		iso.NewContext(t.Context(), v8.ContextOptions{Console: consoleFunc(func(*v8.Scope) error { panic("of Install") })})
	})
	v8test.RequireAlive(t, 1, 0)
	require.NoError(t, v8test.Usable(iso))
}
