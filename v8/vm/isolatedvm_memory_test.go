package vm_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// Buffers are copied, views of a part as well; what is larger than the isolate is an
// error.
func TestIsolatedVMArrayBufferCopy(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 16 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		bytes := eval[[]byte](t, c, "globalThis.b = new Uint8Array([1, 2, 3, 4]); b.buffer")
		require.Equal(t, []byte{1, 2, 3, 4}, bytes)
		require.Equal(t, []byte{2, 3}, eval[[]byte](t, c, "b.subarray(1, 3)"))
		bytes[0] = 9
		require.Equal(t, 1, eval[int](t, c, "b[0]"))
		var r *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "b", &r))
		var copied *vm.ExternalCopy
		require.NoError(t, r.Copy(t.Context(), &copied))
		other := newContext(t, i)
		var sum int
		require.NoError(t, other.EvalClosure(t.Context(), "$0[0] = 7; return $0.reduce((a, b) => a + b)", []any{copied.CopyInto()}, &sum))
		require.Equal(t, 16, sum)
		require.Equal(t, 1, eval[int](t, c, "b[0]"))
		big, err := vm.NewExternalCopy(make([]byte, 16<<20))
		require.NoError(t, err)
		err = other.EvalClosure(t.Context(), "globalThis.kept = [$0, $1, $2, $3]", []any{big.CopyInto(), big.CopyInto(), big.CopyInto(), big.CopyInto()}, nil)
		require.Error(t, err)
	})
}

// What fits once the garbage is gone, fits.
func TestIsolatedVMArrayCloseToLimit(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 24 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		for range 10 {
			require.Equal(t, 1<<20, eval[int](t, c, "globalThis.a = undefined; a = new Array(2 ** 20).fill(1.5); a.length"))
		}
	})
}

// Strings that come from outside count, and are given back.
func TestIsolatedVMExternalCopyStrings(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 32 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		text := make([]byte, 4<<20)
		for n := range text {
			text[n] = 'a'
		}
		copied, err := vm.NewExternalCopy(string(text))
		require.NoError(t, err)
		require.GreaterOrEqual(t, copied.Size(), 4<<20)
		for range 30 {
			require.NoError(t, c.Global().Set(t.Context(), "text", copied.CopyInto()))
		}
		require.Equal(t, 4<<20, eval[int](t, c, "text.length"))
		require.NoError(t, c.Eval(t.Context(), "globalThis.all = []", nil))
		err = nil
		for range 30 {
			if err = c.EvalClosure(t.Context(), "all.push($0)", []any{copied.CopyInto()}, nil); err != nil {
				break
			}
		}
		require.ErrorIs(t, err, vm.ErrMemoryLimit)
	})
}

// Scripts that take more memory than they may.
var memoryHogs = map[string]string{
	"heap-limit-array-spread": "[...'.'.repeat(1e9)]",
	"heap-limit-json-abuse":   "let s = '[' + '1.5,'.repeat(1e5) + '1]'; const all = []; for (;;) all.push(JSON.parse(s))",
	"external strings":        "let s = 'ab'; for (;;) s = JSON.parse(JSON.stringify(s + s))",
	"buffers":                 "const all = []; for (;;) all.push(new ArrayBuffer(1e6))",
	"promises":                "const all = []; for (;;) all.push(Promise.resolve())",
	"map":                     "const m = new Map(); for (let i = 0;; i++) m.set(i, [i])",
	"symbols":                 "for (let i = 0;; i++) Symbol.for('a'.repeat(1000) + i)",
}

func TestIsolatedVMHeapLimits(t *testing.T) {
	for name, source := range memoryHogs {
		t.Run(name, func(t *testing.T) {
			onTiers(t, vm.IsolateOptions{MemoryLimit: 16 << 20, CPULimit: time.Minute, WallLimit: time.Minute}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
				err := c.Eval(t.Context(), source, nil)
				var exception *vm.Exception // such as "Invalid string length"
				require.True(t, errors.Is(err, vm.ErrMemoryLimit) || errors.As(err, &exception), "%v", err)
			})
		})
	}
}

