package v8

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A CPUBudget is CPU time that several Runs share: all that one request, or one
// tenant, may use, however many Runs its timers and promises need. Any number of
// Runs may use it at a time.
type CPUBudget struct {
	limit time.Duration // 0 is none
	used  atomic.Int64
}

// NewCPUBudget makes a CPUBudget of which limit may be used. Zero is no limit:
// then it only counts. A negative limit panics.
func NewCPUBudget(limit time.Duration) *CPUBudget {
	if limit < 0 {
		panic(misuse.NegativeBudget)
	}
	return &CPUBudget{limit: limit}
}

// Spend counts CPU time of Go code that works for what the budget is for, outside of any
// Run. It does not end Runs that go on. The error matches [ErrCPULimit], and says that
// nothing is left: do no more then. A negative time panics.
func (b *CPUBudget) Spend(used time.Duration) error {
	if used < 0 {
		panic(misuse.NegativeBudget)
	}
	b.used.Add(int64(used))
	if b.spentWith(0) {
		return fmt.Errorf("v8: spend: %w", b.exceeded(0))
	}
	return nil
}

func (b *CPUBudget) reset(limit time.Duration) {
	b.limit = limit
	b.used.Store(0)
}

// Used is the CPU time of the Runs that are over, and what Spend was told of.
func (b *CPUBudget) Used() time.Duration { return time.Duration(b.used.Load()) }

// Limit is what NewCPUBudget was given.
func (b *CPUBudget) Limit() time.Duration { return b.limit }

// within is the limit of a Run that may use limit, or 0 for none, and what is left
// of the budget.
func (b *CPUBudget) within(limit time.Duration) time.Duration {
	if b == nil || b.limit == 0 {
		return limit
	}
	left := max(b.limit-b.Used(), 1)
	if limit == 0 {
		return left
	}
	return min(limit, left)
}

// spent is the error of a Run that can't begin because nothing is left.
func (b *CPUBudget) spent() error {
	if !b.spentWith(0) {
		return nil
	}
	return fmt.Errorf("v8: run: %w", b.exceeded(0))
}

// spentWith reports whether used, of a Run that goes on, is the last of it.
func (b *CPUBudget) spentWith(used time.Duration) bool {
	return b != nil && b.limit != 0 && b.Used()+used >= b.limit
}

// exceeded is the error of a Run that has used so much more than was left.
func (b *CPUBudget) exceeded(used time.Duration) *LimitError {
	return &LimitError{optionCPUBudget, uint64(b.limit), uint64(b.Used() + used), ErrCPULimit}
}
