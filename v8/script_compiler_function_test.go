package v8_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// specialFunctions are the kinds that V8's API has nothing for.
var specialFunctions = map[v8.Kind]v8.FunctionSource{
	v8.KindAsyncFunction:          {Async: true},
	v8.KindGeneratorFunction:      {Generator: true},
	v8.KindAsyncGeneratorFunction: {Async: true, Generator: true},
}

func TestCompileAsyncFunction(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.NoError(t, s.Eval("var factor = 10", nil))
		f, err := s.CompileFunction("return await a * factor + b", v8.FunctionSource{
			Async: true, Parameters: []string{"a", "b"}, Name: "weigh all",
		})
		require.NoError(t, err)
		v, err := f.Call(v8.Undefined(), v8.NewNumber(1), v8.NewNumber(2))
		require.NoError(t, err)
		promise, ok := v.AsPromise()
		require.True(t, ok)
		require.NoError(t, s.PerformMicrotaskCheckpoint())
		require.Equal(t, "12", promise.Result().String())
		for property, want := range map[string]string{"name": "weigh all", "length": "2"} {
			v, err := f.Get(property)
			require.NoError(t, err)
			require.Equal(t, want, v.String())
		}
	})
}

func TestCompileGenerators(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		f, err := s.CompileFunction("for (let n = 0; n < most; n++) yield n", v8.FunctionSource{Generator: true, Parameters: []string{"most"}})
		require.NoError(t, err)
		v, err := f.Call(v8.Undefined(), v8.NewNumber(3))
		require.NoError(t, err)
		var got []string
		for n, err := range v.Iterate() {
			require.NoError(t, err)
			got = append(got, n.String())
		}
		require.Equal(t, []string{"0", "1", "2"}, got)
		for kind, source := range specialFunctions {
			f, err := s.CompileFunction("", source)
			require.NoError(t, err)
			require.Equal(t, kind, f.Kind())
			name, err := f.Get("name")
			require.NoError(t, err)
			require.Empty(t, name.String())
		}
	})
}

// What ends the function early, begins another or swallows its end.
var escapes = []string{
	"}", "{", "})();", "} {", "};{", "}; evil(); {", "} evil(); function g() {", "}(evil()), function () {", "}.x = evil(), {", "}, evil(), {",
	"} async function anonymous() { evil()", "} async function anonymous_() { evil()", "} async function anonymous__() { evil()",
	"} function* anonymous_() { evil()", "} async function* anonymous_() { evil()", "} var anonymous_ = evil(); {", "} let anonymous_; {",
	"} { function anonymous_() { evil() } }{", "}\nstatic\n{", "}, g()\n{", "}, get\n[evil()]()\n{", "} }) ({ a() {", "/*", "`", "'", "//\n}", "} //", "} /*", "*/", "}`${evil()}`;{", "} return evil(); {", "}\nreturn\n{",
	"} label: {", "} if (evil()) {", "} class A { static { evil() }", "} class A { static x = evil();", "} export default {", "-->\n} {", "} <!-- {",
	"\u2028} evil(); {", "} catch {", "} while (evil()) {", "} with (evil()) {", "} eval('evil()'); {", "}\u0000{", "\xff}\xff{",
}

func TestCompiledFunctionsDoNotEscape(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.NoError(t, s.Eval("let ran = 0; function evil() { ran++ }", nil))
		for kind, source := range specialFunctions {
			for _, body := range escapes {
				for _, body := range []string{body, "1;" + body, "await 1; " + body + "\n"} {
					_, err := s.CompileFunction(body, source)
					v8test.RequireThrown(t, err, "SyntaxError")
				}
			}
			for _, parameter := range []string{"a = evil()", "a) { evil() } function g(b", "...a", "a/*", "//", "a\n", "[a]", "", "a, b"} {
				source.Parameters = []string{"x", parameter}
				_, err := s.CompileFunction("*/", source)
				require.ErrorContains(t, err, "SyntaxError", kind)
			}
		}
		v8test.Same(t, s, "ran", "0")
	})
}

// A body can name everything that a program has, and the name that it is compiled
// under is none that it has.
func TestCompiledFunctionsSeeTheGlobalScopeAlone(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.NoError(t, s.Eval("var anonymous = 'outer', anonymous_ = 'too'", nil))
		f, err := s.CompileFunction("yield anonymous + anonymous_ + typeof arguments.length + (this === globalThis)", v8.FunctionSource{Generator: true})
		require.NoError(t, err)
		v, err := f.Call(v8.Undefined())
		require.NoError(t, err)
		for text, err := range v.Iterate() {
			require.NoError(t, err)
			require.Equal(t, "outertoonumbertrue", text.String())
		}
		_, err = s.CompileFunction("return '"+strings.Repeat("x", 1<<20)+"é'", v8.FunctionSource{Async: true})
		require.NoError(t, err)
		_, err = s.CompileFunction("anonymous"+strings.Repeat("_", 1<<20), v8.FunctionSource{Async: true})
		require.NoError(t, err)
	})
}

