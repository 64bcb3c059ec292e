package hostile_test

import (
	"errors"
	"math/big"
	"reflect"
	"strings"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// errNotApplicable is what an operation answers for a value that is not of its
// kind.
var errNotApplicable = errors.New("not applicable")

// A hostileOperation does one thing with a value.
type hostileOperation struct {
	name string
	do   func(s *v8.Scope, v v8.Value) error

	// plain operations touch only what travels with the value: they work
	// wherever it is.
	plain bool
	// silent ones have no error to give: in a terminated Run they work, and in
	// a dead isolate they give a zero value.
	silent bool
}

func on[T any](as func(v8.Value) (T, bool), do func(s *v8.Scope, t T) error) func(*v8.Scope, v8.Value) error {
	return func(s *v8.Scope, v v8.Value) error {
		t, ok := as(v)
		if !ok {
			return errNotApplicable
		}
		return do(s, t)
	}
}

func reads[T any](name string, as func(v8.Value) (T, bool), do func(t T)) hostileOperation {
	return hostileOperation{name: name, silent: true, do: on(as, func(_ *v8.Scope, t T) error { do(t); return nil })}
}

// calls is an operation that may run JavaScript, and fail.
func calls[T any](name string, as func(v8.Value) (T, bool), do func(s *v8.Scope, t T) error) hostileOperation {
	return hostileOperation{name: name, do: on(as, do)}
}

func any1(v v8.Value) (v8.Value, bool) { return v, true }

// inNew makes an object and does something with it and v.
func inNew(do func(s *v8.Scope, o v8.Object, v v8.Value) error) func(*v8.Scope, v8.Value) error {
	return func(s *v8.Scope, v v8.Value) error {
		o, err := s.NewObject()
		if err != nil {
			return err
		}
		return do(s, o, v)
	}
}

// callPredicates calls every method of Value whose name begins so and which
// takes no argument.
func callPredicates(prefix string) func(*v8.Scope, v8.Value) error {
	return func(_ *v8.Scope, v v8.Value) error {
		value := reflect.ValueOf(v)
		for n := range value.NumMethod() {
			if method := value.Type().Method(n); strings.HasPrefix(method.Name, prefix) && method.Type.NumIn() == 1 {
				value.Method(n).Call(nil)
			}
		}
		return nil
	}
}

// iterate goes over at most limit values.
func iterate(v v8.Value, limit int) error {
	for _, err := range v.Iterate() {
		if err != nil {
			return err
		}
		if limit--; limit <= 0 {
			break
		}
	}
	return nil
}

// hostileOperations is every operation of the package that takes a value.
var hostileOperations = concat(valueOperations, keyOperations, objectOperations, argumentOperations, kindOperations)

func concat(lists ...[]hostileOperation) (all []hostileOperation) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

var valueOperations = []hostileOperation{
	{name: "Value.Is", plain: true, do: callPredicates("Is")},
	{name: "Value.As", plain: true, do: callPredicates("As")},
	{name: "Value.Kind", plain: true, do: func(_ *v8.Scope, v v8.Value) error { _ = v.Kind().String(); return nil }},
	reads("Value.String", any1, func(v v8.Value) { _ = v.String() }),
	// Of most kinds the kind alone gives the answer.
	{name: "Value.TypeOf", plain: true, do: func(_ *v8.Scope, v v8.Value) error {
		if !mayHide(v) && !v.IsString() && !v.IsBigInt() {
			_, _ = v.TypeOf(), v.ToBoolean()
		}
		return nil
	}},
	reads("Value.TypeOf of what may hide", func(v v8.Value) (v8.Value, bool) { return v, mayHide(v) }, func(v v8.Value) {
		_, _ = v.TypeOf(), v.ToBoolean()
	}),
	reads("Value.ToBoolean of what may be empty", func(v v8.Value) (v8.Value, bool) { return v, v.IsString() || v.IsBigInt() },
		func(v v8.Value) { v.ToBoolean() }),
	reads("Value.StrictEquals", any1, func(v v8.Value) { v.StrictEquals(v) }),
	reads("Value.SameValue", any1, func(v v8.Value) { v.SameValue(v) }),
	calls("Value.StringValue", any1, func(_ *v8.Scope, v v8.Value) error {
		if v.IsString() {
			return errNotApplicable // it is read, as by String
		}
		return v8test.Second(v.StringValue())
	}),
	calls("Value.ToString", any1, func(s *v8.Scope, v v8.Value) error { return v8test.Second(v.ToString(s)) }),
	calls("Value.ToNumber", any1, func(_ *v8.Scope, v v8.Value) error { return v8test.Second(v.ToNumber()) }),
	calls("Value.ToInteger", any1, func(_ *v8.Scope, v v8.Value) error { return v8test.Second(v.ToInteger()) }),
	calls("Value.ToInt32", any1, func(_ *v8.Scope, v v8.Value) error { return v8test.Second(v.ToInt32()) }),
	calls("Value.ToUint32", any1, func(_ *v8.Scope, v v8.Value) error { return v8test.Second(v.ToUint32()) }),
	calls("Value.ToBigInt", any1, func(s *v8.Scope, v v8.Value) error { return v8test.Second(v.ToBigInt(s)) }),
	calls("Value.ToObject", any1, func(s *v8.Scope, v v8.Value) error { return v8test.Second(v.ToObject(s)) }),
	calls("Value.Equals a number", any1, func(_ *v8.Scope, v v8.Value) error { return v8test.Second(v.Equals(v8.NewNumber(1))) }),
	calls("Value.Equals from a number", any1, func(_ *v8.Scope, v v8.Value) error { return v8test.Second(v8.NewNumber(1).Equals(v)) }),
	calls("Value.InstanceOf it", onlyObjects, func(s *v8.Scope, v v8.Value) error {
		o, _ := v.AsObject()
		return v8test.Second(v8.Null().InstanceOf(o))
	}),
	calls("Value.InstanceOf itself", onlyObjects, func(s *v8.Scope, v v8.Value) error {
		o, _ := v.AsObject()
		return v8test.Second(v.InstanceOf(o))
	}),
	calls("Value.Iterate", any1, func(_ *v8.Scope, v v8.Value) error { return iterate(v, 5) }),
	calls("Value.Iterate and break", any1, func(_ *v8.Scope, v v8.Value) error { return iterate(v, 1) }),
}

// mayHide says that it could be like document.all: an object that says it is
// undefined.
func mayHide(v v8.Value) bool { return v.Kind() == v8.KindObject || v.Kind() == v8.KindFunction }

func onlyObjects(v v8.Value) (v8.Value, bool) { return v, v.IsObject() }

// keyOperations have the value as a property key.
var keyOperations = []hostileOperation{
	{name: "Object.GetKey by it", do: inNew(func(_ *v8.Scope, o v8.Object, v v8.Value) error { return v8test.Second(o.GetKey(v)) })},
	{name: "Object.SetKey by it", do: inNew(func(_ *v8.Scope, o v8.Object, v v8.Value) error { return o.SetKey(v, v) })},
	{name: "Object.HasKey by it", do: inNew(func(_ *v8.Scope, o v8.Object, v v8.Value) error { return v8test.Second(o.HasKey(v)) })},
	{name: "Object.HasOwnPropertyKey by it", do: inNew(func(_ *v8.Scope, o v8.Object, v v8.Value) error { return v8test.Second(o.HasOwnPropertyKey(v)) })},
	{name: "Object.DeleteKey by it", do: inNew(func(_ *v8.Scope, o v8.Object, v v8.Value) error { return v8test.Second(o.DeleteKey(v)) })},
	{name: "Object.DefinePropertyKey by it", do: inNew(func(_ *v8.Scope, o v8.Object, v v8.Value) error {
		return v8test.Second(o.DefinePropertyKey(v, v8.PropertyDescriptor{Value: &v}))
	})},
}

// objectOperations are the methods of Object.
var objectOperations = []hostileOperation{
	calls("Object.Get", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.Get("x")) }),
	calls("Object.Get length", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.Get("length")) }),
	calls("Object.GetKey of an index", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.GetKey(v8.NewInteger(0))) }),
	calls("Object.GetKey of an index, last", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.GetKey(v8.NewNumber(1<<32 - 1))) }),
	calls("Object.GetKey", v8.Value.AsObject, func(s *v8.Scope, o v8.Object) error {
		return v8test.Second(o.GetKey(s.WellKnownSymbol(v8.SymbolIterator).Value))
	}),
	calls("Object.GetKey itself", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.GetKey(o.Value)) }),
	calls("Object.Set", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return o.Set("x", o.Value) }),
	calls("Object.SetAny", v8.Value.AsObject, func(s *v8.Scope, o v8.Object) error {
		return errors.Join(o.SetAny("x", o), o.SetAny("y", []int{1}), o.SetAny("z", strings.ToUpper), s.Set("x", o))
	}),
	calls("Object.Set length", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return o.Set("length", o.Value) }),
	calls("Object.SetKey of an index", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return o.SetKey(v8.NewInteger(0), o.Value) }),
	calls("Object.SetKey", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return o.SetKey(v8.NewNumber(-1.5), o.Value) }),
	calls("Object.Has", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.Has("x")) }),
	calls("Object.HasKey of an index", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.HasKey(v8.NewInteger(0))) }),
	calls("Object.HasOwnProperty", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.HasOwnProperty("x")) }),
	calls("Object.Delete", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.Delete("x")) }),
	calls("Object.DeleteKey of an index", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.DeleteKey(v8.NewInteger(0))) }),
	calls("Object.DefineProperty", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		no := false
		return v8test.Second(o.DefineProperty("x", v8.PropertyDescriptor{Value: &o.Value, Configurable: &no, Writable: &no}))
	}),
	calls("Object.DefineProperty, nothing", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.DefineProperty("x", v8.PropertyDescriptor{}))
	}),
	calls("Object.DefineProperty of a getter", v8.Value.AsFunction, func(_ *v8.Scope, f v8.Function) error {
		return v8test.Second(f.DefineProperty("x", v8.PropertyDescriptor{Get: &f, Set: &f}))
	}),
	calls("Object.DefineOwnProperty", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.DefineOwnProperty("length", o.Value, v8.ReadOnly|v8.DontDelete))
	}),
	calls("Object.CreateDataProperty", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.CreateDataProperty("0", o.Value))
	}),
	calls("Object.OwnPropertyDescriptor", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.OwnPropertyDescriptor("x"))
	}),
	calls("Object.OwnPropertyDescriptorKey", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.OwnPropertyDescriptorKey(v8.NewInteger(0)))
	}),
	calls("console", any1, func(s *v8.Scope, v v8.Value) error {
		f, err := v8test.Eval(s, "(v) => { for (const f of [console.log, console.dir, console.table, console.count]) { f(v); f('%s', v) } }")
		if err != nil {
			return err
		}
		print, _ := f.AsFunction()
		return v8test.Second(print.Call(v8.Undefined(), v))
	}),
	calls("Object.PropertyAttributes", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.PropertyAttributes("x"))
	}),
	calls("Object.PropertyNames", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.PropertyNames(v8.PropertyNamesOptions{SkipIndices: true}))
	}),
	calls("Object.PropertyNames of prototypes", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.PropertyNames(v8.PropertyNamesOptions{IncludePrototypes: true, Filter: v8.OnlyEnumerable | v8.OnlyConfigurable}))
	}),
	calls("Object.PropertyNames, every filter", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error {
		return v8test.Second(o.PropertyNames(v8.PropertyNamesOptions{Filter: ^v8.PropertyFilter(0), ConvertToString: true}))
	}),
	calls("Object.Keys", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return v8test.Second(o.Keys()) }),
	reads("Object.Prototype", v8.Value.AsObject, func(o v8.Object) { o.Prototype() }),
	calls("Object.SetPrototype", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return o.SetPrototype(v8.Null()) }),
	calls("Object.SetPrototype to itself", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return o.SetPrototype(o.Value) }),
	calls("Object.SetPrototype to a descendant", v8.Value.AsObject, func(s *v8.Scope, o v8.Object) error {
		child, err := s.NewObject()
		if err != nil {
			return err
		}
		if err := child.SetPrototype(o.Value); err != nil {
			return err
		}
		if err := o.SetPrototype(child.Value); err != nil {
			return err
		}
		return v8test.Second(child.Get("x"))
	}),
	calls("Object.SetIntegrityLevel, frozen", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return o.SetIntegrityLevel(v8.Frozen) }),
	calls("Object.SetIntegrityLevel, sealed", v8.Value.AsObject, func(_ *v8.Scope, o v8.Object) error { return o.SetIntegrityLevel(v8.Sealed) }),
	reads("Object.ConstructorName", v8.Value.AsObject, func(o v8.Object) { o.ConstructorName() }),
	reads("Object.IdentityHash", v8.Value.AsObject, func(o v8.Object) { o.IdentityHash() }),
	reads("Object.InternalField", v8.Value.AsObject, func(o v8.Object) {
		for n := range o.InternalFieldCount() {
			o.SetInternalField(n, errHost)
			o.InternalField(n)
			o.SetInternalField(n, nil)
		}
	}),
	calls("Object.GetPrivate", v8.Value.AsObject, func(s *v8.Scope, o v8.Object) error {
		key, err := s.PrivateForAPI("key")
		if err != nil {
			return err
		}
		return v8test.Second(o.GetPrivate(key))
	}),
	calls("Object.SetPrivate", v8.Value.AsObject, func(s *v8.Scope, o v8.Object) error {
		key, err := s.NewPrivate("key")
		if err != nil {
			return err
		}
		return errors.Join(o.SetPrivate(key, o.Value), v8test.Second(o.HasPrivate(key)), v8test.Second(o.GetPrivate(key)), v8test.Second(o.DeletePrivate(key)))
	}),
}

