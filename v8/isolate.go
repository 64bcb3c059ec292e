package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/internal/wire"
)

// An Isolate is an instance of V8 with a heap of its own. Isolates share no
// JavaScript values and run at the same time; within one isolate one goroutine
// runs at a time, and others wait for it.
//
// An Isolate is owned: call [Isolate.Close]. Any goroutine may call its methods.
//
// All isolates of a process share 4 GB of address space for their heaps. An idle
// one with a HeapLimit or MemoryLimit of up to 256 MB takes 0.8 MB of it, so that
// 4,000 fit, and 1.3 MB otherwise; contexts are cheaper. In RAM it is some 0.8 MB.
//
// V8: [v8::Isolate].
//
// [v8::Isolate]: https://v8.github.io/api/head/classv8_1_1Isolate.html
type Isolate struct {
	options IsolateOptions

	id   uint64          // in isolates
	shim *C.shim_isolate // set to nil under both lock and termination's
	lock chan struct{}   // holds an element while the isolate is locked

	closed  atomic.Bool
	dead    atomic.Bool // as a Run has found
	closers closers
	owner   atomic.Uintptr // the thread that holds lock, by shim_v8_thread

	// Of the goroutine that holds lock:
	levels     []*level // records; the first depth are open
	depth      int
	generation uint64  // of the level opened last
	scopes     []Scope // that have not been used

	references       references
	externalMemory   int64        // of AdjustAmountOfExternalAllocatedMemory
	exports          wire.Account // of what the open levels took out of JavaScript
	collectedCount   *C.uint32_t  // in C's memory: how many of references to sweep
	wallTimeBefore   *int64       // in C's memory: WallTime without the Run that is going on
	outsideTasks     *uint32      // in C's memory: whether other threads may post tasks
	onCollected      []func()     // of Weaks, to call
	releases         releases     // of any goroutine
	argumentBuffer   []C.shim_value
	relay            *relay
	callbackReturned bool // the innermost callback, as it ends
	newCodes         newCodes
	creation         *creation // of an isolate that a snapshot is made of

	taskHooks   taskHooks
	termination termination
	cpuTime     atomic.Int64 // nanoseconds, of Runs that have ended
	watched     atomic.Int32 // how many watchers are at work
}

// NewIsolate makes an isolate, and starts V8 when it is the first.
//
// It is an error, which says why and what helps, when V8 can't start or can't
// hold another isolate.
//
// V8: [v8::Isolate::New].
//
// [v8::Isolate::New]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func NewIsolate(options IsolateOptions) (*Isolate, error) {
	bound, err := options.Snapshot.bind(options.ExternalReferences)
	if err != nil {
		return nil, fmt.Errorf("v8: new isolate: %w", err)
	}
	return newIsolate(options, bound, nil)
}

// newIsolate makes an isolate in which JavaScript refers to what is bound. With a
// creation, a snapshot will be made of it.
func newIsolate(options IsolateOptions, bound []any, of *creation) (*Isolate, error) {
	i := &Isolate{lock: make(chan struct{}, 1), options: options.withDefaults(), creation: of}
	i.references.bind(bound)
	i.exports = i.newExports()
	if err := i.register(); err != nil {
		return nil, err
	}
	i.options.harden()
	var message *C.char
	i.shim = C.shim_isolate_new(&C.shim_isolate_options{
		id:           C.uint64_t(i.id),
		heap_limit:   C.size_t(i.options.HeapLimit),
		memory_limit: C.size_t(i.options.MemoryLimit),
		stack_size:   C.size_t(i.options.StackSize),
		source_limit: C.size_t(i.options.SourceLimit),

		deny_shared_memory: C.bool(i.options.DisallowSharedMemory),
		deny_atomics_wait:  C.bool(i.options.DisallowAtomicsWait),

		startup_data:     i.options.Snapshot.startupData(),
		creates_snapshot: C.bool(of != nil),
	}, &message)
	if i.shim == nil {
		i.unregister()
		return nil, fmt.Errorf("v8: new isolate: %s", C.GoString(message))
	}
	i.collectedCount = C.shim_reference_collected_count(i.shim)
	i.outsideTasks = (*uint32)(C.shim_isolate_has_outside_tasks(i.shim))
	i.wallTimeBefore = (*int64)(C.shim_isolate_wall_time_before(i.shim))
	return i, nil
}

func (i *Isolate) mustBeMade() {
	if i == nil || i.lock == nil {
		panic(misuse.ZeroIsolate)
	}
}

func (i *Isolate) register() error {
	engine.Lock()
	defer engine.Unlock()
	if err := initializeLocked(); err != nil {
		return err
	}
	engine.isolates++
	isolates.add(i)
	return nil
}

func (i *Isolate) unregister() {
	engine.Lock()
	defer engine.Unlock()
	engine.isolates--
	isolates.remove(i)
}

// Close ends what runs in the isolate, with [ErrTerminated] and [ErrClosed], waits
// for it, and frees the isolate with all its contexts and values. From inside the
// isolate's own Run it takes effect when the outermost Run returns. V8's own
// threads stop compiling for the isolate. If one of them has not stopped within
// TerminationGrace, Close returns, and the isolate is freed when it has. Closing
// again does nothing. The error is always nil, for [io.Closer].
//
// V8: [v8::Isolate::Dispose].
//
// [v8::Isolate::Dispose]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (i *Isolate) Close() error {
	i.mustBeMade()
	i.close()
	nested, err := i.acquireClosed(context.Background())
	if err == nil && !nested { // else the outermost Run disposes of it
		i.unlock()
	}
	runtime.UnlockOSThread()
	return nil
}

