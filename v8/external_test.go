package v8_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestExternal(t *testing.T) {
	type thing struct{ name string }
	v8test.Run(t, func(s *v8.Scope) {
		want := &thing{"a thing"}
		e, err := s.NewExternal(want)
		require.NoError(t, err)
		require.True(t, e.IsExternal())
		require.Equal(t, v8.KindExternal, e.Kind())
		require.Same(t, want, e.GoValue())

		// Through JavaScript and back.
		require.NoError(t, s.Global().Set("external", e.Value))
		back, ok := v8test.MustEval(t, s, "new Map([[1, external]]).get(1)").AsExternal()
		require.True(t, ok)
		require.Same(t, want, back.GoValue())
		require.True(t, back.StrictEquals(e.Value))
		require.Equal(t, "object", e.TypeOf())

		for _, plain := range []any{nil, 1, "text", thing{"by value"}, []int{1}} {
			e, err := s.NewExternal(plain)
			require.NoError(t, err)
			require.Equal(t, plain, e.GoValue())
		}
	})
}

// TestExternalIsNothingToScript tries what a script could do to one.
func TestExternalIsNothingToScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		e, err := s.NewExternal(1)
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("e", e.Value))
		for _, source := range []string{
			"e + 1", "`${e}`", "e()", "new e", "'use strict'; e.x = 1", "Object.setPrototypeOf(e, {})",
			"structuredClone(e)", "Object.defineProperty(e, 'x', {value: 1})", "Reflect.construct(Object, [], e)",
		} {
			_, err := v8test.Eval(s, source)
			require.Error(t, err, source)
		}
		require.Equal(t, "0,[],{},true", v8test.MustEval(t, s, `
			[Reflect.ownKeys(e).length, JSON.stringify(Object.keys(e)), JSON.stringify(e), Object.is(e, Object.freeze(e))].join()`).String())
		p, err := s.NewProxy(e.Object, s.Global())
		require.NoError(t, err)
		_, err = p.ToNumber()
		require.Error(t, err)
		require.Equal(t, 1, e.GoValue())
	})
}

// TestExternalAsPrototype makes it what V8's own is unfit for.
func TestExternalAsPrototype(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		v8test.Run(t, func(s *v8.Scope) {
			e, err := s.NewExternal(1)
			require.NoError(t, err)
			require.NoError(t, s.Global().Set("e", e.Value))
			require.Equal(t, "true", v8test.MustEval(t, s, `
				function F() {}
				F.prototype = e;
				const heirs = [{ __proto__: e }, Object.create(e), Object.setPrototypeOf({}, e), new F, new (class extends F {})];
				heirs.every(o => o.x === undefined && !('x' in o))`).String())
			require.True(t, v8test.MustEval(t, s, "e.constructor").IsUndefined(), "nothing leads to how it was made")
			for _, source := range []string{"heirs[0]", "heirs[3]", "new Proxy(e, {})", "({})"} {
				require.False(t, v8test.MustEval(t, s, source).IsExternal(), source)
			}
			o := v8test.ObjectOf(t, s, "({})")
			require.NoError(t, o.SetPrototype(e.Value))
			require.True(t, o.Prototype().IsExternal())
			require.Equal(t, 1, e.GoValue())
		})
	})
}

func TestExternalIsReleased(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	released := make(chan bool)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		value := new([1 << 10]byte)
		runtime.SetFinalizer(value, func(any) { close(released) })
		_, err := s.NewExternal(value)
		require.NoError(t, err)
	})
	for range 1000 {
		v8test.CollectGarbage(t, c)
		runtime.GC()
		select {
		case <-released:
			return
		case <-time.After(time.Millisecond):
		}
	}
	t.Fatal("the Go value is still held")
}
