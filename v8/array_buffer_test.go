package v8_test

import (
	"bytes"
	"context"
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestArrayBuffer(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		b, err := s.NewArrayBuffer(16)
		require.NoError(t, err)
		require.Equal(t, 16, b.ByteLength())
		require.Equal(t, 16, b.MaxByteLength())
		require.False(t, b.IsResizable())
		require.True(t, b.IsDetachable())
		require.False(t, b.WasDetached())
		require.Equal(t, make([]byte, 16), b.Bytes())

		// Both sides see the same memory.
		require.NoError(t, s.Global().Set("buffer", b.Value))
		b.Bytes()[3] = 7
		require.Equal(t, "7", v8test.MustEval(t, s, "var view = new Uint8Array(buffer); view[3]").String())
		v8test.MustEval(t, s, "view[4] = 8")
		require.Equal(t, byte(8), b.Bytes()[4])

		copied, err := s.NewArrayBufferFromBytes([]byte("text"))
		require.NoError(t, err)
		require.Equal(t, "text", string(copied.Bytes()))
		empty, err := s.NewArrayBufferFromBytes(nil)
		require.NoError(t, err)
		require.Empty(t, empty.Bytes())
		require.Zero(t, empty.ByteLength())
	})
}

func TestArrayBufferLengths(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		for _, length := range []int{-1, math.MinInt64, math.MaxInt64, 1 << 53, 1 << 40, 32 << 30} {
			_, err := s.NewArrayBuffer(length)
			v8test.RequireThrown(t, err, "RangeError: Array buffer allocation failed")
			_, err = s.NewSharedArrayBuffer(length)
			v8test.RequireThrown(t, err, "RangeError: Array buffer allocation failed")
			_, err = s.NewResizableArrayBuffer(1, length)
			v8test.RequireThrown(t, err, "RangeError: ")
			_, err = s.NewResizableArrayBuffer(length, 1)
			v8test.RequireThrown(t, err, "RangeError: ")
		}
	})
	v8test.RequireUsable(t, c)
}

// TestArrayBufferMemoryRunsOut allocates until there is no more.
func TestArrayBufferMemoryRunsOut(t *testing.T) {
	if v8test.Sanitized {
		t.Skip("takes as many addresses as there are")
	}
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		var err error
		for n := 0; err == nil; n++ {
			require.Less(t, n, 1000)
			_, err = s.NewResizableArrayBuffer(1, 16<<30)
		}
		v8test.RequireThrown(t, err, "RangeError: Array buffer allocation failed")
	})
	v8test.RequireUsable(t, c)
}

func TestDetach(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		b := v8test.BufferOf(t, s, "var b = new ArrayBuffer(8); var view = new Uint8Array(b, 2); b")
		view, _ := v8test.MustEval(t, s, "view").AsTypedArray()
		held := b.Bytes()
		held[0] = 1
		require.NoError(t, b.Detach())
		require.NoError(t, b.Detach())
		require.True(t, b.WasDetached())
		require.Zero(t, b.ByteLength())
		require.Zero(t, b.MaxByteLength())
		require.Empty(t, b.Bytes())
		require.Zero(t, view.Length())
		require.Zero(t, view.ByteOffset())
		require.Empty(t, view.Bytes())
		require.Equal(t, "0", v8test.MustEval(t, s, "view.length").String())
		// What Go holds is still memory, though nobody else's.
		v8test.MustEval(t, s, "for (let i = 0; i < 100; i++) new ArrayBuffer(8)")
		held[7] = 2
		require.Equal(t, []byte{1, 0, 0, 0, 0, 0, 0, 2}, held)

		_, err := s.NewTypedArray(v8.KindUint8Array, b, 0, 0)
		v8test.RequireThrown(t, err, "TypeError: Cannot construct a view of a detached ArrayBuffer")
		_, err = s.NewDataView(b, 0, 0)
		v8test.RequireThrown(t, err, "TypeError: Cannot construct a view of a detached ArrayBuffer")
	})
}

func TestDetachWhatIsNotDetachable(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, source := range []string{
			"new SharedArrayBuffer(8)", "new WebAssembly.Memory({initial: 1}).buffer",
			"new WebAssembly.Memory({initial: 1, maximum: 2, shared: true}).buffer",
		} {
			b := v8test.BufferOf(t, s, source)
			require.False(t, b.IsDetachable())
			v8test.RequireThrown(t, b.Detach(), "TypeError: Cannot detach this ArrayBuffer")
			require.NotZero(t, b.ByteLength())
		}
	})
}

