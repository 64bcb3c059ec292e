// Writes node.json: what Node.js 20's console.log writes for each of these lists of
// arguments. `node testdata/node.js > testdata/node.json`.
const {format} = require('node:util');

const sources = String.raw`
undefined
null
true
0
-0
NaN
-Infinity
1e21
1.5
123n
-5n
'text'
'text', 'more', 1
['it\'s', 'a "q" it\'s', 'a\nb\t\x00\x7f\x9b\\']
['\'"', '\'"\`', '\u{1f600}', '\ud83d', 'é']
Symbol()
Symbol('a b')
[Symbol('x')]
Symbol.iterator
{}
[]
{a: 1, b: 'x', c: null, d: undefined}
{a: {b: {c: {}}}}
{a: {b: {c: {d: 1}}}}
{a: {b: {c: [1]}}}
{a: {b: {c: new Map([[1, 2]])}}}
{a: {b: {c: class A {}}}}
{a: {b: {c: new Date(0)}}}
{'a-b': 1, 2: 3, __proto__x: 1, ['__proto__']: 5, $x: 1, 'ü': 2, '': 3}
{[Symbol('k')]: 1, [Symbol()]: {}}
{get a() {}, set b(x) {}, get c() {}, set c(x) {}}
Object.create(null)
Object.assign(Object.create(null), {a: 1})
new (class Foo {})
new (class Foo { constructor() { this.a = 1 } })
new (class extends Array {})
new (class List extends Array {})(3)
new (class M extends Map {})([[1, {a: 2}]])
(class A {}).prototype
Object.create({constructor: 5})
Object.create({})
[1, 2, 3]
[[]]
[[[]]]
[[[[]]]]
[[[[1]]]]
[,]
[, , 1, , 2]
new Array(5)
[undefined, null]
Object.assign([1, 2], {x: 3, '-1': 4})
Array.from({length: 7}, (_, i) => i)
Array.from({length: 27}, (_, i) => i * 3)
Array.from({length: 101}, (_, i) => i)
Array.from({length: 120}, (_, i) => 'item' + i)
Array.from({length: 102}, (_, i) => [i])
['apple', 'banana', 'kiwi', 'x', 'y', 'zebra', 'long long long', 'b']
['a', 1, 'b', 2, 'c', 3, 'd', 4]
[1.5, 2.25, -3, 4e30, 5, 6, 7]
[1n, 22n, 333n, 4n, 5n, 6n, 7n]
[, 1, 2, 3, 4, 5, 6, 7]
Array.from({length: 10}, (_, i) => ({id: i}))
Array.from({length: 3}, (_, i) => ({id: i, name: 'name of number ' + i, tags: ['a', 'b']}))
new Array(200)
Array.from({length: 101}, (_, i) => String.fromCharCode(97 + i % 26).repeat(i % 9))
new Map()
new Map([['a', 1], [{b: 1}, [2]]])
new Map([[1, new Map([[2, new Map([[3, new Map()]])]])]])
new Set()
new Set([1, 'a', {b: 1}])
new Set(Array.from({length: 102}, (_, i) => i))
new Map(Array.from({length: 101}, (_, i) => [i, i]))
Object.assign(new Map([[1, 2]]), {extra: true})
new WeakMap()
new WeakSet([{}])
new Date(0)
new Date(NaN)
new Date(8.64e15)
new Date(-8.64e15)
new Date(-62198755200000)
Object.assign(new Date(0), {x: 1})
[new Date(0)]
/a\/b/gi
Object.assign(/x/, {y: 1})
new (class R extends RegExp {})('a')
new (class D extends Date {})(0)
function f() {}
function () {}
() => {}
async () => {}
async function g() {}
function* gen() {}
async function* ag() {}
class A {}
class {}
class B extends Array {}
class N extends null {}
Object.assign(function f() {}, {a: 1})
Object.assign(class S {}, {a: 1})
class { static x = 1 }
Math.max
Map
Object.setPrototypeOf(function f() {}, null)
Object.defineProperty(function f() {}, 'name', {value: 'other'})
Math
JSON
globalThis.Reflect
Intl
Atomics
(function () { return arguments })(1, 2)
(function () { return arguments })()
(function* () {})()
(async function* () {})()
(function () { arguments.x = {}; return arguments })(1, [2])
[1, 2][Symbol.iterator]()
'abc'[Symbol.iterator]()
Promise.resolve(4)
Promise.resolve({a: [1]})
new Promise(() => {})
new Number(3)
new Number(-0)
new String('abc')
Object.assign(new String('abc'), {x: 1})
new Boolean(false)
Object(Symbol('s'))
Object(5n)
new (class Num extends Number {})(3)
new Uint8Array(3)
new Uint8Array()
new Float64Array([1.5, -0, NaN])
new BigInt64Array([1n, -2n])
new Uint8Array(200)
Object.assign(new Uint8Array(2), {x: 1})
new ArrayBuffer(4)
new Uint8Array([1, 171, 255]).buffer
new ArrayBuffer(120)
new DataView(new ArrayBuffer(2), 1)
new SharedArrayBuffer(2)
new (class U extends Uint8Array {})(2)
{a: new Uint8Array([1, 2])}
{[Symbol.toStringTag]: 'T'}
Object.create({[Symbol.toStringTag]: 'T'})
Object.defineProperty({}, Symbol.toStringTag, {value: 'hidden'})
new (class X { get [Symbol.toStringTag]() { return 'never' } }).constructor
new Proxy({a: 1}, {})
new Proxy([1, 2], {})
new Proxy(function f() {}, {})
new Proxy(new Proxy({a: 1}, {}), {})
[new Proxy(class A {}, {})]
(r => (r.revoke(), r.proxy))(Proxy.revocable({}, {}))
(a => (a.self = a))({})
(a => (a.self = a, a.x = {a}, a))({})
((a, b) => (a.b = b, b.a = a, [a, b]))({}, {})
(a => (a.push(a), a))([])
(m => (m.set('m', m), m))(new Map())
{a: 'x'.repeat(60), b: 'y'.repeat(20)}
{a: 'x'.repeat(30), b: 'y'.repeat(20)}
{a: 1, b: {c: 'some longer text', d: 'and another text here'}, e: [1, 2, 3]}
{first: [1, 2, 3], second: {inner: [1, 2, 3], x: {y: {z: 1}}}}
{f: 'line one\nline two\nline three, and more than sixteen'}
['a\nb']
'x'.repeat(20)
['x'.repeat(10010)]
{longProperty1: 'aaaaaaaaaaaaaaaaaaaa', longProperty2: 'bbbbbbbbbbbbbbbbbbbb', longProperty3: 'c'}
{a: () => {}, b: class Q {}, c: Symbol('x'), d: /r/, e: 1n}
{a: [{b: {c: {}}}]}
{users: [{name: 'Ann', roles: ['admin', 'dev']}, {name: 'Bob', roles: []}], total: 2}
[['a', 1], ['b', 2], ['c', 3]]
'%s', 'a'
'%s is %d years', 'Ann', 30
'%s %s', 'only one'
'%s', 'a', 'b', {c: 1}
'%d %i %f', '42.5', '42.5', '42.5'
'%d %i %f', '0x10', '0x10', '0x10'
'%d|%d|%d|%d', '', 'x', true, null
'%i %i %i', 42.9, -42.9, 'abc'
'%f %f', '1.5e3abc', '.5.5'
'%d %i', 5n, 7n
'%s %s %s %s', null, undefined, Symbol('a'), 5n
'%s', -0
'%s', {a: {b: 1}}
'%s', [1, [2]]
'%s', class A {}
'%s', () => 1
'%o', {a: 1}
'%O', {a: {b: {c: {d: 1}}}}
'%j', {a: [1, 'x', null, undefined], b: undefined, c: NaN, d: true}
'%j', 'q"\n'
'%c styled', 'color: red'
'100%', 1
'%', 1
'%%', 1
'%% %s', 'x'
'%%'
'%s'
'%x %s', 1
'%s%s', 'a', 'b'
'a%', 'b'
1, '%s', 2
{a: 1}, '%s', [2]
`.trim().split('\n');

process.stdout.write('[\n' + sources.map((source) => {
	const text = format(...(0, eval)('(function () { return [' + source + '] })()'));
	return '\t' + JSON.stringify({source, text});
}).join(',\n') + '\n]\n');
