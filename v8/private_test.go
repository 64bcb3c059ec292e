package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestPrivate(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		key, err := s.NewPrivate("secret")
		require.NoError(t, err)
		other, err := s.NewPrivate("secret")
		require.NoError(t, err)
		for _, source := range []string{"({})", "[]", "(() => 1)", "Object.freeze({})",
			"new Proxy({}, {get() { throw 1 }, has() { throw 2 }, set() { throw 3 }, deleteProperty() { throw 4 }})"} {
			o := v8test.ObjectOf(t, s, source)
			has, err := o.HasPrivate(key)
			require.NoError(t, err)
			require.False(t, has, source)
			require.NoError(t, o.SetPrivate(key, v8.NewInteger(5)), source)
			v, err := o.GetPrivate(key)
			require.NoError(t, err)
			require.Equal(t, "5", v.String(), source)
			v, err = o.GetPrivate(other)
			require.NoError(t, err)
			require.True(t, v.IsUndefined())
			_, err = o.DeletePrivate(key)
			require.NoError(t, err)
			has, err = o.HasPrivate(key)
			require.NoError(t, err)
			require.False(t, has, source)
		}
		o := v8test.ObjectOf(t, s, "globalThis.o = {}")
		require.NoError(t, o.SetPrivate(key, v8.NewInteger(1)))
		require.Equal(t, "0", v8test.MustEval(t, s, "Reflect.ownKeys(o).length").String())

		one, err := s.PrivateForAPI("name")
		require.NoError(t, err)
		same, err := s.PrivateForAPI("name")
		require.NoError(t, err)
		require.NoError(t, o.SetPrivate(one, v8.NewInteger(7)))
		v, err := o.GetPrivate(same)
		require.NoError(t, err)
		require.Equal(t, "7", v.String())
	})
}