// TestBytesOutliveTransfer holds memory that JavaScript gives away and drops.
func TestBytesOutliveTransfer(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		held := v8test.BufferOf(t, s, "var b = new ArrayBuffer(1 << 20); b").Bytes()
		for n := range held {
			held[n] = byte(n)
		}
		v8test.MustEval(t, s, "b.transfer(10); b = null")
		v8test.CollectGarbage(t, c)
		for n := range held {
			require.Equal(t, byte(n), held[n])
		}
		again := v8test.BufferOf(t, s, "var c = new ArrayBuffer(4).transfer(); c").Bytes()
		require.Equal(t, make([]byte, 4), again)
	})
}

// TestPinsEnd shows that the memory goes when the scope, or the callback, has
// ended in which Go asked for it.
func TestPinsEnd(t *testing.T) {
	c := v8test.Context(t)
	const size = 1 << 20
	v8test.RunIn(t, c, func(s *v8.Scope) {
		before := v8.Stats().ExternalMemory
		take := func(v v8.Value) {
			b, ok := v.AsArrayBuffer()
			require.True(t, ok)
			b.Bytes()[0] = 1
			require.NoError(t, b.Detach())
			require.GreaterOrEqual(t, v8.Stats().ExternalMemory-before, int64(size))
		}
		require.NoError(t, s.Nested(func(s *v8.Scope) error {
			take(v8test.MustEval(t, s, "new ArrayBuffer(1 << 20)"))
			return nil
		}))
		require.Equal(t, before, v8.Stats().ExternalMemory)

		callback, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			take(info.Argument(0))
			take(info.Argument(1))
			return v8.Value{}, nil
		}, v8.FunctionOptions{})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("take", callback.Value))
		v8test.MustEval(t, s, "for (let i = 0; i < 100; i++) take(new ArrayBuffer(1 << 20), new ArrayBuffer(1 << 20))")
		require.Equal(t, before, v8.Stats().ExternalMemory)

		// Asking again and again in one scope takes no more each time.
		b := v8test.BufferOf(t, s, "new ArrayBuffer(1 << 20)")
		other := v8test.BufferOf(t, s, "new ArrayBuffer(1 << 20)")
		for range 1000 {
			b.Bytes()
			other.Bytes()
		}
	})
}

func TestResizable(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		b, err := s.NewResizableArrayBuffer(8, 64<<20)
		require.NoError(t, err)
		require.True(t, b.IsResizable())
		require.Equal(t, 8, b.ByteLength())
		require.Equal(t, 64<<20, b.MaxByteLength())
		require.NoError(t, s.Global().Set("b", b.Value))
		v8test.MustEval(t, s, "b.resize(64 << 20); new Uint8Array(b).fill(5)")
		require.Equal(t, 64<<20, b.ByteLength())

		held := b.Bytes() // a copy: the memory goes at once when it shrinks
		v8test.MustEval(t, s, "b.resize(1)")
		require.Equal(t, byte(5), held[len(held)-1])
		require.Equal(t, 1, b.ByteLength())

		n, err := b.WriteAt([]byte{9}, 0)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.Equal(t, "9", v8test.MustEval(t, s, "new Uint8Array(b)[0]").String())

		v8test.MustEval(t, s, "b.resize(16)")
		whole, ok := v8test.MustEval(t, s, "var whole = new Uint8Array(b, 8, 8); whole").AsTypedArray()
		require.True(t, ok)
		tracking, ok := v8test.MustEval(t, s, "var tracking = new DataView(b, 8); tracking").AsDataView()
		require.True(t, ok)
		fixed, err := s.NewDataView(b, 8, 8)
		require.NoError(t, err)
		for length, want := range map[int][3]int{16: {8, 8, 8}, 12: {0, 4, 0}, 8: {0, 0, 0}, 4: {0, 0, 0}, 20: {8, 12, 8}} {
			v8test.MustEval(t, s, "b.resize("+v8.NewNumber(float64(length)).String()+")")
			require.Equal(t, want, [3]int{whole.ByteLength(), tracking.ByteLength(), fixed.ByteLength()}, length)
			require.Equal(t, want, [3]int{len(whole.Bytes()), len(tracking.Bytes()), len(fixed.Bytes())}, length)
			require.Equal(t, want[0], whole.Length())
		}

		_, err = s.NewResizableArrayBuffer(2, 1)
		v8test.RequireThrown(t, err, "RangeError: Invalid array buffer max length")
		zero, err := s.NewResizableArrayBuffer(0, 0)
		require.NoError(t, err)
		require.Empty(t, zero.Bytes())
	})
}

