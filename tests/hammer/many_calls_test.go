package hammer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// Ten million calls and callbacks in one Run leave nothing behind.
func TestManyCalls(t *testing.T) {
	if v8test.Sanitized || testing.Short() {
		t.Skip("takes seconds, and a sanitizer's own memory grows")
	}
	const calls = 10_000_000
	v8test.Run(t, func(s *v8.Scope) {
		v8test.Define(t, s, "add", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			x, _ := info.Argument(0).AsNumber()
			return v8.NewNumber(x + 1), nil
		})
		loop, ok := v8test.MustEval(t, s, "n => { let x = 0; for (let i = 0; i < n; i++) x = add(x); return x }").AsFunction()
		require.True(t, ok)
		increment, ok := v8test.MustEval(t, s, "x => x + 1").AsFunction()
		require.True(t, ok)
		round := func(n int) {
			sum, err := loop.Call(v8.Undefined(), v8.NewNumber(float64(n)))
			require.NoError(t, err)
			require.Equal(t, v8.NewNumber(float64(n)), sum)
			x := v8.NewInteger(0)
			for range n {
				if x, err = increment.Call(v8.Undefined(), x); err != nil {
					t.Fatal(err)
				}
			}
			require.Equal(t, v8.NewNumber(float64(n)), x)
		}
		round(calls / 100)
		before := v8test.ResidentMemory(t)
		round(calls)
		grown := v8test.ResidentMemory(t) - before
		t.Logf("RSS %d KB, grown by %d KB", before>>10, grown>>10)
		require.Less(t, grown, 16<<20)
	})
}
