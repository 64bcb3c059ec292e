package v8_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestModule(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"main.js": "import twice, {count as n} from 'lib.js'; export * as lib from 'lib.js'; export const four = twice(n)",
			"lib.js":  "export let count = 2; export default x => { count++; return 2 * x }",
		})
		m, err := g.Get(s, "main.js")
		require.NoError(t, err)
		require.Equal(t, v8.ModuleUninstantiated, m.Status())
		require.Equal(t, "main.js", m.Name())
		require.Same(t, s.Context(), m.Context())
		require.True(t, m.IsSourceTextModule())
		require.False(t, m.IsSyntheticModule())
		require.Positive(t, m.ScriptID())
		require.Nil(t, m.Exception())

		require.NoError(t, m.InstantiateModule(g.Resolve))
		require.Equal(t, []string{"main.js > lib.js"}, g.Asked)
		require.Equal(t, v8.ModuleInstantiated, m.Status())
		require.False(t, m.IsGraphAsync())
		require.False(t, m.HasTopLevelAwait())
		namespace, err := m.Namespace()
		require.NoError(t, err)
		_, err = namespace.Get("four")
		require.ErrorContains(t, err, "ReferenceError")

		p, err := m.Evaluate()
		require.NoError(t, err)
		require.Equal(t, v8.PromiseFulfilled, p.State())
		require.True(t, p.Result().IsUndefined())
		require.Equal(t, v8.ModuleEvaluated, m.Status())
		require.Equal(t, "evaluated", m.Status().String())
		require.Equal(t, "4", v8test.Exported(t, m, "four"))
		require.Equal(t, "3", v8test.Exported(t, g.Compiled["lib.js"], "count"), "a live binding")
		require.NotEqual(t, m.IdentityHash(), g.Compiled["lib.js"].IdentityHash())
		require.Equal(t, v8.KindModuleNamespace, namespace.Kind())

		again, err := m.Evaluate()
		require.NoError(t, err)
		require.True(t, again.StrictEquals(p.Value))
		require.NoError(t, m.InstantiateModule(nil), "it is")
		require.Equal(t, "3", v8test.Exported(t, g.Compiled["lib.js"], "count"), "it has run once")
	})
}

func TestModuleCycle(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"a.js": "import {b} from 'b.js'; export function a() { return 'a' } export const ab = a() + b()",
			"b.js": "import {a} from 'a.js'; import * as self from 'b.js'; export function b() { return 'b' } export const ba = self.b() + a()",
		})
		m, p := g.Evaluate(t, s, "a.js")
		require.Equal(t, v8.PromiseFulfilled, p.State())
		require.Equal(t, "ab", v8test.Exported(t, m, "ab"))
		require.Equal(t, "ba", v8test.Exported(t, g.Compiled["b.js"], "ba"))
		require.Equal(t, []string{"a.js > b.js", "b.js > a.js", "b.js > b.js"}, g.Asked)
	})
}

func TestModuleTopLevelAwait(t *testing.T) {
	c := v8test.Context(t)
	var kept *v8.Global[v8.Module]
	v8test.RunIn(t, c, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"main.js": "import {x} from 'slow.js'; export const y = x + 1",
			"slow.js": "export let x = 0; x = await new Promise(r => globalThis.done = r)",
		})
		m := g.Instantiate(t, s, "main.js")
		require.True(t, m.IsGraphAsync())
		require.False(t, m.HasTopLevelAwait())
		require.True(t, g.Compiled["slow.js"].HasTopLevelAwait())
		p, err := m.Evaluate()
		require.NoError(t, err)
		require.Equal(t, v8.PromisePending, p.State())
		require.Equal(t, v8.ModuleEvaluated, m.Status())
		again, err := m.Evaluate()
		require.NoError(t, err)
		require.True(t, again.StrictEquals(p.Value))
		kept, err = v8.NewGlobal(s, m)
		require.NoError(t, err)
	})
	v8test.RunIn(t, c, func(s *v8.Scope) { v8test.MustEval(t, s, "done(41)") })
	v8test.RunIn(t, c, func(s *v8.Scope) {
		m := kept.Get(s)
		require.Equal(t, "main.js", m.Name())
		require.Equal(t, "42", v8test.Exported(t, m, "y"))
		p, err := m.Evaluate()
		require.NoError(t, err)
		require.Equal(t, v8.PromiseFulfilled, p.State())
	})
	require.NoError(t, kept.Close())
}

