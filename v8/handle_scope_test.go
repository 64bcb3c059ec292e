package v8_test

import (
	"errors"
	"iter"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestNested(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		outer, err := s.NewString("outer")
		require.NoError(t, err)
		no := errors.New("no")
		err = s.Nested(func(inner *v8.Scope) error {
			require.NotSame(t, s, inner)
			require.Same(t, s.Context(), inner.Context())
			require.Same(t, s.Isolate(), inner.Isolate())
			require.Equal(t, s.Ctx(), inner.Ctx())
			require.Equal(t, "outer", outer.String(), "values of outer scopes are valid")
			require.Equal(t, "2", v8test.MustEval(t, inner, "1 + 1").String())
			require.Equal(t, int64(2), v8.Stats().Scopes)
			return no
		})
		require.Same(t, no, err, "the error is fn's own")
		require.Equal(t, int64(1), v8.Stats().Scopes)
		require.Equal(t, "outer", outer.String())
		require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String())
	})
}

func TestNestedPanics(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.PanicsWithValue(t, "oh", func() {
			s.Nested(func(s *v8.Scope) error {
				return s.Nested(func(*v8.Scope) error { panic("oh") })
			})
		})
		require.Equal(t, int64(1), v8.Stats().Scopes)
		require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String())
	})
}

// Plain data belongs to no scope.
func TestScalarsOutliveTheirScope(t *testing.T) {
	c := v8test.Context(t)
	var kept []v8.Value
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, source := range []string{"undefined", "null", "true", "1.5"} {
			kept = append(kept, v8test.MustEval(t, s, source))
		}
	})
	runtime.GC()
	require.Equal(t, "undefined", kept[0].String())
	require.Equal(t, "null", kept[1].String())
	require.Equal(t, "true", kept[2].String())
	require.Equal(t, "1.5", kept[3].String())
}

// A Scope of its own for each turn is what keeps a long loop's memory flat.
func TestNestedKeepsMemoryFlat(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("memory figures mean nothing")
	}
	const rounds, values = 100, 10_000
	v8test.Run(t, func(s *v8.Scope) {
		turn := func(s *v8.Scope) error {
			for range values {
				_, err := s.NewString("0123456789")
				require.NoError(t, err)
			}
			return nil
		}
		require.NoError(t, s.Nested(turn))
		before := v8test.ResidentMemory(t)
		for range rounds {
			require.NoError(t, s.Nested(turn))
		}
		require.Less(t, v8test.ResidentMemory(t)-before, rounds*values*8, "the handles alone would take more")
	})
}

// Types and kinds are known without asking V8, so that they can be asked of a
// value whose scope has ended.
func TestKindOutlivesItsScope(t *testing.T) {
	c := v8test.Context(t)
	var object v8.Value
	v8test.RunIn(t, c, func(s *v8.Scope) { object = v8test.MustEval(t, s, "[]") })
	require.Equal(t, v8.KindArray, object.Kind())
	require.True(t, object.IsObject())
}

// A Scope that coroutines end before one inside it is misuse, and no more.
func TestEscapeFromEndedScope(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		outer := v8test.MustEval(t, s, "({})")
		var stop func()
		require.NoError(t, s.Nested(func(s *v8.Scope) error {
			var next func() (int, bool)
			next, stop = iter.Pull(func(yield func(int) bool) {
				defer func() { require.Equal(t, misuse.ScopeEnded, recover()) }()
				v8.Escape(s, func(*v8.Scope) (v8.Value, error) {
					yield(1)
					return outer, nil
				})
			})
			next()
			return nil
		}))
		require.NoError(t, s.Nested(func(s *v8.Scope) error { // has the same record
			inner := v8test.MustEval(t, s, "({})")
			stop()
			require.True(t, inner.IsObject())
			return nil
		}))
		require.True(t, outer.IsObject())
	})
	v8test.RequireUsable(t, c)
}
