package module_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
)

func TestImportOfCommonJS(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js": `import whole, { a, c, later, x } from "pkg"; import * as ns from "pkg"; import other from "./data.cjs";
			export default [whole === ns.default, whole === ns["module.exports"], a, c, later, x, whole.computed, Object.keys(ns).join(), other]`,
		"node_modules/pkg/package.json": `{"main": "lib"}`,
		"node_modules/pkg/lib/index.js": `exports.a = 1; exports.c = require("./c").c; setLater(); function setLater() { exports.later = this === undefined ? "strict" : "sloppy" }
			Object.assign(exports, require("./x")); exports["comp" + "uted"] = 2; 0 && __exportStar(require("./x"))`,
		"node_modules/pkg/lib/c.js":  `var octal = 010; exports.c = octal + require("../data").n`,
		"node_modules/pkg/lib/x.js":  `module.exports = { x: typeof exports }`,
		"node_modules/pkg/data.json": `{"n": 1}`,
		"data.cjs":                   `module.exports = [__filename, __dirname, module.id, module.loaded, typeof require, this === exports].join()`,
	})
	require.Equal(t, []any{true, true, 1.0, 9.0, "sloppy", "object", 2.0, "a,c,default,later,module.exports,x",
		"/data.cjs,/,/data.cjs,false,function,true"}, imported(t, r)["default"])
}

func TestCommonJSCycle(t *testing.T) {
	// The example of Node's documentation.
	r := fsRegistry(t, map[string]string{
		"main.js":  `import log from "./main.cjs"; export default log`,
		"main.cjs": `globalThis.log = []; const a = require('./a.cjs'), b = require('./b.cjs'); log.push(a.done, b.done); module.exports = log`,
		"a.cjs":    `exports.done = false; const b = require('./b.cjs'); log.push("in a", b.done); exports.done = true`,
		"b.cjs":    `exports.done = false; const a = require('./a.cjs'); log.push("in b", a.done); exports.done = true`,
	})
	require.Equal(t, []any{"in b", false, "in a", true, true, true}, imported(t, r)["default"])
}

func TestRequire(t *testing.T) {
	l := module.ChainLoader{
		module.MapLoader{
			"fs":   {Kind: module.Go, Exports: map[string]any{"read": func(name string) string { return "text of " + name }}},
			"path": {Kind: module.Go, Exports: map[string]any{"default": "the default"}},
		},
		&module.NPMLoader{FS: files(map[string]string{
			"main.js": `import value from "./a.cjs"; export default value`,
			"a.cjs": `
				const code = f => { try { f() } catch (e) { return e.code || e.constructor.name } };
				const name = "./b.cjs";
				module.exports = [
					require("fs").read("x"), require("path"),
					require("./b.cjs") === require("./b.cjs"), require(name).b,
					code(() => require("none")), code(() => require("./none")), code(() => require("./" + "never")), code(() => require(1)),
					code(() => require("./esm.mjs")), code(() => require("./throws.cjs")), code(() => require("./throws.cjs")), globalThis.thrown,
					code(() => require("./syntax.cjs")), code(() => require("../out.cjs")),
					code(() => require("./addon.node")), code(() => require("./bad.json")),
					require.resolve("./b"), code(() => require.resolve("none")),
				]`,
			"b.cjs": `exports.b = 1`, "esm.mjs": `export default 1`, "throws.cjs": `globalThis.thrown = (globalThis.thrown ?? 0) + 1; throw new RangeError`,
			"syntax.cjs": `(`, "addon.node": ``, "bad.json": `{`,
			"b.js":       `not this`,
			"good.js":    `import "./esm.mjs"; import v from "./c.cjs"; export default v`,
			"c.cjs":      `module.exports = require("./esm.mjs").default`,
			"strict.mjs": `import "./addon.node"`,
		})},
	}
	r := registry(t, l, module.Options{})
	require.Equal(t, []any{
		"text of x", "the default", true, 1.0,
		"MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "TypeError",
		"ERR_REQUIRE_ESM", "RangeError", "RangeError", 2.0,
		"SyntaxError", "MODULE_NOT_FOUND",
		"MODULE_NOT_FOUND", "SyntaxError",
		"file:///b.js", "TypeError",
	}, imported(t, r)["default"])
	var out map[string]any
	require.NoError(t, r.Import(t.Context(), "./good.js", &out))
	require.Equal(t, 1.0, out["default"])
	require.ErrorIs(t, r.Import(t.Context(), "./strict.mjs", nil), module.ErrUnsupported)
}

func TestCommonJSErrorsSayWhere(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js":    `import "./a.cjs"`,
		"a.cjs":      `require("./b.cjs")`,
		"b.cjs":      "\n  null.x",
		"syntax.js":  `import "./syntax.cjs"`,
		"syntax.cjs": "\n})(); 1 +",
	})
	var thrown *v8.Exception
	require.ErrorAs(t, r.Import(t.Context(), "./main.js", nil), &thrown)
	require.Equal(t, "file:///b.cjs", thrown.ResourceName)
	require.Equal(t, 2, thrown.Line)
	require.Equal(t, 8, thrown.Column)
	require.ErrorAs(t, r.Import(t.Context(), "./syntax.js", nil), &thrown)
	require.Equal(t, "file:///syntax.cjs", thrown.ResourceName)
	require.Equal(t, 2, thrown.Line)
}
