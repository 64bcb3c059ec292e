package loop_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// newLoop makes a loop in a context of its own.
func newLoop(t testing.TB, options loop.Options) *loop.Loop {
	t.Helper()
	return newLoopIn(t, v8test.Context(t), options)
}

func newLoopIn(t testing.TB, c *v8.Context, options loop.Options) *loop.Loop {
	t.Helper()
	l, err := loop.New(c, options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l
}

// eval is a func for Await.
func eval(source string) func(*v8.Scope) (v8.Value, error) {
	return func(s *v8.Scope) (v8.Value, error) {
		var v v8.Value
		err := s.Eval(source, &v)
		return v, err
	}
}

// soon is a ctx that ends when a test would hang.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

var errTest = errors.New("the test's error")

func TestAwait(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("double", func(n int) int { return 2 * n }))
	for source, want := range map[string]any{
		"1 + 1":                2.0,
		"({a: 1})":             map[string]any{"a": 1.0},
		"Promise.resolve('x')": "x",
		"(async () => 'y')()":  "y",
		"({then(f) { f(3) }})": 3.0,
		"double(2)":            4.0,
		"(async () => await double(await double(1)))()":                                                               4.0,
		"new Promise(r => setTimeout(r, 1, 7))":                                                                       7.0,
		"Promise.all([double(1), double(2)]).then(a => a.join())":                                                     "2,4",
		"new Promise(r => queueMicrotask(() => r(1)))":                                                                1.0,
		"new Promise(r => { let n = 0; let i = setInterval(() => { if (++n == 3) { clearInterval(i); r(n) } }, 1) })": 3.0,
	} {
		var got any
		require.NoError(t, l.Await(soon(t), &got, eval(source)), source)
		require.Equal(t, want, got, source)
	}
	require.Zero(t, l.Statistics())
}

func TestAwaitNeverSettles(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.ErrorIs(t, l.Await(soon(t), nil, eval("new Promise(() => {})")), loop.ErrNeverSettles)
	require.ErrorIs(t, l.Await(soon(t), nil, eval("unrefTimer(setTimeout(() => {}, 1e9)); new Promise(() => {})")), loop.ErrNeverSettles)
	require.ErrorIs(t, l.Await(soon(t), nil, eval("setTimeout(() => {}, 1); new Promise(() => {})")), loop.ErrNeverSettles)
	require.ErrorIs(t, l.Await(soon(t), nil, eval("({then() {}})")), loop.ErrNeverSettles)
}

func TestAwaitRejected(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("fail", func(context.Context) error { return errTest }))
	for _, source := range []string{
		"fail()",
		"function f() {\n  return fail() }; f()",
		"(async () => { await fail() })()",
		"(async () => { try { await fail() } catch (e) { throw e } })()",
		"(async () => { try { await fail() } catch (cause) { throw new Error('outer', {cause}) } })()",
		"new Promise((_, r) => setTimeout(() => fail().catch(r), 1))",
	} {
		err := l.Await(soon(t), nil, eval(source))
		require.ErrorIs(t, err, errTest, source)
		var e *v8.Exception
		require.ErrorAs(t, err, &e)
		require.NotZero(t, e.Line)
		t.Logf("%s: %+v", source, err)
	}
}

// Results that are there together are settled one after another, each with all that
// follows from it.
func TestResultsTogether(t *testing.T) {
	const calls = 50
	l := newLoop(t, loop.Options{})
	gate := make(chan struct{})
	require.NoError(t, l.SetAsync("together", func(n int) (int, error) {
		if n == calls-1 {
			close(gate)
		}
		<-gate
		if n%10 == 3 {
			return 0, errTest
		}
		return n, nil
	}))
	var log []string
	require.NoError(t, l.Await(soon(t), &log, eval(`(async () => {
		const log = []
		const one = async n => {
			try { await together(n) } catch (e) { log.push("failed"); await 0; log.push("failed then"); return }
			log.push("done"); await 0; log.push("done then")
		}
		await Promise.all(Array.from({length: 50}, (_, n) => one(n)))
		return log
	})()`)))
	require.Len(t, log, 2*calls)
	failed := 0
	for n := 0; n < len(log); n += 2 {
		require.Equal(t, log[n]+" then", log[n+1])
		if log[n] == "failed" {
			failed++
		}
	}
	require.Equal(t, calls/10, failed)
	require.Zero(t, l.Statistics())
}

