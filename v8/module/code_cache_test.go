package module_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/codecache"
	"github.com/nodeisolates/isolates/v8/module"
)

// counted tells how often a CodeCache has had what it was asked for.
type counted struct {
	v8.CodeCache
	found, missed int
}

func (c *counted) Load(key [32]byte) []byte {
	data := c.CodeCache.Load(key)
	if data != nil {
		c.found++
	} else {
		c.missed++
	}
	return data
}

func (c *counted) Reject(_ [32]byte, why error) { panic(why) }

// All that is imported comes from what another isolate has compiled: modules,
// CommonJS and what import() asks for, in a folder too.
func TestImportWithACodeCache(t *testing.T) {
	long := "\n// " + strings.Repeat("-", 2000)
	loader := &module.NPMLoader{FS: files(map[string]string{
		"main.js": `import { b } from "./b.mjs"; import c from "./c.cjs"; await null;
			export default [b, c, (await import("./d.mjs")).default]` + long,
		"b.mjs": `export const b = "b"` + long,
		"c.cjs": `module.exports = "c" + require("./e.cjs")` + long,
		"e.cjs": `module.exports = "e"` + long,
		"d.mjs": `export default "d"` + long,
	})}
	folder, err := codecache.OpenFolder(t.TempDir(), codecache.FolderOptions{OnError: func(err error) { t.Error(err) }})
	require.NoError(t, err)
	defer folder.Close()
	for _, cache := range []v8.CodeCache{codecache.NewMemory(1 << 20), folder} {
		for n := range 3 {
			counts := &counted{CodeCache: cache}
			iso := v8test.Isolate(t, v8.IsolateOptions{CodeCache: counts})
			r, err := module.NewRegistry(t.Context(), v8test.ContextIn(t, iso), loader, module.Options{})
			require.NoError(t, err)
			require.Equal(t, []any{"b", "ce", "d"}, imported(t, r)["default"])
			if n == 0 {
				require.Equal(t, 5, counts.missed)
				continue
			}
			require.Zero(t, counts.missed)
			require.Equal(t, 5, counts.found)
		}
	}
}

// Errors say where, though nothing was compiled.
func TestErrorsOfCachedModules(t *testing.T) {
	cache := codecache.NewMemory(1 << 20)
	long := "// " + strings.Repeat("-", 2000)
	for _, name := range []string{"app:///a.js", "app:///b.js", "app:///a.js"} {
		iso := v8test.Isolate(t, v8.IsolateOptions{CodeCache: cache})
		r, err := module.NewRegistry(t.Context(), v8test.ContextIn(t, iso), module.MapLoader{
			name:              {Text: `import { fails } from "app:///fails.js"; export let thrown; try { fails() } catch (e) { thrown = e.stack }` + long},
			"app:///fails.js": {Text: "export function fails() {\n  null.x }" + long},
		}, module.Options{})
		require.NoError(t, err)
		var out map[string]string
		require.NoError(t, r.Import(t.Context(), name, &out))
		require.Contains(t, out["thrown"], "at fails (app:///fails.js:2:8)")
		require.Contains(t, out["thrown"], "at "+name+":1:")
	}
	require.Equal(t, 2, cache.Len())
}
