package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/v8/internal/plain"
)

// IsolateOptions say how to make an [Isolate]. The zero value is V8's default,
// without limits: set them for code that you do not trust.
type IsolateOptions struct {
	// MemoryLimit is how much memory JavaScript may take, in bytes: objects,
	// and what lies outside the heap, such as ArrayBuffers and WebAssembly
	// memories. A script that needs more ends in [ErrHeapLimit], after a full
	// collection of garbage has shown that it is in use; an ArrayBuffer or a
	// WebAssembly memory that does not fit is a RangeError in JavaScript; functions
	// whose compilation on V8's own threads does not fit are not optimized (on
	// Linux). Zero is no limit.
	//
	// Limited for every isolate is how many resizable buffers and WebAssembly
	// memories it may have at a time, and the sum of what they may grow to: the
	// kernel's mappings and the sandbox's addresses are all isolates'. One may
	// have an eighth of what the others leave: with Linux's default of 65,530
	// mappings (vm.max_map_count) a single isolate 1,820 such buffers, and 100 GB
	// of addresses. Beyond is a RangeError, too.
	MemoryLimit uint64

	// HeapLimit is how much memory JavaScript objects alone may take, in bytes.
	// Zero is MemoryLimit, or without one V8's default, which depends on the
	// machine's memory and is at most 4 GB. V8 itself needs some, and raises a
	// limit that is below 3 MB or so.
	HeapLimit uint64

	// CPULimit is how much CPU time an outermost Run may use; see
	// [WithCPULimit] for one Run. Zero is no limit.
	CPULimit time.Duration

	// StackSize is how much stack JavaScript may use, in bytes; beyond it is a
	// RangeError in JavaScript. It is at most what the thread has. Zero is V8's
	// default, 984 KB.
	StackSize uint64

	// SourceLimit is the longest text that [Scope.Compile] (in bytes), eval and
	// Function (in UTF-16 code units) accept. V8's parser can't be interrupted,
	// and takes up to forty times the text in memory that no limit counts. Zero
	// is a sixteenth of MemoryLimit or HeapLimit, at least 128 KB, or without
	// them no limit.
	SourceLimit uint64

	// ExportLimit is how much of Go's memory may be made of what JavaScript has,
	// in bytes: what [Value.Export] and arguments of Go functions take, texts,
	// and lists of values. It counts until the scope ends in which it was made: a
	// callback, a [Scope.Nested], a Run; what Go code keeps longer is that code's
	// to bound. More is an [*ExportLimitError]; where there is no error to give,
	// as in [Value.String], the text is empty and the JavaScript that runs is
	// terminated with it. Zero is four times MemoryLimit, or without one no limit;
	// [math.MaxUint64] is none either.
	ExportLimit uint64

	// TerminationGrace is how much CPU time JavaScript may use after it was
	// terminated, by its ctx or in another way. JavaScript itself ends at once.
	// Some of V8's built-in functions, and its parser, don't look up until they
	// return, which may be in a hundred years; beyond the grace they are ended
	// by force, with [ErrUninterruptible], and the isolate is dead. What stays
	// in one function of V8's C++ code is left half as long again, and at least
	// 100 ms. Zero is half a second; a negative one waits for as long as it
	// takes. Only Linux has this force.
	TerminationGrace time.Duration

	// DisallowSharedMemory takes SharedArrayBuffer and the shared memories of
	// WebAssembly from scripts, and with them the most precise clock that they
	// can make. Contexts have no SharedArrayBuffer then, and making one is a
	// RangeError, for Go too. One that comes from another isolate is shared all
	// the same. Where the linker can't put our functions before V8's, which is
	// everywhere but on Linux, memories of WebAssembly can still be shared.
	DisallowSharedMemory bool

	// DisallowAtomicsWait makes Atomics.wait, and WebAssembly's, an error in
	// JavaScript. Atomics.waitAsync, which does not block, stays.
	//
	// V8: [v8::Isolate::SetAllowAtomicsWait].
	//
	// [v8::Isolate::SetAllowAtomicsWait]: https://v8.github.io/api/head/classv8_1_1Isolate.html
	DisallowAtomicsWait bool

	// OnUnhandledRejection is called for each promise that is rejected and not
	// handled when the microtasks of a Run have run, inside that
	// Run, with the reason as if it had been thrown. Its error becomes the
	// Run's error. When nil, the exception itself does. Of more than a hundred
	// errors, the last tells how many the others are.
	OnUnhandledRejection func(s *Scope, promise Promise, reason *Exception) error

	// OnUncaughtException is called with what goes wrong in what a script has
	// left to be done later, see [MicrotaskQueue], inside the Run that has done
	// it and in its context. It is no error of that Run: an [*Exception], what
	// OnUnhandledRejection makes of a promise, or why it was ended. When nil,
	// nobody is told.
	OnUncaughtException func(c *Context, err error)
}

