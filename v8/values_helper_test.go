package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/v8test"
)

const (
	wantOtherIsolate = "v8: value of another isolate: a value belongs to the isolate that made it"
	wantKind         = "v8: value is not of the kind that its type stands for: get such a type from an As method"
)

// requireThrown fails the test unless err is what JavaScript threw, with a
// message that begins so.
func requireThrown(t *testing.T, err error, message string) {
	t.Helper()
	var thrown *v8.Exception
	require.ErrorAs(t, err, &thrown)
	require.Equal(t, message, thrown.Message[:min(len(message), len(thrown.Message))])
}

// objects evaluates sources, each to an object.
func objectOf(t testing.TB, s *v8.Scope, source string) v8.Object {
	t.Helper()
	o, ok := v8test.MustEval(t, s, source).AsObject()
	require.True(t, ok, source)
	return o
}

// stringOf makes a string.
func stringOf(t testing.TB, s *v8.Scope, text string) v8.String {
	t.Helper()
	string, err := s.NewString(text)
	require.NoError(t, err)
	return string
}

// valueTexts are the values as text.
func valueTexts(values []v8.Value) []string {
	list := make([]string, len(values))
	for n, v := range values {
		list[n] = v.String()
	}
	return list
}

// foreign makes a value of another isolate, whose Run lasts as long as fn.
func foreign(t *testing.T, source string, fn func(s *v8.Scope, v v8.Value)) {
	t.Helper()
	other := v8test.Context(t)
	v8test.Run(t, func(s *v8.Scope) {
		v8test.RunIn(t, other, func(inner *v8.Scope) {
			v := v8test.MustEval(t, inner, source)
			// Inside here the innermost isolate is the other one: enter the
			// first again.
			v8test.RunIn(t, s.Context(), func(s *v8.Scope) { fn(s, v) })
		})
	})
}

// collectGarbage makes V8 collect what it can, by filling the young generation
// and asking for as much memory outside the heap as makes V8 look for dead
// buffers.
func collectGarbage(t *testing.T, c *v8.Context) {
	t.Helper()
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v8test.MustEval(t, s, `for (let i = 0; i < 40; i++) new ArrayBuffer(8 << 20);
			for (let i = 0; i < 200; i++) new Array(10000).fill({})`)
	})
}
