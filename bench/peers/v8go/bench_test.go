package v8go

import (
	"os"
	"testing"

	"github.com/tommie/v8go"

	"github.com/nodeisolates/isolates/bench/work"
)

// v8go has no scopes: every call locks and enters the isolate, and every value
// lives until it is released, the isolate closed or, for some, the context. So
// each value is released as soon as it has been read, which its users must do
// to not leak. With V8GO_LEAK=1 nothing is, as its manual's examples have it:
// that is slower too, for the tables that grow.

var leak = os.Getenv("V8GO_LEAK") != ""

func release(values ...*v8go.Value) {
	if leak {
		return
	}
	for _, v := range values {
		v.Release()
	}
}

func newContext(b *testing.B) *v8go.Context {
	b.Helper()
	isolate := v8go.NewIsolate()
	b.Cleanup(isolate.Dispose)
	c := v8go.NewContext(isolate)
	b.Cleanup(c.Close)
	return c
}

func releaseInfo(info *v8go.FunctionCallbackInfo) {
	if !leak {
		info.Release()
	}
}

func must(b *testing.B, err error) {
	if err != nil { // Helper takes a microsecond
		b.Helper()
		b.Fatal(err)
	}
}

// evaluate gives the value of source to work on.
func evaluate(b *testing.B, c *v8go.Context, source string) *v8go.Value {
	b.Helper()
	v, err := c.RunScript(source, "work.js")
	must(b, err)
	return v
}

func newNumber(b *testing.B, c *v8go.Context, f float64) *v8go.Value {
	v, err := v8go.NewValue(c.Isolate(), f)
	must(b, err)
	return v
}

func function(b *testing.B, c *v8go.Context, source string) *v8go.Function {
	b.Helper()
	f, err := evaluate(b, c, source).AsFunction()
	must(b, err)
	return f
}

func object(b *testing.B, c *v8go.Context, source string) *v8go.Object {
	b.Helper()
	o, err := evaluate(b, c, source).AsObject()
	must(b, err)
	return o
}

// A sum is a callback that adds its arguments. v8go takes the result only when
// the callback has returned, so that each is released by the next call.
type sum struct{ last *v8go.Value }

func (s *sum) call(info *v8go.FunctionCallbackInfo) (*v8go.Value, error) {
	if s.last != nil {
		release(s.last)
	}
	total := 0.0
	for _, v := range info.Args() {
		total += v.Number()
	}
	releaseInfo(info)
	var err error
	s.last, err = v8go.NewValue(info.Context().Isolate(), total)
	return s.last, err
}

func callback(b *testing.B, source string, fn v8go.FunctionCallbackWithError) {
	c := newContext(b)
	f := v8go.NewFunctionTemplateWithError(c.Isolate(), fn).GetFunction(c)
	must(b, c.Global().Set("callback", f))
	loop := function(b, c, source)
	undefined, n := v8go.Undefined(c.Isolate()), newNumber(b, c, float64(b.N))
	b.ReportAllocs()
	b.ResetTimer()
	got, err := loop.Call(undefined, n)
	b.StopTimer()
	must(b, err)
	if got.Number() != float64(b.N) {
		b.Fatalf("%d callbacks gave %v", b.N, got)
	}
}

func BenchmarkCallback0(b *testing.B) {
	calls := 0
	callback(b, work.Source.Callback0, func(info *v8go.FunctionCallbackInfo) (*v8go.Value, error) {
		calls++
		releaseInfo(info)
		return nil, nil
	})
	if calls != b.N {
		b.Fatalf("%d calls, want %d", calls, b.N)
	}
}

func BenchmarkCallback2(b *testing.B) { callback(b, work.Source.Callback2, new(sum).call) }
func BenchmarkCallback5(b *testing.B) { callback(b, work.Source.Callback5, new(sum).call) }

// number runs a benchmark of turns that each give a number.
func number(b *testing.B, want float64, turn func() (*v8go.Value, error)) {
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		v, err := turn()
		must(b, err)
		if v.Number() != want {
			b.Fatalf("got %v, want %v", v, want)
		}
		release(v)
	}
	b.StopTimer()
}

