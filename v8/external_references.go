package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"unicode/utf8"
	"unsafe"

	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// An externalReference is a Go value that a snapshot refers to.
type externalReference struct {
	ID         uint32   // in references
	Kind       string   // what JavaScript holds it for, one of referenceKinds
	Names      []string // in ExternalReferences: of the value, or of a getter and a setter
	Types      []string // of those
	Operations uint32   `json:",omitempty"` // of a handler
}

// What JavaScript may hold a Go value for in a snapshot.
const (
	functionReference = "function"
	asyncReference    = "async function" // of a loop
	accessorReference = "accessor"
	namedReference    = "named property handler"
	indexedReference  = "indexed property handler"
	valueReference    = "value"
)

// An asyncFunc is what bridge.NewAsyncFunction made a callback of.
type asyncFunc struct{ fn any }

// bind is what the ids of the snapshot's references stand for.
func (s *Snapshot) bind(values map[string]any) ([]any, error) {
	if s == nil {
		return nil, nil
	}
	bound := make([]any, s.made().about.LastID+1)
	for _, r := range s.about.References {
		found := make([]any, len(r.Names))
		for n, name := range r.Names {
			v, ok := bridge.References[name]
			if !ok {
				v, ok = values[name]
			}
			if !ok {
				return nil, fmt.Errorf("the snapshot refers to a Go %s %q, which ExternalReferences doesn't have", r.Kind, name)
			}
			if given := typeOf(v); given != r.Types[n] {
				return nil, fmt.Errorf("the snapshot refers to a Go %s %q of type %s, and in ExternalReferences it is of type %s", r.Kind, name, r.Types[n], given)
			}
			if of := reflect.ValueOf(v); r.Kind != valueReference && (of.Kind() == reflect.Func || of.Kind() == reflect.Pointer) && of.IsNil() {
				return nil, fmt.Errorf("the snapshot refers to a Go %s %q, which is nil in ExternalReferences", r.Kind, name)
			}
			found[n] = v
		}
		var err error
		if bound[r.ID], err = r.value(found); err != nil {
			return nil, err
		}
	}
	return bound, nil
}

func typeOf(v any) string { return fmt.Sprintf("%T", v) }

// value is what references has of the values with the reference's names.
func (r externalReference) value(found []any) (any, error) {
	switch r.Kind {
	case functionReference:
		return callbackOf(found[0]), nil
	case asyncReference:
		if bridge.AsyncCallback == nil {
			return nil, fmt.Errorf("the snapshot refers to a Go %s %q, and this program has no package loop", r.Kind, r.Names[0])
		}
		return bridge.AsyncCallback(found[0]), nil
	case accessorReference:
		p := nativeProperty{get: as[AccessorNameGetterCallback](found[0])}
		if len(found) > 1 {
			p.set = as[AccessorNameSetterCallback](found[1])
		}
		return p, nil
	case namedReference:
		h := namedHandler{found[0].(NamedPropertyHandler)}
		return h, r.mustAnswer(uint32(h.operations()))
	case indexedReference:
		h := indexedHandler{found[0].(IndexedPropertyHandler)}
		return h, r.mustAnswer(uint32(h.operations()))
	}
	return found[0], nil
}

// mustAnswer is an error unless a handler has the methods that it had.
func (r externalReference) mustAnswer(operations uint32) error {
	if r.Operations&^operations == 0 {
		return nil
	}
	return fmt.Errorf("the snapshot refers to a Go %s %q that had more methods than it has", r.Kind, r.Names[0])
}

// callbackOf is a func as NewFunction or NewFunctionOf takes it.
func callbackOf(fn any) FunctionCallback {
	if v := reflect.ValueOf(fn); v.CanConvert(reflect.TypeFor[FunctionCallback]()) {
		return v.Convert(reflect.TypeFor[FunctionCallback]()).Interface().(FunctionCallback)
	}
	return planOf(reflect.TypeOf(fn)).callback(reflect.ValueOf(fn))
}

