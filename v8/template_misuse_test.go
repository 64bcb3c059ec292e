package v8_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// templateMisuses are the ways to misuse templates, most of which V8 answers
// with abort; each panics, in an isolate with no context or another's.
var templateMisuses = []struct {
	name string
	code func(iso, other *v8.Isolate)
	want string
}{
	{"nil object template", func(iso, _ *v8.Isolate) { (*v8.ObjectTemplate)(nil).SetImmutableProto() }, "zero template"},
	{"zero object template", func(iso, _ *v8.Isolate) { new(v8.ObjectTemplate).Set("x", 1, v8.None) }, "zero template"},
	{"nil function template", func(iso, _ *v8.Isolate) { (*v8.FunctionTemplate)(nil).PrototypeTemplate() }, "zero template"},
	{"zero function template", func(iso, _ *v8.Isolate) { new(v8.FunctionTemplate).HasInstance(v8.Null()) }, "zero template"},
	{"zero isolate", func(_, _ *v8.Isolate) { new(v8.Isolate).NewObjectTemplate() }, "zero Isolate"},

	{"nil template as a value", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", (*v8.ObjectTemplate)(nil), v8.None) }, "zero template"},
	{"nil function template as a value", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", (*v8.FunctionTemplate)(nil), v8.None) }, "zero template"},
	{"nil as a value", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", nil, v8.None) }, "property value"},
	{"struct as a value", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", struct{}{}, v8.None) }, "property value"},
	{"pointer as a value", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", new(int), v8.None) }, "property value"},
	{"complex as a value", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", 1i, v8.None) }, "property value"},
	{"template by value", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", *v8test.ObjectTemplate(iso), v8.None) }, "property value"},
	{"boolean as a key", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set(v8.NewBoolean(true), 1, v8.None) }, "key"},
	{"nil as a key", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set(nil, 1, v8.None) }, "key"},
	{"Go integer as a key", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetLazyDataProperty(3, v8test.NoGet, v8.None) }, "key"},
	{"attributes out of range", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", 1, 8) }, "PropertyAttribute"},

	{"name twice", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.Set("x", 1, v8.None)
		o.Set("x", 2, v8.None)
	}, "set twice"},
	{"name twice, as native data", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.Set("x", 1, v8.None)
		o.SetNativeDataProperty("x", v8test.NoGet, nil, v8.None)
	}, "set twice"},
	{"name twice, as lazy data and accessor", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.SetLazyDataProperty("x", v8test.NoGet, v8.None)
		o.SetAccessorProperty("x", v8test.Method(iso, v8.Null()), nil, v8.None)
	}, "set twice"},
	{"name twice, as different bytes", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.Set("x\xe2\x82", 1, v8.None)
		o.Set("x\xff\xff\xff", 2, v8.None)
	}, "set twice"},
	{"index twice", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.Set("3", 1, v8.None)
		o.Set(v8.NewInteger(3), 2, v8.None)
	}, "set twice"},
	{"name of a function", func(iso, _ *v8.Isolate) { v8test.Class(iso, "F").Set("name", "G", v8.None) }, "SetClassName"},
	{"length of a function", func(iso, _ *v8.Isolate) { v8test.Class(iso, "F").SetLazyDataProperty("length", v8test.NoGet, v8.None) }, "SetLength"},
	{"prototype of a function", func(iso, _ *v8.Isolate) {
		v8test.Class(iso, "F").SetAccessorProperty("prototype", v8test.Method(iso, v8.Null()), nil, v8.None)
	}, "which functions have"},

	{"accessor without functions", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetAccessorProperty("x", nil, nil, v8.None) }, "neither getter nor setter"},
	{"accessor that is read-only", func(iso, _ *v8.Isolate) {
		v8test.ObjectTemplate(iso).SetAccessorProperty("x", v8test.Method(iso, v8.Null()), nil, v8.ReadOnly)
	}, "ReadOnly"},
	{"getter without callback", func(iso, _ *v8.Isolate) {
		v8test.ObjectTemplate(iso).SetAccessorProperty("x", v8test.Class(iso, "C"), nil, v8.None)
	}, "no callback"},
	{"setter without callback", func(iso, _ *v8.Isolate) {
		v8test.ObjectTemplate(iso).SetAccessorProperty("x", nil, v8test.Class(iso, "C"), v8.None)
	}, "no callback"},
	{"native data without getter", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetNativeDataProperty("x", nil, nil, v8.None) }, "callback is nil"},
	{"lazy data without getter", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetLazyDataProperty("x", nil, v8.None) }, "callback is nil"},

	{"negative internal field count", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetInternalFieldCount(-1) }, "from 0 to 125"},
	{"too many internal fields", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetInternalFieldCount(126) }, "from 0 to 125"},
	{"nil call handler", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetCallAsFunctionHandler(nil) }, "callback is nil"},
	{"call handler twice", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.SetCallAsFunctionHandler(v8test.NoCall)
		o.SetCallAsFunctionHandler(v8test.NoCall)
	}, "set twice"},
	{"undetectable, not callable", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).MarkAsUndetectable() }, "SetCallAsFunctionHandler"},
	{"nil named handler", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetNamedPropertyHandler(nil, 0) }, "callback is nil"},
	{"nil indexed handler", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetIndexedPropertyHandler(nil, 0) }, "callback is nil"},
	{"named handler twice", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.SetNamedPropertyHandler(v8test.Handler{}, 0)
		o.SetNamedPropertyHandler(v8test.Handler{}, 0)
	}, "set twice"},
	{"indexed handler twice", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.SetIndexedPropertyHandler(v8test.Handler{}, 0)
		o.SetIndexedPropertyHandler(v8test.Handler{}, 0)
	}, "set twice"},
	{"flags out of range", func(iso, _ *v8.Isolate) { v8test.ObjectTemplate(iso).SetNamedPropertyHandler(v8test.Handler{}, 1<<10) }, "PropertyHandlerFlags"},
	{"non-masking indexed handler", func(iso, _ *v8.Isolate) {
		v8test.ObjectTemplate(iso).SetIndexedPropertyHandler(v8test.Handler{}, v8.NonMasking)
	}, "PropertyHandlerFlags"},

	{"object that contains itself", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.Set("self", o, v8.None)
	}, "contain itself"},
	{"objects that contain each other", func(iso, _ *v8.Isolate) {
		a, b, c := v8test.ObjectTemplate(iso), v8test.ObjectTemplate(iso), v8test.ObjectTemplate(iso)
		a.Set("b", b, v8.None)
		b.Set("c", c, v8.None)
		c.Set("a", a, v8.None)
	}, "contain itself"},
	{"prototype that contains its function", func(iso, _ *v8.Isolate) {
		f := v8test.Class(iso, "F")
		v8test.Must(f.PrototypeTemplate()).Set("f", f, v8.None)
	}, "contain itself"},
	{"accessor of itself", func(iso, _ *v8.Isolate) {
		f := v8test.Method(iso, v8.Null())
		f.SetAccessorProperty("x", f, nil, v8.None)
	}, "contain itself"},
	{"functions that contain each other", func(iso, _ *v8.Isolate) {
		f, g := v8test.Class(iso, "F"), v8test.Class(iso, "G")
		f.Set("g", g, v8.None)
		v8test.Must(g.PrototypeTemplate()).Set("f", f, v8.None)
	}, "contain itself"},
	{"inherit from itself", func(iso, _ *v8.Isolate) {
		f := v8test.Class(iso, "F")
		f.Inherit(f)
	}, "contain itself"},
	{"inherit from each other", func(iso, _ *v8.Isolate) {
		f, g := v8test.Class(iso, "F"), v8test.Class(iso, "G")
		f.Inherit(g)
		g.Inherit(f)
	}, "contain itself"},
	{"inherit twice", func(iso, _ *v8.Isolate) {
		f := v8test.Class(iso, "F")
		f.Inherit(v8test.Class(iso, "G"))
		f.Inherit(v8test.Class(iso, "H"))
	}, "set twice"},
	{"inherit from nil", func(iso, _ *v8.Isolate) { v8test.Class(iso, "F").Inherit(nil) }, "zero template"},
	{"inherit from a method", func(iso, _ *v8.Isolate) { v8test.Class(iso, "F").Inherit(v8test.Method(iso, v8.Null())) }, "no constructor"},
	{"method that inherits", func(iso, _ *v8.Isolate) { v8test.Method(iso, v8.Null()).Inherit(v8test.Class(iso, "F")) }, "no constructor"},
	{"prototype template of a method", func(iso, _ *v8.Isolate) { v8test.Method(iso, v8.Null()).PrototypeTemplate() }, "no constructor"},
	{"instance template of a method", func(iso, _ *v8.Isolate) { v8test.Method(iso, v8.Null()).InstanceTemplate() }, "no constructor"},
	{"read-only prototype of a method", func(iso, _ *v8.Isolate) { v8test.Method(iso, v8.Null()).ReadOnlyPrototype() }, "no constructor"},
	{"instance template after RemovePrototype", func(iso, _ *v8.Isolate) {
		f := v8test.Class(iso, "F")
		f.RemovePrototype()
		f.InstanceTemplate()
	}, "no constructor"},
	{"RemovePrototype after InstanceTemplate", func(iso, _ *v8.Isolate) {
		f := v8test.Class(iso, "F")
		f.InstanceTemplate()
		f.RemovePrototype()
	}, "RemovePrototype"},
	{"RemovePrototype after PrototypeTemplate", func(iso, _ *v8.Isolate) {
		f := v8test.Class(iso, "F")
		f.PrototypeTemplate()
		f.RemovePrototype()
	}, "RemovePrototype"},
	{"RemovePrototype after Inherit", func(iso, _ *v8.Isolate) {
		f := v8test.Class(iso, "F")
		f.Inherit(v8test.Class(iso, "G"))
		f.RemovePrototype()
	}, "RemovePrototype"},
	{"RemovePrototype of a parent", func(iso, _ *v8.Isolate) {
		f := v8test.Class(iso, "F")
		v8test.Class(iso, "G").Inherit(f)
		f.RemovePrototype()
	}, "RemovePrototype"},
	{"negative length", func(iso, _ *v8.Isolate) { v8test.Class(iso, "F").SetLength(-1) }, "from 0 to 65,535"},
	{"length too great", func(iso, _ *v8.Isolate) { iso.NewFunctionTemplate(v8test.NoCall, v8.FunctionOptions{Length: 65536}) }, "from 0 to 65,535"},

	{"template of another isolate as a value", func(iso, other *v8.Isolate) {
		v8test.ObjectTemplate(iso).Set("x", v8test.ObjectTemplate(other), v8.None)
	}, "another isolate"},
	{"function template of another isolate as a value", func(iso, other *v8.Isolate) { v8test.ObjectTemplate(iso).Set("x", v8test.Class(other, "F"), v8.None) }, "another isolate"},
	{"getter of another isolate", func(iso, other *v8.Isolate) {
		v8test.ObjectTemplate(iso).SetAccessorProperty("x", v8test.Method(other, v8.Null()), nil, v8.None)
	}, "another isolate"},
	{"parent of another isolate", func(iso, other *v8.Isolate) { v8test.Class(iso, "F").Inherit(v8test.Class(other, "G")) }, "another isolate"},
	{"signature of another isolate", func(iso, other *v8.Isolate) {
		iso.NewFunctionTemplate(v8test.NoCall, v8.FunctionOptions{Signature: v8test.Class(other, "F")})
	}, "another isolate"},
	{"global template of another isolate", func(iso, other *v8.Isolate) {
		iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: v8test.ObjectTemplate(other)})
	}, "another isolate"},
	{"global template with too much", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		for n := range 1001 {
			o.Set("x"+strings.Repeat("y", n), 1, v8.None)
		}
		iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: o})
	}, "more than 1,000"},
	{"global template with an index", func(iso, _ *v8.Isolate) {
		o := v8test.ObjectTemplate(iso)
		o.SetLazyDataProperty("7", v8test.NoGet, v8.None)
		iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: o})
	}, "array index"},
	{"global template that inherits an index", func(iso, _ *v8.Isolate) {
		f, g := v8test.Class(iso, "F"), v8test.Class(iso, "G")
		f.Inherit(g)
		v8test.Must(g.InstanceTemplate()).SetNativeDataProperty("4294967294", v8test.NoGet, nil, v8.None)
		iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: v8test.Must(f.InstanceTemplate())})
	}, "array index"},
}

