package hostile_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// hostilePrelude defines what the sources of hostileObjects use: boom throws,
// trap makes a proxy of a function whose traps are given, and every gives all
// traps the same answer.
const hostilePrelude = `
	function boom() { throw new RangeError('boom') }
	function trap(traps, target = function target() {}) { return new Proxy(target, traps) }
	const traps = ['get', 'set', 'has', 'deleteProperty', 'ownKeys', 'getOwnPropertyDescriptor', 'defineProperty',
		'getPrototypeOf', 'setPrototypeOf', 'isExtensible', 'preventExtensions', 'apply', 'construct'];
	function every(answer) { return Object.fromEntries(traps.map(name => [name, answer])) }
	function getter(name, o = {}) { return Object.defineProperty(o, name, { get: boom, set: boom, configurable: true }) }
	function revoked(target) { const { proxy, revoke } = Proxy.revocable(target, {}); revoke(); return proxy }
	function detached(buffer = new ArrayBuffer(64)) { structuredDetach(buffer); return buffer }
	function shrunk(make) {
		const buffer = new ArrayBuffer(64, { maxByteLength: 128 }), view = make(buffer);
		buffer.resize(8);
		return view;
	}
`

// hostileObjects are values that fight back, by their source.
var hostileObjects = []string{
	// Conversions.
	"({ valueOf: boom, toString: boom })",
	"({ valueOf() { return {} }, toString() { return {} } })",
	"({ [Symbol.toPrimitive]: boom })",
	"({ [Symbol.toPrimitive]: 1 })",
	"({ [Symbol.toPrimitive]() { return {} } })",
	"({ [Symbol.toPrimitive]() { return Symbol('key') } })",
	"({ [Symbol.toPrimitive]() { return 10n } })",
	"({ toJSON: boom })",
	"({ toJSON() { return 1n } })",
	"getter('toJSON')",
	"getter(Symbol.toPrimitive)",
	"getter(Symbol.toStringTag)",
	"({ [Symbol.toStringTag]: Symbol('tag') })",
	"getter('constructor')",
	"({ constructor: 1, name: {} })",

	// Properties.
	"getter('x', getter('0', getter('length')))",
	"Object.create(getter('x', getter('0')))",
	"Object.freeze({ x: 1, 0: 1 })",
	"Object.seal([1, 2])",
	"Object.preventExtensions({})",
	"Object.create(null)",
	"Object.setPrototypeOf(() => {}, null)",
	"(() => { const a = {}, b = Object.create(a); a.b = b; b.a = a; return b })()",
	"(() => { let o = {}; for (let i = 0; i < 1000; i++) o = Object.create(o); return o })()",
	"(() => { let o = {}; for (let i = 0; i < 5000; i++) o = [o]; return o })()",
	"({ __proto__: new Proxy({}, every(boom)) })",
	"Object.prototype",
	"globalThis",
	"(function () { return arguments })(1, {}, boom)",
	"(function (x) { 'use strict'; return getter('0', arguments) })(1)",

	// Arrays.
	"getter('1', [1, 2, 3])",
	"getter(Symbol.iterator, [1])",
	"Object.assign([1, 2], { [Symbol.iterator]: boom })",
	"(() => { const a = [1, 2, 3]; return Object.defineProperty(a, 0, { get() { a.length = 0; return 1 } }) })()",
	"(() => { const a = [1, 2, 3]; return Object.defineProperty(a, 0, { get() { a.length = 1e4; return 1 } }) })()",
	"[, , ,]",
	"Object.setPrototypeOf([, 1], new Proxy([], every(boom)))",
	"(() => { const a = []; a.length = 2 ** 26; return Object.assign(a, { toJSON: () => 1, toString: boom }) })()",
	"({ length: 2 ** 53 - 1, toJSON: boom })",
	"({ length: -1, 0: 1, get 1() { boom() } })",
	"new (class extends Array { static get [Symbol.species]() { boom() } })(1, 2)",

	// Iterables.
	"({ [Symbol.iterator]: boom })",
	"({ [Symbol.iterator]: 1 })",
	"({ [Symbol.iterator]() { return 1 } })",
	"({ [Symbol.iterator]() { return {} } })",
	"({ [Symbol.iterator]() { return getter('next') } })",
	"({ [Symbol.iterator]() { return { next: boom } } })",
	"({ [Symbol.iterator]() { return { next() { return 1 } } } })",
	"({ [Symbol.iterator]() { return { next() { return getter('done') } } } })",
	"({ [Symbol.iterator]() { return { next() { return getter('value', { done: false }) } } } })",
	"({ [Symbol.iterator]() { return { next() { return {} }, return: boom } } })",
	"({ [Symbol.iterator]() { return getter('return', { next() { return {} } }) } })",
	"({ [Symbol.iterator]() { return { next() { return {} }, return: 1 } } })",
	"(function* () { try { yield 1; yield 2 } finally { boom() } })()",
	"(function* () { yield* this })",
	"(async function* () { yield 1 })()",
	"new Map([[1, 2]])[Symbol.iterator]()",

	// Functions and classes.
	"boom",
	"class Strict { constructor() { boom() } }",
	"class Derived extends Object { constructor() { } }",
	"class extends null {}",
	"class { static [Symbol.hasInstance]() { boom() } }",
	"getter(Symbol.hasInstance, function () {})",
	"getter('prototype', function () {}.bind())",
	"Object.assign(function () {}, { prototype: 1 })",
	"(function () { return this }).bind(Symbol())",
	"async () => boom()",
	"function recurse() { return recurse() }",
	"function loop() { return new loop() }",
	"Symbol", "BigInt", "Proxy", "Function.prototype", "eval",
	"class Deep extends (class { static get name() { boom() } }) {}",

	// Proxies. Each trap by itself comes below.
	"trap(every(boom))",
	"trap(every(boom), {})",
	"trap(every(boom), [])",
	"trap(every(() => 1))",
	"trap(every(() => Symbol('junk')))",
	"trap(every(() => null))",
	"trap(every(() => ({ length: 3, 0: 'a', 1: 'a', 2: {} })))",
	"trap(every(1))",
	"trap(new Proxy({}, every(boom)))",
	"trap(getter('get', getter('ownKeys', getter('has'))))",
	"trap(every(() => ({ value: 1, configurable: false, writable: false })), Object.freeze(function () {}))",
	"trap({ get: () => 2, has: () => false, deleteProperty: () => true, ownKeys: () => [], getOwnPropertyDescriptor: () => undefined }, Object.freeze({ x: 1 }))",
	"(() => { const r = Proxy.revocable(function () {}, every(() => { r.revoke(); return {} })); return r.proxy })()",
	"(() => { const h = {}, p = new Proxy(h, h); h.get = (t, k) => p[k]; h.has = (t, k) => k in p; h.ownKeys = () => Reflect.ownKeys(p); h.getPrototypeOf = () => Reflect.getPrototypeOf(p); return p })()",
	"(() => { let p = {}; for (let i = 0; i < 5000; i++) p = new Proxy(p, {}); return p })()",
	"(() => { let p = () => {}; for (let i = 0; i < 5000; i++) p = new Proxy(p, {}); return p })()",
	"(() => { const o = {}; Object.setPrototypeOf(o, new Proxy(o, {})); return o })()",
	"revoked({})", "revoked([])", "revoked(function () {})", "Object.create(revoked({}))",
	"new Proxy(revoked({}), {})",

	// Built-in kinds with something broken.
	"new Date(NaN)",
	"Object.assign(new Date(0), { valueOf: boom, toString: boom, toISOString: boom })",
	"Object.assign(/x/g, { exec: boom })",
	"getter('flags', getter('source', Object.assign(/x/y, { lastIndex: { valueOf: boom } })))",
	"Object.freeze(/(x)?/g)",
	"new (class extends Map { get() { boom() } set() { boom() } get size() { boom() } })()",
	"new Set([{ valueOf: boom }])",
	"new WeakRef({})", "new WeakMap()", "new WeakSet()",
	"getter('message', getter('name', getter('stack', new Error('x'))))",
	"(() => { const e = new Error('x'); e.cause = e; return e })()",
	"new Error('x', { cause: new Proxy(new Error('y'), every(boom)) })",
	"Object(1)", "Object('text')", "Object(Symbol('s'))", "Object(2n ** 70n)", "Object(false)",
	"Symbol('s')", "Symbol.iterator", "-(2n ** 200n)", "'\\ud800'", "'x'.repeat(1000) + '\\u1234'",
	"(() => { let s = 'ab'; for (let i = 0; i < 18; i++) s += s; return s })()",

	// Promises.
	"({ then: boom })",
	"getter('then')",
	"({ n: 0, then(resolve) { this.n++ < 100 ? resolve(this) : boom() } })",
	"Promise.reject({ toString: boom })",
	"Promise.resolve({ then: boom })",
	"getter('then', Promise.resolve(1))",
	"getter('constructor', Promise.resolve(1))",
	"Object.assign(Promise.resolve(1), { constructor: { [Symbol.species]: function (f) { f(() => {}, () => {}) } } })",
	"Object.assign(Promise.resolve(1), { constructor: { get [Symbol.species]() { boom() } } })",
	"new (class extends Promise { then() { boom() } })(() => {})",
	"(async () => { await null; boom() })()",

	// Memory.
	"new ArrayBuffer(0)", "detached()", "new DataView(new ArrayBuffer(8))",
	"(() => { const a = new Float64Array(8); structuredDetach(a.buffer); return a })()",
	"(() => { const v = new DataView(new ArrayBuffer(8)); structuredDetach(v.buffer); return v })()",
	"shrunk(buffer => buffer)",
	"shrunk(buffer => new Uint32Array(buffer))",
	"shrunk(buffer => new Uint32Array(buffer, 32, 4))",
	"shrunk(buffer => new DataView(buffer, 16))",
	"shrunk(buffer => new DataView(buffer, 16, 32))",
	"new SharedArrayBuffer(8)", "new SharedArrayBuffer(8, { maxByteLength: 64 })",
	"new Int32Array(new SharedArrayBuffer(8))",
	"getter('length', getter('buffer', getter('byteLength', new Uint8ClampedArray(3))))",
	"Object.setPrototypeOf(new BigInt64Array(2), null)",
	"new WebAssembly.Memory({ initial: 1, maximum: 2 })",
	"new WebAssembly.Memory({ initial: 1, maximum: 2 }).buffer",
	"(() => { const m = new WebAssembly.Memory({ initial: 1, maximum: 3 }), b = m.buffer; m.grow(1); return b })()",
	"new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))",
	"new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))).exports",

	// What Go makes: see hostileHost.
	"undetectable", "closedObject", "closedFunction", "foreignGlobal", "external", "carrier",
	"interceptor(() => boom())", "interceptor(() => ({ toString: boom }))", "goError", "goPanicFree",
}