// as is a func of T's type, by whatever name of it.
func as[T any](fn any) T {
	return reflect.ValueOf(fn).Convert(reflect.TypeFor[T]()).Interface().(T)
}

// externalReferences finds what JavaScript holds at the ids in ExternalReferences.
func (i *Isolate) externalReferences(ids []uint32) (references []externalReference, err error) {
	references = i.options.Snapshot.references()
	slices.Sort(ids)
	for _, id := range ids {
		r := externalReference{ID: id}
		value := i.references.get(id)
		switch v := value.(type) {
		case *Context, *keptError, *weakReference, externalMemory, nil:
			continue // of this isolate alone
		case *moduleRecord:
			return nil, fmt.Errorf("the module %q is there: no ES module can be in a snapshot", v.name)
		case FunctionCallback:
			made := i.creation.madeOf[id]
			r.Kind = functionReference
			if async, ok := made.(asyncFunc); ok {
				r.Kind, made = asyncReference, async.fn
			}
			err = i.name(&r, made)
		case nativeProperty:
			if r.Kind, err = accessorReference, i.name(&r, v.get); err == nil && v.set != nil {
				err = i.name(&r, v.set)
			}
		case namedHandler:
			r.Kind, r.Operations = namedReference, uint32(v.operations())
			err = i.name(&r, v.NamedPropertyHandler)
		case indexedHandler:
			r.Kind, r.Operations = indexedReference, uint32(v.operations())
			err = i.name(&r, v.IndexedPropertyHandler)
		default:
			r.Kind = valueReference
			err = i.name(&r, v)
		}
		if err != nil {
			return nil, err
		}
		references = append(references, r)
	}
	return references, nil
}

// name adds the name and type of a value.
func (i *Isolate) name(r *externalReference, value any) error {
	var names []string
	var found any
	for _, all := range []map[string]any{bridge.References, i.options.ExternalReferences} {
		for name, v := range all {
			if isSame(v, value) {
				names = append(names, name)
				found = v
			}
		}
	}
	slices.Sort(names)
	switch {
	case len(names) == 0:
		return fmt.Errorf("JavaScript refers to a Go %s, %s, which is none of ExternalReferences", r.Kind, describeValue(value))
	case len(names) > 1:
		return fmt.Errorf("ExternalReferences has a Go %s twice, as %q and %q", r.Kind, names[0], names[1])
	case bridge.References[names[0]] != nil && !isSame(bridge.References[names[0]], value):
		return fmt.Errorf("ExternalReferences has the name %q, which is one of this module's own", names[0])
	case !utf8.ValidString(names[0]):
		return fmt.Errorf("ExternalReferences has the name %q, which is no valid UTF-8", names[0])
	}
	r.Names = append(r.Names, names[0])
	r.Types = append(r.Types, typeOf(found))
	return nil
}

// isSame reports whether two values are one: equal, or for funcs, which Go does not
// compare, the very same closure.
func isSame(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if !x.IsValid() || !y.IsValid() {
		return false
	}
	if x.Kind() == reflect.Func && y.Kind() == reflect.Func {
		return x.Type().ConvertibleTo(y.Type()) && closureOf(x) == closureOf(y)
	}
	return x.Type() == y.Type() && x.Comparable() && y.Comparable() && a == b
}

// closureOf is what a func value points to.
func closureOf(fn reflect.Value) unsafe.Pointer {
	f := fn.Interface()
	// An interface has the pointer that a func is in its second word.
	return (*[2]unsafe.Pointer)(unsafe.Pointer(&f))[1]
}

// describeValue is a value for an error that is about it.
func describeValue(value any) string {
	v := reflect.ValueOf(value)
	if v.Kind() == reflect.Func {
		if fn := runtime.FuncForPC(v.Pointer()); fn != nil {
			return fn.Name()
		}
	}
	return "a " + typeOf(value)
}
