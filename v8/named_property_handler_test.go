package v8_test

import (
	"testing"

	"github.com/golang/mock/gomock"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/mocks"
)

// named is a handler that has everything.
type named struct {
	*mocks.MockNamedPropertyHandler
	*mocks.MockNamedPropertySetter
	*mocks.MockNamedPropertyQuerier
	*mocks.MockNamedPropertyDeleter
	*mocks.MockNamedPropertyEnumerator
	*mocks.MockNamedPropertyDefiner
	*mocks.MockNamedPropertyDescriber
}

// EXPECT would be ambiguous.
func (named) EXPECT() {}

func newNamed(t *testing.T) named {
	c := gomock.NewController(t)
	return named{
		mocks.NewMockNamedPropertyHandler(c), mocks.NewMockNamedPropertySetter(c), mocks.NewMockNamedPropertyQuerier(c),
		mocks.NewMockNamedPropertyDeleter(c), mocks.NewMockNamedPropertyEnumerator(c), mocks.NewMockNamedPropertyDefiner(c),
		mocks.NewMockNamedPropertyDescriber(c),
	}
}

// keyed matches a name or an index by its text.
type keyed string

func (k keyed) String() string { return "the key " + string(k) }
func (k keyed) Matches(x any) bool {
	name, ok := x.(v8.Name)
	return ok && name.String() == string(k)
}

// handled runs fn with a global object o of a template with the handler.
func handled(t *testing.T, handler v8.NamedPropertyHandler, flags v8.PropertyHandlerFlags, fn func(s *v8.Scope)) {
	t.Helper()
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.SetNamedPropertyHandler(handler, flags))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		fn(s)
	})
}

var anyInfo = gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{})

func TestNamedPropertyHandlerGet(t *testing.T) {
	h := mocks.NewMockNamedPropertyHandler(gomock.NewController(t))
	handled(t, h, 0, func(s *v8.Scope) {
		h.EXPECT().Get(anyInfo, keyed("x")).Return(v8.NewInteger(5), true, nil)
		h.EXPECT().Get(anyInfo, keyed("none")).Return(v8.Value{}, false, nil)
		h.EXPECT().Get(anyInfo, keyed("undefined")).Return(v8.Value{}, true, nil)
		h.EXPECT().Get(anyInfo, keyed("Symbol(Symbol.toPrimitive)")).Return(v8.Value{}, false, nil)
		h.EXPECT().Get(anyInfo, keyed("toString")).Return(v8.Value{}, false, nil)
		h.EXPECT().Get(anyInfo, keyed("Symbol(Symbol.toStringTag)")).Return(v8.Value{}, false, nil)
		v8test.Same(t, s, "o.x", "5", "o.none", "undefined", "o.undefined", "undefined", "`${o}`", "[object Object]")
		v8test.Same(t, s, "o[3]", "undefined") // no named one

		h.EXPECT().Get(anyInfo, keyed("this")).DoAndReturn(func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error) {
			require.False(t, info.ShouldThrowOnError())
			require.False(t, info.This().StrictEquals(info.Holder().Value))
			require.Same(t, s.Context(), info.Scope().Context())
			return info.This().Value, true, nil
		})
		v8test.Same(t, s, "let child = Object.create(o); child.this === child", "true")
		h.EXPECT().Get(anyInfo, keyed("hidden")).Return(v8.NewInteger(2), true, nil).AnyTimes()
		v8test.Same(t, s, "o.hidden = 1; o.hidden", "2", "o.hidden === undefined", "false")
	})
}

func TestNamedPropertyHandlerWithoutQuerier(t *testing.T) {
	h := mocks.NewMockNamedPropertyHandler(gomock.NewController(t))
	handled(t, h, 0, func(s *v8.Scope) {
		h.EXPECT().Get(anyInfo, keyed("x")).Return(v8.NewInteger(5), true, nil).AnyTimes()
		h.EXPECT().Get(anyInfo, keyed("y")).Return(v8.Value{}, false, nil).AnyTimes()
		v8test.Same(t, s, "'x' in o", "true", "Object.hasOwn(o, 'x')", "true", "'y' in o", "false",
			"Object.getOwnPropertyDescriptor(o, 'x').enumerable", "false", "Object.keys(o).length", "0")
	})
}