// hostileTraps are proxies with one bad trap each.
func hostileTraps() []string {
	var sources []string
	for _, name := range []string{"get", "set", "has", "deleteProperty", "ownKeys", "getOwnPropertyDescriptor", "defineProperty",
		"getPrototypeOf", "setPrototypeOf", "isExtensible", "preventExtensions", "apply", "construct"} {
		sources = append(sources, fmt.Sprintf("trap({ %s: boom })", name), fmt.Sprintf("trap({ %s() { return 1n } })", name))
	}
	return sources
}

var errHost = errors.New("an error of the host")

// throughJavaScript answers property accesses by calling a JavaScript function.
type throughJavaScript struct{ answer *v8.Global[v8.Function] }

func (j throughJavaScript) ask(info v8.PropertyCallbackInfo) (v8.Value, error) {
	return j.answer.Get(info.Scope()).Call(info.This().Value)
}

func (j throughJavaScript) Get(info v8.PropertyCallbackInfo, _ v8.Name) (v8.Value, bool, error) {
	v, err := j.ask(info)
	return v, true, err
}

func (j throughJavaScript) Set(info v8.PropertyCallbackInfo, _ v8.Name, _ v8.Value) (bool, error) {
	_, err := j.ask(info)
	return true, err
}

func (j throughJavaScript) Query(info v8.PropertyCallbackInfo, _ v8.Name) (v8.PropertyAttribute, bool, error) {
	_, err := j.ask(info)
	return v8.DontEnum, true, err
}

