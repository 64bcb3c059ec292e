package typescript_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/module/typescript"
)

func TestMain(m *testing.M) { os.Exit(v8test.Main(m)) }

func TestMisuse(t *testing.T) {
	require.PanicsWithValue(t, misuse.TypeScriptNil, func() { typescript.NewLoader(nil, typescript.Options{}) })
}

func files(list map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range list {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func registry(t *testing.T, l module.Loader) *module.Registry {
	t.Helper()
	r, err := module.NewRegistry(t.Context(), v8test.Context(t), l, module.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

var app = map[string]string{
	"main.ts": `import { area, type Shape } from "./shape";
import { View } from "./view.jsx";
import legacy = require("./legacy.cjs");
import json from "./data.json" with { type: "json" };

enum Colour { Red, Green }
const square: Shape = { width: 2, height: 3 as const };
export const a: number = area(square), colour = Colour[Colour.Green], view = View({ name: "x" }), old = legacy.old, j = json.n;
`,
	"shape/index.ts": `export interface Shape { width: number; height: number }
export function area<T extends Shape>(s: T): number { return s.width * s.height }`,
	"view.tsx":                        `export const View = ({ name }: { name: string }): string => <p class="a">{name}</p>`,
	"legacy.cts":                      `import helper = require("./helper.cjs"); export const old: string = "old" + helper`,
	"helper.cjs":                      `module.exports = 1`,
	"data.json":                       `{"n": 4}`,
	"node_modules/react/package.json": `{"type": "module", "exports": {"./jsx-runtime": "./j.js"}}`,
	"node_modules/react/j.js":         `export const jsx = (tag, { children, ...rest }) => [tag, rest.class, children].join()`,
}

func TestTypeScript(t *testing.T) {
	list := map[string]string{}
	for name, text := range app {
		list[name] = text
	}
	list["main.ts"] = strings.Replace(list["main.ts"], `import legacy = require("./legacy.cjs")`, `import * as legacy from "./legacy.cjs"`, 1)
	fsys := files(list)
	r := registry(t, typescript.NewLoader(&module.NPMLoader{FS: fsys}, typescript.Options{}))
	var out map[string]any
	require.NoError(t, r.Import(t.Context(), "./main.ts", &out))
	require.Equal(t, map[string]any{"a": 6.0, "colour": "Green", "view": "p,a,x", "old": "old1", "j": 4.0}, out)
}

func TestJSXFactory(t *testing.T) {
	r := registry(t, typescript.NewLoader(module.FSLoader{FS: files(map[string]string{
		"main.jsx": `const h = (...x) => x.join(), F = "F"; export default <><b c="d">e</b></>`,
	})}, typescript.Options{JSXFactory: "h", JSXFragment: "F"}))
	var out map[string]string
	require.NoError(t, r.Import(t.Context(), "./main.jsx", &out))
	require.Equal(t, "F,,b,[object Object],e", out["default"])
}

func TestErrorsHaveTheLinesOfTypeScript(t *testing.T) {
	l := typescript.NewLoader(module.FSLoader{FS: files(map[string]string{
		"main.ts": "interface A {\n  a: string\n}\n\nimport { fail } from './fail';\nexport const run = (a?: A): never => fail(a)\nif (globalThis.now) run()",
		"fail.ts": "type B = {\n  b: number\n}\n\n\n/* ü */ export function fail(value: unknown): never {\n  throw new RangeError(\"no\" as string)\n}\n",
		"bad.ts":  "let a: number = 1;\nlet 𝒳 = ;",
		"use.js":  "import './bad.ts'",
	})}, typescript.Options{})
	r := registry(t, l)
	require.NoError(t, r.Import(t.Context(), "./main.ts", nil))
	// A call out of a Run is mapped by hand.
	err := r.Context().Run(t.Context(), func(s *v8.Scope) error {
		namespace, err := r.Namespace(s, "./main.ts")
		require.NoError(t, err)
		v, err := namespace.Get("run")
		require.NoError(t, err)
		run, _ := v.AsFunction()
		_, err = run.Call(v8.Undefined())
		return err
	})
	require.Error(t, err)
	for range 2 {
		require.ErrorContains(t, l.MapError(err), "RangeError: no (file:///fail.ts:7:3)")
		require.Contains(t, fmt.Sprintf("%+v", err), "  throw new RangeError(\"no\" as string)\n    at fail (file:///fail.ts:7:9)\n    at run (file:///main.ts:6:38)")
	}

	v8test.RunIn(t, r.Context(), func(s *v8.Scope) { v8test.MustEval(t, s, "now = true") })
	require.NoError(t, r.Close())
	again, err := module.NewRegistry(t.Context(), r.Context(), l, module.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { again.Close() })
	err = again.Import(t.Context(), "./main.ts", nil)
	require.ErrorContains(t, err, "(file:///fail.ts:7:9)")
	require.Contains(t, fmt.Sprintf("%+v", err), "at file:///main.ts:7:21")

	err = again.Import(t.Context(), "./use.js", nil)
	var wrong *typescript.Error
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, typescript.Error{URL: "file:///bad.ts", Line: 2, Column: 10, Message: "Unexpected \";\""}, *wrong)
	require.ErrorContains(t, err, "imported at file:///use.js:1:8")
}

func TestLoaderLeavesTheRest(t *testing.T) {
	l := typescript.NewLoader(module.MapLoader{
		"a.ts": {Kind: module.Go}, "b.js": {Text: "<x/>"}, "c.ts?x": {Text: "let x: string"},
	}, typescript.Options{})
	for url, want := range map[string]module.Source{"a.ts": {Kind: module.Go}, "b.js": {Text: "<x/>"}, "c.ts?x": {Text: "let x;\n"}} {
		source, err := l.Load(t.Context(), url)
		require.NoError(t, err)
		require.Equal(t, want, source)
	}
	_, err := l.Load(t.Context(), "none.ts")
	require.ErrorIs(t, err, module.ErrNotFound)
	require.Panics(t, func() { typescript.NewLoader(nil, typescript.Options{}) })
}

func TestResolveStandsFor(t *testing.T) {
	l := typescript.NewLoader(module.FSLoader{FS: files(map[string]string{
		"a.ts": "", "b.js": "", "b.ts": "", "c/index.tsx": "", "d.mts": "", "e.cts": "", "f.tsx": "",
	})}, typescript.Options{})
	for specifier, want := range map[string]string{
		"./a": "file:///a.ts", "./a.js": "file:///a.ts", "./b.js": "file:///b.js", "./c": "file:///c/index.tsx",
		"./d.mjs": "file:///d.mts", "./e.cjs": "file:///e.cts", "./f.jsx": "file:///f.tsx", "./f.js?q": "file:///f.tsx?q",
		"./none": "file:///none",
	} {
		url, err := l.Resolve(specifier, "", module.Attributes{})
		require.NoError(t, err)
		require.Equal(t, want, url, specifier)
	}
	_, err := l.Resolve("bare", "", module.Attributes{})
	require.ErrorIs(t, err, module.ErrNotFound)
	_, err = l.Resolve("../a", "", module.Attributes{})
	require.ErrorIs(t, err, module.ErrOutsideRoot)
}
