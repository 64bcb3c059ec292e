package v8

/*
#include "cshim.h"

#cgo noescape shim_function_call_batch
*/
import "C"

import (
	"slices"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A FunctionCallBatch is many calls of functions that are made one after the
// other in one crossing into V8, for who calls short functions thousands of times.
// The zero value is ready to use:
//
//	var batch v8.FunctionCallBatch
//	for _, point := range points {
//		batch.Add(project, v8.Undefined(), v8.NewNumber(point.X), v8.NewNumber(point.Y))
//	}
//	err := batch.Call()
//	...
//	v, err := batch.Result(n)
//
// Functions, receivers and arguments are scoped as ever, and all of one isolate.
// A batch is for one goroutine, and can't be used while its calls run. Used again
// after [FunctionCallBatch.Reset], it allocates nothing.
//
// V8: [v8::Function::Call].
//
// [v8::Function::Call]: https://v8.github.io/api/head/classv8_1_1Function.html
type FunctionCallBatch struct {
	// StopAtException makes the first call that throws the last one. Otherwise the
	// others are made all the same.
	StopAtException bool

	isolate   *Isolate // nil without calls
	owners    []levelOf
	calls     []C.shim_batched_call
	arguments []C.shim_value

	running bool
	results []C.shim_value
	within  levelOf // which the results belong to
	thrown  map[int]error
	made    int   // how many calls have returned or thrown
	err     error // why the others were not made
}

// levelOf is the level that values belong to, with its generation.
type levelOf struct {
	*level
	generation uint64
}

// Add adds a call, with the receiver and arguments of [Function.Call].
func (b *FunctionCallBatch) Add(f Function, receiver Value, arguments ...Value) {
	b.mustNotRun()
	i := f.check()
	if b.isolate != nil && b.isolate != i {
		panic(misuse.Isolate)
	}
	call := C.shim_batched_call{
		function: f.ref(),
		receiver: i.argument(receiver),
		first:    C.size_t(len(b.arguments)),
		count:    C.int32_t(len(arguments)),
	}
	for _, v := range arguments {
		b.arguments = append(b.arguments, i.argument(v))
		b.own(v.handle)
	}
	b.own(f.handle)
	b.own(receiver.handle)
	b.isolate = i
	b.calls = append(b.calls, call)
}

// own notes whose a value is, which Call looks at again.
func (b *FunctionCallBatch) own(h handle) {
	owner := levelOf{h.level, h.tag >> kindBits}
	if h.level == nil || len(b.owners) > 0 && b.owners[len(b.owners)-1] == owner {
		return
	}
	b.owners = append(b.owners, owner)
}

// Len is how many calls were added.
func (b *FunctionCallBatch) Len() int { return len(b.calls) }

// Reset takes all calls and results out, and keeps the memory for others.
func (b *FunctionCallBatch) Reset() {
	b.mustNotRun()
	clear(b.owners)
	*b = FunctionCallBatch{StopAtException: b.StopAtException, owners: b.owners[:0],
		calls: b.calls[:0], arguments: b.arguments[:0], results: b.results[:0]}
}

// Call makes the calls in their order. Microtasks do not run in between. What
// functions throw is the error of their Result. The error is why calls were not
// made: a limit, a termination or a dead isolate, which end the others too, or with
// StopAtException what was thrown.
//
// Calling again makes all calls again.
func (b *FunctionCallBatch) Call() error {
	b.mustNotRun()
	b.results, b.made, b.thrown, b.err = b.results[:0], 0, nil, nil
	if len(b.calls) == 0 {
		return nil
	}
	for _, owner := range b.owners {
		if owner.level.generation != owner.generation {
			panic(misuse.ValueEnded)
		}
	}
	i := b.isolate
	i.mustBeInside()
	count := len(b.calls)
	b.results = slices.Grow(b.results, count)[:count]
	b.within = levelOf{i.top(), i.top().generation}
	b.running = true
	defer func() { b.running = false }()
	for {
		b.made += int(C.shim_function_call_batch(i.shim, &b.calls[b.made], C.size_t(count-b.made),
			unsafe.SliceData(b.arguments), &b.results[b.made]))
		if b.made == count {
			return nil
		}
		status := b.results[b.made].status
		err := i.fail("call", "", status)
		if status != C.SHIM_STATUS_EXCEPTION {
			b.err = err
			return err
		}
		if b.thrown == nil {
			b.thrown = make(map[int]error)
		}
		b.thrown[b.made] = err
		b.made++
		if b.StopAtException {
			b.err = err
			return err
		}
		if b.made == count {
			return nil
		}
	}
}

// Result is what call n gave, from 0 in the order of Add. A value belongs to the
// Scope that was innermost at Call. The error is what the function threw, or of a
// call that was not made that of Call. It panics where there was none: before Call,
// or when a panic has passed through it.
func (b *FunctionCallBatch) Result(n int) (Value, error) {
	b.mustNotRun()
	if n < 0 || n >= len(b.results) || n >= b.made && b.err == nil {
		panic(misuse.BatchResult)
	}
	if n >= b.made {
		return Value{}, b.err
	}
	if err := b.thrown[n]; err != nil {
		return Value{}, err
	}
	return Value{b.within.handle(b.results[n])}, nil
}

func (b *FunctionCallBatch) mustNotRun() {
	if b.running {
		panic(misuse.BatchRuns)
	}
}

// handle is what the shim returned, as a value of that level.
func (l levelOf) handle(r C.shim_value) handle {
	if r.kind < C.SHIM_KIND_BIGINT {
		return handle{tag: uint64(r.kind), bits: uint64(r.bits)}
	}
	return handle{level: l.level, tag: l.generation<<kindBits | uint64(r.kind), bits: uint64(r.bits)}
}
