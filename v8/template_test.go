package v8_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestTemplateSet(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso) // before there is any context
	inner := v8test.ObjectTemplate(iso)
	require.NoError(t, inner.Set("x", 7, v8.None))
	for name, value := range map[string]any{
		"text": "h\u00e9llo", "empty": "", "yes": true, "int": -3, "big": int64(1) << 53 >> 1, "byte": uint8(255),
		"float": 1.5, "float32": float32(0.5), "undefined": v8.Undefined(), "null": v8.Null(),
		"number": v8.NewNumber(2.5), "inner": inner, "f": v8test.Method(iso, v8.NewInteger(42)),
		"": "no name", "7": "index", "4294967295": "no index", "__proto__": "own",
		strings.Repeat("long", 20): "long name", "\u4e16": "world",
	} {
		require.NoError(t, template.Set(name, value, v8.None), name)
	}
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		v8test.Instance(t, s, "p", template)
		v8test.Same(t, s, "o.text", "h\u00e9llo", "o.empty", "", "o.yes", "true", "o.int", "-3", "o.byte", "255",
			"o.big", "4503599627370496", "o.float", "1.5", "o.float32", "0.5", "o.number", "2.5",
			"'undefined' in o && o.undefined === undefined", "true", "o.null === null", "true",
			"o['']", "no name", "o[7]", "index", "o[4294967295]", "no index", "o['long'.repeat(20)]", "long name",
			"o['\u4e16']", "world", "Object.hasOwn(o, '__proto__') && o.__proto__", "own",
			"Object.getPrototypeOf(o) === Object.prototype", "true",
			"o.inner.x", "7", "o.inner === p.inner", "false", "o.f === p.f", "true", "o.f()", "42", "o.f.name", "f",
			"o.inner.x = 8; p.inner.x", "7")
	})
}

func TestTemplateSetErrors(t *testing.T) {
	template := v8test.ObjectTemplate(v8test.Isolate(t, v8.IsolateOptions{}))
	require.ErrorContains(t, template.Set("x", int64(1)<<53, v8.None), "not a safe integer")
	require.ErrorContains(t, template.Set("x", uint64(1)<<63, v8.None), "not a safe integer")
	require.NoError(t, template.Set("x", 1, v8.None), "the name is still free")
}

func TestTemplateSetKey(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		iso := s.Isolate()
		template := v8test.ObjectTemplate(iso)
		symbol := v8test.Must(s.NewSymbol("mine"))
		other := v8test.Must(s.NewSymbol("mine"))
		require.NoError(t, template.Set(symbol, "a", v8.DontEnum))
		require.NoError(t, template.Set(other, "b", v8.None), "another symbol")
		require.NoError(t, template.Set(s.WellKnownSymbol(v8.SymbolToStringTag), "Tag", v8.DontEnum))
		require.NoError(t, template.Set(v8test.Must(s.NewString("text")).Value, v8test.Must(s.NewString("value")), v8.None))
		require.NoError(t, template.Set(v8.NewNumber(3), "three", v8.None))
		require.NoError(t, template.Set(v8.NewNumber(-1.5), v8test.Must(s.NewBigIntFromInt64(12)), v8.None))
		require.NoError(t, template.SetAccessorProperty(s.WellKnownSymbol(v8.SymbolIterator), v8test.Method(iso, v8.NewInteger(1)), nil, v8.None))
		v8test.Instance(t, s, "o", template)
		require.NoError(t, s.Global().Set("symbol", symbol.Value))
		v8test.Same(t, s, "o[symbol]", "a", "String(o)", "[object Tag]", "o.text", "value", "o[3]", "three",
			"o[-1.5] === 12n", "true", "Object.keys(o).join()", "3,text,-1.5",
			"Object.getOwnPropertySymbols(o).length", "4")
	})
}

func TestTemplateAttributes(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.Set("readOnly", 1, v8.ReadOnly))
	require.NoError(t, template.Set("dontEnum", 2, v8.DontEnum))
	require.NoError(t, template.Set("dontDelete", 3, v8.DontDelete))
	require.NoError(t, template.Set("constant", 4, v8.ReadOnly|v8.DontEnum|v8.DontDelete))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		v8test.Same(t, s, "o.readOnly = 9; o.readOnly", "1", "Object.keys(o).join()", "readOnly,dontDelete",
			"delete o.dontEnum", "true", "delete o.dontDelete", "false",
			"JSON.stringify(Object.getOwnPropertyDescriptor(o, 'constant'))",
			`{"value":4,"writable":false,"enumerable":false,"configurable":false}`)
		v8test.Throws(t, s, "'use strict'; o.constant = 1", "read only")
	})
}

