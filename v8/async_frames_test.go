package v8_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// rejected runs an async function and gives the error that its promise is rejected
// with.
func rejected(t *testing.T, c *v8.Context, source string) *v8.Exception {
	t.Helper()
	var promise *v8.Global[v8.Promise]
	v8test.RunIn(t, c, func(s *v8.Scope) {
		script, err := s.Compile(source, v8.ScriptOrigin{Name: "t.js"})
		require.NoError(t, err)
		v, err := script.Run()
		require.NoError(t, err)
		p, ok := v.AsPromise()
		require.True(t, ok)
		p.MarkAsHandled()
		promise, err = v8.NewGlobal(s, p)
		require.NoError(t, err)
	})
	defer promise.Close()
	var exception *v8.Exception
	v8test.RunIn(t, c, func(s *v8.Scope) {
		require.ErrorAs(t, promise.Get(s).Err(), &exception)
	})
	return exception
}

func TestAsyncFrames(t *testing.T) {
	c := v8test.Context(t)
	const source = `async function inner() { await 1; deep() }
function deep() { throw new Error("no") }
async function outer() { await inner() }
(async () => { await outer() })()`
	e := rejected(t, c, source)
	at := func(name string, line, column int, async bool) v8.StackFrame {
		return v8.StackFrame{FunctionName: name, ScriptName: "t.js", Line: line, Column: column, IsAsync: async}
	}
	require.Equal(t, v8.StackTrace{
		at("deep", 2, 25, false), at("inner", 1, 35, false),
		at("outer", 3, 26, true), at("", 4, 16, true),
	}, e.StackTrace)
	require.Equal(t, "t.js", e.ResourceName)
	require.Equal(t, 2, e.Line)

	// As V8 itself writes them.
	var text string
	require.NoError(t, c.Eval(t.Context(), "globalThis.stack = ''; outer().catch((e) => { stack = e.stack })", nil))
	require.NoError(t, c.Eval(t.Context(), "stack", &text))
	require.Equal(t, strings.Split(text, "\n")[1:], strings.Split(e.StackTrace[:3].String(), "\n"))

	// Whoever has read the stack has taken these from V8; the others stay.
	e = rejected(t, c, "(async () => { try { await outer() } catch (e) { e.stack; throw e } })()")
	require.Equal(t, v8.StackTrace{at("deep", 2, 25, false), at("inner", 1, 35, false)}, e.StackTrace)
	// What is no error has none.
	e = rejected(t, c, "(async () => { await 1; throw {} })()")
	require.Empty(t, e.StackTrace)
}

// Frames of V8's own functions are left out, as elsewhere, and there are ten at most.
func TestAsyncFramesBeyond(t *testing.T) {
	c := v8test.Context(t)
	e := rejected(t, c, `
		async function fails() { await 1; throw new Error("no") }
		async function all() { await Promise.all([fails()]) }
		async function each() { for await (const x of (async function* generator() { yield await all() })()) ; }
		each()`)
	var names []string
	for _, frame := range e.StackTrace {
		names = append(names, frame.FunctionName)
	}
	require.Equal(t, []string{"fails", "all", "generator", "each"}, names)

	e = rejected(t, c, `
		async function down(n) { if (n > 0) return await down(n - 1); await 1; throw new Error("no") }
		down(50)`)
	require.Len(t, e.StackTrace, 10)
	require.True(t, e.StackTrace[9].IsAsync)
	e = rejected(t, c, `
		function sync(n) { if (n > 0) return sync(n - 1); throw new Error("no") }
		Error.stackTraceLimit = 30;
		(async () => { await (async () => { await 1; sync(20) })() })()`)
	require.Len(t, e.StackTrace, 10)
	for _, frame := range e.StackTrace {
		require.Equal(t, v8.StackFrame{FunctionName: "sync", ScriptName: "t.js", Line: 2, Column: frame.Column}, frame)
	}
	e = rejected(t, c, "Error.stackTraceLimit = 1; down(3)")
	require.Len(t, e.StackTrace, 1)
	e = rejected(t, c, "delete Error.stackTraceLimit; down(3)")
	require.LessOrEqual(t, len(e.StackTrace), 10)
	require.NoError(t, c.Eval(t.Context(), "Error.stackTraceLimit = 10", nil))
}

// Scripts can neither run code there nor write what is in it.
func TestAsyncFramesAgainstScripts(t *testing.T) {
	c := v8test.Context(t)
	require.NoError(t, c.Eval(t.Context(), `
		var ran = 0;
		Error.prepareStackTrace = () => { ran++; return "forged" };
		async function fails() { await 1; throw new Error("no") }
		async function caught() { try { await fails() } catch (e) { return e } }`, nil))
	for source, want := range map[string]int{
		`(async () => { await fails() })()`: 2,
		`(async () => { throw Object.defineProperty(await caught(), "stack", {get() { ran++ }}) })()`:                                   3,
		`(async () => { throw Object.create(await caught()) })()`:                                                                       3,
		`(async () => { throw Object.setPrototypeOf(await caught(), new Proxy({}, {get() { ran++ }, getPrototypeOf() { ran++ }})) })()`: 3,
		`(async () => { throw new Proxy(await caught(), {get() { ran++ }, getPrototypeOf() { ran++; return null }}) })()`:               0,
		`(async () => { await 1; const o = {}; Error.captureStackTrace(o); throw o })()`:                                                1,
		`(async () => { const f = async () => { await 1; const o = {}; Error.captureStackTrace(o); throw o }; await f() })()`:           2,
		`(async () => { Object.defineProperty(fails, "name", {value: "x".repeat(1e6)}); await fails() })()`:                             2,
	} {
		e := rejected(t, c, source)
		require.Len(t, e.StackTrace, want, source)
		for _, frame := range e.StackTrace {
			require.LessOrEqual(t, len(frame.FunctionName), 20_000, source)
			require.NotContains(t, frame.String(), "forged")
		}
	}
	var ran int
	require.NoError(t, c.Eval(t.Context(), "ran", &ran))
	require.Zero(t, ran)
	v8test.RequireUsable(t, c)
}
