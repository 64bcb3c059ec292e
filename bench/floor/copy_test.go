package floor

import (
	"strings"
	"testing"
)

// What text and floats can cost at least is a copy, in and out alike.

var (
	copiedText   string
	copiedFloats []float64
)

func benchmarkText(b *testing.B) {
	b.Run("cpp", func(b *testing.B) {
		text := strings.Repeat("0123456789abcdef", 1<<16)
		b.ResetTimer()
		for range b.N {
			copiedText = strings.Clone(text)
		}
	})
}

func benchmarkFloats(b *testing.B) {
	b.Run("cpp", func(b *testing.B) {
		floats := make([]float64, 1e6)
		b.ResetTimer()
		for range b.N {
			copiedFloats = append([]float64(nil), floats...)
		}
	})
}

func BenchmarkTextIn(b *testing.B)    { benchmarkText(b) }
func BenchmarkTextOut(b *testing.B)   { benchmarkText(b) }
func BenchmarkFloatsIn(b *testing.B)  { benchmarkFloats(b) }
func BenchmarkFloatsOut(b *testing.B) { benchmarkFloats(b) }
