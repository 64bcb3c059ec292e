package floor_test

import (
	"testing"

	"github.com/nodeisolates/isolates/bench/floor"
	"github.com/nodeisolates/isolates/bench/work"
)

// The benchmarks have the names of those in bench/peers. Each does its work
// twice: /cpp loops in C++, /crossing goes from Go into C++ for each turn, or
// for a callback from C++ into Go.

func newEngine(b *testing.B) floor.Engine {
	b.Helper()
	e, err := floor.New(work.Source.Script)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(e.Close)
	return e
}

// check ends a benchmark whose results add up to sum.
func check(b *testing.B, sum, result float64) {
	b.StopTimer()
	if sum != float64(b.N)*result {
		b.Fatalf("%d results add up to %v, and each should be %v", b.N, sum, result)
	}
}

// measure runs a benchmark of what do does n times, each time giving result.
func measure(b *testing.B, result float64, around func(func()) error, do func(n int) float64) {
	run := func(name string, turns func(b *testing.B) float64) {
		b.Run(name, func(b *testing.B) {
			err := around(func() {
				b.ResetTimer()
				check(b, turns(b), result)
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
	run("cpp", func(b *testing.B) float64 { return do(b.N) })
	run("crossing", func(b *testing.B) (sum float64) {
		for range b.N {
			sum += do(1)
		}
		return sum
	})
}

func outside(fn func()) error {
	fn()
	return nil
}

// measureInside is measure for what is done with an Engine that is entered.
func measureInside(b *testing.B, source string, result float64, do func(e floor.Engine, n int) float64) {
	e := newEngine(b)
	enter := func(fn func()) error { return e.Enter(source, false, fn) }
	measure(b, result, enter, func(n int) float64 { return do(e, n) })
}

func measureCallback(b *testing.B, source string) {
	e := newEngine(b)
	run := func(name string, goCallback bool) {
		b.Run(name, func(b *testing.B) {
			err := e.Enter(source, goCallback, func() {
				b.ResetTimer()
				check(b, e.Callback(b.N), 1)
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
	run("cpp", false)
	run("crossing", true)
}

func BenchmarkCgoCall(b *testing.B) {
	for range b.N {
		floor.Empty()
	}
}

func BenchmarkCgoBack(b *testing.B) { floor.Back(b.N) }

func BenchmarkCgoCallAndBack(b *testing.B) {
	for range b.N {
		floor.Back(1)
	}
}

func BenchmarkCallback0(b *testing.B) { measureCallback(b, work.Source.Callback0) }
func BenchmarkCallback2(b *testing.B) { measureCallback(b, work.Source.Callback2) }
func BenchmarkCallback5(b *testing.B) { measureCallback(b, work.Source.Callback5) }

func BenchmarkCall0(b *testing.B) {
	measureInside(b, work.Source.Call0, work.Seven, func(e floor.Engine, n int) float64 {
		return e.Call(0, floor.Bare, n)
	})
}

func BenchmarkCall1(b *testing.B) {
	measureInside(b, work.Source.Call1, 2, func(e floor.Engine, n int) float64 {
		return e.Call(1, floor.Bare, n)
	})
}

// What package v8 adds to survive what it calls.

func BenchmarkCall1TryCatch(b *testing.B) {
	measureInside(b, work.Source.Call1, 2, func(e floor.Engine, n int) float64 {
		return e.Call(1, floor.TryCatch, n)
	})
}

func BenchmarkCall1Setjmp(b *testing.B) {
	measureInside(b, work.Source.Call1, 2, func(e floor.Engine, n int) float64 {
		return e.Call(1, floor.Setjmp, n)
	})
}

func BenchmarkGet(b *testing.B) {
	measureInside(b, work.Source.Object, work.Seven, floor.Engine.Get)
}

func BenchmarkSet(b *testing.B) {
	measureInside(b, work.Source.Object, 1, floor.Engine.Set)
}

func BenchmarkIndex(b *testing.B) {
	measureInside(b, work.Source.Array, work.Seven, floor.Engine.Index)
}

func BenchmarkIsNumber(b *testing.B) {
	measureInside(b, work.Source.Number, 1, floor.Engine.IsNumber)
}

func BenchmarkConstruct(b *testing.B) {
	measureInside(b, work.Source.Construct, 1, floor.Engine.Construct)
}

func BenchmarkStringIn(b *testing.B) {
	measureInside(b, work.Source.Number, float64(len(work.Text)), func(e floor.Engine, n int) float64 {
		return e.StringIn(work.Text, n)
	})
}

func BenchmarkStringOut(b *testing.B) {
	measureInside(b, work.Source.String, float64(len(work.Text)), floor.Engine.StringOut)
}

func BenchmarkCompileRun(b *testing.B) {
	measureInside(b, work.Source.Script, 2, floor.Engine.CompileRun)
}

func BenchmarkNewContext(b *testing.B) {
	measureInside(b, work.Source.Number, 1, floor.Engine.NewContext)
}

func BenchmarkEnterRunLeave(b *testing.B) { measure(b, 2, outside, newEngine(b).EnterRunLeave) }

func BenchmarkNewIsolate(b *testing.B) { measure(b, 1, outside, floor.NewIsolate) }