func TestTemplateSetAccessorProperty(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	value := v8.NewInteger(1)
	getter := v8test.Must(iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		return value, nil
	}, v8.FunctionOptions{}))
	setter := v8test.Must(iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		value = info.Argument(0)
		return v8.Undefined(), nil
	}, v8.FunctionOptions{}))
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.SetAccessorProperty("both", getter, setter, v8.None))
	require.NoError(t, template.SetAccessorProperty("readable", getter, nil, v8.DontEnum|v8.DontDelete))
	require.NoError(t, template.SetAccessorProperty("writable", nil, setter, v8.None))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		v8test.Same(t, s, "o.both", "1", "o.both = 2; o.readable", "2", "o.writable = 3; o.writable", "undefined",
			"o.both", "3", "Object.keys(o).join()", "both,writable", "delete o.readable", "false",
			"Object.getOwnPropertyDescriptor(o, 'both').get === Object.getOwnPropertyDescriptor(o, 'readable').get", "true")
	})
}

func TestTemplateSetNativeDataProperty(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	stored := v8.NewInteger(1)
	getter := func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, error) {
		if text := name.String(); text != "native" && text != "3" {
			return name.Value, nil
		}
		return stored, nil
	}
	setter := func(info v8.PropertyCallbackInfo, name v8.Name, value v8.Value) error {
		if value.IsNull() {
			return v8.TypeError.Errorf("null")
		}
		stored = value
		return nil
	}
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.SetNativeDataProperty("native", getter, setter, v8.None))
	require.NoError(t, template.SetNativeDataProperty("3", getter, setter, v8.DontEnum))
	require.NoError(t, template.SetNativeDataProperty("plain", getter, nil, v8.None))
	require.NoError(t, template.SetNativeDataProperty("constant", getter, nil, v8.ReadOnly))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		v8test.Same(t, s, "o.native", "1", "o.native = 2; o.native", "2", "o[3] = 5; o[3]", "5", "o.native", "5",
			"JSON.stringify(Object.getOwnPropertyDescriptor(o, 'native'))",
			`{"value":5,"writable":true,"enumerable":true,"configurable":true}`,
			"o.constant", "constant", "o.constant = 1; o.constant", "constant",
			"o.plain", "plain", "o.plain = 1; o.plain", "1",
			"let child = Object.create(o); child.native = 9; child.native + ',' + o.native", "9,5",
			"delete o.native; o.native", "undefined")
		v8test.Instance(t, s, "o", template)
		v8test.Throws(t, s, "o.native = null", "TypeError: null")
		v8test.Same(t, s, "function sum(n) { let x = 0; for (let i = 0; i < n; i++) { o.native = i; x += o.native } return x } sum(1e4)", "49995000")
	})
}

func TestTemplateSetLazyDataProperty(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	calls, fail := 0, true
	no := errors.New("not yet")
	getter := func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, error) {
		if calls++; fail {
			return v8.Value{}, no
		}
		return v8test.Must(info.Scope().NewObject()).Value, nil
	}
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.SetLazyDataProperty("lazy", getter, v8.None))
	require.NoError(t, template.SetLazyDataProperty("written", getter, v8.None))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		_, err := v8test.Eval(s, "o.lazy")
		require.ErrorIs(t, err, no)
		fail = false
		v8test.Same(t, s, "o.lazy === o.lazy", "true")
		require.Equal(t, 2, calls, "once it has worked")
		v8test.Same(t, s, "o.written = 1; o.written", "1")
		require.Equal(t, 2, calls)
		v8test.Instance(t, s, "p", template)
		v8test.Same(t, s, "o.lazy === p.lazy", "false")
		require.Equal(t, 3, calls, "once for each object")
	})
}

func TestTemplateManyProperties(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	names := strings.Fields(strings.Repeat("property ", 3000))
	for n := range names {
		names[n] += string(rune('\u4e00' + n))
		require.NoError(t, template.Set(names[n], n, v8.None))
	}
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		o := v8test.Instance(t, s, "o", template)
		v8test.Same(t, s, "Object.keys(o).length", "3000")
		require.Equal(t, "2999", v8test.Must(o.Get(names[2999])).String())
	})
}
