package module_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/module"
)

// files makes a file system of names and texts.
func files(list map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range list {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestFSLoaderResolves(t *testing.T) {
	l := module.FSLoader{FS: files(nil)}
	for _, test := range []struct{ specifier, referrer, want string }{
		{"./a.js", "", "file:///a.js"},
		{"./a.js", "file:///lib/b.js", "file:///lib/a.js"},
		{"../a.js", "file:///lib/b.js", "file:///a.js"},
		{"/a.js", "file:///lib/b.js", "file:///a.js"},
		{"/a.js", "app:main", ""},
		{"file:///x/../a.js", "app:main", "file:///a.js"},
		{"./a.js?v=1#x", "file:///b.js", "file:///a.js?v=1#x"},
		{"./a b.js", "", "file:///a%20b.js"},
	} {
		url, err := l.Resolve(test.specifier, test.referrer, module.Attributes{})
		if test.want == "" {
			require.ErrorIs(t, err, module.ErrNotFound, test.specifier)
			continue
		}
		require.NoError(t, err, test.specifier)
		require.Equal(t, test.want, url)
	}
}

func TestFSLoaderRefuses(t *testing.T) {
	l := module.FSLoader{FS: files(nil)}
	for specifier, want := range map[string]error{
		"":                              module.ErrInvalidSpecifier,
		"./a\x00.js":                    module.ErrInvalidSpecifier,
		"./a%00.js":                     module.ErrInvalidSpecifier,
		"./a%2fb.js":                    module.ErrInvalidSpecifier,
		"./a%5Cb.js":                    module.ErrInvalidSpecifier,
		"./a%zz.js":                     module.ErrInvalidSpecifier,
		"./a//b.js":                     module.ErrInvalidSpecifier,
		"./" + strings.Repeat("a", 1e6): module.ErrInvalidSpecifier,
		"file://host/a.js":              module.ErrInvalidSpecifier,
		"https://[":                     module.ErrInvalidSpecifier,
		"../a.js":                       module.ErrOutsideRoot,
		"./x/../../a.js":                module.ErrOutsideRoot,
		"/%2e%2e/a.js":                  module.ErrOutsideRoot,
		`..\a.js`:                       module.ErrNotFound, // A bare name, as browsers see it.
		"lodash":                        module.ErrNotFound,
		"https://example.com/a.js":      module.ErrNotFound,
		"node:fs":                       module.ErrNotFound,
	} {
		_, err := l.Resolve(specifier, "file:///main.js", module.Attributes{})
		require.ErrorIs(t, err, want, specifier[:min(len(specifier), 20)])
		require.Less(t, len(err.Error()), 1000)
		_, err = l.Load(t.Context(), specifier)
		require.Error(t, err)
	}
}

func TestFSLoaderLoads(t *testing.T) {
	l := module.FSLoader{FS: files(map[string]string{
		"a.js": "\ufeffx", "b.json": "{}", "c.cjs": "c", "d.txt": "\ufeffd", "e": "e", "ü ?#.js": "u",
	})}
	for url, want := range map[string]module.Source{
		"file:///a.js":               {Text: "x"},
		"file:///a.js?1":             {Text: "x"},
		"file:///b.json":             {Kind: module.JSON, Text: "{}"},
		"file:///c.cjs":              {Kind: module.CommonJS, Text: "c"},
		"file:///d.txt":              {Kind: module.Text, Text: "\ufeffd"},
		"file:///e":                  {Text: "e"},
		"file:///%C3%BC%20%3F%23.js": {Text: "u"},
	} {
		source, err := l.Load(t.Context(), url)
		require.NoError(t, err, url)
		require.Equal(t, want, source)
		require.True(t, l.Has(url))
	}
	_, err := l.Load(t.Context(), "file:///none.js")
	require.ErrorIs(t, err, module.ErrNotFound)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.False(t, l.Has("file:///none.js"))
	_, err = l.Load(t.Context(), "file:///")
	require.Error(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = l.Load(ctx, "file:///a.js")
	require.ErrorIs(t, err, context.Canceled)
}

func TestFSLoaderStaysInsideAnOSRoot(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, "root"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "secret.js"), []byte("secret"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "root", "a.js"), []byte("a"), 0o600))
	require.NoError(t, os.Symlink("../secret.js", filepath.Join(folder, "root", "out.js")))
	require.NoError(t, os.Symlink("a.js", filepath.Join(folder, "root", "in.js")))
	root, err := os.OpenRoot(filepath.Join(folder, "root"))
	require.NoError(t, err)
	defer root.Close()
	for _, l := range []module.Loader{module.FSLoader{FS: root.FS()}, &module.NPMLoader{FS: root.FS()}} {
		source, err := l.Load(t.Context(), "file:///in.js")
		require.NoError(t, err)
		require.Equal(t, "a", source.Text)
		_, err = l.Load(t.Context(), "file:///out.js")
		require.Error(t, err)
	}
	// A module is known by the path that its links lead to.
	url, err := (&module.NPMLoader{FS: root.FS()}).Resolve("./in.js", "", module.Attributes{})
	require.NoError(t, err)
	require.Equal(t, "file:///a.js", url)
	// os.DirFS follows links to anywhere, an NPMLoader does not.
	_, err = (&module.NPMLoader{FS: os.DirFS(filepath.Join(folder, "root"))}).Resolve("./out.js", "", module.Attributes{})
	require.ErrorIs(t, err, module.ErrOutsideRoot)
}
