package vm_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/vm/inprocess"
)

// Modules come from the host, on each tier.
func TestImport(t *testing.T) {
	files := fstest.MapFS{
		"main.js":   {Data: []byte("import {two} from './two.js'; import data from './data.json' with {type: 'json'}; export const sum = two + data.n; export const late = await Promise.resolve('late'); export function f() {}; export default {a: 1}")},
		"two.js":    {Data: []byte("export const two = 2")},
		"data.json": {Data: []byte(`{"n": 40}`)},
		"bad.js":    {Data: []byte("\nimport './none.js'")},
		"throws.js": {Data: []byte("\nthrow new Error('no')")},
	}
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			i := newIsolate(t, tier, vm.IsolateOptions{})
			c, err := i.NewContext(t.Context(), vm.ContextOptions{Loader: inprocess.Loader(module.FSLoader{FS: files})})
			require.NoError(t, err)
			var exports struct {
				Sum     int
				Late    string
				Default struct{ A int }
			}
			require.NoError(t, c.Import(t.Context(), "./main.js", &exports))
			require.Equal(t, 42, exports.Sum)
			require.Equal(t, "late", exports.Late)
			require.Equal(t, 1, exports.Default.A)
			var namespace *vm.Reference
			require.NoError(t, c.Import(t.Context(), "./main.js", &namespace))
			var f *vm.Reference
			require.NoError(t, namespace.Get(t.Context(), "f", &f))
			require.Equal(t, "function", f.TypeOf())
			var n int
			require.NoError(t, c.Eval(t.Context(), "import('./two.js').then(m => m.two)", &n))
			require.Equal(t, 2, n)
			err = c.Import(t.Context(), "./bad.js", nil)
			require.ErrorIs(t, err, fs.ErrNotExist)
			require.ErrorContains(t, err, "file:///bad.js:2:8")
			var exception *vm.Exception
			require.ErrorAs(t, c.Import(t.Context(), "./throws.js", nil), &exception)
			require.Equal(t, 2, exception.Line)

			without, err := i.NewContext(t.Context(), vm.ContextOptions{})
			require.NoError(t, err)
			require.ErrorIs(t, without.Import(t.Context(), "./main.js", nil), vm.ErrUnsupported)
		})
	}
}

type refusing struct{ error }

func (l refusing) Resolve(specifier, _ string, _ vm.ModuleAttributes) (string, error) {
	return "x:" + specifier, nil
}
func (l refusing) Load(context.Context, string) (vm.ModuleSource, error) {
	return vm.ModuleSource{}, l.error
}

// A loader's error keeps what it is.
func TestLoaderError(t *testing.T) {
	refused := errors.New("refused")
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			i := newIsolate(t, tier, vm.IsolateOptions{})
			c, err := i.NewContext(t.Context(), vm.ContextOptions{Loader: refusing{refused}})
			require.NoError(t, err)
			require.ErrorIs(t, c.Import(t.Context(), "a", nil), refused)
		})
	}
}

// What is written goes to the context's console, or to that of the call, and no more
// than allowed.
func TestConsole(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			i := newIsolate(t, tier, vm.IsolateOptions{})
			var all, one vm.Output
			c, err := i.NewContext(t.Context(), vm.ContextOptions{Console: all.Console()})
			require.NoError(t, err)
			require.NoError(t, c.Eval(t.Context(), "console.log('a', {b: [1]}); console.group(); console.error('%d', 2)", nil))
			require.Equal(t, "a { b: [ 1 ] }\n  2\n", all.String())
			require.Equal(t, slog.LevelError, all.Messages()[1].Level)
			var usage vm.Usage
			require.NoError(t, c.Eval(t.Context(), "for (let i = 0; i < 100; i++) console.log('0123456789')", nil,
				vm.CallOptions{Console: one.Console(), OutputBytes: 10 * (64 + 10), Usage: &usage}))
			require.Len(t, one.Messages(), 11)
			require.Contains(t, one.String(), "dropped")
			require.Equal(t, int64(100*(64+10)), usage.OutputBytes)
			require.Len(t, all.Messages(), 2)
			small := vm.Output{Limit: 200}
			require.NoError(t, c.Eval(t.Context(), "for (let i = 0; i < 100; i++) console.log('0123456789')", nil,
				vm.CallOptions{Console: small.Console()}))
			require.Len(t, small.Messages(), 2)
			// A timer's output belongs to the call that has set it.
			var late vm.Output
			require.NoError(t, c.Eval(t.Context(), "new Promise(done => setTimeout(() => done(console.log('late')), 1))", nil,
				vm.CallOptions{Console: late.Console()}))
			require.Equal(t, "  late\n", late.String())
			silent, err := i.NewContext(t.Context(), vm.ContextOptions{})
			require.NoError(t, err)
			require.NoError(t, silent.Eval(t.Context(), "console.log(1)", nil))
		})
	}
}

