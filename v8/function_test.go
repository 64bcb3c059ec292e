package v8_test

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func functionOf(t testing.TB, s *v8.Scope, source string) v8.Function {
	t.Helper()
	f, ok := v8test.MustEval(t, s, source).AsFunction()
	require.True(t, ok, source)
	return f
}

// countTo is 0, 1, 2 and so on.
func countTo(n int) []v8.Value {
	values := make([]v8.Value, n)
	for i := range values {
		values[i] = v8.NewNumber(float64(i))
	}
	return values
}

func TestFunctionCallArguments(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		last := functionOf(t, s, "(function () { return arguments.length + ':' + arguments[arguments.length - 1] })")
		constructor := functionOf(t, s, "(class { constructor(...all) { this.count = all.length } })")
		echo := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return info.Argument(info.Length() - 1), nil
		}, v8.FunctionOptions{}))
		for _, n := range []int{0, 1, 2, 7, 8, 9, 100, 1000, 10000} {
			want := strconv.Itoa(n) + ":" + strconv.Itoa(n-1)
			if n == 0 {
				want = "0:undefined"
			}
			v, err := last.Call(v8.Undefined(), countTo(n)...)
			require.NoError(t, err)
			require.Equal(t, want, v.String())
			v, err = echo.Call(v8.Undefined(), countTo(n)...)
			require.NoError(t, err)
			require.Equal(t, n != 0, v.IsNumber())
			o, err := constructor.NewInstance(countTo(n)...)
			require.NoError(t, err)
			v, err = o.Get("count")
			require.NoError(t, err)
			require.Equal(t, strconv.Itoa(n), v.String())
		}
	})
}

// More arguments than the stack can hold are an error, as in JavaScript.
func TestFunctionCallTooManyArguments(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		v8test.Run(t, func(s *v8.Scope) {
			many := countTo(1 << 22)
			for _, source := range []string{"(function () { return arguments.length })", "((...all) => all.length)", "Math.max",
				"(class { constructor(...all) {} })", "(() => 1).bind(null, 1)", "new Proxy(function () {}, {})"} {
				f := functionOf(t, s, source)
				_, err := f.Call(v8.Undefined(), many...)
				v8test.RequireThrown(t, err, "")
				_, err = f.NewInstance(many...)
				v8test.RequireThrown(t, err, "")
				v, _ := functionOf(t, s, "x => x").Call(v8.Undefined(), v8.NewNumber(2))
				require.Equal(t, "2", v.String())
			}
		})
	})
}

func TestFunctionCallAllocatesNothing(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("it allocates by itself")
	}
	v8test.Run(t, func(s *v8.Scope) {
		count := functionOf(t, s, "(function () { return arguments.length })")
		object := v8test.MustEval(t, s, "({})")
		for _, n := range []int{0, 1, 8, 9, 100, 500} {
			arguments := countTo(n)
			if n > 1 {
				arguments[n-1] = object
			}
			require.Zero(t, testing.AllocsPerRun(100, func() {
				v, err := count.Call(object, arguments...)
				if got, _ := v.AsInt32(); err != nil || int(got) != n {
					t.Fail()
				}
			}), "%d arguments", n)
		}
	})
}

func TestFunctionCallBatch(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		join := functionOf(t, s, "(function () { return [this, ...arguments].join() })")
		object := functionOf(t, s, "x => ({ x, garbage: new Array(1000).fill(x) })")
		var batch v8.FunctionCallBatch
		require.NoError(t, batch.Call(), "of no calls")
		for round := range 3 {
			batch.Reset()
			for n := range 300 {
				batch.Add(join, v8test.StringOf(t, s, "of "+strconv.Itoa(n)).Value, countTo(n%10)...)
				batch.Add(object, v8.Undefined(), v8.NewInteger(int32(n)))
			}
			require.Equal(t, 600, batch.Len())
			for range round + 1 { // again
				require.NoError(t, batch.Call())
			}
			for n := range 300 {
				want, err := join.Call(v8test.StringOf(t, s, "of "+strconv.Itoa(n)).Value, countTo(n%10)...)
				require.NoError(t, err)
				got, err := batch.Result(2 * n)
				require.NoError(t, err)
				require.Equal(t, want.String(), got.String())
				got, err = batch.Result(2*n + 1)
				require.NoError(t, err)
				o, ok := got.AsObject()
				require.True(t, ok)
				require.Equal(t, strconv.Itoa(n), v8test.Must(o.Get("x")).String())
			}
		}
	})
}

