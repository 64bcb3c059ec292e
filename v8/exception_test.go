package v8_test

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// JavaScript throws values of any kind. None is lost, and none of the code that
// they hide runs.
func TestThrow(t *testing.T) {
	seven, _ := new(big.Int).SetString("-1267650600228229401496703205376", 10)
	for _, test := range []struct {
		thrown  string
		message string
		kind    v8.Kind
		value   any
	}{
		{"undefined", "undefined", v8.KindUndefined, nil},
		{"null", "null", v8.KindNull, nil},
		{"true", "true", v8.KindBoolean, true},
		{"false", "false", v8.KindBoolean, false},
		{"1.5", "1.5", v8.KindNumber, 1.5},
		{"-0", "0", v8.KindNumber, 0.0},
		{"'text'", "text", v8.KindString, "text"},
		{"''", "", v8.KindString, ""},
		{"'Uncaught text'", "Uncaught text", v8.KindString, "Uncaught text"},
		{"'a\\0b\\n'", "a\x00b\n", v8.KindString, "a\x00b\n"},
		{"'\\ud800'", "\ufffd", v8.KindString, "\ufffd"},
		{"-(2n ** 100n)", seven.String(), v8.KindBigInt, seven},
		{"Symbol('x')", "Symbol(x)", v8.KindSymbol, nil},
		{"{}", "#<Object>", v8.KindObject, map[string]any{}},
		{"[1]", "[object Array]", v8.KindArray, []any{1.0}},
		{"Object.create(null)", "[object Object]", v8.KindObject, nil},
		{"() => 1", "() => 1", v8.KindFunction, nil},
		{"Promise.resolve()", "#<Promise>", v8.KindPromise, nil},
		{"globalThis", "#<Object>", v8.KindObject, nil},

		{"new Error('no')", "Error: no", v8.KindError, nil},
		{"new Error", "Error", v8.KindError, nil},
		{"new TypeError('no')", "TypeError: no", v8.KindError, nil},
		{"new RangeError('no')", "RangeError: no", v8.KindError, nil},
		{"new ReferenceError('no')", "ReferenceError: no", v8.KindError, nil},
		{"new SyntaxError('no')", "SyntaxError: no", v8.KindError, nil},
		{"new EvalError('no')", "EvalError: no", v8.KindError, nil},
		{"new URIError('no')", "URIError: no", v8.KindError, nil},
		{"new AggregateError([1], 'no')", "AggregateError: no", v8.KindError, nil},
		{"new (class Mine extends Error { name = 'Mine' })('no')", "Mine: no", v8.KindError, nil},
		{"Object.assign(new Error('no'), { message: 1234 })", "Error", v8.KindError, nil},
		{"new Error('two\\nlines')", "Error: two\nlines", v8.KindError, nil},

		{"{ toString() { ran = true; throw 1 } }", "[object Object]", v8.KindObject, nil},
		{"{ get stack() { ran = true; throw 1 } }", "#<Object>", v8.KindObject, nil},
		{"Object.defineProperty(new Error('no'), 'stack', { get() { ran = true; throw 1 } })", "Error: no", v8.KindError, nil},
		{"Object.defineProperty(new Error('no'), 'message', { get() { ran = true; throw 1 } })", "Error", v8.KindError, nil},
		{"Object.defineProperty(new Error('no'), 'name', { get() { ran = true; throw 1 } })", "no", v8.KindError, nil},
		{"Object.defineProperty(new Error('no'), 'cause', { get() { ran = true; throw 1 } })", "Error: no", v8.KindError, nil},
		{"new Proxy({}, { get() { ran = true; throw 1 } })", "#<Object>", v8.KindProxy, nil},
		{"new Proxy(new Error('no'), { get() { ran = true; throw 1 }, getPrototypeOf() { ran = true; throw 1 } })", "Error: no", v8.KindProxy, nil},
		{"(r => (r.revoke(), r.proxy))(Proxy.revocable({}, {}))", "null", v8.KindProxy, nil},
		{"(r => (r.revoke(), r.proxy))(Proxy.revocable(() => {}, {}))", "null", v8.KindProxyFunction, nil},
		{"(Error.prepareStackTrace = () => { ran = true; throw 1 }, new Error('no'))", "Error: no", v8.KindError, nil},
	} {
		t.Run(test.thrown, func(t *testing.T) {
			v8test.Run(t, func(s *v8.Scope) {
				v8test.MustEval(t, s, "var ran = false")
				exception := v8test.Throws(t, s, "throw ("+test.thrown+")", "")
				require.Equal(t, test.message, exception.Message)
				require.Equal(t, test.kind.String(), exception.Thrown.Kind().String())
				require.Equal(t, v8test.ThrownValue(test.value), exception.Value)
				require.Equal(t, 1, exception.Line)
				require.Equal(t, "test.js", exception.ResourceName)
				require.Equal(t, fmt.Sprintf(`v8: run "test.js": %s (test.js:1:%d)`, test.message, exception.Column), exception.Error())
				require.NotPanics(t, func() { _ = fmt.Sprintf("%+v", exception) })
				require.True(t, v8test.MustEval(t, s, "ran").IsFalse())
			})
		})
	}
}