func TestTemplateMisuse(t *testing.T) {
	iso, other := v8test.Isolate(t, v8.IsolateOptions{}), v8test.Isolate(t, v8.IsolateOptions{})
	for _, m := range templateMisuses {
		t.Run(m.name, func(t *testing.T) {
			v8test.RequireMisuse(t, m.want, func() { m.code(iso, other) })
			require.Zero(t, v8.Stats().Scopes)
		})
	}
	v8test.RequireUsable(t, v8test.ContextIn(t, iso))
}

// What needs a Run to be misused.
func TestTemplateMisuseInRun(t *testing.T) {
	iso, other := v8test.Isolate(t, v8.IsolateOptions{}), v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		o := v8test.ObjectTemplate(iso)
		object := v8test.Must(s.NewObject())
		v8test.RequireMisuse(t, "property value", func() { o.Set("x", object, v8.None) })
		v8test.RequireMisuse(t, "property value", func() { o.Set("x", s.Global(), v8.None) })
		v8test.RequireMisuse(t, "key", func() { o.Set(object.Value, 1, v8.None) })
		symbol := v8test.Must(s.NewSymbol("x"))
		require.NoError(t, o.Set(symbol.Value, 1, v8.None))
		v8test.RequireMisuse(t, "set twice", func() { o.Set(symbol.Value, 2, v8.None) })
		v8test.RequireMisuse(t, "another isolate", func() { v8test.ObjectTemplate(other).NewInstance(s) })
		v8test.RequireMisuse(t, "another isolate", func() { v8test.Class(other, "F").Function(s) })
		v8test.RequireMisuse(t, "another isolate", func() { v8test.Class(other, "F").HasInstance(object.Value) })
		v8test.RequireMisuse(t, "another isolate", func() { v8test.ObjectTemplate(other).Set(symbol.Value, 1, v8.None) })
		v8test.RequireMisuse(t, "another isolate", func() { v8test.ObjectTemplate(other).Set("x", symbol, v8.None) })
		v8test.RequireMisuse(t, "Scope is nil", func() { o.NewInstance(nil) })
	})
	v8test.RequireUsable(t, v8test.ContextIn(t, other))
}