// An error is the call's that threw it, and the others are made, or not.
func TestFunctionCallBatchThrows(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		calls := 0
		odd := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			calls++
			n, _ := info.Argument(0).AsInt32()
			if n%2 != 0 {
				return v8.Value{}, v8.RangeError.Errorf("%d is odd", n)
			}
			o, err := info.Scope().NewObject()
			return o.Value, errors.Join(err, o.Set("n", info.Argument(0)))
		}, v8.FunctionOptions{}))
		var batch v8.FunctionCallBatch
		for n := range 100 {
			batch.Add(odd, v8.Undefined(), v8.NewInteger(int32(n)))
		}
		require.NoError(t, batch.Call())
		require.Equal(t, 100, calls)
		for n := range 100 {
			v, err := batch.Result(n)
			if n%2 != 0 {
				v8test.RequireThrown(t, err, "RangeError: "+strconv.Itoa(n)+" is odd")
				continue
			}
			require.NoError(t, err)
			o, _ := v.AsObject()
			require.Equal(t, strconv.Itoa(n), v8test.Must(o.Get("n")).String())
		}

		batch.StopAtException = true
		calls = 0
		v8test.RequireThrown(t, batch.Call(), "RangeError: 1 is odd")
		require.Equal(t, 2, calls)
		_, err := batch.Result(0)
		require.NoError(t, err)
		for n := 1; n < 100; n++ {
			_, err := batch.Result(n)
			v8test.RequireThrown(t, err, "RangeError: 1 is odd")
		}
		batch.Reset()
		require.True(t, batch.StopAtException)
		require.NoError(t, batch.Call())
	})
}

func TestFunctionCallBatchAllocatesNothing(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("it allocates by itself")
	}
	v8test.Run(t, func(s *v8.Scope) {
		count := functionOf(t, s, "(function () { return arguments.length })")
		var batch v8.FunctionCallBatch
		require.Zero(t, testing.AllocsPerRun(100, func() {
			batch.Reset()
			for range 20 {
				batch.Add(count, v8.Undefined(), v8.NewInteger(1), v8.NewInteger(2))
			}
			if batch.Call() != nil {
				t.Fail()
			}
			v, err := batch.Result(19)
			if got, _ := v.AsInt32(); err != nil || got != 2 {
				t.Fail()
			}
		}))
	})
}

// What ends JavaScript in the middle ends the calls after it, and those before have
// their results.
func TestFunctionCallBatchEnds(t *testing.T) {
	cause := errors.New("enough")
	ends := []struct {
		name    string
		options v8.IsolateOptions
		end     func(iso *v8.Isolate, cancel func()) string // the source of the function, or ""
		want    error
	}{
		{"a termination", v8.IsolateOptions{}, func(iso *v8.Isolate, _ func()) string { iso.Terminate(cause); return "" }, cause},
		{"the ctx", v8.IsolateOptions{}, func(_ *v8.Isolate, cancel func()) string { cancel(); return "for (;;);" }, context.Canceled},
		{"a heap limit", v8.IsolateOptions{HeapLimit: 16 << 20}, func(*v8.Isolate, func()) string { return "for (const all = [];;) all.push([])" }, v8.ErrMemoryLimit},
		{"a closed isolate", v8.IsolateOptions{}, func(iso *v8.Isolate, _ func()) string { iso.Close(); return "for (;;);" }, v8.ErrClosed},
		{"a CPU limit", v8.IsolateOptions{CPULimit: 1e7}, func(*v8.Isolate, func()) string { return "for (;;);" }, v8.ErrCPULimit},
	}
	for _, end := range ends {
		t.Run(end.name, func(t *testing.T) {
			iso := v8test.Isolate(t, end.options)
			c := v8test.ContextIn(t, iso)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			err := c.Run(ctx, func(s *v8.Scope) error {
				calls := 0
				f := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
					if calls++; calls < 5 {
						return v8.NewInteger(int32(calls)), nil
					}
					if source := end.end(iso, cancel); source != "" {
						return v8test.Eval(info.Scope(), source)
					}
					return v8.Undefined(), nil
				}, v8.FunctionOptions{}))
				var batch v8.FunctionCallBatch
				for range 10 {
					batch.Add(f, v8.Undefined())
				}
				err := batch.Call()
				require.ErrorIs(t, err, end.want)
				require.ErrorIs(t, err, v8.ErrTerminated)
				require.Equal(t, 5, calls)
				for n := range 10 {
					v, err := batch.Result(n)
					if n >= 4 {
						require.ErrorIs(t, err, end.want)
						continue
					}
					require.NoError(t, err)
					require.Equal(t, strconv.Itoa(n+1), v.String())
				}
				require.ErrorIs(t, batch.Call(), end.want)
				require.Equal(t, 5, calls)
				return err
			})
			require.ErrorIs(t, err, end.want)
		})
	}
}

