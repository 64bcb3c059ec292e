package v8test

import "strings"

// Sizes of memory, in bytes.
const (
	Megabyte = 1 << 20
	Gigabyte = 1 << 30
)

// SmallMemory is a MemoryLimit for isolates whose scripts try to reach it.
const SmallMemory = 32 * Megabyte

// What isolates with a MemoryLimit of GarbageMemory are given to run: more than they
// may have at a time, so that V8 collects garbage.
const (
	GarbageMemory = 64 * Megabyte
	MakeGarbage   = "for (let i = 0; i < 40; i++) new ArrayBuffer(4e6); "
)

// DieHere is a script that V8 can't return from, and that takes next to nothing.
const DieHere = "'ab'.repeat(2 ** 27).split('')"

// Forever is a script that ends when it is terminated.
const Forever = "for (;;);"

// Endless is code that each in its own way never ends.
var Endless = map[string]string{
	"loop":                "for (;;);",
	"unrolled loop":       "(function () { for (;;) { new Array(1000).fill(1) } })()",
	"recursion":           "(function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) })(100)",
	"generator":           "function* g() { for (;;) yield 1 } for (const x of g());",
	"regular expression":  "/(a+)+b/.test('a'.repeat(100))",
	"catching":            "for (;;) { try { null.x } catch {} }",
	"microtasks":          "Promise.resolve().then(function f() { Promise.resolve().then(f) })",
	"async function":      "(async () => { for (;;) await null })()",
	"microtask with loop": "Promise.resolve().then(() => { for (;;); })",
	"WebAssembly": `new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([
		0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0,
		10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]))).exports.f()`,
}

// Leftovers are ways to leave something to be done after a Run; %s is what is done then.
var Leftovers = map[string]string{
	"Atomics.waitAsync":    "Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5).value.then(() => { %s })",
	"FinalizationRegistry": "globalThis.registry = new FinalizationRegistry(() => { %s }); for (let i = 0; i < 100; i++) registry.register({}, i)",
}

// Sources are values of every sort, for comparisons with what JavaScript says.
var Sources = []string{
	"undefined", "null", "true", "false", "0", "-0", "1", "-1", "1.5", "-1.5", "NaN", "Infinity", "-Infinity",
	"2**31", "-(2**31)", "2**32", "2**32+5", "-(2**32)-5", "2**53", "2**63", "-(2**63)", "2**64", "1e300", "-1e300",
	"5e-324", "4294967295.9", "'1'", "''", "' 12 '", "'0x1f'", "'x'", "'Infinity'", "'\\ud800'", "'🎉'", "0n", "1n",
	"-1n", "2n**64n", "Symbol('s')", "[]", "[1]", "[1, 2]", "({})", "new Date(5)", "new Number(7)", "Object('text')",
	"Object(3n)", "Object(Symbol.iterator)", "new Boolean(false)", "(() => 1)", "class {}", "/x/g",
	"({valueOf() { return 42 }})", "({valueOf() { return '7' }})", "({toString() { return 'text' }})",
	"({valueOf() { return 3n }})", "({[Symbol.toPrimitive](hint) { return hint }})", "new Proxy({}, {})",
	"new Proxy(() => 1, {})",
	// What throws:
	"({valueOf() { throw new Error('valueOf') }, toString() { throw new Error('toString') }})",
	"({valueOf() { return {} }, toString() { return {} }})",
	"({valueOf: 1, toString: 1})", "Object.create(null)",
	"({[Symbol.toPrimitive]() { throw new Error('toPrimitive') }})", "({[Symbol.toPrimitive]: 1})",
	"({get [Symbol.toPrimitive]() { throw new Error('getter') }})",
	"new Proxy({}, {get() { throw new Error('trap') }})",
	"(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()",
	"({valueOf() { return Symbol() }})", "({valueOf: function f() { return f() }})",
}

// Strings are strings of each kind that V8 stores and converts differently.
var Strings = []string{
	"", "a", "ab", "\x00", "a\x00b", "\x7f", "\x80", "é", "ÿ", "Ā", "日本語", "😀", "a😀b",
	"\ufeff", "\ufffd", "\uffff", "\U0010ffff", "\u2028", "e\u0301",
	strings.Repeat("a", 1000), strings.Repeat("é", 1000), strings.Repeat("日", 1000), strings.Repeat("😀", 1000),
	strings.Repeat("a", 15) + "é", strings.Repeat("a", 16) + "日" + strings.Repeat("b", 17),
	// Not UTF-8:
	"\xff", "\xff\xfe", "a\xffb", "\xc3", "\xc3a", "\xe2\x82", "\xe2\x82a", "\xf0\x9f\x98", "\xf0\x9f\x98\xf0\x9f\x98\x80",
	"\xc0\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80",
	"\xe0\xa0", "\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", strings.Repeat("é", 100) + "\xff",
}

// WasmAdd exports add(i32, i32) i32.
var WasmAdd = []byte{
	0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
	0x01, 0x07, 0x01, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7f, // type (i32, i32) -> i32
	0x03, 0x02, 0x01, 0x00, // one function of it
	0x07, 0x07, 0x01, 0x03, 'a', 'd', 'd', 0x00, 0x00, // exported
	0x0a, 0x09, 0x01, 0x07, 0x00, 0x20, 0x00, 0x20, 0x01, 0x6a, 0x0b, // local 0 + local 1
}
