package v8_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/golang/mock/gomock"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/mocks"
)

// codes is a CodeCache that tells what it is asked.
type codes struct {
	sync.Mutex
	data                     map[[32]byte][]byte
	loaded, missed, rejected int
}

func newCodes() *codes { return &codes{data: map[[32]byte][]byte{}} }

func (c *codes) Load(key [32]byte) []byte {
	c.Lock()
	defer c.Unlock()
	if c.data[key] == nil {
		c.missed++
	} else {
		c.loaded++
	}
	return c.data[key]
}

func (c *codes) Store(key [32]byte, data []byte) {
	c.Lock()
	defer c.Unlock()
	c.data[key] = data
}

func (c *codes) Reject([32]byte, error) {
	c.Lock()
	defer c.Unlock()
	c.rejected++
}

// inIsolate runs fn in an isolate of its own that has the CodeCache.
func inIsolate(t testing.TB, cache v8.CodeCache, fn func(s *v8.Scope)) {
	t.Helper()
	v8test.RunIn(t, v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{CodeCache: cache})), fn)
}

// Whatever compiles asks once, stores once, and then finds it.
func TestCodeCache(t *testing.T) {
	source := v8test.Program(111)
	for name, use := range map[string]func(s *v8.Scope) (v8.Value, error){
		"Eval": func(s *v8.Scope) (v v8.Value, err error) { return v, s.Eval(source, &v) },
		"Compile": func(s *v8.Scope) (v8.Value, error) {
			script, err := s.Compile(source, v8.ScriptOrigin{Name: "a.js"})
			require.NoError(t, err)
			return script.Run()
		},
		"CompileUnboundScript": func(s *v8.Scope) (v8.Value, error) {
			u, err := s.CompileUnboundScript(source, v8.ScriptOrigin{})
			require.NoError(t, err)
			script, err := u.BindToCurrentContext()
			require.NoError(t, err)
			return script.Run()
		},
		"CompileFunction": func(s *v8.Scope) (v8.Value, error) {
			f, err := s.CompileFunction(source+"; return a", v8.FunctionSource{Name: "f", Parameters: []string{"a", "b"}})
			require.NoError(t, err)
			return f.Call(v8.Undefined(), v8.NewNumber(111))
		},
		"CompileModule": func(s *v8.Scope) (v8.Value, error) {
			m, err := s.CompileModule(source+"; export default 111", v8.ScriptOrigin{Name: "a.mjs"})
			require.NoError(t, err)
			require.NoError(t, m.InstantiateModule(nil))
			_, err = m.Evaluate()
			require.NoError(t, err)
			namespace, err := m.Namespace()
			require.NoError(t, err)
			return namespace.Get("default")
		},
	} {
		cache := newCodes()
		for n := range 3 {
			inIsolate(t, cache, func(s *v8.Scope) {
				v, err := use(s)
				require.NoError(t, err, name)
				require.Equal(t, "111", v.String(), name)
				require.Len(t, cache.data, min(n, 1), "it is stored when the Run has ended")
			})
		}
		require.Equal(t, 1, cache.missed, name)
		require.Equal(t, 2, cache.loaded, name)
		require.Zero(t, cache.rejected, name)
	}
}

// Functions that differ in their parameters alone are two.
func TestCodeCacheOfFunctions(t *testing.T) {
	cache := newCodes()
	for range 2 {
		for _, test := range []struct {
			parameters []string
			want       string
		}{{[]string{"a", "b"}, "12"}, {[]string{"b", "a"}, "21"}, {[]string{"b, a"}, "21"}} {
			inIsolate(t, cache, func(s *v8.Scope) {
				f, err := s.CompileFunction(v8test.Program(1)+"; return `${a}${b}`", v8.FunctionSource{Parameters: test.parameters})
				if len(test.parameters) == 1 {
					require.Error(t, err)
					return
				}
				require.NoError(t, err)
				v, err := f.Call(v8.Undefined(), v8.NewNumber(1), v8.NewNumber(2))
				require.NoError(t, err)
				require.Equal(t, test.want, v.String())
			})
		}
	}
	require.Len(t, cache.data, 2)
}

func TestCodeCacheOfAsyncFunctions(t *testing.T) {
	cache := newCodes()
	for n := range 2 {
		missed := cache.missed
		inIsolate(t, cache, func(s *v8.Scope) {
			f, err := s.CompileFunction(v8test.Program(1)+"; return await a", v8.FunctionSource{Parameters: []string{"a"}, Async: true})
			require.NoError(t, err)
			v, err := f.Call(v8.Undefined(), v8.NewNumber(7))
			require.NoError(t, err)
			promise, ok := v.AsPromise()
			require.True(t, ok)
			require.NoError(t, s.PerformMicrotaskCheckpoint())
			require.Equal(t, "7", promise.Result().String())
		})
		require.Equal(t, n == 0, cache.missed > missed)
	}
}

