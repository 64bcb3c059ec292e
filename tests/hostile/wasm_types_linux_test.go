//go:build !v8_nowrap

package hostile_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// V8's list of WebAssembly's types, which all isolates share, has room for a
// million: these isolates would fill it twice over.
func TestWasmTypesAreShared(t *testing.T) {
	for _, name := range []string{"memory-wasm-types", "memory-wasm-types-group", "memory-wasm-tags"} {
		source, err := os.ReadFile("testdata/" + name + ".js")
		require.NoError(t, err)
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				for n := range 10 {
					iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: v8test.SmallMemory})
					c := v8test.ContextIn(t, iso)
					ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
					defer cancel()
					for m := range 2 { // a second Run gets no more
						start := fmt.Sprintf("var start = %d\n", (2*n+m+1)*4_000_000)
						err := v8test.EvalIn(ctx, c, start+"{"+string(source)+"}")
						if errors.Is(err, v8.ErrIsolateDead) { // one module was far too much
							break
						}
						require.ErrorIs(t, err, v8.ErrMemoryLimit)
					}
				}
				v8test.Run(t, func(s *v8.Scope) {
					v8test.MustEval(t, s, "new WebAssembly.Tag({parameters: ['f64', 'f64', 'i32', 'i64', 'f32', 'f64', 'i64']})")
				})
				require.Zero(t, v8.Stats().AbandonedIsolates)
			})
		})
	}
}
