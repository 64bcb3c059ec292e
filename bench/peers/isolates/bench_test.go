// Package isolates measures package v8: see bench/README.md.
//
// All but EnterRunLeave, NewContext and NewIsolate are measured inside one Run,
// as a user writes what happens more than once. Where values pile up, each
// hundred get a Nested scope.
package isolates

import (
	"context"
	"testing"

	"github.com/nodeisolates/isolates/bench/work"
	"github.com/nodeisolates/isolates/v8"
)

func newContext(b *testing.B) *v8.Context {
	b.Helper()
	isolate, err := v8.NewIsolate(v8.IsolateOptions{})
	must(b, err)
	b.Cleanup(func() { isolate.Close() })
	c, err := isolate.NewContext(context.Background(), v8.ContextOptions{})
	must(b, err)
	return c
}

func must(b *testing.B, err error) {
	if err != nil { // Helper takes a microsecond
		b.Helper()
		b.Fatal(err)
	}
}

// run calls fn inside a Run, with the value of source to work on.
func run(b *testing.B, source string, fn func(s *v8.Scope, v v8.Value)) {
	b.Helper()
	must(b, newContext(b).Run(context.Background(), func(s *v8.Scope) error {
		script, err := s.Compile(source, v8.ScriptOrigin{Name: "work.js"})
		if err != nil {
			return err
		}
		v, err := script.Run()
		if err == nil {
			fn(s, v)
		}
		return err
	}))
}