// The limit holds in what the host calls while the guest waits, and ends both.
func TestIsolatedVMHeapLimitNested(t *testing.T) {
	for _, mode := range []vm.CallbackMode{vm.Sync, vm.Async} {
		onTiers(t, vm.IsolateOptions{MemoryLimit: 16 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
			inner := make(chan error, 1)
			hog := vm.NewCallback(func(ctx context.Context) error {
				err := c.Eval(ctx, "const all = []; for (;;) all.push(new Array(1000).fill(1.5))", nil)
				inner <- err
				return err
			}, vm.CallbackOptions{Mode: mode})
			err := c.EvalClosure(t.Context(), "return $0()", []any{hog}, nil)
			require.Error(t, err)
			require.ErrorIs(t, <-inner, vm.ErrMemoryLimit)
		})
	}
}

// A limit in promises and timers ends the call that waits for them.
func TestIsolatedVMHeapLimitAsync(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 16 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		echo := vm.NewCallback(func(n int) int { return n }, vm.CallbackOptions{Mode: vm.Async})
		require.NoError(t, c.Global().Set(t.Context(), "echo", echo))
		err := c.Eval(t.Context(), "(async () => { const all = []; for (let i = 0;; i++) { await echo(i); all.push(new Array(1e5).fill(1.5)) } })()", nil)
		require.ErrorIs(t, err, vm.ErrMemoryLimit)
	})
}

// Copies of many sizes into isolates of many limits are an error or not.
func TestIsolatedVMHeapLimitCopyInto(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h := newHost(t, tier)
			for _, limit := range []int64{8 << 20, 32 << 20, 128 << 20} {
				for _, size := range []int{1 << 20, 8 << 20, 32 << 20} {
					i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{MemoryLimit: limit})
					require.NoError(t, err)
					c := newContext(t, i)
					copied, err := vm.NewExternalCopy([]any{make([]byte, size), "a", []int{1}})
					require.NoError(t, err)
					require.NoError(t, c.Eval(t.Context(), "globalThis.all = []", nil))
					for range 8 {
						if err = c.EvalClosure(t.Context(), "all.push($0)", []any{copied.CopyInto()}, nil); err != nil {
							break
						}
					}
					if int64(8*size) > 2*limit {
						require.Error(t, err, "%d in %d", size, limit)
					}
					if int64(9*size) < limit {
						require.NoError(t, err, "%d in %d", size, limit)
					}
					require.NoError(t, i.Close())
				}
			}
		})
	}
}

// No limit is too high.
func TestIsolatedVMHeapLimitHigh(t *testing.T) {
	for _, limit := range []int64{-1, 1 << 40, math.MaxInt64} {
		onTiers(t, vm.IsolateOptions{MemoryLimit: limit}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
			require.Equal(t, 2, eval[int](t, c, "1 + 1"))
		})
	}
}

// Garbage does not count: 200 MB of strings, one after the other.
func TestIsolatedVMHeapLimitIncrementalSweep(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Eval(t.Context(), "for (let i = 0; i < 500; i++) { JSON.stringify('a'.repeat(4e5)) }", nil))
	})
}

// Statistics tell of the heap, and exactly of what is outside of it.
func TestIsolatedVMHeapStats(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		before, err := i.Statistics(t.Context())
		require.NoError(t, err)
		require.NoError(t, c.Eval(t.Context(), "globalThis.b = new ArrayBuffer(5e6); globalThis.a = new Array(1e5).fill(1.5)", nil))
		after, err := i.Statistics(t.Context())
		require.NoError(t, err)
		require.Greater(t, after.UsedHeap, before.UsedHeap)
		require.GreaterOrEqual(t, after.TotalHeap, after.UsedHeap)
		require.Equal(t, uint64(5e6), after.External-before.External)
	})
}

// An isolate that nobody has used for a while still works.
func TestIsolatedVMIdleGC(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Eval(t.Context(), "globalThis.a = []; for (let i = 0; i < 1e5; i++) a.push({})", nil))
		<-time.After(200 * time.Millisecond)
		require.Equal(t, 100000, eval[int](t, c, "a.length"))
	})
}

