package v8_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestConversions(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, source := range v8test.Sources {
			v := v8test.MustEval(t, s, "("+source+")")
			source = "(" + source + ")"

			v8test.Agree(t, s, source, "Boolean", v.ToBoolean(), nil)
			v8test.Agree(t, s, source, "x => typeof x", v.TypeOf(), nil)

			f, err := v.ToNumber()
			v8test.Agree(t, s, source, "x => +x", f, err)
			n32, err := v.ToInt32()
			v8test.Agree(t, s, source, "x => +x | 0", n32, err)
			u32, err := v.ToUint32()
			v8test.Agree(t, s, source, "x => +x >>> 0", u32, err)

			big, err := v.ToBigInt(s)
			v8test.Agree(t, s, source, "x => BigInt.asIntN(1000, x)", big.Value, err)

			text, err := v.StringValue()
			v8test.Agree(t, s, source, "x => `${x}`.toWellFormed()", text, err)
			str, err := v.ToString(s)
			v8test.Agree(t, s, source, "x => `${x}`.toWellFormed()", str.Value, err)

			o, err := v.ToObject(s)
			if v.IsNullOrUndefined() {
				v8test.RequireThrown(t, err, "TypeError: Cannot convert undefined or null to object")
				continue
			}
			require.NoError(t, err)
			require.Equal(t, v.IsObject(), o.StrictEquals(v), source)
		}
	})
}

// TestConversionOfUndetectable has objects that hide as document.all does.
func TestConversionOfUndetectable(t *testing.T) {
	c := v8test.Context(t)
	template, err := c.Isolate().NewObjectTemplate()
	require.NoError(t, err)
	require.NoError(t, template.SetCallAsFunctionHandler(func(v8.FunctionCallbackInfo) (v8.Value, error) {
		return v8.Value{}, nil
	}))
	require.NoError(t, template.MarkAsUndetectable())
	v8test.RunIn(t, c, func(s *v8.Scope) {
		o, err := template.NewInstance(s)
		require.NoError(t, err)
		require.False(t, o.ToBoolean())
		require.Equal(t, "undefined", o.TypeOf())
		equals, err := o.Equals(v8.Null())
		require.NoError(t, err)
		require.True(t, equals)
		require.False(t, o.StrictEquals(v8.Undefined()))
		require.False(t, o.SameValue(v8.Undefined()))
		require.True(t, o.IsObject())
	})
}

func TestToInteger(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for source, want := range map[string]int64{
			"undefined": 0, "NaN": 0, "1.9": 1, "-1.9": -1, "'12.7'": 12, "-0": 0, "true": 1,
			"2**53": 1 << 53, "2**62": 1 << 62, "2**63": math.MaxInt64, "-(2**63)": math.MinInt64,
			"1e300": math.MaxInt64, "-Infinity": math.MinInt64, "Infinity": math.MaxInt64,
			"({valueOf() { return 5.5 }})": 5,
		} {
			n, err := v8test.MustEval(t, s, source).ToInteger()
			require.NoError(t, err)
			require.Equal(t, want, n, source)
		}
		_, err := v8test.MustEval(t, s, "Symbol()").ToInteger()
		v8test.RequireThrown(t, err, "TypeError: Cannot convert a Symbol value to a number")
	})
}

// TestConversionKeepsRunningAfterException shows that nothing of a failed
// conversion is left over.
func TestConversionLeavesNothing(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, "({valueOf() { throw this }})")
		for range 100 {
			_, err := v.ToNumber()
			var thrown *v8.Exception
			require.ErrorAs(t, err, &thrown)
			require.True(t, thrown.Thrown.StrictEquals(v))
		}
		require.Equal(t, "2", v8test.MustEval(t, s, "1 + 1").String())
	})
}

