package v8

/*
#include "cshim.h"

#cgo nocallback shim_isolate_cpu_time
#cgo nocallback shim_v8_cpu_time
*/
import "C"

import (
	"context"
	"time"
)

// A cpuBudget is the CPU time that one Run has used and may use. It is measured
// by the clock of the thread that the Run is pinned to, which other threads can
// read. CPU time passes no faster than time does: a timer for what is left of
// the budget is early enough to look.
type cpuBudget struct {
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

// newCPUBudget begins to read the clock, in the first milliseconds of a Run.
// The limit counts from here on, so that nobody gets less than it.
func newCPUBudget(w *watcher) *cpuBudget {
	i := w.isolate
	now := C.shim_isolate_cpu_time(i.shim)
	b := &cpuBudget{
		clock:  now.clock,
		began:  int64(now.nanoseconds),
		before: int64(C.shim_isolate_wall_time(i.shim)) - w.wall,
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

// cpuUsed is the CPU time of the Run so far. A Run that is over before anybody
// looks has used about as much as it has lasted. The lock is held.
func (w *watcher) cpuUsed() int64 {
	switch {
	case w.cpu != nil:
	case w.ended:
		return *w.isolate.wallTimeBefore - w.wall // which has it now, and costs no crossing
	default:
		return int64(C.shim_isolate_wall_time(w.isolate.shim)) - w.wall
	}
	now := int64(C.shim_v8_cpu_time(w.cpu.clock))
	if now < 0 {
		return w.cpu.before
	}
	return w.cpu.before + now - w.cpu.began
}

// check ends the Run when the budget is used up, or else looks again when it
// may be: what is left can't be used up sooner, and what is excluded only makes
// it later. So nothing else resets the timer, and no script can put it off.
func (b *cpuBudget) check(w *watcher) {
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
	w.fireLocked(ErrCPULimit)
}

type cpuLimitKey struct{}

// WithCPULimit is a copy of ctx with a limit on the CPU time of an outermost
// Run, in place of [IsolateOptions].CPULimit. JavaScript that uses more ends in
// [ErrCPULimit]. The time is that of the Run's thread: JavaScript, garbage
// collection on it, and Go code in the Run, but no waiting.
func WithCPULimit(ctx context.Context, limit time.Duration) context.Context {
	if ctx == nil {
		panic(misuseNilContext)
	}
	return context.WithValue(ctx, cpuLimitKey{}, limit)
}

func (i *Isolate) cpuLimit(ctx context.Context) time.Duration {
	if limit, ok := ctx.Value(cpuLimitKey{}).(time.Duration); ok {
		return limit
	}
	return i.options.CPULimit
}

// WithoutCPULimit calls fn and does not count its CPU time against the limit of
// the Run, for callbacks that work on behalf of the host. JavaScript that fn
// runs is not counted either.
func (s *Scope) WithoutCPULimit(fn func()) {
	if fn == nil {
		panic(misuseNilCallback)
	}
	i := s.check()
	b := i.cpuBudget()
	if b == nil || b.excluded {
		fn()
		return
	}
	b.exclude(i, true)
	defer b.exclude(i, false)
	fn()
}

// exclude begins or ends what does not count.
func (b *cpuBudget) exclude(i *Isolate, excluded bool) {
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

// cpuBudget is that of the outermost Run, or nil without a limit.
func (i *Isolate) cpuBudget() *cpuBudget {
	i.termination.Lock()
	defer i.termination.Unlock()
	if len(i.termination.watchers) == 0 || i.termination.watchers[0].cpuLimit == 0 {
		return nil
	}
	w := i.termination.watchers[0]
	w.inEarnest()
	return w.cpu
}
