package v8_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// A module of WebAssembly that exports a memory, shared and of one page.
const sharedModule = `new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 5, 4, 1, 3, 1, 1, 7, 5, 1, 1, 109, 2, 0])`

// Each is a way to what Harden takes. It gives "got" when it has got there.
var (
	waysToWasm = []string{
		"new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) && 'got'",
		"WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) && 'got'",
		"new WebAssembly.Memory({initial: 1}) && 'got'",
		"new WebAssembly.Table({initial: 1, element: 'anyfunc'}) && 'got'",
		"globalThis.WebAssembly && 'got'",
		"Object.getOwnPropertyNames(globalThis).includes('WebAssembly') && 'got'",
		"Reflect.ownKeys(globalThis).some(key => String(globalThis[key]) === '[object WebAssembly]') && 'got'",
		"typeof WebAssembly !== 'undefined' && 'got'",
	}
	waysToStrings = []string{
		"eval('\"got\"')", "(0, eval)('\"got\"')", "globalThis.eval('\"got\"')",
		"Function('return \"got\"')()", "new Function('return \"got\"')()",
		"(() => {}).constructor('return \"got\"')()", "(function* () {}).constructor('yield \"got\"')().next().value",
		"(async () => {}).constructor('return \"got\"')() && 'got'",
		"(async function* () {}).constructor('yield \"got\"')() && 'got'",
		"Reflect.construct(Function, ['return \"got\"'], Array)()", "[].map.constructor('return \"got\"')()",
		"Function.bind(null, 'return \"got\"')()()", "host.constructor('return \"got\"')()",
		"Function.apply(null, ['return \"got\"'])()",
		"'1 + 1'.replace(/.*/, eval) === '2' && 'got'", "new Proxy(Function, {}).call(null, 'return \"got\"')()",
		"new (class extends Function { constructor() { super('return \"got\"') } })()()",
		"new ShadowRealm().evaluate('\"got\"')", "setTimeout('globalThis.got = 1') && 'got'",
	}
	waysToSharedMemory = []string{
		"new SharedArrayBuffer(8) && 'got'", "new SharedArrayBuffer(8, {maxByteLength: 16}) && 'got'",
		"typeof SharedArrayBuffer !== 'undefined' && 'got'",
		"new WebAssembly.Memory({initial: 1, maximum: 2, shared: true}) && 'got'",
		"new WebAssembly.Memory({initial: 1, maximum: 2, shared: true}).buffer.constructor && 'got'",
		"new WebAssembly.Instance(new WebAssembly.Module(" + sharedModule + ")).exports.m.buffer && 'got'",
		"Object.getOwnPropertyNames(globalThis).includes('SharedArrayBuffer') && 'got'",
		"typeof shared !== 'undefined' && new shared.constructor(8).byteLength === 8 && shared.constructor !== Object && 'got'",
		"typeof shared !== 'undefined' && shared.slice(0, 1) && 'got'",
	}
	waysToWait = []string{
		"Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0) && 'got'",
		"Atomics.wait(new Int32Array(new WebAssembly.Memory({initial: 1, maximum: 1, shared: true}).buffer), 0, 0, 0) && 'got'",
		"typeof shared !== 'undefined' && Atomics.wait(new Int32Array(shared), 0, 0, 0) && 'got'",
	}
)

// goes runs each way in c, and says which have got there.
func goes(t *testing.T, c *v8.Context, ways []string) (got []string) {
	t.Helper()
	v8test.RunIn(t, c, func(s *v8.Scope) {
		host, err := s.NewFunction(v8test.CallBack, v8.FunctionOptions{Name: "host"})
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("host", host.Value))
		for _, way := range ways {
			v, err := v8test.Eval(s, way)
			var exception *v8.Exception
			if err == nil && v.String() == "got" {
				got = append(got, way)
			} else if err != nil {
				require.ErrorAs(t, err, &exception, way)
			}
		}
	})
	return got
}

