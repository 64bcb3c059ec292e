package v8_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/v8test"
)

func noCall(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, nil }

func noGet(v8.PropertyCallbackInfo, v8.Name) (v8.Value, error) { return v8.Value{}, nil }

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

	{"nil template as a value", func(iso, _ *v8.Isolate) { objectTemplate(iso).Set("x", (*v8.ObjectTemplate)(nil), v8.None) }, "zero template"},
	{"nil function template as a value", func(iso, _ *v8.Isolate) { objectTemplate(iso).Set("x", (*v8.FunctionTemplate)(nil), v8.None) }, "zero template"},
	{"nil as a value", func(iso, _ *v8.Isolate) { objectTemplate(iso).Set("x", nil, v8.None) }, "property value"},
	{"struct as a value", func(iso, _ *v8.Isolate) { objectTemplate(iso).Set("x", struct{}{}, v8.None) }, "property value"},
	{"pointer as a value", func(iso, _ *v8.Isolate) { objectTemplate(iso).Set("x", new(int), v8.None) }, "property value"},
	{"complex as a value", func(iso, _ *v8.Isolate) { objectTemplate(iso).Set("x", 1i, v8.None) }, "property value"},
	{"template by value", func(iso, _ *v8.Isolate) { objectTemplate(iso).Set("x", *objectTemplate(iso), v8.None) }, "property value"},
	{"boolean as a key", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetKey(v8.NewBoolean(true), 1, v8.None) }, "key"},
	{"attributes out of range", func(iso, _ *v8.Isolate) { objectTemplate(iso).Set("x", 1, 8) }, "PropertyAttribute"},

	{"name twice", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.Set("x", 1, v8.None)
		o.Set("x", 2, v8.None)
	}, "set twice"},
	{"name twice, as native data", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.Set("x", 1, v8.None)
		o.SetNativeDataProperty("x", noGet, nil, v8.None)
	}, "set twice"},
	{"name twice, as lazy data and accessor", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.SetLazyDataProperty("x", noGet, v8.None)
		o.SetAccessorProperty("x", method(iso, v8.Null()), nil, v8.None)
	}, "set twice"},
	{"name twice, as different bytes", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.Set("x\xe2\x82", 1, v8.None)
		o.Set("x\xff\xff\xff", 2, v8.None)
	}, "set twice"},
	{"index twice", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.Set("3", 1, v8.None)
		o.SetKey(v8.NewInteger(3), 2, v8.None)
	}, "set twice"},
	{"name of a function", func(iso, _ *v8.Isolate) { class(iso, "F").Set("name", "G", v8.None) }, "SetClassName"},
	{"length of a function", func(iso, _ *v8.Isolate) { class(iso, "F").SetLazyDataProperty("length", noGet, v8.None) }, "SetLength"},
	{"prototype of a function", func(iso, _ *v8.Isolate) {
		class(iso, "F").SetAccessorProperty("prototype", method(iso, v8.Null()), nil, v8.None)
	}, "which functions have"},

	{"accessor without functions", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetAccessorProperty("x", nil, nil, v8.None) }, "neither getter nor setter"},
	{"accessor that is read-only", func(iso, _ *v8.Isolate) {
		objectTemplate(iso).SetAccessorProperty("x", method(iso, v8.Null()), nil, v8.ReadOnly)
	}, "ReadOnly"},
	{"getter without callback", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetAccessorProperty("x", class(iso, "C"), nil, v8.None) }, "no callback"},
	{"setter without callback", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetAccessorProperty("x", nil, class(iso, "C"), v8.None) }, "no callback"},
	{"native data without getter", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetNativeDataProperty("x", nil, nil, v8.None) }, "callback is nil"},
	{"lazy data without getter", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetLazyDataProperty("x", nil, v8.None) }, "callback is nil"},

	{"negative internal field count", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetInternalFieldCount(-1) }, "from 0 to 125"},
	{"too many internal fields", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetInternalFieldCount(126) }, "from 0 to 125"},
	{"nil call handler", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetCallAsFunctionHandler(nil) }, "callback is nil"},
	{"call handler twice", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.SetCallAsFunctionHandler(noCall)
		o.SetCallAsFunctionHandler(noCall)
	}, "set twice"},
	{"undetectable, not callable", func(iso, _ *v8.Isolate) { objectTemplate(iso).MarkAsUndetectable() }, "SetCallAsFunctionHandler"},
	{"nil named handler", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetNamedPropertyHandler(nil, 0) }, "callback is nil"},
	{"nil indexed handler", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetIndexedPropertyHandler(nil, 0) }, "callback is nil"},
	{"named handler twice", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.SetNamedPropertyHandler(handlerFuncs{}, 0)
		o.SetNamedPropertyHandler(handlerFuncs{}, 0)
	}, "set twice"},
	{"indexed handler twice", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.SetIndexedPropertyHandler(handlerFuncs{}, 0)
		o.SetIndexedPropertyHandler(handlerFuncs{}, 0)
	}, "set twice"},
	{"flags out of range", func(iso, _ *v8.Isolate) { objectTemplate(iso).SetNamedPropertyHandler(handlerFuncs{}, 1<<10) }, "PropertyHandlerFlags"},
	{"non-masking indexed handler", func(iso, _ *v8.Isolate) {
		objectTemplate(iso).SetIndexedPropertyHandler(handlerFuncs{}, v8.NonMasking)
	}, "PropertyHandlerFlags"},

	{"object that contains itself", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.Set("self", o, v8.None)
	}, "contain itself"},
	{"objects that contain each other", func(iso, _ *v8.Isolate) {
		a, b, c := objectTemplate(iso), objectTemplate(iso), objectTemplate(iso)
		a.Set("b", b, v8.None)
		b.Set("c", c, v8.None)
		c.Set("a", a, v8.None)
	}, "contain itself"},
	{"prototype that contains its function", func(iso, _ *v8.Isolate) {
		f := class(iso, "F")
		made(f.PrototypeTemplate()).Set("f", f, v8.None)
	}, "contain itself"},
	{"accessor of itself", func(iso, _ *v8.Isolate) {
		f := method(iso, v8.Null())
		f.SetAccessorProperty("x", f, nil, v8.None)
	}, "contain itself"},
	{"functions that contain each other", func(iso, _ *v8.Isolate) {
		f, g := class(iso, "F"), class(iso, "G")
		f.Set("g", g, v8.None)
		made(g.PrototypeTemplate()).Set("f", f, v8.None)
	}, "contain itself"},
	{"inherit from itself", func(iso, _ *v8.Isolate) {
		f := class(iso, "F")
		f.Inherit(f)
	}, "contain itself"},
	{"inherit from each other", func(iso, _ *v8.Isolate) {
		f, g := class(iso, "F"), class(iso, "G")
		f.Inherit(g)
		g.Inherit(f)
	}, "contain itself"},
	{"inherit twice", func(iso, _ *v8.Isolate) {
		f := class(iso, "F")
		f.Inherit(class(iso, "G"))
		f.Inherit(class(iso, "H"))
	}, "set twice"},
	{"inherit from nil", func(iso, _ *v8.Isolate) { class(iso, "F").Inherit(nil) }, "zero template"},
	{"inherit from a method", func(iso, _ *v8.Isolate) { class(iso, "F").Inherit(method(iso, v8.Null())) }, "no constructor"},
	{"method that inherits", func(iso, _ *v8.Isolate) { method(iso, v8.Null()).Inherit(class(iso, "F")) }, "no constructor"},
	{"prototype template of a method", func(iso, _ *v8.Isolate) { method(iso, v8.Null()).PrototypeTemplate() }, "no constructor"},
	{"instance template of a method", func(iso, _ *v8.Isolate) { method(iso, v8.Null()).InstanceTemplate() }, "no constructor"},
	{"read-only prototype of a method", func(iso, _ *v8.Isolate) { method(iso, v8.Null()).ReadOnlyPrototype() }, "no constructor"},
	{"instance template after RemovePrototype", func(iso, _ *v8.Isolate) {
		f := class(iso, "F")
		f.RemovePrototype()
		f.InstanceTemplate()
	}, "no constructor"},
	{"RemovePrototype after InstanceTemplate", func(iso, _ *v8.Isolate) {
		f := class(iso, "F")
		f.InstanceTemplate()
		f.RemovePrototype()
	}, "RemovePrototype"},
	{"RemovePrototype after PrototypeTemplate", func(iso, _ *v8.Isolate) {
		f := class(iso, "F")
		f.PrototypeTemplate()
		f.RemovePrototype()
	}, "RemovePrototype"},
	{"RemovePrototype after Inherit", func(iso, _ *v8.Isolate) {
		f := class(iso, "F")
		f.Inherit(class(iso, "G"))
		f.RemovePrototype()
	}, "RemovePrototype"},
	{"RemovePrototype of a parent", func(iso, _ *v8.Isolate) {
		f := class(iso, "F")
		class(iso, "G").Inherit(f)
		f.RemovePrototype()
	}, "RemovePrototype"},
	{"negative length", func(iso, _ *v8.Isolate) { class(iso, "F").SetLength(-1) }, "from 0 to 65,535"},
	{"length too great", func(iso, _ *v8.Isolate) { iso.NewFunctionTemplate(noCall, v8.FunctionOptions{Length: 65536}) }, "from 0 to 65,535"},

	{"template of another isolate as a value", func(iso, other *v8.Isolate) { objectTemplate(iso).Set("x", objectTemplate(other), v8.None) }, "another isolate"},
	{"function template of another isolate as a value", func(iso, other *v8.Isolate) { objectTemplate(iso).Set("x", class(other, "F"), v8.None) }, "another isolate"},
	{"getter of another isolate", func(iso, other *v8.Isolate) {
		objectTemplate(iso).SetAccessorProperty("x", method(other, v8.Null()), nil, v8.None)
	}, "another isolate"},
	{"parent of another isolate", func(iso, other *v8.Isolate) { class(iso, "F").Inherit(class(other, "G")) }, "another isolate"},
	{"signature of another isolate", func(iso, other *v8.Isolate) {
		iso.NewFunctionTemplate(noCall, v8.FunctionOptions{Signature: class(other, "F")})
	}, "another isolate"},
	{"global template of another isolate", func(iso, other *v8.Isolate) {
		iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: objectTemplate(other)})
	}, "another isolate"},
	{"global template with too much", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		for n := range 1001 {
			o.Set("x"+strings.Repeat("y", n), 1, v8.None)
		}
		iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: o})
	}, "more than 1,000"},
	{"global template with an index", func(iso, _ *v8.Isolate) {
		o := objectTemplate(iso)
		o.SetLazyDataProperty("7", noGet, v8.None)
		iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: o})
	}, "array index"},
	{"global template that inherits an index", func(iso, _ *v8.Isolate) {
		f, g := class(iso, "F"), class(iso, "G")
		f.Inherit(g)
		made(g.InstanceTemplate()).SetNativeDataProperty("4294967294", noGet, nil, v8.None)
		iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: made(f.InstanceTemplate())})
	}, "array index"},
}

