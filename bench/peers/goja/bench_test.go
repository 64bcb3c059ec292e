// Package goja measures goja, a JavaScript engine in Go: see bench/README.md.
// What it gives is garbage-collected, so nothing is released. It has neither
// isolates nor contexts: a Runtime is both.
package goja

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/nodeisolates/isolates/bench/work"
)

func must(b *testing.B, err error) {
	if err != nil { // Helper takes a microsecond
		b.Helper()
		b.Fatal(err)
	}
}

// evaluate makes a Runtime and gives the value of source to work on.
func evaluate(b *testing.B, source string) (*goja.Runtime, goja.Value) {
	b.Helper()
	runtime := goja.New()
	v, err := runtime.RunString(source)
	must(b, err)
	return runtime, v
}

func function(b *testing.B, v goja.Value) goja.Callable {
	b.Helper()
	f, ok := goja.AssertFunction(v)
	if !ok {
		b.Fatalf("%v is no function", v)
	}
	return f
}

func callback(b *testing.B, source string, fn func(*goja.Runtime, goja.FunctionCall) goja.Value) {
	runtime, v := evaluate(b, source)
	must(b, runtime.Set("callback", func(call goja.FunctionCall) goja.Value { return fn(runtime, call) }))
	loop := function(b, v)
	b.ReportAllocs()
	b.ResetTimer()
	got, err := loop(goja.Undefined(), runtime.ToValue(b.N))
	b.StopTimer()
	must(b, err)
	if got.ToInteger() != int64(b.N) {
		b.Fatalf("%d callbacks gave %v", b.N, got)
	}
}

func BenchmarkCallback0(b *testing.B) {
	calls := 0
	callback(b, work.Source.Callback0, func(*goja.Runtime, goja.FunctionCall) goja.Value {
		calls++
		return goja.Undefined()
	})
	if calls != b.N {
		b.Fatalf("%d calls, want %d", calls, b.N)
	}
}

func BenchmarkCallback2(b *testing.B) {
	callback(b, work.Source.Callback2, func(runtime *goja.Runtime, call goja.FunctionCall) goja.Value {
		return runtime.ToValue(call.Argument(0).ToFloat() + call.Argument(1).ToFloat())
	})
}

func BenchmarkCallback5(b *testing.B) {
	callback(b, work.Source.Callback5, func(runtime *goja.Runtime, call goja.FunctionCall) goja.Value {
		total := 0.0
		for _, v := range call.Arguments {
			total += v.ToFloat()
		}
		return runtime.ToValue(total)
	})
}

// number runs a benchmark of turns that each give a number.
func number(b *testing.B, want float64, turn func() (goja.Value, error)) {
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		v, err := turn()
		must(b, err)
		if v.ToFloat() != want {
			b.Fatalf("got %v, want %v", v, want)
		}
	}
}

func BenchmarkCall0(b *testing.B) {
	_, v := evaluate(b, work.Source.Call0)
	f := function(b, v)
	number(b, work.Seven, func() (goja.Value, error) { return f(goja.Undefined()) })
}

func BenchmarkCall1(b *testing.B) {
	runtime, v := evaluate(b, work.Source.Call1)
	f := function(b, v)
	number(b, 2, func() (goja.Value, error) { return f(goja.Undefined(), runtime.ToValue(1.0)) })
}

func BenchmarkGet(b *testing.B) {
	runtime, v := evaluate(b, work.Source.Object)
	o := v.ToObject(runtime)
	number(b, work.Seven, func() (goja.Value, error) { return o.Get("number"), nil })
}

func BenchmarkIndex(b *testing.B) {
	runtime, v := evaluate(b, work.Source.Array)
	o := v.ToObject(runtime)
	number(b, work.Seven, func() (goja.Value, error) { return o.Get("3"), nil }) // it has no keys but text
}

func BenchmarkSet(b *testing.B) {
	runtime, v := evaluate(b, work.Source.Object)
	o := v.ToObject(runtime)
	b.ReportAllocs()
	b.ResetTimer()
	for n := range b.N {
		must(b, o.Set("number", float64(n)))
	}
	b.StopTimer()
	if got := o.Get("number"); got.ToInteger() != int64(b.N-1) {
		b.Fatalf("got %v, want %v", got, b.N-1)
	}
}

func BenchmarkIsNumber(b *testing.B) {
	_, v := evaluate(b, work.Source.Number)
	values := []goja.Value{v, goja.Null()} // or the compiler would test once
	numbers := 0
	b.ReportAllocs()
	b.ResetTimer()
	for n := range b.N {
		if goja.IsNumber(values[n&1]) {
			numbers++
		}
	}
	b.StopTimer()
	if numbers != (b.N+1)/2 {
		b.Fatalf("%d of %d are numbers", numbers, b.N)
	}
}

func BenchmarkStringIn(b *testing.B) {
	runtime := goja.New()
	var v goja.Value
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		v = runtime.ToValue(work.Text)
	}
	b.StopTimer()
	if v.String() != work.Text {
		b.Fatalf("got %q", v)
	}
}

func BenchmarkStringOut(b *testing.B) {
	_, v := evaluate(b, work.Source.String)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if got := v.String(); got != work.Text {
			b.Fatalf("got %q", got)
		}
	}
}

func BenchmarkConstruct(b *testing.B) {
	runtime, point := evaluate(b, work.Source.Construct)
	var o *goja.Object
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		var err error
		o, err = runtime.New(point, runtime.ToValue(1.0), runtime.ToValue(2.0))
		must(b, err)
	}
	b.StopTimer()
	if o.Get("y").ToInteger() != 2 {
		b.Fatal("not a Point")
	}
}

func BenchmarkCompileRun(b *testing.B) {
	runtime := goja.New()
	number(b, 2, func() (goja.Value, error) { return runtime.RunScript("work.js", work.Source.Script) })
}

// BenchmarkEnterRunLeave has nothing to enter.
func BenchmarkEnterRunLeave(b *testing.B) {
	runtime := goja.New()
	program, err := goja.Compile("work.js", work.Source.Script, false)
	must(b, err)
	number(b, 2, func() (goja.Value, error) { return runtime.RunProgram(program) })
}

func BenchmarkNewIsolate(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if goja.New() == nil {
			b.Fatal("no Runtime")
		}
	}
}
