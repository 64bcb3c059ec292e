package v8

// A Kind is what a [Value] is. It travels with the value, so that asking for
// it, or an Is method, costs no crossing into C.
type Kind uint8

// The kinds, one for each value: a value that is more than one thing, such as
// an array, which is an object too, has the more special kind.
const (
	KindUndefined Kind = iota
	KindNull
	KindBoolean
	KindNumber
	KindBigInt
	KindString
	KindSymbol
	KindObject // an object of no other kind
	KindFunction
	KindAsyncFunction
	KindGeneratorFunction
	KindAsyncGeneratorFunction
	KindArray
	KindArguments
	KindDate
	KindRegExp
	KindError
	KindMap
	KindSet
	KindMapIterator
	KindSetIterator
	KindWeakMap
	KindWeakSet
	KindWeakRef
	KindPromise
	KindProxy         // of what can't be called
	KindProxyFunction // of what can
	KindGeneratorObject
	KindBooleanObject
	KindNumberObject
	KindStringObject
	KindSymbolObject
	KindBigIntObject
	KindArrayBuffer
	KindSharedArrayBuffer
	KindDataView
	KindInt8Array
	KindUint8Array
	KindUint8ClampedArray
	KindInt16Array
	KindUint16Array
	KindInt32Array
	KindUint32Array
	KindFloat16Array
	KindFloat32Array
	KindFloat64Array
	KindBigInt64Array
	KindBigUint64Array
	KindExternal
	KindWasmMemory
	KindWasmModule
	KindModuleNamespace

	kindData
)

var kindNames = [...]string{
	KindUndefined: "undefined", KindNull: "null", KindBoolean: "boolean", KindNumber: "number",
	KindBigInt: "bigint", KindString: "string", KindSymbol: "symbol", KindObject: "Object",
	KindFunction: "Function", KindAsyncFunction: "AsyncFunction",
	KindGeneratorFunction: "GeneratorFunction", KindAsyncGeneratorFunction: "AsyncGeneratorFunction",
	KindArray: "Array", KindArguments: "Arguments", KindDate: "Date", KindRegExp: "RegExp",
	KindError: "Error", KindMap: "Map", KindSet: "Set", KindMapIterator: "Map Iterator",
	KindSetIterator: "Set Iterator", KindWeakMap: "WeakMap", KindWeakSet: "WeakSet",
	KindWeakRef: "WeakRef", KindPromise: "Promise", KindProxy: "Proxy",
	KindProxyFunction: "Proxy of a function", KindGeneratorObject: "Generator",
	KindBooleanObject: "Boolean object", KindNumberObject: "Number object",
	KindStringObject: "String object", KindSymbolObject: "Symbol object",
	KindBigIntObject: "BigInt object", KindArrayBuffer: "ArrayBuffer",
	KindSharedArrayBuffer: "SharedArrayBuffer", KindDataView: "DataView",
	KindInt8Array: "Int8Array", KindUint8Array: "Uint8Array",
	KindUint8ClampedArray: "Uint8ClampedArray", KindInt16Array: "Int16Array",
	KindUint16Array: "Uint16Array", KindInt32Array: "Int32Array", KindUint32Array: "Uint32Array",
	KindFloat16Array: "Float16Array", KindFloat32Array: "Float32Array",
	KindFloat64Array: "Float64Array", KindBigInt64Array: "BigInt64Array",
	KindBigUint64Array: "BigUint64Array", KindExternal: "External", KindWasmMemory: "WebAssembly.Memory",
	KindWasmModule: "WebAssembly.Module", KindModuleNamespace: "Module",
}

// String is the kind's name as JavaScript writes it: "undefined", "Array".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "not a value"
}
