package v8_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// importing answers import() in c: with a namespace of the source that a module has
// under the specifier, once the microtasks run.
func importing(c *v8.Context, sources map[string]string) *[]v8.ImportCall {
	calls := &[]v8.ImportCall{}
	c.SetHostImportModuleDynamicallyCallback(func(s *v8.Scope, call v8.ImportCall) (v8.Promise, error) {
		*calls = append(*calls, call)
		source, ok := sources[call.Specifier]
		if !ok {
			return v8.Promise{}, errors.New("no module " + call.Specifier)
		}
		start, err := s.NewPromiseResolver()
		if err != nil {
			return v8.Promise{}, err
		}
		if err := start.Resolve(v8.Undefined()); err != nil {
			return v8.Promise{}, err
		}
		return start.Promise().Then(func(s *v8.Scope, _ v8.Value) (v8.Value, error) {
			m, err := s.CompileModule(source, v8.ScriptOrigin{Name: call.Specifier})
			if err != nil {
				return v8.Value{}, err
			}
			if err := m.InstantiateModule(nil); err != nil {
				return v8.Value{}, err
			}
			p, err := m.Evaluate()
			if err != nil {
				return v8.Value{}, err
			}
			namespace, err := m.Namespace()
			if err != nil {
				return v8.Value{}, err
			}
			kept, err := v8.NewGlobal(s, namespace)
			if err != nil {
				return v8.Value{}, err
			}
			done, err := p.Then(func(s *v8.Scope, _ v8.Value) (v8.Value, error) {
				defer kept.Close()
				return kept.Get(s).Value, nil
			}, nil)
			return done.Value, err
		}, nil)
	})
	return calls
}

func TestImport(t *testing.T) {
	c := v8test.Context(t)
	calls := importing(c, map[string]string{
		"one.js": "export const n = 1", "bad.js": "1 +", "throws.js": "throw 5", "wait.js": "await null; export const n = 2",
		"more.js": "export const more = await import('one.js')",
	})
	v8test.RunIn(t, c, func(s *v8.Scope) {
		script, err := s.Compile(`globalThis.seen = {}
			for (const [name, start] of Object.entries({
				one: () => import('one.js', {with: {type: 'x', 'a b': ''}}),
				text: () => import({toString() { return 'one.js' }}),
				wait: () => import('wait.js'), more: () => import('more.js'),
				bad: () => import('bad.js'), throws: () => import('throws.js'), none: () => import('none.js'),
				symbol: () => import(Symbol()), with: () => import('one.js', {with: {type: 1}}),
				eval: () => eval("import('one.js')"), indirect: () => (0, eval)("import('one.js')\n//# sourceURL=x.js"),
				function: () => new Function("return import('one.js')")(),
				getter: () => import('one.js', {get with() { throw 'got' }}),
			})) start().then(m => seen[name] = 'n' in m ? m.n : Object.keys(m) + m.more.n, e => seen[name] = String(e))`,
			v8.ScriptOrigin{Name: "dir/script.js", HostDefinedOptions: "base é"})
		require.NoError(t, err)
		_, err = script.Run()
		require.NoError(t, err)
		require.NoError(t, s.PerformMicrotaskCheckpoint())
		var seen map[string]any
		require.NoError(t, s.Eval("seen", &seen))
		require.Equal(t, map[string]any{
			"one": 1.0, "text": 1.0, "wait": 2.0, "more": "more1",
			"bad": "SyntaxError: Unexpected end of input", "throws": "5", "none": "Error: no module none.js",
			"symbol": "TypeError: Cannot convert a Symbol value to a string",
			"with":   "TypeError: Import attribute value must be a string",
			"eval":   1.0, "indirect": 1.0, "function": 1.0, "getter": "got",
		}, seen)
	})
	require.Equal(t, []v8.ImportAttribute{{Key: "type", Value: "x", SourceOffset: -1}, {Key: "a b", Value: "", SourceOffset: -1}}, (*calls)[0].Attributes)
	for _, call := range *calls {
		if call.ResourceName == "more.js" {
			require.Empty(t, call.HostDefinedOptions)
			continue
		}
		require.Equal(t, "dir/script.js", call.ResourceName, call.Specifier)
		require.Equal(t, "base é", call.HostDefinedOptions, call.Specifier)
	}
}

// Each context has what it was given, and one without says how to get it.
func TestImportWithoutCallback(t *testing.T) {
	a := v8test.Context(t)
	b := v8test.ContextIn(t, a.Isolate())
	importing(a, map[string]string{"x": "export const n = 1"})
	err := v8test.EvalIn(t.Context(), b, "import('x')")
	require.ErrorContains(t, err, "TypeError: cannot import \"x\"")
	require.ErrorContains(t, err, "SetHostImportModuleDynamicallyCallback")
	require.NoError(t, v8test.EvalIn(t.Context(), a, "import('x')"))
	a.SetHostImportModuleDynamicallyCallback(nil)
	require.ErrorContains(t, v8test.EvalIn(t.Context(), a, "import('x')"), "cannot import")
}

