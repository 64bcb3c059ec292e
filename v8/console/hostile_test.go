package console_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
)

// trapped makes whatever of the guest could run while values are read note its name.
const trapped = `
const ran = [];
const real = {define: Object.defineProperty, own: Reflect.ownKeys, get: Reflect.getOwnPropertyDescriptor, console};
const add = (name) => { real.define(ran, ran.length, {__proto__: null, value: name, enumerable: true, configurable: true, writable: true}) };
const note = (name) => function () { add(name); return undefined };
function trap(o, name) {
	const keys = real.own(o);
	for (let n = 0; n < keys.length; n++) {
		const key = keys[n], d = real.get(o, key);
		if (d.configurable) {
			const full = name + '.' + (typeof key === 'symbol' ? 'symbol' : key);
			real.define(o, key, {__proto__: null, configurable: true, get: note(full), set: note('set ' + full)});
		}
	}
}
const log = console.log, values = VALUES;
function trapAll() {
	const names = ['get', 'set', 'value', 'writable', 'enumerable', 'length', 'size', 'then', 'toJSON', 'stack', 'message', 'cause', 'name', 'errors', '0', '1', 'depth'];
	for (let n = 0; n < names.length; n++) {
		const name = names[n];
		if (!(name in {})) {
			real.define(Object.prototype, name, {__proto__: null, configurable: true, get: note('Object.prototype.' + name), set: note('set Object.prototype.' + name)});
		}
	}
	const all = [Array, Map, Set, Date, RegExp, Promise, Symbol, BigInt, Error, String, Number, Boolean, Function, ArrayBuffer, Uint8Array, DataView, WeakMap,
			Reflect.getPrototypeOf(Uint8Array), Reflect.getPrototypeOf(function* () {}), Reflect.getPrototypeOf([][Symbol.iterator]())];
	for (let n = 0; n < all.length; n++) {
		const f = all[n];
		if (f.prototype) trap(f.prototype, (f.name || 'f') + '.prototype');
		trap(f, f.name || 'f');
	}
	trap(Object.prototype, 'Object.prototype');
	trap(Reflect, 'Reflect');
	trap(JSON, 'JSON');
}
`

const manyValues = `[
	{a: 1, get b() { add('getter'); }, [Symbol('s')]: [1, , 3]}, [1, [2, {x: 3}]], new Map([[{a: 1}, new Set([1])]]), new Set('ab'),
	new Date(0), /x/g, new Error('e', {cause: new TypeError('c')}), new AggregateError([1], 'm'), function f() {}, class A extends Map { static x = 1 },
	new (class B { #p = 1; get q() { add('q') } }), Symbol('d'), 10n ** 30n, 'x'.repeat(20000), '\ud800', new Uint8Array(300), new DataView(new ArrayBuffer(3)),
	new ArrayBuffer(8), Promise.resolve({a: 1}), new Proxy({a: 1}, new Proxy({}, {get: note('trap')})), new Proxy(function () {}, new Proxy({}, {get: note('trap')})),
	(r => (r.revoke(), r.proxy))(Proxy.revocable({}, {})), new String('s'), new Number(1), Object(Symbol('o')), Object(1n), new WeakMap(), (function () { return arguments })(1, {}),
	(function* () {})(), [][Symbol.iterator](), new Map().entries(), Object.create(null), Object.create(new Proxy({}, new Proxy({}, {get: note('trap')}))),
	{toString: note('toString'), valueOf: note('valueOf'), toJSON: note('toJSON'), [Symbol.toPrimitive]: note('toPrimitive'), inspect: note('inspect'),
		[Symbol.for('nodejs.util.inspect.custom')]: note('custom'), constructor: note('constructor')},
	{get [Symbol.toStringTag]() { add('tag') }, get constructor() { add('constructor') }}, {constructor: {get name() { add('name') }}},
	class { static get name() { add('static name') } static [Symbol.hasInstance]() { add('hasInstance') } }, globalThis, console,
	Object.defineProperty(new Error('s'), 'stack', {enumerable: true}), (o => (Error.captureStackTrace(o), Object.defineProperty(o, 'stack', {enumerable: true})))({}),
]`

// Nothing of a script runs while its values are printed, whatever it has replaced.
func TestNothingRunsWhilePrinting(t *testing.T) {
	var b console.Buffer
	c := newContext(t, &b, console.Options{AddSource: true})
	require.NoError(t, c.Eval(t.Context(), strings.ReplaceAll(trapped, "VALUES", manyValues), nil))
	const each = `{
		const {log, dir, table, assert, count, countReset, time, timeLog, timeEnd, trace, group, groupEnd} = real.console;
		for (let n = 0; n < values.length; n++) {
			const v = values[n];
			log(v); log([v], v); log('%s %d %i %f %o %O %j %c', v, v, v, v, v, v, v, v); dir(v, v); table(v); table([v], [v]); table({v});
			assert(false, v); count(v); countReset(v); time(v); timeLog(v, v); timeEnd(v); trace(v); group(v); groupEnd();
		}
	}`
	messages := 0
	for _, before := range []string{``, `Error.prepareStackTrace = note('prepareStackTrace')`, `trapAll()`} {
		b.Reset()
		require.NoError(t, c.Eval(t.Context(), before, nil))
		require.NoError(t, c.Eval(t.Context(), `ran.length = 0;`+each, nil))
		var ran []string
		require.NoError(t, c.Eval(t.Context(), `ran`, &ran))
		require.Empty(t, ran, before)
		require.GreaterOrEqual(t, len(b.Messages()), messages)
		messages = len(b.Messages())
	}
	require.Greater(t, messages, 500)
	require.Error(t, c.Eval(t.Context(), `[].concat()`, nil), "the traps are there")
}