// argumentOperations pass the value on, to JavaScript or to Go.
var argumentOperations = []hostileOperation{
	{name: "Object.Set to it", do: inNew(func(_ *v8.Scope, o v8.Object, v v8.Value) error { return o.Set("x", v) })},
	{name: "Object.SetPrototype to it", do: inNew(func(_ *v8.Scope, o v8.Object, v v8.Value) error {
		if !v.IsObject() {
			return errNotApplicable
		}
		return errors.Join(o.SetPrototype(v), v8test.Second(o.Get("x")), o.Set("x", v), v8test.Second(o.Keys()))
	})},
	calls("Scope.NewArray", any1, func(s *v8.Scope, v v8.Value) error {
		a, err := s.NewArray(v, v)
		if err != nil {
			return err
		}
		return v8test.Second(a.Elements())
	}),
	calls("Scope.NewError", any1, func(s *v8.Scope, v v8.Value) error {
		e, err := s.NewError(v8.Error, "caused", v)
		if err != nil {
			return err
		}
		return throwIt(s, e.Value)
	}),
	calls("Throw", any1, throwIt),
	calls("Scope.NewProxy of it", v8.Value.AsObject, func(s *v8.Scope, o v8.Object) error {
		p, err := s.NewProxy(o, o)
		if err != nil {
			return err
		}
		return errors.Join(v8test.Second(p.Get("x")), v8test.Second(p.Keys()))
	}),
	calls("Scope.JSONStringify", any1, func(s *v8.Scope, v v8.Value) error { return v8test.Second(s.JSONStringify(v, "")) }),
	calls("Scope.JSONStringify, indented", any1, func(s *v8.Scope, v v8.Value) error { return v8test.Second(s.JSONStringify(v, " ")) }),
	calls("NewGlobal", any1, func(s *v8.Scope, v v8.Value) error {
		g, err := v8.NewGlobal(s, v)
		if err != nil {
			return err
		}
		g.Get(s)
		return g.Close()
	}),
	calls("NewWeak", v8.Value.AsObject, func(s *v8.Scope, o v8.Object) error {
		w, err := v8.NewWeak(s, o, func() {})
		if err != nil {
			return err
		}
		w.Get(s)
		return w.Close()
	}),
	calls("Escape", any1, func(s *v8.Scope, v v8.Value) error {
		return v8test.Second(v8.Escape(s, func(*v8.Scope) (v8.Value, error) { return v, nil }))
	}),
	calls("Function.Call with it", any1, func(s *v8.Scope, v v8.Value) error {
		f, err := s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			_, _ = info.This(), info.NewTarget()
			return info.Argument(4), nil
		}, v8.FunctionOptions{Constructor: true})
		if err != nil {
			return err
		}
		return errors.Join(v8test.Second(f.Call(v, v, v, v, v, v)), v8test.Second(f.NewInstance(v)))
	}),
	calls("Function.Call", v8.Value.AsFunction, func(_ *v8.Scope, f v8.Function) error { return v8test.Second(f.Call(f.Value, f.Value)) }),
	calls("FunctionCallBatch", v8.Value.AsFunction, func(_ *v8.Scope, f v8.Function) error {
		var batch v8.FunctionCallBatch
		for range 3 {
			batch.Add(f, f.Value, f.Value)
		}
		if err := batch.Call(); err != nil {
			return err
		}
		return v8test.Second(batch.Result(2))
	}),
	calls("Function.CallAny", v8.Value.AsFunction, func(_ *v8.Scope, f v8.Function) error { return v8test.Second(f.CallAny(f, f, []int{1})) }),
	calls("Function.NewInstance", v8.Value.AsFunction, func(_ *v8.Scope, f v8.Function) error { return v8test.Second(f.NewInstance(f.Value)) }),
	calls("Scope.EnqueueMicrotask", v8.Value.AsFunction, func(s *v8.Scope, f v8.Function) error {
		return errors.Join(s.EnqueueMicrotask(f), s.PerformMicrotaskCheckpoint())
	}),
	calls("Scope.NewFunctionOf", any1, func(s *v8.Scope, v v8.Value) error {
		f, err := s.NewFunctionOf(func(string, float64, *int, v8.Object, ...bool) error { return nil }, v8.FunctionOptions{})
		if err != nil {
			return err
		}
		return v8test.Second(f.Call(v, v, v, v, v, v))
	}),
	calls("PromiseResolver.Resolve", any1, func(s *v8.Scope, v v8.Value) error { return settle(s, v8.PromiseResolver.Resolve, v) }),
	calls("PromiseResolver.Reject", any1, func(s *v8.Scope, v v8.Value) error { return settle(s, v8.PromiseResolver.Reject, v) }),
	calls("Map with it", any1, func(s *v8.Scope, v v8.Value) error {
		m, err := s.NewMap()
		if err != nil {
			return err
		}
		return errors.Join(m.Set(v, v), v8test.Second(m.Has(v)), v8test.Second(m.Get(v)), v8test.Second(m.Entries()), v8test.Second(m.Delete(v)))
	}),
	calls("Set with it", any1, func(s *v8.Scope, v v8.Value) error {
		set, err := s.NewSet()
		if err != nil {
			return err
		}
		return errors.Join(set.Add(v), v8test.Second(set.Has(v)), v8test.Second(set.Values()), v8test.Second(set.Delete(v)))
	}),
}

