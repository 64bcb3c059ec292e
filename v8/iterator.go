package v8

/*
#include "cshim.h"
*/
import "C"

import "iter"

// turnBytes is what a turn of the loop counts, for a number that is kept.
const turnBytes = 16

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
// An iterator may have no end. What the loop takes out of the values, and 16
// bytes a turn, count towards [IsolateOptions].ExportLimit until the scope around
// the loop ends.
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
		i := v.check()
		opened := C.shim_iterator_open(i.shim, i.argument(v))
		if opened.status != C.SHIM_STATUS_OK {
			yield(Value{}, i.fail("iterate", "", opened.status))
			return
		}
		iterator, next := Value{i.newHandle(opened.iterator)}, Value{i.newHandle(opened.next)}
		top := i.top()
		scope := &Scope{top, top.generation}
		taken := i.exports.Used
		for more := true; more; {
			// The loop may keep what it takes out of each value, and a script
			// says how many there are: it counts until the scope around ends.
			i.exports.Used = taken
			err := scope.Nested(func(*Scope) error {
				defer func() { taken = i.exports.Used }()
				if err := i.take("iterate", turnBytes); err != nil {
					more = false
					yield(Value{}, err)
					return nil
				}
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
