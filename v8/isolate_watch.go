package v8

/*
#include "cshim.h"

#cgo nocallback shim_isolate_cpu_time
#cgo nocallback shim_v8_cpu_time
*/
import "C"

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
)

// This file is when a Run is ended from inside: its ctx and its CPU limit. Why, and
// what becomes of it, is in isolate_termination.go.

// A watcher terminates the isolate when the context.Context of a Run ends, or
// its CPU time is used up. Most Runs are over in microseconds, and would spend
// as many on a context.AfterFunc and on reading their thread's CPU clock. So the
// watchdog looks at all Runs, and one that is still there at its second tick gets
// a CPU timer of its own.
//
// Of the ctx it looks at the channel alone. Its methods are the user's: they may
// block, or want to know of the isolate, while the lock is held. Of one of ours that
// has no channel yet it looks at the user's below it, and asks ours.
type watcher struct {
	isolate   *Isolate
	ctx       context.Context
	lazy      lazyctx.Lazy    // ctx, or nil
	done      <-chan struct{} // of ctx, or below it
	outermost bool
	cpuLimit  time.Duration // 0 is none
	budget    *CPUBudget    // or nil

	// Under the termination's lock:
	seen  bool      // by the watchdog
	ended bool      // the Run has been left: terminate nothing any more
	err   error     // why it has terminated, or nil
	cpu   *cpuTimer // or nil
	wall  int64     // WallTime when the Run began
}

// watch begins to watch over a Run that was just entered, if only to count its CPU
// time. It is nil for one inside another whose ctx never ends. Done and lazy are what
// lazyctx.Of gives for the ctx, before the isolate is entered.
func (i *Isolate) watch(ctx context.Context, done <-chan struct{}, lazy lazyctx.Lazy, limits RunOptions, outermost bool) *watcher {
	limit, budget := time.Duration(0), (*CPUBudget)(nil)
	if outermost {
		limit, budget = limits.cpuLimit(i.options), limits.CPUBudget
	}
	if done == nil && lazy == nil && !outermost {
		return nil
	}
	i.termination.Lock()
	w := i.termination.spare
	if w == nil {
		w = &watcher{isolate: i}
	}
	i.termination.spare = nil
	w.ctx, w.done, w.lazy, w.outermost, w.cpuLimit, w.budget = ctx, done, lazy, outermost, limit, budget
	w.seen, w.ended, w.err = false, false, nil
	if outermost {
		w.wall = *i.wallTimeBefore
	}
	i.termination.watchers = append(i.termination.watchers, w)
	i.termination.Unlock()
	i.watched.Add(1)
	watchdog.wake()
	return w
}

func (w *watcher) fire(err error) {
	if !w.ended && w.isolate.terminate() && w.err == nil {
		w.err = err
	}
}

// end ends the watch of a Run that was just left. From then on it terminates
// nothing; and a Run around this one, which has a ctx of its own, goes on. The
// lock is held.
func (w *watcher) end() {
	i := w.isolate
	i.watched.Add(-1)
	w.ended = true
	if w.outermost {
		used := w.cpuUsed()
		i.cpuTime.Add(used)
		if w.budget != nil {
			w.budget.used.Add(used - w.cpuExcluded())
		}
	}
	i.termination.watchers = i.termination.watchers[:len(i.termination.watchers)-1]
	if w.err != nil && !w.outermost {
		i.resume()
	}
	w.ctx, w.done, w.lazy = nil, nil, nil
	if w.cpu == nil {
		i.termination.spare = w
		return
	}
	w.cpu.timer.Stop() // or it is late, and looks at w still
}

// watchdog looks at all Runs that are watched, every millisecond while there
// are any. See watcher.
var watchdog dog

const (
	watchInterval = time.Millisecond
	mostUnread    = 2 * watchInterval // of a Run, until its CPU clock is read
	watchIdle     = 100               // looks at nothing, before it sleeps
)

type dog struct {
	awake atomic.Bool
	sync.Mutex
	timer *time.Timer
	idle  int
}

// wake is called when there is a watcher more.
func (d *dog) wake() {
	if d.awake.Load() {
		return
	}
	d.Lock()
	defer d.Unlock()
	if d.awake.Swap(true) {
		return
	}
	d.idle = 0
	if d.timer == nil {
		d.timer = time.AfterFunc(watchInterval, d.look)
	} else {
		d.timer.Reset(watchInterval)
	}
}

func (d *dog) look() {
	found := isolates.lookAtWatched()
	d.Lock()
	defer d.Unlock()
	if found {
		d.idle = 0
	} else if d.idle++; d.idle >= watchIdle {
		d.awake.Store(false)
		if !isolates.haveWatched() || d.awake.Swap(true) {
			return // asleep; or somebody has seen that it was, and wakes it
		}
		d.idle = 0
	}
	d.timer.Reset(watchInterval)
}

// watched are the isolates with Runs that are watched.
func (r *registry) watched(yield func(*Isolate) bool) {
	table := r.table.Load()
	if table == nil {
		return
	}
	for _, i := range *table {
		if i != nil && i.watched.Load() > 0 && !yield(i) {
			return
		}
	}
}

func (r *registry) haveWatched() bool {
	for range r.watched {
		return true
	}
	return false
}

// lookAtWatched looks after the Runs in all isolates, and is false when there
// are none.
func (r *registry) lookAtWatched() bool {
	found := false
	for i := range r.watched {
		found = true
		if !i.termination.TryLock() {
			continue // the next look is soon, and the other isolates wait for this one
		}
		if i.shim != nil {
			for _, w := range i.termination.watchers {
				w.look()
			}
		}
		i.termination.Unlock()
	}
	return found
}

