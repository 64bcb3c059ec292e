package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func pointer[T any](v T) *T { return &v }

func TestDefineProperty(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		o := v8test.ObjectOf(t, s, "globalThis.o = {}")
		ok, err := o.DefineProperty("fixed", v8.PropertyDescriptor{Value: pointer(v8.NewInteger(1)), Enumerable: pointer(true)})
		require.NoError(t, err)
		require.True(t, ok)
		getter, isFunction := v8test.MustEval(t, s, "(function () { return this.fixed + 1 })").AsFunction()
		require.True(t, isFunction)
		ok, err = o.DefineProperty("computed", v8.PropertyDescriptor{Get: &getter, Configurable: pointer(true)})
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, `{"fixed":{"value":1,"writable":false,"enumerable":true,"configurable":false},`+
			`"computed":{"enumerable":false,"configurable":true}}`,
			v8test.MustEval(t, s, "JSON.stringify(Object.getOwnPropertyDescriptors(o))").String())
		require.Equal(t, "2", v8test.MustEval(t, s, "o.computed").String())
		ok, err = o.DefineProperty("fixed", v8.PropertyDescriptor{Value: pointer(v8.NewInteger(2))})
		require.NoError(t, err)
		require.False(t, ok, "it is fixed")
		require.Panics(t, func() { o.DefineProperty("x", v8.PropertyDescriptor{Get: &getter, Writable: pointer(true)}) })

		for name, attributes := range map[string]v8.PropertyAttribute{"none": v8.None, "readonly": v8.ReadOnly,
			"hidden": v8.DontEnum, "all": v8.ReadOnly | v8.DontEnum | v8.DontDelete} {
			ok, err := o.DefineOwnProperty(name, v8.Null(), attributes)
			require.NoError(t, err)
			require.True(t, ok)
			got, err := o.PropertyAttributes(name)
			require.NoError(t, err)
			require.Equal(t, attributes, got)
		}
		ok, err = o.CreateDataProperty("all", v8.Null())
		require.NoError(t, err)
		require.False(t, ok)
		d, err := o.OwnPropertyDescriptor("nothing")
		require.NoError(t, err)
		require.True(t, d.IsUndefined())
	})
}

func TestOwnPropertyDescriptorKey(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		o := v8test.ObjectOf(t, s, "({[Symbol.iterator]: 1, 7: 2, get a() { throw 1 }})")
		for text, key := range map[string]v8.Value{
			`{"value":1,"writable":true,"enumerable":true,"configurable":true}`: s.WellKnownSymbol(v8.SymbolIterator).Value,
			`{"value":2,"writable":true,"enumerable":true,"configurable":true}`: v8.NewInteger(7),
			`{"enumerable":true,"configurable":true}`:                           v8test.StringOf(t, s, "a").Value,
			``: v8.NewInteger(8),
		} {
			descriptor, err := o.OwnPropertyDescriptorKey(key)
			require.NoError(t, err)
			got, err := s.JSONStringify(descriptor, "")
			require.NoError(t, err)
			require.Equal(t, text, got)
		}
	})
}

func TestPropertyNames(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		o := v8test.ObjectOf(t, s, "Object.create({inherited: 1}, {hidden: {value: 1}, own: {value: 1, enumerable: true}, 5: {value: 1, enumerable: true}, [Symbol.iterator]: {value: 1, enumerable: true}})")
		keys, err := o.Keys()
		require.NoError(t, err)
		require.Equal(t, []string{"5", "own"}, keys)
		for want, options := range map[string]v8.PropertyNamesOptions{
			"5,hidden,own,Symbol(Symbol.iterator)": {},
			"5,own,inherited":                      {IncludePrototypes: true, Filter: v8.OnlyEnumerable | v8.SkipSymbols},
			"own":                                  {Filter: v8.OnlyEnumerable | v8.SkipSymbols, SkipIndices: true},
			"Symbol(Symbol.iterator)":              {Filter: v8.SkipStrings, SkipIndices: true},
		} {
			names, err := o.PropertyNames(options)
			require.NoError(t, err)
			text := ""
			for name, err := range names.Iterate() {
				require.NoError(t, err)
				if text != "" {
					text += ","
				}
				text += name.String()
			}
			require.Equal(t, want, text)
		}
		_, err = v8test.ObjectOf(t, s, "new Proxy({}, {ownKeys() { throw new Error('trap') }})").Keys()
		require.ErrorContains(t, err, "trap")
	})
}

func TestPrototypeAndIntegrity(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		o, base := v8test.ObjectOf(t, s, "({})"), v8test.ObjectOf(t, s, "({a: 1})")
		require.NoError(t, o.SetPrototype(base.Value))
		require.True(t, o.Prototype().StrictEquals(base.Value))
		require.NoError(t, o.SetPrototype(v8.Null()))
		require.True(t, o.Prototype().IsNull())
		require.Panics(t, func() { o.SetPrototype(v8.NewNumber(1)) })
		require.ErrorContains(t, v8test.ObjectOf(t, s, "Object.freeze({})").SetPrototype(base.Value), "TypeError")
		require.NoError(t, o.SetPrototype(base.Value))
		require.ErrorContains(t, base.SetPrototype(o.Value), "TypeError", "a circle")

		require.NoError(t, base.SetIntegrityLevel(v8.Frozen))
		require.NoError(t, base.Set("a", v8.NewInteger(2)))
		a, err := base.Get("a")
		require.NoError(t, err)
		require.Equal(t, "1", a.String())
		require.ErrorContains(t, v8test.ObjectOf(t, s, "new Proxy({}, {preventExtensions() { throw new Error('trap') }})").SetIntegrityLevel(v8.Sealed), "trap")

		require.Equal(t, "Point", v8test.ObjectOf(t, s, "new (class Point {})()").ConstructorName())
		require.NotZero(t, o.IdentityHash())
		require.Equal(t, o.IdentityHash(), o.IdentityHash())
	})
}

// The names are V8's, whatever a script has made of iterating.
func TestKeysOfPatchedArrays(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		v := v8test.MustEval(t, s, `Array.prototype[Symbol.iterator] = function* () { for (;;) yield 'forged' };
			Object.defineProperty(Array.prototype, 0, { get() { return 'forged' }, set() {} });
			({a: 1, 2: 3})`)
		object, ok := v.AsObject()
		require.True(t, ok)
		keys, err := object.Keys()
		require.NoError(t, err)
		require.Equal(t, []string{"2", "a"}, keys)
	})
}
