package v8

/*
#include "cshim.h"
*/
import "C"

// PropertyHandlerFlags say when a handler is asked; flags are added with |.
//
// V8: [v8::PropertyHandlerFlags].
//
// [v8::PropertyHandlerFlags]: https://v8.github.io/api/head/namespacev8.html
type PropertyHandlerFlags uint32

// The flags, with V8's numbers. The first two are for named handlers alone.
const (
	NonMasking           PropertyHandlerFlags = 1 // only for what neither the object nor its prototypes have
	OnlyInterceptStrings PropertyHandlerFlags = 2 // not for symbols
	HasNoSideEffect      PropertyHandlerFlags = 4 // a debugger may get, query and enumerate
)

// operation is the bit of an operation, if the handler has the interface for it.
func operation[T any](handler any, operation C.uint32_t) C.uint32_t {
	if _, ok := handler.(T); !ok {
		return 0
	}
	return 1 << operation
}
