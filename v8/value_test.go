package v8_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/v8test"
)

// samples has a value of every kind that a script can make, and each as text.
var samples = []struct {
	source string
	kind   v8.Kind
	text   string
}{
	{"undefined", v8.KindUndefined, "undefined"},
	{"null", v8.KindNull, "null"},
	{"true", v8.KindBoolean, "true"},
	{"false", v8.KindBoolean, "false"},
	{"7", v8.KindNumber, "7"},
	{"-0", v8.KindNumber, "0"},
	{"1.5", v8.KindNumber, "1.5"},
	{"2 ** 31", v8.KindNumber, "2147483648"},
	{"NaN", v8.KindNumber, "NaN"},
	{"10n", v8.KindBigInt, "10"},
	{"-(2n ** 100n)", v8.KindBigInt, "-1267650600228229401496703205376"},
	{"'text'", v8.KindString, "text"},
	{"''", v8.KindString, ""},
	{"'é'", v8.KindString, "é"},
	{"'日本'", v8.KindString, "日本"},
	{"'a' + 'b'.repeat(99)", v8.KindString, "a" + manyB},
	{"'-' .concat('b'.repeat(99)).slice(1)", v8.KindString, manyB},
	{"Symbol()", v8.KindSymbol, "Symbol()"},
	{"Symbol('x')", v8.KindSymbol, "Symbol(x)"},
	{"Symbol.iterator", v8.KindSymbol, "Symbol(Symbol.iterator)"},
	{"({})", v8.KindObject, "#<Object>"},
	{"Object.create(null)", v8.KindObject, "[object Object]"},
	{"new (class Point {})", v8.KindObject, "#<Point>"},
	{"globalThis", v8.KindObject, "#<Object>"},
	{"Math", v8.KindObject, "#<Object>"},
	{"JSON", v8.KindObject, "#<Object>"},
	{"new Intl.NumberFormat", v8.KindObject, "#<NumberFormat>"},
	{"new FinalizationRegistry(() => {})", v8.KindObject, "#<FinalizationRegistry>"},
	{"(function f(a) {})", v8.KindFunction, "function f(a) {}"},
	{"() => 1", v8.KindFunction, "() => 1"},
	{"(class A {})", v8.KindFunction, "class A {}"},
	{"Math.max", v8.KindFunction, "function max() { [native code] }"},
	{"(() => 1).bind(null)", v8.KindFunction, "function () { [native code] }"},
	{"({ m() {} }).m", v8.KindFunction, "m() {}"},
	{"(async function f() {})", v8.KindAsyncFunction, "async function f() {}"},
	{"async () => 1", v8.KindAsyncFunction, "async () => 1"},
	{"(function* f() {})", v8.KindGeneratorFunction, "function* f() {}"},
	{"(async function* f() {})", v8.KindAsyncGeneratorFunction, "async function* f() {}"},
	{"[1, 2]", v8.KindArray, "[object Array]"},
	{"new (class List extends Array {})", v8.KindArray, "[object Array]"},
	{"(function () { return arguments })(1)", v8.KindArguments, "#<Object>"},
	{"(function () { 'use strict'; return arguments })(1)", v8.KindArguments, "#<Object>"},
	{"new Date(0)", v8.KindDate, "[object Date]"},
	{"/x/g", v8.KindRegExp, "[object RegExp]"},
	{"new Error('no')", v8.KindError, "Error: no"},
	{"new TypeError('no')", v8.KindError, "TypeError: no"},
	{"new AggregateError([], 'no')", v8.KindError, "AggregateError: no"},
	{"new (class Mine extends Error {})('no')", v8.KindError, "Error: no"},
	{"new Map", v8.KindMap, "#<Map>"},
	{"new Set", v8.KindSet, "#<Set>"},
	{"new Map().entries()", v8.KindMapIterator, "[object Map Iterator]"},
	{"new Map().keys()", v8.KindMapIterator, "[object Map Iterator]"},
	{"new Set().values()", v8.KindSetIterator, "[object Set Iterator]"},
	{"new Set().entries()", v8.KindSetIterator, "[object Set Iterator]"},
	{"[].values()", v8.KindObject, "[object Array Iterator]"},
	{"new WeakMap", v8.KindWeakMap, "#<WeakMap>"},
	{"new WeakSet", v8.KindWeakSet, "#<WeakSet>"},
	{"new WeakRef({})", v8.KindWeakRef, "#<WeakRef>"},
	{"Promise.resolve()", v8.KindPromise, "#<Promise>"},
	{"new Proxy({}, {})", v8.KindProxy, "#<Object>"},
	{"new Proxy([], {})", v8.KindProxy, "[object Array]"},
	{"new Proxy(() => {}, {})", v8.KindProxyFunction, "() => {}"},
	{"(r => (r.revoke(), r.proxy))(Proxy.revocable({}, {}))", v8.KindProxy, "null"},
	{"(function* () {})()", v8.KindGeneratorObject, "[object Generator]"},
	{"(async function* () {})()", v8.KindGeneratorObject, "[object AsyncGenerator]"},
	{"Object(true)", v8.KindBooleanObject, "[object Boolean]"},
	{"Object(1)", v8.KindNumberObject, "[object Number]"},
	{"Object('x')", v8.KindStringObject, "[object String]"},
	{"Object(Symbol())", v8.KindSymbolObject, "[object Symbol]"},
	{"Object(1n)", v8.KindBigIntObject, "[object BigInt]"},
	{"new ArrayBuffer(1)", v8.KindArrayBuffer, "#<ArrayBuffer>"},
	{"new SharedArrayBuffer(1)", v8.KindSharedArrayBuffer, "#<SharedArrayBuffer>"},
	{"new DataView(new ArrayBuffer(1))", v8.KindDataView, "#<DataView>"},
	{"new DataView(new ArrayBuffer(1, { maxByteLength: 2 }))", v8.KindDataView, "#<DataView>"},
	{"new Int8Array(1)", v8.KindInt8Array, "[object Int8Array]"},
	{"new Uint8Array(1)", v8.KindUint8Array, "[object Uint8Array]"},
	{"new Uint8ClampedArray(1)", v8.KindUint8ClampedArray, "[object Uint8ClampedArray]"},
	{"new Int16Array(1)", v8.KindInt16Array, "[object Int16Array]"},
	{"new Uint16Array(1)", v8.KindUint16Array, "[object Uint16Array]"},
	{"new Int32Array(1)", v8.KindInt32Array, "[object Int32Array]"},
	{"new Uint32Array(1)", v8.KindUint32Array, "[object Uint32Array]"},
	{"new Float32Array(1)", v8.KindFloat32Array, "[object Float32Array]"},
	{"new Float64Array(1)", v8.KindFloat64Array, "[object Float64Array]"},
	{"new BigInt64Array(1)", v8.KindBigInt64Array, "[object BigInt64Array]"},
	{"new BigUint64Array(1)", v8.KindBigUint64Array, "[object BigUint64Array]"},
	{"new WebAssembly.Memory({ initial: 1 })", v8.KindWasmMemory, "#<Memory>"},
	{"new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))", v8.KindWasmModule, "#<Module>"},
}

