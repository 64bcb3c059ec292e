package web_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/web"
)

func TestParts(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	for parts, want := range map[web.Part]string{
		0:                          "function function",
		web.AllParts:               "function function",
		web.AllParts &^ web.Base64: "function undefined",
		web.Base64:                 "undefined function",
	} {
		l := newWebIn(t, v8test.ContextIn(t, iso), web.Options{Parts: parts})
		var got string
		require.NoError(t, l.Context().Eval(soon(t), "typeof DOMException + ' ' + typeof atob", &got))
		require.Equal(t, want, got)
	}
	// What a part that is left out has, another one may need.
	l := newWebIn(t, v8test.ContextIn(t, iso), web.Options{Parts: web.Base64})
	require.ErrorContains(t, l.Context().Eval(soon(t), "btoa('\\u0100')", nil), "v8: run: ")
}
