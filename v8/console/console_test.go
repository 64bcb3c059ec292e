package console_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
	"github.com/nodeisolates/isolates/v8/loop"
)

// lines is text without the newline that a literal begins with.
func lines(text string) string { return strings.TrimPrefix(text, "\n") }

func TestErrorsHaveTheirStack(t *testing.T) {
	for _, row := range []struct{ source, want string }{
		{`console.log(new Error('no'))`, `
Error: no
    at <anonymous>:1:13
`},
		{`function f() { return new TypeError('no') } console.log({e: f(), x: 1})`, `
{
  e: TypeError: no
      at f (<anonymous>:1:23)
      at <anonymous>:1:61,
  x: 1
}
`},
		{`class Bad extends Error { constructor(m, o) { super(m, o); this.code = 5 } }
console.log(new Bad('no', {cause: new Error('why')}))`, `
Bad [Error]: no
    at <anonymous>:2:13 {
  code: 5,
  [cause]: Error: why
      at <anonymous>:2:35
}
`},
		{`console.log(new AggregateError([1, 'a'], 'no'))`, `
AggregateError: no
    at <anonymous>:1:13 {
  [errors]: [ 1, 'a' ]
}
`},
		{`console.log(Object.assign(new Error('no'), {name: 'Own', message: 'other'}))`, `
Own: other
    at <anonymous>:1:27
`},
		{`console.trace('at %d', 5)`, `
Trace: at 5
    at <anonymous>:1:9
`},
		{`(function named() { console.trace() })()`, `
Trace
    at named (<anonymous>:1:29)
    at <anonymous>:1:39
`},
	} {
		require.Equal(t, lines(row.want), eval(t, row.source), row.source)
	}
}

func TestTable(t *testing.T) {
	for _, row := range []struct{ source, want string }{
		{`console.table([{a: 1, b: 'x'}, {a: 2, c: {d: 1}}])`, `
┌─────────┬───┬─────┬──────────┐
│ (index) │ a │ b   │ c        │
├─────────┼───┼─────┼──────────┤
│ 0       │ 1 │ 'x' │          │
│ 1       │ 2 │     │ { d: 1 } │
└─────────┴───┴─────┴──────────┘
`},
		{`console.table([1, 'a', [1, {x: {}}]])`, `
┌─────────┬───┬───────────┬────────┐
│ (index) │ 0 │ 1         │ Values │
├─────────┼───┼───────────┼────────┤
│ 0       │   │           │ 1      │
│ 1       │   │           │ 'a'    │
│ 2       │ 1 │ { x: {} } │        │
└─────────┴───┴───────────┴────────┘
`},
		{`console.table(new Map([['k', {a: 1}]]))`, `
┌───────────────────┬─────┬──────────┐
│ (iteration index) │ Key │ Values   │
├───────────────────┼─────┼──────────┤
│ 0                 │ 'k' │ { a: 1 } │
└───────────────────┴─────┴──────────┘
`},
		{`console.table(new Set(['日本', 2]))`, `
┌───────────────────┬────────┐
│ (iteration index) │ Values │
├───────────────────┼────────┤
│ 0                 │ '日本' │
│ 1                 │ 2      │
└───────────────────┴────────┘
`},
		{`console.table([{a: 1, b: 2}, 3], ['b', 'z'])`, `
┌─────────┬───┬───┐
│ (index) │ b │ z │
├─────────┼───┼───┤
│ 0       │ 2 │   │
│ 1       │   │   │
└─────────┴───┴───┘
`},
		{`console.table({r: {x: 1, get y() { throw 1 }}, s: 5})`, `
┌─────────┬───┬──────────┬────────┐
│ (index) │ x │ y        │ Values │
├─────────┼───┼──────────┼────────┤
│ r       │ 1 │ [Getter] │        │
│ s       │   │          │ 5      │
└─────────┴───┴──────────┴────────┘
`},
		{`console.table(5); console.table(); console.table(() => 1, ['a'])`, "5\nundefined\n[Function (anonymous)]\n"},
	} {
		require.Equal(t, lines(row.want), eval(t, row.source), row.source)
	}
}

func TestGroups(t *testing.T) {
	require.Equal(t, "a\n  b\n  c\n    { x: 1 }\nend\n", eval(t, `
		console.group('a'); console.log('b\nc'); console.groupCollapsed(); console.log({x: 1});
		console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log('end')`))
	require.Equal(t, "a\nb\n", eval(t, `console.group('a'); console.clear(); console.log('b')`), "clear ends groups")
}

