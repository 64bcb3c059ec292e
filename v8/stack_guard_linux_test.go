//go:build !v8_nowrap

package v8_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// V8 compiles hot functions on its own threads, and asks the isolate to take the
// code in. When it asks between two Runs, the next one that runs JavaScript does.
func TestInterruptBetweenRuns(t *testing.T) {
	for name, between := range map[string]func(*testing.T, *v8.Context){
		"nothing":   func(*testing.T, *v8.Context) {},
		"empty Run": func(t *testing.T, c *v8.Context) { v8test.RunIn(t, c, func(*v8.Scope) {}) },
		"terminated Run": func(t *testing.T, c *v8.Context) {
			require.ErrorIs(t, c.Run(t.Context(), func(s *v8.Scope) error {
				c.Isolate().Terminate(nil)
				_, err := v8test.Eval(s, "0")
				return err
			}), v8.ErrTerminated)
		},
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				require.NoError(t, v8.SetUnsafeFlags("--allow-natives-syntax", "--concurrent-recompilation-delay=100"))
				c := v8test.Context(t)
				v8test.RunIn(t, c, func(s *v8.Scope) {
					v8test.MustEval(t, s, `
						function f(x) { return x + 1 }
						%PrepareFunctionForOptimization(f);
						f(1); f(2);
						%OptimizeFunctionOnNextCall(f, "concurrent");
						f(3)`)
				})
				time.Sleep(300 * time.Millisecond)
				between(t, c)
				require.Eventually(t, func() (compiled bool) {
					v8test.RunIn(t, c, func(s *v8.Scope) {
						compiled = v8test.MustEval(t, s, "f(4); f(5); %ActiveTierIsTurbofan(f)").String() == "true"
					})
					return compiled
				}, 10*time.Second, 50*time.Millisecond)
			})
		})
	}
}
