package hostile_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// madeObjects are what hostileHost makes: objects that no script could.
var madeObjects = []string{
	"undetectable", "closedObject", "closedFunction", "foreignGlobal", "external", "carrier", "structuredDetach",
	"interceptor(() => boom())", "interceptor(() => ({}))", "interceptor(() => 1)", "Object.create(interceptor(() => 1))", "goError",
}

// madeAttacks are what scripts can do with an object o.
var madeAttacks = []string{
	"({ __proto__: o }).x", "Object.create(o).x", "Object.setPrototypeOf({}, o).x", "Object.setPrototypeOf(o, {}).x",
	"Object.setPrototypeOf(o, null).x", "o.__proto__ = o", "Object.setPrototypeOf(Object.setPrototypeOf({}, o), null)",
	"function F() {} F.prototype = o; new F().x", "function F() {} F.prototype = o; ({}) instanceof F", "({}) instanceof o",
	"class A extends o {} new A", "class A { constructor(p) { return p } } class B extends A { #x = 1; static has(p) { return p.#x } } B.has(new B(o))",
	"class A { constructor(p) { return p } } class B extends A { #x = 1 } new B(o); new B(o)",
	"Reflect.construct(o, [], o)", "Reflect.construct(Object, [], o)", "Reflect.construct(Array, [3], o)", "new o", "o()", "o?.()", "o``",
	"new Proxy(o, {}).x", "new Proxy({}, o).x", "new Proxy(o, o)()", "Object.keys(new Proxy(o, {}))", "new (new Proxy(o, {}))",
	"Object.freeze(o)", "Object.seal(o)", "Object.preventExtensions(o)", "Object.isFrozen(o)",
	"Object.keys(o)", "Reflect.ownKeys(o)", "Object.entries(o)", "Object.getOwnPropertyDescriptors(o)", "Object.assign({}, o)", "({ ...o })",
	"for (const k in o) k", "for (const k in Object.create(o)) k", "for (const v of o) v", "[...o]", "const [a, b] = o", "const { x, ...rest } = o",
	"Object.defineProperty(o, 'x', { get: boom })", "Object.defineProperty(o, 'x', { value: 1, configurable: false }); delete o.x",
	"Object.defineProperty(o, 0, { value: 1 })", "for (let i = 0; i < 2000; i++) o['p' + i] = i; delete o.p3; o.p4", "for (let i = 0; i < 2000; i++) o[i] = i; o.length",
	"o[2 ** 32 - 2] = 1", "o.x = o; JSON.stringify(o)", "JSON.stringify({ o })", "JSON.stringify([o], o)", "JSON.parse('[1]', o)",
	"o + ''", "+o", "`${o}`", "o == null", "o === undefined", "typeof o", "!o", "o ?? 1", "o < o", "[o].includes(o)",
	"Object.prototype.toString.call(o)", "Function.prototype.toString.call(o)", "Function.prototype.bind.call(o)", "o.constructor", "o.constructor()",
	"Array.prototype.concat.call(o, o)", "Array.prototype.sort.call(o)", "Array.prototype.push.call(o, 1)", "Array.from(o)", "Array.prototype.splice.call(o, 0, 1)",
	"new Map([[o, o]]).get(o)", "new Set([o]).has(o)", "new WeakMap([[o, o]]).get(o)", "new WeakSet([o]).has(o)", "new WeakRef(o).deref() === o",
	"new FinalizationRegistry(boom).register(o, o, o)", "Promise.resolve(o)", "Promise.prototype.then.call(o)", "Promise.all.call(o, [])", "(async () => await o)()",
	"new Uint8Array(o)", "new DataView(o)", "new Date(o)", "new Error('x', { cause: o })", "throw o", "new AggregateError(o)", "Error.captureStackTrace(o); o.stack",
	"Error.prepareStackTrace = o; new Error().stack", "globalThis.thrown = { __proto__: o, message: 1 }; throw thrown",
	"new RegExp(o)", "RegExp.prototype.exec.call(o)", "'x'.replace(o, o)", "'x'.split(o)", "Symbol.prototype.valueOf.call(o)", "Map.prototype.get.call(o)",
	"Intl.DateTimeFormat(o)", "new Intl.NumberFormat('en', o).format(o)", "Atomics.add(o, 0, 0)", "o.next = () => 1; for (const x of { [Symbol.iterator]: () => o }) break",
	"WebAssembly.instantiate(o)", "new WebAssembly.Memory(o)", "new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])), o)",
	"function f(a) { return a.x } for (let i = 0; i < 5000; i++) f(i % 2 ? o : { x: 1 })",
	"function f(a) { a.y = 1 } for (let i = 0; i < 5000; i++) f(i % 2 ? o : { x: 1 })",
	"function f(a) { return a instanceof Object } for (let i = 0; i < 5000; i++) f(o)",
	"function f() { return Object.create(o) } for (let i = 0; i < 5000; i++) f()",
	"class A extends Object {} A.prototype.__proto__ = o; for (let i = 0; i < 5000; i++) new A().x",
	"eval.call(o, '1')", "new Function('with (this) x').call(o)", "Object.groupBy([1], () => o)", "structuredDetach(o)",
	"new Intl.Segmenter(o)", "String.raw(o)", "Object.fromEntries([[o, o]])", "Reflect.apply(boom, o, o)", "Reflect.set({}, 'x', 1, o)", "Reflect.get(o, 'x', {})",
	"let n = 0; o.then = r => r(n++ < 50 ? o : n); (async () => await o)()", "Object.prototype.__defineGetter__.call(o, 'x', boom)", "Object.prototype.__lookupGetter__.call(o, 'x')",
	"function* g() { yield* o } [...g()]", "async function* g() { yield* o } g().next()", "import(o)", "label: { switch (o) { case o: break label } }",
}

// A script may do what it likes with an object that Go has made.
func TestHostileMadeObjects(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		iso := v8test.Isolate(t, hostileOptions())
		for _, object := range madeObjects {
			c := v8test.Must(iso.NewContext(context.Background(), v8.ContextOptions{}))
			ctx, cancel := context.WithTimeout(t.Context(), hostileGrace)
			require.NoError(t, c.Run(ctx, func(s *v8.Scope) error {
				hostileHost(t, s)
				for _, attack := range madeAttacks {
					name := attack + " with " + object
					fmt.Println(name) // the last one before a crash
					require.NoError(t, s.Nested(func(s *v8.Scope) error {
						_, err := v8test.Eval(s, "(() => { const o = "+object+"; "+attack+" })()")
						requireOutcome(t, name, err, nil)
						requireOutcome(t, name, s.PerformMicrotaskCheckpoint(), nil)
						return nil
					}))
				}
				return nil
			}), object)
			cancel()
			require.NoError(t, c.Close())
		}
		v8test.RequireUsable(t, v8test.ContextIn(t, iso))
	})
}
