package module_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/golang/mock/gomock"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/module/internal/mocks"
)

// mockLoader is a loader whose URLs are the specifiers.
func mockLoader(t *testing.T) *mocks.MockLoader {
	l := mocks.NewMockLoader(gomock.NewController(t))
	l.EXPECT().Resolve(gomock.Any(), gomock.Any(), gomock.Any()).
		DoAndReturn(func(specifier, _ string, _ module.Attributes) (string, error) { return specifier, nil }).AnyTimes()
	return l
}

func TestLoaderThatFailsIsAskedAgain(t *testing.T) {
	l := mockLoader(t)
	broken := errors.New("disk")
	gomock.InOrder(
		l.EXPECT().Load(gomock.Any(), "main").Return(module.Source{}, broken),
		l.EXPECT().Load(gomock.Any(), "main").Return(module.Source{Text: "export default 1"}, nil),
	)
	r := registry(t, l, module.Options{})
	err := r.Import(t.Context(), "main", nil)
	require.ErrorIs(t, err, broken)
	var e *module.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "load", e.Op)
	require.NoError(t, r.Import(t.Context(), "main", nil))
}

// Each URL is loaded once, so that a loader that gives other text the second time
// has no second time.
func TestLoaderIsAskedOnce(t *testing.T) {
	l := mockLoader(t)
	l.EXPECT().Load(gomock.Any(), "main").Return(module.Source{Text: `import "a"; import "b"; import x from "a" with { type: "text" }`}, nil).Times(1)
	l.EXPECT().Load(gomock.Any(), "a").Return(module.Source{Text: `import "b"; import "main"`}, nil).Times(1)
	l.EXPECT().Load(gomock.Any(), "b").Return(module.Source{Text: `import("a"); import("a", { with: { type: "text" } })`}, nil).Times(1)
	r := registry(t, l, module.Options{})
	require.NoError(t, r.Import(t.Context(), "main", nil))
	require.NoError(t, r.Import(t.Context(), "main", nil))
}

func TestLoaderThatBlocks(t *testing.T) {
	l := mockLoader(t)
	entered, release := make(chan struct{}), make(chan struct{})
	l.EXPECT().Load(gomock.Any(), "main").DoAndReturn(func(context.Context, string) (module.Source, error) {
		close(entered) // and heeds no ctx
		<-release
		return module.Source{}, nil
	})
	l.EXPECT().Load(gomock.Any(), "other").Return(module.Source{}, nil)
	r := registry(t, l, module.Options{MaxLoads: 1})
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("enough")
	go func() {
		<-entered
		v8test.RequireUsable(t, r.Context()) // the isolate is free meanwhile
		cancel(cause)
	}()
	err := r.Import(ctx, "main", nil)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, cause)
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.NoError(t, r.Import(t.Context(), "other", nil), "its slot is free")
	close(release)
}

// What two wait for goes on when one of them gives up.
func TestLoadGoesOnForTheOther(t *testing.T) {
	l := mockLoader(t)
	entered, release := make(chan context.Context, 1), make(chan struct{})
	l.EXPECT().Load(gomock.Any(), "main").DoAndReturn(func(ctx context.Context, _ string) (module.Source, error) {
		entered <- ctx
		select {
		case <-release:
			return module.Source{Text: "export default 1"}, nil
		case <-ctx.Done():
			return module.Source{}, ctx.Err()
		}
	}).Times(1)
	l.EXPECT().Load(gomock.Any(), "second").Return(module.Source{Text: `export { default } from "main"`}, nil)
	r := registry(t, l, module.Options{})
	first, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { require.ErrorIs(t, r.Import(first, "main", nil), context.Canceled) })
	loading := <-entered
	group.Go(func() {
		var out map[string]int
		require.NoError(t, r.Import(t.Context(), "second", &out))
		require.Equal(t, 1, out["default"])
	})
	// The second waits for main as soon as its own text is there.
	for !r.Waits("main", 2) {
		runtime.Gosched()
	}
	cancel()
	for r.Waits("main", 2) {
		runtime.Gosched()
	}
	require.NoError(t, loading.Err())
	close(release)
	group.Wait()
}

