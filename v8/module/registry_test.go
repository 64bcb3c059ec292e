package module_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
)

// registry makes a registry in a context of its own.
func registry(t testing.TB, l module.Loader, options module.Options) *module.Registry {
	t.Helper()
	r, err := module.NewRegistry(t.Context(), v8test.Context(t), l, options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

// fsRegistry makes one of files.
func fsRegistry(t testing.TB, list map[string]string) *module.Registry {
	t.Helper()
	return registry(t, &module.NPMLoader{FS: files(list)}, module.Options{})
}

// imported imports ./main.js, whose exports are data.
func imported(t testing.TB, r *module.Registry) map[string]any {
	t.Helper()
	var out map[string]any
	require.NoError(t, r.Import(t.Context(), "./main.js", &out))
	return out
}

func TestImport(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js":   `import twice, { count as n } from "./lib/a.mjs"; export const four = twice(n); export { n as count }; export default "d"`,
		"lib/a.mjs": `export let count = 2; export default x => { count++; return 2 * x }`,
	})
	require.Equal(t, map[string]any{"four": 4.0, "count": 3.0, "default": "d"}, imported(t, r))
	var out struct {
		Four    int
		Count   int    `js:"count"`
		Default string `json:"default"`
		Skipped int    `js:"-"`
		Missing int
	}
	out.Skipped, out.Missing = 7, 8
	require.NoError(t, r.Import(t.Context(), "file:///main.js", &out))
	require.Equal(t, 3, out.Count, "it has run once")
	require.Equal(t, "d", out.Default)
	require.Equal(t, 0, out.Four, "names are JavaScript's")
	require.Equal(t, 7, out.Skipped)
	require.Equal(t, 8, out.Missing)
	require.NoError(t, r.Import(t.Context(), "./main.js", nil))
	require.Error(t, r.Import(t.Context(), "./main.js", out))
	require.Error(t, r.Import(t.Context(), "./main.js", new(int)))
	v8test.RunIn(t, r.Context(), func(s *v8.Scope) {
		namespace, err := r.Namespace(s, "./main.js")
		require.NoError(t, err)
		require.Equal(t, v8.KindModuleNamespace, namespace.Kind())
		_, err = r.Namespace(s, "./other.js")
		require.ErrorIs(t, err, module.ErrNotFound)
	})
}

func TestImportOfFunctions(t *testing.T) {
	r := fsRegistry(t, map[string]string{"main.js": `export const add = (a, b) => a + b, fails = () => { throw new RangeError("no") }, n = 1`})
	var out struct {
		Add   func(ctx context.Context, a, b int) (int, error) `js:"add"`
		Fails func() error                                     `js:"fails"`
	}
	require.NoError(t, r.Import(t.Context(), "./main.js", &out))
	sum, err := out.Add(t.Context(), 2, 3)
	require.NoError(t, err)
	require.Equal(t, 5, sum)
	require.ErrorContains(t, out.Fails(), "RangeError: no (file:///main.js:1:")
	var wrong struct {
		N func() error `js:"n"`
	}
	require.ErrorContains(t, r.Import(t.Context(), "./main.js", &wrong), "is not a function")
	var all map[string]any
	require.ErrorContains(t, r.Import(t.Context(), "./main.js", &all), `export "add"`)
}

func TestImportOfCyclesAndItself(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js": `import { b } from "./b.mjs"; import * as self from "./main.js"; export function a() { return "a" } export const v = a() + b() + typeof self.a`,
		"b.mjs":   `import { a } from "./main.js"; export function b() { return "b" + a() }`,
	})
	var out struct {
		V string `js:"v"`
	}
	require.NoError(t, r.Import(t.Context(), "./main.js", &out))
	require.Equal(t, "abafunction", out.V)
}

func TestImportAwaitsAtTheTop(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js": `import { x } from "./slow.mjs"; export const y = x + 1`,
		"slow.mjs": `export let x = 1; await null; await new Promise(r => queue(r)); const { z } = await import("./z.mjs"); x += z;
			function queue(r) { Promise.resolve().then(() => Promise.resolve()).then(r) }`,
		"z.mjs": `await null; export const z = 40`,
	})
	require.Equal(t, map[string]any{"y": 42.0}, imported(t, r))
}

func TestImportNeverSettles(t *testing.T) {
	r := fsRegistry(t, map[string]string{"main.js": `export {}; await new Promise(() => {})`})
	err := r.Import(t.Context(), "./main.js", nil)
	require.ErrorIs(t, err, module.ErrNeverSettles)
}

