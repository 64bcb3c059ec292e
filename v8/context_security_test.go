package v8_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// twoContexts runs fn in a, with the global object of b as "other".
func twoContexts(t *testing.T, token string, fn func(s *v8.Scope, a, b *v8.Context)) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	a := v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{SecurityToken: token}))
	b := v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{SecurityToken: token}))
	v8test.RunIn(t, b, func(outer *v8.Scope) {
		v8test.MustEval(t, outer, "var x = 1, array = [1]; function thrower() { throw new TypeError('b') }")
		global := outer.Global()
		v8test.RunIn(t, a, func(s *v8.Scope) {
			require.NoError(t, s.Global().Set("other", global.Value))
			fn(s, a, b)
		})
	})
}

func TestSecurityTokenShared(t *testing.T) {
	twoContexts(t, "shared", func(s *v8.Scope, a, b *v8.Context) {
		v8test.Same(t, s, "other.x", "1", "other.x = 2; other.x", "2", "other.array instanceof Array", "false",
			"other.array instanceof other.Array", "true", "Array.isArray(other.array)", "true", "other.Array === Array", "false",
			"try { other.thrower() } catch (e) { e instanceof TypeError || e.message }", "b")
		require.NoError(t, b.UseDefaultSecurityToken())
		v8test.Throws(t, s, "other.x", "TypeError: no access")
		require.NoError(t, b.SetSecurityToken("another"))
		v8test.Throws(t, s, "other.x", "TypeError: no access")
		require.NoError(t, a.SetSecurityToken("another"))
		v8test.Same(t, s, "other.x", "2")
	})
}

func TestSecurityTokenDefault(t *testing.T) {
	twoContexts(t, "", func(s *v8.Scope, a, b *v8.Context) {
		for _, source := range []string{"other.x", "other.x = 1", "'x' in other", "delete other.x", "other.Array",
			"Object.freeze(other)", "Object.setPrototypeOf(other, null)", "Object.defineProperty(other, 'x', {value: 1})",
			"`${other}`", "JSON.stringify({other})", "new Proxy(other, {}).x", "({...other}).x; other.x"} {
			v8test.Throws(t, s, source, "no access")
		}
		v8test.Same(t, s, "Object.keys(other).length", "0", "typeof other", "object", "Object.getPrototypeOf(other)", "null")
		other, ok := v8test.MustEval(t, s, "other").AsObject()
		require.True(t, ok)
		_, err := other.Get("x")
		require.ErrorContains(t, err, "no access", "from Go too")
		require.ErrorContains(t, other.Set("x", v8.Null()), "no access")
		_ = other.String()
		require.NoError(t, b.Run(context.Background(), func(s *v8.Scope) error {
			v, err := other.Get("x")
			require.NoError(t, err)
			require.Equal(t, "1", v.String(), "in its own context it can be used")
			return nil
		}))
	})
}

// Objects other than global ones have no token.
func TestValuesPassBetweenContexts(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	a, b := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
	v8test.RunIn(t, b, func(outer *v8.Scope) {
		object := v8test.MustEval(t, outer, "({x: 1, f() { return this.x }, get g() { return globalThis }, e: new RangeError('r')})")
		v8test.RunIn(t, a, func(s *v8.Scope) {
			require.NoError(t, s.Global().Set("o", object))
			v8test.Same(t, s, "o.x + o.f()", "2", "o instanceof Object", "false", "o.x = 5; o.f()", "5",
				"o.e instanceof Error", "false", "o.e.name", "RangeError")
			v8test.Throws(t, s, "o.g.x", "no access")
		})
		o, _ := object.AsObject()
		require.Equal(t, "5", v8test.Must(o.Get("x")).String())
	})
}

func TestAllowCodeGenerationFromStrings(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	forbidden := []string{"eval('1')", "(0, eval)('1')", "new Function('return 1')()", "Function('1')",
		"(async () => {}).constructor('1')", "(function* () {}).constructor('1')", "[].at.constructor('1')"}
	check := func(c *v8.Context, allowed bool) {
		t.Helper()
		got, err := c.IsCodeGenerationFromStringsAllowed()
		require.NoError(t, err)
		require.Equal(t, allowed, got)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			for _, source := range forbidden {
				if allowed {
					v8test.MustEval(t, s, source)
				} else {
					v8test.Throws(t, s, source, "EvalError: Code generation from strings disallowed")
				}
			}
			v8test.Same(t, s, "eval(5)", "5")
		})
	}
	c := v8test.ContextIn(t, iso)
	check(c, true)
	require.NoError(t, c.AllowCodeGenerationFromStrings(false))
	check(c, false)
	check(v8test.ContextIn(t, iso), true)
	require.NoError(t, c.AllowCodeGenerationFromStrings(true))
	check(c, true)
	check(v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{DisallowCodeGenerationFromStrings: true})), false)
}