func TestCodeCacheOfShortText(t *testing.T) {
	cache := mocks.NewMockCodeCache(gomock.NewController(t))
	inIsolate(t, cache, func(s *v8.Scope) { v8test.MustEval(t, s, "1") })
}

// A CachedData is used in place of the isolate's CodeCache.
func TestCachedDataBesideACodeCache(t *testing.T) {
	cache := mocks.NewMockCodeCache(gomock.NewController(t))
	inIsolate(t, cache, func(s *v8.Scope) {
		u, err := s.CompileUnboundScript(v8test.Program(1), v8.ScriptOrigin{CachedData: &v8.CachedData{}})
		require.NoError(t, err)
		_, err = u.CreateCodeCache()
		require.NoError(t, err)
	})
}

// What a CodeCache gives is not believed.
func TestCodeCacheThatLies(t *testing.T) {
	other := v8test.CodeOf(t, v8test.Program(222))
	for name, data := range map[string][]byte{
		"garbage": []byte("garbage"), "of another text": other, "refused by V8": v8.Reseal(append([]byte(nil), other...)),
	} {
		cache := mocks.NewMockCodeCache(gomock.NewController(t))
		var key [32]byte
		cache.EXPECT().Load(gomock.Any()).DoAndReturn(func(k [32]byte) []byte { key = k; return data }).Times(1)
		cache.EXPECT().Reject(gomock.Any(), gomock.Any()).Do(func(k [32]byte, why error) {
			require.Equal(t, key, k)
			require.Error(t, why, name)
		}).Times(1)
		cache.EXPECT().Store(gomock.Any(), gomock.Any()).Do(func(k [32]byte, data []byte) { require.Equal(t, key, k) }).Times(1)
		inIsolate(t, cache, func(s *v8.Scope) {
			require.Equal(t, "111", v8test.MustEval(t, s, v8test.Program(111)).String())
		})
	}
}

// V8 looks at what has passed our own checks too.
func TestCodeThatV8Rejects(t *testing.T) {
	cache := newCodes()
	eval := func(s *v8.Scope) { require.Equal(t, "1", v8test.MustEval(t, s, v8test.Program(1)).String()) }
	inIsolate(t, cache, eval)
	for key, data := range cache.data {
		bad := append([]byte(nil), data...)
		bad[v8.CodeHead+4] ^= 1 // the version
		cache.data[key] = v8.Reseal(bad)
	}
	for range 2 {
		inIsolate(t, cache, eval)
	}
	require.Equal(t, 1, cache.rejected, "and was stored anew")
}

func TestCodeCacheThatPanics(t *testing.T) {
	for _, what := range []string{"load", "reject", "store"} {
		cache := mocks.NewMockCodeCache(gomock.NewController(t))
		panics := func(in string) {
			if in == what {
				panic(what)
			}
		}
		cache.EXPECT().Load(gomock.Any()).DoAndReturn(func([32]byte) []byte { panics("load"); return []byte("bad") }).AnyTimes()
		cache.EXPECT().Reject(gomock.Any(), gomock.Any()).Do(func([32]byte, error) { panics("reject") }).AnyTimes()
		cache.EXPECT().Store(gomock.Any(), gomock.Any()).Do(func([32]byte, []byte) { panics("store") }).AnyTimes()
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{CodeCache: cache}))
		require.PanicsWithValue(t, what, func() { c.Eval(t.Context(), v8test.Program(1), nil) })
		v8test.RequireUsable(t, c)
	}
}

// A module is stored when it was evaluated, which may be much later.
func TestCodeCacheOfModules(t *testing.T) {
	cache := newCodes()
	iso := v8test.Isolate(t, v8.IsolateOptions{CodeCache: cache})
	c := v8test.ContextIn(t, iso)
	modules := map[string]*v8.Global[v8.Module]{}
	sources := map[string]string{
		"main": "import 'dep'; " + v8test.Program(1), "dep": "globalThis.dep = 1; " + v8test.Program(2),
		"throws": v8test.Program(3) + "; throw 1", "unused": v8test.Program(4), "waits": v8test.Program(5) + "; await new Promise(() => {})",
	}
	for name, source := range sources {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			m, err := s.CompileModule(source, v8.ScriptOrigin{Name: name})
			require.NoError(t, err)
			modules[name], err = v8.NewGlobal(s, m)
			require.NoError(t, err)
		})
	}
	evaluate := func(name string) {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			m := modules[name].Get(s)
			require.NoError(t, m.InstantiateModule(func(s *v8.Scope, specifier string, _ []v8.ImportAttribute, _ v8.Module) (v8.Module, error) {
				return modules[specifier].Get(s), nil
			}))
			promise, err := m.Evaluate()
			require.NoError(t, err)
			promise.MarkAsHandled()
		})
	}
	require.Empty(t, cache.data)
	evaluate("throws")
	require.Empty(t, cache.data)
	require.NoError(t, modules["unused"].Close())
	v8test.CollectGarbage(t, c)
	evaluate("main")
	require.Len(t, cache.data, 2)
	evaluate("waits")
	require.Len(t, cache.data, 3)
	for _, m := range modules {
		require.NoError(t, m.Close())
	}
}