func TestImportAttributes(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js": `import data from "./data.json" with { type: "json" }; import text from "./a.txt" with { type: "text" };
			import bytes from "./a.txt" with { type: "bytes" }; import again from "./data.json" with { type: "json" };
			import source from "./main.js" with { type: "text" };
			import none from "./none.mjs" with { type: "text" };
			export default [data.a, text, bytes instanceof Uint8Array, bytes.length, data === again, source.slice(0, 6), none.length]`,
		"data.json": "\ufeff{\"a\": 1}", "none.mjs": "{ is no program",
		"a.txt":     "tü",
		"plain.mjs": `import data from "./data.json"`,
		"wrong.mjs": `import data from "./main.js" with { type: "json" }`,
		"css.mjs":   `import data from "./a.css" with { type: "css" }`,
		"key.mjs":   `import data from "./data.json" with { lang: "en" }`,
		"bad.mjs":   `import data from "./bad.json" with { type: "json" }`,
		"bad.json":  `{`,
	})
	require.Equal(t, []any{1.0, "tü", true, 3.0, true, "import", 15.0}, imported(t, r)["default"])
	var out map[string]any
	require.NoError(t, r.Import(t.Context(), "./data.json", &out))
	require.Equal(t, map[string]any{"default": map[string]any{"a": 1.0}}, out)
	for name, text := range map[string]string{
		"plain": `import it with { type: \"json\" }`, "wrong": "and not json", "css": "known are", "key": "only type",
	} {
		err := r.Import(t.Context(), "./"+name+".mjs", nil)
		require.ErrorIs(t, err, module.ErrUnsupported, name)
		require.Contains(t, fmt.Sprintf("%q", err.Error()), text)
	}
	require.ErrorContains(t, r.Import(t.Context(), "./bad.mjs", nil), "SyntaxError")
}

func TestImportErrorsSayWhere(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"missing.mjs": "import './a.mjs'",
		"a.mjs":       "\n  import './none.mjs'",
		"syntax.mjs":  "import './b.mjs'",
		"b.mjs":       "export {};\n  1 +",
		"link.mjs":    "import './c.mjs'",
		"c.mjs":       "import { nope } from './d.mjs'",
		"d.mjs":       "export {}",
		"throw.mjs":   "import './e.mjs'",
		"e.mjs":       "export {};\nfunction f() { throw new RangeError('no') }\nf()",
	})
	err := r.Import(t.Context(), "./missing.mjs", nil)
	var e *module.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "resolve", e.Op)
	require.Equal(t, "./none.mjs", e.Module)
	require.Equal(t, []module.Importer{{URL: "file:///a.mjs", Line: 2, Column: 10}, {URL: "file:///missing.mjs", Line: 1, Column: 8}}, e.Chain)
	require.ErrorIs(t, err, module.ErrNotFound)
	require.ErrorContains(t, err, `module: resolve "./none.mjs", imported at file:///a.mjs:2:10, from file:///missing.mjs:1:8: module not found`)

	for name, want := range map[string]struct {
		op, message, where string
		line, column       int
	}{
		"syntax": {"compile", "SyntaxError", "file:///b.mjs", 2, 6},
		"link":   {"link", "does not provide an export named 'nope'", "file:///c.mjs", 1, 10},
		"throw":  {"evaluate", "RangeError: no", "file:///e.mjs", 2, 22},
	} {
		err := r.Import(t.Context(), "./"+name+".mjs", nil)
		require.ErrorAs(t, err, &e, name)
		require.Equal(t, want.op, e.Op, name)
		var thrown *v8.Exception
		require.ErrorAs(t, err, &thrown, name)
		require.Contains(t, thrown.Message, want.message)
		require.Equal(t, fmt.Sprint(want.where, want.line, want.column), fmt.Sprint(thrown.ResourceName, thrown.Line, thrown.Column), name)
	}
	require.Contains(t, fmt.Sprintf("%+v", r.Import(t.Context(), "./throw.mjs", nil)), "at f (file:///e.mjs:2:22)")
}

func TestImportOfGo(t *testing.T) {
	failure := errors.New("disk")
	type point struct{ X, Y int }
	r := registry(t, module.MapLoader{
		"main": {Text: `import area, { origin, fail, none } from "host"; import * as host from "host";
			export const a = area(2, 3), o = origin.X, n = none; export let e; try { fail() } catch (x) { e = x.message }
			export default Object.keys(host).join()`},
		"host": {Kind: module.Go, Exports: map[string]any{
			"default": func(a, b float64) float64 { return a * b },
			"origin":  point{1, 2}, "none": nil,
			"fail": func() error { return failure },
		}},
		"throws": {Text: `import { fail } from "host"; fail()`},
	}, module.Options{})
	var out map[string]any
	require.NoError(t, r.Import(t.Context(), "main", &out))
	require.Equal(t, map[string]any{"a": 6.0, "o": 1.0, "n": nil, "e": "disk", "default": "default,fail,none,origin"}, out)
	require.ErrorIs(t, r.Import(t.Context(), "throws", nil), failure)
}

