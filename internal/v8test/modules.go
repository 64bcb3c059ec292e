package v8test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
)

// Modules compiles modules as they are asked for, each once. A specifier is the
// module's name.
type Modules struct {
	Sources  map[string]string
	Compiled map[string]v8.Module
	Asked    []string // as "referrer > specifier"

	Hosts     map[string]func(*v8.Scope, v8.Module) error // the steps of synthetic modules
	OnResolve func(*v8.Scope) error                       // before each
}

// NewModules has these sources, by their names.
func NewModules(sources map[string]string) *Modules {
	return &Modules{Sources: sources, Compiled: map[string]v8.Module{}}
}

// Get is the module of that name.
func (m *Modules) Get(s *v8.Scope, name string) (v8.Module, error) {
	if module, ok := m.Compiled[name]; ok {
		return module, nil
	}
	var module v8.Module
	var err error
	if steps, ok := m.Hosts[name]; ok {
		module, err = s.NewSyntheticModule(name, nil, steps)
	} else if source, ok := m.Sources[name]; ok {
		module, err = s.CompileModule(source, v8.ScriptOrigin{Name: name})
	} else {
		err = fmt.Errorf("there is no module %q", name)
	}
	if err == nil {
		m.Compiled[name] = module
	}
	return module, err
}

// Resolve is for InstantiateModule.
func (m *Modules) Resolve(s *v8.Scope, specifier string, _ []v8.ImportAttribute, referrer v8.Module) (v8.Module, error) {
	m.Asked = append(m.Asked, referrer.Name()+" > "+specifier)
	if m.OnResolve != nil {
		if err := m.OnResolve(s); err != nil {
			return v8.Module{}, err
		}
	}
	return m.Get(s, specifier)
}

// Instantiate compiles a module and links it.
func (m *Modules) Instantiate(t testing.TB, s *v8.Scope, name string) v8.Module {
	t.Helper()
	module, err := m.Get(s, name)
	require.NoError(t, err)
	require.NoError(t, module.InstantiateModule(m.Resolve))
	return module
}

// Evaluate compiles a module, links and runs it.
func (m *Modules) Evaluate(t testing.TB, s *v8.Scope, name string) (v8.Module, v8.Promise) {
	t.Helper()
	module := m.Instantiate(t, s, name)
	promise, err := module.Evaluate()
	require.NoError(t, err)
	return module, promise
}

// Exported is what a module exports under a name, as text.
func Exported(t testing.TB, m v8.Module, name string) string {
	t.Helper()
	namespace, err := m.Namespace()
	require.NoError(t, err)
	v, err := namespace.Get(name)
	require.NoError(t, err)
	return v.String()
}
