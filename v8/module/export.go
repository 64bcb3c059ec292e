package module

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/nodeisolates/isolates/v8"
)

// goValue makes a JavaScript value of an export of a Go module.
func goValue(s *v8.Scope, name string, value any) (v8.Value, error) {
	switch t := reflect.TypeOf(value); {
	case t == nil:
		return v8.Null(), nil
	case t.Kind() == reflect.Func:
		if callback, ok := value.(v8.FunctionCallback); ok {
			f, err := s.NewFunction(callback, v8.FunctionOptions{Name: name})
			return f.Value, err
		}
		f, err := s.NewFunctionOf(value, v8.FunctionOptions{Name: name})
		return f.Value, err
	}
	return s.ToValue(value)
}

// An exporter stores what a module exports.
type exporter func(s *v8.Scope, namespace v8.Object) error

// exporterOf says how to store exports in what out points to; nil for nothing.
func exporterOf(out any) (exporter, error) {
	if out == nil {
		return nil, nil
	}
	pointer := reflect.ValueOf(out)
	if pointer.Kind() == reflect.Pointer && !pointer.IsNil() {
		to := pointer.Elem()
		switch {
		case to.Kind() == reflect.Struct:
			return func(s *v8.Scope, namespace v8.Object) error { return exportStruct(s, namespace, to) }, nil
		case to.Kind() == reflect.Map && to.Type().Key().Kind() == reflect.String:
			return func(s *v8.Scope, namespace v8.Object) error { return exportMap(s, namespace, to) }, nil
		}
	}
	return nil, fmt.Errorf("module: import into %T: it has to be nil, or a pointer to a struct or to a map with text as keys", out)
}

// exportStruct stores the exports that the struct has fields for. One that is not
// exported leaves its field.
func exportStruct(s *v8.Scope, namespace v8.Object, to reflect.Value) error {
	for n := range to.NumField() {
		field := to.Type().Field(n)
		name := nameOf(field)
		if name == "" {
			continue
		}
		if has, err := namespace.HasOwnProperty(name); err != nil || !has {
			if err != nil {
				return err
			}
			continue
		}
		v, err := namespace.Get(name)
		if err == nil {
			err = exportValue(s, v, to.Field(n))
		}
		if err != nil {
			return fmt.Errorf("export %q into %s: %w", name, field.Name, err)
		}
	}
	return nil
}

// nameOf is the export that a field is for, or "".
func nameOf(field reflect.StructField) string {
	if !field.IsExported() {
		return ""
	}
	tag, ok := field.Tag.Lookup("js")
	if !ok {
		tag = field.Tag.Get("json")
	}
	if tag == "-" {
		return ""
	}
	name, _, _ := strings.Cut(tag, ",")
	if name == "" {
		return field.Name
	}
	return name
}

func exportMap(s *v8.Scope, namespace v8.Object, to reflect.Value) error {
	names, err := namespace.Keys()
	if err != nil {
		return err
	}
	if to.IsNil() {
		to.Set(reflect.MakeMap(to.Type()))
	}
	for _, name := range names {
		v, err := namespace.Get(name)
		element := reflect.New(to.Type().Elem()).Elem()
		if err == nil {
			err = exportValue(s, v, element)
		}
		if err != nil {
			return fmt.Errorf("export %q: %w", name, err)
		}
		to.SetMapIndex(reflect.ValueOf(name).Convert(to.Type().Key()), element)
	}
	return nil
}

func exportValue(s *v8.Scope, v v8.Value, to reflect.Value) error {
	if to.Kind() != reflect.Func {
		return v.ExportTo(to.Addr().Interface())
	}
	f, ok := v.AsFunction()
	if !ok {
		return fmt.Errorf("%v is not a function", v.Kind())
	}
	kept, err := v8.NewGlobal(s, f)
	if err != nil {
		return err
	}
	v8.StoreFunc(s.Context(), kept, to.Addr().Interface())
	return nil
}