func TestTemplateMisuse(t *testing.T) {
	iso, other := v8test.Isolate(t, v8.IsolateOptions{}), v8test.Isolate(t, v8.IsolateOptions{})
	for _, m := range templateMisuses {
		t.Run(m.name, func(t *testing.T) {
			requireMisuse(t, m.want, func() { m.code(iso, other) })
			require.Zero(t, v8.Stats().Scopes)
		})
	}
	v8test.RequireUsable(t, v8test.ContextIn(t, iso))
}

// requireMisuse requires a panic with a text of the package's own.
func requireMisuse(t *testing.T, want string, fn func()) {
	t.Helper()
	defer func() {
		t.Helper()
		text, _ := recover().(string)
		require.True(t, strings.HasPrefix(text, "v8: "), "no misuse panic: %q", text)
		require.Contains(t, text, want)
	}()
	fn()
}

// What needs a Run to be misused.
func TestTemplateMisuseInRun(t *testing.T) {
	iso, other := v8test.Isolate(t, v8.IsolateOptions{}), v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		o := objectTemplate(iso)
		object := made(s.NewObject())
		requireMisuse(t, "property value", func() { o.Set("x", object, v8.None) })
		requireMisuse(t, "property value", func() { o.Set("x", s.Global(), v8.None) })
		requireMisuse(t, "key", func() { o.SetKey(object.Value, 1, v8.None) })
		symbol := made(s.NewSymbol("x"))
		require.NoError(t, o.SetKey(symbol.Value, 1, v8.None))
		requireMisuse(t, "set twice", func() { o.SetKey(symbol.Value, 2, v8.None) })
		requireMisuse(t, "another isolate", func() { objectTemplate(other).NewInstance(s) })
		requireMisuse(t, "another isolate", func() { class(other, "F").Function(s) })
		requireMisuse(t, "another isolate", func() { class(other, "F").HasInstance(object.Value) })
		requireMisuse(t, "another isolate", func() { objectTemplate(other).SetKey(symbol.Value, 1, v8.None) })
		requireMisuse(t, "another isolate", func() { objectTemplate(other).Set("x", symbol, v8.None) })
		requireMisuse(t, "Scope is nil", func() { o.NewInstance(nil) })
	})
	v8test.RequireUsable(t, v8test.ContextIn(t, other))
}