func TestLoaderThatPanics(t *testing.T) {
	l := mocks.NewMockLoader(gomock.NewController(t))
	l.EXPECT().Resolve("main", "", gomock.Any()).Return("main", nil).AnyTimes()
	l.EXPECT().Resolve("resolve", gomock.Any(), gomock.Any()).DoAndReturn(func(string, string, module.Attributes) (string, error) { panic("in Resolve") }).AnyTimes()
	l.EXPECT().Resolve("load", gomock.Any(), gomock.Any()).Return("load", nil).AnyTimes()
	l.EXPECT().Load(gomock.Any(), "load").DoAndReturn(func(context.Context, string) (module.Source, error) { panic("in Load") }).AnyTimes()
	l.EXPECT().Load(gomock.Any(), "main").Return(module.Source{Text: `
		export let message; try { await import("load") } catch (e) { message = e.message }`}, nil)
	r := registry(t, l, module.Options{})
	require.PanicsWithValue(t, "in Resolve", func() { r.Import(t.Context(), "resolve", nil) })
	require.PanicsWithValue(t, "in Load", func() { r.Import(t.Context(), "load", nil) })
	var out map[string]string
	require.NoError(t, r.Import(t.Context(), "main", &out))
	require.Contains(t, out["message"], "in Load")
	v8test.RequireUsable(t, r.Context())
}

func TestLoaderThatLies(t *testing.T) {
	for name, test := range map[string]struct {
		url    string
		source module.Source
		want   error
	}{
		"no URL":        {"", module.Source{}, module.ErrInvalidSpecifier},
		"a NUL":         {"a\x00", module.Source{}, module.ErrInvalidSpecifier},
		"a long URL":    {strings.Repeat("a", 1e6), module.Source{}, module.ErrInvalidSpecifier},
		"no kind":       {"a", module.Source{Kind: 17}, module.ErrUnsupported},
		"negative kind": {"a", module.Source{Kind: -1}, module.ErrUnsupported},
		"no UTF-8":      {"a", module.Source{Text: "export default '\xff'"}, nil},
		"huge":          {"a", module.Source{Text: strings.Repeat(" ", 1e6)}, module.ErrLimit},
	} {
		l := mocks.NewMockLoader(gomock.NewController(t))
		l.EXPECT().Resolve(gomock.Any(), gomock.Any(), gomock.Any()).Return(test.url, nil).AnyTimes()
		l.EXPECT().Load(gomock.Any(), gomock.Any()).Return(test.source, nil).AnyTimes()
		r := registry(t, l, module.Options{MaxBytes: 1e5})
		err := r.Import(t.Context(), "main", nil)
		require.ErrorIs(t, err, test.want, name)
		if err != nil {
			require.Less(t, len(err.Error()), 2000)
		}
	}
}

// A loader whose Resolve has another answer each time has one for a module.
func TestResolveIsAskedOnce(t *testing.T) {
	l := mocks.NewMockLoader(gomock.NewController(t))
	var n atomic.Int32
	l.EXPECT().Resolve(gomock.Any(), gomock.Any(), gomock.Any()).DoAndReturn(func(specifier, _ string, _ module.Attributes) (string, error) {
		return fmt.Sprint(specifier, n.Add(1)), nil
	}).AnyTimes()
	l.EXPECT().Load(gomock.Any(), "main1").Return(module.Source{Text: `
		export default (await import("x")) === (await import("x"))`}, nil)
	l.EXPECT().Load(gomock.Any(), "x2").Return(module.Source{}, nil).Times(1)
	r := registry(t, l, module.Options{})
	var out map[string]bool
	require.NoError(t, r.Import(t.Context(), "main", &out))
	require.True(t, out["default"])
}

