package v8_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// defineCall defines call(f), which calls f from Go and gives its result.
func defineCall(t testing.TB, s *v8.Scope) {
	v8test.Define(t, s, "call", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		f, ok := info.Argument(0).AsFunction()
		if !ok {
			return v8.Value{}, v8.TypeError.Errorf("call of %v", info.Argument(0).Kind())
		}
		return f.Call(v8.Undefined())
	})
}

func TestCallbackArguments(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v8test.Define(t, s, "sum", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			total := 0.0
			for n := range info.Length() {
				f, ok := info.Argument(n).AsNumber()
				require.True(t, ok, "argument %d", n)
				total += f
			}
			require.True(t, info.Argument(info.Length()).IsUndefined())
			require.True(t, info.Argument(-1).IsUndefined())
			return v8.NewNumber(total), nil
		})
		for source, want := range map[string]string{
			"sum()":                             "0",
			"sum(1, 2)":                         "3",
			"sum(1, 2, 3, 4, 5, 6, 7, 8)":       "36",
			"sum(1, 2, 3, 4, 5, 6, 7, 8, 9)":    "45", // beyond what comes decoded
			"sum(...Array(10000).fill(0.5))":    "5000",
			"sum.name + sum.length":             "sum0",
			"[1, 2].map(sum).join()":            "", // index and array are arguments too
			"new (class { m = sum })().m(1, 2)": "3",
		} {
			if want == "" {
				continue
			}
			require.Equal(t, want, v8test.MustEval(t, s, source).String(), source)
		}
	})
}

func TestCallbackReceiverAndNewTarget(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		f, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			if info.IsConstructCall() {
				require.True(t, info.NewTarget().IsFunction())
				return v8.Value{}, info.This().Set("x", info.Argument(0))
			}
			require.True(t, info.NewTarget().IsUndefined())
			return info.This().Get("x")
		}, v8.FunctionOptions{Name: "Point", Length: 1, Constructor: true})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("Point", f.Value))
		require.Equal(t, "5", v8test.MustEval(t, s, "new Point(5).x").String())
		require.Equal(t, "7", v8test.MustEval(t, s, "Point.call({x: 7})").String())
		require.Equal(t, "Point 1", v8test.MustEval(t, s, "Point.name + ' ' + Point.length").String())

		o, err := f.NewInstance(v8.NewInteger(9))
		require.NoError(t, err)
		x, err := o.Get("x")
		require.NoError(t, err)
		require.Equal(t, "9", x.String())

		plain, err := s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Value{}, nil
		}, v8.FunctionOptions{})
		require.NoError(t, err)
		_, err = plain.NewInstance()
		require.ErrorContains(t, err, "not a constructor")
	})
}

func TestCallbackError(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v8test.Define(t, s, "fail", func(v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Value{}, fmt.Errorf("reading: %w", io.ErrUnexpectedEOF)
		})
		v8test.Define(t, s, "refuse", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Value{}, v8.RangeError.Errorf("not %v: %w", info.Argument(0), io.EOF)
		})
		defineCall(t, s)

		_, err := v8test.Eval(s, "fail()")
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		require.Equal(t, `v8: run "test.js": Error: reading: unexpected EOF (test.js:1:1)`, err.Error())
		_, err = v8test.Eval(s, "call(() => call(fail))")
		require.ErrorIs(t, err, io.ErrUnexpectedEOF, "through several layers")
		_, err = v8test.Eval(s, "try { fail() } catch (e) { throw new TypeError('outer', {cause: e}) }")
		require.ErrorIs(t, err, io.ErrUnexpectedEOF, "through a cause")
		_, err = v8test.Eval(s, "refuse(3)")
		require.ErrorIs(t, err, io.EOF)
		require.ErrorContains(t, err, "RangeError: not 3: EOF")
		require.Equal(t, "true", v8test.MustEval(t, s,
			"try { refuse(3) } catch (e) { e instanceof RangeError && e.message === 'not 3: EOF' }").String())

		_, err = v8test.Eval(s, "throw new Error('no Go error')")
		require.NotErrorIs(t, err, io.EOF)
	})
}

func TestCallbackThrow(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v8test.Define(t, s, "raise", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Value{}, v8.Throw(info.Argument(0))
		})
		defineCall(t, s)
		for _, source := range []string{
			"{ let o = {a: 1}; try { raise(o) } catch (e) { e === o } }",
			"{ let o = {a: 1}; try { call(() => raise(o)) } catch (e) { e === o } }", // rethrown as it is
			"try { raise(undefined) } catch (e) { e === undefined }",
			"try { raise(5n) } catch (e) { e === 5n }",
			"try { call(3) } catch (e) { e instanceof TypeError }",
		} {
			require.Equal(t, "true", v8test.MustEval(t, s, source).String(), source)
		}
	})
}

func TestNewError(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, kind := range []v8.ErrorKind{v8.Error, v8.RangeError, v8.ReferenceError, v8.SyntaxError, v8.TypeError} {
			e, err := s.NewError(kind, "why", v8.NewInteger(3))
			require.NoError(t, err)
			require.True(t, e.IsNativeError())
			require.Equal(t, kind.String()+": why", e.String())
			cause, err := e.Get("cause")
			require.NoError(t, err)
			require.Equal(t, "3", cause.String())
		}
		e, err := s.NewError(v8.Error, "why", v8.Undefined())
		require.NoError(t, err)
		has, err := e.Has("cause")
		require.NoError(t, err)
		require.False(t, has)
	})
}

