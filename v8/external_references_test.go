package v8_test

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// A shelf answers for the properties of an object, and counts how often.
type shelf struct{ asked int }

func (h *shelf) Get(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error) {
	h.asked++
	return v8test.Must(info.Scope().NewString(fmt.Sprint("named ", h.asked))).Value, name.String() == "thing", nil
}

type row struct{}

func (row) GetIndex(info v8.PropertyCallbackInfo, index uint32) (v8.Value, bool, error) {
	return v8.NewNumber(float64(index * 2)), true, nil
}

// kinds is each way in which JavaScript can hold a Go value that a snapshot may have.
func kinds() map[string]any {
	return map[string]any{
		"print":  func(info v8.FunctionCallbackInfo) (v8.Value, error) { return info.Argument(0), nil },
		"add":    func(a, b int) int { return a + b },
		"new":    v8.FunctionCallback(func(info v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, nil }),
		"method": v8.FunctionCallback(func(info v8.FunctionCallbackInfo) (v8.Value, error) { return info.This().Value, nil }),
		"get": v8.AccessorNameGetterCallback(func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, error) {
			return name.Value, nil
		}),
		"set":    v8.AccessorNameSetterCallback(func(v8.PropertyCallbackInfo, v8.Name, v8.Value) error { return nil }),
		"shelf":  &shelf{},
		"row":    row{},
		"field":  &struct{ n int }{7},
		"held":   "external",
		"unused": nil,
	}
}

// holdKinds makes JavaScript hold all of them.
func holdKinds(references map[string]any) func(s *v8.Scope) error {
	return func(s *v8.Scope) error {
		i := s.Context().Isolate()
		set := func(name string, v v8.Value) {
			if err := s.Global().Set(name, v); err != nil {
				panic(err)
			}
		}
		callback := func(name string) v8.FunctionCallback { return references[name].(v8.FunctionCallback) }
		print := references["print"].(func(v8.FunctionCallbackInfo) (v8.Value, error))
		set("print", v8test.Must(s.NewFunction(print, v8.FunctionOptions{Name: "print"})).Value)
		set("add", v8test.Must(s.NewFunctionOf(references["add"], v8.FunctionOptions{})).Value)

		class := v8test.Must(i.NewFunctionTemplate(callback("new"), v8.FunctionOptions{Name: "Thing", Constructor: true}))
		method := v8test.Must(i.NewFunctionTemplate(callback("method"), v8.FunctionOptions{Signature: class}))
		prototype, instance := v8test.Must(class.PrototypeTemplate()), v8test.Must(class.InstanceTemplate())
		for _, err := range []error{
			prototype.Set("self", method, 0),
			instance.SetInternalFieldCount(2),
			instance.SetNativeDataProperty("name", references["get"].(v8.AccessorNameGetterCallback), references["set"].(v8.AccessorNameSetterCallback), 0),
			instance.SetNamedPropertyHandler(references["shelf"].(v8.NamedPropertyHandler), v8.NonMasking),
			instance.SetIndexedPropertyHandler(references["row"].(v8.IndexedPropertyHandler), 0),
			instance.SetCallAsFunctionHandler(callback("method")),
		} {
			if err != nil {
				return err
			}
		}
		thing := v8test.Must(v8test.Must(class.Function(s)).NewInstance())
		thing.SetInternalField(1, references["field"])
		set("Thing", v8test.Must(class.Function(s)).Value)
		set("thing", thing.Value)
		set("held", v8test.Must(s.NewExternal(references["held"])).Value)
		return nil
	}
}

const usesKinds = `(() => {
	const own = new Thing;
	return JSON.stringify([print("p"), add(2, 3), thing.self() === thing, thing instanceof Thing, own.self() === own, thing.name,
		thing.thing, thing.other, thing[21], own[4], typeof thing, typeof held, Thing.name])
})()`

