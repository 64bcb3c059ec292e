package vm_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/vm"
)

// Objects are instances in their own context alone.
func TestIsolatedVMCrossContextInstance(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		other := newContext(t, i)
		var o *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "class A {}; globalThis.A = A; globalThis.a = new A; a", &o))
		var same, within bool
		require.NoError(t, other.EvalClosure(t.Context(), "return $0 instanceof Object", []any{o.DerefInto()}, &same))
		require.False(t, same)
		require.NoError(t, c.EvalClosure(t.Context(), "return $0 === a && $0 instanceof A && $0 instanceof Object", []any{o.DerefInto()}, &within))
		require.True(t, within)
	})
}

// What a script throws is told, with the calls of all isolates that it has come
// through.
func TestIsolatedVMExceptionInfo(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			pair := isolates(t, tier, 2)
			require.NoError(t, pair[1].Eval(t.Context(), "function inner() {\n  throw new RangeError('far\\naway')\n}", nil, vm.CallOptions{Name: "inner.js"}))
			call := func(ctx context.Context) error {
				return pair[1].Eval(ctx, "inner()", nil, vm.CallOptions{Name: "between.js"})
			}
			require.NoError(t, pair[0].Global().Set(t.Context(), "call", call))
			err := pair[0].Eval(t.Context(), "function outer() {\n call()\n}\nouter()", nil, vm.CallOptions{Name: "outer.js"})
			var outer, inner *vm.Exception
			require.ErrorAs(t, err, &outer)
			require.Equal(t, "outer.js", outer.ResourceName)
			require.Equal(t, "outer", outer.StackTrace[0].FunctionName)
			require.Len(t, outer.Unwrap(), 1)
			require.ErrorAs(t, outer.Unwrap()[0], &inner)
			require.Equal(t, "RangeError: far\naway", inner.Message)
			require.Equal(t, "inner.js", inner.ResourceName)
			require.Equal(t, 2, inner.Line)
			require.Equal(t, []string{"inner.js", "between.js"}, []string{inner.StackTrace[0].ScriptName, inner.StackTrace[1].ScriptName})
		})
	}
}

// Anything may be thrown.
func TestIsolatedVMExceptionInfoThrown(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		for source, message := range map[string]string{
			"throw {}":             "#<Object>",
			"throw 1234":           "1234",
			"throw undefined":      "undefined",
			"throw null":           "null",
			"throw Symbol('a')":    "Symbol(a)",
			"throw 10n":            "10",
			"throw new Error":      "Error",
			"throw new Error(123)": "Error: 123",
			"const e = new Error; e.message = 1234; throw e":                        "Error",
			"throw Object.assign(new TypeError('x'), {name: 'Custom'})":             "",
			"class MyError extends Error { name = 'Mine' }; throw new MyError('y')": "",
			"throw new Proxy({}, {get() { throw 1 }})":                              "",
			"throw {get message() { for (;;); }, toString() { for (;;); }}":         "",
			"throw Object.create(null)":                                             "",
			"throw new Error('x', {cause: new Error('y', {cause: 1})})":             "Error: x",
		} {
			var exception *vm.Exception
			require.ErrorAs(t, c.Eval(t.Context(), "{"+source+"}", nil), &exception, source)
			if message != "" {
				require.Equal(t, message, exception.Message, source)
			}
		}
	})
}

// What the host knows nothing of stays frozen, whatever a guest changes.
func TestIsolatedVMImmutable(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var o *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "({a: 1})", &o))
		require.NoError(t, c.Global().Set(t.Context(), "o", o))
		require.True(t, eval[bool](t, c, "Object.isFrozen(o)"))
		require.Equal(t, 1, eval[int](t, c, "o.getSync = () => 2; delete o.getSync; o.getSync('a')"))
	})
}

// A script belongs to its isolate.
func TestIsolatedVMInvalidContext(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			pair := isolates(t, tier, 2)
			script, err := pair[0].Isolate().CompileScript(t.Context(), "1")
			require.NoError(t, err)
			require.ErrorIs(t, script.Run(t.Context(), pair[1], nil), vm.ErrUnsupported)
			var o *vm.Reference
			require.NoError(t, pair[0].Eval(t.Context(), "({})", &o))
			require.ErrorIs(t, pair[1].Global().Set(t.Context(), "o", o.DerefInto()), vm.ErrUnsupported)
		})
	}
}