func TestNamedPropertyHandlerFlags(t *testing.T) {
	h := mocks.NewMockNamedPropertyHandler(gomock.NewController(t))
	h.EXPECT().Get(anyInfo, keyed("missing")).Return(v8.NewInteger(1), true, nil)
	h.EXPECT().Get(anyInfo, keyed("own")).Return(v8.Value{}, false, nil).AnyTimes() // before it is there
	handled(t, h, v8.NonMasking|v8.OnlyInterceptStrings|v8.HasNoSideEffect, func(s *v8.Scope) {
		v8test.Same(t, s, "o.own = 2; o.own", "2", "typeof o.toString", "function", "o[Symbol.iterator]", "undefined", "o.missing", "1")
	})
}

func TestNamedPropertyHandlerSet(t *testing.T) {
	h := newNamed(t)
	handled(t, h, 0, func(s *v8.Scope) {
		set := h.MockNamedPropertySetter.EXPECT()
		set.Set(anyInfo, keyed("x"), v8.NewInteger(5)).Return(true, nil)
		set.Set(anyInfo, keyed("refused"), gomock.Any()).DoAndReturn(func(info v8.PropertyCallbackInfo, _ v8.Name, _ v8.Value) (bool, error) {
			require.True(t, info.ShouldThrowOnError())
			return true, v8.TypeError.Errorf("refused")
		})
		v8test.Same(t, s, "o.x = 5", "5")
		v8test.Throws(t, s, "'use strict'; o.refused = 1", "TypeError: refused")

		h.MockNamedPropertyQuerier.EXPECT().Query(anyInfo, gomock.Any()).Return(v8.None, false, nil).AnyTimes()
		h.MockNamedPropertyDescriber.EXPECT().Describe(anyInfo, gomock.Any()).Return(v8.PropertyDescriptor{}, false, nil).AnyTimes()
		h.MockNamedPropertyDefiner.EXPECT().Define(anyInfo, gomock.Any(), gomock.Any()).Return(false, nil).AnyTimes()
		h.MockNamedPropertyHandler.EXPECT().Get(anyInfo, gomock.Any()).Return(v8.Value{}, false, nil).AnyTimes()
		set.Set(anyInfo, keyed("own"), gomock.Any()).Return(false, nil)
		v8test.Same(t, s, "o.own = 7; o.own", "7")
	})
}

func TestNamedPropertyHandlerQuery(t *testing.T) {
	h := newNamed(t)
	handled(t, h, 0, func(s *v8.Scope) {
		query := h.MockNamedPropertyQuerier.EXPECT()
		query.Query(anyInfo, keyed("x")).Return(v8.ReadOnly|v8.DontDelete, true, nil).AnyTimes()
		query.Query(anyInfo, keyed("y")).Return(v8.None, false, nil)
		query.Query(anyInfo, keyed("broken")).Return(v8.None, true, v8.RangeError.Errorf("broken"))
		v8test.Same(t, s, "'x' in o", "true", "'y' in o", "false")
		v8test.Throws(t, s, "'broken' in o", "RangeError: broken")
		h.MockNamedPropertyDescriber.EXPECT().Describe(anyInfo, keyed("x")).Return(v8.PropertyDescriptor{}, false, nil)
		v8test.Same(t, s, "Object.getOwnPropertyDescriptor(o, 'x')", "undefined") // who describes is not queried
	})
	without := struct {
		v8.NamedPropertyHandler
		v8.NamedPropertyQuerier
	}{h, h}
	handled(t, without, 0, func(s *v8.Scope) {
		h.MockNamedPropertyQuerier.EXPECT().Query(anyInfo, keyed("z")).Return(v8.ReadOnly, true, nil)
		h.MockNamedPropertyHandler.EXPECT().Get(anyInfo, keyed("z")).Return(v8.NewInteger(1), true, nil)
		v8test.Same(t, s, "JSON.stringify(Object.getOwnPropertyDescriptor(o, 'z'))",
			`{"value":1,"writable":false,"enumerable":true,"configurable":true}`)
	})
}

