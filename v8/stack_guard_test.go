package v8_test

import (
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// What V8 keeps of a thread is that of the one that is inside: where its stack ends,
// where its flag for WebAssembly is. Half of the threads are gone when the next one
// comes, and others may lie where they did.
func TestThreadsTakeTurns(t *testing.T) {
	contexts := []*v8.Context{v8test.Context(t), v8test.Context(t)}
	for _, c := range contexts {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v8test.MustEval(t, s, `
				const code = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0,
					5, 3, 1, 0, 1, 7, 5, 1, 1, 102, 0, 0, 10, 12, 1, 10, 0, 32, 0, 40, 2, 0, 32, 1, 109, 11])
				const { f } = new WebAssembly.Instance(new WebAssembly.Module(code)).exports // loads, and divides
				function fails(kind, fn) {
					try { fn() } catch (e) { if (e instanceof kind) return; throw e }
					throw Error(fn + ' does not fail')
				}
				let depth, jobs = 0
				function deep() { depth++; deep() }
				function turn() {
					depth = 0
					fails(RangeError, deep)
					if (depth < 1000) throw Error('a stack of ' + depth)
					fails(WebAssembly.RuntimeError, () => f(0, 0))
					fails(WebAssembly.RuntimeError, () => f(1 << 20, 1))
					if (f(0, 1) !== 0) throw Error('f')
					for (let i = 0, all = []; i < 1000; i++) all.push({ i, text: 'x'.repeat(i).replace(/x+$/, 'y') })
					Promise.resolve().then(() => jobs++)
					return jobs
				}`)
		})
	}
	turn := func(want int) error {
		for n, c := range contexts {
			err := c.Run(t.Context(), func(*v8.Scope) error {
				// One isolate inside the other, in either order.
				return contexts[1-n].Run(t.Context(), func(inner *v8.Scope) error {
					v, err := v8test.Eval(inner, "turn()")
					if err == nil {
						require.Equal(t, strconv.Itoa(want), v.String())
					}
					return err
				})
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	for n := range v8test.Rounds(100) {
		ended := make(chan error)
		go func() {
			if n%2 == 0 {
				runtime.LockOSThread() // it ends with the goroutine
			}
			ended <- turn(n)
		}()
		require.NoError(t, <-ended)
	}
}