func TestExternalReferences(t *testing.T) {
	references := kinds()
	options := v8.IsolateOptions{ExternalReferences: references}
	snapshot := v8test.Snapshot(t, v8.SnapshotOptions{Isolate: options}, holdKinds(references))
	read, err := v8.ReadSnapshot(bytes.NewReader(v8test.Saved(t, snapshot)), nil)
	require.NoError(t, err)
	again := v8test.Snapshot(t, v8.SnapshotOptions{Isolate: v8.IsolateOptions{Snapshot: read, ExternalReferences: references}}, v8test.Nothing)
	for _, each := range []*v8.Snapshot{snapshot, read, again} {
		others := kinds() // of another process, say
		i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: each, ExternalReferences: others})
		for n := range 2 {
			c := v8test.ContextIn(t, i)
			v8test.RunIn(t, c, func(s *v8.Scope) {
				require.Equal(t, fmt.Sprintf(`["p",5,true,true,true,"name","named %d",null,42,8,"function","object","Thing"]`, 2*n+1),
					v8test.MustEval(t, s, usesKinds).String())
				thing, _ := v8test.MustEval(t, s, "thing").AsObject()
				require.Same(t, others["field"], thing.InternalField(1))
				require.Nil(t, thing.InternalField(0))
				held, ok := v8test.MustEval(t, s, "held").AsExternal()
				require.True(t, ok)
				require.Equal(t, "external", held.GoValue())
				// It is for all contexts, and what is set here is for this one.
				thing.SetInternalField(1, t)
				require.Same(t, t, thing.InternalField(1))
				thing.SetInternalField(1, nil)
				external := v8test.Must(s.NewExternal(n))
				require.Equal(t, n, external.GoValue())
				require.True(t, external.IsExternal())
			})
			require.NoError(t, c.Close())
		}
		require.Equal(t, 4, others["shelf"].(*shelf).asked)
	}
}

func TestExternalReferencesThatAreWrong(t *testing.T) {
	references := kinds()
	snapshot := v8test.Snapshot(t, v8.SnapshotOptions{Isolate: v8.IsolateOptions{ExternalReferences: references}}, holdKinds(references))
	for name, test := range map[string]struct {
		value any // nil: missing
		want  string
	}{
		"add":   {nil, `a Go function "add", which ExternalReferences doesn't have`},
		"print": {func() {}, `a Go function "print" of type func(v8.FunctionCallbackInfo) (v8.Value, error), and in ExternalReferences it is of type func()`},
		"get":   {v8.FunctionCallback(nil), `a Go accessor "get" of type v8.AccessorNameGetterCallback`},
		"set":   {7, `a Go accessor "set"`},
		"shelf": {row{}, `a Go named property handler "shelf" of type *v8_test.shelf, and in ExternalReferences it is of type v8_test.row`},
		"row":   {&row{}, `a Go indexed property handler "row"`},
		"field": {nil, `a Go value "field"`},
		"held":  {[]byte("x"), `a Go value "held" of type string, and in ExternalReferences it is of type []uint8`},
	} {
		wrong := maps.Clone(references)
		if delete(wrong, name); test.value != nil {
			wrong[name] = test.value
		}
		options := v8.IsolateOptions{Snapshot: snapshot, ExternalReferences: wrong}
		_, err := v8.NewIsolate(options)
		require.ErrorContains(t, err, "v8: new isolate: the snapshot refers to "+test.want)
		_, err = v8.NewSnapshot(t.Context(), v8.SnapshotOptions{Isolate: options}, nothingMore)
		require.ErrorContains(t, err, "v8: new snapshot: the snapshot refers to "+test.want)
	}
	for _, name := range []string{"add", "print", "new", "get"} {
		wrong := maps.Clone(references)
		wrong[name] = zeroOf(wrong[name])
		_, err := v8.NewIsolate(v8.IsolateOptions{Snapshot: snapshot, ExternalReferences: wrong})
		require.ErrorContains(t, err, `"`+name+`", which is nil in ExternalReferences`)
	}
}

