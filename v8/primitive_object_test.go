package v8_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestPrimitiveObjects(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, b := range []bool{true, false} {
			o, err := s.NewBooleanObject(b)
			require.NoError(t, err)
			require.Equal(t, b, o.ValueOf())
			require.True(t, o.ToBoolean())
		}
		for _, f := range []float64{0, 1.5, math.Inf(-1), math.MaxFloat64, -1} {
			o, err := s.NewNumberObject(f)
			require.NoError(t, err)
			require.Equal(t, f, o.ValueOf())
		}
		nan, err := s.NewNumberObject(math.NaN())
		require.NoError(t, err)
		require.True(t, math.IsNaN(nan.ValueOf()))
		zero, err := s.NewNumberObject(math.Copysign(0, -1))
		require.NoError(t, err)
		require.True(t, math.Signbit(zero.ValueOf()))

		text := v8test.StringOf(t, s, "text")
		str, err := s.NewStringObject(text)
		require.NoError(t, err)
		require.Equal(t, "text", str.ValueOf().String())

		symbol, err := s.NewSymbol("s")
		require.NoError(t, err)
		sym, err := s.NewSymbolObject(symbol)
		require.NoError(t, err)
		require.True(t, sym.ValueOf().StrictEquals(symbol.Value))

		huge := new(big.Int).Lsh(big.NewInt(-3), 1000)
		n, err := s.NewBigInt(huge)
		require.NoError(t, err)
		box, err := s.NewBigIntObject(n)
		require.NoError(t, err)
		require.Zero(t, huge.Cmp(box.ValueOf().BigInt()))
	})
}

// TestPrimitiveObjectsIgnoreScript shows that ValueOf is the value inside, not
// what a method says.
func TestPrimitiveObjectsIgnoreScript(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v8test.MustEval(t, s, `
			const no = () => { throw new Error('called') };
			for (const c of [Boolean, Number, String, Symbol, BigInt]) {
				c.prototype.valueOf = c.prototype.toString = no;
				Object.defineProperty(c.prototype, Symbol.toPrimitive, {get: no, configurable: true});
			}
			globalThis.Boolean = globalThis.Number = globalThis.String = globalThis.Symbol = globalThis.Object = no`)
		n, ok := v8test.MustEval(t, s, "(function() { return this }).call(7)").AsNumberObject()
		require.True(t, ok)
		require.Equal(t, 7.0, n.ValueOf())
		_, err := n.ToNumber()
		v8test.RequireThrown(t, err, "Error: called")
		b, err := s.NewBooleanObject(true)
		require.NoError(t, err)
		require.True(t, b.ValueOf())
		str, ok := v8test.MustEval(t, s, "(function() { return this }).call('x')").AsStringObject()
		require.True(t, ok)
		require.Equal(t, "x", str.ValueOf().String())
	})
}

func TestPrimitiveObjectMisuse(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		global := s.Global()
		for _, use := range []func(){
			func() { v8.BooleanObject{Object: global}.ValueOf() },
			func() { v8.NumberObject{Object: global}.ValueOf() },
			func() { v8.StringObject{Object: global}.ValueOf() },
			func() { v8.SymbolObject{Object: global}.ValueOf() },
			func() { v8.BigIntObject{Object: global}.ValueOf() },
			func() { v8.Date{Object: global}.ValueOf() },
			func() { v8.RegExp{Object: global}.Source() },
			func() { v8.Proxy{Object: global}.Target() },
			func() { v8.External{Object: global}.GoValue() },
			func() { v8.Array{Object: global}.Length() },
			func() { v8.ArrayBuffer{Object: global}.Bytes() },
			func() { v8.ArrayBufferView{Object: global}.Bytes() },
			func() { v8.TypedArray{ArrayBufferView: v8.ArrayBufferView{Object: global}}.Length() },
			func() { v8.WasmModuleObject{Object: global}.Source() },
			func() { v8.WasmMemoryObject{Object: global}.Buffer() },
			func() { v8.Symbol{Name: v8.Name(global)}.Description() },
			func() { v8.Name(global).IdentityHash() },
			func() { s.NewStringObject(v8.String{Name: v8.Name(global)}) },
			func() { s.NewSymbolObject(v8.Symbol{Name: v8.Name(global)}) },
			func() { s.NewBigIntObject(v8.BigInt(global)) },
		} {
			require.PanicsWithValue(t, misuse.Kind, use)
		}
		for _, use := range []func(){
			func() { v8.BooleanObject{}.ValueOf() },
			func() { v8.Date{}.Time() },
			func() { v8.RegExp{}.Exec(v8.String{}) },
			func() { v8.Proxy{}.Revoke() },
			func() { v8.External{}.GoValue() },
			func() { v8.ArrayBuffer{}.Bytes() },
			func() { v8.TypedArray{}.Length() },
			func() { v8.Elements[uint8](v8.TypedArray{}) },
			func() { v8.WasmMemoryObject{}.Buffer() },
			func() { s.NewStringObject(v8.String{}) },
			func() { s.NewProxy(v8.Object{}, v8.Object{}) },
			func() { s.NewTypedArray(v8.KindUint8Array, v8.ArrayBuffer{}, 0, 0) },
		} {
			require.PanicsWithValue(t, misuse.ZeroHandle, use)
		}
		require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String())
	})
}
