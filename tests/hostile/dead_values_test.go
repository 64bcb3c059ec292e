package hostile_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What is asked for in a dead isolate can be passed on like any value: it is
// what it should be but for its content, and using it says that the isolate is
// dead.
func TestDeadIsolateValues(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.Context(t)
		err := c.Run(t.Context(), func(s *v8.Scope) error {
			object := v8test.ObjectOf(t, s, "({})")
			global, err := v8.NewGlobal(s, object)
			require.NoError(t, err)
			defer global.Close()
			boxed := v8test.Must(s.NewStringObject(v8test.StringOf(t, s, "text")))
			resolver := v8test.Must(s.NewPromiseResolver())
			memory, _ := v8test.MustEval(t, s, "new WebAssembly.Memory({initial: 1})").AsWasmMemoryObject()
			view, _ := v8test.MustEval(t, s, "new Uint8Array(3)").AsTypedArray()

			_, err = v8test.Eval(s, "'ab'.repeat(2 ** 27).split('')")
			require.ErrorIs(t, err, v8.ErrIsolateDead)
			dead := func(err error) { t.Helper(); require.ErrorIs(t, err, v8.ErrIsolateDead) }
			dead(v8test.Second(global.Get(s).Get("x")))
			dead(v8test.Second(s.Global().Get("x")))
			dead(v8test.Second(boxed.ValueOf().Concat(boxed.ValueOf())))
			dead(v8test.Second(s.WellKnownSymbol(v8.SymbolIterator).ToObject(s)))
			dead(v8test.Second(resolver.Promise().Then(func(*v8.Scope, v8.Value) (v8.Value, error) { return v8.Value{}, nil }, nil)))
			dead(memory.Buffer().Detach())
			dead(view.Buffer().Detach())
			dead(v8test.Second(v8.NewGlobal(s, boxed.ValueOf())))
			dead(v8test.Second(v8.Escape(s, func(*v8.Scope) (v8.String, error) { return boxed.ValueOf(), nil })))
			dead(v8test.Second(v8.Escape(s, func(*v8.Scope) (v8.Object, error) { return object, nil })))
			dead(v8test.Second(s.NewArray(boxed.ValueOf().Value)))
			require.Empty(t, memory.Buffer().Bytes())
			require.Empty(t, boxed.ValueOf().String())
			return s.Nested(func(s *v8.Scope) error {
				dead(v8test.Second(global.Get(s).Keys()))
				return errors.New("nothing is left open")
			})
		})
		require.EqualError(t, err, "nothing is left open")
	})
}

// A callback whose isolate dies inside it still has its arguments.
func TestDeadIsolateCallback(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.Context(t)
		called := false
		err := c.Run(t.Context(), func(s *v8.Scope) error {
			f := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
				_, err := v8test.Eval(info.Scope(), "'ab'.repeat(2 ** 27).split('')")
				require.ErrorIs(t, err, v8.ErrIsolateDead)
				require.ErrorIs(t, v8test.Second(info.This().Get("x")), v8.ErrIsolateDead)
				require.Equal(t, 6, info.Length())
				for n := range 7 {
					_ = info.Argument(n).String()
				}
				require.True(t, info.NewTarget().IsUndefined())
				called = true
				return info.Argument(5), nil
			}, v8.FunctionOptions{}))
			v := v8test.ObjectOf(t, s, "({})").Value
			_, err := f.Call(v, v, v, v, v, v, v)
			require.ErrorIs(t, err, v8.ErrIsolateDead)
			return err
		})
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		require.True(t, called)
	})
}
