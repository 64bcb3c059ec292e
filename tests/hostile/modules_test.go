package hostile_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// A moduleAttack runs code at a stage of a module's life.
type moduleAttack struct {
	sources map[string]string // main.js; CODE is the code
	host    func(c *v8.Context, m *v8test.Modules, run func(*v8.Scope) error)
}

var moduleAttacks = map[string]moduleAttack{
	"module":        {sources: map[string]string{"main.js": "CODE"}},
	"imported":      {sources: map[string]string{"main.js": "import 'a.js'; export const x = 1", "a.js": "import 'main.js'; CODE"}},
	"before await":  {sources: map[string]string{"main.js": "CODE; await 0"}},
	"after await":   {sources: map[string]string{"main.js": "await null; CODE"}},
	"waits":         {sources: map[string]string{"main.js": "import 'a.js'; CODE", "a.js": "await null"}},
	"waits, awaits": {sources: map[string]string{"main.js": "import 'a.js'; CODE; await 0", "a.js": "await null"}},
	"await of what": {sources: map[string]string{"main.js": "await {get then() { CODE }}"}},
	"synthetic": {
		sources: map[string]string{"main.js": "import 'host'"},
		host: func(c *v8.Context, m *v8test.Modules, run func(*v8.Scope) error) {
			m.Hosts = map[string]func(*v8.Scope, v8.Module) error{"host": func(s *v8.Scope, _ v8.Module) error { return run(s) }}
		},
	},
	"resolve": {
		sources: map[string]string{"main.js": "import 'a.js'", "a.js": ""},
		host:    func(c *v8.Context, m *v8test.Modules, run func(*v8.Scope) error) { m.OnResolve = run },
	},
	"import.meta": {
		sources: map[string]string{"main.js": "import.meta.url"},
		host: func(c *v8.Context, _ *v8test.Modules, run func(*v8.Scope) error) {
			c.SetHostInitializeImportMetaObjectCallback(func(s *v8.Scope, _ v8.Module, _ v8.Object) error { return run(s) })
		},
	},
	"import()":             {sources: map[string]string{"main.js": "import('x')"}, host: attackImport},
	"import() in eval":     {sources: map[string]string{"main.js": "(0, eval)(`import('x')`)"}, host: attackImport},
	"import() in Function": {sources: map[string]string{"main.js": "new Function(`import('x')`)()"}, host: attackImport},
	"import() later":       {sources: map[string]string{"main.js": "Promise.resolve().then(() => import('x'))"}, host: attackImport},
	"import() of what":     {sources: map[string]string{"main.js": "import({toString() { CODE }})"}},
	"import() with what":   {sources: map[string]string{"main.js": "import('x', {get with() { CODE }})"}},
}

func attackImport(c *v8.Context, _ *v8test.Modules, run func(*v8.Scope) error) {
	c.SetHostImportModuleDynamicallyCallback(func(s *v8.Scope, _ v8.ImportCall) (v8.Promise, error) {
		if err := run(s); err != nil {
			return v8.Promise{}, err
		}
		r, err := s.NewPromiseResolver()
		return r.Promise(), err
	})
}

// Whatever a module does, at whatever stage, ends as in a script: by an error.
func TestHostileModules(t *testing.T) {
	stopped := errors.New("stopped")
	for ending, test := range map[string]struct {
		code string
		want []error
	}{
		"terminated": {"stop(); for (;;);", []error{v8.ErrTerminated, stopped}},
		"later":      {"stopLater(); for (;;);", []error{v8.ErrTerminated, stopped}},
		"memory":     {"const a = []; for (;;) a.push(new Array(1000).fill(1))", []error{v8.ErrTerminated, v8.ErrMemoryLimit}},
		"killed":     {"stopLater(); [].indexOf.call({length: 2 ** 53 - 1}, 1)", []error{v8.ErrTerminated}}, // unless it came before
		"dead":       {v8test.DieHere, []error{v8.ErrIsolateDead}},
	} {
		t.Run(ending, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				neighbour := v8test.Context(t)
				for name, attack := range moduleAttacks {
					iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: v8test.SmallMemory, TerminationGrace: 20 * time.Millisecond})
					c := v8test.ContextIn(t, iso)
					err := attack.run(t, c, test.code, stopped)
					// V8 takes it that a module that had waited ends or throws, and gives up.
					if strings.HasPrefix(name, "waits") && errors.Is(err, v8.ErrIsolateDead) {
						continue
					}
					for _, want := range test.want {
						require.ErrorIs(t, err, want, "%s: %v", name, err)
					}
					if !errors.Is(err, v8.ErrIsolateDead) {
						v8test.RequireUsable(t, c)
					}
					v8test.RequireUsable(t, neighbour)
				}
			})
		})
	}
}

func (attack moduleAttack) run(t *testing.T, c *v8.Context, code string, stopped error) error {
	code = "(() => { " + code + " })()"
	m := v8test.NewModules(map[string]string{})
	for name, source := range attack.sources {
		m.Sources[name] = strings.ReplaceAll(source, "CODE", code)
	}
	if attack.host != nil {
		attack.host(c, m, func(s *v8.Scope) error { return s.Eval(code, nil) })
	}
	var kept *v8.Global[v8.Module]
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		stop := v8test.Must(s.NewFunctionOf(func() { c.Isolate().Terminate(stopped) }, v8.FunctionOptions{}))
		later := v8test.Must(s.NewFunctionOf(func() { go c.Isolate().Terminate(stopped) }, v8.FunctionOptions{}))
		require.NoError(t, s.Global().Set("stop", stop.Value))
		require.NoError(t, s.Global().Set("stopLater", later.Value))
		module, err := m.Get(s, "main.js")
		require.NoError(t, err)
		kept = v8test.Must(v8.NewGlobal(s, module))
		if err := module.InstantiateModule(m.Resolve); err != nil {
			return err
		}
		_, err = module.Evaluate()
		if err == nil {
			err = s.PerformMicrotaskCheckpoint()
		}
		if err != nil { // whatever is asked now is answered
			_, again := module.Evaluate()
			require.Error(t, again)
			require.Error(t, module.InstantiateModule(m.Resolve))
			_, again = module.Namespace()
			require.Error(t, again)
			_, again = module.ModuleRequests()
			require.Error(t, again)
			_, again = s.CompileModule("", v8.ScriptOrigin{})
			require.Error(t, again)
			_, again = s.NewJSONModule("", "1")
			require.Error(t, again)
			module.Status()
			module.Exception()
			module.IsGraphAsync()
			module.HasTopLevelAwait()
		}
		return err
	})
	if errors.Is(err, v8.ErrIsolateDead) {
		return err
	}
	defer kept.Close()
	require.NoError(t, c.Run(context.Background(), func(s *v8.Scope) error {
		module := kept.Get(s)
		if module.Status() < v8.ModuleInstantiated {
			return nil
		}
		promise, err := module.Evaluate()
		if err != nil {
			require.ErrorIs(t, err, v8.ErrModuleTerminated)
			return nil
		}
		promise.MarkAsHandled()
		require.NotEqual(t, [2]any{v8.ModuleErrored, v8.PromisePending}, [2]any{module.Status(), promise.State()})
		_, err = module.StalledTopLevelAwaits()
		return err
	}))
	return err
}
