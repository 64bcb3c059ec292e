package v8_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// dirty makes so many buffers that are full of ones, all at once, and frees them.
func dirty(t *testing.T, s *v8.Scope, count, size int) {
	t.Helper()
	ones := bytes.Repeat([]byte{0xff}, size)
	require.NoError(t, s.Nested(func(s *v8.Scope) error {
		for range count {
			b, err := s.NewArrayBufferFromBytes(ones)
			require.NoError(t, err)
			b.Bytes() // keeps the memory until the scope ends
			require.NoError(t, b.Detach())
		}
		return nil
	}))
}

// TestFreedBlocksAreZero shows that a script never sees what a buffer of the
// same size held, wherever the memory comes from.
func TestFreedBlocksAreZero(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, size := range []int{1 << 18, 1<<20 - 8, 1 << 20, 1<<20 + 8, 8e6} {
			dirty(t, s, 4, size)
			require.NoError(t, s.Global().Set("size", v8.NewNumber(float64(size))))
			v := v8test.MustEval(t, s, `[
				new ArrayBuffer(size), new SharedArrayBuffer(size), new Float64Array(size / 8).buffer,
				new ArrayBuffer(size - 8).transfer(size), new ArrayBuffer(size).slice(8),
			].map(b => new BigUint64Array(b).findIndex(x => x !== 0n)).join()`)
			require.Equal(t, "-1,-1,-1,-1,-1", v.String(), size)

			dirty(t, s, 1, size)
			b, err := s.NewArrayBuffer(size)
			require.NoError(t, err)
			require.Equal(t, make([]byte, size), b.Bytes())

			dirty(t, s, 1, size)
			some := make([]byte, size-100)
			some[5] = 1
			a, err := v8.NewTypedArrayOf(s, some)
			require.NoError(t, err)
			require.Equal(t, some, a.Bytes())
		}
	})
}

// TestFreedBlocksEndWithTheRun shows that memory is kept in a Run, no more than
// a bound, and not after it.
func TestFreedBlocksEndWithTheRun(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("needs memory of its own")
	}
	const size, bound, slack = 1 << 20, 96 << 20, 24 << 20
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.Context(t)
		var before int
		v8test.RunIn(t, c, func(s *v8.Scope) {
			dirty(t, s, 1, size)
			before = v8test.ResidentMemory(t)
			dirty(t, s, 32, size)
			require.Greater(t, v8test.ResidentMemory(t)-before, 32*size-slack)
			dirty(t, s, 128, size)
			require.Less(t, v8test.ResidentMemory(t)-before, bound+slack)
		})
		require.Less(t, v8test.ResidentMemory(t)-before, slack)

		// Nor after one that ends with the isolate's death, of a text of 256 MB.
		require.Error(t, c.Run(t.Context(), func(s *v8.Scope) error {
			dirty(t, s, 64, size)
			_, err := v8test.Eval(s, "'ab'.repeat(2 ** 27).split('')")
			return err
		}))
		require.Less(t, v8test.ResidentMemory(t)-before, 256<<20+slack)
	})
}

// TestFreedBlocksCountAsMemory shows that blocks make room for what fits into
// the isolate's memory, and that no more memory is taken than that.
func TestFreedBlocksCountAsMemory(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("needs memory of its own")
	}
	const limit, size = 128 << 20, 1 << 20
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: limit}))
		v8test.RunIn(t, c, func(s *v8.Scope) {
			before := v8test.ResidentMemory(t)
			dirty(t, s, 64, size)
			require.Less(t, v8test.ResidentMemory(t)-before, limit/2)
			b, err := s.NewArrayBuffer(limit - 16<<20)
			require.NoError(t, err)
			data := b.Bytes()
			for n := range data {
				data[n] = 1
			}
			require.Less(t, v8test.ResidentMemory(t)-before, limit+8<<20)
			_, err = s.NewArrayBuffer(32 << 20)
			v8test.RequireThrown(t, err, "RangeError: Array buffer allocation failed")
		})
		v8test.RequireUsable(t, c)
	})
}