const threeCalls = `
function inner() { null.x }
class Outer { constructor() { inner() } }
	new Outer`

func TestException(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		exception := v8test.Throws(t, s, threeCalls, "")
		require.Equal(t, "TypeError: Cannot read properties of null (reading 'x')", exception.Message)
		require.Equal(t, "test.js", exception.ResourceName)
		require.Equal(t, 2, exception.Line)
		require.Equal(t, 25, exception.Column)
		require.Equal(t, "function inner() { null.x }", exception.SourceLine)
		require.Equal(t, v8.StackTrace{
			{FunctionName: "inner", ScriptName: "test.js", Line: 2, Column: 25},
			{FunctionName: "Outer", ScriptName: "test.js", Line: 3, Column: 31},
			{ScriptName: "test.js", Line: 4, Column: 2},
		}, exception.StackTrace)

		const short = `v8: run "test.js": TypeError: Cannot read properties of null (reading 'x') (test.js:2:25)`
		require.Equal(t, short, exception.Error())
		require.Equal(t, short, fmt.Sprintf("%v", exception))
		require.Equal(t, short, fmt.Sprintf("%s", exception))
		require.Equal(t, fmt.Sprintf("%q", short), fmt.Sprintf("%q", exception))
		require.Equal(t, short+`
function inner() { null.x }
    at inner (test.js:2:25)
    at Outer (test.js:3:31)
    at test.js:4:2`, fmt.Sprintf("%+v", exception))
	})
}

func TestExceptionOfSyntax(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		exception := v8test.Throws(t, s, "let x = 1\nlet y = = 2", "")
		require.EqualError(t, exception, `v8: compile "test.js": SyntaxError: Unexpected token '=' (test.js:2:9)`)
		require.Equal(t, "let y = = 2", exception.SourceLine)
		require.Empty(t, exception.StackTrace)
	})
}

func TestExceptionWithoutName(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		script, err := s.Compile("null.x", v8.ScriptOrigin{})
		require.NoError(t, err)
		_, err = script.Run()
		require.EqualError(t, err, "v8: run: TypeError: Cannot read properties of null (reading 'x') (<anonymous>:1:6)")
	})
}

