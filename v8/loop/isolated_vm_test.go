package loop_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// What isolated-vm's own tests of modules and promises hold it to, by the names of
// its files. Where a script of isolated-vm stops its thread to wait for the host
// (applySyncPromise), one here awaits.
func TestIsolatedVM(t *testing.T) {
	for name, test := range map[string]func(*testing.T){
		"module-basic/specifiers":       moduleSpecifiers,
		"module-basic/live bindings":    moduleLiveBindings,
		"module-basic/cycle":            moduleCycle,
		"module-basic/timeout":          moduleTimeout,
		"module-basic/link again":       moduleLinkAgain,
		"module-meta":                   moduleMeta,
		"module-resolve-throws":         moduleResolveThrows,
		"module-throws":                 moduleThrows,
		"promise-error":                 promiseError,
		"apply-sync-promise":            disposeWhileWaiting,
		"async-rentry/slow promise":     slowPromise,
		"async-rentry/waits in between": waitsInBetween,
		"async-rentry-deadlock":         setAfterCallback,
		"microtask-timeout":             microtaskTimeout,
	} {
		t.Run(name, test)
	}
}

func moduleSpecifiers(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		m, err := s.CompileModule(`
			import something from "some-file"; import { another } from "../file"
			export { what } from "module"; import "some-file"`, v8.ScriptOrigin{Name: "main.js"})
		require.NoError(t, err)
		requests, err := m.ModuleRequests()
		require.NoError(t, err)
		var specifiers []string
		for _, r := range requests {
			specifiers = append(specifiers, r.Specifier)
		}
		require.Equal(t, []string{"some-file", "../file", "module"}, specifiers)
	})
}

func moduleLiveBindings(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"counter": "export let value = 1; export const increment = () => ++value",
			"user":    "import { value, increment } from 'counter'; increment(); export const read = () => value; export { increment }",
		})
		user, _ := g.Evaluate(t, s, "user")
		namespace, err := user.Namespace()
		require.NoError(t, err)
		for want := 2; want < 5; want++ {
			var got int
			read, err := namespace.Get("read")
			require.NoError(t, err)
			f, _ := read.AsFunction()
			v, err := f.Call(v8.Undefined())
			require.NoError(t, err)
			require.NoError(t, v.ExportTo(&got))
			require.Equal(t, want, got)
			increment, err := namespace.Get("increment")
			require.NoError(t, err)
			f, _ = increment.AsFunction()
			_, err = f.Call(v8.Undefined())
			require.NoError(t, err)
		}
		require.Equal(t, "5", v8test.Exported(t, g.Compiled["counter"], "value"))
	})
}

func moduleCycle(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"1": "import { two } from '2'; export const one = () => 1; export const sum = () => one() + two()",
			"2": "import { one } from '1'; export const two = () => 2 * one()",
		})
		m, p := g.Evaluate(t, s, "1")
		require.Equal(t, v8.PromiseFulfilled, p.State())
		namespace, err := m.Namespace()
		require.NoError(t, err)
		sum, err := namespace.Get("sum")
		require.NoError(t, err)
		f, _ := sum.AsFunction()
		v, err := f.Call(v8.Undefined())
		require.NoError(t, err)
		require.Equal(t, "3", v.String())
	})
}

func moduleTimeout(t *testing.T) {
	c := v8test.Context(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	err := c.Run(ctx, func(s *v8.Scope) error {
		_, err := v8test.NewModules(map[string]string{"spins": "for (;;);"}).Instantiate(t, s, "spins").Evaluate()
		return err
	})
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	v8test.RequireUsable(t, c)
}

// A module that could not be linked can be linked later, by another resolver.
func moduleLinkAgain(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{"main": "import { x } from 'late'; export const y = x + 1"})
		m, err := g.Get(s, "main")
		require.NoError(t, err)
		v8test.RequireMisuse(t, misuse.ModuleStatus, func() { m.Evaluate() })
		require.ErrorContains(t, m.InstantiateModule(g.Resolve), `there is no module "late"`)
		require.Equal(t, v8.ModuleUninstantiated, m.Status())
		g.Sources["late"] = "export const x = 1"
		g.Evaluate(t, s, "main")
		require.Equal(t, "2", v8test.Exported(t, m, "y"))
	})
}

