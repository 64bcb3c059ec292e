package v8

/*
#include "cshim.h"
*/
import "C"

// equal has an index of 0 and no other, so that the differences below compile
// only where they are 0.
type equal [1]struct{}

// The exported constants are the shim's, as numbers of Go's own: documentation
// shows what they are made of, and C is nobody's business there.
var _ = [...]struct{}{
	equal{}[KindUndefined-C.SHIM_KIND_UNDEFINED],
	equal{}[KindNull-C.SHIM_KIND_NULL],
	equal{}[KindBoolean-C.SHIM_KIND_BOOLEAN],
	equal{}[KindNumber-C.SHIM_KIND_NUMBER],
	equal{}[KindBigInt-C.SHIM_KIND_BIGINT],
	equal{}[KindString-C.SHIM_KIND_STRING],
	equal{}[KindSymbol-C.SHIM_KIND_SYMBOL],
	equal{}[KindObject-C.SHIM_KIND_OBJECT],
	equal{}[KindFunction-C.SHIM_KIND_FUNCTION],
	equal{}[KindAsyncFunction-C.SHIM_KIND_ASYNC_FUNCTION],
	equal{}[KindGeneratorFunction-C.SHIM_KIND_GENERATOR_FUNCTION],
	equal{}[KindAsyncGeneratorFunction-C.SHIM_KIND_ASYNC_GENERATOR_FUNCTION],
	equal{}[KindArray-C.SHIM_KIND_ARRAY],
	equal{}[KindArguments-C.SHIM_KIND_ARGUMENTS],
	equal{}[KindDate-C.SHIM_KIND_DATE],
	equal{}[KindRegExp-C.SHIM_KIND_REGEXP],
	equal{}[KindError-C.SHIM_KIND_ERROR],
	equal{}[KindMap-C.SHIM_KIND_MAP],
	equal{}[KindSet-C.SHIM_KIND_SET],
	equal{}[KindMapIterator-C.SHIM_KIND_MAP_ITERATOR],
	equal{}[KindSetIterator-C.SHIM_KIND_SET_ITERATOR],
	equal{}[KindWeakMap-C.SHIM_KIND_WEAK_MAP],
	equal{}[KindWeakSet-C.SHIM_KIND_WEAK_SET],
	equal{}[KindWeakRef-C.SHIM_KIND_WEAK_REF],
	equal{}[KindPromise-C.SHIM_KIND_PROMISE],
	equal{}[KindProxy-C.SHIM_KIND_PROXY],
	equal{}[KindProxyFunction-C.SHIM_KIND_PROXY_FUNCTION],
	equal{}[KindGeneratorObject-C.SHIM_KIND_GENERATOR_OBJECT],
	equal{}[KindBooleanObject-C.SHIM_KIND_BOOLEAN_OBJECT],
	equal{}[KindNumberObject-C.SHIM_KIND_NUMBER_OBJECT],
	equal{}[KindStringObject-C.SHIM_KIND_STRING_OBJECT],
	equal{}[KindSymbolObject-C.SHIM_KIND_SYMBOL_OBJECT],
	equal{}[KindBigIntObject-C.SHIM_KIND_BIGINT_OBJECT],
	equal{}[KindArrayBuffer-C.SHIM_KIND_ARRAY_BUFFER],
	equal{}[KindSharedArrayBuffer-C.SHIM_KIND_SHARED_ARRAY_BUFFER],
	equal{}[KindDataView-C.SHIM_KIND_DATA_VIEW],
	equal{}[KindInt8Array-C.SHIM_KIND_INT8_ARRAY],
	equal{}[KindUint8Array-C.SHIM_KIND_UINT8_ARRAY],
	equal{}[KindUint8ClampedArray-C.SHIM_KIND_UINT8_CLAMPED_ARRAY],
	equal{}[KindInt16Array-C.SHIM_KIND_INT16_ARRAY],
	equal{}[KindUint16Array-C.SHIM_KIND_UINT16_ARRAY],
	equal{}[KindInt32Array-C.SHIM_KIND_INT32_ARRAY],
	equal{}[KindUint32Array-C.SHIM_KIND_UINT32_ARRAY],
	equal{}[KindFloat16Array-C.SHIM_KIND_FLOAT16_ARRAY],
	equal{}[KindFloat32Array-C.SHIM_KIND_FLOAT32_ARRAY],
	equal{}[KindFloat64Array-C.SHIM_KIND_FLOAT64_ARRAY],
	equal{}[KindBigInt64Array-C.SHIM_KIND_BIGINT64_ARRAY],
	equal{}[KindBigUint64Array-C.SHIM_KIND_BIGUINT64_ARRAY],
	equal{}[KindExternal-C.SHIM_KIND_EXTERNAL],
	equal{}[KindWasmMemory-C.SHIM_KIND_WASM_MEMORY],
	equal{}[KindWasmModule-C.SHIM_KIND_WASM_MODULE],
	equal{}[KindModuleNamespace-C.SHIM_KIND_MODULE_NAMESPACE],
	equal{}[kindData-C.SHIM_KIND_DATA],

	equal{}[Error-C.SHIM_ERROR],
	equal{}[RangeError-C.SHIM_RANGE_ERROR],
	equal{}[ReferenceError-C.SHIM_REFERENCE_ERROR],
	equal{}[SyntaxError-C.SHIM_SYNTAX_ERROR],
	equal{}[TypeError-C.SHIM_TYPE_ERROR],

	equal{}[SymbolAsyncIterator-C.SHIM_SYMBOL_ASYNC_ITERATOR],
	equal{}[SymbolHasInstance-C.SHIM_SYMBOL_HAS_INSTANCE],
	equal{}[SymbolIsConcatSpreadable-C.SHIM_SYMBOL_IS_CONCAT_SPREADABLE],
	equal{}[SymbolIterator-C.SHIM_SYMBOL_ITERATOR],
	equal{}[SymbolMatch-C.SHIM_SYMBOL_MATCH],
	equal{}[SymbolReplace-C.SHIM_SYMBOL_REPLACE],
	equal{}[SymbolSearch-C.SHIM_SYMBOL_SEARCH],
	equal{}[SymbolSplit-C.SHIM_SYMBOL_SPLIT],
	equal{}[SymbolToPrimitive-C.SHIM_SYMBOL_TO_PRIMITIVE],
	equal{}[SymbolToStringTag-C.SHIM_SYMBOL_TO_STRING_TAG],
	equal{}[SymbolUnscopables-C.SHIM_SYMBOL_UNSCOPABLES],
}