// Of the ways that exist when nothing is taken, none is left when all is.
func TestHarden(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.NoError(t, v8.SetFlags("--turbofan", "--maglev", "--expose-gc"))
		require.NoError(t, v8.Harden(v8.HardenOptions{}))
		require.ErrorIs(t, v8.Harden(v8.HardenOptions{}), v8.ErrHardened)
		require.ErrorIs(t, v8.SetFlags("--expose-gc"), v8.ErrHardened)
		require.ErrorIs(t, v8.SetUnsafeFlags("--expose-gc"), v8.ErrHardened)
		c := v8test.Context(t)
		require.ErrorIs(t, v8.Harden(v8.HardenOptions{}), v8.ErrStarted)
		require.ErrorIs(t, v8.SetFlags("--expose-gc"), v8.ErrStarted)
		for _, ways := range [][]string{waysToWasm, waysToStrings, waysToSharedMemory, waysToWait} {
			require.Empty(t, goes(t, c, ways))
		}
		require.ErrorIs(t, c.AllowCodeGenerationFromStrings(true), v8.ErrHardened)
		require.ErrorIs(t, c.AllowWasmCodeGeneration(true), v8.ErrHardened)
		require.NoError(t, c.AllowCodeGenerationFromStrings(false))
		require.NoError(t, c.AllowWasmCodeGeneration(false))
		require.Empty(t, goes(t, c, waysToStrings))
		v8test.RunIn(t, c, func(s *v8.Scope) {
			_, err := s.NewSharedArrayBuffer(8)
			require.ErrorContains(t, err, "RangeError")
			_, err = s.CompileWasm([]byte("\x00asm\x01\x00\x00\x00"))
			require.ErrorContains(t, err, "disallowed by embedder")
		})
		v8test.RequireUsable(t, c)
	})
}

// The same ways where nothing is taken: nearly all get there, or the test above
// says nothing.
func TestNotHardened(t *testing.T) {
	c := v8test.Context(t)
	shareFromAnother(t, c)
	for _, ways := range []struct {
		all  []string
		none int // that get nowhere in any case
	}{{waysToWasm, 0}, {waysToStrings, 2}, {waysToSharedMemory, 0}, {waysToWait, 0}} {
		require.Len(t, goes(t, c, ways.all), len(ways.all)-ways.none)
	}
	require.NoError(t, c.AllowCodeGenerationFromStrings(true))
	require.NoError(t, c.AllowWasmCodeGeneration(true))
}

// shareFromAnother gives c, as "shared", a SharedArrayBuffer of another isolate.
func shareFromAnother(t *testing.T, c *v8.Context) {
	t.Helper()
	var sent *v8.SerializedValue
	v8test.RunIn(t, v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{})), func(s *v8.Scope) {
		var err error
		sent, err = s.SerializeValue(v8test.MustEval(t, s, "new SharedArrayBuffer(8)"))
		require.NoError(t, err)
	})
	defer sent.Close()
	v8test.RunIn(t, c, func(s *v8.Scope) {
		shared, err := s.DeserializeValue(sent)
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("shared", shared))
	})
}

// Each option takes its own, and nothing else.
func TestHardenedByOptions(t *testing.T) {
	shared := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{DisallowSharedMemory: true}))
	shareFromAnother(t, shared)
	require.Empty(t, goes(t, shared, waysToSharedMemory))
	require.Len(t, goes(t, shared, waysToWasm), len(waysToWasm))
	require.Len(t, goes(t, shared, waysToWait), 1, "with what another isolate shares")

	wait := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{DisallowAtomicsWait: true}))
	shareFromAnother(t, wait)
	require.Empty(t, goes(t, wait, waysToWait))
	require.Len(t, goes(t, wait, waysToSharedMemory), len(waysToSharedMemory))

	iso := v8test.Isolate(t, v8.IsolateOptions{})
	wasm, err := iso.NewContext(context.Background(), v8.ContextOptions{DisallowWasm: true})
	require.NoError(t, err)
	require.Empty(t, goes(t, wasm, waysToWasm))
	require.NotEmpty(t, goes(t, wasm, waysToStrings))
	other := v8test.ContextIn(t, iso)
	require.Len(t, goes(t, other, waysToWasm), len(waysToWasm), "another context of the isolate")
}