// look ends a Run whose ctx has ended. The lock is held.
func (w *watcher) look() {
	if w.err == nil && w.hasEnded() {
		w.fire(ended{w.ctx})
	}
	if w.seen {
		w.measure()
	}
	w.seen = true
}

// hasEnded reports whether the ctx has. The lock is held.
func (w *watcher) hasEnded() bool {
	select {
	case <-w.done:
		return true
	default:
		return w.lazy != nil && w.lazy.HasEnded()
	}
}

// measure begins to read the CPU clock of an outermost Run. The lock is held.
func (w *watcher) measure() {
	if w.outermost && w.cpu == nil {
		w.cpu = newCPUTimer(w)
	}
}

// A cpuTimer is the CPU time that one Run has used and may use. It is measured
// by the clock of the thread that the Run is pinned to, which other threads can
// read. CPU time passes no faster than time does: a timer for what is left of
// the budget is early enough to look.
type cpuTimer struct {
	clock  C.int64_t
	began  int64 // by the clock, when it was first read
	before int64 // nanoseconds used before that
	timer  *time.Timer

	// Under the termination's lock, all by the clock:
	end           int64 // of the budget
	excluded      bool  // inside WithoutCPULimit,
	excludedSince int64 // and since when
}

// How soon to look again at the earliest: the clock is read by a system call.
const cpuCheckInterval = time.Millisecond

// newCPUTimer begins to read the clock, in the first milliseconds of a Run.
// The limit counts from here on, so that nobody gets less than it.
func newCPUTimer(w *watcher) *cpuTimer {
	i := w.isolate
	now := C.shim_isolate_cpu_time(i.shim)
	b := &cpuTimer{
		clock:  now.clock,
		began:  int64(now.nanoseconds),
		before: w.unmeasured(int64(C.shim_isolate_wall_time(i.shim))),
	}
	if w.cpuLimit == 0 {
		b.timer = time.NewTimer(0)
		b.timer.Stop()
		return b
	}
	b.end = b.began + int64(w.cpuLimit)
	b.timer = time.AfterFunc(w.cpuLimit, func() { b.check(w) })
	return b
}

// unmeasured is the CPU time of the Run until its clock was read, or it was over before
// that, at this WallTime: about as much as it has lasted. When that is long, nobody
// could look because the machine is busy, and the Run has waited for a processor too.
func (w *watcher) unmeasured(wall int64) int64 { return min(wall-w.wall, int64(mostUnread)) }

// cpuUsed is the CPU time of the Run so far. The lock is held.
func (w *watcher) cpuUsed() int64 {
	switch {
	case w.cpu != nil:
	case w.ended:
		return w.unmeasured(*w.isolate.wallTimeBefore) // which has it now, and costs no crossing
	default:
		return w.unmeasured(int64(C.shim_isolate_wall_time(w.isolate.shim)))
	}
	now := int64(C.shim_v8_cpu_time(w.cpu.clock))
	if now < 0 {
		return w.cpu.before
	}
	return w.cpu.before + now - w.cpu.began
}

// cpuExcluded is how much of it does not count against the limit. The lock is held.
func (w *watcher) cpuExcluded() int64 {
	if w.cpu == nil || w.cpuLimit == 0 {
		return 0
	}
	return w.cpu.end - w.cpu.began - int64(w.cpuLimit)
}

// check ends the Run when the budget is used up, or else looks again when it
// may be: what is left can't be used up sooner, and what is excluded only makes
// it later. So nothing else resets the timer, and no script can put it off.
func (b *cpuTimer) check(w *watcher) {
	i := w.isolate
	i.termination.Lock()
	defer i.termination.Unlock()
	if w.ended {
		return
	}
	now := int64(C.shim_v8_cpu_time(b.clock))
	if b.excluded {
		now = b.excludedSince
	}
	left := time.Duration(b.end - now)
	if now < 0 || left > 0 || b.excluded {
		b.timer.Reset(max(left, cpuCheckInterval))
		return
	}
	if used := w.cpuLimit - left; w.budget.spentWith(used) {
		w.fire(w.budget.exceeded(used))
		return
	}
	w.fire(&LimitError{optionCPULimit, uint64(w.cpuLimit), uint64(w.cpuLimit - left), ErrCPULimit})
}

// WithoutCPULimit calls fn and does not count its CPU time against the limit of
// the Run, for callbacks that work on behalf of the host. JavaScript that fn
// runs is not counted either.
func (s *Scope) WithoutCPULimit(fn func()) {
	if fn == nil {
		panic(misuse.NilCallback)
	}
	i := s.check()
	b := i.cpuTimer()
	if b == nil || b.excluded {
		fn()
		return
	}
	b.exclude(i, true)
	defer b.exclude(i, false)
	fn()
}

// exclude begins or ends what does not count.
func (b *cpuTimer) exclude(i *Isolate, excluded bool) {
	now := int64(C.shim_v8_cpu_time(b.clock))
	i.termination.Lock()
	defer i.termination.Unlock()
	b.excluded = excluded
	if excluded {
		b.excludedSince = now
	} else {
		b.end += now - b.excludedSince
	}
}

// cpuTimer is that of the outermost Run, or nil without a limit.
func (i *Isolate) cpuTimer() *cpuTimer {
	i.termination.Lock()
	defer i.termination.Unlock()
	if len(i.termination.watchers) == 0 || i.termination.watchers[0].cpuLimit == 0 {
		return nil
	}
	w := i.termination.watchers[0]
	w.measure()
	return w.cpu
}