func TestNamedPropertyHandlerDelete(t *testing.T) {
	h := newNamed(t)
	handled(t, h, 0, func(s *v8.Scope) {
		remove := h.MockNamedPropertyDeleter.EXPECT()
		remove.Delete(anyInfo, keyed("x")).Return(true, true, nil)
		remove.Delete(anyInfo, keyed("kept")).Return(false, true, nil).Times(2)
		remove.Delete(anyInfo, keyed("none")).Return(false, false, nil)
		remove.Delete(anyInfo, keyed("broken")).Return(false, false, v8.TypeError.Errorf("broken"))
		h.MockNamedPropertyQuerier.EXPECT().Query(anyInfo, gomock.Any()).Return(v8.None, false, nil).AnyTimes()
		v8test.Same(t, s, "delete o.x", "true", "delete o.kept", "false", "'use strict'; delete o.kept", "false", "delete o.none", "true")
		v8test.Throws(t, s, "delete o.broken", "TypeError: broken")
	})
}

func TestNamedPropertyHandlerEnumerate(t *testing.T) {
	h := newNamed(t)
	handler := struct {
		v8.NamedPropertyHandler
		v8.NamedPropertyQuerier
		v8.NamedPropertyEnumerator
	}{h, h, h}
	handled(t, handler, 0, func(s *v8.Scope) {
		for _, name := range []string{"b", "a", "", "\u00fc\u4e16", "__proto__"} {
			h.MockNamedPropertyQuerier.EXPECT().Query(anyInfo, keyed(name)).Return(v8.None, true, nil).AnyTimes()
			h.MockNamedPropertyHandler.EXPECT().Get(anyInfo, keyed(name)).Return(v8.NewInteger(int32(len(name))), true, nil).AnyTimes()
		}
		h.MockNamedPropertyQuerier.EXPECT().Query(anyInfo, keyed("hidden")).Return(v8.DontEnum, true, nil).AnyTimes()
		h.MockNamedPropertyQuerier.EXPECT().Query(anyInfo, gomock.Any()).Return(v8.None, false, nil).AnyTimes()
		h.MockNamedPropertyHandler.EXPECT().Get(anyInfo, gomock.Any()).Return(v8.Value{}, false, nil).AnyTimes()
		enumerate := h.MockNamedPropertyEnumerator.EXPECT()
		names := enumerate.Enumerate(anyInfo).Return([]string{"b", "a", "", "\u00fc\u4e16", "__proto__", "hidden", "a"}, nil).Times(5)
		v8test.Same(t, s, "Object.keys(o).join()", "b,a,,\u00fc\u4e16,__proto__",
			"let seen = []; for (let k in o) seen.push(k); seen.join()", "b,a,,\u00fc\u4e16,__proto__",
			"Reflect.ownKeys(o).length", "6", "JSON.stringify({...o})", "{\"b\":1,\"a\":1,\"\":0,\"\u00fc\u4e16\":5,\"__proto__\":9}",
			"Object.entries(o).length", "5")
		enumerate.Enumerate(anyInfo).Return(nil, nil).After(names)
		v8test.Same(t, s, "Object.keys(o).length", "0")
		enumerate.Enumerate(anyInfo).Return(nil, v8.TypeError.Errorf("broken"))
		v8test.Throws(t, s, "Object.keys(o)", "TypeError: broken")
		enumerate.Enumerate(anyInfo).Return(make([]string, 100_000), nil)
		v8test.Same(t, s, "Object.keys(o).length", "1")
	})
}

