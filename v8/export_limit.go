package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"math"

	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// exportShareOfLimit is how many times MemoryLimit the default is. Small objects
// take eight times in Go what they do in V8; more than half of what a limit
// allows is seldom exported at once.
const exportShareOfLimit = 4

func exportLimit(o IsolateOptions) uint64 {
	switch {
	case o.ExportLimit != 0:
		return o.ExportLimit
	case o.MemoryLimit == 0 || o.MemoryLimit > math.MaxUint64/exportShareOfLimit:
		return math.MaxUint64
	}
	return o.MemoryLimit * exportShareOfLimit
}

// newExports is the account of what was taken out of JavaScript in the scopes
// that are open: each level gives back, as it ends, what was taken since it
// began.
func (i *Isolate) newExports() wire.Account {
	return wire.Account{
		Limit: int64(min(i.options.ExportLimit, math.MaxInt64)),
		Exceeded: func(a *wire.Account) error {
			return &LimitError{optionExportLimit, uint64(a.Limit), uint64(a.Used), ErrExportLimit}
		},
		Look: i.stopped,
	}
}

// stopped is why what runs in the isolate is to end, if it is.
func (i *Isolate) stopped() error {
	switch C.shim_isolate_runnable(i.shim) {
	case C.SHIM_STATUS_TERMINATED:
		i.resumePanic()
		return i.terminated(i.whyEnded())
	case C.SHIM_STATUS_HEAP_LIMIT:
		return i.outOfMemory()
	case C.SHIM_STATUS_DEAD:
		return i.deadError()
	}
	return nil
}

// take counts bytes that are about to be made in Go's memory. An error means
// that they must not be.
func (i *Isolate) take(op string, bytes int) error {
	if err := i.exports.Take(bytes); err != nil {
		i.exports.Used -= int64(bytes)
		return operationError(op, "", err)
	}
	return nil
}

// takeOrEnd is take for what has no error to give: it ends the JavaScript that
// runs instead, with that error, and is false. Then nothing more of the scope is
// taken, so that a callback is soon through with its four hundred other arguments.
func (i *Isolate) takeOrEnd(bytes int) bool {
	if i.exports.Used += int64(bytes); i.exports.Used <= i.exports.Limit {
		return true
	}
	err := i.exports.Exceeded(&i.exports)
	i.exports.Used = i.exports.Limit + 1
	i.Terminate(err)
	return false
}

// takesNothing reports whether takeOrEnd has been false in this scope.
func (i *Isolate) takesNothing() bool { return i.exports.Used > i.exports.Limit }

// valueBytes is what one of many values takes, in Go's and C's memory.
const valueBytes = 48

// mostValues is how many there may be.
func (i *Isolate) mostValues() C.size_t {
	return C.size_t(max(i.exports.Limit-i.exports.Used, 0) / valueBytes)
}