// At every stage an error says where.
func TestModuleErrors(t *testing.T) {
	place := func(t *testing.T, err error, message, name string, line, column int) *v8.Exception {
		t.Helper()
		var e *v8.Exception
		require.ErrorAs(t, err, &e)
		require.Contains(t, e.Message, message)
		require.Equal(t, fmt.Sprintf("%s:%d:%d", name, line, column), fmt.Sprintf("%s:%d:%d", e.ResourceName, e.Line, e.Column), err.Error())
		return e
	}
	v8test.Run(t, func(s *v8.Scope) {
		_, err := s.CompileModule("\nimport {x from 'y'", v8.ScriptOrigin{Name: "bad.js"})
		place(t, err, "SyntaxError", "bad.js", 2, 11)
		require.ErrorContains(t, err, `v8: compile module "bad.js": SyntaxError`)

		g := v8test.NewModules(map[string]string{
			"names.js":   "export {};\n  import {x} from 'empty.js'",
			"lost.js":    "import 'empty.js'\n import {x} from 'nowhere.js'",
			"broken.js":  "import 'empty.js'; import 'syntax.js'",
			"syntax.js":  "\n  1 +",
			"empty.js":   "",
			"star.js":    "import {x} from 'both.js'",
			"both.js":    "export * from 'one.js'; export * from 'two.js'",
			"one.js":     "export let x",
			"two.js":     "export let x",
			"ring.js":    "export {a as b} from 'ring.js'; export {b as a} from 'ring.js'",
			"throws.js":  "import 'thrower.js'",
			"thrower.js": "export const x = 1\n  throw new RangeError('no')",
			"tdz.js":     "import {f} from 'tdz2.js'; export const y = 1",
			"tdz2.js":    "import {y} from 'tdz.js'; export const f = y",
		})
		for _, test := range []struct {
			main, message, name string
			line, column        int
		}{
			{"names.js", "SyntaxError: The requested module 'empty.js' does not provide an export named 'x'", "names.js", 2, 11},
			{"broken.js", "SyntaxError", "syntax.js", 2, 6},
			{"star.js", "SyntaxError: The requested module 'both.js' contains conflicting star exports for name 'x'", "star.js", 1, 9},
			{"ring.js", "SyntaxError: Detected cycle while resolving name", "ring.js", 1, 41},
		} {
			m, err := g.Get(s, test.main)
			require.NoError(t, err)
			for range 2 {
				place(t, m.InstantiateModule(g.Resolve), test.message, test.name, test.line, test.column)
				require.Equal(t, v8.ModuleUninstantiated, m.Status(), "it may be tried again")
			}
		}
		lost, err := g.Get(s, "lost.js")
		require.NoError(t, err)
		require.EqualError(t, lost.InstantiateModule(g.Resolve),
			`v8: instantiate module: import "nowhere.js" (lost.js:2:18): there is no module "nowhere.js"`)
		g.Sources["nowhere.js"] = "export const x = 1"
		_, p := g.Evaluate(t, s, "lost.js")
		require.Equal(t, v8.PromiseFulfilled, p.State())

		m, p := g.Evaluate(t, s, "throws.js")
		require.Equal(t, v8.PromiseRejected, p.State())
		p.MarkAsHandled()
		require.Equal(t, v8.ModuleErrored, m.Status())
		require.Zero(t, m.ScriptID())
		e := place(t, m.Exception(), "RangeError: no", "thrower.js", 2, 9)
		require.Equal(t, `v8: evaluate "throws.js": RangeError: no (thrower.js:2:9)`, e.Error())
		require.True(t, e.Thrown.StrictEquals(p.Result()))
		again, err := m.Evaluate()
		require.NoError(t, err)
		require.True(t, again.StrictEquals(p.Value))
		require.NotNil(t, g.Compiled["thrower.js"].Exception())

		m, p = g.Evaluate(t, s, "tdz.js")
		p.MarkAsHandled()
		place(t, m.Exception(), "ReferenceError", "tdz2.js", 1, 44)
	})
	// Nothing is swallowed: who does not look at the promise has the Run's error.
	err := v8test.Context(t).Run(t.Context(), func(s *v8.Scope) error {
		m, _ := v8test.NewModules(map[string]string{"a.js": "\nnull.x"}).Evaluate(t, s, "a.js")
		require.Equal(t, v8.ModuleErrored, m.Status())
		return nil
	})
	place(t, err, "TypeError", "a.js", 2, 6)
}