const (
	defaultStackSize   = 984 << 10
	defaultGrace       = 500 * time.Millisecond
	smallestSource     = 128 << 10
	sourceShareOfLimit = 16
)

// withDefaults is the options with every zero that stands for another value
// replaced.
func (o IsolateOptions) withDefaults() IsolateOptions {
	if o.HeapLimit == 0 {
		o.HeapLimit = o.MemoryLimit
	}
	o.ExportLimit = exportLimit(o)
	if o.StackSize == 0 {
		o.StackSize = defaultStackSize
	}
	if o.TerminationGrace == 0 {
		o.TerminationGrace = defaultGrace
	}
	if o.SourceLimit == 0 {
		if o.HeapLimit == 0 {
			o.SourceLimit = math.MaxUint64
		} else {
			o.SourceLimit = max(o.HeapLimit/sourceShareOfLimit, smallestSource)
		}
	}
	return o
}

// An Isolate is an instance of V8 with a heap of its own. Isolates share no
// JavaScript values and run at the same time; within one isolate one goroutine
// runs at a time, and others wait for it.
//
// An Isolate is owned: call [Isolate.Close]. Any goroutine may call its methods.
//
// All isolates of a process share 4 GB of address space for their heaps. An
// idle one takes 1.5 MB of it, so that some 2,700 fit; contexts are cheaper.
//
// V8: [v8::Isolate].
//
// [v8::Isolate]: https://v8.github.io/api/head/classv8_1_1Isolate.html
type Isolate struct {
	options IsolateOptions

	id   uint64          // in isolates
	shim *C.shim_isolate // set to nil under both lock and termination's
	lock chan struct{}   // holds an element while the isolate is locked

	closed atomic.Bool
	owner  atomic.Uintptr // the thread that holds lock, by shim_v8_thread

	// Of the goroutine that holds lock:
	levels     []*level // records; the first depth are open
	depth      int
	generation uint64 // of the level opened last

	references       references
	externalMemory   int64         // of AdjustAmountOfExternalAllocatedMemory
	exports          plain.Account // of what the open levels took out of JavaScript
	collectedCount   *C.uint32_t   // in C's memory: how many of references to sweep
	wallTimeBefore   *int64        // in C's memory: WallTime without the Run that is going on
	onCollected      []func()      // of Weaks, to call
	releases         releases      // of any goroutine
	argumentBuffer   []C.shim_value
	relay            *relay
	callbackReturned bool // the innermost callback, as it ends

	termination termination
	cpuTime     atomic.Int64 // nanoseconds, of Runs that have ended
	watched     atomic.Int32 // how many watchers are at work
}

// A level is one open HandleScope. Its record is reused; a Scope or Value
// knows by the generation whether it is still the one that it came from.
type level struct {
	isolate    *Isolate
	context    *Context   // in a callback nil until it is asked for,
	entered    C.shim_ref // and this for finding it
	ctx        context.Context
	generation uint64     // 0 while not open
	exported   int64      // what exports.Used was when it was opened
	native     C.uint32_t // how many levels the shim has open with this one
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
	i := &Isolate{lock: make(chan struct{}, 1), options: options.withDefaults()}
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
	}, &message)
	if i.shim == nil {
		i.unregister()
		return nil, fmt.Errorf("v8: new isolate: %s", C.GoString(message))
	}
	i.collectedCount = C.shim_reference_collected_count(i.shim)
	i.wallTimeBefore = (*int64)(C.shim_isolate_wall_time_before(i.shim))
	return i, nil
}

