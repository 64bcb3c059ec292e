package v8go

import (
	"testing"

	"github.com/tommie/v8go"

	"github.com/nodeisolates/isolates/bench/work"
)

// The same archive of V8, with V8's own flags.
func BenchmarkComputeFib(b *testing.B)   { compute(b, work.Source.ComputeFib) }
func BenchmarkComputeMix(b *testing.B)   { compute(b, work.Source.ComputeMix) }
func BenchmarkComputeTyped(b *testing.B) { compute(b, work.Source.ComputeTyped) }

func compute(b *testing.B, source string) {
	c := newContext(b)
	f := function(b, c, source)
	receiver := v8go.Undefined(c.Isolate())
	for range 3 { // warm
		got, err := f.Call(receiver, newNumber(b, c, 20))
		must(b, err)
		release(got)
	}
	argument := newNumber(b, c, float64(b.N))
	b.ResetTimer()
	got, err := f.Call(receiver, argument)
	b.StopTimer()
	must(b, err)
	if got.Number() != float64(b.N) {
		b.Fatalf("got %v", got)
	}
	release(argument, got)
}