func TestCostsAreBounded(t *testing.T) {
	for name, source := range map[string]string{
		"text of 500 MB":        `console.log('x'.repeat(5e8)); console.log(['x'.repeat(5e8)]); console.log('%s', 'x'.repeat(5e8)); console.count('x'.repeat(5e8))`,
		"array of 10 million":   `const a = new Array(1e7).fill(1); console.log(a, [a]); console.table(a); console.log('%j', a)`,
		"sparse":                `const a = []; a[4294967294 - 1] = 1; console.log(a, new Array(4294967295)); console.table(a); console.log('%j', a)`,
		"large object":          `const o = {}; for (let n = 0; n < 2e5; n++) o['k' + n] = n; console.log(o, o); console.table(o); console.log('%j', o)`,
		"Map of a million":      `const m = new Map; for (let n = 0; n < 1e6; n++) m.set(n, n); console.log(m, new Set(m.keys())); console.table(m)`,
		"wide and deep":         `let o = 1; for (let n = 0; n < 20; n++) o = Array(100).fill(o); console.log(o); console.dir(o, {depth: 1e9}); console.log('%j', o)`,
		"deep":                  `let o = {}; for (let n = 0; n < 1e6; n++) o = {o}; console.log(o); console.dir(o, {depth: Infinity}); console.log('%j', o)`,
		"prototypes":            `let o = {}; for (let n = 0; n < 1e5; n++) o = Object.create(o); console.log(o, [o, o])`,
		"Proxies":               `let p = {}; for (let n = 0; n < 1e5; n++) p = new Proxy(p, {}); console.log(p, [p]); console.table(p)`,
		"BigInt":                `console.log(2n ** (2n ** 24n), [-(2n ** 40000n)], '%d', 2n ** 100000n)`,
		"names":                 `const f = () => 1; Object.defineProperty(f, 'name', {value: 'x'.repeat(1e8)}); console.log(f, Symbol('y'.repeat(1e8)), {['z'.repeat(1e8)]: 1}, new (class { static { Object.defineProperty(this, 'name', {value: 'c'.repeat(1e8)}) } }))`,
		"source text":           `console.log((0, eval)('(class { ' + ' '.repeat(1e7) + '})'), (0, eval)('(function f() { ' + ' '.repeat(1e7) + '})'))`,
		"error":                 `Error.stackTraceLimit = 1e6; const f = (n) => n ? f(n - 1) : new Error('x'.repeat(1e8)); console.log(f(5000)); console.trace('y'.repeat(1e8))`,
		"errors with causes":    `let e = new Error('x'.repeat(1e5)); for (let n = 0; n < 1e4; n++) e = new Error('x'.repeat(1e5), {cause: e}); console.log(e); console.dir(e, {depth: 1e3})`,
		"arguments":             `console.log(...Array(1e5).fill('x')); console.log('%s'.repeat(1e5), ...Array(5e4).fill('x'))`,
		"formats":               `console.log('%x'.repeat(1e6), 1); console.log('%%'.repeat(1e6), 1); console.log('%'.repeat(1e6), 1)`,
		"groups":                `for (let n = 0; n < 1e6; n++) console.group(); console.log('a\n'.repeat(1e5)); for (let n = 0; n < 1e6; n++) console.groupEnd(); console.log('end')`,
		"counts":                `for (let n = 0; n < 1e6; n++) console.count(n)`,
		"timers":                `for (let n = 0; n < 1e6; n++) console.time(n)`,
		"columns":               `const o = {}; for (let n = 0; n < 1e4; n++) o['k' + n] = n; console.table(Array(1e4).fill(o)); console.table([o], Object.keys(o))`,
		"regular expression":    `console.log([new RegExp('x'.repeat(1e6)), new RegExp('x'.repeat(1e6))])`,
		"typed array":           `console.log(new Uint8Array(1e9), [new ArrayBuffer(1e9)])`,
		"messages without text": `for (let n = 0; n < 1e6; n++) console.log()`,
		"string object":         `console.log(new String('x'.repeat(5e8)), [new String('y'.repeat(1e7))])`,
		"lines":                 `console.log(['a\n'.repeat(5000)], {a: ['b\n'.repeat(5000)]})`,
	} {
		t.Run(name, func(t *testing.T) {
			var b console.Buffer
			c := newContext(t, &b, console.Options{})
			var began, ended runtime.MemStats
			runtime.ReadMemStats(&began)
			require.NoError(t, c.Eval(t.Context(), source, nil))
			runtime.ReadMemStats(&ended)
			bytes := 0
			for _, m := range b.Messages() {
				require.LessOrEqual(t, len(m.Text), 64<<10)
				bytes += len(m.Text)
			}
			require.Less(t, bytes, 1<<20)
			require.Less(t, ended.TotalAlloc-began.TotalAlloc, uint64(1<<30), "bytes that Go has made")
			require.Zero(t, b.Dropped(), "what the console's own limit lets through")
			v8test.RequireUsable(t, c)
		})
	}
}