// Nothing that was used can be changed, or what contains it.
func TestTemplateUsed(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	f, parent, inner, getter := class(iso, "F"), class(iso, "Parent"), objectTemplate(iso), method(iso, v8.Null())
	prototype, instance := made(f.PrototypeTemplate()), made(f.InstanceTemplate())
	require.NoError(t, f.Inherit(parent))
	require.NoError(t, f.SetAccessorProperty("accessor", getter, nil, v8.None))
	require.NoError(t, instance.Set("inner", inner, v8.None))
	global := objectTemplate(iso)
	require.NoError(t, global.Set("F", f, v8.None))

	objects := map[string]*v8.ObjectTemplate{"prototype": prototype, "instance": instance, "inner": inner}
	functions := map[string]*v8.FunctionTemplate{"f": f, "parent": parent, "getter": getter}
	check := func(t *testing.T, objects map[string]*v8.ObjectTemplate, functions map[string]*v8.FunctionTemplate) {
		const used = "something was made of it"
		for name, o := range objects {
			requireMisuse(t, used, func() { o.Set("late", 1, v8.None) })
			requireMisuse(t, used, func() { o.Set("late", objectTemplate(iso), v8.None) })
			requireMisuse(t, used, func() { o.SetNativeDataProperty("late", noGet, nil, v8.None) })
			requireMisuse(t, used, func() { o.SetLazyDataProperty("late", noGet, v8.None) })
			requireMisuse(t, used, func() { o.SetAccessorProperty("late", method(iso, v8.Null()), nil, v8.None) })
			requireMisuse(t, used, func() { o.SetInternalFieldCount(1) })
			requireMisuse(t, used, func() { o.SetImmutableProto() })
			requireMisuse(t, used, func() { o.SetCallAsFunctionHandler(noCall) })
			requireMisuse(t, used, func() { o.MarkAsUndetectable() })
			requireMisuse(t, used, func() { o.SetNamedPropertyHandler(handlerFuncs{}, 0) })
			requireMisuse(t, used, func() { o.SetIndexedPropertyHandler(handlerFuncs{}, 0) })
			require.NotEmpty(t, name)
		}
		for _, f := range functions {
			requireMisuse(t, used, func() { f.Set("late", 1, v8.None) })
			requireMisuse(t, used, func() { f.SetClassName("late") })
			requireMisuse(t, used, func() { f.SetLength(1) })
			requireMisuse(t, used, func() { f.ReadOnlyPrototype() })
			requireMisuse(t, used, func() { f.RemovePrototype() })
			requireMisuse(t, used, func() { f.Inherit(class(iso, "G")) })
		}
	}
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: global})
	require.NoError(t, err)
	objects["global"] = global
	check(t, objects, functions)

	requireMisuse(t, "something was made of it", func() { parent.PrototypeTemplate() })
	late := made(parent.InstanceTemplate())
	check(t, map[string]*v8.ObjectTemplate{"late": late}, nil)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		o := made(late.NewInstance(s))
		require.True(t, parent.HasInstance(o.Value), "a template to make instances of can still be had")
		same(t, s, "F.accessor", "null", "new F().inner.constructor === Object", "true")
	})
	requireMisuse(t, "ReadOnlyPrototype", func() { class(iso, "G").Inherit(f) })
	require.NoError(t, objectTemplate(iso).Set("F", f, v8.None), "it can be contained")
}

