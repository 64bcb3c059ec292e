package hostile_test

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// An isolate may be ended by force wherever V8 is at that moment: hostile
// scripts, terminated at random and given no time to end by themselves, 200 or
// KILLED=5000 of them. HOSTILE_SCRIPTS says which; with V8TEST_TIMEOUT=1h there
// is time for many.
func TestHostileKilled(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		total, _ := strconv.Atoi(cmp.Or(os.Getenv("KILLED"), "200"))
		scripts := hostileScripts(t)
		neighbour := v8test.Context(t)
		var killed, begun atomic.Int64
		v8test.Together(t, 3, func(goroutine int) error {
			for n := begun.Add(1); n <= int64(total); n = begun.Add(1) {
				script := scripts[rand.IntN(len(scripts))]
				t.Logf("%d: %s", n, script.name) // the last ones, should the process end here
				wasKilled, err := killAtRandom(script)
				if err != nil {
					return err
				}
				if wasKilled {
					killed.Add(1)
				}
				if n%100 == 0 {
					t.Logf("%d killed: %s, %+v", killed.Load(), v8test.ProcessFigures(t), v8.Stats())
					if err := v8test.Healthy(neighbour); err != nil {
						return err
					}
				}
			}
			return nil
		})
		t.Logf("%d killed: %s, %+v", killed.Load(), v8test.ProcessFigures(t), v8.Stats())
		require.NoError(t, v8test.Healthy(neighbour))
		v8test.RequireAlive(t, 1, 1)
		if os.Getenv("HOSTILE_SCRIPTS") == "" {
			require.Positive(t, killed.Load())
			require.Less(t, int(v8.Stats().AbandonedIsolates), max(2, total/50), "they can be disposed of")
		}
	})
}

// killAtRandom runs the script in an isolate of its own, and reports whether it
// had to be ended by force.
func killAtRandom(script hostileScript) (killed bool, err error) {
	const longest = 60 * time.Millisecond
	iso, err := v8test.NewIsolate(v8.IsolateOptions{MemoryLimit: v8test.SmallMemory, TerminationGrace: time.Microsecond})
	if err != nil {
		return false, err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), rand.N(longest))
	defer cancel()
	return errors.Is(v8test.EvalIn(ctx, c, script.source), v8.ErrUninterruptible), nil
}

// A module of a million types, functions and globals: 12 MB, which V8 takes
// 150 MB to compile.
const largeModule = `
	const count = 1e6
	const number = n => n > 127 ? [n & 127 | 128, ...number(n >>> 7)] : [n]
	const module = new Uint8Array(13e6)
	let length = 0
	const put = bytes => { module.set(bytes, length); length += bytes.length }
	const section = (id, entry) => {
		put([id, ...number(number(count).length + count * entry.length), ...number(count)])
		for (let i = 0; i < count; i++) put(entry)
	}
	put([0, 97, 115, 109, 1, 0, 0, 0])
	section(1, [0x60, 0, 0])
	section(3, [0])
	section(6, [0x7f, 0, 0x41, 0, 0x0b])
	section(10, [2, 0, 0x0b])
	new WebAssembly.Module(module.subarray(0, length))`

// V8 has isolates wait for others that compile the same module of WebAssembly.
// One that dies doing so must not let the rest wait for ever. Where it dies
// depends on how much memory it may take.
func TestDeathInCompilation(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetUnsafeFlags("--wasm-native-module-cache")) // to no effect
		deaths := 0
		compile := func(limit uint64) error {
			iso, err := v8test.NewIsolate(v8.IsolateOptions{MemoryLimit: limit})
			require.NoError(t, err)
			defer iso.Close()
			return v8test.EvalIn(t.Context(), v8test.ContextIn(t, iso), largeModule)
		}
		for limit := uint64(48 * v8test.Megabyte); limit < 88*v8test.Megabyte; limit += 8 * v8test.Megabyte {
			if err := compile(limit); errors.Is(err, v8.ErrIsolateDead) {
				deaths++
			} else {
				require.ErrorIs(t, err, v8.ErrMemoryLimit)
			}
		}
		require.Positive(t, deaths)
	})
}

// What waits uses no CPU time, and is in a list for all isolates.
func TestKilledWaiting(t *testing.T) {
	const source = `
		const cell = new Int32Array(new SharedArrayBuffer(4))
		Array.prototype.forEach.call({length: 2 ** 53 - 1}, Atomics.wait.bind(null, cell, 0, 0, 0.01))`
	v8test.Subprocess(t, func(t *testing.T) {
		for range 20 {
			_, err := killAtRandom(hostileScript{source: source})
			require.NoError(t, err)
		}
	})
}
