package v8

/*
#include "cshim.h"
*/
import "C"

// A Kind is what a [Value] is. It travels with the value, so that asking for
// it, or an Is method, costs no crossing into C.
type Kind uint8

// The kinds, one for each value: a value that is more than one thing, such as
// an array, which is an object too, has the more special kind.
const (
	KindUndefined              Kind = C.SHIM_KIND_UNDEFINED
	KindNull                   Kind = C.SHIM_KIND_NULL
	KindBoolean                Kind = C.SHIM_KIND_BOOLEAN
	KindNumber                 Kind = C.SHIM_KIND_NUMBER
	KindBigInt                 Kind = C.SHIM_KIND_BIGINT
	KindString                 Kind = C.SHIM_KIND_STRING
	KindSymbol                 Kind = C.SHIM_KIND_SYMBOL
	KindObject                 Kind = C.SHIM_KIND_OBJECT // an object of no other kind
	KindFunction               Kind = C.SHIM_KIND_FUNCTION
	KindAsyncFunction          Kind = C.SHIM_KIND_ASYNC_FUNCTION
	KindGeneratorFunction      Kind = C.SHIM_KIND_GENERATOR_FUNCTION
	KindAsyncGeneratorFunction Kind = C.SHIM_KIND_ASYNC_GENERATOR_FUNCTION
	KindArray                  Kind = C.SHIM_KIND_ARRAY
	KindArguments              Kind = C.SHIM_KIND_ARGUMENTS
	KindDate                   Kind = C.SHIM_KIND_DATE
	KindRegExp                 Kind = C.SHIM_KIND_REGEXP
	KindError                  Kind = C.SHIM_KIND_ERROR
	KindMap                    Kind = C.SHIM_KIND_MAP
	KindSet                    Kind = C.SHIM_KIND_SET
	KindMapIterator            Kind = C.SHIM_KIND_MAP_ITERATOR
	KindSetIterator            Kind = C.SHIM_KIND_SET_ITERATOR
	KindWeakMap                Kind = C.SHIM_KIND_WEAK_MAP
	KindWeakSet                Kind = C.SHIM_KIND_WEAK_SET
	KindWeakRef                Kind = C.SHIM_KIND_WEAK_REF
	KindPromise                Kind = C.SHIM_KIND_PROMISE
	KindProxy                  Kind = C.SHIM_KIND_PROXY          // of what can't be called
	KindProxyFunction          Kind = C.SHIM_KIND_PROXY_FUNCTION // of what can
	KindGeneratorObject        Kind = C.SHIM_KIND_GENERATOR_OBJECT
	KindBooleanObject          Kind = C.SHIM_KIND_BOOLEAN_OBJECT
	KindNumberObject           Kind = C.SHIM_KIND_NUMBER_OBJECT
	KindStringObject           Kind = C.SHIM_KIND_STRING_OBJECT
	KindSymbolObject           Kind = C.SHIM_KIND_SYMBOL_OBJECT
	KindBigIntObject           Kind = C.SHIM_KIND_BIGINT_OBJECT
	KindArrayBuffer            Kind = C.SHIM_KIND_ARRAY_BUFFER
	KindSharedArrayBuffer      Kind = C.SHIM_KIND_SHARED_ARRAY_BUFFER
	KindDataView               Kind = C.SHIM_KIND_DATA_VIEW
	KindInt8Array              Kind = C.SHIM_KIND_INT8_ARRAY
	KindUint8Array             Kind = C.SHIM_KIND_UINT8_ARRAY
	KindUint8ClampedArray      Kind = C.SHIM_KIND_UINT8_CLAMPED_ARRAY
	KindInt16Array             Kind = C.SHIM_KIND_INT16_ARRAY
	KindUint16Array            Kind = C.SHIM_KIND_UINT16_ARRAY
	KindInt32Array             Kind = C.SHIM_KIND_INT32_ARRAY
	KindUint32Array            Kind = C.SHIM_KIND_UINT32_ARRAY
	KindFloat16Array           Kind = C.SHIM_KIND_FLOAT16_ARRAY
	KindFloat32Array           Kind = C.SHIM_KIND_FLOAT32_ARRAY
	KindFloat64Array           Kind = C.SHIM_KIND_FLOAT64_ARRAY
	KindBigInt64Array          Kind = C.SHIM_KIND_BIGINT64_ARRAY
	KindBigUint64Array         Kind = C.SHIM_KIND_BIGUINT64_ARRAY
	KindExternal               Kind = C.SHIM_KIND_EXTERNAL
	KindWasmMemory             Kind = C.SHIM_KIND_WASM_MEMORY
	KindWasmModule             Kind = C.SHIM_KIND_WASM_MODULE
	KindModuleNamespace        Kind = C.SHIM_KIND_MODULE_NAMESPACE

	kindData Kind = C.SHIM_KIND_DATA
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