func TestConversionCallsGo(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		callback, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			text, err := info.This().StringValue() // the shim's text is in use again
			if err != nil {
				return v8.Value{}, err
			}
			return info.Argument(0), v8.RangeError.Errorf("from Go with %s", text)
		}, v8.FunctionOptions{Name: "valueOf"})
		require.NoError(t, err)
		o, err := s.NewObject()
		require.NoError(t, err)
		require.NoError(t, o.Set("valueOf", callback.Value))
		_, err = o.ToNumber()
		v8test.RequireThrown(t, err, "RangeError: from Go with [object Object]")
	})
}

// TestConversionRecurses goes from JavaScript to Go and back until V8's stack is
// used up.
func TestConversionRecurses(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		depth := 0
		o := v8test.ObjectOf(t, s, "({})")
		callback, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			depth++
			f, err := info.This().ToNumber()
			return v8.NewNumber(f), err
		}, v8.FunctionOptions{})
		require.NoError(t, err)
		require.NoError(t, o.Set("valueOf", callback.Value))
		_, err = o.ToNumber()
		v8test.RequireThrown(t, err, "RangeError: Maximum call stack size exceeded")
		require.Greater(t, depth, 10)
	})
}

// TestConversionEnds has methods that never return.
func TestConversionEnds(t *testing.T) {
	c := v8test.Context(t)
	for name, convert := range map[string]func(s *v8.Scope, v v8.Value) error{
		"ToNumber":      func(_ *v8.Scope, v v8.Value) error { _, err := v.ToNumber(); return err },
		"ToString":      func(s *v8.Scope, v v8.Value) error { _, err := v.ToString(s); return err },
		"StringValue":   func(_ *v8.Scope, v v8.Value) error { _, err := v.StringValue(); return err },
		"ToBigInt":      func(s *v8.Scope, v v8.Value) error { _, err := v.ToBigInt(s); return err },
		"Equals":        func(_ *v8.Scope, v v8.Value) error { _, err := v.Equals(v8.NewNumber(1)); return err },
		"JSONStringify": func(s *v8.Scope, v v8.Value) error { _, err := s.JSONStringify(v, ""); return err },
		"InstanceOf": func(s *v8.Scope, v v8.Value) error {
			o, _ := v.AsObject()
			_, err := v8.NewNumber(1).InstanceOf(o)
			return err
		},
		"Elements": func(s *v8.Scope, v v8.Value) error {
			o, _ := v.AsObject()
			array, err := o.Get("array")
			if err != nil {
				return err
			}
			a, _ := array.AsArray()
			_, err = a.Elements()
			return err
		},
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		err := c.Run(ctx, func(s *v8.Scope) error {
			v, err := v8test.Eval(s, `
				(() => { const f = () => { for (;;); };
				return {valueOf: f, toString: f, toJSON: f, [Symbol.hasInstance]: f,
					array: Object.defineProperty([1], 0, {get: f})} })()`)
			if err != nil {
				return err
			}
			return convert(s, v)
		})
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded, name)
		v8test.RequireUsable(t, c)
	}
}

func TestConversionOfForeignValue(t *testing.T) {
	v8test.Foreign(t, "({})", func(s *v8.Scope, v v8.Value) {
		require.PanicsWithValue(t, misuse.Isolate, func() { v.ToString(s) })
		require.PanicsWithValue(t, misuse.Isolate, func() { v.ToObject(s) })
		require.PanicsWithValue(t, misuse.Isolate, func() { v.ToBigInt(s) })
		require.PanicsWithValue(t, misuse.Isolate, func() { v.Equals(s.Global().Value) })
		require.PanicsWithValue(t, misuse.Isolate, func() { s.Global().StrictEquals(v) })
		require.PanicsWithValue(t, misuse.Isolate, func() { s.Global().SameValue(v) })
		require.PanicsWithValue(t, misuse.Isolate, func() { v.InstanceOf(s.Global()) })
		require.PanicsWithValue(t, misuse.Goroutine, func() { v.ToNumber() })
		require.PanicsWithValue(t, misuse.Goroutine, func() { v.ToBoolean() })
	})
}