func TestExternalReferencesThatHaveNoName(t *testing.T) {
	own := func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, nil }
	set := func(s *v8.Scope, v v8.Value) error { return s.Global().Set("x", v) }
	for name, test := range map[string]struct {
		references map[string]any
		fill       func(s *v8.Scope) error
		want       string
	}{
		"function": {nil, func(s *v8.Scope) error {
			return set(s, v8test.Must(s.NewFunction(own, v8.FunctionOptions{})).Value)
		}, "a Go function, github.com/nodeisolates/isolates/v8_test.TestExternalReferencesThatHaveNoName.func1, which is none of ExternalReferences"},
		"function of a func": {nil, func(s *v8.Scope) error {
			return set(s, v8test.Must(s.NewFunctionOf(zeroOf, v8.FunctionOptions{})).Value)
		}, "a Go function, github.com/nodeisolates/isolates/v8_test.zeroOf, which"},
		"template": {nil, func(s *v8.Scope) error {
			f := v8test.Must(s.Context().Isolate().NewFunctionTemplate(own, v8.FunctionOptions{}))
			return set(s, v8test.Must(f.Function(s)).Value)
		}, "a Go function"},
		"another closure": {map[string]any{"own": func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Value{}, nil }}, func(s *v8.Scope) error {
			return set(s, v8test.Must(s.NewFunction(own, v8.FunctionOptions{})).Value)
		}, "a Go function"},
		"twice": {map[string]any{"a": own, "b": own}, func(s *v8.Scope) error {
			return set(s, v8test.Must(s.NewFunction(own, v8.FunctionOptions{})).Value)
		}, `ExternalReferences has a Go function twice, as "a" and "b"`},
		"no text": {map[string]any{"\xff": own}, func(s *v8.Scope) error {
			return set(s, v8test.Must(s.NewFunction(own, v8.FunctionOptions{})).Value)
		}, `no valid UTF-8`},
		"External": {map[string]any{"own": own}, func(s *v8.Scope) error {
			return set(s, v8test.Must(s.NewExternal([]int{1})).Value)
		}, "a Go value, a []int, which"},
		"nothing that is there": {nil, func(s *v8.Scope) error {
			v8test.Must(s.NewFunction(own, v8.FunctionOptions{}))
			v8test.Must(s.NewExternal(7))
			return set(s, v8test.Must(s.NewExternal(nil)).Value)
		}, ""},
		"error": {map[string]any{"fails": fails}, func(s *v8.Scope) error {
			if err := set(s, v8test.Must(s.NewFunctionOf(fails, v8.FunctionOptions{})).Value); err != nil {
				return err
			}
			return v8test.Running("try { x() } catch (e) { globalThis.e = e }")(s)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := v8test.MakeSnapshot(t.Context(), v8.SnapshotOptions{Isolate: v8.IsolateOptions{ExternalReferences: test.references}}, test.fill)
			if test.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, test.want)
			}
		})
	}
}

// zeroOf is a nil of the type of v.
func zeroOf(v any) any { return reflect.Zero(reflect.TypeOf(v)).Interface() }

func fails() error { return fmt.Errorf("of Go") }

func nothingMore(*v8.SnapshotCreator) error { return nil }

// Names that snapshots have for this module's own functions are not to be had.
func TestExternalReferencesOfOurs(t *testing.T) {
	fn := func() {}
	bridge.References["isolates/v8_test.ours"] = func() int { return 7 }
	defer delete(bridge.References, "isolates/v8_test.ours")
	options := v8.IsolateOptions{ExternalReferences: map[string]any{"isolates/v8_test.ours": fn}}
	set := func(s *v8.Scope, fn any) error {
		return s.Global().Set("f", v8test.Must(s.NewFunctionOf(fn, v8.FunctionOptions{})).Value)
	}
	_, err := v8test.MakeSnapshot(t.Context(), v8.SnapshotOptions{Isolate: options}, func(s *v8.Scope) error { return set(s, fn) })
	require.ErrorContains(t, err, `ExternalReferences has the name "isolates/v8_test.ours", which is one of this module's own`)
	snapshot := v8test.Snapshot(t, v8.SnapshotOptions{}, func(s *v8.Scope) error { return set(s, bridge.References["isolates/v8_test.ours"]) })
	require.Equal(t, "7", v8test.ValueIn(t, v8.IsolateOptions{Snapshot: snapshot}, v8.ContextOptions{}, "f()"))
}
