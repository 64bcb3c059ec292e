package web

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// A meter counts the CPU time of Go code that works for JavaScript in a goroutine of its
// own, where no Run counts it: it is spent from the CPUBudget of the Await that it was
// begun in, or else may be as much as that of one of its Runs.
type meter struct {
	budget *v8.CPUBudget
	ctx    context.Context
	since  time.Duration
}

func newMeter(ctx context.Context) *meter {
	budget, _ := ctx.Value(bridge.CPUBudgetKey{}).(*v8.CPUBudget)
	if budget == nil {
		budget = v8.NewCPUBudget(0)
	}
	return &meter{budget: budget, ctx: ctx}
}

// start begins to count, until stop, in the goroutine that calls both: the clock is that
// of its thread.
func (m *meter) start() {
	runtime.LockOSThread()
	m.since = threadTime()
}

// stop ends counting. The error is that of spend.
func (m *meter) stop() error {
	defer runtime.UnlockOSThread()
	return m.spend()
}

// spend spends what was used since start, or the last spend. The error says why to do no
// more: nothing is left, or ctx has ended.
func (m *meter) spend() error {
	now := threadTime()
	used := now - m.since
	m.since = now
	if err := m.budget.Spend(max(used, 0)); err != nil {
		return fmt.Errorf("%w: %w", v8.ErrTerminated, err) // by which the Await ends
	}
	if m.ctx.Err() != nil {
		return context.Cause(m.ctx)
	}
	return nil
}

// expect is the error of what can't be ended midway and usually takes longer than what is
// left.
func (m *meter) expect(usual time.Duration) error {
	left := m.budget.Limit() - m.budget.Used()
	if m.budget.Limit() != 0 && left < usual {
		return fmt.Errorf("it usually takes %v of CPU time, and %v are left", usual, max(left, 0).Round(time.Millisecond))
	}
	return nil
}

// threadTime is the CPU time of this thread.
func threadTime() time.Duration {
	var now unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &now) // which every system has
	return time.Duration(now.Nano())
}
