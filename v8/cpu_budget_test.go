package v8_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// Runs that are each within their CPULimit are ended by the budget that they
// share, and no more of them begin.
func TestCPUBudget(t *testing.T) {
	c := v8test.Context(t)
	budget := v8.NewCPUBudget(100 * time.Millisecond)
	limits := v8.RunOptions{CPULimit: time.Minute, CPUBudget: budget}
	var limit *v8.LimitError
	runs := 0
	for runs = 0; runs < 1000; runs++ {
		err := c.Eval(context.Background(), "for (const end = Date.now() + 20; Date.now() < end;);", nil, limits)
		if err != nil {
			require.ErrorIs(t, err, v8.ErrCPULimit)
			require.ErrorAs(t, err, &limit)
			require.Equal(t, "CPUBudget", limit.Option)
			require.Equal(t, uint64(100*time.Millisecond), limit.Limit)
			require.GreaterOrEqual(t, limit.Used, limit.Limit)
			break
		}
	}
	require.Greater(t, runs, 1)
	require.Less(t, runs, 1000)
	require.GreaterOrEqual(t, budget.Used(), 99*time.Millisecond)
	err := c.Eval(context.Background(), "1", nil, limits)
	require.ErrorIs(t, err, v8.ErrCPULimit)
	require.NoError(t, c.Eval(context.Background(), "1", nil))
}

// A Run's own limit is told apart, and a budget without one only counts.
func TestCPUBudgetCounts(t *testing.T) {
	c := v8test.Context(t)
	budget := v8.NewCPUBudget(0)
	err := c.Eval(context.Background(), "for (;;);", nil, v8.RunOptions{CPULimit: 20 * time.Millisecond, CPUBudget: budget})
	var limit *v8.LimitError
	require.ErrorAs(t, err, &limit)
	require.Equal(t, "CPULimit", limit.Option)
	require.GreaterOrEqual(t, budget.Used(), 20*time.Millisecond)
	require.Zero(t, budget.Limit())
	require.PanicsWithValue(t, misuse.NegativeBudget, func() { v8.NewCPUBudget(-1) })
}

// What Go code spends is as if a Run had used it.
func TestCPUBudgetSpend(t *testing.T) {
	c := v8test.Context(t)
	budget := v8.NewCPUBudget(time.Second)
	require.NoError(t, budget.Spend(999*time.Millisecond))
	err := budget.Spend(time.Millisecond)
	require.ErrorIs(t, err, v8.ErrCPULimit)
	require.EqualError(t, err, "v8: spend: CPU time limit reached: 1s of CPUBudget 1s")
	require.Equal(t, time.Second, budget.Used())
	require.ErrorIs(t, c.Eval(context.Background(), "1", nil, v8.RunOptions{CPUBudget: budget}), v8.ErrCPULimit)
	require.NoError(t, v8.NewCPUBudget(0).Spend(time.Hour))
	require.PanicsWithValue(t, misuse.NegativeBudget, func() { _ = budget.Spend(-1) })
}

// A Run that waits for a processor, as nobody looks at it, does not pay for that.
func TestCPUBudgetOfBusyMachine(t *testing.T) {
	c := v8test.Context(t)
	budget := v8.NewCPUBudget(time.Second)
	for range 5 {
		require.NoError(t, c.Run(context.Background(), func(*v8.Scope) error {
			release := v8.HoldTermination(c.Isolate())
			defer release()
			time.Sleep(300 * time.Millisecond)
			return nil
		}, v8.RunOptions{CPUBudget: budget}))
	}
	require.Less(t, budget.Used(), 500*time.Millisecond)
}