func (i *Isolate) mustBeMade() {
	if i == nil || i.lock == nil {
		panic(misuseZeroIsolate)
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

// Close ends what runs in the isolate, with [ErrClosed], waits for it and frees
// the isolate with all its contexts and values. From inside the isolate's own
// Run it takes effect when the outermost Run returns. What V8's own threads
// compile for the isolate is given up; should one of them not come to that within
// TerminationGrace, the isolate is freed when it has. Closing again does nothing.
// The error is always nil, for [io.Closer].
//
// V8: [v8::Isolate::Dispose].
//
// [v8::Isolate::Dispose]: https://v8.github.io/api/head/classv8_1_1Isolate.html
func (i *Isolate) Close() error {
	i.mustBeMade()
	i.closed.Store(true)
	i.Terminate(ErrClosed)
	nested, err := i.acquireClosed(context.Background())
	if err == nil && !nested { // else the outermost Run disposes of it
		i.unlock()
	}
	runtime.UnlockOSThread()
	return nil
}

// deadError is ErrIsolateDead with V8's last words, and why the Run had been
// terminated before, if it had.
func (i *Isolate) deadError() error {
	err := ErrIsolateDead
	failure := C.shim_isolate_failure(i.shim)
	if failure.killed {
		err = fmt.Errorf("%w: %w, and was ended by force", ErrIsolateDead, ErrUninterruptible)
	} else if words := text(failure.message); failure.crashed {
		err = fmt.Errorf("%w: %w: %s", ErrIsolateDead, ErrCrashed, words)
	} else if words != "" {
		err = fmt.Errorf("%w: %s", ErrIsolateDead, words)
	}
	i.termination.Lock()
	defer i.termination.Unlock()
	if reason := i.termination.reason(); reason != nil && !errors.Is(reason, ErrClosed) {
		return fmt.Errorf("%w (%w)", err, reason)
	}
	return err
}

// entered reports whether this goroutine, which is pinned to its thread, is
// inside the isolate's Run. Another goroutine can't be on that thread.
func (i *Isolate) entered() bool {
	owner := i.owner.Load()
	return owner != 0 && owner == uintptr(C.shim_v8_thread())
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

// acquireClosed is acquire for an isolate that may be closed. It waits in Go
// and unpinned: v8::Locker, or a pinned goroutine, would hold one thread for
// each waiter, and Go ends the process at 10,000.
func (i *Isolate) acquireClosed(ctx context.Context) (nested bool, err error) {
	runtime.LockOSThread()
	select {
	case i.lock <- struct{}{}:
		return false, nil
	default:
	}
	if i.entered() {
		return true, nil
	}
	thread := insideThread()
	runtime.UnlockOSThread()
	if thread != 0 && ctx.Done() == nil {
		i.beginWait(thread)
		defer endWait(thread)
	}
	select {
	case i.lock <- struct{}{}:
		runtime.LockOSThread()
		return false, nil
	case <-ctx.Done():
		return false, fmt.Errorf("v8: wait for the isolate: %w", contextError(ctx))
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
	// does all the time.
	if C.shim_isolate_await_workers(shim, C.int64_t(max(i.options.TerminationGrace, -1))) {
		free()
		return
	}
	go func() {
		C.shim_isolate_await_workers(shim, -1)
		free()
	}()
}

// enter opens a level with context c, which may be nil. Each enter is followed
// by one leave, last in first out.
func (i *Isolate) enter(ctx context.Context, c *Context) (*level, error) {
	var ref C.shim_ref
	var queue *C.shim_microtask_queue
	if c != nil {
		ref, queue = c.ref, c.queue.ref
	}
	r := C.shim_isolate_enter(i.shim, ref, queue)
	if r.status != C.SHIM_STATUS_OK {
		return nil, i.fail("enter", "", r.status)
	}
	i.owner.Store(uintptr(r.bits))
	if i.depth == 0 && i.closed.Load() {
		i.Terminate(ErrClosed) // a Close that came too early to find anything running
	}
	return i.pushNative(ctx, c), nil
}

// leave closes what enter opened, and what was left open inside, such as the
// Nested of an iterator that was never finished. When how is to run, it first
// runs microtasks, and what ends them is its error, and then tasks. It closes
// also when a callback or a hook of the user panics or ends the goroutine.
func (i *Isolate) leave(l *level, how C.shim_leave, w *watcher) (err error) {
	i.unwind(l)
	depth := l.native
	closed := false
	defer func() {
		if !closed {
			i.unwind(l)
			C.shim_isolate_leave(i.shim, depth, C.SHIM_LEAVE_DROP)
		}
		i.pop()
		i.end(w, depth == 1)
	}()
	status := C.shim_isolate_leave(i.shim, depth, how)
	if status == C.SHIM_STATUS_REJECTIONS {
		err = i.unhandledRejections()
		status = C.shim_isolate_leave(i.shim, depth, C.SHIM_LEAVE_TASKS)
	}
	if status == C.SHIM_STATUS_TASKS {
		i.runTasks(l.context)
		status = C.shim_isolate_leave(i.shim, depth, C.SHIM_LEAVE_END)
	}
	closed = true
	if status == C.SHIM_STATUS_OK {
		return err
	}
	return errors.Join(err, i.fail("run", "", C.uint32_t(status)))
}

// end is the last of a Run, or of an entry without a watcher.
func (i *Isolate) end(w *watcher, outermost bool) {
	if w == nil && !outermost {
		return
	}
	i.termination.Lock()
	defer i.termination.Unlock()
	if w != nil {
		w.end()
	}
	if !outermost {
		return
	}
	i.termination.cause = nil
	i.termination.run++
	i.termination.killing = false
	i.relay = nil
	if len(i.argumentBuffer) > keptArguments {
		i.argumentBuffer = nil
	}
}

// keptArguments is how long an argumentBuffer is kept from one Run to the next.
const keptArguments = 1 << 10

func (i *Isolate) push(ctx context.Context, c *Context) *level {
	if i.depth == len(i.levels) {
		i.levels = append(i.levels, &level{isolate: i})
	}
	l := i.levels[i.depth]
	i.depth++
	i.generation++
	l.context, l.ctx, l.generation = c, ctx, i.generation
	l.exported = i.exports.Used
	l.native = 0
	if i.depth > 1 {
		l.native = i.levels[i.depth-2].native
	}
	return l
}

// pushNative is push for a level that the shim has opened too.
func (i *Isolate) pushNative(ctx context.Context, c *Context) *level {
	l := i.push(ctx, c)
	l.native++
	return l
}

// unwind forgets the levels that were left open inside l.
func (i *Isolate) unwind(l *level) {
	for i.top() != l {
		i.pop()
	}
}

func (i *Isolate) pop() {
	i.depth--
	l := i.levels[i.depth]
	l.context, l.ctx, l.generation = nil, nil, 0
	i.exports.Used = l.exported
}

// top is the innermost open level, to which new handles belong.
func (i *Isolate) top() *level { return i.levels[i.depth-1] }

// locked runs fn with the isolate locked, and entered without a context, from
// outside and from inside a Run.
func (i *Isolate) locked(fn func() error) (err error) {
	nested, err := i.acquire(context.Background())
	if err != nil {
		return err
	}
	defer runtime.UnlockOSThread()
	if !nested {
		defer i.unlock()
	}
	l, err := i.enter(context.Background(), nil)
	if err != nil {
		return err
	}
	defer func() {
		if leaveErr := i.leave(l, C.SHIM_LEAVE_DROP, nil); err == nil {
			err = leaveErr
		}
	}()
	return fn()
}