// Places are the body's own, on the first line and on others.
func TestCompiledFunctionsHaveTheirLines(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, origin := range []v8.ScriptOrigin{{Name: "rule.js"}, {Name: "rule.js", LineOffset: 10}, {Name: "rule.js", LineOffset: 2, ColumnOffset: 7}} {
			for _, source := range specialFunctions {
				source.Origin, source.Name, source.Parameters = origin, "fails", []string{"fail"}
				for body, place := range map[string][2]int{
					"fail()":        {1, 1 + origin.ColumnOffset},
					"\n  fail()":    {2, 3},
					"await 1; 5 5;": {1, 12 + origin.ColumnOffset},
					"\n 5 5":        {2, 4},
				} {
					if strings.Contains(body, "await") && !source.Async {
						continue
					}
					want := fmt.Sprintf("(rule.js:%d:%d)", place[0]+origin.LineOffset, place[1])
					f, err := s.CompileFunction(body, source)
					if err != nil {
						require.ErrorContains(t, err, "SyntaxError")
						require.ErrorContains(t, err, want)
						continue
					}
					require.NoError(t, s.Global().Set("f", f.Value))
					v := v8test.MustEval(t, s, `
						var got;
						(async () => {
							try {
								const r = f(() => { throw got = new Error('no') });
								await (r.next ? r.next() : r);
							} catch {}
						})();
						got`)
					if e, ok := v.Exception(); ok {
						require.Equal(t, "fails", e.StackTrace[1].FunctionName)
						require.Equal(t, want, fmt.Sprintf("(%s:%d:%d)", e.StackTrace[1].ScriptName, e.StackTrace[1].Line, e.StackTrace[1].Column))
					} else {
						t.Fatalf("%s: %v", body, v)
					}
					require.NoError(t, s.Eval("got = undefined", nil))
				}
			}
		}
	})
}

func TestCompileFunctionWithoutCodeGeneration(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{SourceLimit: 200})
	c, err := iso.NewContext(t.Context(), v8.ContextOptions{DisallowCodeGenerationFromStrings: true})
	require.NoError(t, err)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, source := range specialFunctions {
			_, err := s.CompileFunction("", source)
			require.NoError(t, err)
			_, err = s.CompileFunction(strings.Repeat(" ", 201), source)
			require.ErrorIs(t, err, v8.ErrSourceTooLong)
		}
	})
}

// A script that has replaced everything that could be asked for a function's text.
func TestCompileFunctionInAPatchedContext(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.NoError(t, s.Eval(`
			let ran = 0;
			for (const o of [Function.prototype, Object.getPrototypeOf(async () => {}), Object.prototype]) {
				for (const name of ['toString', 'name', 'constructor', 'call']) Object.defineProperty(o, name, {get() { ran++ }, set() { ran++ }});
			}`, nil))
		for _, source := range specialFunctions {
			_, err := s.CompileFunction("return 1", source)
			require.NoError(t, err)
			_, err = s.CompileFunction("};{", source)
			require.ErrorContains(t, err, "SyntaxError")
		}
		v8test.Same(t, s, "ran", "0")
	})
}

// What CompileFunction takes is what ECMAScript's constructors take.
func FuzzCompileFunction(f *testing.F) {
	iso := v8test.Isolate(f, v8.IsolateOptions{})
	for _, body := range escapes {
		f.Add(body)
	}
	f.Add("for await (const x of y) yield* x; return arguments")
	f.Fuzz(func(t *testing.T, body string) {
		v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
			for kind, source := range specialFunctions {
				literal := map[v8.Kind]string{v8.KindAsyncFunction: "async () => {}", v8.KindGeneratorFunction: "function* () {}",
					v8.KindAsyncGeneratorFunction: "async function* () {}"}[kind]
				constructor, _ := v8test.MustEval(t, s, "Object.getPrototypeOf("+literal+").constructor").AsFunction()
				_, want := constructor.Call(v8.Undefined(), v8test.StringOf(t, s, body).Value)
				_, got := s.CompileFunction(body, source)
				require.Equal(t, want == nil, got == nil, "%v: %q\n%v\n%v", kind, body, want, got)
			}
		})
	})
}