func TestTemplateDepth(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		nest := func(n int) *v8.ObjectTemplate {
			o := objectTemplate(iso)
			for range n - 1 {
				outer := objectTemplate(iso)
				require.NoError(t, outer.Set("inner", o, v8.None))
				o = outer
			}
			return o
		}
		_, err := nest(64).NewInstance(s)
		require.NoError(t, err)
		requireMisuse(t, "64 deep", func() { nest(65).NewInstance(s) })
		requireMisuse(t, "64 deep", func() { nest(5000).NewInstance(s) })
		requireMisuse(t, "64 deep", func() { iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: nest(65)}) })

		f := class(iso, "F")
		for range 70 {
			sub := class(iso, "F")
			require.NoError(t, sub.Inherit(f))
			f = sub
		}
		requireMisuse(t, "64 deep", func() { f.Function(s) })
		g := class(iso, "G")
		require.NoError(t, made(g.InstanceTemplate()).Set("deep", nest(64), v8.None))
		requireMisuse(t, "64 deep", func() { g.Function(s) })
		same(t, s, "1 + 1", "2")
	})
}

func TestTemplateInheritedNames(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		symbol := made(s.NewSymbol("s"))
		for _, key := range []v8.Value{made(s.NewString("x")).Value, symbol.Value} {
			grandparent, parent, child := class(iso, "A"), class(iso, "B"), class(iso, "C")
			require.NoError(t, parent.Inherit(grandparent))
			require.NoError(t, child.Inherit(parent))
			require.NoError(t, made(grandparent.InstanceTemplate()).SetNativeDataPropertyKey(key, noGet, nil, v8.None))
			require.NoError(t, made(child.InstanceTemplate()).SetKey(key, 1, v8.None))
			requireMisuse(t, "native data of a template that it inherits from", func() { child.Function(s) })
			requireMisuse(t, "native data of a template that it inherits from", func() { made(child.InstanceTemplate()).NewInstance(s) })
		}
	})
}

