package v8_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func promiseOf(t testing.TB, s *v8.Scope, source string) v8.Promise {
	t.Helper()
	p, ok := v8test.MustEval(t, s, source).AsPromise()
	require.True(t, ok, source)
	return p
}

func TestPromise(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		r, err := s.NewPromiseResolver()
		require.NoError(t, err)
		p := r.Promise()
		require.Equal(t, v8.PromisePending, p.State())
		require.True(t, p.Result().IsUndefined())
		require.False(t, p.HasHandler())
		require.NoError(t, r.Resolve(v8.NewInteger(42)))
		require.NoError(t, r.Reject(v8.NewInteger(1)), "settled already: nothing happens")
		require.Equal(t, "fulfilled", p.State().String())
		require.Equal(t, "42", p.Result().String())

		rejected := promiseOf(t, s, "Promise.reject(new Error('no'))")
		require.Equal(t, v8.PromiseRejected, rejected.State())
		require.Equal(t, "Error: no", rejected.Result().String())
		rejected.MarkAsHandled()
	})
}

func TestPromiseThen(t *testing.T) {
	failure := errors.New("from a reaction")
	v8test.Run(t, func(s *v8.Scope) {
		double := func(_ *v8.Scope, v v8.Value) (v8.Value, error) {
			f, _ := v.AsNumber()
			return v8.NewNumber(2 * f), nil
		}
		p, err := promiseOf(t, s, "Promise.resolve(21)").Then(double, nil)
		require.NoError(t, err)
		failed, err := p.Then(func(*v8.Scope, v8.Value) (v8.Value, error) { return v8.Value{}, failure }, nil)
		require.NoError(t, err)
		var caught string
		mended, err := failed.Catch(func(_ *v8.Scope, reason v8.Value) (v8.Value, error) {
			caught = reason.String()
			return v8.NewInteger(5), nil
		})
		require.NoError(t, err)
		require.Equal(t, v8.PromisePending, p.State(), "reactions are microtasks")
		require.NoError(t, s.PerformMicrotaskCheckpoint())
		require.Equal(t, "42", p.Result().String())
		require.Equal(t, "Error: from a reaction", caught)
		require.Equal(t, "5", mended.Result().String())
		require.Panics(t, func() { p.Then(nil, nil) })
	})
}

// A subclass decides what then makes, and V8 does not look at it.
func TestPromiseSpecies(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		p := promiseOf(t, s, `let p = Promise.resolve(1);
			p.constructor = {[Symbol.species]: function (ex) { ex(() => {}, () => {}); return {} }}; p`)
		_, err := p.Then(func(*v8.Scope, v8.Value) (v8.Value, error) { return v8.Value{}, nil }, nil)
		require.ErrorContains(t, err, "TypeError")
	})
}

func TestUnhandledRejection(t *testing.T) {
	c := v8test.Context(t)
	run := func(source string) error { return v8test.EvalIn(context.Background(), c, source) }

	err := run("Promise.reject(new RangeError('nobody'))")
	require.EqualError(t, err, `v8: unhandled rejection: RangeError: nobody (test.js:1:16)`)
	var exception *v8.Exception
	require.ErrorAs(t, err, &exception)

	err = run("Promise.reject(1); Promise.reject('two')")
	require.ErrorContains(t, err, "unhandled rejection: 1")
	require.ErrorContains(t, err, "unhandled rejection: two")

	for _, handled := range []string{
		"Promise.reject(1).catch(() => {})",
		"{ const p = Promise.reject(1); Promise.resolve().then(() => p.catch(() => {})) }", // before the end of Run
		"(async () => { try { await Promise.reject(1) } catch {} })()",
	} {
		require.NoError(t, run(handled), handled)
	}
	require.NoError(t, run("1"), "the next Run has nothing of it")
	require.ErrorContains(t, run("for (let i = 0; i < 1e5; i++) Promise.reject(i); 0"), "unhandled rejection: 0")
}

func TestOnUnhandledRejection(t *testing.T) {
	var reasons []string
	hook := errors.New("from the hook")
	var answer error
	iso := v8test.Isolate(t, v8.IsolateOptions{
		OnUnhandledRejection: func(s *v8.Scope, p v8.Promise, reason *v8.Exception) error {
			require.Equal(t, v8.PromiseRejected, p.State())
			reasons = append(reasons, reason.Message)
			if answer == nil {
				return nil
			}
			if answer.Error() == "panic" {
				panic("hook")
			}
			return answer
		},
	})
	c := v8test.ContextIn(t, iso)
	run := func() error { return v8test.EvalIn(context.Background(), c, "Promise.reject(new Error('x'))") }
	require.NoError(t, run())
	answer = hook
	require.ErrorIs(t, run(), hook)
	answer = errors.New("panic")
	require.PanicsWithValue(t, "hook", func() { run() })
	answer = nil
	require.NoError(t, run())
	require.Equal(t, []string{"Error: x", "Error: x", "Error: x", "Error: x"}, reasons)
}