// Nothing that was used can be changed, or what contains it.
func TestTemplateUsed(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	f, parent, inner, getter := v8test.Class(iso, "F"), v8test.Class(iso, "Parent"), v8test.ObjectTemplate(iso), v8test.Method(iso, v8.Null())
	prototype, instance := v8test.Must(f.PrototypeTemplate()), v8test.Must(f.InstanceTemplate())
	require.NoError(t, f.Inherit(parent))
	require.NoError(t, f.SetAccessorProperty("accessor", getter, nil, v8.None))
	require.NoError(t, instance.Set("inner", inner, v8.None))
	global := v8test.ObjectTemplate(iso)
	require.NoError(t, global.Set("F", f, v8.None))

	objects := map[string]*v8.ObjectTemplate{"prototype": prototype, "instance": instance, "inner": inner}
	functions := map[string]*v8.FunctionTemplate{"f": f, "parent": parent, "getter": getter}
	check := func(t *testing.T, objects map[string]*v8.ObjectTemplate, functions map[string]*v8.FunctionTemplate) {
		const used = "something was made of it"
		for name, o := range objects {
			v8test.RequireMisuse(t, used, func() { o.Set("late", 1, v8.None) })
			v8test.RequireMisuse(t, used, func() { o.Set("late", v8test.ObjectTemplate(iso), v8.None) })
			v8test.RequireMisuse(t, used, func() { o.SetNativeDataProperty("late", v8test.NoGet, nil, v8.None) })
			v8test.RequireMisuse(t, used, func() { o.SetLazyDataProperty("late", v8test.NoGet, v8.None) })
			v8test.RequireMisuse(t, used, func() { o.SetAccessorProperty("late", v8test.Method(iso, v8.Null()), nil, v8.None) })
			v8test.RequireMisuse(t, used, func() { o.SetInternalFieldCount(1) })
			v8test.RequireMisuse(t, used, func() { o.SetImmutableProto() })
			v8test.RequireMisuse(t, used, func() { o.SetCallAsFunctionHandler(v8test.NoCall) })
			v8test.RequireMisuse(t, used, func() { o.MarkAsUndetectable() })
			v8test.RequireMisuse(t, used, func() { o.SetNamedPropertyHandler(v8test.Handler{}, 0) })
			v8test.RequireMisuse(t, used, func() { o.SetIndexedPropertyHandler(v8test.Handler{}, 0) })
			require.NotEmpty(t, name)
		}
		for _, f := range functions {
			v8test.RequireMisuse(t, used, func() { f.Set("late", 1, v8.None) })
			v8test.RequireMisuse(t, used, func() { f.SetClassName("late") })
			v8test.RequireMisuse(t, used, func() { f.SetLength(1) })
			v8test.RequireMisuse(t, used, func() { f.ReadOnlyPrototype() })
			v8test.RequireMisuse(t, used, func() { f.RemovePrototype() })
			v8test.RequireMisuse(t, used, func() { f.Inherit(v8test.Class(iso, "G")) })
		}
	}
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: global})
	require.NoError(t, err)
	objects["global"] = global
	check(t, objects, functions)

	v8test.RequireMisuse(t, "something was made of it", func() { parent.PrototypeTemplate() })
	late := v8test.Must(parent.InstanceTemplate())
	check(t, map[string]*v8.ObjectTemplate{"late": late}, nil)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		o := v8test.Must(late.NewInstance(s))
		require.True(t, parent.HasInstance(o.Value), "a template to make instances of can still be had")
		v8test.Same(t, s, "F.accessor", "null", "new F().inner.constructor === Object", "true")
	})
	v8test.RequireMisuse(t, "ReadOnlyPrototype", func() { v8test.Class(iso, "G").Inherit(f) })
	require.NoError(t, v8test.ObjectTemplate(iso).Set("F", f, v8.None), "it can be contained")
}

