package module_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/module"
)

func TestImportMapResolves(t *testing.T) {
	m, err := module.ParseImportMap(`{
		"imports": {
			"a": "./a-1.mjs",
			"a/": "./a/",
			"a/b/": "./other/",
			"blocked": null,
			"blocked/": null,
			"./rel.js": "./mapped.js",
			"https://example.com/": "https://mirror.org/x/",
			"node:fs": "./fs.js",
			"node:": "./no",
			"custom:": "./no/"
		},
		"scopes": {
			"/scope/": {"a": "./scoped-a.mjs", "b": "./b.mjs"},
			"/scope/deep/": {"a": "./deep-a.mjs"},
			"/scope/exact.js": {"a": "./exact-a.mjs"}
		}
	}`, "https://example.org/app/")
	require.NoError(t, err)
	for _, test := range []struct {
		specifier, referrer, want string
		wantErr                   error
	}{
		{"a", "", "https://example.org/app/a-1.mjs", nil},
		{"a/x.js", "", "https://example.org/app/a/x.js", nil},
		{"a/b/x.js", "", "https://example.org/app/other/x.js", nil},
		{"a/../../x.js", "", "", module.ErrOutsideRoot},
		{"blocked", "", "", module.ErrBlocked},
		{"blocked/x", "", "", module.ErrBlocked},
		{"./rel.js", "", "https://example.org/app/mapped.js", nil},
		{"../app/rel.js", "https://example.org/other/x.js", "https://example.org/app/mapped.js", nil},
		{"./rel2.js", "https://example.org/other/x.js", "https://example.org/other/rel2.js", nil},
		{"https://example.com/y.js", "", "https://mirror.org/x/y.js", nil},
		{"node:fs", "", "https://example.org/app/fs.js", nil},
		{"node:os", "", "node:os", nil},
		{"b", "", "", module.ErrNotFound},
		{"b", "https://example.org/scope/x.js", "https://example.org/app/b.mjs", nil},
		{"b", "https://example.org/scope/deep/x.js", "https://example.org/app/b.mjs", nil},
		{"a", "https://example.org/scope/x.js", "https://example.org/app/scoped-a.mjs", nil},
		{"a", "https://example.org/scope/deep/x.js", "https://example.org/app/deep-a.mjs", nil},
		{"a", "https://example.org/scope/exact.js", "https://example.org/app/exact-a.mjs", nil},
		{"a", "https://example.org/scope", "https://example.org/app/a-1.mjs", nil},
		{"", "", "", module.ErrInvalidSpecifier},
		{"a\x00", "", "", module.ErrInvalidSpecifier},
	} {
		url, err := m.Resolve(test.specifier, test.referrer)
		if test.wantErr != nil {
			require.ErrorIs(t, err, test.wantErr, test.specifier)
			continue
		}
		require.NoError(t, err, test.specifier)
		require.Equal(t, test.want, url)
	}
}

func TestImportMapRefusesWhatIsNone(t *testing.T) {
	for _, text := range []string{
		``, `[]`, `null`, `{`, `{} x`, `{"imports": null}`, `{"imports": []}`, `{"scopes": 1}`,
		`{"scopes": {"/a": null}}`, `{"integrity": "x"}`,
	} {
		_, err := module.ParseImportMap(text, "file:///")
		require.ErrorIs(t, err, module.ErrInvalidImportMap, text)
	}
	_, err := module.ParseImportMap(`{}`, "relative")
	require.ErrorIs(t, err, module.ErrInvalidImportMap)
}

func TestImportMapWarns(t *testing.T) {
	m, err := module.ParseImportMap(`{"import": {}, "imports": {"": "./a", "b": 1, "c": "bare", "d/": "./d"},
		"scopes": {"https://[": {}}, "integrity": {"bare": "sha256-x"}}`, "file:///")
	require.NoError(t, err)
	require.Len(t, m.Warnings(), 7)
	for _, specifier := range []string{"b", "c", "d/x"} {
		_, err := m.Resolve(specifier, "")
		require.ErrorIs(t, err, module.ErrBlocked)
	}
}

func TestImportMapWraps(t *testing.T) {
	m, err := module.ParseImportMap(`{"imports": {"x": "./lib/x.js", "lodash": "npm-lodash"}, "integrity": {
		"./good.js": "sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg= sha256-wrong",
		"./bad.js": "sha384-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg= sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
		"./unknown.js": "md5-x"}}`, "file:///app/")
	require.NoError(t, err)
	l := m.Wrap(module.ChainLoader{module.MapLoader{"bare": {}}, module.FSLoader{FS: files(map[string]string{
		"app/lib/x.js": "x", "app/good.js": "test", "app/bad.js": "test", "app/unknown.js": "test",
	})}})
	for specifier, want := range map[string]string{"x": "file:///app/lib/x.js", "./y.js": "file:///app/y.js", "bare": "bare"} {
		url, err := l.Resolve(specifier, "", module.Attributes{})
		require.NoError(t, err, specifier)
		require.Equal(t, want, url)
	}
	_, err = l.Resolve("lodash", "", module.Attributes{})
	require.ErrorIs(t, err, module.ErrBlocked)
	// A require goes by the inner loader.
	_, err = l.Resolve("x", "", module.Attributes{Require: true})
	require.ErrorIs(t, err, module.ErrNotFound)
	for url, want := range map[string]error{"good": nil, "unknown": nil, "bad": module.ErrIntegrity, "none": module.ErrNotFound} {
		_, err := l.Load(t.Context(), "file:///app/"+url+".js")
		require.ErrorIs(t, err, want, url)
	}
	require.True(t, l.(module.Prober).Has("file:///app/good.js"))
}

func FuzzParseImportMap(f *testing.F) {
	f.Add(`{"imports": {"a/": "./a/", "b": null}, "scopes": {"/x/": {"a": "./b"}}}`, "a/b", "file:///x/y")
	f.Fuzz(func(t *testing.T, text, specifier, referrer string) {
		if m, err := module.ParseImportMap(text, "file:///"); err == nil {
			m.Resolve(specifier, referrer)
		}
	})
}