func TestTemplateOfClosedIsolate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	o, f := objectTemplate(iso), class(iso, "F")
	require.NoError(t, iso.Close())
	for _, err := range []error{
		o.Set("x", 1, v8.None), o.Set("x", f, v8.None), o.SetInternalFieldCount(1), o.SetNamedPropertyHandler(handlerFuncs{}, 0),
		f.SetClassName("G"), f.Inherit(f), f.SetLength(1),
	} {
		require.ErrorIs(t, err, v8.ErrClosed)
	}
	_, err := iso.NewObjectTemplate()
	require.ErrorIs(t, err, v8.ErrClosed)
	_, err = iso.NewFunctionTemplate(noCall, v8.FunctionOptions{})
	require.ErrorIs(t, err, v8.ErrClosed)
	_, err = f.InstanceTemplate()
	require.ErrorIs(t, err, v8.ErrClosed)
	_, err = f.PrototypeTemplate()
	require.ErrorIs(t, err, v8.ErrClosed)
}

func TestTemplateInDeadIsolate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	o, f := objectTemplate(iso), class(iso, "F")
	c := v8test.ContextIn(t, iso)
	c.Run(context.Background(), func(s *v8.Scope) error {
		symbol := made(s.NewSymbol(""))
		_, err := v8test.Eval(s, "'ab'.repeat(2**27).split('')")
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		_, err = o.NewInstance(s)
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		_, err = f.Function(s)
		require.ErrorIs(t, err, v8.ErrIsolateDead)
		require.ErrorIs(t, o.Set("x", 1, v8.None), v8.ErrIsolateDead)
		require.ErrorIs(t, o.SetKey(symbol.Value, 1, v8.None), v8.ErrIsolateDead)
		return nil
	})
	require.ErrorIs(t, o.Set("y", 1, v8.None), v8.ErrIsolateDead)
	_, err := iso.NewObjectTemplate()
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	_, err = iso.NewFunctionTemplate(noCall, v8.FunctionOptions{})
	require.ErrorIs(t, err, v8.ErrIsolateDead)
}