func TestSharedArrayBuffer(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		b, err := s.NewSharedArrayBuffer(8)
		require.NoError(t, err)
		require.True(t, b.IsSharedArrayBuffer())
		require.False(t, b.IsArrayBuffer())
		b.Bytes()[0] = 5
		require.NoError(t, s.Global().Set("shared", b.Value))
		require.Equal(t, "5", v8test.MustEval(t, s, "new Uint8Array(shared)[0]").String())
		view, err := s.NewTypedArray(v8.KindUint8Array, b.ArrayBuffer, 0, 8)
		require.NoError(t, err)
		require.True(t, view.Buffer().IsSharedArrayBuffer())
		require.Equal(t, byte(5), view.Bytes()[0])

		growable := v8test.BufferOf(t, s, "var growable = new SharedArrayBuffer(4, {maxByteLength: 1 << 20}); growable")
		require.True(t, growable.IsResizable())
		require.Equal(t, 1<<20, growable.MaxByteLength())
		held := growable.Bytes()
		v8test.MustEval(t, s, "growable.grow(1 << 20); new Uint8Array(growable).fill(3)")
		require.Equal(t, []byte{3, 3, 3, 3}, held)
		require.Len(t, growable.Bytes(), 1<<20)
	})
}

func TestArrayBufferReadWriteAt(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, source := range []string{
			"new Uint8Array([0, 1, 2, 3]).buffer", "new ArrayBuffer(4, {maxByteLength: 8})", "new SharedArrayBuffer(4)",
		} {
			b := v8test.BufferOf(t, s, source)
			_, err := b.WriteAt([]byte{0, 1, 2, 3}, 0)
			require.NoError(t, err)
			all, err := io.ReadAll(io.NewSectionReader(b, 0, 100))
			require.NoError(t, err)
			require.Equal(t, []byte{0, 1, 2, 3}, all)
			n, err := b.WriteAt([]byte{8, 9}, 3)
			require.ErrorIs(t, err, io.ErrShortWrite)
			require.Equal(t, 1, n)
			for _, offset := range []int64{4, 5, math.MaxInt64} {
				n, err = b.WriteAt([]byte{1}, offset)
				require.ErrorIs(t, err, io.ErrShortWrite)
				require.Zero(t, n)
				n, err = b.ReadAt(make([]byte, 1), offset)
				require.ErrorIs(t, err, io.EOF)
				require.Zero(t, n)
			}
			_, err = b.ReadAt(nil, -1)
			require.Error(t, err)
			_, err = b.WriteAt(nil, -1)
			require.Error(t, err)
			p := make([]byte, 3)
			n, err = b.ReadAt(p, 2)
			require.ErrorIs(t, err, io.EOF)
			require.Equal(t, []byte{2, 8, 0}, p)
			require.Equal(t, 2, n)
		}
	})
}

func TestArrayBufferIsCounted(t *testing.T) {
	before := v8.Stats().ExternalMemory
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		_, err := s.NewArrayBufferFromBytes(bytes.Repeat([]byte("x"), 1<<20))
		require.NoError(t, err)
		require.Equal(t, int64(1<<20), v8.Stats().ExternalMemory-before)
	})
	require.NoError(t, iso.Close())
	require.Equal(t, before, v8.Stats().ExternalMemory)
}

func TestArrayBufferMisuse(t *testing.T) {
	v8test.Foreign(t, "new ArrayBuffer(8)", func(s *v8.Scope, v v8.Value) {
		b, _ := v.AsArrayBuffer()
		require.PanicsWithValue(t, misuse.Isolate, func() { s.NewTypedArray(v8.KindUint8Array, b, 0, 1) })
		require.PanicsWithValue(t, misuse.Isolate, func() { s.NewDataView(b, 0, 1) })
		require.PanicsWithValue(t, misuse.Goroutine, func() { b.Bytes() })
	})
}

// TestBuffersInDeadIsolate reads what can't be read any more.
func TestBuffersInDeadIsolate(t *testing.T) {
	c := v8test.Context(t)
	c.Run(context.Background(), func(s *v8.Scope) error {
		view, ok := v8test.MustEval(t, s, "new Uint8Array(8)").AsTypedArray()
		require.True(t, ok)
		_, err := v8test.Eval(s, "'ab'.repeat(2**27).split('')")
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		require.Zero(t, view.Length())
		require.Empty(t, view.Bytes())
		require.Empty(t, view.Buffer().Bytes())
		require.Zero(t, view.Buffer().ByteLength())
		require.ErrorIs(t, view.Buffer().Detach(), v8.ErrIsolateDead)
		_, err = s.NewArrayBuffer(1)
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		_, err = view.ToNumber()
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		require.Empty(t, s.WellKnownSymbol(v8.SymbolIterator).Description().IsSymbol())
		return nil
	})
}