// The stack of an error is that of its making; the stack of anything else is
// that of the throwing.
func TestExceptionStack(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		made := v8test.Throws(t, s, "function make() { return new Error('no') }\nthrow make()", "")
		require.Equal(t, "    at make (test.js:1:26)\n    at test.js:2:7", made.StackTrace.String())
		require.Equal(t, 1, made.Line)

		thrown := v8test.Throws(t, s, "function toss() { throw {} }\ntoss()", "")
		require.Equal(t, "    at toss (test.js:1:19)\n    at test.js:2:1", thrown.StackTrace.String())

		rethrown := v8test.Throws(t, s, "try { null.x } catch (e) {\n throw e }", "")
		require.Equal(t, "    at test.js:1:12", rethrown.StackTrace.String())

		evaluated := v8test.Throws(t, s, "eval('null.x')", "")
		require.True(t, evaluated.StackTrace[0].IsEval)
		require.Equal(t, "test.js", evaluated.StackTrace[1].ScriptName)

		deep := v8test.Throws(t, s, "(function f(n) { if (n == 0) throw 1; f(n - 1) })(100)", "")
		require.Len(t, deep.StackTrace, 10, "as many as Error.stackTraceLimit")
	})
}

// An exception outlives its Scope, but for the thrown value.
func TestExceptionOutlivesItsScope(t *testing.T) {
	c := v8test.Context(t)
	err := v8test.EvalIn(t.Context(), c, "throw 'text'")
	v8test.RunIn(t, c, func(s *v8.Scope) { v8test.Throws(t, s, "throw 'something else'", "") })
	var exception *v8.Exception
	require.ErrorAs(t, err, &exception)
	require.Equal(t, "text", exception.Message)
	require.Equal(t, "text", exception.Value)
	require.EqualError(t, err, `v8: run "test.js": text (test.js:1:1)`)
	require.Equal(t, v8.KindString, exception.Thrown.Kind())
}

// A thrown value is the very one, and can be used like any other.
func TestExceptionThrown(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		exception := v8test.Throws(t, s, "throw 'a longer text'", "")
		text, ok := exception.Thrown.AsString()
		require.True(t, ok)
		require.Equal(t, 13, text.Length())
		for range 1000 { // others come and go
			v8test.Throws(t, s, "throw {}", "")
		}
		require.Equal(t, "a longer text", text.String())
	})
}

func TestExceptionCause(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		exception := v8test.Throws(t, s, "throw new Error('a', { cause: new RangeError('b', { cause: new TypeError('c') }) })", "")
		require.Equal(t, "Error: a", exception.Message)
		require.Equal(t, "RangeError: b", exception.Cause.Message)
		require.Equal(t, "TypeError: c", exception.Cause.Cause.Message)
		require.Nil(t, exception.Cause.Cause.Cause)
		require.ErrorIs(t, exception, exception.Cause.Cause)
		require.Contains(t, fmt.Sprintf("%+v", exception), "\ncause: RangeError: b")

		require.Nil(t, v8test.Throws(t, s, "throw new Error('a', { cause: 'only text' })", "").Cause)
		require.Nil(t, v8test.Throws(t, s, "throw { cause: new Error('b') }", "").Cause)
		circle := v8test.Throws(t, s, "var e = new Error('a'); e.cause = e; throw e", "")
		depth := 0
		for e := circle; e != nil; e = e.Cause {
			depth++
		}
		require.Less(t, depth, 100, "a circle is followed so far")
	})
}

// Texts of any length come out, and memory does not stay with them.
func TestExceptionHuge(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		exception := v8test.Throws(t, s, "throw 'x'.repeat(1e6)", "")
		require.Equal(t, strings.Repeat("x", 1e6), exception.Value)
		exception = v8test.Throws(t, s, strings.Repeat(" ", 1e6)+"null.x", "")
		require.Equal(t, int(1e6)+6, exception.Column)
	})
}

func TestValueException(t *testing.T) {
	v8test.RunIn(t, v8test.Context(t), func(s *v8.Scope) {
		e, ok := v8test.MustEval(t, s, "function make() { return new TypeError('kept', {cause: new Error('deep')}) } make()").Exception()
		require.True(t, ok)
		require.Equal(t, "TypeError: kept", e.Message)
		require.Equal(t, "make", e.StackTrace[0].FunctionName)
		require.Equal(t, "Error: deep", e.Cause.Message)
		require.EqualError(t, e, "v8: TypeError: kept (test.js:1:26)")
		for _, source := range []string{"({message: 'no error'})", "'text'", "undefined", "new Proxy(new Error('no'), {})"} {
			_, ok := v8test.MustEval(t, s, source).Exception()
			require.False(t, ok, source)
		}
	})
}