// A panic of a function goes through Call, and leaves the isolate and the batch in order.
func TestFunctionCallBatchPanics(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		var batch v8.FunctionCallBatch
		f := v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			if info.Argument(0).IsNull() {
				panic("no")
			}
			return info.Argument(0), nil
		}, v8.FunctionOptions{}))
		for _, v := range []v8.Value{v8.NewInteger(0), v8.Null(), v8.NewInteger(2)} {
			batch.Add(f, v8.Undefined(), v)
		}
		panicked, _ := v8test.Attempt(batch.Call)
		require.Contains(t, panicked, "no")
		require.Equal(t, "0", v8test.Must(batch.Result(0)).String())
		v8test.RequireMisuse(t, misuse.BatchResult, func() { batch.Result(1) })
		batch.Reset()
	})
	v8test.RequireUsable(t, c)
}

func TestFunctionCallBatchGoexit(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		c := v8test.ContextIn(t, iso)
		var batch v8.FunctionCallBatch
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			c.Run(t.Context(), func(s *v8.Scope) error {
				f := v8test.Must(s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) {
					runtime.Goexit()
					return v8.Value{}, nil
				}, v8.FunctionOptions{}))
				batch.Add(f, v8.Undefined())
				batch.Add(f, v8.Undefined())
				return batch.Call()
			})
		}()
		<-ended
		v8test.RequireMisuse(t, misuse.BatchResult, func() { batch.Result(0) })
		v8test.RequireMisuse(t, misuse.ValueEnded, func() { batch.Call() })
		require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
	})
}

// A function that is called can have a batch of its own, and not that one.
func TestFunctionCallBatchReenters(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		var batch v8.FunctionCallBatch
		depth := 0
		var f v8.Function
		f = v8test.Must(s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			for _, use := range []func(){
				func() { batch.Add(f, v8.Undefined()) },
				func() { batch.Call() },
				func() { batch.Reset() },
				func() { batch.Result(0) },
			} {
				v8test.RequireMisuse(t, misuse.BatchRuns, use)
			}
			if depth++; depth == 20 {
				return v8.NewInteger(20), nil
			}
			var inner v8.FunctionCallBatch
			inner.Add(f, v8.Undefined())
			if err := inner.Call(); err != nil {
				return v8.Value{}, err
			}
			return inner.Result(0)
		}, v8.FunctionOptions{}))
		batch.Add(f, v8.Undefined())
		require.NoError(t, batch.Call())
		require.Equal(t, "20", v8test.Must(batch.Result(0)).String())
	})
}

func TestFunctionCallBatchMisuse(t *testing.T) {
	other := v8test.Context(t)
	v8test.RunIn(t, v8test.Context(t), func(s *v8.Scope) {
		f := functionOf(t, s, "x => x")
		var batch v8.FunctionCallBatch
		v8test.RequireMisuse(t, misuse.ZeroHandle, func() { batch.Add(v8.Function{}, v8.Undefined()) })
		v8test.RequireMisuse(t, misuse.BatchResult, func() { batch.Result(0) })
		v8test.RunIn(t, other, func(s *v8.Scope) {
			foreign := functionOf(t, s, "x => x")
			v8test.RequireMisuse(t, misuse.Isolate, func() { batch.Add(foreign, v8.Undefined(), f.Value) })
			batch.Reset()
			batch.Add(f, v8.Undefined())
			v8test.RequireMisuse(t, misuse.Isolate, func() { batch.Add(foreign, v8.Undefined()) })
			v8test.RequireMisuse(t, misuse.Goroutine, func() { batch.Call() })
		})
		for _, add := range []func(s *v8.Scope){
			func(s *v8.Scope) { batch.Add(functionOf(t, s, "x => x"), v8.Undefined()) },
			func(s *v8.Scope) { batch.Add(f, v8test.MustEval(t, s, "({})")) },
			func(s *v8.Scope) { batch.Add(f, v8.Undefined(), v8test.MustEval(t, s, "({})"), v8.NewInteger(1)) },
		} {
			batch.Reset()
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				add(s)
				return batch.Call()
			}))
			v, err := batch.Result(0)
			require.NoError(t, err)
			if !v.IsUndefined() {
				v8test.RequireMisuse(t, misuse.ValueEnded, func() { v.IsNullOrUndefined(); v.Export() })
			}
			v8test.RequireMisuse(t, misuse.ValueEnded, func() { batch.Call() })
		}
		batch.Reset()
		batch.Add(f, v8.Undefined(), v8.NewInteger(1))
		require.NoError(t, batch.Call())
		for _, n := range []int{-1, 1, 1 << 40} {
			v8test.RequireMisuse(t, misuse.BatchResult, func() { batch.Result(n) })
		}
		v8test.Together(t, 4, func(int) error {
			// Each has one of its own, of values that another goroutine may use.
			var batch v8.FunctionCallBatch
			panicked, _ := v8test.Attempt(func() error {
				batch.Add(f, v8.Undefined())
				return batch.Call()
			})
			require.Contains(t, panicked, misuse.Goroutine)
			return nil
		})
	})
}
