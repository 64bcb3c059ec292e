package v8_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestObjectTemplateInternalFields(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template, most := v8test.ObjectTemplate(iso), v8test.ObjectTemplate(iso)
	require.NoError(t, template.SetInternalFieldCount(7))
	require.NoError(t, template.SetInternalFieldCount(2), "it replaces")
	require.NoError(t, most.SetInternalFieldCount(125))
	require.NoError(t, most.SetCallAsFunctionHandler(func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, nil }))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		o := v8test.Instance(t, s, "o", template)
		require.Equal(t, 2, o.InternalFieldCount())
		require.Nil(t, o.InternalField(1))
		o.SetInternalField(1, t)
		require.Same(t, t, o.InternalField(1))

		o = v8test.Instance(t, s, "m", most)
		for n := range 125 {
			o.SetInternalField(n, n)
		}
		require.Equal(t, 124, o.InternalField(124))
		v8test.Same(t, s, "for (let i = 0; i < 100; i++) m['x' + i] = i; m.x99", "99")
	})
	global, err := iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: most})
	require.NoError(t, err)
	v8test.RunIn(t, global, func(s *v8.Scope) {
		require.Equal(t, 125, s.Global().InternalFieldCount())
	})
}

func TestObjectTemplateImmutableProto(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.SetImmutableProto())
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		v8test.Throws(t, s, "Object.setPrototypeOf(o, {})", "Immutable prototype")
		v8test.Same(t, s, "Reflect.setPrototypeOf(o, {})", "false")
	})
}

func TestObjectTemplateCallAsFunction(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	callable, undetectable := v8test.ObjectTemplate(iso), v8test.ObjectTemplate(iso)
	add := func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		a, _ := info.Argument(0).AsNumber()
		b, ok := info.Argument(1).AsNumber()
		if !ok {
			return v8.Value{}, v8.TypeError.Errorf("no number")
		}
		return v8.NewNumber(a + b), nil
	}
	require.NoError(t, callable.SetCallAsFunctionHandler(add))
	require.NoError(t, undetectable.SetCallAsFunctionHandler(add))
	require.NoError(t, undetectable.MarkAsUndetectable())
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		o := v8test.Instance(t, s, "o", callable)
		f, ok := o.AsFunction()
		require.True(t, ok)
		require.Equal(t, "7", v8test.Must(f.Call(v8.Undefined(), v8.NewInteger(3), v8.NewInteger(4))).String())
		v8test.Same(t, s, "typeof o", "function", "o(1, 2)", "3", "o.x = 5; o.x", "5", "[1].map(v => o(v, 1)).join()", "2",
			"let x = 0; for (let i = 0; i < 1e4; i++) x = o(x, 1); x", "10000")
		v8test.Throws(t, s, "o()", "TypeError: no number")
		v8test.Same(t, s, "String(new o(1, 2))", "3")
		u := v8test.Instance(t, s, "u", undetectable)
		require.True(t, u.IsObject())
		v8test.Same(t, s, "typeof u", "undefined", "u == null", "true", "u ? 1 : 2", "2", "u(2, 3)", "5")
		v8test.Throws(t, s, "new u()", "not a constructor")
	})
}

func TestObjectTemplateHandlerOfGlobal(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.Set("version", "1.0", v8.ReadOnly))
	require.NoError(t, template.SetNamedPropertyHandler(v8test.Handler{
		Named: func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error) {
			if text := name.String(); len(text) > 1 && text[0] == '$' {
				return v8test.Must(info.Scope().NewString(text[1:])).Value, true, nil
			}
			return v8.Value{}, false, nil
		},
	}, v8.NonMasking|v8.OnlyInterceptStrings))
	for range 2 {
		c, err := iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: template})
		require.NoError(t, err)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			v8test.Same(t, s, "$hello", "hello", "globalThis.$x", "x", "version", "1.0", "typeof nothing", "undefined",
				"var y = 1; y", "1", "[1,2].map(x => x + 1).join()", "2,3")
			v8test.Throws(t, s, "nothing", "nothing is not defined")
			v8test.Instance(t, s, "o", template)
			v8test.Same(t, s, "o.$z", "z", "o.version", "1.0")
		})
	}
}
