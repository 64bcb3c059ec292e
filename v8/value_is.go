package v8

import (
	"math"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// checkAs is check for a type whose values are of the kinds from first to last.
// A composite literal, such as Date{object}, could hold any other, which V8
// would take for what it is not.
func (h handle) checkAs(first, last Kind) *Isolate {
	if k := h.kind(); (k < first || k > last) && h.level != nil {
		panic(misuse.Kind)
	}
	return h.check()
}

func (v Value) isBetween(first, last Kind) bool {
	k := v.kind()
	return k >= first && k <= last
}

// numberOf reads a number that the shim returned.
func numberOf(bits uint64) float64 { return math.Float64frombits(bits) }

// The tests that follow are those of V8's class Value, and cross into C no more
// than the others do. A Proxy is never what its target is, except for
// [Value.IsFunction].
//
// V8: https://v8.github.io/api/head/classv8_1_1Value.html

// IsPrimitive reports whether the value is no object.
func (v Value) IsPrimitive() bool { return v.kind() < KindObject }

// IsAsyncFunction reports whether the value is a function or generator function
// declared as async.
func (v Value) IsAsyncFunction() bool {
	return v.kind() == KindAsyncFunction || v.kind() == KindAsyncGeneratorFunction
}

// IsGeneratorFunction reports whether the value is a function declared with *.
func (v Value) IsGeneratorFunction() bool {
	return v.isBetween(KindGeneratorFunction, KindAsyncGeneratorFunction)
}

// IsArgumentsObject reports whether the value is a function's arguments.
func (v Value) IsArgumentsObject() bool { return v.kind() == KindArguments }

// IsDate reports whether the value is a Date.
func (v Value) IsDate() bool { return v.kind() == KindDate }

// IsRegExp reports whether the value is a RegExp.
func (v Value) IsRegExp() bool { return v.kind() == KindRegExp }

// IsMap reports whether the value is a Map.
func (v Value) IsMap() bool { return v.kind() == KindMap }

// IsSet reports whether the value is a Set.
func (v Value) IsSet() bool { return v.kind() == KindSet }

// IsMapIterator reports whether the value iterates over a Map.
func (v Value) IsMapIterator() bool { return v.kind() == KindMapIterator }

// IsSetIterator reports whether the value iterates over a Set.
func (v Value) IsSetIterator() bool { return v.kind() == KindSetIterator }

// IsWeakMap reports whether the value is a WeakMap.
func (v Value) IsWeakMap() bool { return v.kind() == KindWeakMap }

// IsWeakSet reports whether the value is a WeakSet.
func (v Value) IsWeakSet() bool { return v.kind() == KindWeakSet }

// IsWeakRef reports whether the value is a WeakRef.
func (v Value) IsWeakRef() bool { return v.kind() == KindWeakRef }

// IsPromise reports whether the value is a Promise.
func (v Value) IsPromise() bool { return v.kind() == KindPromise }

// IsProxy reports whether the value is a Proxy, revoked ones too.
func (v Value) IsProxy() bool { return v.isBetween(KindProxy, KindProxyFunction) }

// IsGeneratorObject reports whether the value is what a generator function
// returns.
func (v Value) IsGeneratorObject() bool { return v.kind() == KindGeneratorObject }

// IsBooleanObject reports whether the value is a Boolean object, as new
// Boolean(true) makes.
func (v Value) IsBooleanObject() bool { return v.kind() == KindBooleanObject }

// IsNumberObject reports whether the value is a Number object.
func (v Value) IsNumberObject() bool { return v.kind() == KindNumberObject }

// IsStringObject reports whether the value is a String object.
func (v Value) IsStringObject() bool { return v.kind() == KindStringObject }

// IsSymbolObject reports whether the value is a Symbol object.
func (v Value) IsSymbolObject() bool { return v.kind() == KindSymbolObject }

// IsBigIntObject reports whether the value is a BigInt object.
func (v Value) IsBigIntObject() bool { return v.kind() == KindBigIntObject }

// IsArrayBuffer reports whether the value is an ArrayBuffer. A
// SharedArrayBuffer is not.
func (v Value) IsArrayBuffer() bool { return v.kind() == KindArrayBuffer }

// IsSharedArrayBuffer reports whether the value is a SharedArrayBuffer.
func (v Value) IsSharedArrayBuffer() bool { return v.kind() == KindSharedArrayBuffer }

// IsArrayBufferView reports whether the value is a typed array or a DataView.
func (v Value) IsArrayBufferView() bool { return v.isBetween(KindDataView, KindBigUint64Array) }

// IsDataView reports whether the value is a DataView.
func (v Value) IsDataView() bool { return v.kind() == KindDataView }

// IsTypedArray reports whether the value is a typed array of any kind.
func (v Value) IsTypedArray() bool { return v.isBetween(KindInt8Array, KindBigUint64Array) }

// IsInt8Array reports whether the value is an Int8Array.
func (v Value) IsInt8Array() bool { return v.kind() == KindInt8Array }

// IsUint8Array reports whether the value is a Uint8Array.
func (v Value) IsUint8Array() bool { return v.kind() == KindUint8Array }

// IsUint8ClampedArray reports whether the value is a Uint8ClampedArray.
func (v Value) IsUint8ClampedArray() bool { return v.kind() == KindUint8ClampedArray }

// IsInt16Array reports whether the value is an Int16Array.
func (v Value) IsInt16Array() bool { return v.kind() == KindInt16Array }

// IsUint16Array reports whether the value is a Uint16Array.
func (v Value) IsUint16Array() bool { return v.kind() == KindUint16Array }

// IsInt32Array reports whether the value is an Int32Array.
func (v Value) IsInt32Array() bool { return v.kind() == KindInt32Array }

// IsUint32Array reports whether the value is a Uint32Array.
func (v Value) IsUint32Array() bool { return v.kind() == KindUint32Array }

// IsFloat16Array reports whether the value is a Float16Array.
func (v Value) IsFloat16Array() bool { return v.kind() == KindFloat16Array }

// IsFloat32Array reports whether the value is a Float32Array.
func (v Value) IsFloat32Array() bool { return v.kind() == KindFloat32Array }

// IsFloat64Array reports whether the value is a Float64Array.
func (v Value) IsFloat64Array() bool { return v.kind() == KindFloat64Array }

// IsBigInt64Array reports whether the value is a BigInt64Array.
func (v Value) IsBigInt64Array() bool { return v.kind() == KindBigInt64Array }

// IsBigUint64Array reports whether the value is a BigUint64Array.
func (v Value) IsBigUint64Array() bool { return v.kind() == KindBigUint64Array }

// IsExternal reports whether the value is an [External].
func (v Value) IsExternal() bool { return v.kind() == KindExternal }

// IsWasmMemoryObject reports whether the value is a WebAssembly.Memory.
func (v Value) IsWasmMemoryObject() bool { return v.kind() == KindWasmMemory }

// IsWasmModuleObject reports whether the value is a WebAssembly.Module.
func (v Value) IsWasmModuleObject() bool { return v.kind() == KindWasmModule }

// IsModuleNamespaceObject reports whether the value is what import * gives.
func (v Value) IsModuleNamespaceObject() bool { return v.kind() == KindModuleNamespace }
