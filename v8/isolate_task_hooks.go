package v8

/*
#include "cshim.h"

#cgo nocallback shim_isolate_take_posted
*/
import "C"

import (
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// OnTask calls f whenever something is left to be done that a Run would do at its
// end, see [MicrotaskQueue]: by [Context.PostTask], or by V8, which has compiled
// WebAssembly, say, or was notified by another isolate. It is what tells an event
// loop to Run. f is called by any goroutine, also inside a Run; it must neither wait
// nor use the isolate, and may be called in vain. What is left already, when OnTask is called, is not told:
// Run once after that.
//
// Calling stop ends it; a call may still be on its way.
func (i *Isolate) OnTask(f func()) (stop func()) {
	i.mustBeMade()
	if f == nil {
		panic(misuse.NilCallback)
	}
	h := &i.taskHooks
	h.Lock()
	h.all = append(h.all, &f)
	h.count.Store(int64(len(h.all)))
	h.Unlock()
	if i.hasOutsideTasks() && i.watchTasks() {
		i.takePosted() // what came before is not told
	}
	return func() {
		h.Lock()
		defer h.Unlock()
		for n, other := range h.all {
			if other == &f {
				h.all = append(h.all[:n:n], h.all[n+1:]...)
				break
			}
		}
		h.count.Store(int64(len(h.all)))
		if len(h.all) == 0 && h.watched {
			h.watched = false
			taskWatch.remove(i)
		}
	}
}

// hasOutsideTasks reports whether other threads may post tasks, for any goroutine.
func (i *Isolate) hasOutsideTasks() bool {
	i.termination.Lock()
	defer i.termination.Unlock()
	return i.shim != nil && atomic.LoadUint32(i.outsideTasks) != 0
}

// pendingTasks says what is left to be done in c, whose Run it is inside of.
func (i *Isolate) pendingTasks(c *Context) (due, pending bool, next time.Duration) {
	found := C.shim_isolate_pending_tasks(i.shim, c.queue.ref)
	due, pending, next = bool(found.due), bool(found.pending), -1
	if found.next >= 0 {
		next = time.Duration(float64(found.next) * float64(time.Second))
	}
	if wait, ok := c.tasks.next(); ok {
		due, pending = due || wait == 0, true
		if next < 0 || wait < next {
			next = wait
		}
	}
	return due, pending, next
}

// taskHooks are the funcs of OnTask.
type taskHooks struct {
	sync.Mutex
	all     []*func()
	count   atomic.Int64
	watched bool // by taskWatch
}

func (h *taskHooks) call() {
	if h.count.Load() == 0 {
		return
	}
	h.Lock()
	all := h.all
	h.Unlock()
	for _, f := range all {
		(*f)()
	}
}

// watchTasks begins to watch for tasks of other threads, when somebody wants to
// know. It is false when it is not needed, or done.
func (i *Isolate) watchTasks() bool {
	h := &i.taskHooks
	h.Lock()
	defer h.Unlock()
	if h.watched || len(h.all) == 0 {
		return false
	}
	h.watched = taskWatch.add(i)
	return h.watched
}

// takePosted reports whether something was posted since it was asked last.
func (i *Isolate) takePosted() bool {
	i.termination.Lock()
	defer i.termination.Unlock()
	return i.shim != nil && bool(C.shim_isolate_take_posted(i.shim))
}

// tellTasks calls the hooks if something was posted.
func (i *Isolate) tellTasks() {
	if i.takePosted() {
		i.taskHooks.call()
	}
}

// taskWatch is a pipe, by which V8's threads wake Go, and the goroutine that reads
// it, for as long as an isolate is watched. A thread of C++ may not call Go: it may
// hold V8's locks, or be ended by force.
var taskWatch watchedTasks

type watchedTasks struct {
	sync.Mutex
	isolates map[*Isolate]struct{}
	pipe     *os.File // its end for reading
	reading  bool
}

func (w *watchedTasks) add(i *Isolate) bool {
	w.Lock()
	defer w.Unlock()
	if w.pipe == nil && !w.open() {
		return false
	}
	w.isolates[i] = struct{}{}
	w.pipe.SetReadDeadline(time.Time{})
	if !w.reading {
		w.reading = true
		go w.read()
	}
	return true
}

// open makes the pipe, once for the process.
func (w *watchedTasks) open() bool {
	var ends [2]int
	syscall.ForkLock.RLock()
	err := syscall.Pipe(ends[:])
	if err == nil {
		syscall.CloseOnExec(ends[0])
		syscall.CloseOnExec(ends[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil || syscall.SetNonblock(ends[0], true) != nil || syscall.SetNonblock(ends[1], true) != nil {
		return false
	}
	w.isolates = map[*Isolate]struct{}{}
	w.pipe = os.NewFile(uintptr(ends[0]), "V8's tasks")
	C.shim_task_runner_set_wake(C.int(ends[1]))
	return true
}

func (w *watchedTasks) remove(i *Isolate) {
	w.Lock()
	defer w.Unlock()
	delete(w.isolates, i)
	if len(w.isolates) == 0 {
		w.pipe.SetReadDeadline(time.Unix(1, 0))
	}
}

// read ends when nobody is watched.
func (w *watchedTasks) read() {
	buffer := make([]byte, 64)
	for {
		_, err := w.pipe.Read(buffer)
		w.Lock()
		if len(w.isolates) == 0 || err != nil && !os.IsTimeout(err) {
			w.reading = false
			w.Unlock()
			return
		}
		watched := make([]*Isolate, 0, len(w.isolates))
		for i := range w.isolates {
			watched = append(watched, i)
		}
		w.Unlock()
		for _, i := range watched {
			i.tellTasks()
		}
	}
}
