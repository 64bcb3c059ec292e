package v8_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// typedArrays are all kinds, except Float16Array, with their element's size.
var typedArrays = []struct {
	kind v8.Kind
	size int
}{
	{v8.KindInt8Array, 1},
	{v8.KindUint8Array, 1},
	{v8.KindUint8ClampedArray, 1},
	{v8.KindInt16Array, 2},
	{v8.KindUint16Array, 2},
	{v8.KindInt32Array, 4},
	{v8.KindUint32Array, 4},
	{v8.KindFloat32Array, 4},
	{v8.KindFloat64Array, 8},
	{v8.KindBigInt64Array, 8},
	{v8.KindBigUint64Array, 8},
}

func TestTypedArrays(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, buffer := range []v8.ArrayBuffer{
			v8test.BufferOf(t, s, "new ArrayBuffer(64)"), v8test.BufferOf(t, s, "new SharedArrayBuffer(64)"),
			v8test.BufferOf(t, s, "new ArrayBuffer(64, {maxByteLength: 128})"),
			v8test.BufferOf(t, s, "new SharedArrayBuffer(64, {maxByteLength: 128})"),
		} {
			for _, a := range typedArrays {
				array, err := s.NewTypedArray(a.kind, buffer, 8, 3)
				require.NoError(t, err)
				require.Equal(t, a.kind, array.Kind())
				require.Equal(t, 3, array.Length())
				require.Equal(t, 8, array.ByteOffset())
				require.Equal(t, 3*a.size, array.ByteLength())
				require.Len(t, array.Bytes(), 3*a.size)
				require.True(t, array.Buffer().StrictEquals(buffer.Value))
				constructor, err := array.Get("constructor")
				require.NoError(t, err)
				function, ok := constructor.AsObject()
				require.True(t, ok)
				name, err := function.Get("name")
				require.NoError(t, err)
				require.Equal(t, a.kind.String(), name.String())
			}
		}
	})
}

func TestTypedArrayRanges(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, source := range []string{"new ArrayBuffer(64)", "new SharedArrayBuffer(64)", "new ArrayBuffer(64, {maxByteLength: 128})"} {
			buffer := v8test.BufferOf(t, s, source)
			for _, a := range typedArrays {
				for _, test := range []struct{ offset, length int }{
					{-1, 1}, {-a.size, 1}, {65, 0}, {0, 64/a.size + 1}, {64, 1}, {a.size, 64 / a.size}, {0, -1},
					{0, math.MaxInt64}, {0, 1 << 53}, {math.MaxInt64, 0}, {math.MinInt64, 0}, {0, math.MinInt64},
					{math.MaxInt64 - 7, math.MaxInt64}, {0, math.MaxInt64/a.size + 1}, {a.size, math.MaxInt64 / a.size},
				} {
					_, err := s.NewTypedArray(a.kind, buffer, test.offset, test.length)
					v8test.RequireThrown(t, err, "RangeError: ")
				}
				if a.size > 1 {
					_, err := s.NewTypedArray(a.kind, buffer, 1, 1)
					v8test.RequireThrown(t, err, "RangeError: Start offset is not a multiple of the element size")
				}
				end, err := s.NewTypedArray(a.kind, buffer, 64, 0)
				require.NoError(t, err)
				require.Empty(t, end.Bytes())
				whole, err := s.NewTypedArray(a.kind, buffer, 0, 64/a.size)
				require.NoError(t, err)
				require.Len(t, whole.Bytes(), 64)
			}
			_, err := s.NewDataView(buffer, 60, 5)
			v8test.RequireThrown(t, err, "RangeError: Invalid typed array length")
			_, err = s.NewDataView(buffer, -1, 5)
			v8test.RequireThrown(t, err, "RangeError: Start offset is outside the bounds of the buffer")
		}
		for _, kind := range []v8.Kind{v8.KindObject, v8.KindDataView, v8.KindExternal, v8.KindUndefined, 255} {
			require.PanicsWithValue(t, misuse.TypedArrayKind, func() {
				s.NewTypedArray(kind, v8test.BufferOf(t, s, "new ArrayBuffer(1)"), 0, 1)
			})
		}
	})
}

// checkElements goes with a slice to JavaScript and back.
func checkElements[T v8.Element](t *testing.T, s *v8.Scope, kind v8.Kind, elements ...T) {
	t.Helper()
	array, err := v8.NewTypedArrayOf(s, elements)
	require.NoError(t, err)
	require.Equal(t, kind, array.Kind())
	require.Equal(t, len(elements), array.Length())
	for n, want := range elements {
		v, err := array.GetKey(v8.NewInteger(int32(n)))
		require.NoError(t, err)
		require.Equal(t, v8.NewNumber(float64(want)).String(), must(v.StringValue()))
	}
	got, ok := v8.Elements[T](array)
	require.True(t, ok)
	require.Equal(t, elements, got)
	if len(elements) > 0 {
		got[0] = 42
		v, err := array.GetKey(v8.NewInteger(0))
		require.NoError(t, err)
		require.Equal(t, "42", v.String())
	}
}

func must(text string, err error) string {
	if err != nil {
		panic(err)
	}
	return text
}