func TestNamedPropertyHandlerDefine(t *testing.T) {
	h := newNamed(t)
	h.MockNamedPropertyQuerier.EXPECT().Query(anyInfo, gomock.Any()).Return(v8.None, false, nil).AnyTimes()
	h.MockNamedPropertyDescriber.EXPECT().Describe(anyInfo, gomock.Any()).Return(v8.PropertyDescriptor{}, false, nil).AnyTimes()
	handled(t, h, 0, func(s *v8.Scope) {
		defined := func(check func(d v8.PropertyDescriptor)) {
			h.MockNamedPropertyDefiner.EXPECT().Define(anyInfo, keyed("x"), gomock.Any()).DoAndReturn(
				func(_ v8.PropertyCallbackInfo, _ v8.Name, d v8.PropertyDescriptor) (bool, error) {
					check(d)
					return true, nil
				})
		}
		defined(func(d v8.PropertyDescriptor) {
			require.Equal(t, "5", d.Value.String())
			require.True(t, *d.Writable)
			require.False(t, *d.Enumerable)
			require.Nil(t, d.Configurable)
			require.Nil(t, d.Get)
		})
		v8test.Same(t, s, "Object.defineProperty(o, 'x', {value: 5, writable: true, enumerable: 0}) === o", "true")
		defined(func(d v8.PropertyDescriptor) {
			v, err := d.Get.Call(v8.Undefined())
			require.NoError(t, err)
			require.Equal(t, "6", v.String())
			require.True(t, d.Set.IsUndefined())
			require.Nil(t, d.Value)
			require.Nil(t, d.Writable)
			require.True(t, *d.Configurable)
		})
		v8test.Same(t, s, "Object.defineProperty(o, 'x', {get: () => 6, set: undefined, configurable: true}) === o", "true")
		defined(func(d v8.PropertyDescriptor) { require.Equal(t, v8.PropertyDescriptor{}, d) })
		v8test.Same(t, s, "Reflect.defineProperty(o, 'x', {})", "true")
		h.MockNamedPropertyDefiner.EXPECT().Define(anyInfo, keyed("x"), gomock.Any()).Return(false, v8.TypeError.Errorf("no"))
		v8test.Throws(t, s, "Object.defineProperty(o, 'x', {})", "TypeError: no")
	})
}

func TestNamedPropertyHandlerDescribe(t *testing.T) {
	h := newNamed(t)
	handled(t, h, 0, func(s *v8.Scope) {
		yes, one := true, v8.NewInteger(1)
		get, _ := v8test.MustEval(t, s, "() => 7").AsFunction()
		describe := func(d v8.PropertyDescriptor, want string) {
			t.Helper()
			h.MockNamedPropertyDescriber.EXPECT().Describe(anyInfo, keyed("x")).Return(d, true, nil)
			v8test.Same(t, s, "JSON.stringify(Object.getOwnPropertyDescriptor(o, 'x'))", want)
		}
		// Scripts can't make the descriptor contradict itself.
		v8test.MustEval(t, s, "Object.prototype.get = 1; Object.prototype.value = 2; Object.prototype.writable = true")
		describe(v8.PropertyDescriptor{}, `{"writable":false,"enumerable":false,"configurable":false}`)
		describe(v8.PropertyDescriptor{Value: &one, Writable: &yes, Enumerable: &yes, Configurable: &yes},
			`{"value":1,"writable":true,"enumerable":true,"configurable":true}`)
		describe(v8.PropertyDescriptor{Get: &get, Configurable: &yes}, `{"enumerable":false,"configurable":true}`)
		h.MockNamedPropertyDescriber.EXPECT().Describe(anyInfo, keyed("x")).Return(v8.PropertyDescriptor{Get: &get}, true, nil)
		v8test.Same(t, s, "Object.getOwnPropertyDescriptor(o, 'x').get()", "7")
		h.MockNamedPropertyDescriber.EXPECT().Describe(anyInfo, keyed("x")).Return(v8.PropertyDescriptor{}, false, v8.TypeError.Errorf("no"))
		v8test.Throws(t, s, "Object.getOwnPropertyDescriptor(o, 'x')", "TypeError: no")

		function := v8.Function{Object: v8.Object{Value: one}}
		for _, d := range []v8.PropertyDescriptor{{Get: &function}, {Get: &get, Value: &one}} {
			h.MockNamedPropertyDescriber.EXPECT().Describe(anyInfo, keyed("x")).Return(d, true, nil)
			require.Panics(t, func() { v8test.Eval(s, "Object.getOwnPropertyDescriptor(o, 'x')") })
		}
	})
}