func TestCounts(t *testing.T) {
	require.Equal(t, "default: 1\nx: 1\ndefault: 2\nx: 1\nCount for 'nope' does not exist\n5: 1\n[object]: 1\n", eval(t, `
		console.count(); console.count('x'); console.count(undefined); console.countReset('x'); console.count('x');
		console.countReset('nope'); console.count(5); console.count('[object]')`))
}

func TestAsserts(t *testing.T) {
	require.Equal(t, "Assertion failed: no 1\nAssertion failed { a: 1 }\nAssertion failed\nAssertion failed: \n", eval(t, `
		console.assert(true, 'yes'); console.assert(false, 'no %d', 1); console.assert(0, {a: 1}); console.assert();
		console.assert('', '')`))
}

func TestDir(t *testing.T) {
	const deep = "{a: {b: {c: {d: {e: 1}}}}}"
	require.Equal(t, lines(`
{ a: [Object] }
{
  a: {
    b: { c: { d: { e: 1 } } }
  }
}
{ a: { b: { c: [Object] } } }
's'
undefined
{ a: 1 } [ 2 ]
`), eval(t, `console.dir(`+deep+`, {depth: 0}); console.dir(`+deep+`, {depth: null}); console.dir(`+deep+`, {get depth() { throw 1 }});
		console.dir('s'); console.dir(); console.dirxml({a: 1}, [2])`))
}

func TestTimers(t *testing.T) {
	for d, want := range map[time.Duration]string{
		1234 * time.Microsecond:           "1.234ms",
		5 * time.Millisecond:              "5ms",
		1500 * time.Millisecond:           "1.500s",
		62*time.Second + 34_000_000:       "1:02.034 (m:ss.mmm)",
		2*time.Hour + 3*time.Minute + 4e9: "2:03:04 (h:mm:ss)",
	} {
		var b console.Buffer
		now := time.Now()
		cons := console.New(&b, console.Options{})
		console.SetClock(cons, func() time.Time { return now })
		c := contextWith(t, cons)
		require.NoError(t, c.Eval(t.Context(), `console.time(); console.time(); console.time('x')`, nil))
		now = now.Add(d)
		require.NoError(t, c.Eval(t.Context(), `console.timeLog('x', {a: 1}, '%d'); console.timeEnd(); console.timeEnd()`, nil))
		require.Equal(t, "Label 'default' already exists for console.time()\nx: "+want+" { a: 1 } %d\ndefault: "+want+
			"\nNo such label 'default' for console.timeEnd()\n", b.String())
	}
}

func contextWith(t testing.TB, cons v8.Console) *v8.Context {
	c, err := v8test.Isolate(t, v8.IsolateOptions{}).NewContext(t.Context(), v8.ContextOptions{Console: cons})
	require.NoError(t, err)
	return c
}

func TestMessagesSayWhatTheyAre(t *testing.T) {
	var b console.Buffer
	c := newContext(t, &b, console.Options{AddSource: true})
	require.NoError(t, c.Run(t.Context(), func(s *v8.Scope) error {
		script, err := s.Compile("function f() {\n console.warn('a', 1)\n}\nconsole.group('g'); f(); console.debug(); console.error(2)\nconsole.table(3)",
			v8.ScriptOrigin{Name: "main.js"})
		if err != nil {
			return err
		}
		_, err = script.Run()
		return err
	}))
	frame := func(function string, line, column int) v8.StackFrame {
		return v8.StackFrame{FunctionName: function, ScriptName: "main.js", Line: line, Column: column}
	}
	require.Equal(t, []console.Message{
		{Level: slog.LevelInfo, Method: "group", Text: "g", Source: frame("", 4, 9)},
		{Level: slog.LevelWarn, Method: "warn", Text: "a 1", Group: 1, Source: frame("f", 2, 10)},
		{Level: slog.LevelDebug, Method: "debug", Group: 1, Source: frame("", 4, 34)},
		{Level: slog.LevelError, Method: "error", Text: "2", Group: 1, Source: frame("", 4, 51)},
		{Level: slog.LevelInfo, Method: "table", Text: "3", Group: 1, Source: frame("", 5, 9)},
	}, b.Messages())
	b.Reset()
	require.Empty(t, b.String())
}

func TestConsoleIsTheStandards(t *testing.T) {
	require.Equal(t, "\ntrue\n", eval(t, `
		const d = Object.getOwnPropertyDescriptor(globalThis, 'console');
		const proto = Object.getPrototypeOf(console);
		console.log(d.writable && d.configurable && !d.enumerable && !('context' in console) &&
			Object.prototype.toString.call(console) === '[object console]' && Object.getPrototypeOf(proto) === Object.prototype &&
			Object.keys(proto).length === 0 && console.log.name === 'log' && console.log.length === 0 &&
			(() => { try { new console.log } catch { return true } })() && console.log.call(null) === undefined)`))
}

