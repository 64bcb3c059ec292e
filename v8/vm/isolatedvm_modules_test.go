package vm_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// modules are those of a map, by their names.
type modules struct {
	texts   map[string]string
	refused map[string]error
}

func (m modules) Resolve(specifier, referrer string, _ vm.ModuleAttributes) (string, error) {
	if err := m.refused[specifier]; err != nil {
		return "", err
	}
	if _, ok := m.texts[specifier]; !ok {
		return "", fmt.Errorf("%s, imported by %q: %w", specifier, referrer, fs.ErrNotExist)
	}
	return "mem:" + specifier, nil
}

func (m modules) Load(_ context.Context, url string) (vm.ModuleSource, error) {
	return vm.ModuleSource{Text: m.texts[url[len("mem:"):]]}, nil
}

func withModules(t *testing.T, m modules, test func(t *testing.T, i *vm.Isolate, c *vm.Context)) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, _ *vm.Context) {
		c, err := i.NewContext(t.Context(), vm.ContextOptions{Loader: m})
		require.NoError(t, err)
		test(t, i, c)
	})
}

// Modules are linked, cyclic ones as well; bindings are live.
func TestIsolatedVMModuleBasic(t *testing.T) {
	m := modules{texts: map[string]string{
		"a":     "import {b, up} from 'b'; up(); export const sum = b + 1; export {b as live} from 'b'",
		"b":     "export let b = 1; export function up() { b++ }",
		"left":  "import {right} from 'right'; export function left() { return right ? 'left' : '' }; export const both = left() + right()",
		"right": "import {left} from 'left'; export function right() { return left ? 'right' : '' }",
		"spin":  "for (;;);",
		"bad":   "export const = 1",
		"none":  "import 'missing'",
		"name":  "import {nothing} from 'b'",
	}}
	withModules(t, m, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var a struct{ Sum, Live int }
		require.NoError(t, c.Import(t.Context(), "a", &a))
		require.Equal(t, 3, a.Sum)
		require.Equal(t, 2, a.Live)
		require.Equal(t, 3, eval[int](t, c, "import('b').then(m => { m.up(); return m.b })"))
		require.NoError(t, c.Import(t.Context(), "a", &a))
		require.Equal(t, 3, a.Live)
		var ring struct{ Both string }
		require.NoError(t, c.Import(t.Context(), "left", &ring))
		require.Equal(t, "leftright", ring.Both)
		require.ErrorIs(t, c.Import(t.Context(), "spin", nil, vm.CallOptions{WallLimit: 30 * time.Millisecond}), vm.ErrWallLimit)
		for _, name := range []string{"bad", "name"} {
			var exception *vm.Exception
			require.ErrorAs(t, c.Import(t.Context(), name, nil), &exception, name)
			require.Equal(t, "mem:"+name, exception.ResourceName)
		}
		require.ErrorIs(t, c.Import(t.Context(), "none", nil), fs.ErrNotExist)
		require.NoError(t, c.Import(t.Context(), "a", &a))
	})
}

// import.meta has the module's URL.
func TestIsolatedVMModuleMeta(t *testing.T) {
	m := modules{texts: map[string]string{"a": "export const url = import.meta.url; export const b = import.meta.resolve('b')", "b": ""}}
	withModules(t, m, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var a struct{ Url, B string }
		require.NoError(t, c.Import(t.Context(), "a", &a))
		require.Equal(t, "mem:a", a.Url)
		require.Equal(t, "mem:b", a.B)
	})
}

// A loader that refuses one import ends that one; it is asked again the next time.
func TestIsolatedVMModuleResolveThrows(t *testing.T) {
	refused := errors.New("refused")
	m := modules{
		texts:   map[string]string{"a": "import 'b'; import 'c'", "b": "globalThis.ran = (globalThis.ran ?? 0) + 1", "c": ""},
		refused: map[string]error{"c": refused},
	}
	withModules(t, m, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		m.refused["c"] = refused
		require.ErrorIs(t, c.Import(t.Context(), "a", nil), refused)
		require.ErrorIs(t, c.Import(t.Context(), "a", nil), refused)
		require.Equal(t, "undefined", eval[string](t, c, "typeof ran"))
		delete(m.refused, "c")
		require.NoError(t, c.Import(t.Context(), "a", nil))
		require.Equal(t, 1, eval[int](t, c, "ran"))
	})
}

// What a module throws is the error of whoever imports it, each time.
func TestIsolatedVMModuleThrows(t *testing.T) {
	m := modules{texts: map[string]string{"a": "import 'b'; globalThis.ran = true", "b": "globalThis.times = (globalThis.times ?? 0) + 1; throw new Error('no')"}}
	withModules(t, m, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		for range 2 {
			var exception *vm.Exception
			require.ErrorAs(t, c.Import(t.Context(), "a", nil), &exception)
			require.Equal(t, "Error: no", exception.Message)
		}
		require.Equal(t, 1, eval[int](t, c, "globalThis.ran ? 0 : times"))
	})
}

// Each context loads modules of its own.
func TestIsolatedVMWorkerReload(t *testing.T) {
	m := modules{texts: map[string]string{"a": "globalThis.times = (globalThis.times ?? 0) + 1; export const times = globalThis.times"}}
	withModules(t, m, func(t *testing.T, i *vm.Isolate, _ *vm.Context) {
		for range 5 {
			c, err := i.NewContext(t.Context(), vm.ContextOptions{Loader: m})
			require.NoError(t, err)
			var a struct{ Times int }
			require.NoError(t, c.Import(t.Context(), "a", &a))
			require.Equal(t, 1, a.Times)
			require.NoError(t, c.Close())
		}
	})
}
