package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestFunctionTemplate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	point := v8test.Must(iso.NewFunctionTemplate(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		if !info.IsConstructCall() {
			return v8.Value{}, v8.TypeError.Errorf("use new")
		}
		require.NoError(t, info.This().Set("x", info.Argument(0)))
		return v8.Value{}, nil
	}, v8.FunctionOptions{Name: "Point", Length: 2, Constructor: true}))
	require.NoError(t, point.Set("origin", 0, v8.None))
	prototype, fields := v8test.Must(point.PrototypeTemplate()), v8test.Must(point.InstanceTemplate())
	require.Same(t, prototype, v8test.Must(point.PrototypeTemplate()))
	require.Same(t, fields, v8test.Must(point.InstanceTemplate()))
	require.NoError(t, prototype.Set("method", v8test.Method(iso, v8.NewInteger(5)), v8.DontEnum))
	require.NoError(t, fields.Set("y", 2, v8.None))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		f := v8test.Function(t, s, "Point", point)
		again, err := point.Function(s)
		require.NoError(t, err)
		require.True(t, f.StrictEquals(again.Value))
		v8test.Same(t, s, "Point.name + Point.length + Point.origin", "Point20", "let p = new Point(1); p.x + ',' + p.y", "1,2",
			"p instanceof Point", "true", "p.method()", "5", "p.constructor === Point", "true",
			"class Sub extends Point {}; new Sub(7).x", "7", "Object.prototype.toString.call(p)", "[object Object]")
		v8test.Throws(t, s, "Point()", "TypeError: use new")
		o, err := fields.NewInstance(s)
		require.NoError(t, err)
		require.True(t, point.HasInstance(o.Value))
		require.NoError(t, s.Global().Set("o", o.Value))
		v8test.Same(t, s, "o instanceof Point && o.y + ',' + o.x", "2,undefined")
		require.Equal(t, "#<Point>", o.String())
		for source, want := range map[string]bool{
			"p": true, "new Sub": true, "({})": false, "1": false, "null": false, "Point": false,
			"Object.create(p)": false, "Point.prototype": false,
		} {
			require.Equal(t, want, point.HasInstance(v8test.MustEval(t, s, source)), source)
		}
	})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Function(t, s, "Point", point)
		v8test.Same(t, s, "new Point(3).method()", "5")
	})
}

func TestFunctionTemplateWithoutCallback(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Function(t, s, "C", v8test.Class(iso, "C"))
		v8test.Same(t, s, "new C instanceof C", "true", "C.name", "C")
	})
}

func TestFunctionTemplateNames(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.Class(iso, "Before")
	require.NoError(t, template.SetClassName("After"))
	require.NoError(t, template.SetLength(65535))
	require.NoError(t, template.ReadOnlyPrototype())
	plain := v8test.Method(iso, v8.Null())
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Function(t, s, "F", template)
		v8test.Function(t, s, "m", plain)
		v8test.Same(t, s, "F.name + F.length", "After65535", "F.prototype = 1; typeof F.prototype", "object",
			"m.name + m.length + ('prototype' in m)", "0false")
		v8test.Throws(t, s, "new m", "not a constructor")
		require.Equal(t, "#<After>", v8test.MustEval(t, s, "new F").String())
	})
}

func TestFunctionTemplateRemovePrototype(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.Class(iso, "F")
	require.NoError(t, template.RemovePrototype())
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Function(t, s, "F", template)
		v8test.Same(t, s, "'prototype' in F", "false")
		v8test.Throws(t, s, "new F", "not a constructor")
	})
}