// Shutdown is Close that lets the Run that goes on end by itself until ctx ends,
// and then, like Close, ends its JavaScript but does not wait for its Go code:
// the isolate is freed when that has returned, and the error is that of ctx. Runs
// that wait for the isolate meanwhile may begin.
func (i *Isolate) Shutdown(ctx context.Context) error {
	i.mustBeMade()
	if ctx == nil {
		panic(misuse.NilContext)
	}
	nested, err := i.acquireClosed(ctx)
	i.close()
	if err != nil {
		if nested, free := i.tryAcquire(); free { // it has just returned
			if !nested {
				i.unlock()
			}
			runtime.UnlockOSThread()
		}
		return err
	}
	if !nested {
		i.unlock()
	}
	runtime.UnlockOSThread()
	return nil
}

func (i *Isolate) close() {
	i.closed.Store(true)
	i.closers.call(nil)
	i.Terminate(ErrClosed)
}

// deadError is ErrIsolateDead with V8's last words, and why the Run had been
// terminated before, if it had.
func (i *Isolate) deadError() error {
	i.dead.Store(true)
	err := ErrIsolateDead
	failure := C.shim_isolate_failure(i.shim)
	if failure.killed {
		err = fmt.Errorf("%w: %w, and was ended by force", ErrIsolateDead, ErrUninterruptible)
	} else if words := text(failure.message); failure.crashed {
		err = fmt.Errorf("%w: %w: %s", ErrIsolateDead, ErrCrashed, words)
	} else if words != "" {
		err = fmt.Errorf("%w: %s", ErrIsolateDead, words)
	}
	if reason := i.whyEnded(); reason != nil || bool(failure.killed) {
		return fmt.Errorf("%w (%w)", err, i.terminated(reason))
	}
	return err
}

// entered reports whether this goroutine, which is pinned to its thread, is
// inside the isolate's Run. Another goroutine can't be on that thread.
func (i *Isolate) entered() bool {
	owner := i.owner.Load()
	return owner != 0 && owner == uintptr(C.shim_v8_thread())
}

// mustBeInside is for what changes the isolate's own records, of which the shim's
// own check of the thread would come too late.
func (i *Isolate) mustBeInside() {
	if !i.entered() {
		panic(misuse.Goroutine)
	}
}

// acquire takes the isolate's lock and pins the goroutine to its thread, which
// the caller unpins. Nested is true when the goroutine has the lock already. On
// an error it is neither locked nor pinned.
func (i *Isolate) acquire(ctx context.Context) (nested bool, err error) {
	i.mustBeMade()
	nested, err = i.acquireClosed(ctx)
	if err == nil && i.closed.Load() {
		if !nested {
			i.unlock()
		}
		err = fmt.Errorf("v8: isolate: %w", ErrClosed)
		runtime.UnlockOSThread()
	}
	return nested && err == nil, err
}

// tryAcquire is acquire that does not wait, and false when another goroutine has
// the lock. The isolate may be closed.
func (i *Isolate) tryAcquire() (nested, free bool) {
	runtime.LockOSThread()
	select {
	case i.lock <- struct{}{}:
		return false, true
	default:
	}
	if i.entered() {
		return true, true
	}
	runtime.UnlockOSThread()
	return false, false
}

// acquireClosed is acquire for an isolate that may be closed. It waits in Go
// and unpinned: v8::Locker, or a pinned goroutine, would hold one thread for
// each waiter, and Go ends the process at 10,000.
func (i *Isolate) acquireClosed(ctx context.Context) (nested bool, err error) {
	nested, free := i.tryAcquire()
	if free {
		return nested, nil
	}
	thread := insideThread()
	if thread != 0 && ctx.Done() == nil {
		i.beginWait(thread)
		defer endWait(thread)
	}
	select {
	case i.lock <- struct{}{}:
		runtime.LockOSThread()
		return false, nil
	case <-ctx.Done():
		return false, fmt.Errorf("v8: wait for the isolate: %w", bridge.ContextError(ctx))
	}
}

// unlock gives the lock back, and disposes of the isolate first when it was
// closed meanwhile.
func (i *Isolate) unlock() {
	i.owner.Store(0)
	if i.closed.Load() {
		i.dispose()
	}
	<-i.lock
}

func (i *Isolate) dispose() {
	i.termination.Lock()
	shim := i.shim
	i.shim = nil
	i.termination.Unlock()
	if shim == nil {
		return
	}
	// It takes a while, in which nobody who terminates the isolate has to wait:
	// with the shim gone there is nothing to terminate.
	free := func() {
		C.shim_isolate_dispose(shim)
		i.unregister()
	}
	// Compilers give up where they take memory, which nearly all of their code
	// does all the time. V8 waits for the others as it disposes, which alone wakes
	// one that waits for a collection.
	grace := i.options.TerminationGrace
	if grace < 0 || bool(C.shim_isolate_await_workers(shim, C.int64_t(grace))) {
		free()
		return
	}
	go free()
}
