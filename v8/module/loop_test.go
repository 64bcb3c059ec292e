package module_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/module"
)

// A Loop of package loop is one of this package.
var _ module.Loop = (*loop.Loop)(nil)

func loopRegistry(t *testing.T, l module.Loader) (*module.Registry, *loop.Loop) {
	t.Helper()
	c := v8test.Context(t)
	events, err := loop.New(c, loop.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, events.Close()) })
	r, err := module.NewRegistry(t.Context(), c, l, module.Options{Loop: events})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r, events
}

func TestImportWithALoop(t *testing.T) {
	r, events := loopRegistry(t, &module.NPMLoader{FS: files(map[string]string{
		"main.js": `await new Promise(resolve => setTimeout(resolve, 1)); const { b } = await import("./b.mjs"); export const a = 1 + b + await get(3)`,
		"b.mjs":   `await null; export const b = await get(1)`,
		"bad.mjs": `await fail()`, "never.mjs": `await new Promise(() => {})`,
		"caught.mjs": `export let e; try { await import("./bad.mjs") } catch (x) { e = x.message }`,
		"none.mjs":   `await import("./missing.mjs")`,
	})})
	failure := errors.New("no network")
	require.NoError(t, events.SetAsync("get", func(_ context.Context, n int) (int, error) { return 10 * n, nil }))
	require.NoError(t, events.SetAsync("fail", func() error { return failure }))
	var out map[string]any
	require.NoError(t, r.Import(t.Context(), "./main.js", &out))
	require.Equal(t, map[string]any{"a": 41.0}, out)
	require.ErrorIs(t, r.Import(t.Context(), "./bad.mjs", nil), failure)
	require.ErrorIs(t, r.Import(t.Context(), "./never.mjs", nil), loop.ErrNeverSettles)
	require.NoError(t, r.Import(t.Context(), "./caught.mjs", &out))
	require.Equal(t, "no network", out["e"])
	err := r.Import(t.Context(), "./none.mjs", nil)
	require.ErrorIs(t, err, module.ErrNotFound)
	require.ErrorContains(t, err, "TypeError: module: resolve \"./missing.mjs\"")
}

func TestImportCallUnderALoop(t *testing.T) {
	r, events := loopRegistry(t, module.MapLoader{"app:///a.js": {Text: `export const a = await Promise.resolve(5)`}})
	var a int
	require.NoError(t, events.Await(t.Context(), &a, func(s *v8.Scope) (v8.Value, error) {
		return v8test.Eval(s, `import("app:///a.js").then(m => m.a)`)
	}))
	require.Equal(t, 5, a)
	require.NoError(t, r.Close())
	err := events.Await(t.Context(), nil, func(s *v8.Scope) (v8.Value, error) { return v8test.Eval(s, `import("app:///a.js")`) })
	require.Error(t, err)
}

func TestManyImportWithALoop(t *testing.T) {
	l := module.MapLoader{}
	for n := range 50 {
		l[fmt.Sprintf("app:///m%d.js", n)] = module.Source{Text: fmt.Sprintf(
			`import "./shared.js"; await new Promise(r => setTimeout(r, %d)); export const n = (await import("./m%d.js")).start + 1; export { s as start } from "./shared.js"`, n%3, (n+1)%50)}
	}
	l["app:///shared.js"] = module.Source{Text: `await null; export const s = 41`}
	// m0 to m49 wait for each other in a circle by import(), which none may do.
	l["app:///m49.js"] = module.Source{Text: `export const start = 41, n = 42`}
	r, _ := loopRegistry(t, l)
	var group sync.WaitGroup
	for n := range 50 {
		group.Go(func() {
			var out map[string]int
			if err := r.Import(t.Context(), fmt.Sprintf("app:///m%d.js", n), &out); err != nil || out["n"] != 42 {
				t.Errorf("%d: %v %v", n, err, out)
			}
		})
	}
	group.Wait()
}
