package v8_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// linked compiles a module that imports others, which are given by their names.
func linked(t *testing.T, s *v8.Scope, source string, others ...v8.Module) v8.Module {
	t.Helper()
	m, err := s.CompileModule(source, v8.ScriptOrigin{Name: "main.js"})
	require.NoError(t, err)
	require.NoError(t, m.InstantiateModule(func(_ *v8.Scope, specifier string, _ []v8.ImportAttribute, _ v8.Module) (v8.Module, error) {
		for _, other := range others {
			if other.Name() == specifier {
				return other, nil
			}
		}
		return v8.Module{}, errors.New("not found")
	}))
	return m
}

func TestSyntheticModule(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		calls := 0
		host, err := s.NewSyntheticModule("host", []string{"default", "a b", "late", "late", "\xff", "\ufffd", ""}, func(s *v8.Scope, m v8.Module) error {
			calls++
			require.Equal(t, "host", m.Name())
			require.Equal(t, v8.ModuleEvaluating, m.Status())
			v, err := s.ToValue([]string{"x"})
			require.NoError(t, err)
			require.NoError(t, m.SetSyntheticModuleExport("default", v))
			require.NoError(t, m.SetSyntheticModuleExport("", v8.Null()))
			require.ErrorContains(t, m.SetSyntheticModuleExport("c", v), "ReferenceError")
			return m.SetSyntheticModuleExport("a b", v8.NewNumber(1))
		})
		require.NoError(t, err)
		require.True(t, host.IsSyntheticModule())
		require.False(t, host.HasTopLevelAwait())
		require.Zero(t, host.ScriptID())
		requests, err := host.ModuleRequests()
		require.NoError(t, err)
		require.Empty(t, requests)
		require.ErrorContains(t, host.SetSyntheticModuleExport("late", v8.Null()), "ReferenceError", "before it is instantiated")

		m := linked(t, s, "import list, {late, 'a b' as ab} from 'host'; import * as all from 'host';"+
			"export const seen = [list.length, ab, late, Object.keys(all).join('|')] + ''; export const again = () => late", host)
		p, err := m.Evaluate()
		require.NoError(t, err)
		require.Equal(t, v8.PromiseFulfilled, p.State())
		require.Equal(t, 1, calls)
		require.Equal(t, "1,1,,|a b|default|late|\ufffd", v8test.Exported(t, m, "seen"))
		require.NoError(t, host.SetSyntheticModuleExport("late", v8.NewNumber(7)))
		namespace, err := m.Namespace()
		require.NoError(t, err)
		again, err := namespace.Get("again")
		require.NoError(t, err)
		f, ok := again.AsFunction()
		require.True(t, ok)
		v, err := f.Call(v8.Undefined())
		require.NoError(t, err)
		require.Equal(t, "7", v.String(), "a live binding")
		require.False(t, host.IsGraphAsync())
	})
}

func TestSyntheticModuleErrors(t *testing.T) {
	failure := errors.New("no database")
	err := v8test.Context(t).Run(t.Context(), func(s *v8.Scope) error {
		host, err := s.NewSyntheticModule("host", nil, func(*v8.Scope, v8.Module) error { return failure })
		require.NoError(t, err)
		m := linked(t, s, "import 'host'", host)
		p, err := m.Evaluate()
		require.NoError(t, err)
		require.Equal(t, v8.PromiseRejected, p.State())
		require.ErrorIs(t, m.Exception(), failure)
		require.ErrorIs(t, host.Exception(), failure)
		return nil
	})
	require.ErrorIs(t, err, failure)
	v8test.Run(t, func(s *v8.Scope) {
		m, err := s.NewSyntheticModule("host", nil, func(*v8.Scope, v8.Module) error { panic("stop") })
		require.NoError(t, err)
		require.NoError(t, m.InstantiateModule(nil))
		require.PanicsWithValue(t, "stop", func() { m.Evaluate() })
		require.Equal(t, v8.ModuleErrored, m.Status())
		again, err := m.Evaluate()
		if err == nil {
			again.MarkAsHandled()
			require.Equal(t, v8.PromiseRejected, again.State())
		}
	})
}

func TestJSONModule(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		data, err := s.NewJSONModule("data.json", `{"n": [1, 2], "__proto__": 3}`)
		require.NoError(t, err)
		unused, err := s.NewJSONModule("unused.json", `[]`)
		require.NoError(t, err)
		require.Equal(t, v8.ModuleUninstantiated, unused.Status())
		m := linked(t, s, "import d from 'data.json' with {type: 'json'}; import {default as e} from 'data.json'; export const n = d === e && JSON.stringify(d)", data)
		p, err := m.Evaluate()
		require.NoError(t, err)
		require.Equal(t, v8.PromiseFulfilled, p.State())
		require.Equal(t, `{"n":[1,2],"__proto__":3}`, v8test.Exported(t, m, "n"))
		require.Equal(t, "3", func() string {
			namespace, err := data.Namespace()
			require.NoError(t, err)
			d, err := namespace.Get("default")
			require.NoError(t, err)
			o, ok := d.AsObject()
			require.True(t, ok)
			v, err := o.Get("__proto__")
			require.NoError(t, err)
			return v.String()
		}())
		for _, text := range []string{"", "{", "{a: 1}", "1 2", "\ufeff1", "'x'"} {
			_, err = s.NewJSONModule("bad.json", text)
			require.ErrorContains(t, err, `v8: new JSON module "bad.json": SyntaxError`, text)
		}
		_, err = s.CompileModule("import {x} from 'y' with {type: 'json', type: 'css'}", v8.ScriptOrigin{})
		require.ErrorContains(t, err, "SyntaxError")
	})
}

func TestModuleRequests(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		m, err := s.CompileModule("import 'a'\n  export * from 'b' with {type: 'json', x: 'y'}\nimport {x as y} from 'a'; import 'b'; import '\\0\\ud800é'",
			v8.ScriptOrigin{Name: "r.js", LineOffset: 10, ColumnOffset: 5})
		require.NoError(t, err)
		requests, err := m.ModuleRequests()
		require.NoError(t, err)
		require.Equal(t, []v8.ModuleRequest{
			{Specifier: "a", SourceOffset: 7, Line: 11, Column: 13},
			{Specifier: "b", SourceOffset: 27, Line: 12, Column: 17, Attributes: []v8.ImportAttribute{
				{Key: "type", Value: "json", SourceOffset: 37}, {Key: "x", Value: "y", SourceOffset: 51},
			}},
			{Specifier: "b", SourceOffset: 92, Line: 13, Column: 34},
			{Specifier: "\x00\ufffdé", SourceOffset: 104, Line: 13, Column: 46},
		}, requests)
		var seen []v8.ImportAttribute
		err = m.InstantiateModule(func(s *v8.Scope, specifier string, attributes []v8.ImportAttribute, _ v8.Module) (v8.Module, error) {
			seen = append(seen, attributes...)
			return s.NewSyntheticModule(specifier, []string{"x"}, func(*v8.Scope, v8.Module) error { return nil })
		})
		require.NoError(t, err)
		require.Equal(t, requests[1].Attributes, seen)
	})
	iso := v8test.Isolate(t, v8.IsolateOptions{ExportLimit: 10000})
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		source := ""
		for i := range 1000 {
			source += "import '" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + "';"
		}
		m, err := s.CompileModule(source, v8.ScriptOrigin{})
		require.NoError(t, err)
		_, err = m.ModuleRequests()
		require.ErrorIs(t, err, v8.ErrExportLimit)
	})
}