func TestNoCallStacks(t *testing.T) {
	l := newLoop(t, loop.Options{NoCallStacks: true})
	require.NoError(t, l.SetAsync("fail", func() error { return v8.RangeError.Errorf("%w", errTest) }))
	err := l.Await(soon(t), nil, eval("fail()"))
	require.ErrorIs(t, err, errTest)
	require.ErrorContains(t, err, "RangeError: the test's error")
	var e *v8.Exception
	require.ErrorAs(t, err, &e)
	require.Empty(t, e.StackTrace)

	// Those that await are known nevertheless.
	for source, want := range map[string][]string{
		"async function f() {\nawait fail() }\nasync function g() {\nawait f() }\ng()":  {"f 2", "g 4"},
		"async function f() {\nawait Promise.all([1, fail()]) }\nf()":                   {"f 2"},
		"async function f() {\nawait fail().then(1).finally() }\nf()":                   {"f 2"},
		"async function f() {\nreturn fail() }\nasync function g() {\nawait f() }\ng()": {"g 4"},
		"async function f() {\nfor await (const x of [fail()]) ; }\nf()":                {"f 2"},
	} {
		err := l.Await(soon(t), nil, eval(source))
		require.ErrorIs(t, err, errTest)
		require.ErrorAs(t, err, &e)
		var got []string
		for _, frame := range e.StackTrace {
			require.True(t, frame.IsAsync, source)
			got = append(got, fmt.Sprint(frame.FunctionName, " ", frame.Line))
		}
		require.Equal(t, want, got, source)
		require.Equal(t, e.StackTrace[0].Line, e.Line, source)
	}

	// What scripts make of the built-ins is their loss.
	require.NoError(t, l.Context().Eval(t.Context(), `
		Error.captureStackTrace = () => { throw 1 };
		Error.prepareStackTrace = () => { throw 2 };
		Promise.prototype.then = () => { throw 3 };`, nil))
	require.ErrorIs(t, l.Await(soon(t), nil, eval("(async () => { await fail() })()")), errTest)
	require.Zero(t, l.Statistics())
}

func TestAwaitEnds(t *testing.T) {
	l := newLoop(t, loop.Options{})
	began, ended := make(chan struct{}, 1), make(chan error, 1)
	require.NoError(t, l.SetAsync("block", func(ctx context.Context) error {
		began <- struct{}{}
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return ctx.Err()
	}))
	for _, source := range []string{
		"block()",
		"block(); for (;;);",
		"block(); new Promise(() => {}).then(1)",
		"block().finally(() => { for (;;); })",
		"(async () => { block(); for (;;) await 0 })()",
		"block(); setInterval(() => {}, 1); new Promise(() => {})",
	} {
		ctx, cancel := context.WithCancelCause(context.Background())
		go func() {
			<-began
			cancel(errTest)
		}()
		err := l.Await(ctx, nil, eval(source))
		require.ErrorIs(t, err, v8.ErrTerminated, source)
		require.ErrorIs(t, err, context.Canceled, source)
		require.ErrorIs(t, err, errTest, source)
		require.ErrorIs(t, <-ended, errTest)
	}
	release := l.Hold()
	defer release()
	require.NoError(t, l.SetAsync("began", func(context.Context) { <-began }))
	require.NoError(t, l.Await(soon(t), nil, eval("block(); began()")))
	require.ErrorIs(t, <-ended, context.Canceled)
}

func TestThenables(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("later", func(n int) int { return n }))
	for source, want := range map[string]int{
		"({then(f) { f(1); f(2); f({}) }})":                                                           1,
		"({then(f, r) { f(1); r(2); throw 3 }})":                                                      1,
		"({then(f) { later(1).then(f); f(2) }})":                                                      2,
		"({then(f) { f({then(f) { f(3) }}) }})":                                                       3,
		"later(4).then(n => ({then: f => f(n)}))":                                                     4,
		"{ const p = later(5); p.then = f => f(6); p }":                                               5,
		"{ const p = later(5); p.constructor = {[Symbol.species]: null}; p }":                         5,
		"{ class P extends Promise { then(...a) { return super.then(...a) } }; P.resolve(later(7)) }": 7,
	} {
		var got int
		err := l.Await(soon(t), &got, eval(source))
		require.NoError(t, err, source)
		require.Equal(t, want, got, source)
	}
	for source, want := range map[string]string{
		"({get then() { throw new Error('got') }})":                                                                       "got",
		"({then() { throw new Error('called') }})":                                                                        "called",
		"new Proxy({}, {get() { throw new Error('trapped') }})":                                                           "trapped",
		"({then(f, r) { r(new Error('no')); f(1) }})":                                                                     "no",
		"{ const p = new Promise(() => {}); p.constructor = {get [Symbol.species]() { throw new Error('species') }}; p }": "species",
	} {
		require.ErrorContains(t, l.Await(soon(t), nil, eval(source)), want, source)
	}
	l.Drain(soon(t)) // of what was called and not waited for
	require.Zero(t, l.Statistics())
}

