package binding_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/codecache"
	"github.com/nodeisolates/isolates/v8/module"
)

// modules are a main module and 100 that it imports, of 2 KB each.
func modules() module.MapLoader {
	l := module.MapLoader{}
	var imports strings.Builder
	for n := range 100 {
		fmt.Fprintf(&imports, "import { f as f%d } from './m%d.js';\n", n, n)
		body := strings.Repeat("export function g$() { return [1, 2, 3].map(x => x * 2).join() }\n", 30)
		for k := range 30 {
			body = strings.Replace(body, "$", fmt.Sprint(k), 1)
		}
		l[fmt.Sprintf("app:///m%d.js", n)] = module.Source{Text: body + "export const f = () => g0()"}
	}
	l["app:///main.js"] = module.Source{Text: imports.String() + "export default f0() + f99()"}
	return l
}

// BenchmarkImport100 imports a module that imports 100, into a new context of an
// isolate that has compiled them before, into a new isolate, and into one that finds
// what others have compiled.
func BenchmarkImport100(b *testing.B) {
	l := modules()
	run := func(b *testing.B, iso *v8.Isolate) {
		c, err := iso.NewContext(b.Context(), v8.ContextOptions{})
		require.NoError(b, err)
		r, err := module.NewRegistry(b.Context(), c, l, module.Options{})
		require.NoError(b, err)
		require.NoError(b, r.Import(b.Context(), "app:///main.js", nil))
		require.NoError(b, r.Close())
		require.NoError(b, c.Close())
	}
	b.Run("again", func(b *testing.B) {
		iso := v8test.Isolate(b, v8.IsolateOptions{})
		for b.Loop() {
			run(b, iso)
		}
	})
	cold := func(b *testing.B, cache v8.CodeCache) {
		for b.Loop() {
			iso, err := v8.NewIsolate(v8.IsolateOptions{CodeCache: cache})
			require.NoError(b, err)
			run(b, iso)
			require.NoError(b, iso.Close())
		}
	}
	b.Run("cold", func(b *testing.B) { cold(b, nil) })
	b.Run("cached", func(b *testing.B) { cold(b, codecache.NewMemory(64<<20)) })
}

// BenchmarkImportAgain imports what is there already.
func BenchmarkImportAgain(b *testing.B) {
	r, err := module.NewRegistry(b.Context(), v8test.Context(b), modules(), module.Options{})
	require.NoError(b, err)
	defer r.Close()
	for b.Loop() {
		require.NoError(b, r.Import(b.Context(), "app:///main.js", nil))
	}
}
