package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestSet(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		set, err := s.NewSet()
		require.NoError(t, err)
		object := v8test.ObjectOf(t, s, "({})")
		for _, v := range []v8.Value{object.Value, v8.NewNumber(1), v8.NewNumber(1), v8test.StringOf(t, s, "a").Value, v8test.StringOf(t, s, "a").Value} {
			require.NoError(t, set.Add(v))
		}
		require.Equal(t, 3, set.Size())
		values, err := set.Values()
		require.NoError(t, err)
		require.Equal(t, []string{"#<Object>", "1", "a"}, v8test.Texts(values))
		array, err := set.ToArray()
		require.NoError(t, err)
		require.Equal(t, 3, array.Length())
		has, err := set.Has(object.Value)
		require.NoError(t, err)
		require.True(t, has)
		removed, err := set.Delete(object.Value)
		require.NoError(t, err)
		require.True(t, removed)
		has, err = set.Has(object.Value)
		require.NoError(t, err)
		require.False(t, has)
		require.NoError(t, set.Clear())
		require.Zero(t, set.Size())
	})
}

func TestSetIgnoresScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		set, ok := v8test.MustEval(t, s, `
			const no = () => { throw new Error('called') };
			class Hostile extends Set { add() { no() } has() { no() } get size() { no() } values() { no() } }
			Set.prototype.add = no;
			new Hostile()`).AsSet()
		require.True(t, ok)
		require.NoError(t, set.Add(v8.NewNumber(1)))
		require.Equal(t, 1, set.Size())
		values, err := set.Values()
		require.NoError(t, err)
		require.Equal(t, []string{"1"}, v8test.Texts(values))
	})
}

// TestSetFull fills a Set as far as V8 goes.
func TestSetFull(t *testing.T) {
	if testing.Short() || v8test.Sanitized {
		t.Skip("takes a gigabyte")
	}
	v8test.Run(t, func(s *v8.Scope) {
		set, ok := v8test.MustEval(t, s, "var full = new Set; try { for (let i = 0;; i++) full.add(i) } catch {}; full").AsSet()
		require.True(t, ok)
		full := set.Size() // V8 13.5 and 13.6 differ
		require.GreaterOrEqual(t, full, 1<<23)
		err := set.Add(v8.NewNumber(-1))
		v8test.RequireThrown(t, err, "RangeError: Set maximum size exceeded")
		array, err := set.ToArray()
		require.NoError(t, err)
		require.Equal(t, full, array.Length())
	})
}