// throwIt throws the value from Go through JavaScript, and prints what comes.
func throwIt(s *v8.Scope, v v8.Value) error {
	f, err := s.NewFunction(func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, v8.Throw(v) }, v8.FunctionOptions{})
	if err != nil {
		return err
	}
	return v8test.Second(f.Call(v8.Undefined()))
}

func settle(s *v8.Scope, how func(v8.PromiseResolver, v8.Value) error, v v8.Value) error {
	r, err := s.NewPromiseResolver()
	if err != nil {
		return err
	}
	p := r.Promise()
	if err := how(r, v); err != nil {
		return err
	}
	_, err = p.Catch(func(_ *v8.Scope, reason v8.Value) (v8.Value, error) { return reason, nil })
	return errors.Join(err, s.PerformMicrotaskCheckpoint())
}

// kindOperations are the methods of types for one kind.
var kindOperations = []hostileOperation{
	reads("String.Length", v8.Value.AsString, func(x v8.String) { x.Length() }),
	reads("String.UTF16", v8.Value.AsString, func(x v8.String) { x.UTF16() }),
	calls("String.Concat", v8.Value.AsString, func(_ *v8.Scope, x v8.String) error { return v8test.Second(x.Concat(x)) }),
	reads("Name.IdentityHash", v8.Value.AsName, func(x v8.Name) { x.IdentityHash() }),
	reads("Symbol.Description", v8.Value.AsSymbol, func(x v8.Symbol) { x.Description() }),
	reads("BigInt.BigInt", v8.Value.AsBigInt, func(x v8.BigInt) { _ = new(big.Int).Add(x.BigInt(), x.BigInt()) }),
	reads("BigInt.Int64", v8.Value.AsBigInt, func(x v8.BigInt) { x.Int64(); x.Uint64() }),
	reads("Array.Length", v8.Value.AsArray, func(x v8.Array) { x.Length() }),
	calls("Array.Elements", v8.Value.AsArray, func(_ *v8.Scope, x v8.Array) error { return v8test.Second(x.Elements()) }),
	reads("Date.Time", v8.Value.AsDate, func(x v8.Date) { x.Time() }),
	reads("RegExp.Source", v8.Value.AsRegExp, func(x v8.RegExp) { x.Source(); _ = x.Flags().String() }),
	calls("RegExp.Exec", v8.Value.AsRegExp, func(s *v8.Scope, x v8.RegExp) error {
		text, err := s.NewString("xyz")
		if err != nil {
			return err
		}
		return v8test.Second(x.Exec(text))
	}),
	reads("Map.Size", v8.Value.AsMap, func(x v8.Map) { x.Size() }),
	calls("Map.Entries", v8.Value.AsMap, func(_ *v8.Scope, x v8.Map) error {
		return errors.Join(v8test.Second(x.Entries()), v8test.Second(x.ToArray()), v8test.Second(x.Get(x.Value)), x.Set(x.Value, x.Value), x.Clear())
	}),
	reads("Set.Size", v8.Value.AsSet, func(x v8.Set) { x.Size() }),
	calls("Set.Values", v8.Value.AsSet, func(_ *v8.Scope, x v8.Set) error {
		return errors.Join(v8test.Second(x.Values()), v8test.Second(x.ToArray()), x.Add(x.Value), x.Clear())
	}),
	reads("Promise.State", v8.Value.AsPromise, func(x v8.Promise) { _ = x.State().String(); x.HasHandler(); x.Result() }),
	reads("Promise.MarkAsHandled", v8.Value.AsPromise, func(x v8.Promise) { x.MarkAsHandled() }),
	calls("Promise.Then", v8.Value.AsPromise, func(s *v8.Scope, x v8.Promise) error {
		same := func(_ *v8.Scope, v v8.Value) (v8.Value, error) { return v, nil }
		_, err := x.Then(same, same)
		return errors.Join(err, s.PerformMicrotaskCheckpoint())
	}),
	calls("Promise.Catch", v8.Value.AsPromise, func(s *v8.Scope, x v8.Promise) error {
		_, err := x.Catch(func(_ *v8.Scope, v v8.Value) (v8.Value, error) { return v, errHost })
		return errors.Join(err, s.PerformMicrotaskCheckpoint())
	}),
	reads("Proxy.Target", v8.Value.AsProxy, func(x v8.Proxy) { x.Target(); x.Handler(); x.IsRevoked() }),
	reads("Proxy.Revoke", v8.Value.AsProxy, func(x v8.Proxy) { x.Revoke(); x.Target() }),
	reads("External.GoValue", v8.Value.AsExternal, func(x v8.External) { x.GoValue() }),
	reads("BooleanObject.ValueOf", v8.Value.AsBooleanObject, func(x v8.BooleanObject) { x.ValueOf() }),
	reads("NumberObject.ValueOf", v8.Value.AsNumberObject, func(x v8.NumberObject) { x.ValueOf() }),
	reads("StringObject.ValueOf", v8.Value.AsStringObject, func(x v8.StringObject) { _ = x.ValueOf().String() }),
	reads("SymbolObject.ValueOf", v8.Value.AsSymbolObject, func(x v8.SymbolObject) { _ = x.ValueOf().String() }),
	reads("BigIntObject.ValueOf", v8.Value.AsBigIntObject, func(x v8.BigIntObject) { _ = x.ValueOf().BigInt() }),
	reads("ArrayBuffer", v8.Value.AsArrayBuffer, readBuffer),
	reads("SharedArrayBuffer", v8.Value.AsSharedArrayBuffer, func(x v8.SharedArrayBuffer) { readBuffer(x.ArrayBuffer) }),
	calls("ArrayBuffer.Detach", v8.Value.AsArrayBuffer, func(_ *v8.Scope, x v8.ArrayBuffer) error { return x.Detach() }),
	calls("Scope.NewTypedArray", v8.Value.AsArrayBuffer, func(s *v8.Scope, x v8.ArrayBuffer) error {
		return errors.Join(v8test.Second(s.NewTypedArray(v8.KindUint16Array, x, 0, 1)), v8test.Second(s.NewDataView(x, 0, 1)),
			v8test.Second(s.NewTypedArray(v8.KindFloat64Array, x, -8, 1<<40)), v8test.Second(s.NewTypedArray(v8.KindUint8Array, x, 1<<40, -1)))
	}),
	reads("ArrayBufferView", v8.Value.AsArrayBufferView, func(x v8.ArrayBufferView) {
		x.ByteLength()
		x.ByteOffset()
		x.Buffer().ByteLength()
		for n := range x.Bytes() {
			x.Bytes()[n]++
		}
		x.ReadAt(make([]byte, 100), 3)
		x.WriteAt(make([]byte, 100), 3)
	}),
	reads("Elements", v8.Value.AsTypedArray, func(x v8.TypedArray) {
		x.Length()
		elements[uint8](x)
		elements[uint16](x)
		elements[uint32](x)
		elements[float64](x)
		elements[int64](x)
	}),
	reads("WasmModuleObject.Source", v8.Value.AsWasmModuleObject, func(x v8.WasmModuleObject) { x.Source() }),
	reads("WasmMemoryObject.Buffer", v8.Value.AsWasmMemoryObject, func(x v8.WasmMemoryObject) { readBuffer(x.Buffer()) }),
}

func readBuffer(x v8.ArrayBuffer) {
	_, _, _ = x.ByteLength(), x.MaxByteLength(), x.WasDetached()
	_, _ = x.IsResizable(), x.IsDetachable()
	for n := range x.Bytes() {
		x.Bytes()[n]++
	}
	x.ReadAt(make([]byte, 100), 3)
	x.WriteAt(make([]byte, 100), 3)
}

func elements[T v8.Element](x v8.TypedArray) {
	all, _ := v8.Elements[T](x)
	for n := range all {
		all[n]++
	}
}