// Poisoned microtasks end with the call that has made them; the next one works.
func TestIsolatedVMMicrotaskTimeout(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		for _, source := range []string{
			"function again() { Promise.resolve().then(again) }; again()",
			"(async () => { for (;;) await 0 })()",
			"Promise.resolve().then(() => { for (;;); })",
			"queueMicrotask(function again() { queueMicrotask(again) })",
		} {
			err := c.Eval(t.Context(), source, nil, vm.CallOptions{WallLimit: 30 * time.Millisecond})
			require.ErrorIs(t, err, vm.ErrTerminated, source)
			require.Equal(t, 1, eval[int](t, c, "1"), source)
			require.Equal(t, 2, eval[int](t, c, "Promise.resolve(2)"), source)
		}
	})
}

// A callback needs no name, and has the one that it is given.
func TestIsolatedVMNoNameCallback(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var names []string
		named := vm.NewCallback(func() {}, vm.CallbackOptions{Name: "named"})
		require.NoError(t, c.EvalClosure(t.Context(), "return [$0.name, $1.name]", []any{func() {}, named}, &names))
		require.Equal(t, []string{"", "named"}, names)
	})
}

// A rejection is the call's error, with its stack, if nobody handles it.
func TestIsolatedVMPromiseError(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var exception *vm.Exception
		require.ErrorAs(t, c.Eval(t.Context(), "(async function f() { await 0; throw new Error('late') })()", nil), &exception)
		require.Equal(t, "Error: late", exception.Message)
		require.Equal(t, "f", exception.StackTrace[0].FunctionName)
		require.ErrorAs(t, c.Eval(t.Context(), "Promise.reject(new Error('unhandled')); new Promise(done => setTimeout(done, 5))", nil), &exception)
		require.Equal(t, "Error: unhandled", exception.Message)
		require.Equal(t, 1, eval[int](t, c, "Promise.reject(1).catch(x => x)"))
		require.Equal(t, 2, eval[int](t, c, "const p = Promise.reject(1); p.catch(() => {}); 2"))
	})
}

// Own data alone is got, set and deleted; nothing of the guest's runs.
func TestIsolatedVMReference(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Eval(t.Context(), `
			globalThis.ran = 0
			const trap = () => { ran++; return 1 }
			const traps = new Proxy({}, {get: () => trap})
			globalThis.proxy = new Proxy({}, traps)
			globalThis.inherited = Object.create(proxy, {own: {value: 1, writable: true, configurable: true}})
			globalThis.accessors = Object.defineProperty({}, 'a', {get: trap, set: trap, configurable: true})
			globalThis.inheritedAccessors = Object.create(accessors)
			globalThis.array = [1, 2]
			for (const key of ['everywhere', 'value', 'get']) {
				Object.prototype.__defineGetter__(key, trap)
				Object.prototype.__defineSetter__(key, trap)
			}`, nil))
		refer := func(source string) (r *vm.Reference) {
			require.NoError(t, c.Eval(t.Context(), source, &r))
			return r
		}
		var v any
		proxy := refer("proxy")
		require.ErrorIs(t, proxy.Get(t.Context(), "a", &v), vm.ErrUnsupported)
		require.ErrorIs(t, proxy.Set(t.Context(), "a", 1), vm.ErrUnsupported)
		_, err := proxy.Delete(t.Context(), "a")
		require.ErrorIs(t, err, vm.ErrUnsupported)

		for _, name := range []string{"inherited", "inheritedAccessors"} {
			r := refer(name)
			for _, key := range []string{"a", "other", "everywhere", "__proto__", "constructor", "value", "get"} {
				require.NoError(t, r.Get(t.Context(), key, &v), key)
				require.Equal(t, clone.Undefined{}, v, key)
				require.NoError(t, r.Set(t.Context(), key, 5), key)
				require.NoError(t, r.Get(t.Context(), key, &v), key)
				require.Equal(t, 5.0, v, key)
				deleted, err := r.Delete(t.Context(), key)
				require.NoError(t, err, key)
				require.True(t, deleted, key)
			}
		}
		own := refer("inherited")
		require.NoError(t, own.Get(t.Context(), "own", &v))
		require.Equal(t, 1.0, v)

		accessors := refer("accessors")
		require.ErrorIs(t, accessors.Get(t.Context(), "a", &v), vm.ErrUnsupported)
		require.NoError(t, accessors.Set(t.Context(), "a", 7))
		require.NoError(t, accessors.Get(t.Context(), "a", &v))
		require.Equal(t, 7.0, v)

		array := refer("array")
		require.NoError(t, array.Set(t.Context(), 5, "x"))
		require.NoError(t, array.Get(t.Context(), "length", &v))
		require.Equal(t, 6.0, v)
		require.NoError(t, array.Get(t.Context(), 5, &v))
		require.Equal(t, "x", v)

		require.Equal(t, 0, eval[int](t, c, "ran"))
		require.NoError(t, proxy.Get(t.Context(), "a", &v, vm.CallOptions{Accessors: true}))
		require.Positive(t, eval[int](t, c, "ran"))

		frozen := refer("Object.freeze({a: 1})")
		require.ErrorIs(t, frozen.Set(t.Context(), "a", 2), vm.ErrUnsupported)
		deleted, err := frozen.Delete(t.Context(), "a")
		require.NoError(t, err)
		require.False(t, deleted)
		for source, want := range map[string]string{
			"1": "number", "'a'": "string", "true": "boolean", "undefined": "undefined", "null": "object", "1n": "bigint",
			"Symbol()": "symbol", "() => {}": "function", "(class {})": "function", "proxy": "object",
		} {
			r := refer(source)
			require.Equal(t, want, r.TypeOf(), source)
			if want != "object" && want != "function" {
				require.ErrorIs(t, r.Get(t.Context(), "a", &v), vm.ErrUnsupported, source)
			}
			if want != "function" {
				require.ErrorIs(t, r.Apply(t.Context(), nil, nil, nil), vm.ErrUnsupported, source)
			}
		}
	})
}