func TestTemplateDepth(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		nest := func(n int) *v8.ObjectTemplate {
			o := v8test.ObjectTemplate(iso)
			for range n - 1 {
				outer := v8test.ObjectTemplate(iso)
				require.NoError(t, outer.Set("inner", o, v8.None))
				o = outer
			}
			return o
		}
		_, err := nest(64).NewInstance(s)
		require.NoError(t, err)
		v8test.RequireMisuse(t, "64 deep", func() { nest(65).NewInstance(s) })
		v8test.RequireMisuse(t, "64 deep", func() { nest(5000).NewInstance(s) })
		v8test.RequireMisuse(t, "64 deep", func() { iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: nest(65)}) })

		f := v8test.Class(iso, "F")
		for range 70 {
			sub := v8test.Class(iso, "F")
			require.NoError(t, sub.Inherit(f))
			f = sub
		}
		v8test.RequireMisuse(t, "64 deep", func() { f.Function(s) })
		g := v8test.Class(iso, "G")
		require.NoError(t, v8test.Must(g.InstanceTemplate()).Set("deep", nest(64), v8.None))
		v8test.RequireMisuse(t, "64 deep", func() { g.Function(s) })
		v8test.Same(t, s, "1 + 1", "2")
	})
}

func TestTemplateInheritedNames(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		symbol := v8test.Must(s.NewSymbol("s"))
		for _, key := range []v8.Value{v8test.Must(s.NewString("x")).Value, symbol.Value} {
			grandparent, parent, child := v8test.Class(iso, "A"), v8test.Class(iso, "B"), v8test.Class(iso, "C")
			require.NoError(t, parent.Inherit(grandparent))
			require.NoError(t, child.Inherit(parent))
			require.NoError(t, v8test.Must(grandparent.InstanceTemplate()).SetNativeDataProperty(key, v8test.NoGet, nil, v8.None))
			require.NoError(t, v8test.Must(child.InstanceTemplate()).Set(key, 1, v8.None))
			v8test.RequireMisuse(t, "native data of a template that it inherits from", func() { child.Function(s) })
			v8test.RequireMisuse(t, "native data of a template that it inherits from", func() { v8test.Must(child.InstanceTemplate()).NewInstance(s) })
		}
	})
}