func BenchmarkCall0(b *testing.B) {
	c := newContext(b)
	f := function(b, c, work.Source.Call0)
	undefined := v8go.Undefined(c.Isolate())
	number(b, work.Seven, func() (*v8go.Value, error) { return f.Call(undefined) })
}

func BenchmarkCall1(b *testing.B) {
	c := newContext(b)
	f := function(b, c, work.Source.Call1)
	undefined := v8go.Undefined(c.Isolate())
	number(b, 2, func() (*v8go.Value, error) {
		one := newNumber(b, c, 1)
		v, err := f.Call(undefined, one)
		release(one)
		return v, err
	})
}

func BenchmarkGet(b *testing.B) {
	o := object(b, newContext(b), work.Source.Object)
	number(b, work.Seven, func() (*v8go.Value, error) { return o.Get("number") })
}

func BenchmarkIndex(b *testing.B) {
	o := object(b, newContext(b), work.Source.Array)
	number(b, work.Seven, func() (*v8go.Value, error) { return o.GetIdx(3) })
}

func BenchmarkSet(b *testing.B) {
	c := newContext(b)
	o := object(b, c, work.Source.Object)
	b.ReportAllocs()
	b.ResetTimer()
	for n := range b.N {
		v := newNumber(b, c, float64(n))
		must(b, o.Set("number", v))
		release(v)
	}
	b.StopTimer()
	got, err := o.Get("number")
	must(b, err)
	if got.Number() != float64(b.N-1) {
		b.Fatalf("got %v, want %v", got, b.N-1)
	}
}

func BenchmarkIsNumber(b *testing.B) {
	c := newContext(b)
	values := []*v8go.Value{evaluate(b, c, work.Source.Number), v8go.Null(c.Isolate())}
	numbers := 0
	b.ReportAllocs()
	b.ResetTimer()
	for n := range b.N {
		if values[n&1].IsNumber() {
			numbers++
		}
	}
	b.StopTimer()
	if numbers != (b.N+1)/2 {
		b.Fatalf("%d of %d are numbers", numbers, b.N)
	}
}

func BenchmarkStringIn(b *testing.B) {
	isolate := newContext(b).Isolate()
	checked := false
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		v, err := v8go.NewValue(isolate, work.Text)
		must(b, err)
		checked = checked || v.String() == work.Text
		release(v)
	}
	b.StopTimer()
	if !checked {
		b.Fatal("not the text")
	}
}

func BenchmarkStringOut(b *testing.B) {
	v := evaluate(b, newContext(b), work.Source.String)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if got := v.String(); got != work.Text {
			b.Fatalf("got %q", got)
		}
	}
}

func BenchmarkConstruct(b *testing.B) {
	c := newContext(b)
	point := function(b, c, work.Source.Construct)
	checked := false
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		x, y := newNumber(b, c, 1), newNumber(b, c, 2)
		o, err := point.NewInstance(x, y)
		must(b, err)
		if !checked {
			got, err := o.Get("y")
			must(b, err)
			checked = got.Number() == 2
			release(got)
		}
		release(o.Value, x, y)
	}
	b.StopTimer()
	if !checked {
		b.Fatal("not a Point")
	}
}

func BenchmarkCompileRun(b *testing.B) {
	c := newContext(b)
	number(b, 2, func() (*v8go.Value, error) { return c.RunScript(work.Source.Script, "work.js") })
}

func BenchmarkEnterRunLeave(b *testing.B) {
	c := newContext(b)
	script, err := c.Isolate().CompileUnboundScript(work.Source.Script, "work.js", v8go.CompileOptions{})
	must(b, err)
	number(b, 2, func() (*v8go.Value, error) { return script.Run(c) })
}

func BenchmarkNewContext(b *testing.B) {
	isolate := v8go.NewIsolate()
	b.Cleanup(isolate.Dispose)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		v8go.NewContext(isolate).Close()
	}
}

func BenchmarkNewIsolate(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		isolate := v8go.NewIsolate()
		v8go.NewContext(isolate).Close()
		isolate.Dispose()
	}
}