// import.meta.resolve is held to what imports are.
func TestImportMetaResolveIsAskedOnce(t *testing.T) {
	l := mocks.NewMockLoader(gomock.NewController(t))
	var n atomic.Int32
	l.EXPECT().Resolve("main", "", gomock.Any()).Return("main", nil)
	l.EXPECT().Resolve("x", "main", gomock.Any()).DoAndReturn(func(string, string, module.Attributes) (string, error) {
		return fmt.Sprint("x", n.Add(1)), nil
	}).Times(1)
	l.EXPECT().Resolve("lies", "main", gomock.Any()).Return("a\x00", nil).AnyTimes()
	l.EXPECT().Load(gomock.Any(), "main").Return(module.Source{Text: `
		export const once = import.meta.resolve("x"), again = import.meta.resolve("x"), imported = (await import("x")).default;
		export let lies; try { import.meta.resolve("lies") } catch (e) { lies = String(e) }`}, nil)
	l.EXPECT().Load(gomock.Any(), "x1").Return(module.Source{Text: `export default import.meta.url`}, nil)
	r := registry(t, l, module.Options{})
	var out map[string]string
	require.NoError(t, r.Import(t.Context(), "main", &out))
	require.Equal(t, "x1", out["once"])
	require.Equal(t, "x1", out["again"])
	require.Equal(t, "x1", out["imported"])
	require.Contains(t, out["lies"], "TypeError: invalid specifier")
}

func TestEvaluationThatIsTerminated(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.js":  `import { x } from "./loop.mjs"; export default x`,
		"loop.mjs": `export const x = 1; while (globalThis.spin !== false) {}`,
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50e6)
	defer cancel()
	err := r.Import(ctx, "./main.js", nil)
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	v8test.RunIn(t, r.Context(), func(s *v8.Scope) { v8test.MustEval(t, s, "spin = false") })
	var out map[string]int
	require.NoError(t, r.Import(t.Context(), "./main.js", &out), "the spoilt modules are loaded anew")
	require.Equal(t, 1, out["default"])
}

// One of a circle throws after another was done, which V8 can't evaluate again.
func TestImportOfTheDoneOneOfACircle(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.mjs": `import "./b.mjs"; import "./x.mjs"`,
		"a.mjs":    `import "./b.mjs"; await 0`,
		"b.mjs":    `import "./c.mjs"; await 0; throw new Error("in b")`,
		"c.mjs":    `import "./a.mjs"; await 0`,
		"x.mjs":    `import "./a.mjs"; await 0`,
	})
	for _, name := range []string{"main", "c", "a", "c", "b"} {
		require.ErrorContains(t, r.Import(t.Context(), "./"+name+".mjs", nil), "Error: in b")
		v8test.RequireUsable(t, r.Context())
	}
}

// What a module would only require, if it came to that, is no part of it.
func TestFailureOfWhatIsNotRequired(t *testing.T) {
	r := fsRegistry(t, map[string]string{
		"main.mjs": `import c from "./c.cjs"; await 0; export default c`,
		"c.cjs":    `module.exports = "c"; exports.later = () => require("./esm.mjs")`,
		"esm.mjs":  `await 0; throw new Error("in esm")`,
	})
	for range 2 {
		var out map[string]string
		require.NoError(t, r.Import(t.Context(), "./main.mjs", &out))
		require.Equal(t, "c", out["default"])
		require.ErrorContains(t, r.Import(t.Context(), "./esm.mjs", nil), "Error: in esm")
	}
}

func TestRegistryLimits(t *testing.T) {
	l := module.MapLoader{"main": {Text: `export let e; try { for (let n = 0; ; n++) await import("m" + n) } catch (x) { e = x.message }`}}
	for n := range 100 {
		l[fmt.Sprint("m", n)] = module.Source{}
	}
	r := registry(t, l, module.Options{MaxModules: 50})
	var out map[string]string
	require.NoError(t, r.Import(t.Context(), "main", &out))
	require.Contains(t, out["e"], "MaxModules is 50")
}