func moduleMeta(t *testing.T) {
	c := v8test.Context(t)
	failure := errors.New("no meta")
	c.SetHostInitializeImportMetaObjectCallback(func(s *v8.Scope, m v8.Module, meta v8.Object) error {
		if m.Name() == "bad" {
			return failure
		}
		return meta.Set("prop", v8.NewNumber(123))
	})
	v8test.RunIn(t, c, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"good": "export default import.meta.prop", "bad": "import.meta", "unused": "export default 1",
		})
		m, _ := g.Evaluate(t, s, "good")
		require.Equal(t, "123", v8test.Exported(t, m, "default"))
		_, p := g.Evaluate(t, s, "bad")
		require.ErrorIs(t, p.Err(), failure)
		p.MarkAsHandled()
	})
}

// A resolver that fails at the second of three imports leaves a graph that another
// attempt can link.
func moduleResolveThrows(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{
			"main": "import { a } from 'a'; import { b } from 'b'; import { c } from 'c'; export default a + b + c",
			"a":    "export const a = 1", "b": "export const b = 2", "c": "export const c = 3",
		})
		asked := 0
		g.OnResolve = func(*v8.Scope) error {
			if asked++; asked == 2 {
				return errTest
			}
			return nil
		}
		m, err := g.Get(s, "main")
		require.NoError(t, err)
		require.ErrorIs(t, m.InstantiateModule(g.Resolve), errTest)
		require.Equal(t, []string{"main > a", "main > b"}, g.Asked)
		_, p := g.Evaluate(t, s, "main")
		require.Equal(t, v8.PromiseFulfilled, p.State())
		require.Equal(t, "6", v8test.Exported(t, m, "default"))
	})
}

// What can't be linked can't be evaluated, and what has thrown has thrown for good.
func moduleThrows(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		g := v8test.NewModules(map[string]string{"main": "import 'a'", "throws": "throw new Error('thrown')", "uses": "import 'throws'"})
		m, err := g.Get(s, "main")
		require.NoError(t, err)
		g.OnResolve = func(*v8.Scope) error { return errTest }
		require.ErrorIs(t, m.InstantiateModule(g.Resolve), errTest)
		v8test.RequireMisuse(t, misuse.ModuleStatus, func() { m.Evaluate() })
		v8test.RequireMisuse(t, misuse.ModuleStatus, func() { m.Namespace() })
		g.OnResolve = nil
		for range 2 {
			m, p := g.Evaluate(t, s, "uses")
			require.ErrorContains(t, p.Err(), "thrown")
			require.Equal(t, v8.ModuleErrored, m.Status())
			p.MarkAsHandled()
		}
	})
}

// A rejection that nobody handles is the error of the Run, with its stack.
func promiseError(t *testing.T) {
	c := v8test.Context(t)
	for source, want := range map[string]string{
		"function thrower() { throw new Error('unhandled') }; Promise.resolve().then(thrower)": "thrower",
		"async function fails() { await 0; throw new Error('unhandled') }; fails()":            "fails",
		"function rejects() { Promise.reject(new Error('unhandled')) }; rejects()":             "rejects",
	} {
		err := c.Eval(t.Context(), source, nil)
		require.ErrorContains(t, err, "unhandled", source)
		var e *v8.Exception
		require.ErrorAs(t, err, &e, source)
		require.Equal(t, want, e.StackTrace[0].FunctionName, source)
	}
	for _, source := range []string{
		"Promise.reject(new Error('handled')).catch(() => {})",
		"{ const p = Promise.reject(new Error('handled')); Promise.resolve().then(() => p.catch(() => {})) }",
		"(async () => { try { await Promise.reject(new Error('handled')) } catch {} })()",
	} {
		require.NoError(t, c.Eval(t.Context(), source, nil), source)
	}
}

