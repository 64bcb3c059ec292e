package commonjs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestScan(t *testing.T) {
	for _, test := range []struct {
		source    string
		exports   string
		reexports string
		requires  string
		esm       bool
	}{
		{source: `exports.a = 1; module.exports.b = 2; exports["c d"] = 3`, exports: "a|b|c d"},
		{source: `exports.a == 1; exports.b; x.exports.c = 1; exports.f => 1`},
		{source: `Object.defineProperty(exports, "__esModule", { value: true }); Object.defineProperty(module.exports, 'x', {})`, exports: "__esModule|x"},
		{source: `module.exports = { a, b: {z: 1}, 'c': [1, {y: 2}], d() { return {w: 1} }, get e() {}, async f() {}, *g() {}, ...require("./more") }`,
			exports: "a|b|c|d|e|f|g", reexports: "./more", requires: "./more"},
		{source: `exports = module.exports = {a: 1}`, exports: "a"},
		{source: `exports = {a: 1}`},
		{source: `module.exports = require("./x")`, reexports: "./x", requires: "./x"},
		{source: `0 && (module.exports = { a, b })`, exports: "a|b"},
		{source: `__exportStar(require("./a"), exports); tslib_1.__exportStar(require("./b"), exports)`, reexports: "./a|./b", requires: "./a|./b"},
		{source: `_export(exports, { A: function() { return x }, B: function() {} })`, exports: "A|B"},
		{source: `var _x = require("./x"); Object.keys(_x).forEach(function (key) {})`, reexports: "./x", requires: "./x"},
		{source: `var _x = _interopRequireWildcard(require("./x"));`, requires: "./x"},
		{source: `require("a"); require('b'); require(c); x.require("d"); require("a")`, requires: "a|b"},
		{source: "// require('a')\n/* require('b') */ 'require(\"c\")'; `require('d') ${require('e')} require('f')`", requires: "e"},
		{source: `x = /require("a")/; y = 4 / require("b") / 2; if (z) /[/"]require("c")/.test(z)`, requires: "b"},
		{source: `a++ / require("b") / 1; ({}) / require("c"); {} /require("d")/`, requires: "b|c"},
		{source: "`${`${{a: `}`}}`}${require('a')}`; require('b')", requires: "a|b"},
		{source: `require("\x61\u0062\u{63}\
d")`, requires: "abcd"},
		{source: `require("\ud800")`},
		{source: "#!/usr/bin/env node require('a')\nrequire('b')", requires: "b"},
		{source: `import "a"`, esm: true},
		{source: `import x from "a"`, esm: true},
		{source: `import {x} from "a"`, esm: true},
		{source: `import * as x from "a"`, esm: true},
		{source: `export default 1`, esm: true},
		{source: `export {a}`, esm: true},
		{source: `f(import.meta.url)`, esm: true},
		{source: `import("a"); x = { import: 1, export: 2 }; y.import; export_; "import x"`},
		{source: `import`},
		{source: `exports.`},
		{source: "`${"},
		{source: "module.exports = {"},
		{source: "'\\"},
		{source: "/["},
	} {
		found := Scan(test.source)
		join := func(list []string) string { return strings.Join(list, "|") }
		require.Equal(t, test.exports, join(found.Exports), test.source)
		require.Equal(t, test.reexports, join(found.Reexports), test.source)
		require.Equal(t, test.requires, join(found.Requires), test.source)
		require.Equal(t, test.esm, found.HasModuleSyntax, test.source)
	}
}

// What is nested must not cost the square of its length.
func TestScanIsLinear(t *testing.T) {
	for _, source := range []string{"module.exports={", "__export(", "`${", "exports[", "Object.keys("} {
		Scan(strings.Repeat(source, 1<<20/len(source)))
	}
}

func FuzzScan(f *testing.F) {
	f.Add("module.exports = {a, ...require('x')}; `${a}`; /[/]/")
	f.Fuzz(func(t *testing.T, source string) { Scan(source) })
}
