package v8_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// wrapping is a host that says where an error came from, as most do.
func wrapping(info v8.FunctionCallbackInfo) (v8.Value, error) {
	f, ok := info.Argument(0).AsFunction()
	if !ok {
		return v8.Value{}, errors.New("no function")
	}
	v, err := f.Call(v8.Undefined())
	if err != nil {
		return v, fmt.Errorf("host: %w", err)
	}
	return v, nil
}

// both is a host that says all that has gone wrong.
func both(info v8.FunctionCallbackInfo) (v8.Value, error) {
	f, ok := info.Argument(0).AsFunction()
	if !ok {
		return v8.Value{}, errors.New("no function")
	}
	_, first := f.Call(v8.Undefined())
	_, second := f.Call(v8.Undefined())
	return v8.Value{}, errors.Join(first, second)
}

func defineHosts(t *testing.T, s *v8.Scope) {
	for name, callback := range map[string]v8.FunctionCallback{"host": wrapping, "both": both} {
		f, err := s.NewFunction(callback, v8.FunctionOptions{Name: name})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set(name, f.Value))
	}
}

// longNames makes e, an error whose frames have long names, and that is its own
// cause.
const longNames = `
	Error.stackTraceLimit = 1e6
	let e
	const f = eval("(function f(n) { if (n > 0) f(n - 1); else e = new Error('deep') })" + String.fromCharCode(10) + "//# sourceURL=" + 'u'.repeat(16000))
	Object.defineProperty(f, 'name', {value: 'n'.repeat(16000)})
	f(700)
	e.cause = e
`

// textOf is how long all texts of an exception are.
func textOf(e *v8.Exception) (length int) {
	for ; e != nil; e = e.Cause {
		length += len(e.Message) + len(e.ResourceName) + len(e.SourceLine)
		for _, frame := range e.StackTrace {
			length += len(frame.FunctionName) + len(frame.ScriptName)
		}
	}
	return length
}

func TestExceptionText(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		const most, dots = 64 << 10, 1 << 13
		exception := v8test.Throws(t, s, longNames+"throw e", "")
		require.Nil(t, exception.Cause, "a circle of one")
		require.Less(t, textOf(exception), most+dots)

		exception = v8test.Throws(t, s, "{ const a = new Error('a'), b = new Error('b', {cause: a}); a.cause = b; throw a }", "")
		require.Equal(t, "Error: b", exception.Cause.Message)
		require.Nil(t, exception.Cause.Cause, "a circle of two")

		exception = v8test.Throws(t, s, "for (let i = 0; i < 30; i++) e = new Error('e'.repeat(1e4), {cause: e}); throw e", "")
		require.Less(t, textOf(exception), most+dots)
		require.Greater(t, textOf(exception), most/2)
		causes := 0
		for e := exception; e != nil; e = e.Cause {
			causes++
		}
		require.Equal(t, 17, causes)
	})
}

// What JavaScript keeps of Go's memory counts, and what it drops is collected.
func TestKeptErrors(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 << 20})
		c := v8test.ContextIn(t, iso)
		run := func(source string) error {
			return c.Run(t.Context(), func(s *v8.Scope) error {
				defineHosts(t, s)
				_, err := v8test.Eval(s, "{"+longNames+source+"}")
				return err
			})
		}
		require.NoError(t, run("for (let i = 0; i < 2000; i++) try { host(() => { throw e }) } catch (x) {}"))
		const most = 1000 // of 64 KB, in 32 MB
		require.Less(t, v8.Stats().References, int64(most))
		require.ErrorIs(t, run("const all = []; for (;;) try { host(() => { throw e }) } catch (x) { all.push(x) }"), v8.ErrMemoryLimit)
		require.Less(t, v8.Stats().References, int64(most))
		require.NoError(t, run("all = 'collected'"))
	})
}

// The host's errors.Is is not to walk what a script has woven.
func TestErrorTree(t *testing.T) {
	for name, source := range map[string]string{
		"a circle":       "for (let i = 0; i < 1000; i++) { x.cause = x; try { host(() => { throw x }) } catch (y) { x = y } } throw x",
		"causes":         "for (let i = 0; i < 300; i++) { let y = x; for (let j = 0; j < 16; j++) y = new Error('c', {cause: y}); x.cause = y; try { host(() => { throw y }) } catch (z) { x = z } } throw x",
		"causes with Go": "for (let i = 0; i < 300; i++) { let y; for (let j = 0; j < 16; j++) try { host(() => { throw x }) } catch (z) { z.cause = y; y = z } x = y } throw x",
		"two in one":     "for (let i = 0; i < 1000; i++) try { both(() => { throw x }) } catch (y) { x = y } throw x",
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Run(t, func(s *v8.Scope) {
				defineHosts(t, s)
				exception := v8test.Throws(t, s, "{ let x = new Error('0'); "+source+" }", "")
				require.NotErrorIs(t, exception, io.EOF)
				nodes := 0
				count(exception, &nodes)
				require.Less(t, nodes, 2000)
			})
		})
	}
}

func count(err error, nodes *int) {
	if *nodes++; *nodes > 10_000 {
		return
	}
	switch err := err.(type) {
	case interface{ Unwrap() error }:
		if err.Unwrap() != nil {
			count(err.Unwrap(), nodes)
		}
	case interface{ Unwrap() []error }:
		for _, each := range err.Unwrap() {
			count(each, nodes)
		}
	}
}

// Another isolate's end is not this one's.
func TestErrorOfAnotherIsolate(t *testing.T) {
	other := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{}))
	var failure error
	c := v8test.Context(t)
	run := func(source string) error {
		return c.Run(t.Context(), func(s *v8.Scope) error {
			f, err := s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, failure }, v8.FunctionOptions{})
			require.NoError(t, err)
			require.NoError(t, s.Global().Set("fail", f.Value))
			_, err = v8test.Eval(s, source)
			return err
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	states := []error{v8.ErrTerminated, v8.ErrMemoryLimit, v8.ErrCPULimit, v8.ErrIsolateDead, v8.ErrUninterruptible, v8.ErrCrashed, v8.ErrClosed}
	failures := append([]error{other.Run(ctx, func(s *v8.Scope) error {
		cancel()
		_, err := v8test.Eval(s, "for (;;);")
		return err
	})}, states...)
	require.ErrorIs(t, failures[0], v8.ErrTerminated)
	for _, failure = range failures {
		failure = errors.Join(fmt.Errorf("a tenant: %w", failure), io.ErrShortBuffer)
		for _, source := range []string{"fail()", "try { fail() } catch (e) { kept = e; throw new Error('b', {cause: e}) }", "throw kept"} {
			err := run(source)
			for _, state := range states {
				require.NotErrorIs(t, err, state, source)
			}
			require.ErrorIs(t, err, io.ErrShortBuffer)
			var joined interface{ Unwrap() []error }
			require.ErrorAs(t, err, &joined)
		}
	}
	require.Contains(t, run("throw kept").Error(), v8.ErrClosed.Error(), "the text says it")
}
