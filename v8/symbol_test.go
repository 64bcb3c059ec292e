package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestSymbol(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		a, err := s.NewSymbol("same\x00é🎉")
		require.NoError(t, err)
		b, err := s.NewSymbol("same\x00é🎉")
		require.NoError(t, err)
		require.False(t, a.StrictEquals(b.Value))
		require.True(t, a.StrictEquals(a.Value))
		require.Equal(t, "same\x00é🎉", a.Description().String())
		require.Equal(t, "Symbol(same\x00é🎉)", a.String())

		o, err := s.NewObject()
		require.NoError(t, err)
		require.NoError(t, o.SetKey(a.Value, v8.NewNumber(1)))
		v, err := o.GetKey(a.Value)
		require.NoError(t, err)
		require.Equal(t, "1", v.String())
		v, err = o.GetKey(b.Value)
		require.NoError(t, err)
		require.True(t, v.IsUndefined())

		none, ok := v8test.MustEval(t, s, "Symbol()").AsSymbol()
		require.True(t, ok)
		require.True(t, none.Description().IsUndefined())
		empty, ok := v8test.MustEval(t, s, "Symbol('')").AsSymbol()
		require.True(t, ok)
		require.True(t, empty.Description().IsString())
	})
}

func TestSymbolFor(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		a, err := s.SymbolFor("key")
		require.NoError(t, err)
		require.True(t, a.StrictEquals(v8test.MustEval(t, s, "Symbol.for('key')")))
		require.False(t, a.StrictEquals(v8test.MustEval(t, s, "Symbol.for('other')")))
	})
}

func TestWellKnownSymbols(t *testing.T) {
	names := map[v8.WellKnownSymbol]string{
		v8.SymbolAsyncIterator: "asyncIterator", v8.SymbolHasInstance: "hasInstance",
		v8.SymbolIsConcatSpreadable: "isConcatSpreadable", v8.SymbolIterator: "iterator",
		v8.SymbolMatch: "match", v8.SymbolReplace: "replace", v8.SymbolSearch: "search",
		v8.SymbolSplit: "split", v8.SymbolToPrimitive: "toPrimitive", v8.SymbolToStringTag: "toStringTag",
		v8.SymbolUnscopables: "unscopables",
	}
	v8test.Run(t, func(s *v8.Scope) {
		for symbol, name := range names {
			require.True(t, s.WellKnownSymbol(symbol).StrictEquals(v8test.MustEval(t, s, "Symbol."+name)), name)
		}
		require.PanicsWithValue(t, misuse.WellKnownSymbol, func() { s.WellKnownSymbol(-1) })
		require.PanicsWithValue(t, misuse.WellKnownSymbol, func() { s.WellKnownSymbol(11) })
	})
}

func TestNameIdentityHash(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		hash := func(source string) int {
			n, ok := v8test.MustEval(t, s, source).AsName()
			require.True(t, ok)
			return n.IdentityHash()
		}
		require.Equal(t, hash("'a' + 'bc'"), hash("'ab' + 'c'"))
		require.Equal(t, hash("Symbol.iterator"), hash("Symbol.iterator"))
		require.NotZero(t, hash("Symbol()"))
	})
}