// What goes on in a context that was closed is no concern of another's Run.
func TestUnhandledRejectionInClosedContext(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	for _, closed := range []bool{false, true} {
		var resolver *v8.Global[v8.PromiseResolver]
		other := v8test.ContextIn(t, iso)
		v8test.RunIn(t, other, func(s *v8.Scope) {
			made, err := s.NewPromiseResolver()
			require.NoError(t, err)
			resolver, err = v8.NewGlobal(s, made)
			require.NoError(t, err)
		})
		if closed {
			require.NoError(t, other.Close())
		}
		err := c.Run(t.Context(), func(s *v8.Scope) error {
			defer resolver.Close()
			return resolver.Get(s).Reject(v8.NewNumber(1))
		})
		if closed {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, "unhandled rejection: 1")
		}
	}
	err := c.Run(t.Context(), func(s *v8.Scope) error {
		c.Close()
		_, err := v8test.Eval(s, "Promise.reject(2)")
		return err
	})
	require.ErrorContains(t, err, "unhandled rejection: 2", "its own Run is told")
}

func TestMicrotask(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		f, ok := v8test.MustEval(t, s, "var order = []; (() => order.push('task'))").AsFunction()
		require.True(t, ok)
		require.NoError(t, s.EnqueueMicrotask(f))
		v8test.MustEval(t, s, "order.push('script')")
		require.NoError(t, s.PerformMicrotaskCheckpoint())
		require.Equal(t, "script,task", v8test.MustEval(t, s, "order.join()").String())
	})
}

// What a script had queued when it was stopped is not the next Run's.
func TestMicrotasksOfAStoppedRun(t *testing.T) {
	c := v8test.Context(t)
	other := v8test.ContextIn(t, c.Isolate())
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		v8test.Define(t, s, "stop", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			info.Scope().Isolate().Terminate(nil)
			return v8.Value{}, nil
		})
		_, err := v8test.Eval(s, "Promise.resolve().then(() => { throw Error('tenant A') }); stop()")
		return err
	})
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.NoError(t, v8test.EvalIn(context.Background(), other, "1"))

	require.Panics(t, func() {
		c.Run(context.Background(), func(s *v8.Scope) error {
			v8test.MustEval(t, s, "Promise.resolve().then(() => { throw Error('tenant A') })")
			panic("left by a panic")
		})
	})
	require.NoError(t, v8test.EvalIn(context.Background(), other, "1"))
}

// A rejection is an error with its stack, and keeps the Go error that it was.
func TestPromiseErr(t *testing.T) {
	c := v8test.Context(t)
	reason := errors.New("no such row")
	v8test.RunIn(t, c, func(s *v8.Scope) {
		resolver, err := s.NewPromiseResolver()
		require.NoError(t, err)
		promise := resolver.Promise()
		require.NoError(t, promise.Err(), "pending")
		require.NoError(t, resolver.RejectError(fmt.Errorf("select: %w", reason)))
		promise.MarkAsHandled()
		require.ErrorIs(t, promise.Err(), reason)
		require.EqualError(t, promise.Err(), "v8: promise rejected: Error: select: no such row")
		require.NoError(t, resolver.RejectError(errors.New("again")), "is nothing")

		fulfilled, err := s.NewPromiseResolver()
		require.NoError(t, err)
		require.NoError(t, fulfilled.Resolve(v8.Undefined()))
		require.NoError(t, fulfilled.Promise().Err())

		for source, want := range map[string]string{
			"Promise.reject(new RangeError('no'))": "v8: promise rejected: RangeError: no (test.js:1:16)",
			"Promise.reject({code: 404})":          "v8: promise rejected: #<Object>",
			"Promise.reject()":                     "v8: promise rejected: undefined",
		} {
			rejected, ok := v8test.MustEval(t, s, source).AsPromise()
			require.True(t, ok)
			rejected.MarkAsHandled()
			require.EqualError(t, rejected.Err(), want)
			var e *v8.Exception
			require.ErrorAs(t, rejected.Err(), &e)
			if strings.Contains(source, "code") {
				require.Equal(t, v8test.ThrownValue(map[string]any{"code": 404.0}), e.Value)
			}
		}
	})
}

// %+v of what a Run leaves unhandled has the stack of each.
func TestUnhandledRejectionFormat(t *testing.T) {
	c := v8test.Context(t)
	err := v8test.EvalIn(context.Background(), c,
		"function lost() { return new Error('lost') }\nPromise.reject(lost()); Promise.reject(lost())")
	text := fmt.Sprintf("%+v", err)
	require.Equal(t, 2, strings.Count(text, "    at lost (test.js:1:26)"), text)
	require.Equal(t, 2, strings.Count(text, "\nfunction lost() { return new Error('lost') }\n"), text)
	require.NotContains(t, err.Error(), "    at")
}
