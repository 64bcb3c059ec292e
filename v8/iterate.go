package v8

/*
#include "cshim.h"
*/
import "C"

import "iter"

// Iterate goes over an iterable as for...of does: arrays, strings, maps, sets,
// generators, and whatever has a method Symbol.iterator.
//
//	for element, err := range v.Iterate() {
//		if err != nil {
//			return err
//		}
//		...
//	}
//
// Each value is borrowed: it dies at the end of its turn of the loop; use
// [NewGlobal] to keep it. An error ends the loop. Leaving the loop early closes
// the iterator, as break does; what its method return then throws is lost.
//
// ECMAScript: [GetIterator].
//
// [GetIterator]: https://tc39.es/ecma262/#sec-getiterator
func (v Value) Iterate() iter.Seq2[Value, error] {
	return func(yield func(Value, error) bool) {
		if v.level == nil { // plain data: nothing of it is iterable
			yield(Value{}, &Exception{Message: "TypeError: " + v.String() + " is not iterable", Thrown: v, op: "iterate"})
			return
		}
		i := v.enter()
		opened := C.shim_iterator_open(i.shim, i.argument(v))
		if opened.status != C.SHIM_STATUS_OK {
			yield(Value{}, i.fail("iterate", "", opened.status))
			return
		}
		iterator, next := Value{i.newHandle(opened.iterator)}, Value{i.newHandle(opened.next)}
		top := i.top()
		scope := &Scope{top, top.generation}
		for more := true; more; {
			err := scope.Nested(func(*Scope) error {
				r := C.shim_iterator_step(i.shim, iterator.ref(), i.argument(next))
				switch {
				case r.status != C.SHIM_STATUS_OK:
					more = false
					yield(Value{}, i.fail("iterate", "", r.status))
				case r.kind == C.SHIM_KIND_DATA:
					more = false
				case !yield(Value{i.newHandle(r)}, nil):
					more = false
					return i.done(C.shim_iterator_close(i.shim, iterator.ref()), "close iterator", "")
				}
				return nil
			})
			if err != nil {
				return // the loop is over: nobody is there to hear of return's failure
			}
		}
	}
}
