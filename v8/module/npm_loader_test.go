package module_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/module"
)

var npmFiles = files(map[string]string{
	"package.json":     `{"name": "app", "type": "module", "exports": {".": "./main.js", "./x": "./lib/x.js"}, "imports": {"#dep": "exp/b", "#lib/*": "./lib/*.js", "#no": null, "#cond": {"browser": "./lib/x.js", "default": "./main.js"}}}`,
	"main.js":          ``,
	"lib/x.js":         ``,
	"lib/data.json":    `{}`,
	"lib/folder/z.txt": ``,

	"node_modules/exp/package.json": `{"exports": {
		".": {"require": "./c.cjs", "import": "./m.mjs"},
		"./b": ["https://not.here/", {"none": "./none.js"}, "./b.js"],
		"./f/*": "./src/*.js", "./f/*.css": "./css/*", "./f/private/*": null, "./f/a/*": "./src/a-*.js",
		"./out": "../lib/x.js", "./out2": "./a/../../x.js", "./nm": "./node_modules/y/index.js", "./abs": "/etc/passwd",
		"./empty": [], "./number": 1, "./cond": {"0": "./b.js"}, "./nested": {"import": {"none": "./c.cjs"}, "default": "./b.js"},
		"./folder": "./src", "./missing": "./missing.js", "./enc": "./b%2ejs"}}`,
	"node_modules/exp/c.cjs":      ``,
	"node_modules/exp/m.mjs":      ``,
	"node_modules/exp/b.js":       `exports.b = 1`,
	"node_modules/exp/src/q.js":   ``,
	"node_modules/exp/src/a-b.js": ``,

	"node_modules/mixed/package.json":  `{"exports": {".": "./a.js", "import": "./b.js"}}`,
	"node_modules/broken/package.json": `{`,
	"node_modules/list/package.json":   `[]`,
	"node_modules/sugar/package.json":  `{"exports": "./a.js"}`,
	"node_modules/sugar/a.js":          `export default 1`,

	"node_modules/old/package.json":     `{"main": "lib/main"}`,
	"node_modules/old/lib/main.js":      ``,
	"node_modules/old/sub/package.json": `{"main": "../lib"}`,
	"node_modules/old/sub/index.js":     ``,
	"node_modules/old/data.json":        `{}`,
	"node_modules/plain/index.js":       ``,
	"node_modules/noindex/a.js":         ``,
	"node_modules/escape/package.json":  `{"main": "../../main.js"}`,
	"node_modules/@s/p/package.json":    `{"exports": {"./*": "./*"}}`,
	"node_modules/@s/p/a.js":            ``,
	"node_modules/addon/index.js":       ``,
	"node_modules/addon/x.node":         ``,

	"node_modules/outer/index.js":                          ``,
	"node_modules/outer/node_modules/plain/index.js":       ``,
	"node_modules/outer/node_modules/plain/other.mjs":      ``,
	"node_modules/outer/node_modules/plain/deep/plain.cjs": ``,
})