func TestEveryFunctionOfTheStandardIsThere(t *testing.T) {
	var names []string
	require.NoError(t, contextWith(t, console.New(&console.Buffer{}, console.Options{})).Eval(t.Context(), `Object.keys(console)`, &names))
	require.ElementsMatch(t, []string{
		"assert", "clear", "debug", "error", "info", "log", "table", "trace", "warn", "dir", "dirxml", "count", "countReset",
		"group", "groupCollapsed", "groupEnd", "time", "timeLog", "timeEnd", "timeStamp", "profile", "profileEnd",
	}, names)
}

func TestHandlerOfACtx(t *testing.T) {
	var all, one console.Buffer
	c := newContext(t, &all, console.Options{})
	require.NoError(t, c.Eval(console.WithHandler(t.Context(), &one), `console.log('one'); Promise.resolve().then(() => console.log('job'))`, nil))
	require.NoError(t, c.Eval(t.Context(), `console.log('all')`, nil))
	require.Equal(t, "one\njob\n", one.String())
	require.Equal(t, "all\n", all.String())
}

func TestLimitOfARun(t *testing.T) {
	var b console.Buffer
	c := newContext(t, &b, console.Options{Limit: 1000, MessageLimit: 300})
	flood := `for (let n = 0; n < 1e5; n++) console.log('x'.repeat(1e4))`
	for range 2 {
		b.Reset()
		require.NoError(t, c.Eval(t.Context(), flood, nil))
		m := b.Messages()
		require.Len(t, m, 4)
		require.Equal(t, strings.Repeat("x", 296)+" ...", m[0].Text)
		require.Equal(t, m[0].Text, m[1].Text)
		require.Less(t, len(m[2].Text), 300, "what was left")
		require.Equal(t, console.Message{Level: slog.LevelWarn, Text: "console: more than 1000 bytes: what follows is dropped"}, m[3])
	}
}

// What runs later, by timers, is under the same ctx.
func TestLimitOfACtx(t *testing.T) {
	var b console.Buffer
	c := newContext(t, &console.Buffer{}, console.Options{Limit: 1000})
	l, err := loop.New(c, loop.Options{})
	require.NoError(t, err)
	defer l.Close()
	ctx := console.WithHandler(t.Context(), &b)
	require.NoError(t, l.Await(ctx, nil, func(s *v8.Scope) (v8.Value, error) {
		return v8test.Eval(s, `(async () => { for (let n = 0; n < 50; n++) { console.log('text'); await new Promise(r => setTimeout(r)) } })()`)
	}))
	m := b.Messages()
	require.Contains(t, m[len(m)-1].Text, "dropped")
	require.Len(t, m, 1+1000/(64+len("text")))
}

func TestNoLimit(t *testing.T) {
	n := 0
	c := newContext(t, console.HandlerFunc(func(context.Context, console.Message) { n++ }), console.Options{Limit: -1})
	require.NoError(t, c.Eval(t.Context(), `for (let n = 0; n < 20000; n++) console.log('x'.repeat(100))`, nil))
	require.Equal(t, 20000, n)
}

func TestBufferIsBounded(t *testing.T) {
	b := console.Buffer{Limit: 200}
	c := newContext(t, &b, console.Options{AddSource: true})
	require.NoError(t, c.Eval(t.Context(), `for (let n = 0; n < 10; n++) console.log(n)`, nil))
	require.Equal(t, "0\n1\n2\n", b.String())
	require.Equal(t, 7, b.Dropped())
	b.Reset()
	require.NoError(t, c.Eval(t.Context(), "console.log(1)\n//# sourceURL="+strings.Repeat("x", 500), nil))
	require.Equal(t, 1, b.Dropped(), "the names of scripts count too")
}

func TestSlog(t *testing.T) {
	var text bytes.Buffer
	noTime := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	h := slog.NewTextHandler(&text, &slog.HandlerOptions{ReplaceAttr: noTime})
	c := newContext(t, console.Slog(h), console.Options{AddSource: true})
	require.NoError(t, c.Eval(t.Context(), `console.debug('not wanted'); console.warn('a', {b: 1}); console.group('g'); console.count() //# sourceURL=main.js`, nil))
	require.Equal(t, lines(`
level=WARN msg="a { b: 1 }" source=main.js:1
level=INFO msg=g method=group source=main.js:1
level=INFO msg="default: 1" method=count group=1 source=main.js:1
`), text.String())
}

