package web_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/web"
)

func TestBaseURL(t *testing.T) {
	c := newWeb(t, web.Options{BaseURL: "https://example.com/a/b"}).Context()
	var got []string
	require.NoError(t, c.Eval(soon(t), `[new Request("c?d").url, Response.redirect("/").headers.get("location")]`, &got))
	require.Equal(t, []string{"https://example.com/a/c?d", "https://example.com/"}, got)

	c = newWeb(t, web.Options{}).Context()
	require.ErrorContains(t, c.Eval(soon(t), `new Request("c")`, nil), "'c' is not a valid URL")
}
