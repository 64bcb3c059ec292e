//go:build !v8_custom

package v8_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/v8test"
)

// V8 compiles hot functions on its own threads, and asks the isolate to take the
// code in. When it asks between two Runs, the next one does.
func TestInterruptBetweenRuns(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetFlags("--allow-natives-syntax", "--concurrent-recompilation-delay=30"))
		c := v8test.Context(t)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v8test.MustEval(t, s, `
				function f(x) { return x + 1 }
				%PrepareFunctionForOptimization(f);
				f(1); f(2);
				%OptimizeFunctionOnNextCall(f, "concurrent");
				f(3)`)
			same(t, s, "%ActiveTierIsTurbofan(f)", "false")
		})
		time.Sleep(200 * time.Millisecond)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			same(t, s, "f(4); f(5); %ActiveTierIsTurbofan(f)", "true")
		})
	})
}