func TestImportCall(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js": `import * as first from "./a.mjs";
			export const same = first === await import("./a.mjs"), both = await Promise.all([import("./b.mjs"), import("./b.mjs")]).then(([x, y]) => x === y);
			export const json = (await import("./d.json", { with: { type: "json" } })).default.d;
			export const viaEval = (await (0, eval)("import('./a.mjs')")).a, viaFunction = (await Function("return import('./a.mjs')")()).a;
			const fails = async (...x) => { try { await import(x[0], x[1]); return "none" } catch (e) { return e.constructor.name } };
			export const errors = [await fails("./none.mjs"), await fails("./syntax.mjs"), await fails("./link.mjs"), await fails("./throws.mjs"),
				await fails("./d.json"), await fails("./d.json", { with: { type: "css" } }), await fails("../x.mjs"), await fails("\0"),
				await fails("x".repeat(1e6)), await fails(Symbol()), await fails({ toString() { throw new EvalError }})].join()`,
		"a.mjs": `export const a = 1`, "b.mjs": `export const b = 1`, "d.json": `{"d": 4}`,
		"syntax.mjs": `(`, "link.mjs": `import { z } from "./a.mjs"`, "throws.mjs": `throw new RangeError`,
	})
	require.Equal(t, map[string]any{
		"same": true, "both": true, "json": 4.0, "viaEval": 1.0, "viaFunction": 1.0,
		"errors": "TypeError,SyntaxError,SyntaxError,RangeError,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,EvalError",
	}, imported(t, r))
}

func TestImportCallInAScript(t *testing.T) {
	r := fsRegistry(t, map[string]string{"main.js": `export default 1`, "lib/a.mjs": `export default globalThis.loaded = 5`})
	v8test.RunIn(t, r.Context(), func(s *v8.Scope) {
		script, err := s.Compile(`import("./a.mjs").then(m => globalThis.got = m.default)`, v8.ScriptOrigin{Name: "lib/script.js"})
		require.NoError(t, err)
		_, err = script.Run()
		require.NoError(t, err)
	})
	// Whoever waits does it.
	require.NoError(t, r.Import(t.Context(), "./main.js", nil))
	wait := registryIdle(t, r)
	require.Equal(t, "5", wait)
}

// registryIdle imports until what a script has begun is done.
func registryIdle(t *testing.T, r *module.Registry) (got string) {
	for {
		require.NoError(t, r.Import(t.Context(), "./main.js", nil))
		v8test.RunIn(t, r.Context(), func(s *v8.Scope) { got = v8test.MustEval(t, s, "String(globalThis.got)").String() })
		if got != "undefined" {
			return got
		}
	}
}

func TestImportMeta(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js": `export { default } from "./lib/a.mjs"`,
		"lib/a.mjs": `const fails = s => { try { import.meta.resolve(s) } catch (e) { return e.constructor.name } };
			export default [import.meta.url, import.meta.resolve("./a.mjs"), import.meta.resolve("pkg"), fails("../../x"), fails("none"), fails("")]`,
		"node_modules/pkg/index.js": ``,
	})
	require.Equal(t, []any{"file:///lib/a.mjs", "file:///lib/a.mjs", "file:///node_modules/pkg/index.js", "TypeError", "TypeError", "TypeError"},
		imported(t, r)["default"])
}

func TestImportInParallel(t *testing.T) {
	l := module.MapLoader{}
	all := ""
	for n := range 100 {
		all += fmt.Sprintf("import './m%d.js';", n)
		l[fmt.Sprintf("app:///m%d.js", n)] = module.Source{Text: "globalThis.n = (globalThis.n ?? 0) + 1"}
	}
	l["app:///main.js"] = module.Source{Text: all + "export const n = globalThis.n"}
	r := registry(t, l, module.Options{})
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			var out map[string]int
			err := r.Import(context.Background(), "app:///main.js", &out)
			if err != nil || out["n"] != 100 {
				t.Errorf("%v %v", err, out)
			}
		})
	}
	group.Wait()
}

func TestRegistryClose(t *testing.T) {
	r := fsRegistry(t, map[string]string{"main.js": `export default 1`})
	require.NoError(t, r.Import(t.Context(), "./main.js", nil))
	require.NoError(t, r.Close())
	require.NoError(t, r.Close())
	require.ErrorIs(t, r.Import(t.Context(), "./main.js", nil), v8.ErrClosed)
	again, err := module.NewRegistry(t.Context(), r.Context(), module.MapLoader{"main": {}}, module.Options{})
	require.NoError(t, err)
	require.NoError(t, again.Import(t.Context(), "main", nil))
	require.NoError(t, again.Close())
}
