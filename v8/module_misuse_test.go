package v8_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// The misuses of modules: what is called with two contexts of different isolates, and
// must panic.
func TestModuleMisuse(t *testing.T) {
	inside := func(use func(s *v8.Scope)) func(t *testing.T, a, b *v8.Context) {
		return func(t *testing.T, a, _ *v8.Context) { v8test.RunIn(t, a, use) }
	}
	for _, test := range []struct {
		name string
		code func(t *testing.T, a, b *v8.Context)
		want string
	}{
		{"zero module: Status", inside(func(*v8.Scope) { v8.Module{}.Status() }), misuse.ZeroHandle},
		{"zero module: Name", inside(func(*v8.Scope) { v8.Module{}.Name() }), misuse.ZeroHandle},
		{"zero module: Evaluate", inside(func(*v8.Scope) { v8.Module{}.Evaluate() }), misuse.ZeroHandle},
		{"code of a module that nobody has asked for", inside(func(s *v8.Scope) { module(s, "").CreateCodeCache() }), misuse.CodeCache},
		{"module after Nested", inside(func(s *v8.Scope) {
			var m v8.Module
			s.Nested(func(s *v8.Scope) error { m = module(s, ""); return nil })
			m.Status()
		}), misuse.ValueEnded},
		{"module not instantiated: Evaluate", inside(func(s *v8.Scope) { module(s, "").Evaluate() }), misuse.ModuleStatus},
		{"module not instantiated: Namespace", inside(func(s *v8.Scope) { module(s, "").Namespace() }), misuse.ModuleStatus},
		{"module not instantiated: IsGraphAsync", inside(func(s *v8.Scope) { module(s, "").IsGraphAsync() }), misuse.ModuleStatus},
		{"module being instantiated: Evaluate", inside(func(s *v8.Scope) {
			module(s, "import 'x'").InstantiateModule(func(_ *v8.Scope, _ string, _ []v8.ImportAttribute, m v8.Module) (v8.Module, error) {
				m.Evaluate()
				return m, nil
			})
		}), misuse.ModuleStatus},
		{"module resolved as a zero one", inside(func(s *v8.Scope) {
			module(s, "import 'x'").InstantiateModule(func(*v8.Scope, string, []v8.ImportAttribute, v8.Module) (v8.Module, error) {
				return v8.Module{}, nil
			})
		}), misuse.ZeroHandle},
		{"module resolved as another isolate's", inOtherContext(func(s *v8.Scope, m v8.Module) {
			module(s, "import 'x'").InstantiateModule(func(*v8.Scope, string, []v8.ImportAttribute, v8.Module) (v8.Module, error) {
				return m, nil
			})
		}, true), misuse.Isolate},
		{"module resolved as another context's", inOtherContext(func(s *v8.Scope, m v8.Module) {
			module(s, "import 'x'").InstantiateModule(func(*v8.Scope, string, []v8.ImportAttribute, v8.Module) (v8.Module, error) {
				return m, nil
			})
		}, false), misuse.ModuleContext},
		{"module in another context: InstantiateModule", inOtherContext(func(_ *v8.Scope, m v8.Module) { m.InstantiateModule(nil) }, false), misuse.ModuleContext},
		{"module in another context: Evaluate", inOtherContext(func(_ *v8.Scope, m v8.Module) { m.Evaluate() }, false), misuse.ModuleContext},
		{"module in another context: Namespace", inOtherContext(func(_ *v8.Scope, m v8.Module) { m.Namespace() }, false), misuse.ModuleContext},
		{"module in another isolate's Run", inOtherContext(func(_ *v8.Scope, m v8.Module) { m.InstantiateModule(nil) }, true), misuse.Goroutine},
		{"module in another goroutine", inside(func(s *v8.Scope) {
			m := module(s, "")
			panicked := make(chan any)
			go func() {
				defer func() { panicked <- recover() }()
				m.InstantiateModule(nil)
			}()
			panic(<-panicked)
		}), misuse.Goroutine},
		{"synthetic module without steps", inside(func(s *v8.Scope) { s.NewSyntheticModule("", nil, nil) }), misuse.NilCallback},
		{"export of a compiled module", inside(func(s *v8.Scope) { module(s, "export let x").SetSyntheticModuleExport("x", v8.Null()) }),
			misuse.ModuleCompiled},
		{"import() that gives another isolate's promise", func(t *testing.T, a, b *v8.Context) {
			v8test.RunIn(t, a, func(s *v8.Scope) {
				promise := v8test.Must(s.NewPromiseResolver()).Promise()
				b.SetHostImportModuleDynamicallyCallback(func(*v8.Scope, v8.ImportCall) (v8.Promise, error) { return promise, nil })
				defer b.SetHostImportModuleDynamicallyCallback(nil)
				v8test.RunIn(t, b, func(s *v8.Scope) { v8test.Eval(s, "import('x')") })
			})
		}, misuse.Isolate},
		{"import() that gives a zero promise", func(t *testing.T, a, _ *v8.Context) {
			a.SetHostImportModuleDynamicallyCallback(func(*v8.Scope, v8.ImportCall) (v8.Promise, error) { return v8.Promise{}, nil })
			defer a.SetHostImportModuleDynamicallyCallback(nil)
			v8test.RunIn(t, a, func(s *v8.Scope) { v8test.Eval(s, "import('x')") })
		}, misuse.ZeroHandle},
		{"zero context: SetHostImportModuleDynamicallyCallback", func(*testing.T, *v8.Context, *v8.Context) {
			new(v8.Context).SetHostImportModuleDynamicallyCallback(nil)
		}, misuse.ZeroContext},
		{"zero context: SetHostInitializeImportMetaObjectCallback", func(*testing.T, *v8.Context, *v8.Context) {
			new(v8.Context).SetHostInitializeImportMetaObjectCallback(nil)
		}, misuse.ZeroContext},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := v8test.Context(t), v8test.Context(t)
			require.PanicsWithValue(t, test.want, func() { test.code(t, a, b) })
			v8test.RequireUsable(t, a)
			v8test.RequireUsable(t, b)
			require.Zero(t, v8.Stats().Scopes)
		})
	}
}

func module(s *v8.Scope, source string) v8.Module {
	return v8test.Must(s.CompileModule(source, v8.ScriptOrigin{Name: "misuse.js"}))
}

// inOtherContext uses a module of a context in another, of the same isolate or not.
func inOtherContext(use func(s *v8.Scope, m v8.Module), otherIsolate bool) func(t *testing.T, a, b *v8.Context) {
	return func(t *testing.T, a, b *v8.Context) {
		if !otherIsolate {
			b = v8test.ContextIn(t, a.Isolate())
		}
		v8test.RunIn(t, a, func(s *v8.Scope) {
			m := module(s, "")
			v8test.RunIn(t, b, func(s *v8.Scope) { use(s, m) })
		})
	}
}