func TestNPMLoaderResolves(t *testing.T) {
	l := &module.NPMLoader{FS: npmFiles}
	for _, test := range []struct {
		specifier, referrer, want string
		wantErr                   error
	}{
		{"./main.js", "", "file:///main.js", nil},
		{"./main.js?x#y", "", "file:///main.js?x#y", nil},
		{"./lib/x", "", "", module.ErrNotFound},
		{"./lib", "", "", module.ErrUnsupported},
		{"../x.js", "", "", module.ErrOutsideRoot},
		{"exp", "", "file:///node_modules/exp/m.mjs", nil},
		{"exp", "app:main", "file:///node_modules/exp/m.mjs", nil},
		{"exp/b", "file:///lib/x.js", "file:///node_modules/exp/b.js", nil},
		{"exp/b.js", "", "", module.ErrNotExported},
		{"exp/f/q", "", "file:///node_modules/exp/src/q.js", nil},
		{"exp/f/a/b", "", "file:///node_modules/exp/src/a-b.js", nil},
		{"exp/f/private/x", "", "", module.ErrNotExported},
		{"exp/f/../q", "", "", module.ErrInvalidSpecifier},
		{"exp/f/%2e%2e/q", "", "", module.ErrInvalidSpecifier},
		{"exp/f/node_modules/q", "", "", module.ErrInvalidSpecifier},
		{"exp/out", "", "", module.ErrInvalidPackage},
		{"exp/out2", "", "", module.ErrInvalidPackage},
		{"exp/nm", "", "", module.ErrInvalidPackage},
		{"exp/abs", "", "", module.ErrInvalidPackage},
		{"exp/empty", "", "", module.ErrNotExported},
		{"exp/number", "", "", module.ErrInvalidPackage},
		{"exp/cond", "", "", module.ErrInvalidPackage},
		{"exp/nested", "", "file:///node_modules/exp/b.js", nil},
		{"exp/folder", "", "", module.ErrUnsupported},
		{"exp/missing", "", "", module.ErrNotFound},
		{"exp/enc", "", "file:///node_modules/exp/b.js", nil},
		{"mixed", "", "", module.ErrInvalidPackage},
		{"broken", "", "", module.ErrInvalidPackage},
		{"list", "", "", module.ErrInvalidPackage},
		{"sugar", "", "file:///node_modules/sugar/a.js", nil},
		{"sugar/a.js", "", "", module.ErrNotExported},
		{"old", "", "file:///node_modules/old/lib/main.js", nil},
		{"old/lib/main.js", "", "file:///node_modules/old/lib/main.js", nil},
		{"old/lib/main", "", "", module.ErrNotFound},
		{"old/../exp/b.js", "", "", module.ErrOutsideRoot},
		{"plain", "", "file:///node_modules/plain/index.js", nil},
		{"plain", "file:///node_modules/outer/index.js", "file:///node_modules/outer/node_modules/plain/index.js", nil},
		{"exp", "file:///node_modules/outer/node_modules/plain/deep/plain.cjs", "file:///node_modules/exp/m.mjs", nil},
		{"noindex", "", "", module.ErrNotFound},
		{"escape", "", "", module.ErrNotFound},
		{"@s/p/a.js", "", "file:///node_modules/@s/p/a.js", nil},
		{"@s", "", "", module.ErrInvalidSpecifier},
		{"@s/", "", "", module.ErrInvalidSpecifier},
		{"@s/p/", "", "", module.ErrInvalidSpecifier},
		{".hidden", "", "", module.ErrInvalidSpecifier},
		{"a%2fb", "", "", module.ErrInvalidSpecifier},
		{`a\b`, "", "", module.ErrInvalidSpecifier},
		{"none", "", "", module.ErrNotFound},
		{"fs", "", "", module.ErrNotFound},
		{"node:fs", "", "", module.ErrNotFound},
		{"app", "file:///lib/x.js", "file:///main.js", nil},
		{"app/x", "file:///lib/x.js", "file:///lib/x.js", nil},
		{"app/y", "file:///lib/x.js", "", module.ErrNotExported},
		{"#dep", "file:///lib/x.js", "file:///node_modules/exp/b.js", nil},
		{"#lib/x", "file:///main.js", "file:///lib/x.js", nil},
		{"#cond", "file:///main.js", "file:///main.js", nil},
		{"#no", "file:///main.js", "", module.ErrNotExported},
		{"#other", "file:///main.js", "", module.ErrNotExported},
		{"#dep", "file:///node_modules/exp/b.js", "", module.ErrNotExported},
		{"#", "", "", module.ErrInvalidSpecifier},
		{"#/x", "", "", module.ErrInvalidSpecifier},
	} {
		url, err := l.Resolve(test.specifier, test.referrer, module.Attributes{})
		if test.wantErr != nil {
			require.ErrorIs(t, err, test.wantErr, test.specifier)
			continue
		}
		require.NoError(t, err, test.specifier)
		require.Equal(t, test.want, url, test.specifier)
	}
}

