package vm_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// prepared is a Prepare that says in each context its number, and how many there were.
func prepared(count *atomic.Int64) func(context.Context, *vm.Context) error {
	return func(ctx context.Context, c *vm.Context) error {
		return c.Global().Set(ctx, "number", count.Add(1))
	}
}

func numberOf(t testing.TB, p *vm.Pool, tenant string) (number int64) {
	t.Helper()
	require.NoError(t, p.Run(t.Context(), tenant, func(ctx context.Context, c *vm.Context) error {
		return c.Global().Get(ctx, "number", &number)
	}))
	return number
}

// A tenant that comes for the first time has a context that was there before, which
// nobody else had, nor has.
func TestPoolAhead(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			var count atomic.Int64
			p := vm.NewPool(newHost(t, tier), vm.PoolOptions{Ahead: 2, Prepare: prepared(&count), KeepContexts: true})
			defer p.Close()
			made := func(n int64) {
				require.Eventually(t, func() bool { return count.Load() == n }, 20*time.Second, time.Millisecond)
			}
			made(2)
			seen := map[int64]bool{}
			for n := range int64(4) {
				made(n + 2)
				number := numberOf(t, p, fmt.Sprint("tenant ", n))
				require.LessOrEqual(t, number, n+2)
				require.False(t, seen[number])
				seen[number] = true
				require.Equal(t, number, numberOf(t, p, fmt.Sprint("tenant ", n)), "it keeps it")
			}
		})
	}
}

// Isolates that are nobody's yet are in no worker with others, nor is a tenant with
// another that had one ahead.
func TestPoolAheadDoesNotMix(t *testing.T) {
	h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{IsolatesPerWorker: 8, Ahead: -1}})
	require.NoError(t, err)
	defer h.Close()
	others := len(children(t))
	var count atomic.Int64
	p := vm.NewPool(h, vm.PoolOptions{Ahead: 3, Prepare: prepared(&count), KeepContexts: true, PerTenant: 2})
	defer p.Close()
	require.Eventually(t, func() bool { return count.Load() == 3 }, 20*time.Second, time.Millisecond)
	require.Len(t, children(t), others-1+3)
	numberOf(t, p, "a")
	numberOf(t, p, "b")
	require.Eventually(t, func() bool { return count.Load() == 5 }, 20*time.Second, time.Millisecond)
	require.Len(t, children(t), others-1+5)
	// What is a's goes where a's is.
	i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{Tenant: "a"})
	require.NoError(t, err)
	require.Len(t, children(t), others-1+5)
	require.NoError(t, i.Close())
}

// One that has died while it was nobody's is given to nobody.
func TestPoolAheadDies(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			var count atomic.Int64
			isolates := make(chan *vm.Isolate, 10)
			number := prepared(&count)
			p := vm.NewPool(newHost(t, tier), vm.PoolOptions{Ahead: 1, Prepare: func(ctx context.Context, c *vm.Context) error {
				isolates <- c.Isolate()
				return number(ctx, c)
			}})
			defer p.Close()
			require.NoError(t, (<-isolates).Close())
			require.Greater(t, numberOf(t, p, "a"), int64(1))
		})
	}
}

// What can't be prepared is told of, and does not stop who comes.
func TestPoolAheadFails(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			told := make(chan error, 1)
			h, err := vm.NewHost(vm.HostOptions{Tier: tier, OnError: func(err error) { told <- err }})
			require.NoError(t, err)
			defer h.Close()
			away := errors.New("away")
			p := vm.NewPool(h, vm.PoolOptions{Ahead: 1, Prepare: func(context.Context, *vm.Context) error { return away }})
			require.ErrorIs(t, <-told, away)
			require.NoError(t, p.Close())
		})
	}
}

// A panic of Prepare that has no caller does not end the process, and one that has goes on
// from there.
func TestPoolAheadPanics(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			told := make(chan error, 1)
			h, err := vm.NewHost(vm.HostOptions{Tier: tier, OnError: func(err error) { told <- err }})
			require.NoError(t, err)
			defer h.Close()
			var count atomic.Int32
			p := vm.NewPool(h, vm.PoolOptions{Ahead: 1, Prepare: func(ctx context.Context, c *vm.Context) error {
				if count.Add(1) < 2 {
					panic("mine")
				}
				return nil
			}})
			defer p.Close()
			var panicked *vm.PanicError
			require.ErrorAs(t, <-told, &panicked)
			require.Equal(t, "mine", panicked.Value)
			require.Contains(t, string(panicked.Stack), "TestPoolAheadPanics")
			require.NoError(t, p.Run(t.Context(), "a", func(ctx context.Context, c *vm.Context) error {
				return c.Eval(ctx, "1", nil)
			}))
		})
	}
}

// Who is told of it may close the pool, and Prepare end its goroutine.
func TestPoolAheadToldCloses(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			pool, closed := make(chan *vm.Pool, 1), make(chan error, 1)
			h, err := vm.NewHost(vm.HostOptions{Tier: tier, OnError: func(error) { closed <- (<-pool).Close() }})
			require.NoError(t, err)
			defer h.Close()
			pool <- vm.NewPool(h, vm.PoolOptions{Ahead: 1, Prepare: func(context.Context, *vm.Context) error {
				runtime.Goexit()
				return nil
			}})
			require.NoError(t, <-closed)
		})
	}
}

// Close ends what is being made.
func TestPoolAheadCloses(t *testing.T) {
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			h := newHost(t, tier)
			preparing := make(chan struct{}, 1)
			p := vm.NewPool(h, vm.PoolOptions{Ahead: 3, Prepare: func(ctx context.Context, c *vm.Context) error {
				preparing <- struct{}{}
				<-ctx.Done()
				return ctx.Err()
			}})
			<-preparing
			require.NoError(t, p.Close())
			require.NoError(t, p.Close())
		})
	}
}