// Whoever waits for the host is told when the isolate is closed, script and Go.
func disposeWhileWaiting(t *testing.T) {
	l := newLoop(t, loop.Options{})
	waits, ended := make(chan struct{}), make(chan error, 1)
	require.NoError(t, l.SetAsync("host", func(ctx context.Context) error {
		close(waits)
		<-ctx.Done()
		ended <- ctx.Err()
		return nil
	}))
	done := make(chan error)
	go func() {
		done <- l.Await(t.Context(), nil, eval("(async () => { try { await host() } finally { for (;;); } })()"))
	}()
	<-waits
	require.NoError(t, l.Context().Isolate().Close())
	err := <-done
	require.ErrorIs(t, err, v8.ErrClosed)
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.ErrorIs(t, <-ended, context.Canceled)
	require.ErrorIs(t, l.Await(t.Context(), nil, eval("1")), v8.ErrClosed)
}

// A promise of the host that is slower than the script's time.
func slowPromise(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("slow", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }))
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.ErrorIs(t, l.Await(ctx, nil, eval("slow().catch(() => {}).then(() => globalThis.went = 'on')")), context.DeadlineExceeded)
	var went string
	require.NoError(t, l.Await(soon(t), &went, eval("typeof went")))
	require.Equal(t, "undefined", went)
}

// While a script awaits the host, others run in the isolate, and the host may, too.
// In a callback nobody may wait.
func waitsInBetween(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("host", func(ctx context.Context, n int) (twice int, err error) {
		err = l.Await(ctx, &twice, eval("(async () => 2 * await double(1))()"))
		return n * twice, err
	}))
	require.NoError(t, l.SetAsync("double", func(n int) int { return 2 * n }))
	var got []int
	require.NoError(t, l.Await(soon(t), &got, eval("Promise.all([host(1), host(2), host(3)])")))
	require.Equal(t, []int{4, 8, 12}, got)

	v8test.RunIn(t, l.Context(), func(s *v8.Scope) {
		v8test.Define(t, s, "inside", func(v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Value{}, l.Await(t.Context(), nil, eval("double(1)"))
		})
	})
	require.PanicsWithValue(t, misuse.LoopInside, func() { l.Context().Eval(t.Context(), "inside()", nil) })
}

// A callback that has thrown, or whose promise was rejected, holds the isolate no
// longer than it lasts.
func setAfterCallback(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("fails", func() error { return errTest }))
	v8test.RunIn(t, l.Context(), func(s *v8.Scope) {
		v8test.Define(t, s, "throws", func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, errTest })
	})
	for _, source := range []string{"try { throws() } catch {}", "throws()", "fails()", "(async () => { await fails() })()"} {
		l.Await(soon(t), nil, eval(source))
		require.NoError(t, l.SetAsync("later", func() {}), source)
		v8test.RequireUsable(t, l.Context())
	}
}

// Microtasks that never end are ended, and the next call has none of them. In
// isolated-vm it has.
func microtaskTimeout(t *testing.T) {
	l := newLoop(t, loop.Options{})
	for _, source := range []string{
		"Promise.resolve().then(() => { for (;;); }); 1",
		"const again = () => Promise.resolve().then(again); again(); 1",
		"(async () => { for (;;) await 0 })(); 1",
		"{ const p = Promise.resolve(); p.then(() => { for (;;); }); p.then(() => globalThis.poisoned = 1); new Promise(() => {}) }",
	} {
		for _, run := range []func(context.Context) error{
			func(ctx context.Context) error { return l.Context().Eval(ctx, "{"+source+"}", nil) },
			func(ctx context.Context) error { return l.Await(ctx, nil, eval("{"+source+"}")) },
		} {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			err := run(ctx)
			cancel()
			require.ErrorIs(t, err, v8.ErrTerminated, source)
			require.ErrorIs(t, err, context.DeadlineExceeded, source)
			var poisoned string
			require.NoError(t, l.Await(soon(t), &poisoned, eval("(async () => { await 0; return typeof poisoned })()")), source)
			require.Equal(t, "undefined", poisoned, source)
		}
	}
}