func TestFunctionTemplateInherit(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	animal, dog := v8test.Class(iso, "Animal"), v8test.Class(iso, "Dog")
	require.NoError(t, v8test.Must(animal.PrototypeTemplate()).Set("legs", 4, v8.None))
	fields := v8test.Must(animal.InstanceTemplate())
	require.NoError(t, fields.Set("data", 1, v8.None))
	require.NoError(t, fields.SetInternalFieldCount(3))
	native := func(v8.PropertyCallbackInfo, v8.Name) (v8.Value, error) { return v8.NewInteger(9), nil }
	require.NoError(t, fields.SetNativeDataProperty("native", native, nil, v8.None))
	require.NoError(t, fields.SetNativeDataProperty("replaced", native, nil, v8.None))
	require.NoError(t, dog.Inherit(animal))
	require.NoError(t, v8test.Must(dog.InstanceTemplate()).SetLazyDataProperty("replaced",
		func(v8.PropertyCallbackInfo, v8.Name) (v8.Value, error) { return v8.NewInteger(10), nil }, v8.None))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Function(t, s, "Dog", dog)
		v8test.Function(t, s, "Animal", animal)
		v8test.Same(t, s, "let d = new Dog; d.legs", "4", "d instanceof Animal", "true",
			"Object.getPrototypeOf(Dog.prototype) === Animal.prototype", "true",
			"d.native + ',' + d.replaced + ',' + d.data", "9,10,undefined", "Object.keys(d).sort().join()", "native,replaced",
			"Animal.prototype = 1; typeof Animal.prototype", "object")
		d := v8test.MustEval(t, s, "d")
		require.True(t, animal.HasInstance(d))
		require.False(t, dog.HasInstance(v8test.MustEval(t, s, "new Animal")))
		o, _ := d.AsObject()
		require.Zero(t, o.InternalFieldCount(), "fields are not inherited")
	})
	late := v8test.Class(iso, "Late")
	require.NoError(t, late.Inherit(animal), "its prototype is read-only")
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Function(t, s, "Late", late)
		v8test.Same(t, s, "new Late().legs", "4")
	})
}

// V8 aborts when it makes a function whose parent's prototype is no object.
func TestFunctionTemplateInheritHostile(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	parent, child := v8test.Class(iso, "Parent"), v8test.Class(iso, "Child")
	require.NoError(t, child.Inherit(parent))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Function(t, s, "Parent", parent)
		v8test.Eval(s, "Parent.prototype = 1; Object.defineProperty(Parent, 'prototype', {value: 1})")
		v8test.Eval(s, "delete Parent.prototype; Object.setPrototypeOf(Parent.prototype, null)")
		v8test.Function(t, s, "Child", child)
		v8test.Same(t, s, "new Child instanceof Parent", "true")
	})
}

func TestFunctionTemplateSignature(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	owner, sub := v8test.Class(iso, "Owner"), v8test.Class(iso, "Sub")
	require.NoError(t, v8test.Must(owner.InstanceTemplate()).SetInternalFieldCount(1))
	fieldCount := func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		return v8.NewInteger(int32(info.This().InternalFieldCount())), nil
	}
	count := v8test.Must(iso.NewFunctionTemplate(fieldCount, v8.FunctionOptions{Signature: owner}))
	require.NoError(t, v8test.Must(owner.PrototypeTemplate()).Set("count", count, v8.None))
	require.NoError(t, sub.Inherit(owner))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Function(t, s, "Owner", owner)
		v8test.Function(t, s, "Sub", sub)
		direct, err := s.NewFunction(fieldCount, v8.FunctionOptions{Name: "direct", Signature: owner})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("direct", direct.Value))
		v8test.Same(t, s, "new Owner().count()", "1", "new Sub().count()", "0", "direct.call(new Owner)", "1", "direct.name", "direct",
			"class X extends Owner {}; new X().count()", "1")
		for _, receiver := range []string{"{}", "5", "null", "undefined", "Object.create(new Owner)", "new Proxy(new Owner, {})"} {
			v8test.Throws(t, s, "Owner.prototype.count.call("+receiver+")", "TypeError: Illegal invocation")
			v8test.Throws(t, s, "direct.call("+receiver+")", "TypeError: Illegal invocation")
		}
	})
}