// A regular expression over a long flat text obeys its limit.
func TestIsolatedVMLargeStrings(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 512 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Eval(t.Context(), "globalThis.s = 'a'.repeat(5e7); s.charCodeAt(1); 1", nil))
		err := c.Eval(t.Context(), "/(a+)+$/.test(s + 'b'); /a.*b.*c/.test(s)", nil, vm.CallOptions{WallLimit: 50 * time.Millisecond})
		require.ErrorIs(t, err, vm.ErrTerminated)
		require.Equal(t, 1, eval[int](t, c, "1"))
	})
}

// An isolate near its limit makes no endless effort: it works or it ends.
func TestIsolatedVMNeverendingGC(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 24 << 20, CPULimit: time.Minute, WallLimit: time.Minute}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Eval(t.Context(), "globalThis.kept = []; for (let i = 0; i < 150; i++) kept.push(new Array(1e4).fill(1.5 + i)); 1", nil))
		err := c.Eval(t.Context(), "for (let i = 0; i < 1e5; i++) ({a: [i, i, i]})", nil)
		require.True(t, err == nil || errors.Is(err, vm.ErrMemoryLimit), "%v", err)
	})
}

// Text of any length is compiled, or refused.
func TestIsolatedVMParserOverflow(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 64 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Eval(t.Context(), "eval('1;'.repeat(2e4))", nil))
		for _, source := range []string{
			"eval('1;'.repeat(2e8))", "Function('1;'.repeat(2e8))", "eval('('.repeat(1e5))", "eval('['.repeat(1e6))", "new RegExp('('.repeat(1e6))",
		} {
			require.Error(t, c.Eval(t.Context(), source, nil), source)
			require.Equal(t, 1, eval[int](t, c, "1"), source)
		}
	})
}

// A buffer that has shrunk under its view is copied as it is.
func TestIsolatedVMResizeArrayBuffer(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		setup := "const b = new ArrayBuffer(64, {maxByteLength: 128}); globalThis.fixed = new Uint8Array(b, 32, 32); globalThis.tracking = new Uint8Array(b, 16); b.resize(24); "
		require.NoError(t, c.Eval(t.Context(), setup, nil))
		require.Len(t, eval[[]byte](t, c, "tracking"), 8)
		var out any
		c.Eval(t.Context(), "fixed", &out) // out of its buffer: an error, or nothing
		require.Empty(t, out)
		require.Error(t, c.Eval(t.Context(), "fixed", new([]int)))
		getter := "({get a() { tracking.buffer.resize(0); return 1 }, b: tracking})"
		c.Eval(t.Context(), getter, &out)
		require.Equal(t, 0, eval[int](t, c, "tracking.length"))
	})
}

// A syntax error whose text is long does not take more memory than there is.
func TestIsolatedVMResourceNameCrash(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 8 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		text := make([]byte, 1e6)
		for n := range text {
			text[n] = '~'
		}
		require.Error(t, c.Eval(t.Context(), string(text), nil, vm.CallOptions{Name: string(text)}))
		require.Equal(t, 1, eval[int](t, newContext(t, i), "1"))
	})
}

// CPU time is what JavaScript uses, wall time also what the host does meanwhile.
func TestIsolatedVMCPUWallTimer(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var usage vm.Usage
		wait := func() { <-time.After(50 * time.Millisecond) }
		require.NoError(t, c.EvalClosure(t.Context(), "$0()", []any{wait}, nil, vm.CallOptions{Usage: &usage}))
		require.GreaterOrEqual(t, usage.Wall, 50*time.Millisecond)
		require.Equal(t, int64(1), usage.HostCalls)
		var running vm.Statistics
		look := func(ctx context.Context) (err error) {
			running, err = i.Statistics(ctx)
			return err
		}
		before, err := i.Statistics(t.Context())
		require.NoError(t, err)
		spin := "for (const end = Date.now() + 30; Date.now() < end;); $0()"
		require.NoError(t, c.EvalClosure(t.Context(), spin, []any{look}, nil))
		require.Greater(t, running.CPU, before.CPU)
		require.Greater(t, running.Wall, before.Wall)
	})
}
