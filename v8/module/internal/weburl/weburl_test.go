package weburl

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ input, base, want string }{
		{"file:///a/b.js", "", "file:///a/b.js"},
		{"./c.js", "file:///a/b.js", "file:///a/c.js"},
		{"../c.js", "file:///a/b/d.js", "file:///a/c.js"},
		{"..", "file:///a/b/d.js", "file:///a/"},
		{"../../../c.js", "file:///a/b.js", "file:///c.js"},
		{"./%2e%2E/c.js", "file:///a/b.js", "file:///c.js"},
		{".", "file:///a/b.js", "file:///a/"},
		{"/c.js", "file:///a/b.js", "file:///c.js"},
		{`.\c.js`, "file:///a/b.js", "file:///a/c.js"},
		{"", "file:///a/b.js?q#f", "file:///a/b.js?q"},
		{"?x", "file:///a/b.js?q#f", "file:///a/b.js?x"},
		{"#x", "file:///a/b.js?q#f", "file:///a/b.js?q#x"},
		{" \t./a b\n.js ", "file:///", "file:///a%20b.js"},
		{"./ü.js", "file:///", "file:///%C3%BC.js"},
		{"./\x00.js", "file:///", "file:///%00.js"},
		{"file://localhost/a", "", "file:///a"},
		{"file:a", "", "file:///a"},
		{"file:a", "file:///b/c", "file:///b/a"},
		{"HTTPS://EXAMPLE.com:443", "", "https://example.com/"},
		{"https:/example.com/../a", "", "https://example.com/a"},
		{"https://u:p@example.com:8080/a?b=c d", "", "https://u:p@example.com:8080/a?b=c%20d"},
		{"//other.org/x", "https://example.com/a", "https://other.org/x"},
		{"node:fs", "", "node:fs"},
		{"#f", "node:fs", "node:fs#f"},
		{"data:text/javascript,export default 1", "", "data:text/javascript,export default 1"},
		{"app://host", "", "app://host"},
		{"app://host/a/./b", "", "app://host/a/b"},
		{"../c", "app://host/a/b", "app://host/c"},
		{"app:/a//b", "", "app:/a//b"},
		{"app:/.//b", "", "app:/.//b"},
	} {
		u, err := Parse(test.input, test.base)
		require.NoError(t, err, test.input)
		require.Equal(t, test.want, u.String(), test.input)
		again, err := Parse(u.String(), "")
		require.NoError(t, err, test.input)
		require.Equal(t, test.want, again.String(), test.input)
	}
}

func TestParseFails(t *testing.T) {
	for _, test := range []struct{ input, base string }{
		{"./a", ""},
		{"a", "node:fs"},
		{"a", "b"},
		{"https://", ""},
		{"https://a b/", ""},
		{"https://a:70000/", ""},
		{"https://ü.org/", ""},
		{"file://host:1/", ""},
	} {
		_, err := Parse(test.input, test.base)
		require.Error(t, err, test.input)
	}
}

func TestParseTellsOfEscapes(t *testing.T) {
	for input, want := range map[string]bool{"../c.js": false, "../../c.js": true, "/../c.js": true, "./.%2e/%2E./c": true} {
		u, err := Parse(input, "file:///a/b.js")
		require.NoError(t, err)
		require.Equal(t, want, u.Escapes, input)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("../a?b#c", "file:///x/y")
	f.Add(`https:\\u@h:80/%2e/..`, "")
	f.Fuzz(func(t *testing.T, input, base string) {
		u, err := Parse(input, base)
		if err != nil {
			return
		}
		again, err := Parse(u.String(), "")
		require.NoError(t, err)
		require.Equal(t, u.String(), again.String())
		require.False(t, strings.ContainsAny(u.String(), "\n\t\x00"))
	})
}