const manyB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

func TestKind(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, sample := range samples {
			v := v8test.MustEval(t, s, "("+sample.source+")")
			require.Equal(t, sample.kind.String(), v.Kind().String(), sample.source)
			require.Equal(t, sample.text, v.String(), sample.source)
		}
	})
}

// The predicates are those of JavaScript itself.
func TestValueIs(t *testing.T) {
	predicates := map[string]func(v8.Value) bool{
		"x === undefined":       v8.Value.IsUndefined,
		"x === null":            v8.Value.IsNull,
		"x == null":             v8.Value.IsNullOrUndefined,
		"typeof x == 'boolean'": v8.Value.IsBoolean,
		"x === true":            v8.Value.IsTrue,
		"x === false":           v8.Value.IsFalse,
		"typeof x == 'number'":  v8.Value.IsNumber,
		"typeof x == 'number' && Object.is(x, ~~x)":     v8.Value.IsInt32,
		"typeof x == 'number' && Object.is(x, x >>> 0)": v8.Value.IsUint32,
		"typeof x == 'bigint'":                          v8.Value.IsBigInt,
		"typeof x == 'string'":                          v8.Value.IsString,
		"typeof x == 'symbol'":                          v8.Value.IsSymbol,
		"typeof x == 'string' || typeof x == 'symbol'":  v8.Value.IsName,
		"Object(x) === x":                               v8.Value.IsObject,
		"typeof x == 'function'":                        v8.Value.IsFunction,
		"(() => { try { return Array.isArray(x) && !proxies.includes(x) } catch { return false } })()": v8.Value.IsArray,
	}
	v8test.Run(t, func(s *v8.Scope) {
		v8test.MustEval(t, s, `var x, proxies = [];
			Proxy = new Proxy(Proxy, { construct(...a) { const p = Reflect.construct(...a); proxies.push(p); return p } })`)
		for _, sample := range samples {
			v := v8test.MustEval(t, s, "x = ("+sample.source+")")
			for source, is := range predicates {
				require.Equal(t, v8test.MustEval(t, s, source).IsTrue(), is(v), "%s of %s", source, sample.source)
			}
			require.Equal(t, sample.kind == v8.KindError, v.IsNativeError(), sample.source)
		}
	})
}

