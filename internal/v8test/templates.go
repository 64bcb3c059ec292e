package v8test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
)

// ObjectTemplate makes an empty template.
func ObjectTemplate(iso *v8.Isolate) *v8.ObjectTemplate { return Must(iso.NewObjectTemplate()) }

// Class is a template of constructors that do nothing.
func Class(iso *v8.Isolate, name string) *v8.FunctionTemplate {
	return Must(iso.NewFunctionTemplate(nil, v8.FunctionOptions{Name: name, Constructor: true}))
}

// Method is a template of functions that give v.
func Method(iso *v8.Isolate, v v8.Value) *v8.FunctionTemplate {
	return Must(iso.NewFunctionTemplate(func(v8.FunctionCallbackInfo) (v8.Value, error) {
		return v, nil
	}, v8.FunctionOptions{}))
}

// Instance makes an object of the template and gives it a global name.
func Instance(t testing.TB, s *v8.Scope, name string, template *v8.ObjectTemplate) v8.Object {
	t.Helper()
	o, err := template.NewInstance(s)
	require.NoError(t, err)
	require.NoError(t, s.Global().Set(name, o.Value))
	return o
}

// Function does so with the function of a template.
func Function(t testing.TB, s *v8.Scope, name string, template *v8.FunctionTemplate) v8.Function {
	t.Helper()
	f, err := template.Function(s)
	require.NoError(t, err)
	require.NoError(t, s.Global().Set(name, f.Value))
	return f
}

// NoGet is a getter of nothing.
func NoGet(v8.PropertyCallbackInfo, v8.Name) (v8.Value, error) { return v8.Value{}, nil }

// Handler is a property handler of either kind made of functions; those that
// are nil do not intercept.
type Handler struct {
	Named   func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error)
	Indexed func(info v8.PropertyCallbackInfo, index uint32) (v8.Value, bool, error)
}

// Get is [v8.NamedPropertyHandler]'s.
func (h Handler) Get(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error) {
	if h.Named == nil {
		return v8.Value{}, false, nil
	}
	return h.Named(info, name)
}

// GetIndex is [v8.IndexedPropertyHandler]'s.
func (h Handler) GetIndex(info v8.PropertyCallbackInfo, index uint32) (v8.Value, bool, error) {
	if h.Indexed == nil {
		return v8.Value{}, false, nil
	}
	return h.Indexed(info, index)
}
