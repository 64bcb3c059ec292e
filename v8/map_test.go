package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestMap(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		m, err := s.NewMap()
		require.NoError(t, err)
		object := v8test.ObjectOf(t, s, "({})")
		text := v8test.StringOf(t, s, "text")
		nan := v8test.MustEval(t, s, "NaN")
		require.NoError(t, m.Set(object.Value, v8.NewNumber(1)))
		require.NoError(t, m.Set(text.Value, v8.NewNumber(2)))
		require.NoError(t, m.Set(nan, v8.NewNumber(3)))
		require.NoError(t, m.Set(v8.NewNumber(0), v8.NewNumber(4)))
		require.NoError(t, m.Set(v8.Undefined(), object.Value))
		require.Equal(t, 5, m.Size())

		for _, entry := range []struct {
			key  v8.Value
			want string
		}{
			{object.Value, "1"}, {v8test.StringOf(t, s, "te"+"xt").Value, "2"}, {nan, "3"},
			{v8test.MustEval(t, s, "-0"), "4"}, {v8.Undefined(), "#<Object>"}, {v8.Null(), "undefined"},
		} {
			v, err := m.Get(entry.key)
			require.NoError(t, err)
			require.Equal(t, entry.want, v.String())
			has, err := m.Has(entry.key)
			require.NoError(t, err)
			require.Equal(t, entry.want != "undefined", has)
		}

		require.NoError(t, s.Global().Set("map", m.Value))
		require.Equal(t, "5", v8test.MustEval(t, s, "map.size").String())

		entries, err := m.Entries()
		require.NoError(t, err)
		require.Len(t, entries, 5)
		require.True(t, entries[0].Key.StrictEquals(object.Value))
		require.Equal(t, "text", entries[1].Key.String())
		require.Equal(t, "2", entries[1].Value.String())
		flat, err := m.ToArray()
		require.NoError(t, err)
		require.Equal(t, 10, flat.Length())

		removed, err := m.Delete(nan)
		require.NoError(t, err)
		require.True(t, removed)
		removed, err = m.Delete(nan)
		require.NoError(t, err)
		require.False(t, removed)
		require.NoError(t, m.Clear())
		require.Zero(t, m.Size())
		entries, err = m.Entries()
		require.NoError(t, err)
		require.Empty(t, entries)
	})
}

// TestMapIgnoresScript has a subclass with methods that throw, and replaced
// built-in ones.
func TestMapIgnoresScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		m, ok := v8test.MustEval(t, s, `
			const no = () => { throw new Error('called') };
			class Hostile extends Map {
				get() { no() } set() { no() } has() { no() } delete() { no() } clear() { no() }
				get size() { no() } entries() { no() } [Symbol.iterator]() { no() }
			}
			const hostile = new Hostile();
			for (const name of Object.getOwnPropertyNames(Map.prototype)) {
				Object.defineProperty(Map.prototype, name, {get: no, set: no});
			}
			hostile`).AsMap()
		require.True(t, ok)
		key := v8test.ObjectOf(t, s, "({get valueOf() { no() }})")
		require.NoError(t, m.Set(key.Value, v8.NewNumber(1)))
		v, err := m.Get(key.Value)
		require.NoError(t, err)
		require.Equal(t, "1", v.String())
		require.Equal(t, 1, m.Size())
		entries, err := m.Entries()
		require.NoError(t, err)
		require.Len(t, entries, 1)
		require.NoError(t, m.Clear())
		// The object's properties are another matter.
		_, err = m.Object.Get("size")
		v8test.RequireThrown(t, err, "Error: called")
	})
}

func TestMapWhileIterating(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		m, ok := v8test.MustEval(t, s, `
			var map = new Map(Array.from({length: 1000}, (_, i) => [i, {i}]));
			var iterator = map.entries(); iterator.next();
			for (let i = 0; i < 999; i++) map.delete(i);
			map`).AsMap()
		require.True(t, ok)
		entries, err := m.Entries()
		require.NoError(t, err)
		require.Len(t, entries, 1)
		require.NoError(t, m.Clear())
		require.Equal(t, "true", v8test.MustEval(t, s, "iterator.next().done").String())
	})
}

func TestMapMisuse(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.PanicsWithValue(t, misuse.Kind, func() { v8.Map{Object: s.Global()}.Size() })
		require.PanicsWithValue(t, misuse.Kind, func() { v8.Map{Object: s.Global()}.Entries() })
		require.PanicsWithValue(t, misuse.Kind, func() { v8.Set{Object: s.Global()}.Size() })
		require.PanicsWithValue(t, misuse.ZeroHandle, func() { v8.Map{}.Size() })
		require.PanicsWithValue(t, misuse.ZeroHandle, func() { v8.Set{}.Values() })
	})
	v8test.Foreign(t, "({})", func(s *v8.Scope, v v8.Value) {
		m, err := s.NewMap()
		require.NoError(t, err)
		require.PanicsWithValue(t, misuse.Isolate, func() { m.Set(v8.Undefined(), v) })
		require.PanicsWithValue(t, misuse.Isolate, func() { m.Get(v) })
	})
}
