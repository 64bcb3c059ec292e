package v8

/*
#include "cshim.h"

#cgo nocallback shim_v8_thread_cpu_time
#cgo nocallback shim_v8_cpu_time
*/
import "C"

import (
	"context"
	"sync/atomic"
	"time"
)

// A cpuBudget is the CPU time that one Run may use. It is measured by the clock
// of the thread that the Run is pinned to, which other threads can read. CPU
// time passes no faster than time does: a timer for what is left is early
// enough to look.
type cpuBudget struct {
	clock    C.int64_t
	began    int64        // by the clock
	end      atomic.Int64 // of the budget, in nanoseconds of the clock
	timer    *time.Timer
	excluded bool // inside WithoutCPULimit
}

// How soon to look again at the earliest: the clock is read by a system call.
const cpuCheckInterval = time.Millisecond

func newCPUBudget(w *watcher, budget time.Duration) *cpuBudget {
	now := C.shim_v8_thread_cpu_time()
	b := &cpuBudget{clock: now.clock, began: int64(now.nanoseconds)}
	b.end.Store(int64(now.nanoseconds) + int64(budget))
	b.timer = time.AfterFunc(budget, func() { b.check(w) })
	return b
}

// used is the CPU time of the Run's thread since the Run began.
func (b *cpuBudget) used() int64 {
	now := int64(C.shim_v8_cpu_time(b.clock))
	if now < 0 {
		return 0
	}
	return now - b.began
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

// cpuBudget is that of the outermost Run, or nil.
func (i *Isolate) cpuBudget() *cpuBudget {
	i.termination.Lock()
	defer i.termination.Unlock()
	if len(i.termination.watchers) == 0 {
		return nil
	}
	return i.termination.watchers[0].cpu
}
