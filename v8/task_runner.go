package v8

import (
	"container/heap"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// PostTask has task called in the context by the next Run of it that is inside no
// other, when that ends: after its microtasks, under its ctx and limits, and with a
// Scope of its own. Tasks are called in the order of their times, each followed by
// the microtasks that it queues. What they return and what nothing catches is told to
// [IsolateOptions].OnUncaughtException.
//
// Tasks that are left when the context is closed are dropped. The error is
// [ErrClosed]. Any goroutine may call it, at any time; it does not wait.
//
// V8: [v8::TaskRunner::PostTask].
//
// [v8::TaskRunner::PostTask]: https://v8.github.io/api/head/classv8_1_1TaskRunner.html
func (c *Context) PostTask(task func(*Scope) error) error { return c.PostDelayedTask(task, 0) }

// PostDelayedTask is [Context.PostTask] for a Run that ends when delay has passed. A
// negative delay is none.
//
// V8: [v8::TaskRunner::PostDelayedTask].
//
// [v8::TaskRunner::PostDelayedTask]: https://v8.github.io/api/head/classv8_1_1TaskRunner.html
func (c *Context) PostDelayedTask(task func(*Scope) error, delay time.Duration) error {
	i := c.made()
	if task == nil {
		panic(misuse.NilCallback)
	}
	if c.closed.Load() || i.closed.Load() {
		return fmt.Errorf("v8: post task: context: %w", ErrClosed)
	}
	c.tasks.post(task, delay)
	i.taskHooks.call()
	return nil
}

// postedTasks are a context's, of Go.
type postedTasks struct {
	sync.Mutex
	heap  taskHeap
	order uint64
	count atomic.Int64 // of heap, to look without the lock
}

type postedTask struct {
	call  func(*Scope) error
	due   time.Time
	order uint64
}

func (t *postedTasks) post(call func(*Scope) error, delay time.Duration) {
	t.Lock()
	defer t.Unlock()
	t.order++
	heap.Push(&t.heap, postedTask{call, time.Now().Add(max(delay, 0)), t.order})
	t.count.Store(int64(len(t.heap)))
}

// next is when the earliest becomes due, and false when there is none.
func (t *postedTasks) next() (wait time.Duration, ok bool) {
	if t.count.Load() == 0 {
		return 0, false
	}
	t.Lock()
	defer t.Unlock()
	if len(t.heap) == 0 {
		return 0, false
	}
	return max(time.Until(t.heap[0].due), 0), true
}

// A cutOff is a moment: tasks that were posted, and due, before it.
type cutOff struct {
	time  time.Time
	order uint64
}

// now is the cut-off of what is due.
func (t *postedTasks) now() cutOff {
	t.Lock()
	defer t.Unlock()
	return cutOff{time.Now(), t.order}
}

// haveDue reports whether the earliest is due.
func (t *postedTasks) haveDue() bool {
	wait, ok := t.next()
	return ok && wait == 0
}

// take is the earliest, if it is from before the cut-off, or nil.
func (t *postedTasks) take(before cutOff) func(*Scope) error {
	if t.count.Load() == 0 {
		return nil
	}
	t.Lock()
	defer t.Unlock()
	if len(t.heap) == 0 || t.heap[0].order > before.order || t.heap[0].due.After(before.time) {
		return nil
	}
	task := heap.Pop(&t.heap).(postedTask)
	t.count.Store(int64(len(t.heap)))
	return task.call
}

func (t *postedTasks) drop() {
	t.Lock()
	defer t.Unlock()
	t.heap = nil
	t.count.Store(0)
}

type taskHeap []postedTask

func (h taskHeap) Len() int { return len(h) }
func (h taskHeap) Less(a, b int) bool {
	if h[a].due.Equal(h[b].due) {
		return h[a].order < h[b].order
	}
	return h[a].due.Before(h[b].due)
}
func (h taskHeap) Swap(a, b int)  { h[a], h[b] = h[b], h[a] }
func (h *taskHeap) Push(task any) { *h = append(*h, task.(postedTask)) }
func (h *taskHeap) Pop() any {
	last := len(*h) - 1
	task := (*h)[last]
	(*h)[last] = postedTask{}
	*h = (*h)[:last]
	return task
}