// A module that is evaluated asks for one that is linked with it: V8 would give up,
// if the callback evaluated that at once.
func TestImportDuringEvaluation(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"a.js": "import 'b.js'; export const a = 1",
			"b.js": "import('c.js').then(m => globalThis.got = m.c, e => globalThis.got = String(e))",
			"c.js": "import {a} from 'a.js'; export const c = a",
		})
		other, err := s.CompileModule("globalThis.other = 1", v8.ScriptOrigin{Name: "other.js"})
		require.NoError(t, err)
		require.NoError(t, other.InstantiateModule(nil))
		_, err = g.Get(s, "c.js")
		require.NoError(t, err)
		c.SetHostImportModuleDynamicallyCallback(func(s *v8.Scope, call v8.ImportCall) (v8.Promise, error) {
			m := g.Compiled[call.Specifier]
			require.Equal(t, v8.ModuleEvaluating, g.Compiled["b.js"].Status())
			require.NoError(t, m.InstantiateModule(g.Resolve))
			for _, busy := range []string{"a.js", "b.js", "c.js"} {
				_, err := g.Compiled[busy].Evaluate()
				require.ErrorIs(t, err, v8.ErrModuleBusy, busy)
			}
			_, err := other.Evaluate()
			require.ErrorIs(t, err, v8.ErrModuleBusy)
			return m.Evaluate()
		})
		_, p := g.Evaluate(t, s, "a.js")
		require.Equal(t, v8.PromiseFulfilled, p.State())
		require.NoError(t, s.PerformMicrotaskCheckpoint())
		require.Contains(t, v8test.MustEval(t, s, "got").String(), "another module of the context is being evaluated")
		p, err = g.Compiled["c.js"].Evaluate()
		require.NoError(t, err)
		require.Equal(t, v8.PromiseFulfilled, p.State())
		p, err = other.Evaluate()
		require.NoError(t, err)
		require.Equal(t, v8.PromiseFulfilled, p.State())
		// In another context it may.
		inner := v8test.ContextIn(t, s.Isolate())
		f, err := s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) {
			v8test.RunIn(t, inner, func(s *v8.Scope) {
				v8test.NewModules(map[string]string{"x.js": "export const x = 1"}).Evaluate(t, s, "x.js")
			})
			return v8.Undefined(), nil
		}, v8.FunctionOptions{})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("f", f.Value))
		_, p = v8test.NewModules(map[string]string{"y.js": "f()"}).Evaluate(t, s, "y.js")
		require.Equal(t, v8.PromiseFulfilled, p.State())
	})
}

// A callback that resolves may do what it likes, with the same modules too.
func TestInstantiateDuringInstantiation(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"main.js": "import {a} from 'a.js'; import {b} from 'b.js'; export default a + b",
			"a.js":    "import {b} from 'b.js'; export const a = b + 1",
			"b.js":    "export const b = globalThis.runs = (globalThis.runs ?? 0) + 1",
		})
		m, err := g.Get(s, "main.js")
		require.NoError(t, err)
		inner := false
		require.NoError(t, m.InstantiateModule(func(s *v8.Scope, specifier string, attributes []v8.ImportAttribute, referrer v8.Module) (v8.Module, error) {
			if specifier == "b.js" && !inner {
				inner = true
				require.NoError(t, referrer.InstantiateModule(g.Resolve))
				_, err := g.Compiled["a.js"].Evaluate()
				require.NoError(t, err)
			}
			return g.Resolve(s, specifier, attributes, referrer)
		}))
		_, err = m.Evaluate()
		require.NoError(t, err)
		require.Equal(t, "3", v8test.Exported(t, m, "default"))
		v8test.Same(t, s, "runs", "1")
	})
}

func TestImportMeta(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		sources := map[string]string{"m.js": "export default import.meta.url + Object.keys(import.meta) + (import.meta === import.meta)", "again.js": "export default import.meta.url"}
		m, _ := v8test.NewModules(sources).Evaluate(t, s, "m.js")
		require.Equal(t, "undefinedtrue", v8test.Exported(t, m, "default"))

		calls := 0
		c.SetHostInitializeImportMetaObjectCallback(func(s *v8.Scope, m v8.Module, meta v8.Object) error {
			calls++
			require.Same(t, c, m.Context())
			url, err := s.NewString("file:///" + m.Name())
			require.NoError(t, err)
			_, err = meta.CreateDataProperty("url", url.Value)
			return err
		})
		m, _ = v8test.NewModules(sources).Evaluate(t, s, "m.js")
		require.Equal(t, "file:///m.jsurltrue", v8test.Exported(t, m, "default"))
		require.Equal(t, 1, calls)

		failure := errors.New("no url")
		c.SetHostInitializeImportMetaObjectCallback(func(*v8.Scope, v8.Module, v8.Object) error { return failure })
		m, p := v8test.NewModules(sources).Evaluate(t, s, "m.js")
		p.MarkAsHandled()
		require.ErrorIs(t, m.Exception(), failure)
		require.ErrorContains(t, m.Exception(), "m.js:1:")
		m, p = v8test.NewModules(map[string]string{"catch.js": "let e; try { import.meta } catch (x) { e = x }; export default e.message"}).Evaluate(t, s, "catch.js")
		require.Equal(t, v8.PromiseFulfilled, p.State())
		require.Equal(t, "no url", v8test.Exported(t, m, "default"))

		c.SetHostInitializeImportMetaObjectCallback(func(*v8.Scope, v8.Module, v8.Object) error { panic("stop") })
		require.PanicsWithValue(t, "stop", func() { v8test.NewModules(sources).Evaluate(t, s, "again.js") })
		c.SetHostInitializeImportMetaObjectCallback(nil)
	})
}