// Harden leaves what its options name, and only that.
func TestHardenAllows(t *testing.T) {
	for _, test := range []struct {
		options                     v8.HardenOptions
		wasm, strings, shared, wait int
	}{
		{v8.HardenOptions{Compilers: v8.NoCompilers, AllowWasm: true}, 0, 0, 0, 0},
		{v8.HardenOptions{AllowWasm: true}, len(waysToWasm), 0, 0, 0},
		{v8.HardenOptions{AllowCodeGenerationFromStrings: true}, 0, len(waysToStrings) - 2, 0, 0},
		{v8.HardenOptions{AllowSharedMemory: true}, 0, 0, 4, 0},
		{v8.HardenOptions{AllowSharedMemory: true, AllowAtomicsWait: true, Compilers: v8.AllCompilers}, 0, 0, 4, 1},
		{v8.HardenOptions{AllowAtomicsWait: true, Compilers: v8.CautiousCompilers}, 0, 0, 0, 0},
	} {
		t.Run(fmt.Sprintf("%+v", test.options), func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				require.NoError(t, v8.Harden(test.options))
				c := v8test.Context(t)
				require.Len(t, goes(t, c, waysToWasm), test.wasm)
				require.Len(t, goes(t, c, waysToStrings), test.strings)
				require.Len(t, goes(t, c, waysToSharedMemory), test.shared)
				require.Len(t, goes(t, c, waysToWait), test.wait)
			})
		})
	}
}

// A keeper says that it has deleted whatever is to be deleted.
type keeper struct{ v8test.Handler }

func (keeper) Delete(v8.PropertyCallbackInfo, v8.Name) (deleted, intercepted bool, err error) {
	return true, true, nil
}

func TestHardenedGlobalWithHandler(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{DisallowSharedMemory: true})
	global := v8test.Must(iso.NewObjectTemplate())
	require.NoError(t, global.SetNamedPropertyHandler(keeper{}, 0))
	before := v8.Stats().Contexts
	_, err := iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: global})
	require.ErrorContains(t, err, "a handler of the global object keeps what is to be taken")
	require.Equal(t, before, v8.Stats().Contexts, "nothing is left of it")
}

// A thrower throws instead of deleting.
type thrower struct {
	v8test.Handler
	source string // what it throws, or an error of Go
}

var errNotDeleted = errors.New("not deleted")

func (h thrower) Delete(info v8.PropertyCallbackInfo, _ v8.Name) (deleted, intercepted bool, err error) {
	if h.source == "" {
		return false, false, errNotDeleted
	}
	_, err = v8test.Eval(info.Scope(), h.source)
	return false, false, err
}

// What is thrown here comes out where no context is entered.
func TestThrowOutsideOfContexts(t *testing.T) {
	for source, want := range map[string]string{
		"": "not deleted",
		"throw new RangeError('a', {cause: new TypeError('b')})": "RangeError: a",
		"throw 1":                         "1",
		"throw undefined":                 "undefined",
		"throw {a: {b: 1}}":               "#<Object>",
		"throw Object.create(null)":       "[object Object]",
		"throw new Proxy(Error('a'), {})": "Error: a",
		"let p = Proxy.revocable({}, {}); p.revoke(); throw p.proxy": "null",
	} {
		t.Run(source, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				for range 2 {
					iso := v8test.Isolate(t, v8.IsolateOptions{DisallowSharedMemory: true})
					global := v8test.Must(iso.NewObjectTemplate())
					require.NoError(t, global.SetNamedPropertyHandler(thrower{source: source}, 0))
					_, err := iso.NewContext(context.Background(), v8.ContextOptions{GlobalTemplate: global})
					require.ErrorContains(t, err, want)
					require.Equal(t, source == "", errors.Is(err, errNotDeleted))
					var exception *v8.Exception
					if errors.As(err, &exception) && exception.Cause != nil {
						require.Equal(t, "TypeError: b", exception.Cause.Message)
					}
					v8test.RequireUsable(t, v8test.ContextIn(t, iso))
				}
			})
		})
	}
}