func TestElements(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		checkElements[int8](t, s, v8.KindInt8Array, -128, 127)
		checkElements[uint8](t, s, v8.KindUint8Array, 0, 255)
		checkElements[int16](t, s, v8.KindInt16Array, -32768, 32767, 1)
		checkElements[uint16](t, s, v8.KindUint16Array, 0, 65535)
		checkElements[int32](t, s, v8.KindInt32Array, math.MinInt32, math.MaxInt32)
		checkElements[uint32](t, s, v8.KindUint32Array, 0, math.MaxUint32)
		checkElements[float32](t, s, v8.KindFloat32Array, 0.5, -1.25)
		checkElements(t, s, v8.KindFloat64Array, 0.1, math.Pi, math.MaxFloat64, 5e-324)
		checkElements[int64](t, s, v8.KindBigInt64Array, 1, -5)
		checkElements[uint64](t, s, v8.KindBigUint64Array, 1, 5)
		checkElements[float64](t, s, v8.KindFloat64Array)
		checkElements(t, s, v8.KindFloat64Array, make([]float64, 10000)...)

		nan, err := v8.NewTypedArrayOf(s, []float64{math.NaN(), math.Inf(1), math.Copysign(0, -1)})
		require.NoError(t, err)
		elements, ok := v8.Elements[float64](nan)
		require.True(t, ok)
		require.True(t, math.IsNaN(elements[0]))
		require.True(t, math.Signbit(elements[2]))
		int64s, err := v8.NewTypedArrayOf(s, []int64{math.MinInt64, math.MaxInt64})
		require.NoError(t, err)
		v, err := int64s.GetKey(v8.NewInteger(0))
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(int64(math.MinInt64)), v.String())

		_, ok = v8.Elements[int64](nan)
		require.False(t, ok)
		_, ok = v8.Elements[uint64](int64s)
		require.False(t, ok)
		clamped, ok := v8test.MustEval(t, s, "new Uint8ClampedArray([300, -1])").AsTypedArray()
		require.True(t, ok)
		uint8s, ok := v8.Elements[uint8](clamped)
		require.True(t, ok)
		require.Equal(t, []uint8{255, 0}, uint8s)
	})
}

// TestElementsInPlace has arrays that V8 keeps in its heap, where it moves them,
// and arrays at an offset.
func TestElementsInPlace(t *testing.T) {
	c := v8test.Context(t)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		array, ok := v8test.MustEval(t, s, "var small = new Float64Array([1, 2, 3]); small").AsTypedArray()
		require.True(t, ok)
		elements, ok := v8.Elements[float64](array)
		require.True(t, ok)
		v8test.CollectGarbage(t, c)
		v8test.MustEval(t, s, "small[1] = 7")
		require.Equal(t, []float64{1, 7, 3}, elements)
		elements[2] = 8
		require.Equal(t, "8", v8test.MustEval(t, s, "small[2]").String())

		part, ok := v8test.MustEval(t, s, "small.subarray(1, 3)").AsTypedArray()
		require.True(t, ok)
		elements, ok = v8.Elements[float64](part)
		require.True(t, ok)
		require.Equal(t, []float64{7, 8}, elements)
		require.Equal(t, 8, part.ByteOffset())

		shrinking, ok := v8test.MustEval(t, s, `
			var rab = new ArrayBuffer(1 << 20, {maxByteLength: 1 << 20});
			var words = new Uint16Array(rab); words.fill(9); words`).AsTypedArray()
		require.True(t, ok)
		copied, ok := v8.Elements[uint16](shrinking)
		require.True(t, ok)
		v8test.MustEval(t, s, "rab.resize(0)")
		require.Equal(t, uint16(9), copied[len(copied)-1])
	})
}

func TestDataView(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		buffer := v8test.BufferOf(t, s, "new ArrayBuffer(16)")
		view, err := s.NewDataView(buffer, 3, 8)
		require.NoError(t, err)
		require.Equal(t, 3, view.ByteOffset())
		require.Equal(t, 8, view.ByteLength())
		binary.BigEndian.PutUint32(view.Bytes()[1:], 0xcafe)
		require.NoError(t, s.Global().Set("view", view.Value))
		require.Equal(t, "51966", v8test.MustEval(t, s, "view.getUint32(1)").String())
		require.Equal(t, byte(0xfe), buffer.Bytes()[7])
		n, err := view.WriteAt([]byte{1, 2}, 7)
		require.Error(t, err)
		require.Equal(t, 1, n)
		require.Equal(t, byte(0), buffer.Bytes()[11])
	})
}

func TestFloat16Array(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		buffer := v8test.BufferOf(t, s, "new ArrayBuffer(16)")
		for range 2 {
			_, err := s.NewTypedArray(v8.KindFloat16Array, buffer, 0, 8)
			if err == nil {
				t.Skip("V8 has Float16Array")
			}
			v8test.RequireThrown(t, err, "TypeError: Float16Array is off: V8 needs the flag --js-float16array")
		}
		require.Equal(t, "undefined", v8test.MustEval(t, s, "typeof Float16Array").String())
	})
}

func TestFloat16ArrayWithFlag(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetFlags("--js-float16array"))
		v8test.Run(t, func(s *v8.Scope) {
			array, err := s.NewTypedArray(v8.KindFloat16Array, v8test.BufferOf(t, s, "new ArrayBuffer(16)"), 2, 7)
			require.NoError(t, err)
			require.True(t, array.IsFloat16Array())
			require.Equal(t, 7, array.Length())
			require.NoError(t, array.SetKey(v8.NewInteger(0), v8.NewNumber(1.5)))
			bits, ok := v8.Elements[uint16](array)
			require.True(t, ok)
			require.Equal(t, uint16(0x3e00), bits[0])
		})
	})
}