// Reading a value runs none of the code that a script may hide in it.
func TestValueStringRunsNothing(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, source := range []string{
			"({ toString() { ran = true; return 'x' } })",
			"({ valueOf() { ran = true } })",
			"({ [Symbol.toPrimitive]() { ran = true } })",
			"({ get [Symbol.toStringTag]() { ran = true } })",
			"({ get constructor() { ran = true } })",
			"Object.defineProperty(new Error('x'), 'message', { get() { ran = true } })",
			"Object.defineProperty(new Error('x'), 'name', { get() { ran = true } })",
			"Object.defineProperty(new Error('x'), 'stack', { get() { ran = true } })",
			"Object.defineProperty(() => 1, 'name', { get() { ran = true } })",
			"Object.assign(() => 1, { toString() { ran = true } })",
			"new Proxy({}, { get() { ran = true }, getPrototypeOf() { ran = true }, has() { ran = true } })",
			"new Proxy(new Error('x'), { get() { ran = true }, getPrototypeOf() { ran = true } })",
			"Object.setPrototypeOf({}, new Proxy({}, { get() { ran = true }, getPrototypeOf() { ran = true } }))",
			"new Proxy(function () {}, { get() { ran = true } })",
			"Symbol.prototype.toString = () => { ran = true }; Symbol('x')",
			"BigInt.prototype.toString = () => { ran = true }; 10n",
		} {
			v8test.MustEval(t, s, "var ran = false")
			v := v8test.MustEval(t, s, source)
			require.NotPanics(t, func() { _ = v.String() })
			require.True(t, v8test.MustEval(t, s, "ran").IsFalse(), source)
		}
	})
}

func TestValuesMadeInGo(t *testing.T) {
	for _, test := range []struct {
		v    v8.Value
		kind v8.Kind
		text string
	}{
		{v8.Value{}, v8.KindUndefined, "undefined"},
		{v8.Undefined(), v8.KindUndefined, "undefined"},
		{v8.Null(), v8.KindNull, "null"},
		{v8.NewBoolean(true), v8.KindBoolean, "true"},
		{v8.NewBoolean(false), v8.KindBoolean, "false"},
		{v8.NewNumber(1.5), v8.KindNumber, "1.5"},
		{v8.NewInteger(-7), v8.KindNumber, "-7"},
	} {
		require.Equal(t, test.kind, test.v.Kind(), test.text)
		require.Equal(t, test.text, test.v.String())
	}
}

func TestValueAsInteger(t *testing.T) {
	for _, test := range []struct {
		f                 float64
		isInt32, isUint32 bool
	}{
		{0, true, true},
		{math.Copysign(0, -1), false, false},
		{1, true, true},
		{-1, true, false},
		{1.5, false, false},
		{math.MaxInt32, true, true},
		{math.MaxInt32 + 1, false, true},
		{math.MaxUint32, false, true},
		{math.MaxUint32 + 1, false, false},
		{math.MinInt32, true, false},
		{math.MinInt32 - 1, false, false},
		{1 << 53, false, false},
		{1e300, false, false},
		{-1e300, false, false},
		{math.SmallestNonzeroFloat64, false, false},
		{math.Inf(1), false, false},
		{math.Inf(-1), false, false},
		{math.NaN(), false, false},
	} {
		v := v8.NewNumber(test.f)
		f, ok := v.AsNumber()
		require.True(t, ok)
		require.Equal(t, math.Float64bits(test.f), math.Float64bits(f))

		n, ok := v.AsInt32()
		require.Equal(t, test.isInt32, ok, "%v", test.f)
		require.Equal(t, test.isInt32, v.IsInt32(), "%v", test.f)
		if ok {
			require.Equal(t, test.f, float64(n))
		} else {
			require.Zero(t, n, "%v", test.f)
		}
		u, ok := v.AsUint32()
		require.Equal(t, test.isUint32, ok, "%v", test.f)
		require.Equal(t, test.isUint32, v.IsUint32(), "%v", test.f)
		if ok {
			require.Equal(t, test.f, float64(u))
		} else {
			require.Zero(t, u, "%v", test.f)
		}
	}
}

// A cast of something else is false and the zero value.
func TestValueAsOther(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, sample := range samples {
			v := v8test.MustEval(t, s, "("+sample.source+")")
			b, ok := v.AsBoolean()
			require.Equal(t, v.IsBoolean(), ok, sample.source)
			require.Equal(t, v.IsTrue(), b, sample.source)
			f, ok := v.AsNumber()
			require.Equal(t, v.IsNumber(), ok, sample.source)
			require.True(t, ok || f == 0, sample.source)
			text, ok := v.AsString()
			require.Equal(t, v.IsString(), ok, sample.source)
			if ok {
				require.Equal(t, v.String(), text.String())
			} else {
				require.Equal(t, v8.String{}, text, sample.source)
			}
		}
	})
}