// Memory is shared where it is allowed, inside of an isolate; it does not cross.
func TestIsolatedVMSharedArrayBuffer(t *testing.T) {
	onTiers(t, vm.IsolateOptions{AllowSharedMemory: true}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var shared *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "globalThis.s = new Int32Array(new SharedArrayBuffer(8)); s", &shared))
		other := newContext(t, i)
		require.NoError(t, other.EvalClosure(t.Context(), "Atomics.add($0, 0, 5)", []any{shared.DerefInto()}, nil))
		require.Equal(t, 5, eval[int](t, c, "s[0]"))
		require.Error(t, c.Eval(t.Context(), "s", new(any)))
	})
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.Equal(t, "undefined", eval[string](t, c, "typeof SharedArrayBuffer"))
		require.Error(t, c.Eval(t.Context(), "new WebAssembly.Memory({initial: 1, maximum: 1, shared: true}).buffer.byteLength", nil))
	})
}

// An error says which script it is of, and which line of it.
func TestIsolatedVMSyntaxLines(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		const bad = "\n\n  let = = 1"
		_, compiled := i.CompileScript(t.Context(), bad, vm.CallOptions{Name: "a.js"})
		for _, err := range []error{
			c.Eval(t.Context(), bad, nil, vm.CallOptions{Name: "a.js"}), compiled,
			c.EvalClosure(t.Context(), bad, nil, nil, vm.CallOptions{Name: "a.js"}),
			c.Eval(t.Context(), "\n"+bad, nil, vm.CallOptions{Name: "a.js", Line: 0}),
		} {
			var exception *vm.Exception
			require.ErrorAs(t, err, &exception)
			require.Equal(t, "a.js", exception.ResourceName)
			require.GreaterOrEqual(t, exception.Line, 3)
		}
		var exception *vm.Exception
		require.ErrorAs(t, c.Eval(t.Context(), bad, nil, vm.CallOptions{Name: "a.js", Line: 100, Column: 7}), &exception)
		require.Equal(t, 102, exception.Line)
	})
}

// An exception is an error, and nothing more happens.
func TestIsolatedVMThrownException(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var exception *vm.Exception
		require.ErrorAs(t, c.Eval(t.Context(), "setTimeout(() => { throw new Error('in a timer') }); new Promise(done => setTimeout(done, 20))", nil), &exception)
		require.Equal(t, "Error: in a timer", exception.Message)
		require.Equal(t, 1, eval[int](t, c, "1"))
	})
}

// A limit tells where the script was.
func TestIsolatedVMTimeoutFn(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		err := c.Eval(t.Context(), "function the_stack() { for (;;); }\nthe_stack()", nil, vm.CallOptions{WallLimit: 30 * time.Millisecond, Name: "spin.js"})
		require.ErrorIs(t, err, vm.ErrWallLimit)
		var termination *vm.Termination
		require.ErrorAs(t, err, &termination)
		require.Equal(t, "the_stack", termination.StackTrace[0].FunctionName)
		require.Equal(t, "spin.js", termination.StackTrace[1].ScriptName)
		require.ErrorContains(t, err, "the_stack (spin.js:1:")
	})
}

