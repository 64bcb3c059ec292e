package v8_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestKind(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, sample := range v8test.Samples {
			v := v8test.MustEval(t, s, "("+sample.Source+")")
			require.Equal(t, sample.Kind.String(), v.Kind().String(), sample.Source)
			require.Equal(t, sample.Text, v.String(), sample.Source)
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
		for _, sample := range v8test.Samples {
			v := v8test.MustEval(t, s, "x = ("+sample.Source+")")
			for source, is := range predicates {
				require.Equal(t, v8test.MustEval(t, s, source).IsTrue(), is(v), "%s of %s", source, sample.Source)
			}
			require.Equal(t, sample.Kind == v8.KindError, v.IsNativeError(), sample.Source)
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
		for _, sample := range v8test.Samples {
			v := v8test.MustEval(t, s, "("+sample.Source+")")
			b, ok := v.AsBoolean()
			require.Equal(t, v.IsBoolean(), ok, sample.Source)
			require.Equal(t, v.IsTrue(), b, sample.Source)
			f, ok := v.AsNumber()
			require.Equal(t, v.IsNumber(), ok, sample.Source)
			require.True(t, ok || f == 0, sample.Source)
			text, ok := v.AsString()
			require.Equal(t, v.IsString(), ok, sample.Source)
			if ok {
				require.Equal(t, v.String(), text.String())
			} else {
				require.Equal(t, v8.String{}, text, sample.Source)
			}
		}
	})
}
