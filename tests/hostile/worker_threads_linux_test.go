//go:build !v8_nowrap

package hostile_test

import (
	"context"
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// Functions of a few lines each, for whose optimization V8's threads take
// gigabytes and many seconds, or ten times the limit. The last line waits for it.
var costlyFunctions = map[string]string{
	"Maglev": `
		const functions = [x => x + 1];
		for (let i = 1; i < 30; i++) functions.push(new Function('p', 'return x => p(x) + p(x + ' + i + ')')(functions[i - 1]));
		functions[24](1);
		%FinalizeOptimization()`,
	"Turbofan": `
		const count = 1100, loops = 200, names = Array.from({length: count}, (_, i) => 'v' + i);
		const open = i => 'for (let i' + i + ' = 0; i' + i + ' < n; i' + i + '++) { v' + i + ' = v' + i + ' + 1 | 0;';
		const f = new Function('n', 'let ' + names.map((name, i) => name + ' = n + ' + i) + ';' +
			Array.from({length: loops}, (_, i) => open(i)).join('') +
			names.map((name, i) => name + ' ^= v' + (i * 7 + 1) % count).join(';') + '}'.repeat(loops) + 'return ' + names.join('+'));
		%PrepareFunctionForOptimization(f);
		f(1); f(1);
		%OptimizeFunctionOnNextCall(f, 'concurrent');
		f(1);
		%FinalizeOptimization()`,
	"WebAssembly": `
		const locals = 20000, loops = 200;
		const leb = n => { const b = []; do { b.push((n & 127) | (n > 127 ? 128 : 0)); n >>>= 7 } while (n); return b };
		const section = (id, body) => [id, ...leb(body.length), ...body];
		const code = [1, ...leb(locals), 127];
		for (let i = 0; i < loops; i++) code.push(3, 64);
		for (let i = 0; i < locals; i++) code.push(32, ...leb(i), 65, 1, 106, 33, ...leb(i));
		for (let i = 0; i < loops; i++) code.push(32, 0, 65, 1, 113, 13, 0, 11);
		code.push(11);
		const module = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0];
		for (const b of section(10, [1, ...leb(code.length), ...code])) module.push(b);
		const {f} = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(module))).exports;
		for (let i = 0; i < 3; i++) f();
		const began = Date.now(); // nothing waits for WebAssembly to be optimized
		while (Date.now() < began + 1000);`,
}

var peakLine = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB`)

// residentPeak is the most memory in RAM that this process has had, in bytes.
func residentPeak(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	require.NoError(t, err)
	match := peakLine.FindSubmatch(text)
	require.NotNil(t, match)
	peak, err := strconv.Atoi(string(match[1]))
	require.NoError(t, err)
	return peak << 10
}

// What V8's threads take counts for the isolate that they work for.
func TestBackgroundCompilationMemory(t *testing.T) {
	for name, source := range costlyFunctions {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				require.NoError(t, v8.SetUnsafeFlags("--allow-natives-syntax"))
				iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 * v8test.Megabyte})
				c := v8test.ContextIn(t, iso)
				require.NoError(t, v8test.EvalIn(t.Context(), c, source))
				require.NoError(t, v8test.Usable(iso))
				require.Less(t, residentPeak(t), 256*v8test.Megabyte)
			})
		})
	}
}

// Validation too, and it ends by an error that the script sees.
func TestWasmValidationMemory(t *testing.T) {
	for _, name := range []string{"memory-wasm-validate", "memory-wasm-validate-async"} {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				source, err := os.ReadFile("testdata/" + name + ".js")
				require.NoError(t, err)
				iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte})
				c := v8test.ContextIn(t, iso)
				err = v8test.EvalIn(t.Context(), c, string(source))
				if exception := new(v8.Exception); errors.As(err, &exception) {
					require.ErrorContains(t, err, "it needs more than the memory limit allows")
				} else if err != nil {
					require.ErrorIs(t, err, v8.ErrMemoryLimit)
				}
				require.NoError(t, v8test.Usable(iso))
				require.NoError(t, iso.Close())
				require.Less(t, residentPeak(t), 256*v8test.Megabyte)
				v8test.RequireAlive(t, 0, 0)
			})
		})
	}
}

// An isolate whose thread takes part in a job of V8's threads is not ended by
// force before they are through: they use what is on its stack.
func TestKilledWhileValidating(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		source, err := os.ReadFile("testdata/endless-wasm-validate.js")
		require.NoError(t, err)
		for range 10 {
			iso := v8test.Isolate(t, v8.IsolateOptions{TerminationGrace: time.Nanosecond})
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			require.Error(t, v8test.EvalIn(ctx, v8test.ContextIn(t, iso), string(source)))
			cancel()
			require.NoError(t, iso.Close())
		}
		require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
		v8test.RequireAlive(t, 0, 0)
	})
}

// Nor is Close held up by them. There is no limit, so that only Close ends it.
func TestCloseGivesUpCompilation(t *testing.T) {
	for name, source := range costlyFunctions {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				before := closeCompiling(t, source, v8.IsolateOptions{})
				require.Eventually(t, func() bool { return v8.Dispose() == nil }, time.Minute, 10*time.Millisecond)
				require.Less(t, residentPeak(t), before+128*v8test.Megabyte)
			})
		})
	}
}

// What does not give up in time is waited for elsewhere.
func TestCloseLeavesCompilation(t *testing.T) {
	for name, source := range costlyFunctions {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				closeCompiling(t, source, v8.IsolateOptions{TerminationGrace: time.Nanosecond})
				require.Eventually(t, func() bool { return v8.Dispose() == nil }, time.Minute, 10*time.Millisecond)
			})
		})
	}
}

// A compiler that needs a collection does not wait for an isolate that is idle:
// that would have the threads of all. The buffers make the heap full while they
// are at work.
func TestIdleIsolatesLeaveCompilers(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetUnsafeFlags("--allow-natives-syntax"))
		const optimize = `
			%PrepareFunctionForOptimization(f);
			f(1); f(1);
			%OptimizeFunctionOnNextCall(f, 'concurrent');
			f(1);`
		const fill = `
			const members = Array.from({length: 300}, (_, i) => 'o.v' + i + ' = {a: [n, ' + i + '.5], b: "x' + i + '", c: () => n}').join(';');
			for (let k = 0; k < 8; k++) {
				const f = new Function('n', 'const o = {}; let s = ' + k + ';' + members + '; return o');` + optimize + `
			}
			const until = Date.now() + 1;
			while (Date.now() < until);
			for (let i = 0; i < 28; i++) (globalThis.keep ??= []).push(new ArrayBuffer(1 << 20));`
		for range 30 {
			c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte}))
			if err := v8test.EvalIn(t.Context(), c, fill); err != nil {
				require.ErrorIs(t, err, v8.ErrMemoryLimit)
			}
		}
		time.Sleep(500 * time.Millisecond) // they have begun what there is
		c := v8test.Context(t)
		require.NoError(t, v8test.EvalIn(t.Context(), c, "function f(x) { return x + 1 }"+optimize))
		const optimized = "f(1); if (!(%GetOptimizationStatus(f) & 16)) throw 'not yet'"
		require.Eventually(t, func() bool { return v8test.EvalIn(t.Context(), c, optimized) == nil }, time.Minute, 10*time.Millisecond)
	})
}

// closeCompiling closes an isolate for which a costly function is compiled, and
// gives what the process had taken until then.
func closeCompiling(t *testing.T, source string, options v8.IsolateOptions) (resident int) {
	t.Helper()
	require.NoError(t, v8.SetUnsafeFlags("--allow-natives-syntax"))
	iso, err := v8test.NewIsolate(options)
	require.NoError(t, err)
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	require.NoError(t, err)
	require.NoError(t, v8test.EvalIn(t.Context(), c, strings.ReplaceAll(source, "%FinalizeOptimization()", "")))
	resident = residentPeak(t)
	require.NoError(t, iso.Close())
	v8test.RequireAlive(t, 0, 0)
	return resident
}
