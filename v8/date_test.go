package v8_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestDate(t *testing.T) {
	zone := time.FixedZone("east", 5*3600)
	v8test.Run(t, func(s *v8.Scope) {
		for _, want := range []time.Time{
			time.Unix(0, 0), time.UnixMilli(-1), time.UnixMilli(1), time.Date(2024, 2, 29, 23, 59, 59, 999e6, zone),
			time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-271821, 4, 20, 0, 0, 0, 0, time.UTC),
			time.Date(275760, 9, 13, 0, 0, 0, 0, time.UTC),
		} {
			d, err := s.NewDate(want)
			require.NoError(t, err)
			require.Equal(t, float64(want.UnixMilli()), d.ValueOf())
			got, ok := d.Time()
			require.True(t, ok)
			require.True(t, want.Equal(got), "%v, %v", want, got)
			require.Equal(t, time.UTC, got.Location())
			require.NoError(t, s.Global().Set("date", d.Value))
			require.Equal(t, "true", v8test.MustEval(t, s, "date instanceof Date && date.getTime() === "+
				v8.NewNumber(float64(want.UnixMilli())).String()).String())
		}
		// Milliseconds count down to the one before, also before 1970.
		d, err := s.NewDate(time.Unix(-1, 999_999_999))
		require.NoError(t, err)
		require.Equal(t, -1.0, d.ValueOf())
	})
}

func TestInvalidDate(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, milliseconds := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 8.64e15 + 1, -8.64e15 - 1, math.MaxFloat64} {
			d, err := s.NewDateFromMilliseconds(milliseconds)
			require.NoError(t, err)
			require.True(t, math.IsNaN(d.ValueOf()))
			_, ok := d.Time()
			require.False(t, ok)
		}
		for _, out := range []time.Time{
			time.Date(275760, 9, 13, 0, 0, 0, 1e6, time.UTC), time.Date(-271821, 4, 19, 23, 59, 59, 999e6, time.UTC),
			time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), time.Date(292277026596, 1, 1, 0, 0, 0, 0, time.UTC),
		} {
			d, err := s.NewDate(out)
			require.NoError(t, err)
			require.True(t, math.IsNaN(d.ValueOf()), out)
		}
		d, err := s.NewDateFromMilliseconds(1.9)
		require.NoError(t, err)
		require.Equal(t, 1.0, d.ValueOf())
		d, err = s.NewDateFromMilliseconds(math.Copysign(0, -1))
		require.NoError(t, err)
		require.False(t, math.Signbit(d.ValueOf()))
		d, ok := v8test.MustEval(t, s, "const d = new Date(5); d.setTime(NaN); d").AsDate()
		require.True(t, ok)
		require.True(t, math.IsNaN(d.ValueOf()))
	})
}

// TestDateIgnoresScript shows that what Go reads is the Date's own, whatever a
// script does to its methods.
func TestDateIgnoresScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		d, ok := v8test.MustEval(t, s, `Date.prototype.valueOf = () => { throw 1 };
			Date.prototype.getTime = Date.prototype.valueOf;
			new (class extends Date { get [Symbol.toPrimitive]() { throw 2 } })(5)`).AsDate()
		require.True(t, ok)
		require.Equal(t, 5.0, d.ValueOf())
		_, err := s.NewDate(time.Now())
		require.NoError(t, err)
	})
}
