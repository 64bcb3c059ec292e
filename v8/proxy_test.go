package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestProxy(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		target, handler := v8test.ObjectOf(t, s, "({a: 1})"), v8test.ObjectOf(t, s, "({get: (target, name) => name + '!'})")
		p, err := s.NewProxy(target, handler)
		require.NoError(t, err)
		require.False(t, p.IsFunction())
		require.True(t, p.Target().StrictEquals(target.Value))
		require.True(t, p.Handler().StrictEquals(handler.Value))
		require.False(t, p.IsRevoked())
		v, err := p.Get("b")
		require.NoError(t, err)
		require.Equal(t, "b!", v.String())

		p.Revoke()
		p.Revoke()
		require.True(t, p.IsRevoked())
		require.True(t, p.Target().IsNull())
		require.True(t, p.Handler().IsNull())
		_, err = p.Get("b")
		v8test.RequireThrown(t, err, "TypeError: Cannot perform 'get' on a proxy that has been revoked")

		again, err := s.NewProxy(p.Object, p.Object) // of a revoked one
		require.NoError(t, err)
		_, err = again.Get("b")
		v8test.RequireThrown(t, err, "TypeError: Cannot perform 'get' on a proxy that has been revoked")
	})
}

func TestProxyOfFunction(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		p, err := s.NewProxy(v8test.ObjectOf(t, s, "(() => 'called')"), v8test.ObjectOf(t, s, "({})"))
		require.NoError(t, err)
		f, ok := p.AsFunction()
		require.True(t, ok)
		v, err := f.Call(v8.Undefined())
		require.NoError(t, err)
		require.Equal(t, "called", v.String())
		p.Revoke()
		require.True(t, p.IsFunction())
		_, err = f.Call(v8.Undefined())
		v8test.RequireThrown(t, err, "TypeError: Cannot perform 'apply' on a proxy that has been revoked")
		_, err = f.NewInstance()
		v8test.RequireThrown(t, err, "TypeError: ")
	})
}

// TestDeepProxies has chains that V8 walks by recursion.
func TestDeepProxies(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		deep, ok := v8test.MustEval(t, s, `
			let p = {}; for (let i = 0; i < 1e6; i++) p = new Proxy(p, {}); p`).AsProxy()
		require.True(t, ok)
		_, err := deep.Get("x")
		v8test.RequireThrown(t, err, "RangeError: Maximum call stack size exceeded")
		_, err = deep.ToNumber()
		v8test.RequireThrown(t, err, "RangeError: Maximum call stack size exceeded")
		_, err = s.JSONStringify(deep.Value, "")
		v8test.RequireThrown(t, err, "RangeError: Maximum call stack size exceeded")
		_ = deep.String()
		deep, err = s.NewProxy(deep.Object, deep.Object)
		require.NoError(t, err)
		_, err = deep.InstanceOf(v8test.ObjectOf(t, s, "Array"))
		require.Error(t, err)

		cyclic, ok := v8test.MustEval(t, s, `
			const target = {}; const cyclic = new Proxy(target, {}); Object.setPrototypeOf(target, cyclic); cyclic`).AsProxy()
		require.True(t, ok)
		_, err = cyclic.Get("x")
		v8test.RequireThrown(t, err, "RangeError: Maximum call stack size exceeded")
		_ = cyclic.String()
	})
}

func TestProxyMisuse(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.PanicsWithValue(t, misuse.Kind, func() {
			s.NewProxy(v8.Object{Value: v8test.StringOf(t, s, "x").Value}, s.Global())
		})
	})
	v8test.Foreign(t, "({})", func(s *v8.Scope, v v8.Value) {
		o, _ := v.AsObject()
		require.PanicsWithValue(t, misuse.Isolate, func() { s.NewProxy(o, s.Global()) })
		require.PanicsWithValue(t, misuse.Isolate, func() { s.NewProxy(s.Global(), o) })
	})
}