// Scripts may do what they like with built-in objects, but for what await itself
// asks promises for.
func TestTamperedBuiltIns(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("later", func(n int) int { return n }))
	require.NoError(t, l.Context().Eval(t.Context(), `
		const {ownKeys, defineProperty} = Reflect
		const all = [Promise.prototype, Map.prototype, Reflect, Promise, Number, Function.prototype, Object.prototype, Array.prototype]
		const tampered = () => { throw new Error("tampered") }
		for (let i = 0; i < all.length; i++) {
			const keys = ownKeys(all[i])
			for (let j = 0; j < keys.length; j++) if (typeof keys[j] === "string" && keys[j] !== "constructor" && keys[j] !== "then") try { defineProperty(all[i], keys[j], {value: tampered}) } catch {}
		}
		globalThis.Promise = globalThis.Reflect = globalThis.Map = undefined`, nil))
	var got int
	require.NoError(t, l.Await(soon(t), &got, eval("(async () => { const n = await later(7); return n })()")))
	require.Equal(t, 7, got)
	require.NoError(t, l.Context().Eval(t.Context(), "setTimeout(() => { globalThis.fired = 8 }, 1)", nil))
	require.NoError(t, l.Drain(soon(t)))
	require.NoError(t, l.Context().Eval(t.Context(), "fired", &got))
	require.Equal(t, 8, got)
}

func TestPromiseOfAnotherContext(t *testing.T) {
	a := newLoop(t, loop.Options{})
	b := newLoopIn(t, v8test.ContextIn(t, a.Context().Isolate()), loop.Options{})
	require.NoError(t, b.SetAsync("later", func(n int) int { return n }))
	v8test.RunIn(t, b.Context(), func(s *v8.Scope) {
		var v v8.Value
		require.NoError(t, s.Eval("globalThis.pending = later(7)", &v))
		require.NoError(t, a.Context().Run(t.Context(), func(s *v8.Scope) error { return s.Global().Set("theirs", v) }))
	})
	require.ErrorIs(t, a.Await(soon(t), nil, eval("theirs")), loop.ErrNeverSettles)
	require.NoError(t, b.Drain(soon(t)))
	var got int
	require.NoError(t, a.Await(soon(t), &got, eval("theirs")))
	require.Equal(t, 7, got)
}

func TestAsyncErrors(t *testing.T) {
	l := newLoop(t, loop.Options{MaxInFlight: 2, MaxCalls: 4, MaxArgumentBytes: 1 << 20})
	require.NoError(t, l.SetAsync("add", func(a, b int) (int, error) { return a + b, nil }))
	require.NoError(t, l.SetAsync("kind", func() error { return v8.TypeError.Errorf("of a kind: %w", errTest) }))
	require.NoError(t, l.SetAsync("bad", func() any { return make(chan int) }))
	require.NoError(t, l.SetAsync("exit", func() { runtime.Goexit() }))
	require.NoError(t, l.SetAsync("block", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }))
	require.NoError(t, l.SetAsync("keep", func(ctx context.Context, text string) { <-ctx.Done() }))
	for source, want := range map[string]string{
		"add(1)":      "TypeError: argument 2",
		"add('1', 2)": "TypeError: argument 1: want number",
		"kind()":      "TypeError: of a kind: the test's error",
		"bad()":       "chan int",
		"exit()":      "Goexit",
		"block(); block(); block(); block(); block()": "MaxCalls is 4",
		"keep('x'.repeat(2e6))":                       "MaxArgumentBytes is 1048576",
	} {
		var message string
		require.NoError(t, l.Await(soon(t), &message, eval("(async () => { try { await eval("+strconv.Quote(source)+") } catch (e) { return String(e) } })()")), source)
		require.Contains(t, message, want, source)
		l.Drain(soon(t)) // of what was called and not waited for
		require.Zero(t, l.Statistics())
	}
	require.ErrorIs(t, l.Await(soon(t), nil, eval("kind()")), errTest)
	require.PanicsWithValue(t, errTest, func() {
		require.NoError(t, l.SetAsync("panics", func() { panic(errTest) }))
		l.Await(soon(t), nil, eval("panics()"))
	})
	require.NoError(t, l.Context().Eval(t.Context(), "panics()", nil))
	err := l.Drain(soon(t))
	var panicked *loop.PanicError
	require.ErrorAs(t, err, &panicked)
	require.ErrorIs(t, err, errTest)
	require.Contains(t, string(panicked.Stack), "TestAsyncErrors")
	require.Zero(t, l.Statistics())
}

// Functions that never return keep nobody but who waits for them.
func TestAsyncNeverReturns(t *testing.T) {
	l := newLoop(t, loop.Options{MaxInFlight: 3})
	never := make(chan struct{})
	began := make(chan struct{}, 1)
	require.NoError(t, l.SetAsync("never", func() { began <- struct{}{}; <-never }))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-began
		<-began
		<-began
		cancel()
	}()
	require.ErrorIs(t, l.Await(ctx, nil, eval("never(); never(); never(); never()")), context.Canceled)
	require.ErrorIs(t, l.Await(soon(t), nil, eval("new Promise(() => {})")), loop.ErrNeverSettles)
	require.Equal(t, 3, l.Statistics().CallsRunning)
	require.NoError(t, l.Drain(soon(t)))
	require.NoError(t, l.Close())
	close(never)
}