func TestResolveModuleError(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		m, err := s.CompileModule("import 'x'", v8.ScriptOrigin{Name: "m.js"})
		require.NoError(t, err)
		failure := errors.New("no disk")
		err = m.InstantiateModule(func(*v8.Scope, string, []v8.ImportAttribute, v8.Module) (v8.Module, error) {
			return v8.Module{}, failure
		})
		require.ErrorIs(t, err, failure)
		require.ErrorContains(t, err, "m.js:1:8")
		err = m.InstantiateModule(nil)
		require.ErrorContains(t, err, "InstantiateModule has no callback")
		require.PanicsWithValue(t, "stop", func() {
			m.InstantiateModule(func(*v8.Scope, string, []v8.ImportAttribute, v8.Module) (v8.Module, error) { panic("stop") })
		})
		require.Equal(t, v8.ModuleUninstantiated, m.Status())
	})
}

func TestStalledTopLevelAwaits(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"main.js": "import 'a.js'; import 'b.js'",
			"a.js":    "\n  await new Promise(() => {})",
			"b.js":    "await new Promise(r => globalThis.done = r)",
		})
		m, p := g.Evaluate(t, s, "main.js")
		require.Equal(t, v8.PromisePending, p.State())
		stalled, err := m.StalledTopLevelAwaits()
		require.NoError(t, err)
		require.Equal(t, []v8.StalledTopLevelAwait{
			{ResourceName: "a.js", Line: 2, Column: 3, SourceLine: "  await new Promise(() => {})"},
			{ResourceName: "b.js", Line: 1, Column: 1, SourceLine: "await new Promise(r => globalThis.done = r)"},
		}, stalled)
		m, p = v8test.NewModules(map[string]string{"main.js": "await 1"}).Evaluate(t, s, "main.js")
		require.NoError(t, s.PerformMicrotaskCheckpoint())
		require.Equal(t, v8.PromiseFulfilled, p.State())
		stalled, err = m.StalledTopLevelAwaits()
		require.NoError(t, err)
		require.Empty(t, stalled)
		stalled, err = v8test.NewModules(map[string]string{"main.js": ""}).Instantiate(t, s, "main.js").StalledTopLevelAwaits()
		require.NoError(t, err)
		require.Empty(t, stalled)
	})
}

// In a circle one throws when another is done: what V8 has for it to be evaluated
// again is the first, which has failed.
func TestModuleCircleThrowsLate(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		v8test.Run(t, func(s *v8.Scope) {
			g := v8test.NewModules(map[string]string{
				"main.js": "import 'a.js'",
				"a.js":    "import 'b.js'; export const a = 1; await null; throw new RangeError('late')",
				"b.js":    "import 'a.js'; export const b = 2",
			})
			m, p := g.Evaluate(t, s, "main.js")
			p.MarkAsHandled()
			require.NoError(t, s.PerformMicrotaskCheckpoint())
			require.ErrorContains(t, m.Exception(), "late")
			b := g.Compiled["b.js"]
			require.Equal(t, v8.ModuleEvaluated, b.Status())
			p, err := b.Evaluate()
			require.NoError(t, err)
			p.MarkAsHandled()
			require.Equal(t, v8.PromiseRejected, p.State())
			require.Equal(t, "RangeError: late", p.Result().String())
		})
	})
}