// Modules that are never evaluated are not remembered for ever.
func TestCodeCacheOfManyModules(t *testing.T) {
	cache := newCodes()
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{CodeCache: cache}))
	// Until those that were collected are forgotten, whenever V8 does so.
	for last, rounds := 0, 0; v8.WaitingModules(c) >= last; rounds++ {
		require.Less(t, rounds, 100)
		last = v8.WaitingModules(c)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			for n := range 100 {
				_, err := s.CompileModule(v8test.Program(n), v8.ScriptOrigin{})
				require.NoError(t, err)
			}
		})
		v8test.CollectGarbage(t, c)
	}
	require.Empty(t, cache.data)
}

// A Run that is ended stores nothing, and neither does one that panics.
func TestCodeCacheOfARunThatIsEnded(t *testing.T) {
	cache := newCodes()
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{CodeCache: cache}))
	ctx, cancel := context.WithCancel(t.Context())
	err := c.Run(ctx, func(s *v8.Scope) error {
		v8test.MustEval(t, s, v8test.Program(1))
		cancel()
		return s.Eval("for (;;) {}", nil)
	})
	require.ErrorIs(t, err, v8.ErrTerminated)
	require.Panics(t, func() {
		c.Run(t.Context(), func(s *v8.Scope) error {
			v8test.MustEval(t, s, v8test.Program(2))
			panic("test")
		})
	})
	require.Empty(t, cache.data)
	// What fails by itself has run all the same.
	failure := errors.New("test")
	require.ErrorIs(t, c.Run(t.Context(), func(s *v8.Scope) error {
		v8test.MustEval(t, s, v8test.Program(3))
		return failure
	}), failure)
	require.Len(t, cache.data, 1)
}

// Microtasks belong to the Run, and so do the functions that they call.
func TestCodeCacheHasWhatMicrotasksCall(t *testing.T) {
	size := func(end string) (size int) {
		cache := newCodes()
		inIsolate(t, cache, func(s *v8.Scope) { v8test.MustEval(t, s, v8test.Program(1)+end) })
		for _, data := range cache.data {
			size += len(data)
		}
		return size
	}
	require.Greater(t, size("; Promise.resolve([1]).then(f20); 1"), size("; Promise.resolve([1]).then(Boolean); 1"))
}

// What microtasks compile is stored too.
func TestCodeCacheHasWhatMicrotasksCompile(t *testing.T) {
	cache := newCodes()
	inIsolate(t, cache, func(s *v8.Scope) {
		v8test.Define(t, s, "later", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return v8test.Eval(info.Scope(), v8test.Program(1))
		})
		v8test.MustEval(t, s, "Promise.resolve().then(later)")
	})
	require.Len(t, cache.data, 1)
}

// Many isolates share one.
func TestCodeCacheOfManyIsolates(t *testing.T) {
	cache := newCodes()
	v8test.Together(t, 8, func(goroutine int) error {
		for n := range 20 {
			iso, err := v8.NewIsolate(v8.IsolateOptions{CodeCache: cache, MemoryLimit: 64 * v8test.Megabyte})
			if err != nil {
				return err
			}
			c, err := iso.NewContext(t.Context(), v8.ContextOptions{})
			if err != nil {
				return err
			}
			var out int
			if err := c.Eval(t.Context(), v8test.Program(n%5), &out); err != nil || out != n%5 {
				t.Errorf("%d: %d, %v", n, out, err)
			}
			iso.Close()
		}
		return nil
	})
	require.Len(t, cache.data, 5)
}

// Code that does not fit into the heap that it is for.
func TestCachedDataBeyondTheHeapLimit(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		var source string
		for n := range 200 {
			source += "(() => {" + v8test.Program(n) + "})();\n"
		}
		cached := &v8.CachedData{Data: v8test.CodeOf(t, source)}
		for _, limit := range []uint64{3, 4, 5, 8} {
			c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{HeapLimit: limit * v8test.Megabyte, SourceLimit: 1 << 30}))
			err := c.Run(t.Context(), func(s *v8.Scope) error {
				filler := "const fill = []; for (let n = 0; n < 300000; n++) fill.push([n]); fill.length"
				if err := s.Eval(filler, nil); err != nil {
					return err
				}
				_, err := s.Compile(source, v8.ScriptOrigin{CachedData: cached})
				return err
			})
			if err != nil {
				require.True(t, errors.Is(err, v8.ErrMemoryLimit) || errors.Is(err, v8.ErrIsolateDead), "%v", err)
			}
		}
		require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
	})
}