func TestTemplateOfClosedIsolate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	o, f := v8test.ObjectTemplate(iso), v8test.Class(iso, "F")
	require.NoError(t, iso.Close())
	for _, err := range []error{
		o.Set("x", 1, v8.None), o.Set("x", f, v8.None), o.SetInternalFieldCount(1), o.SetNamedPropertyHandler(v8test.Handler{}, 0),
		f.SetClassName("G"), f.Inherit(f), f.SetLength(1),
	} {
		require.ErrorIs(t, err, v8.ErrClosed)
	}
	_, err := iso.NewObjectTemplate()
	require.ErrorIs(t, err, v8.ErrClosed)
	_, err = iso.NewFunctionTemplate(v8test.NoCall, v8.FunctionOptions{})
	require.ErrorIs(t, err, v8.ErrClosed)
	_, err = f.InstanceTemplate()
	require.ErrorIs(t, err, v8.ErrClosed)
	_, err = f.PrototypeTemplate()
	require.ErrorIs(t, err, v8.ErrClosed)
}

func TestTemplateInDeadIsolate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	o, f := v8test.ObjectTemplate(iso), v8test.Class(iso, "F")
	c := v8test.ContextIn(t, iso)
	c.Run(context.Background(), func(s *v8.Scope) error {
		symbol := v8test.Must(s.NewSymbol(""))
		_, err := v8test.Eval(s, "'ab'.repeat(2**27).split('')")
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		_, err = o.NewInstance(s)
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		_, err = f.Function(s)
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		require.ErrorIs(t, o.Set("x", 1, v8.None), v8.ErrIsolateDead)
		require.ErrorIs(t, o.Set(symbol.Value, 1, v8.None), v8.ErrIsolateDead)
		return nil
	})
	require.ErrorIs(t, o.Set("y", 1, v8.None), v8.ErrIsolateDead)
	_, err := iso.NewObjectTemplate()
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	_, err = iso.NewFunctionTemplate(v8test.NoCall, v8.FunctionOptions{})
	require.ErrorIs(t, err, v8.ErrIsolateDead)
}
