package v8

/*
#include "cshim.h"

#cgo nocallback shim_isolate_cpu_time
#cgo nocallback shim_v8_cpu_time
*/
import "C"

import (
	"context"
	"sync/atomic"
	"time"
)

// A cpuBudget is the CPU time that one Run has used and may use. It is measured
// by the clock of the thread that the Run is pinned to, which other threads can
// read. CPU time passes no faster than time does: a timer for what is left of
// the budget is early enough to look.
type cpuBudget struct {
	clock    C.int64_t
	began    int64        // by the clock, when it was first read
	before   int64        // nanoseconds used before that
	end      atomic.Int64 // of the budget, by the clock
	timer    *time.Timer
	excluded bool // inside WithoutCPULimit
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
		b.end.Store(1<<63 - 1)
		b.timer = time.NewTimer(0)
		b.timer.Stop()
		return b
	}
	b.end.Store(b.began + int64(w.cpuLimit))
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

func (b *cpuBudget) check(w *watcher) {
	i := w.isolate
	i.termination.Lock()
	ended := w.ended
	i.termination.Unlock()
	if ended {
		return
	}
	now := int64(C.shim_v8_cpu_time(b.clock))
	left := time.Duration(b.end.Load() - now)
	if now < 0 || left > 0 {
		b.timer.Reset(max(left, cpuCheckInterval))
		return
	}
	w.fire(ErrCPULimit)
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
	b := s.enter().cpuBudget()
	if b == nil || b.excluded {
		fn()
		return
	}
	began := int64(C.shim_v8_cpu_time(b.clock))
	b.excluded = true
	end := b.end.Swap(1<<63 - 1)
	defer func() {
		b.excluded = false
		b.end.Store(end + int64(C.shim_v8_cpu_time(b.clock)) - began)
		b.timer.Reset(cpuCheckInterval)
	}()
	fn()
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
