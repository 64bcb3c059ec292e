package v8_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// predicates are the Is methods that are true of a value; all others must be
// false.
var predicates = []struct{ source, are string }{
	{"undefined", "Undefined NullOrUndefined Primitive"},
	{"null", "Null NullOrUndefined Primitive"},
	{"true", "Boolean True Primitive"},
	{"false", "Boolean False Primitive"},
	{"-1", "Number Int32 Primitive"},
	{"2**31", "Number Uint32 Primitive"},
	{"0.5", "Number Primitive"},
	{"1n", "BigInt Primitive"},
	{"''", "String Name Primitive"},
	{"'ab'.repeat(20)+'c'", "String Name Primitive"},
	{"Symbol()", "Symbol Name Primitive"},
	{"({})", "Object"},
	{"Object.create(null)", "Object"},
	{"globalThis", "Object"},
	{"new (class X {})", "Object"},
	{"Math", "Object"},
	{"(() => 1)", "Object Function"},
	{"(class {})", "Object Function"},
	{"Math.max", "Object Function"},
	{"Math.max.bind(null)", "Object Function"},
	{"(async () => 1)", "Object Function AsyncFunction"},
	{"(function*() {})", "Object Function GeneratorFunction"},
	{"(async function*() {})", "Object Function AsyncFunction GeneratorFunction"},
	{"[]", "Object Array"},
	{"new (class X extends Array {})", "Object Array"},
	{"(function() { return arguments })(1)", "Object ArgumentsObject"},
	{"(function() { 'use strict'; return arguments })(1)", "Object ArgumentsObject"},
	{"new Date", "Object Date"},
	{"new (class X extends Date {})", "Object Date"},
	{"/x/", "Object RegExp"},
	{"new TypeError", "Object NativeError"},
	{"new Map", "Object Map"},
	{"new (class X extends Map {})", "Object Map"},
	{"new Set", "Object Set"},
	{"new Map().entries()", "Object MapIterator"},
	{"new Set().values()", "Object SetIterator"},
	{"new WeakMap", "Object WeakMap"},
	{"new WeakSet", "Object WeakSet"},
	{"new WeakRef({})", "Object WeakRef"},
	{"Promise.resolve()", "Object Promise"},
	{"new Proxy({}, {})", "Object Proxy"},
	{"new Proxy([], {})", "Object Proxy"},
	{"new Proxy(() => 1, {})", "Object Function Proxy"},
	{"(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()", "Object Proxy"},
	{"(function*() {})()", "Object GeneratorObject"},
	{"(async function*() {})()", "Object GeneratorObject"},
	{"new Boolean(false)", "Object BooleanObject"},
	{"new Number(1)", "Object NumberObject"},
	{"new String('x')", "Object StringObject"},
	{"Object(Symbol())", "Object SymbolObject"},
	{"Object(1n)", "Object BigIntObject"},
	{"new ArrayBuffer(1)", "Object ArrayBuffer"},
	{"new ArrayBuffer(1, {maxByteLength: 2})", "Object ArrayBuffer"},
	{"new SharedArrayBuffer(1)", "Object SharedArrayBuffer"},
	{"new DataView(new ArrayBuffer(1))", "Object ArrayBufferView DataView"},
	{"new DataView(new ArrayBuffer(1, {maxByteLength: 2}))", "Object ArrayBufferView DataView"},
	{"new Int8Array(1)", "Object ArrayBufferView TypedArray Int8Array"},
	{"new Uint8Array(1)", "Object ArrayBufferView TypedArray Uint8Array"},
	{"new Uint8ClampedArray(1)", "Object ArrayBufferView TypedArray Uint8ClampedArray"},
	{"new Int16Array(1)", "Object ArrayBufferView TypedArray Int16Array"},
	{"new Uint16Array(1)", "Object ArrayBufferView TypedArray Uint16Array"},
	{"new Int32Array(1)", "Object ArrayBufferView TypedArray Int32Array"},
	{"new Uint32Array(1)", "Object ArrayBufferView TypedArray Uint32Array"},
	{"new Float32Array(1)", "Object ArrayBufferView TypedArray Float32Array"},
	{"new Float64Array(1)", "Object ArrayBufferView TypedArray Float64Array"},
	{"new BigInt64Array(1)", "Object ArrayBufferView TypedArray BigInt64Array"},
	{"new BigUint64Array(1)", "Object ArrayBufferView TypedArray BigUint64Array"},
	{"new Uint8Array(new ArrayBuffer(1, {maxByteLength: 2}))", "Object ArrayBufferView TypedArray Uint8Array"},
	{"new Uint8Array(new SharedArrayBuffer(1))", "Object ArrayBufferView TypedArray Uint8Array"},
	{"new WebAssembly.Memory({initial: 1})", "Object WasmMemoryObject"},
	{"new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))", "Object WasmModuleObject"},
}

// isMethods calls every Is method without parameters.
func isMethods(v v8.Value) (are []string) {
	of := reflect.ValueOf(v)
	for n := range of.NumMethod() {
		name, is := strings.CutPrefix(of.Type().Method(n).Name, "Is")
		if is && of.Method(n).Type().NumIn() == 0 && of.Method(n).Call(nil)[0].Bool() {
			are = append(are, name)
		}
	}
	return are
}

func TestPredicates(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, p := range predicates {
			require.ElementsMatch(t, strings.Fields(p.are), isMethods(v8test.MustEval(t, s, p.source)), p.source)
		}
		// The kind of an object is learned from the first of its kind: ask again.
		for _, p := range predicates {
			require.ElementsMatch(t, strings.Fields(p.are), isMethods(v8test.MustEval(t, s, p.source)), p.source)
		}
	})
}

func TestPredicatesCoverAllKinds(t *testing.T) {
	seen := map[v8.Kind]bool{
		v8.KindFloat16Array:    true, // see TestFloat16Array
		v8.KindExternal:        true, // see TestExternal
		v8.KindModuleNamespace: true, // needs modules
	}
	v8test.Run(t, func(s *v8.Scope) {
		for _, p := range predicates {
			seen[v8test.MustEval(t, s, p.source).Kind()] = true
		}
	})
	for kind := v8.KindUndefined; kind <= v8.KindModuleNamespace; kind++ {
		require.True(t, seen[kind], "no example of %v", kind)
	}
}

// TestCasts checks every As method of Value against the Is method of its name.
func TestCasts(t *testing.T) {
	v8test.Run(t, func(s *v8.Scope) {
		for _, p := range predicates {
			v := v8test.MustEval(t, s, p.source)
			of := reflect.ValueOf(v)
			for n := range of.NumMethod() {
				name, as := strings.CutPrefix(of.Type().Method(n).Name, "As")
				if !as {
					continue
				}
				is := of.MethodByName("Is" + name).Call(nil)[0].Bool()
				results := of.Method(n).Call(nil)
				require.Equal(t, is, results[1].Bool(), "%s.As%s", p.source, name)
				if !is {
					require.True(t, results[0].IsZero(), "%s.As%s", p.source, name)
				}
			}
		}
	})
}