// Who catches an error and throws it again does not hide where it was made.
func TestExceptionRethrown(t *testing.T) {
	v8test.RunIn(t, v8test.Context(t), func(s *v8.Scope) {
		_, err := v8test.Eval(s, "function fail() { missing() }\n\ntry { fail() } catch (e) {\n  throw e }")
		var e *v8.Exception
		require.ErrorAs(t, err, &e)
		require.Equal(t, []any{1, 19}, []any{e.Line, e.Column})
		require.Equal(t, "function fail() { missing() }", e.SourceLine)

		_, err = v8test.Eval(s, "let first = 1;\nthrow {no: 'error'}")
		require.ErrorAs(t, err, &e)
		require.Equal(t, 2, e.Line, "what has no stack is where it was thrown")

		_, err = v8test.Eval(s, "\n(function () { eval('1 +') })()")
		require.ErrorAs(t, err, &e)
		require.Contains(t, e.Message, "SyntaxError")
	})
}

// A place in a line of minified code is shown with what is around it.
func TestExceptionInLongLine(t *testing.T) {
	for _, before := range []int{0, 150, 5_000, 200_000} {
		for _, after := range []int{0, 5_000, 200_000} {
			source := strings.Repeat("1;", before/2) + "missing()" + strings.Repeat(";2", after/2)
			err := v8test.EvalIn(context.Background(), v8test.Context(t), source)
			var e *v8.Exception
			require.ErrorAs(t, err, &e)
			require.Equal(t, before+1, e.Column)
			require.Contains(t, e.SourceLine, "missing()")
			shown := strings.Split(fmt.Sprintf("%+v", e), "\n")[1]
			require.Contains(t, shown, "missing()")
			require.LessOrEqual(t, len(shown), 200+2*len("..."))
		}
	}
}

// Errors that have a cure here name it.
func TestExceptionCure(t *testing.T) {
	for source, cure := range map[string]string{
		"import {a} from 'a.js'":                "this is a module",
		"export const a = 1":                    "this is a module",
		"await 1":                               "this is a module",
		"import.meta.url":                       "this is a module",
		"const n: number = 1":                   "TypeScript",
		"interface Order { total: number }":     "TypeScript",
		"function f(o: Order) { return o }":     "TypeScript",
		"const o = {} as Order":                 "TypeScript",
		"const broken = ":                       "",
		"function broken( { ":                   "",
		"const x = {a: b c}":                    "",
		"throw new SyntaxError('export await')": "",
	} {
		err := v8test.EvalIn(context.Background(), v8test.Context(t), source)
		if cure == "" {
			require.NotContains(t, err.Error(), "TypeScript", source)
			require.NotContains(t, err.Error(), "module", source)
		} else {
			require.ErrorContains(t, err, cure, source)
		}
	}
	v8test.RunIn(t, v8test.Context(t), func(s *v8.Scope) {
		const source = "function f() { await 1 }"
		_, err := s.CompileModule(source, v8.ScriptOrigin{})
		require.ErrorContains(t, err, "SyntaxError")
		require.NotContains(t, err.Error(), "is a module", "it is one already")
		_, err = s.CompileFunction(source, v8.FunctionSource{})
		require.NotContains(t, err.Error(), "is a module")
		_, err = s.CompileModule("const n: number = 1", v8.ScriptOrigin{})
		require.ErrorContains(t, err, "TypeScript")
	})
	err := v8test.Context(t).Eval(context.Background(), "(async () => 1)()", new(float64))
	require.ErrorContains(t, err, "await it by package v8/loop")
}