// nested calls fn b.N times, each hundred in a scope of their own.
func nested(b *testing.B, s *v8.Scope, fn func(s *v8.Scope) error) {
	for done := 0; done < b.N; {
		end := min(done+100, b.N)
		must(b, s.Nested(func(s *v8.Scope) error {
			for ; done < end; done++ {
				if err := fn(s); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func function(b *testing.B, v v8.Value) v8.Function {
	b.Helper()
	f, ok := v.AsFunction()
	if !ok {
		b.Fatalf("%v is no function", v)
	}
	return f
}

func object(b *testing.B, v v8.Value) v8.Object {
	b.Helper()
	o, ok := v.AsObject()
	if !ok {
		b.Fatalf("%v is no object", v)
	}
	return o
}

func callback(b *testing.B, source string, fn v8.FunctionCallback) {
	b.ReportAllocs()
	run(b, source, func(s *v8.Scope, v v8.Value) {
		f, err := s.NewFunction(fn, v8.FunctionOptions{Name: "callback"})
		must(b, err)
		must(b, s.Global().Set("callback", f.Value))
		loop := function(b, v)
		b.ResetTimer()
		got, err := loop.Call(v8.Undefined(), v8.NewNumber(float64(b.N)))
		b.StopTimer()
		must(b, err)
		if n, _ := got.AsNumber(); n != float64(b.N) {
			b.Fatalf("%d callbacks gave %v", b.N, got)
		}
	})
}

func sum(info v8.FunctionCallbackInfo) (v8.Value, error) {
	total := 0.0
	for n := range info.Length() {
		f, _ := info.Argument(n).AsNumber()
		total += f
	}
	return v8.NewNumber(total), nil
}

func BenchmarkCallback0(b *testing.B) {
	calls := 0
	callback(b, work.Source.Callback0, func(v8.FunctionCallbackInfo) (v8.Value, error) {
		calls++
		return v8.Undefined(), nil
	})
	if calls != b.N {
		b.Fatalf("%d calls, want %d", calls, b.N)
	}
}

func BenchmarkCallback2(b *testing.B) {
	callback(b, work.Source.Callback2, func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		x, _ := info.Argument(0).AsNumber()
		y, _ := info.Argument(1).AsNumber()
		return v8.NewNumber(x + y), nil
	})
}

func BenchmarkCallback5(b *testing.B) { callback(b, work.Source.Callback5, sum) }

// is reports whether a turn gave a number. The loops below call nothing else:
// a closure around the turn would cost as much as package v8 adds to V8.
func is(v v8.Value, err error, want float64) bool {
	n, ok := v.AsNumber()
	return err == nil && ok && n == want
}

func BenchmarkCall0(b *testing.B) {
	run(b, work.Source.Call0, func(s *v8.Scope, v v8.Value) {
		f := function(b, v)
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			if v, err := f.Call(v8.Undefined()); !is(v, err, work.Seven) {
				b.Fatal(v, err)
			}
		}
	})
}

func BenchmarkCall1(b *testing.B) {
	run(b, work.Source.Call1, func(s *v8.Scope, v v8.Value) {
		f := function(b, v)
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			if v, err := f.Call(v8.Undefined(), v8.NewNumber(1)); !is(v, err, 2) {
				b.Fatal(v, err)
			}
		}
	})
}

func BenchmarkGet(b *testing.B) {
	run(b, work.Source.Object, func(s *v8.Scope, v v8.Value) {
		o := object(b, v)
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			if v, err := o.Get("number"); !is(v, err, work.Seven) {
				b.Fatal(v, err)
			}
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	run(b, work.Source.Array, func(s *v8.Scope, v v8.Value) {
		o := object(b, v)
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			if v, err := o.GetKey(v8.NewInteger(3)); !is(v, err, work.Seven) {
				b.Fatal(v, err)
			}
		}
	})
}

func BenchmarkSet(b *testing.B) {
	run(b, work.Source.Object, func(s *v8.Scope, v v8.Value) {
		o := object(b, v)
		b.ReportAllocs()
		b.ResetTimer()
		for n := range b.N {
			must(b, o.Set("number", v8.NewNumber(float64(n))))
		}
		b.StopTimer()
		got, err := o.Get("number")
		must(b, err)
		if n, _ := got.AsNumber(); n != float64(b.N-1) {
			b.Fatalf("got %v, want %v", got, b.N-1)
		}
	})
}

func BenchmarkIsNumber(b *testing.B) {
	run(b, work.Source.Number, func(s *v8.Scope, v v8.Value) {
		values := []v8.Value{v, v8.Null()} // or the compiler would test once
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
	})
}

func BenchmarkStringIn(b *testing.B) {
	run(b, work.Source.Number, func(s *v8.Scope, _ v8.Value) {
		var last string
		b.ReportAllocs()
		b.ResetTimer()
		nested(b, s, func(s *v8.Scope) error {
			v, err := s.NewString(work.Text)
			if last == "" {
				last = v.String()
			}
			return err
		})
		b.StopTimer()
		if last != work.Text {
			b.Fatalf("got %q", last)
		}
	})
}

func BenchmarkStringOut(b *testing.B) {
	run(b, work.Source.String, func(s *v8.Scope, v v8.Value) {
		b.ReportAllocs()
		b.ResetTimer()
		for range b.N {
			if got := v.String(); got != work.Text {
				b.Fatalf("got %q", got)
			}
		}
	})
}

func BenchmarkConstruct(b *testing.B) {
	run(b, work.Source.Construct, func(s *v8.Scope, v v8.Value) {
		point := function(b, v)
		checked := false
		b.ReportAllocs()
		b.ResetTimer()
		nested(b, s, func(s *v8.Scope) error {
			o, err := point.NewInstance(v8.NewNumber(1), v8.NewNumber(2))
			if err == nil && !checked {
				y, _ := o.Get("y")
				n, _ := y.AsNumber()
				checked = n == 2
			}
			return err
		})
		b.StopTimer()
		if !checked {
			b.Fatal("not a Point")
		}
	})
}

func BenchmarkCompileRun(b *testing.B) {
	run(b, work.Source.Number, func(s *v8.Scope, _ v8.Value) {
		b.ReportAllocs()
		b.ResetTimer()
		nested(b, s, func(s *v8.Scope) error {
			script, err := s.Compile(work.Source.Script, v8.ScriptOrigin{Name: "work.js"})
			if err != nil {
				return err
			}
			v, err := script.Run()
			if n, _ := v.AsNumber(); err == nil && n != 2 {
				b.Fatalf("got %v", v)
			}
			return err
		})
	})
}

func BenchmarkEnterRunLeave(b *testing.B) {
	c := newContext(b)
	// A script that outlives a Run is a function.
	var script *v8.Global[v8.Function]
	must(b, c.Run(context.Background(), func(s *v8.Scope) error {
		compiled, err := s.Compile("(function() { return "+work.Source.Script+" })", v8.ScriptOrigin{Name: "work.js"})
		if err != nil {
			return err
		}
		v, err := compiled.Run()
		if err != nil {
			return err
		}
		script, err = v8.NewGlobal(s, function(b, v))
		return err
	}))
	b.Cleanup(func() { script.Close() })
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		must(b, c.Run(context.Background(), func(s *v8.Scope) error {
			v, err := script.Get(s).Call(v8.Undefined())
			if n, _ := v.AsNumber(); err == nil && n != 2 {
				b.Fatalf("got %v", v)
			}
			return err
		}))
	}
}

func BenchmarkNewContext(b *testing.B) {
	isolate, err := v8.NewIsolate(v8.IsolateOptions{})
	must(b, err)
	b.Cleanup(func() { isolate.Close() })
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		c, err := isolate.NewContext(context.Background(), v8.ContextOptions{})
		must(b, err)
		must(b, c.Close())
	}
}

func BenchmarkNewIsolate(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		isolate, err := v8.NewIsolate(v8.IsolateOptions{})
		must(b, err)
		_, err = isolate.NewContext(context.Background(), v8.ContextOptions{})
		must(b, err)
		must(b, isolate.Close())
	}
}
