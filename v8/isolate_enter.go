package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"runtime"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

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
			C.shim_isolate_leave(i.shim, depth, C.SHIM_LEAVE_DROP, false)
		}
		i.pop()
		i.end(w, depth == 1)
	}()
	posted := C.bool(false)
	if how == C.SHIM_LEAVE_RUN && depth == 1 {
		// Microtasks may compile too.
		posted = C.bool(l.context.tasks.haveDue() || i.options.CodeCache != nil)
		defer i.lookForTasks()
	}
	status := C.shim_isolate_leave(i.shim, depth, how, posted)
	if status == C.SHIM_STATUS_WRONG_THREAD {
		// V8 has it entered on a thread that is no longer ours.
		C.shim_isolate_abandon(i.shim, bytesOf(misuse.Unpinned))
		panic(misuse.Unpinned)
	}
	if status == C.SHIM_STATUS_REJECTIONS {
		err = i.unhandledRejections()
		status = C.shim_isolate_leave(i.shim, depth, C.SHIM_LEAVE_TASKS, posted)
	}
	if status == C.SHIM_STATUS_TASKS {
		if leaver, ok := l.ctx.(bridge.TaskLeaver); !ok || !leaver.LeavesTasks(l.context) {
			i.runTasks(l)
		} else if due, _, _ := i.pendingTasks(l.context); due {
			leaver.TasksLeft()
			i.taskHooks.call()
		}
		if depth == 1 && i.newCodes.isAny() {
			i.makeNewCodes()
		}
		status = C.shim_isolate_leave(i.shim, depth, C.SHIM_LEAVE_END, false)
	}
	closed = true
	if status == C.SHIM_STATUS_OK {
		return err
	}
	return joinErrors(err, i.fail("run", "", C.uint32_t(status)))
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
	l.context, l.ctx, l.generation, l.entered = c, ctx, i.generation, 0
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
func (i *Isolate) locked(ctx context.Context, fn func() error) (err error) {
	nested, err := i.acquire(ctx)
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
