package v8_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// numbers are where the forms of a number's text meet.
var numbers = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.1, 0.5, 1.0 / 3, 123.456, 1e5, 1e6, 123456789, 1e15, 1e16, 1e17,
	999999999999999868928, 1e20, 1e21, 1.5e21, 1e22, -1e21, 1e100, math.MaxFloat64,
	1e-5, 1e-6, 1.5e-6, 9.999e-7, 1e-7, -1e-7, 1.25e-9, 1e-10, 1e-100, 5e-324, 2.2250738585072014e-308,
	math.MaxInt32, math.MinInt32, math.MaxUint32, 1 << 53, 1<<53 + 2, math.MaxInt64,
	math.NaN(), math.Inf(1), math.Inf(-1), math.Pi, 4.35, 0.000001, 100, 1e2, 5e-7, 1.7976931348623157e308,
}

// requireNumber compares Go's text of f with V8's, by way of its bits: a
// literal in the source would be a conversion of its own.
func requireNumber(t *testing.T, s *v8.Scope, f float64) {
	t.Helper()
	bits := math.Float64bits(f)
	source := fmt.Sprintf("String(new Float64Array(new Uint32Array([%d, %d]).buffer)[0])", uint32(bits), uint32(bits>>32))
	require.Equal(t, v8test.MustEval(t, s, source).String(), v8.NewNumber(f).String(), "%x", bits)
}

func TestNumberText(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, f := range numbers {
			requireNumber(t, s, f)
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 10_000 {
			require.NoError(t, s.Nested(func(s *v8.Scope) error {
				requireNumber(t, s, math.Float64frombits(random.Uint64()))
				requireNumber(t, s, math.Pow(10, random.Float64()*60-30))
				return nil
			}))
		}
	})
}

// Numbers come out of V8 as they are in it.
func TestNumberOut(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for source, want := range map[string]float64{
			"0": 0, "-0": math.Copysign(0, -1), "1": 1, "-1": -1,
			"2 ** 30 - 1": 1<<30 - 1, "2 ** 30": 1 << 30, "-(2 ** 30)": -(1 << 30), "-(2 ** 30) - 1": -(1 << 30) - 1, // around V8's small integers
			"2 ** 31 - 1": math.MaxInt32, "2 ** 31": 1 << 31, "-(2 ** 31)": math.MinInt32, "2 ** 32": 1 << 32,
			"0.5": 0.5, "Number.MAX_SAFE_INTEGER": 1<<53 - 1, "Number.MIN_VALUE": 5e-324, "Infinity": math.Inf(1),
			"1 / 3 * 3": 1, "0xdeadbeef": 0xdeadbeef,
		} {
			f, ok := v8test.MustEval(t, s, source).AsNumber()
			require.True(t, ok, source)
			require.Equal(t, math.Float64bits(want), math.Float64bits(f), source)
		}
		f, ok := v8test.MustEval(t, s, "NaN").AsNumber()
		require.True(t, ok)
		require.True(t, math.IsNaN(f))
	})
}

// Go writes a number as V8 does.
func FuzzNumber(f *testing.F) {
	for _, number := range numbers {
		f.Add(math.Float64bits(number))
	}
	c := v8test.Context(f)
	f.Fuzz(func(t *testing.T, bits uint64) {
		v8test.RunIn(t, c, func(s *v8.Scope) { requireNumber(t, s, math.Float64frombits(bits)) })
	})
}
