package module_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/module"
)

func TestMapLoader(t *testing.T) {
	l := module.MapLoader{"host": {Text: "1"}, "app:///lib/a.js": {Text: "2"}}
	for _, test := range []struct{ specifier, referrer, want string }{
		{"host", "", "host"},
		{"host", "app:///b.js", "host"},
		{"./a.js", "app:///lib/b.js", "app:///lib/a.js"},
		{"APP:///lib/x/../a.js", "host", "app:///lib/a.js"},
		{"./a.js", "host", ""},
		{"none", "", ""},
	} {
		url, err := l.Resolve(test.specifier, test.referrer, module.Attributes{})
		if test.want == "" {
			require.ErrorIs(t, err, module.ErrNotFound)
			continue
		}
		require.NoError(t, err, test.specifier)
		require.Equal(t, test.want, url)
		source, err := l.Load(t.Context(), url)
		require.NoError(t, err)
		require.Equal(t, l[url], source)
	}
	_, err := l.Load(t.Context(), "none")
	require.ErrorIs(t, err, module.ErrNotFound)
}

// failing is a loader that knows everything and can give nothing.
type failing struct{ err error }

func (l failing) Resolve(string, string, module.Attributes) (string, error) { return "", l.err }
func (l failing) Load(context.Context, string) (module.Source, error)       { return module.Source{}, l.err }

func TestChainLoader(t *testing.T) {
	l := module.ChainLoader{
		module.MapLoader{"host": {Text: "host"}},
		module.FSLoader{FS: files(map[string]string{"a.js": "over"})},
		module.FSLoader{FS: files(map[string]string{"a.js": "under", "b.js": "b"})},
	}
	for specifier, want := range map[string]string{"host": "host", "./a.js": "over", "./b.js": "b"} {
		url, err := l.Resolve(specifier, "", module.Attributes{})
		require.NoError(t, err)
		source, err := l.Load(t.Context(), url)
		require.NoError(t, err)
		require.Equal(t, want, source.Text)
		require.True(t, l.Has(url))
	}
	require.False(t, l.Has("file:///c.js"))
	_, err := l.Resolve("lodash", "", module.Attributes{})
	require.ErrorIs(t, err, module.ErrNotFound)
	_, err = l.Load(t.Context(), "file:///c.js")
	require.ErrorIs(t, err, module.ErrNotFound)
	_, err = module.ChainLoader{}.Resolve("x", "", module.Attributes{})
	require.ErrorIs(t, err, module.ErrNotFound)
}

func TestChainLoaderStopsAtAnError(t *testing.T) {
	broken := errors.New("disk broken")
	l := module.ChainLoader{failing{broken}, module.MapLoader{"host": {}}}
	_, err := l.Resolve("host", "", module.Attributes{})
	require.ErrorIs(t, err, broken)
	_, err = l.Load(t.Context(), "host")
	require.ErrorIs(t, err, broken)
}