func TestAllowWasmCodeGeneration(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	const compile = "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))"
	check := func(c *v8.Context, allowed bool) {
		t.Helper()
		v8test.RunIn(t, c, func(s *v8.Scope) {
			if allowed {
				v8test.MustEval(t, s, compile)
			} else {
				v8test.Throws(t, s, compile, "CompileError: WebAssembly.Module(): Wasm code generation disallowed by embedder")
			}
			v8test.Same(t, s, "eval('1')", "1")
		})
	}
	c := v8test.ContextIn(t, iso)
	check(c, true)
	require.NoError(t, c.AllowWasmCodeGeneration(false))
	check(c, false)
	require.NoError(t, c.AllowWasmCodeGeneration(true))
	check(c, true)
	check(v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{DisallowWasmCodeGeneration: true})), false)
}

func TestContextSettingsOfClosedContext(t *testing.T) {
	c := v8test.Context(t)
	require.NoError(t, c.Close())
	_, err := c.IsCodeGenerationFromStringsAllowed()
	for _, err := range []error{err, c.SetSecurityToken("x"), c.UseDefaultSecurityToken(), c.AllowCodeGenerationFromStrings(true),
		c.AllowWasmCodeGeneration(true)} {
		require.ErrorIs(t, err, v8.ErrClosed)
	}
	v8test.RequireMisuse(t, "zero Context", func() { new(v8.Context).SetSecurityToken("x") })
}

func TestEmbedderData(t *testing.T) {
	type key struct{}
	c := v8test.Context(t)
	require.Nil(t, c.EmbedderData(key{}))
	c.SetEmbedderData(key{}, t)
	c.SetEmbedderData("other", 1)
	require.Same(t, t, c.EmbedderData(key{}))
	require.Nil(t, c.EmbedderData(struct{}{}))
	v8test.RunIn(t, c, func(s *v8.Scope) {
		require.Equal(t, 1, s.Context().EmbedderData("other"))
	})
	c.SetEmbedderData(key{}, nil)
	require.Nil(t, c.EmbedderData(key{}))
}

// A callback's context is the function's own, whoever calls.
func TestScopeContextInCallback(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	a := v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{SecurityToken: "shared"}))
	b := v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{SecurityToken: "shared"}))
	names := map[*v8.Context]string{a: "a", b: "b"}
	where := func(s *v8.Scope) v8.Value { return v8test.Must(s.NewString(names[s.Context()])).Value }
	// Gives the scope's context, before and after a call into JavaScript.
	callback := func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		f, ok := info.Argument(0).AsFunction()
		if !ok {
			return where(info.Scope()), nil
		}
		inner, err := f.Call(v8.Undefined())
		if err != nil {
			return v8.Value{}, err
		}
		var nested v8.Value
		err = info.Scope().Nested(func(s *v8.Scope) error { nested = v8.NewBoolean(names[s.Context()] == where(s).String()); return nil })
		return v8test.Must(info.Scope().NewString(where(info.Scope()).String() + inner.String() + nested.String())).Value, err
	}
	template := v8test.Must(iso.NewFunctionTemplate(callback, v8.FunctionOptions{Constructor: true}))
	instances := v8test.Must(template.InstanceTemplate())
	require.NoError(t, instances.SetNativeDataProperty("native", func(info v8.PropertyCallbackInfo, _ v8.Name) (v8.Value, error) {
		return where(info.Scope()), nil
	}, nil, v8.None))
	require.NoError(t, instances.SetCallAsFunctionHandler(callback))
	getter := v8test.Must(iso.NewFunctionTemplate(callback, v8.FunctionOptions{}))
	require.NoError(t, v8test.Must(template.PrototypeTemplate()).SetAccessorProperty("accessor", getter, nil, v8.None))
	v8test.RunIn(t, b, func(outer *v8.Scope) {
		f := v8test.Must(outer.NewFunction(callback, v8.FunctionOptions{}))
		require.NoError(t, outer.Global().Set("f", f.Value))
		v8test.Function(t, outer, "T", template)
		global := outer.Global()
		v8test.RunIn(t, a, func(s *v8.Scope) {
			require.NoError(t, s.Global().Set("other", global.Value))
			f := v8test.Must(s.NewFunction(callback, v8.FunctionOptions{}))
			require.NoError(t, s.Global().Set("f", f.Value))
			v8test.Function(t, s, "T", template)
			require.Same(t, a, s.Context())
			require.Same(t, b, outer.Context())
			v8test.Same(t, s, "f()", "a", "other.f()", "b", "T()", "a", "other.T()", "b", "new T().accessor", "a", "new other.T().accessor", "b",
				"other.f(f)", "batrue", "f(other.f)", "abtrue", "other.f(() => f(other.f))", "babtruetrue",
				"[1].map(other.f)[0]", "b", "Reflect.apply(other.f, {}, [])", "b",
				"var o = new other.T; with ({x: 1}) { (() => o.accessor + other.f())() }", "bb",
				"o.native + new T().native + new other.T()()", "aaa") // not functions: they have no context of their own
			v8test.Same(t, s, `function loop(n) {
				let s = new Set;
				for (let i = 0; i < n; i++) { let k = i; s.add((() => k >= 0 && f() + other.f() + T() + other.T() + o.accessor)()) }
				return [...s].join()
			} loop(50000)`, "ababb")
		})
	})
	require.NoError(t, b.Close())
	v8test.RunIn(t, a, func(s *v8.Scope) { v8test.Same(t, s, "other.f(f)", "batrue") })
}