func TestNPMLoaderConditions(t *testing.T) {
	l := &module.NPMLoader{FS: npmFiles, Conditions: []string{"browser"}}
	url, err := l.Resolve("#cond", "file:///main.js", module.Attributes{})
	require.NoError(t, err)
	require.Equal(t, "file:///lib/x.js", url)
}

func TestNPMLoaderRequires(t *testing.T) {
	l := &module.NPMLoader{FS: npmFiles}
	for _, test := range []struct {
		specifier, referrer, want string
		wantErr                   error
	}{
		{"exp", "", "file:///node_modules/exp/c.cjs", nil},
		{"./lib/x", "file:///main.js", "file:///lib/x.js", nil},
		{"./x", "file:///lib/y.js", "file:///lib/x.js", nil},
		{"./data", "file:///lib/y.js", "file:///lib/data.json", nil},
		{"./sub", "file:///node_modules/old/lib/main.js", "", module.ErrNotFound},
		{"../sub", "file:///node_modules/old/lib/main.js", "file:///node_modules/old/sub/index.js", nil},
		{"..", "file:///node_modules/old/lib/main.js", "file:///node_modules/old/lib/main.js", nil},
		{"old/sub", "", "file:///node_modules/old/sub/index.js", nil},
		{"old/data", "", "file:///node_modules/old/data.json", nil},
		{"plain/", "", "file:///node_modules/plain/index.js", nil},
		{"../../x", "file:///lib/y.js", "", module.ErrOutsideRoot},
		{"fs", "", "", module.ErrNotFound},
	} {
		url, err := l.Resolve(test.specifier, test.referrer, module.Attributes{Require: true})
		if test.wantErr != nil {
			require.ErrorIs(t, err, test.wantErr, test.specifier)
			continue
		}
		require.NoError(t, err, test.specifier)
		require.Equal(t, test.want, url, test.specifier)
	}
}

func TestNPMLoaderKnowsKinds(t *testing.T) {
	l := &module.NPMLoader{FS: files(map[string]string{
		"m/package.json": `{"type": "module"}`, "m/a.js": `exports.a = 1`, "m/b.cjs": ``, "m/c.json": ``, "m/d.txt": ``,
		"c/package.json": `{"type": "commonjs"}`, "c/a.js": `export {}`, "c/b.mjs": ``,
		"u/a.js": `export {}`, "u/b.js": `exports.a = 1`, "u/c.node": ``, "u/d.wasm": ``,
	})}
	for url, want := range map[string]module.Kind{
		"file:///m/a.js": module.JavaScript, "file:///m/b.cjs": module.CommonJS, "file:///m/c.json": module.JSON,
		"file:///m/d.txt": module.Text, "file:///c/a.js": module.CommonJS, "file:///c/b.mjs": module.JavaScript,
		"file:///u/a.js": module.JavaScript, "file:///u/b.js": module.CommonJS,
	} {
		source, err := l.Load(t.Context(), url)
		require.NoError(t, err, url)
		require.Equal(t, want, source.Kind, url)
	}
	for _, url := range []string{"file:///u/c.node", "file:///u/d.wasm"} {
		_, err := l.Load(t.Context(), url)
		require.ErrorIs(t, err, module.ErrUnsupported)
	}
}

func FuzzNPMLoaderResolve(f *testing.F) {
	f.Add("exp/f/q", "file:///main.js", `{"exports": {".": ["./a.js", {"import": "./b.js"}], "./*": "./*"}}`, false)
	f.Fuzz(func(t *testing.T, specifier, referrer, pkg string, require bool) {
		fsys := fstest.MapFS{
			"node_modules/exp/package.json": {Data: []byte(pkg)}, "node_modules/exp/b.js": {}, "main.js": {}, "a.js": {},
		}
		l := &module.NPMLoader{FS: fsys}
		url, err := l.Resolve(specifier, referrer, module.Attributes{Require: require})
		if err == nil && !l.Has(url) {
			t.Fatalf("resolved to %s, which is not there", url)
		}
	})
}