// Which compilers have had their turn at a hot function.
func TestHardenCompilers(t *testing.T) {
	for name, test := range map[string]struct {
		options *v8.HardenOptions
		tiers   string // that are reached: the optimizing ones, or else Sparkplug
	}{
		"not hardened": {nil, "MT"},
		"all":          {&v8.HardenOptions{Compilers: v8.AllCompilers}, "MT"},
		"cautious":     {&v8.HardenOptions{Compilers: v8.CautiousCompilers}, "T"},
		"baseline":     {&v8.HardenOptions{}, "S"},
		"none":         {&v8.HardenOptions{Compilers: v8.NoCompilers}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				require.NoError(t, v8.SetFlags("--turbofan", "--maglev", "--sparkplug"))
				if test.options != nil {
					require.NoError(t, v8.Harden(*test.options))
				}
				require.NoError(t, v8.SetFlagOf("--allow-natives-syntax"))
				v8test.Run(t, func(s *v8.Scope) {
					text, err := s.NewString(test.tiers)
					require.NoError(t, err)
					require.NoError(t, s.Global().Set("tiers", text.Value))
					require.Equal(t, test.tiers, v8test.MustEval(t, s, `
						function f(n) { let x = 0; for (let i = 0; i < n; i++) x = x * 31 + i | 0; return x }
						const seen = new Set
						for (let i = 0; i < 20000 || ![...tiers].every(tier => seen.has(tier)); i++) {
							f(200)
							if (%ActiveTierIsSparkplug(f)) seen.add('S')
							if (%ActiveTierIsMaglev(f)) seen.add('M')
							if (%ActiveTierIsTurbofan(f)) seen.add('T')
						}
						if (seen.size > 1) seen.delete('S');
						[...seen].sort().join('')`).String())
				})
			})
		})
	}
}

// V8 without compilers has no WebAssembly, and compiling some for Go would be
// the isolate's death. So the flag alone is refused.
func TestCompileWasmWithoutCompilers(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		require.ErrorContains(t, v8.SetFlags("--jitless"), "SetUnsafeFlags")
		require.NoError(t, v8.Harden(v8.HardenOptions{Compilers: v8.NoCompilers, AllowWasm: true}))
		v8test.Run(t, func(s *v8.Scope) {
			_, err := s.CompileWasm([]byte("\x00asm\x01\x00\x00\x00"))
			require.ErrorContains(t, err, "disallowed by embedder")
			require.Equal(t, "undefined", v8test.MustEval(t, s, "typeof WebAssembly").String())
		})
	})
}

// A module that Go hands over is of no use where WebAssembly is taken.
func TestDisallowWasmWithModule(t *testing.T) {
	var sent *v8.SerializedValue
	v8test.Run(t, func(s *v8.Scope) {
		var err error
		sent, err = s.SerializeValue(v8test.MustEval(t, s, waysToWasm[0][:strings.Index(waysToWasm[0], " &&")]))
		require.NoError(t, err)
	})
	defer sent.Close()
	c, err := v8test.Isolate(t, v8.IsolateOptions{}).NewContext(context.Background(), v8.ContextOptions{DisallowWasm: true})
	require.NoError(t, err)
	v8test.RunIn(t, c, func(s *v8.Scope) {
		module, err := s.DeserializeValue(sent)
		require.NoError(t, err)
		require.NoError(t, s.Global().Set("module", module))
		v8test.Throws(t, s, "new module.constructor(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))", "disallowed by embedder")
	})
}