func TestCallbackPanic(t *testing.T) {
	type mine struct{ n int }
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v8test.Define(t, s, "boom", func(v8.FunctionCallbackInfo) (v8.Value, error) { panic(mine{7}) })
		v8test.Define(t, s, "quiet", func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, nil })
		defineCall(t, s)
		v8test.MustEval(t, s, "var side = 0")
		for _, source := range []string{
			"try { boom() } catch (e) { side = 1 } finally { side = 2 }; side = 3",
			"try { call(() => { try { call(boom) } catch (e) { side = 4 } }) } finally { side = 5 }; side = 6",
			"quiet(); [1].map(boom); side = 7",
			"new Promise(boom).catch(() => side = 8); side = 9",
			"call(() => { call(quiet); boom() })", // one callback has returned before
		} {
			require.PanicsWithValue(t, mine{7}, func() { v8test.Eval(s, source) }, source)
			require.Equal(t, "0", v8test.MustEval(t, s, "side").String(), "JavaScript can't see it: %s", source)
		}
	})
	v8test.RequireUsable(t, c)

	require.PanicsWithValue(t, mine{7}, func() {
		v8test.RunIn(t, c, func(s *v8.Scope) { v8test.MustEval(t, s, "Promise.resolve().then(boom); 1") })
	}, "out of a microtask, at the end of Run")
	v8test.RequireUsable(t, c)
}

func TestCallbackGoexit(t *testing.T) {
	c := v8test.Context(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.Run(context.Background(), func(s *v8.Scope) error {
			v8test.Define(t, s, "exit", func(v8.FunctionCallbackInfo) (v8.Value, error) {
				runtime.Goexit()
				return v8.Value{}, nil
			})
			_, err := v8test.Eval(s, "exit()")
			return err
		})
	}()
	<-done
	err := v8test.EvalIn(context.Background(), c, "1")
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	require.ErrorContains(t, err, "runtime.Goexit")
	require.NoError(t, c.Isolate().Close())
	v8test.RequireUsable(t, v8test.Context(t))
}

func TestCallbackTerminates(t *testing.T) {
	cause := errors.New("enough")
	c := v8test.Context(t)
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		v8test.Define(t, s, "stop", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			info.Scope().Isolate().Terminate(cause)
			return v8.Value{}, nil
		})
		v8test.MustEval(t, s, "var side = 0")
		_, err := v8test.Eval(s, "try { stop(); side = 1 } catch (e) { side = 2 } finally { side = 3 }")
		require.ErrorIs(t, err, cause)
		_, err = v8test.Eval(s, "side = 4")
		require.ErrorIs(t, err, v8.ErrTerminated, "the rest of the Run is ended too")
		return nil
	})
	require.ErrorIs(t, err, cause)
	v8test.RunIn(t, c, func(s *v8.Scope) { require.Equal(t, "0", v8test.MustEval(t, s, "side").String()) })
}

func TestCallbackCloses(t *testing.T) {
	c := v8test.Context(t)
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		v8test.Define(t, s, "close", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8.Value{}, info.Scope().Isolate().Close()
		})
		_, err := v8test.Eval(s, "close(); for (;;);")
		return err
	})
	require.ErrorIs(t, err, v8.ErrClosed)
	require.ErrorIs(t, v8test.EvalIn(context.Background(), c, "1"), v8.ErrClosed)
}

func TestCallbackReenters(t *testing.T) {
	other := v8test.Context(t)
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		v8test.Define(t, s, "elsewhere", func(v8.FunctionCallbackInfo) (v8.Value, error) {
			answer := 0.0
			err := other.Run(context.Background(), func(there *v8.Scope) error {
				return c.Run(context.Background(), func(again *v8.Scope) error {
					f, ok := v8test.MustEval(t, again, "6 * 7").AsNumber()
					require.True(t, ok)
					answer = f
					return nil
				})
			})
			return v8.NewNumber(answer), err
		})
		require.Equal(t, "43", v8test.MustEval(t, s, "elsewhere() + 1").String())
	})
}

// Go and JavaScript call each other until the stack is used up.
func TestCallbackRecursion(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		defineCall(t, s)
		_, err := v8test.Eval(s, "function f() { return call(f) }; f()")
		require.ErrorContains(t, err, "RangeError: Maximum call stack size exceeded")
		depth, ok := v8test.MustEval(t, s,
			"let depth = 0; function g() { depth++; call(g) }; try { g() } catch (e) { depth }").AsNumber()
		require.True(t, ok)
		require.Greater(t, depth, 100.0)
	})
	v8test.RequireUsable(t, c)
}

func TestCallbackMisuse(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		var kept v8.FunctionCallbackInfo
		var value v8.Value
		var scope *v8.Scope
		v8test.Define(t, s, "keep", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			kept, value, scope = info, info.Argument(0), info.Scope()
			return v8.Value{}, nil
		})
		v8test.MustEval(t, s, "keep({})")
		require.PanicsWithValue(t, misuse.InfoEnded, func() { kept.Argument(0) })
		require.Panics(t, func() { _ = value.String() })
		require.Panics(t, func() { scope.Global() })
		require.Panics(t, func() { s.NewFunction(nil, v8.FunctionOptions{}) })

		v8test.Run(t, func(there *v8.Scope) {
			foreign := v8test.MustEval(t, there, "({})")
			f, ok := v8test.MustEval(t, there, "(x => x)").AsFunction()
			require.True(t, ok)
			require.Panics(t, func() { s.Global() }, "not the isolate that was entered last")
			_, err := f.Call(foreign, foreign)
			require.NoError(t, err)
		})
		v8test.Define(t, s, "smuggle", func(v8.FunctionCallbackInfo) (v8.Value, error) {
			var foreign v8.Value
			v8test.Run(t, func(there *v8.Scope) { foreign = v8test.MustEval(t, there, "({})") })
			return foreign, nil // dead, and of another isolate
		})
		require.Panics(t, func() { v8test.Eval(s, "smuggle()") })
	})
}