// Modules that the host links itself: live bindings, circles, and what goes wrong.
func TestModule(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		texts := map[string]string{
			"a": "import {n, more} from 'b'; export function bump() { more(); return n } export const first = n",
			"b": "import 'a'; export let n = 1; export function more() { n++ }",
			"c": "import {nothing} from 'b'",
			"d": "export const late = await new Promise(done => setTimeout(done, 1, 'late')); throw new Error('after')",
		}
		modules := map[string]*vm.Module{}
		resolve := func(ctx context.Context, specifier string, referrer *vm.Module) (*vm.Module, error) {
			if modules[specifier] == nil {
				text, ok := texts[specifier]
				if !ok {
					return nil, fs.ErrNotExist
				}
				m, err := c.CompileModule(ctx, text, vm.CallOptions{Name: specifier})
				if err != nil {
					return nil, err
				}
				modules[specifier] = m
			}
			return modules[specifier], nil
		}
		a, err := resolve(t.Context(), "a", nil)
		require.NoError(t, err)
		require.Equal(t, []string{"b"}, a.DependencySpecifiers())
		require.ErrorIs(t, a.Evaluate(t.Context()), vm.ErrUnsupported)
		require.ErrorIs(t, a.Instantiate(t.Context(), nil), vm.ErrUnsupported)
		require.NoError(t, a.Instantiate(t.Context(), resolve))
		require.NoError(t, a.Evaluate(t.Context()))
		var exports struct{ First int }
		require.NoError(t, a.Namespace(t.Context(), &exports))
		require.Equal(t, 1, exports.First)
		var namespace, bump *vm.Reference
		require.NoError(t, a.Namespace(t.Context(), &namespace))
		require.NoError(t, namespace.Get(t.Context(), "bump", &bump))
		var n int
		require.NoError(t, bump.Apply(t.Context(), nil, nil, &n))
		require.Equal(t, 2, n)

		bad, err := resolve(t.Context(), "c", nil)
		require.NoError(t, err)
		var exception *vm.Exception
		require.ErrorAs(t, bad.Instantiate(t.Context(), resolve), &exception)
		require.Contains(t, exception.Message, "nothing")
		late, err := resolve(t.Context(), "d", nil)
		require.NoError(t, err)
		require.NoError(t, late.Instantiate(t.Context(), nil))
		require.ErrorContains(t, late.Evaluate(t.Context()), "after")
		missing, err := c.CompileModule(t.Context(), "import 'none'")
		require.NoError(t, err)
		require.ErrorIs(t, missing.Instantiate(t.Context(), resolve), fs.ErrNotExist)
		_, err = c.CompileModule(t.Context(), "import {")
		require.ErrorAs(t, err, &exception)

		other, err := i.NewContext(t.Context(), vm.ContextOptions{})
		require.NoError(t, err)
		foreign, err := other.CompileModule(t.Context(), "export default 1")
		require.NoError(t, err)
		require.ErrorIs(t, missing.Instantiate(t.Context(), func(context.Context, string, *vm.Module) (*vm.Module, error) {
			return foreign, nil
		}), vm.ErrUnsupported)
		require.NoError(t, a.Close())
		require.ErrorIs(t, a.Evaluate(t.Context()), vm.ErrClosed)
	})
}