func TestRegistryInAClosedContext(t *testing.T) {
	r := fsRegistry(t, map[string]string{"main.js": `import("./main.js")`})
	require.NoError(t, r.Import(t.Context(), "./main.js", nil))
	require.NoError(t, r.Context().Close())
	require.ErrorIs(t, r.Import(t.Context(), "./main.js", nil), v8.ErrClosed)
}

func TestImportIntoAClosedIsolate(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	r, err := module.NewRegistry(t.Context(), v8test.ContextIn(t, iso), module.MapLoader{"main": {Text: "export default 1"}}, module.Options{})
	require.NoError(t, err)
	require.NoError(t, r.Import(t.Context(), "main", nil))
	require.NoError(t, iso.Close())
	require.ErrorIs(t, r.Import(t.Context(), "main", nil), v8.ErrClosed)
	require.NoError(t, r.Close())
}

func TestImportCallAfterClose(t *testing.T) {
	r := fsRegistry(t, map[string]string{"main.js": `globalThis.later = () => import("./main.js"); export {}`})
	require.NoError(t, r.Import(t.Context(), "./main.js", nil))
	require.NoError(t, r.Close())
	err := v8test.EvalIn(t.Context(), r.Context(), "later()")
	require.ErrorContains(t, err, "the host has no modules for import() here")
	v8test.RequireUsable(t, r.Context())
}

// import() in a module, in eval and in Function, while all is ended.
func TestImportCallDuringTermination(t *testing.T) {
	r := fsRegistry(t, map[string]string{"main.js": `
		globalThis.loads = () => { for (;;) { import("./a.mjs"); (0, eval)("import('./b.mjs')"); new Function("import('./none.mjs')")() } }; export {}`,
		"a.mjs": `export {}`, "b.mjs": `export {}`})
	require.NoError(t, r.Import(t.Context(), "./main.js", nil))
	ctx, cancel := context.WithTimeout(t.Context(), 20e6)
	defer cancel()
	require.ErrorIs(t, v8test.EvalIn(ctx, r.Context(), "loads()"), v8.ErrTerminated)
	v8test.RequireUsable(t, r.Context())
}

// A module that fills the memory.
func TestImportBeyondTheMemoryLimit(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 64 << 20})
	r, err := module.NewRegistry(t.Context(), v8test.ContextIn(t, iso), module.MapLoader{
		"main": {Text: `const a = []; for (;;) a.push(new Array(1e4).fill(1.5))`},
	}, module.Options{})
	require.NoError(t, err)
	require.ErrorIs(t, r.Import(t.Context(), "main", nil), v8.ErrMemoryLimit)
	require.NoError(t, r.Close())
}

func TestCloseEndsWhatWaits(t *testing.T) {
	l := mockLoader(t)
	entered := make(chan struct{})
	l.EXPECT().Load(gomock.Any(), "main").DoAndReturn(func(ctx context.Context, _ string) (module.Source, error) {
		close(entered)
		<-ctx.Done()
		return module.Source{}, ctx.Err()
	})
	r := registry(t, l, module.Options{})
	go func() {
		<-entered
		r.Close()
	}()
	require.ErrorIs(t, r.Import(t.Context(), "main", nil), v8.ErrClosed)
}

func TestErrNotFoundIsErrNotExist(t *testing.T) {
	require.ErrorIs(t, module.ErrNotFound, fs.ErrNotExist)
}

// A long chain of imports that ends where it begins.
func TestLongCircle(t *testing.T) {
	l := module.MapLoader{}
	const many = 3000
	for n := range many {
		l[fmt.Sprint("m", n)] = module.Source{Text: fmt.Sprintf(`import "m%d"; export {}`, (n+1)%many)}
	}
	r := registry(t, l, module.Options{})
	require.NoError(t, r.Import(t.Context(), "m0", nil))
	v8test.RequireUsable(t, r.Context())
}
