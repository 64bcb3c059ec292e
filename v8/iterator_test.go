package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestIterate(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for source, want := range map[string][]string{
			"[1, 'a', {}]":                                {"1", "a", "#<Object>"},
			"'h\u00e9\\u{1f600}'":                         {"h", "é", "😀"},
			"new Set([1, 1, 2])":                          {"1", "2"},
			"new Map([[1, 2]]).values()":                  {"2"},
			"(function* () { yield 1; yield 2 })()":       {"1", "2"},
			"[]":                                          nil,
			"({})":                                        {"TypeError: value is not iterable"},
			"({[Symbol.iterator]: 1})":                    {"TypeError: value is not iterable"},
			"({[Symbol.iterator]() { return 1 }})":        {"TypeError: iterator is not an object"},
			"({[Symbol.iterator]() { return {} }})":       {"TypeError: iterator.next is not a function"},
			"({[Symbol.iterator]() { throw 'at once' }})": {"at once"},
			"({[Symbol.iterator]() { return {next() { return 5 } } }})":                             {"TypeError: iterator result is not an object"},
			"(function* () { yield 1; throw new Error('later') })()":                                {"1", "Error: later"},
			"({[Symbol.iterator]() { return {next() { return {get done() { throw 'done' }} } } }})": {"done"},
		} {
			var got []string
			for element, err := range v8test.MustEval(t, s, source).Iterate() {
				var exception *v8.Exception
				if err != nil {
					require.ErrorAs(t, err, &exception)
					got = append(got, exception.Message)
				} else {
					got = append(got, element.String())
				}
			}
			require.Equal(t, want, got, source)
		}
		for _, err := range v8.NewNumber(1).Iterate() {
			require.ErrorContains(t, err, "not iterable")
		}
	})
}

func TestIterateBreak(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, "var closed = false; (function* () { try { for (;;) yield 1 } finally { closed = true } })()")
		var kept v8.Value
		for element, err := range v.Iterate() {
			require.NoError(t, err)
			kept = element
			break
		}
		require.Equal(t, "1", kept.String(), "a number is plain data")
		require.Equal(t, "true", v8test.MustEval(t, s, "closed").String())

		for element := range v8test.MustEval(t, s, "[{}]").Iterate() {
			kept = element
		}
		require.Panics(t, func() { _ = kept.String() }, "an object dies with its turn")
		require.Equal(t, int64(1), v8.Stats().Scopes)
	})
}
