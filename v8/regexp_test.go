package v8_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestRegExp(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		r, err := s.NewRegExp(`(?<word>\w+)/\n`, v8.RegExpGlobal|v8.RegExpIgnoreCase)
		require.NoError(t, err)
		require.Equal(t, `(?<word>\w+)\/\n`, r.Source())
		require.Equal(t, v8.RegExpGlobal|v8.RegExpIgnoreCase, r.Flags())
		require.Equal(t, "gi", r.Flags().String())

		subject := v8test.StringOf(t, s, "é ab/\ncd/\n")
		for _, want := range []string{"ab", "cd"} {
			match, err := r.Exec(subject)
			require.NoError(t, err)
			array, ok := match.AsArray()
			require.True(t, ok)
			group, err := array.GetKey(v8.NewInteger(1))
			require.NoError(t, err)
			require.Equal(t, want, group.String())
		}
		match, err := r.Exec(subject)
		require.NoError(t, err)
		require.True(t, match.IsNull())
	})
}

func TestRegExpFlags(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for flags := v8.RegExpFlags(0); flags < 1<<10; flags++ {
			r, err := s.NewRegExp("a", flags)
			const both = v8.RegExpUnicode | v8.RegExpUnicodeSets
			if flags&(1<<6|1<<9) != 0 || flags&both == both {
				v8test.RequireThrown(t, err, "SyntaxError: Invalid regular expression flags")
				continue
			}
			require.NoError(t, err)
			require.Equal(t, flags, r.Flags())
			text, err := r.Get("flags")
			require.NoError(t, err)
			require.Equal(t, text.String(), flags.String())
			fromText, ok := v8test.MustEval(t, s, "/a/"+flags.String()).AsRegExp()
			require.True(t, ok)
			require.Equal(t, flags, fromText.Flags())
		}
	})
}

func TestRegExpPatternErrors(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, pattern := range []string{"(", "[", "*", "a**", `\`, "(?<a>.)(?<a>.)", "a{2,1}", "(?<=a)*?+"} {
			_, err := s.NewRegExp(pattern, 0)
			v8test.RequireThrown(t, err, "SyntaxError: Invalid regular expression: /")
		}
		_, err := s.NewRegExp(`\-`, v8.RegExpUnicode)
		v8test.RequireThrown(t, err, "SyntaxError: Invalid regular expression: /")
		empty, err := s.NewRegExp("", 0)
		require.NoError(t, err)
		require.Equal(t, "(?:)", empty.Source())
	})
}

func TestRegExpExecRunsScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		r, err := s.NewRegExp("a", v8.RegExpGlobal)
		require.NoError(t, err)
		subject := v8test.StringOf(t, s, "a")
		for script, want := range map[string]string{
			"() => { throw new Error('exec') }": "Error: exec",
			"() => 1":                           "TypeError: object null is not a function",
		} {
			require.NoError(t, r.Set("exec", v8test.MustEval(t, s, script)))
			_, err = r.Exec(subject)
			var thrown *v8.Exception
			require.ErrorAs(t, err, &thrown, want)
		}
		require.NoError(t, r.Set("exec", v8test.MustEval(t, s, "() => ({mine: 1})")))
		match, err := r.Exec(subject)
		require.NoError(t, err)
		require.Equal(t, v8.KindObject, match.Kind())
		require.NoError(t, r.Set("exec", v8test.MustEval(t, s, "() => null")))
		match, err = r.Exec(subject)
		require.NoError(t, err)
		require.True(t, match.IsNull())
		_, err = r.Delete("exec")
		require.NoError(t, err)
		require.NoError(t, r.Set("lastIndex", v8test.MustEval(t, s, "({valueOf() { throw new Error('lastIndex') }})")))
		_, err = r.Exec(subject)
		v8test.RequireThrown(t, err, "Error: lastIndex")
	})
}

func TestRegExpBacktrackingEnds(t *testing.T) {
	c := v8test.Context(t)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := c.Run(ctx, func(s *v8.Scope) error {
		r, err := s.NewRegExp("(a*)*b", 0)
		require.NoError(t, err)
		_, err = r.Exec(v8test.StringOf(t, s, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"))
		return err
	})
	require.ErrorIs(t, err, v8.ErrTerminated)
	v8test.RequireUsable(t, c)
}