func TestLabelsStayWhenNothingMayBeWritten(t *testing.T) {
	var b console.Buffer
	c := newContext(t, &b, console.Options{Limit: 100})
	require.NoError(t, c.Eval(t.Context(), `console.log('x'.repeat(100)); console.count('a'); console.count('b'); console.group()`, nil))
	require.NoError(t, c.Eval(t.Context(), `console.count('a')`, nil))
	require.Contains(t, b.String(), "  a: 2\n")
}

func TestLabelsAreBounded(t *testing.T) {
	var b console.Buffer
	c := newContext(t, &b, console.Options{})
	require.NoError(t, c.Eval(t.Context(), `for (let n = 0; n < 1001; n++) { console.count(n); console.time(n) }
		console.count(0); console.timeEnd(5); console.time('room')`, nil))
	require.Contains(t, b.String(), "count: more than 1000 labels\n")
	require.Contains(t, b.String(), "time: more than 1000 labels\n0: 2\n5: ")
}

// What the heap can't hold any more ends the script and not the host.
func TestWithoutMemory(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: 32 << 20})
	var b console.Buffer
	c, err := iso.NewContext(t.Context(), v8.ContextOptions{Console: console.New(&b, console.Options{})})
	require.NoError(t, err)
	err = c.Eval(t.Context(), `const kept = []; for (;;) { kept.push(new Array(1000).fill({a: 1})); console.log(kept) }`, nil)
	require.ErrorIs(t, err, v8.ErrMemoryLimit)
}

func TestWithoutStack(t *testing.T) {
	var b console.Buffer
	c := newContext(t, &b, console.Options{})
	require.NoError(t, c.Eval(t.Context(), `
		const v = [new Map([[{a: [1]}, class A {}]]), 'x'.repeat(2e4), 5n];
		const f = () => { try { f() } catch {} console.log(v); console.table(v) };
		f()`, nil))
	v8test.RequireUsable(t, c)
}

func FuzzFormat(f *testing.F) {
	var b console.Buffer
	c := newContext(f, &b, console.Options{MessageLimit: 1000})
	require.NoError(f, c.Eval(f.Context(), `
		let ran = 0;
		const evil = {toString() { ran++ }, valueOf() { ran++ }, toJSON() { ran++ }, get x() { ran++ }};
		const values = [evil, [evil], 1.5, -0, 'text', '12px', '0x1f', null, undefined, true, 5n, Symbol('s'), () => 1, new Error('e'), new Proxy(evil, {get() { ran++ }})]`, nil))
	f.Add("%s %d %i %f %o %O %j %c %% %x %", uint64(0x123456789abcdef))
	f.Add("\xff%\x00s\u2028'\"`${", uint64(7))
	f.Fuzz(func(t *testing.T, text string, pick uint64) {
		b.Reset()
		var ran int
		require.NoError(t, c.Run(t.Context(), func(s *v8.Scope) error {
			if err := s.Global().Set("text", v8test.StringOf(t, s, text).Value); err != nil {
				return err
			}
			if err := s.Global().Set("pick", v8.NewNumber(float64(pick))); err != nil {
				return err
			}
			return s.Eval(`{
				const picked = Array.from({length: 1 + pick % 9}, (_, n) => values[Math.floor(pick / 15 ** n) % values.length]);
				console.log(text, ...picked); console.log([text], {[text]: text}); console.count(text); console.log('%s%d%i%f%j', text, text, text, text, text);
				ran
			}`, &ran)
		}))
		require.Zero(t, ran, "JavaScript has run")
		for _, m := range b.Messages() {
			require.LessOrEqual(t, len(m.Text), 1000)
		}
	})
}

func BenchmarkLog(b *testing.B) {
	for name, arguments := range map[string]string{
		"Text":    `'text'`,
		"Format":  `'%s is %d', 'a', 5`,
		"Object":  `{id: 1, name: 'Ann', tags: ['a', 'b']}`,
		"Numbers": `Array.from({length: 100}, (_, n) => n)`,
	} {
		b.Run(name, func(b *testing.B) {
			c := newContext(b, nowhere{}, console.Options{Limit: -1})
			require.NoError(b, c.Run(b.Context(), func(s *v8.Scope) error {
				f, _ := v8test.MustEval(b, s, "const values = ["+arguments+"]; (n) => { while (n-- > 0) console.log(...values) }").AsFunction()
				b.ResetTimer()
				_, err := f.Call(v8.Undefined(), v8.NewNumber(float64(b.N)))
				return err
			}))
		})
	}
}