type errorsOnly struct{ console.Buffer }

func (*errorsOnly) Enabled(_ context.Context, level slog.Level) bool { return level == slog.LevelError }

func TestUnwantedLevelsCostNoText(t *testing.T) {
	var b errorsOnly
	c := newContext(t, &b, console.Options{})
	require.NoError(t, c.Eval(t.Context(), `
		for (const name of Object.keys(console)) if (name !== 'error') console[name]('a', {b: 1});
		console.groupEnd(); console.error('wanted')`, nil))
	require.Equal(t, "wanted\n", b.String())
}

func TestHandlersPanicAsCallbacksDo(t *testing.T) {
	c := newContext(t, console.HandlerFunc(func(context.Context, console.Message) { panic("of the handler") }), console.Options{})
	panicked, _ := v8test.Attempt(func() error {
		return c.Eval(t.Context(), `try { console.log(1) } catch {}`, nil)
	})
	require.Contains(t, panicked, "of the handler")
	v8test.RequireUsable(t, c)
}

func TestHandlerRunsInTheRunsCtx(t *testing.T) {
	type key struct{}
	var got any
	c := newContext(t, console.HandlerFunc(func(ctx context.Context, _ console.Message) { got = ctx.Value(key{}) }), console.Options{})
	require.NoError(t, c.Eval(context.WithValue(t.Context(), key{}, 5), `console.log()`, nil))
	require.Equal(t, 5, got)
}

func TestNoRunIsOutlived(t *testing.T) {
	for _, source := range []string{
		`const a = Array.from({length: 99}, () => new Map([[{}, {}]])); for (;;) console.log(a)`,
		`const o = {}; for (let n = 0; n < 1e5; n++) o['k' + n] = n; for (;;) console.log(Array(99).fill(o))`,
		`for (;;) console.group()`,
	} {
		c := newContext(t, &console.Buffer{}, console.Options{Limit: -1})
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		err := c.Eval(ctx, source, nil)
		require.ErrorIs(t, err, v8.ErrTerminated)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		cancel()
		v8test.RequireUsable(t, c)
	}
}

func TestMisuse(t *testing.T) {
	for _, fn := range []func(){
		func() { console.New(nil, console.Options{}) },
		func() { console.WithHandler(t.Context(), nil) },
		func() { console.Slog(nil) },
	} {
		require.PanicsWithValue(t, misuse.ConsoleNilHandler, fn)
	}
}

func TestContextsHaveStatesOfTheirOwn(t *testing.T) {
	var b console.Buffer
	cons := console.New(&b, console.Options{})
	for range 2 {
		c := contextWith(t, cons)
		require.NoError(t, c.Eval(t.Context(), `console.count(); console.group()`, nil))
	}
	require.Equal(t, "default: 1\ndefault: 1\n", b.String())
}

func TestOneConsoleForManyIsolates(t *testing.T) {
	var b console.Buffer
	cons := console.New(&b, console.Options{})
	v8test.Together(t, 4, func(int) error {
		iso, err := v8.NewIsolate(v8.IsolateOptions{})
		if err != nil {
			return err
		}
		c, err := iso.NewContext(t.Context(), v8.ContextOptions{Console: cons})
		if err == nil {
			err = c.Eval(t.Context(), `for (let n = 0; n < 100; n++) { console.log({n}); console.count() }`, nil)
		}
		return errors.Join(err, iso.Close())
	})
	require.Len(t, b.Messages(), 800)
}

func TestConsoleOfAnotherContext(t *testing.T) {
	var b console.Buffer
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	of := v8.ContextOptions{Console: console.New(&b, console.Options{}), SecurityToken: "same"}
	first, err := iso.NewContext(t.Context(), of)
	require.NoError(t, err)
	of.Console = nil
	second, err := iso.NewContext(t.Context(), of)
	require.NoError(t, err)
	require.NoError(t, first.Run(t.Context(), func(s *v8.Scope) error {
		lent, err := s.Global().Get("console")
		if err != nil {
			return err
		}
		return second.Run(t.Context(), func(s *v8.Scope) error {
			if err := s.Global().Set("lent", lent); err != nil {
				return err
			}
			return s.Eval(`lent.log(class A {}, 'x'.repeat(20), [new Date(0)], new Map([[1, 2]]), globalThis)`, nil)
		})
	}))
	require.Contains(t, b.String(), "[class A] xxxxxxxxxxxxxxxxxxxx [ 1970-01-01T00:00:00.000Z ] Map(1) { 1 => 2 } ")
}

type nowhere struct{}

func (nowhere) Handle(context.Context, console.Message) {}