// Every boundary takes copies, references and external copies; promises are waited
// for, and those whose isolate is closed are errors.
func TestIsolatedVMTransferOptions(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		var f *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "globalThis.give = () => ({a: 1}); give", &f))
		require.NoError(t, c.Eval(t.Context(), "globalThis.later = async () => ({a: 1}); globalThis.both = {o: {a: 1}}", nil))
		script, err := i.CompileScript(t.Context(), "give()")
		require.NoError(t, err)
		type record struct{ A int }
		for name, call := range map[string]func(out any, o vm.CallOptions) error{
			"eval":    func(out any, o vm.CallOptions) error { return c.Eval(t.Context(), "give()", out, o) },
			"later":   func(out any, o vm.CallOptions) error { return c.Eval(t.Context(), "later()", out, o) },
			"closure": func(out any, o vm.CallOptions) error { return c.EvalClosure(t.Context(), "return give()", nil, out, o) },
			"script":  func(out any, o vm.CallOptions) error { return script.Run(t.Context(), c, out, o) },
			"apply":   func(out any, o vm.CallOptions) error { return f.Apply(t.Context(), nil, nil, out, o) },
			"get": func(out any, o vm.CallOptions) error {
				var both *vm.Reference
				require.NoError(t, c.Eval(t.Context(), "both", &both))
				return both.Get(t.Context(), "o", out, o)
			},
		} {
			var copied record
			require.NoError(t, call(&copied, vm.CallOptions{}), name)
			require.Equal(t, record{1}, copied, name)
			var r *vm.Reference
			require.NoError(t, call(&r, vm.CallOptions{}), name)
			require.NoError(t, r.Copy(t.Context(), &copied), name)
			var ec *vm.ExternalCopy
			require.NoError(t, call(&ec, vm.CallOptions{}), name)
			require.NoError(t, ec.Copy(&copied), name)
		}
		var promise *vm.Reference
		require.NoError(t, c.Eval(t.Context(), "later()", &promise, vm.CallOptions{NoAwait: true}))
		var isPromise bool
		require.NoError(t, c.EvalClosure(t.Context(), "return $0 instanceof Promise", []any{promise.DerefInto()}, &isPromise))
		require.True(t, isPromise)
		var got record
		require.NoError(t, c.EvalClosure(t.Context(), "return $0", []any{promise.DerefInto()}, &got))
		require.Equal(t, record{1}, got)
		require.Error(t, c.Eval(t.Context(), "() => {}", new(any)))
		require.Error(t, c.Eval(t.Context(), "Symbol()", new(any)))

		waits, done := make(chan struct{}), make(chan error)
		forEver := vm.NewCallback(func(ctx context.Context) error {
			close(waits)
			<-ctx.Done()
			return errors.New("over")
		}, vm.CallbackOptions{Mode: vm.Async})
		go func() { done <- c.EvalClosure(context.Background(), "return $0()", []any{forEver}, nil) }()
		<-waits
		require.NoError(t, i.Close())
		require.ErrorIs(t, <-done, vm.ErrClosed)
	})
}

// A large number stays positive.
func TestIsolatedVMUint32(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		for _, n := range []any{uint32(0xdeadbeef), int64(0xdeadbeef), 0xdeadbeef, float64(0xdeadbeef)} {
			var back float64
			require.NoError(t, c.EvalClosure(t.Context(), "return Number($0)", []any{n}, &back))
			require.Equal(t, float64(0xdeadbeef), back)
		}
		require.Equal(t, uint32(0xdeadbeef), eval[uint32](t, c, "0xdeadbeef"))
	})
}

// WebAssembly works, within the limits, unless it is left out.
func TestIsolatedVMWasmTest(t *testing.T) {
	onTiers(t, vm.IsolateOptions{MemoryLimit: 64 << 20}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.Equal(t, 1, eval[int](t, c, "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); 1"))
		require.Equal(t, 65536, eval[int](t, c, "new WebAssembly.Memory({initial: 1}).buffer.byteLength"))
		require.Error(t, c.Eval(t.Context(), "const all = []; for (;;) all.push(new WebAssembly.Memory({initial: 100}))", nil))
		without, err := i.NewContext(t.Context(), vm.ContextOptions{DisallowWasm: true})
		if errors.Is(err, vm.ErrIsolateDead) {
			return
		}
		require.NoError(t, err)
		require.Equal(t, "undefined", eval[string](t, without, "typeof WebAssembly"))
	})
}
