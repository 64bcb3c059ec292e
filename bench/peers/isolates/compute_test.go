package isolates

import (
	"os"
	"testing"

	"github.com/nodeisolates/isolates/bench/work"
	"github.com/nodeisolates/isolates/v8"
)

// TestMain hardens V8 when HARDEN names the compilers that may run: all,
// cautious, baseline or none.
func TestMain(m *testing.M) {
	if compilers, found := map[string]v8.Compilers{
		"all": v8.AllCompilers, "cautious": v8.CautiousCompilers,
		"baseline": v8.BaselineCompilers, "none": v8.NoCompilers,
	}[os.Getenv("HARDEN")]; found {
		if err := v8.Harden(v8.HardenOptions{Compilers: compilers}); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

func BenchmarkComputeFib(b *testing.B)   { compute(b, work.Source.ComputeFib) }
func BenchmarkComputeMix(b *testing.B)   { compute(b, work.Source.ComputeMix) }
func BenchmarkComputeTyped(b *testing.B) { compute(b, work.Source.ComputeTyped) }

// compute stays in one call, in which V8 has its compilers' results at once.
func compute(b *testing.B, source string) {
	run(b, source, func(s *v8.Scope, v v8.Value) {
		f := function(b, v)
		for range 3 { // warm
			_, err := f.Call(v8.Undefined(), v8.NewInteger(20))
			must(b, err)
		}
		b.ResetTimer()
		got, err := f.Call(v8.Undefined(), v8.NewInteger(int32(b.N)))
		b.StopTimer()
		must(b, err)
		if n, _ := got.AsNumber(); n != float64(b.N) {
			b.Fatalf("got %v", got)
		}
	})
}