func (j throughJavaScript) Delete(info v8.PropertyCallbackInfo, _ v8.Name) (bool, bool, error) {
	_, err := j.ask(info)
	return false, true, err
}

func (j throughJavaScript) Enumerate(info v8.PropertyCallbackInfo) ([]string, error) {
	_, err := j.ask(info)
	return []string{"a", "a", ""}, err
}

// hostileHost gives a context what the sources need from Go.
func hostileHost(t testing.TB, s *v8.Scope) {
	t.Helper()
	iso := s.Isolate()
	set := func(name string, v v8.Value) { require.NoError(t, s.Global().Set(name, v)) }
	bind := func(name string, callback v8.FunctionCallback) {
		set(name, v8test.Must(s.NewFunction(callback, v8.FunctionOptions{Name: name, Constructor: true})).Value)
	}
	bind("structuredDetach", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		buffer, ok := info.Argument(0).AsArrayBuffer()
		if !ok {
			return v8.Undefined(), v8.TypeError.Errorf("not an ArrayBuffer")
		}
		return v8.Undefined(), buffer.Detach()
	})
	bind("goError", func(v8.FunctionCallbackInfo) (v8.Value, error) { return v8.Undefined(), errHost })
	bind("goPanicFree", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		if this := info.This(); this.IsFunction() { // reenters
			return v8.Undefined(), nil
		}
		return info.This().Get("x")
	})
	bind("interceptor", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		f, _ := info.Argument(0).AsFunction()
		global, err := v8.NewGlobal(info.Scope(), f)
		if err != nil {
			return v8.Undefined(), err
		}
		o := v8test.ObjectTemplate(iso)
		if err := o.SetNamedPropertyHandler(throughJavaScript{global}, 0); err != nil {
			return v8.Undefined(), err
		}
		v, err := o.NewInstance(info.Scope())
		return v.Value, err
	})

	undetectable := v8test.ObjectTemplate(iso)
	require.NoError(t, undetectable.SetCallAsFunctionHandler(v8test.NoCall))
	require.NoError(t, undetectable.MarkAsUndetectable())
	set("undetectable", v8test.Must(undetectable.NewInstance(s)).Value)
	carrier := v8test.ObjectTemplate(iso)
	require.NoError(t, carrier.SetInternalFieldCount(2))
	require.NoError(t, carrier.SetImmutableProto())
	set("carrier", v8test.Must(carrier.NewInstance(s)).Value)
	set("external", v8test.Must(s.NewExternal(errHost)).Value)

	// Objects of two contexts that are closed, one of which denies access.
	closed, foreign := v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{})), v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{SecurityToken: "another"}))
	borrow := func(c *v8.Context, name, source string) {
		var global *v8.Global[v8.Value]
		v8test.RunIn(t, c, func(s *v8.Scope) { global = v8test.Must(v8.NewGlobal(s, v8test.MustEval(t, s, source))) })
		set(name, global.Get(s))
		require.NoError(t, global.Close())
	}
	borrow(closed, "closedObject", "({ get x() { throw new Error('closed') }, toString() { throw new Error('closed') } })")
	borrow(closed, "closedFunction", "(function () { throw new Error('closed') })")
	borrow(foreign, "foreignGlobal", "globalThis")
	require.NoError(t, closed.Close())
	require.NoError(t, foreign.Close())
	v8test.MustEval(t, s, hostilePrelude)
}

// hostileFactory is a function that makes a new object of the source at each
// call.
func hostileFactory(t testing.TB, s *v8.Scope, source string) v8.Function {
	t.Helper()
	f, ok := v8test.MustEval(t, s, "(() => { return ("+source+") })").AsFunction()
	require.True(t, ok)
	return f
}
