package vm_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func onPools(t *testing.T, options vm.PoolOptions, test func(t *testing.T, p *vm.Pool)) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			p := vm.NewPool(newHost(t, tier), options)
			defer p.Close()
			test(t, p)
		})
	}
}

// Every call has a context that Prepare has seen, and nothing of the calls before.
func TestPool(t *testing.T) {
	prepare := func(ctx context.Context, c *vm.Context) error {
		return c.Eval(ctx, "globalThis.count = 0", nil)
	}
	onPools(t, vm.PoolOptions{Prepare: prepare, Size: 4}, func(t *testing.T, p *vm.Pool) {
		var calls sync.WaitGroup
		for n := range 60 {
			calls.Go(func() {
				err := p.Run(t.Context(), fmt.Sprint("tenant ", n%6), func(ctx context.Context, c *vm.Context) error {
					var count int
					if err := c.Eval(ctx, "++count", &count); err != nil || count != 1 {
						return fmt.Errorf("%d, %w", count, err)
					}
					return nil
				})
				require.NoError(t, err)
			})
		}
		calls.Wait()
		all := p.Statistics()
		require.Len(t, all, 6)
		isolates := 0
		for _, s := range all {
			require.Equal(t, uint64(10), s.Calls)
			require.Zero(t, s.Failures)
			isolates += s.Isolates
		}
		require.LessOrEqual(t, isolates, 4)
	})
}

// A kept context has what the tenant's calls before have left, until it is dead.
func TestPoolKeepsContexts(t *testing.T) {
	onPools(t, vm.PoolOptions{KeepContexts: true}, func(t *testing.T, p *vm.Pool) {
		count := func(tenant string) (n int) {
			require.NoError(t, p.Run(t.Context(), tenant, func(ctx context.Context, c *vm.Context) error {
				return c.Eval(ctx, "globalThis.n = (globalThis.n ?? 0) + 1", &n)
			}))
			return n
		}
		require.Equal(t, 1, count("a"))
		require.Equal(t, 2, count("a"))
		require.Equal(t, 1, count("b"))
		require.NoError(t, p.Run(t.Context(), "a", func(ctx context.Context, c *vm.Context) error {
			return c.Isolate().Close()
		}))
		require.Equal(t, 1, count("a"))
	})
}

// Whoever waits gets a turn, however many calls of another tenant wait before.
func TestPoolShares(t *testing.T) {
	p := vm.NewPool(newHost(t, vm.InProcess), vm.PoolOptions{Size: 1, MaxWaiting: 50})
	defer p.Close()
	hold, held := make(chan struct{}), make(chan struct{})
	var order []string
	var calls sync.WaitGroup
	run := func(tenant string, fn func()) {
		calls.Go(func() {
			require.NoError(t, p.Run(t.Context(), tenant, func(context.Context, *vm.Context) error {
				fn()
				return nil
			}))
		})
	}
	run("greedy", func() { close(held); <-hold; time.Sleep(20 * time.Millisecond) })
	<-held
	for range 50 {
		run("greedy", func() { order = append(order, "greedy") }) // one at a time: no lock
	}
	require.Eventually(t, func() bool { return p.Statistics()["greedy"].Waiting == 50 }, time.Minute, time.Millisecond)
	err := p.Run(t.Context(), "greedy", func(context.Context, *vm.Context) error { return nil })
	require.ErrorIs(t, err, vm.ErrBusy)
	run("modest", func() { order = append(order, "modest") })
	require.Eventually(t, func() bool { return p.Statistics()["modest"].Waiting == 1 }, time.Minute, time.Millisecond)
	close(hold)
	calls.Wait()
	require.Len(t, order, 51)
	require.Equal(t, "modest", order[0])
}

// What waits ends with its ctx, and with the pool.
func TestPoolWait(t *testing.T) {
	onPools(t, vm.PoolOptions{Size: 1}, func(t *testing.T, p *vm.Pool) {
		hold, held, done := make(chan struct{}), make(chan struct{}), make(chan error)
		go func() {
			done <- p.Run(context.Background(), "a", func(context.Context, *vm.Context) error {
				close(held)
				<-hold
				return errors.New("mine")
			})
		}()
		<-held
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		err := p.Run(ctx, "b", func(context.Context, *vm.Context) error { return nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		waiting := make(chan error)
		go func() {
			waiting <- p.Run(context.Background(), "b", func(context.Context, *vm.Context) error { return nil })
		}()
		require.Eventually(t, func() bool { return p.Statistics()["b"].Waiting == 1 }, time.Minute, time.Millisecond)
		closed := make(chan struct{})
		go func() { p.Close(); close(closed) }()
		require.ErrorIs(t, <-waiting, vm.ErrClosed)
		close(hold)
		require.EqualError(t, <-done, "mine")
		<-closed
		require.ErrorIs(t, p.Run(context.Background(), "b", func(context.Context, *vm.Context) error { return nil }), vm.ErrClosed)
	})
}
