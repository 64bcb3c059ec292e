package v8_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func bigIntegers() []*big.Int {
	numbers := []*big.Int{}
	for _, bits := range []uint{0, 1, 31, 32, 53, 62, 63, 64, 65, 127, 128, 129, 1000} {
		power := new(big.Int).Lsh(big.NewInt(1), bits)
		for _, near := range []int64{-1, 0, 1} {
			n := new(big.Int).Add(power, big.NewInt(near))
			numbers = append(numbers, n, new(big.Int).Neg(n))
		}
	}
	return numbers
}

func TestBigInt(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, n := range bigIntegers() {
			b, err := s.NewBigInt(n)
			require.NoError(t, err)
			require.Equal(t, n.String(), b.String())
			require.True(t, b.StrictEquals(v8test.MustEval(t, s, n.String()+"n")))

			back, ok := v8test.MustEval(t, s, n.String()+"n").AsBigInt()
			require.True(t, ok)
			require.Zero(t, n.Cmp(back.BigInt()), n)

			i64, lossless := back.Int64()
			require.Equal(t, n.IsInt64(), lossless, n)
			require.Equal(t, int64(uint64(lowest64(n))), i64, n)
			u64, lossless := back.Uint64()
			require.Equal(t, n.IsUint64(), lossless, n)
			require.Equal(t, lowest64(n), u64, n)
		}
	})
}

func lowest64(n *big.Int) uint64 {
	return new(big.Int).And(n, new(big.Int).SetUint64(math.MaxUint64)).Uint64()
}

func TestBigIntOfIntegers(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, n := range []int64{0, 1, -1, math.MaxInt64, math.MinInt64} {
			b, err := s.NewBigIntFromInt64(n)
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint(n), b.String())
		}
		for _, n := range []uint64{0, 1, math.MaxUint64} {
			b, err := s.NewBigIntFromUint64(n)
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint(n), b.String())
		}
		zero, err := s.NewBigInt(new(big.Int).Neg(new(big.Int)))
		require.NoError(t, err)
		require.Equal(t, "0", zero.String())
	})
}

func TestLargeBigInt(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		words := make([]big.Word, 1<<17) // 1 MB
		for n := range words {
			words[n] = big.Word(rand.Uint64())
		}
		n := new(big.Int).SetBits(words)
		n.Neg(n)
		b, err := s.NewBigInt(n)
		require.NoError(t, err)
		require.Zero(t, n.Cmp(b.BigInt()))

		// What V8 can't hold is the same error as in JavaScript.
		_, err = s.NewBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<30))
		v8test.RequireThrown(t, err, "RangeError: Maximum BigInt size exceeded")
		require.Equal(t, "3", v8test.MustEval(t, s, "String(1n + 2n)").String())
	})
}

func TestBigIntMisuse(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		require.PanicsWithValue(t, misuse.NilBigInt, func() { s.NewBigInt(nil) })
		require.PanicsWithValue(t, misuse.ZeroHandle, func() { v8.BigInt{}.BigInt() })
		require.PanicsWithValue(t, misuse.Kind, func() { v8.BigInt{Value: s.Global().Value}.BigInt() })
		require.PanicsWithValue(t, misuse.Kind, func() { v8.BigInt{Value: s.Global().Value}.Int64() })
	})
}

func FuzzBigInt(f *testing.F) {
	f.Add([]byte{}, false)
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9}, true)
	f.Fuzz(func(t *testing.T, bytes []byte, negative bool) {
		n := new(big.Int).SetBytes(bytes)
		if negative {
			n.Neg(n)
		}
		v8test.Run(t, func(s *v8.Scope) {
			b, err := s.NewBigInt(n)
			require.NoError(t, err)
			require.Equal(t, n.String(), b.String())
			require.Zero(t, n.Cmp(b.BigInt()))
		})
	})
}
