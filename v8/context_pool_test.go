package v8_test

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// get is a context of the pool.
func get(t *testing.T, p *v8.ContextPool) *v8.Context {
	t.Helper()
	c, err := p.Get(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

// requireClosed says what is true of a pool that was closed.
func requireClosed(t *testing.T, p *v8.ContextPool) {
	t.Helper()
	require.NoError(t, p.Close())
	require.NoError(t, p.Close())
	_, err := p.Get(t.Context())
	require.ErrorIs(t, err, v8.ErrClosed)
	require.Zero(t, p.Statistics().Ready)
}

func TestContextPool(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: v8test.SmallMemory})
	var count atomic.Int32
	third, goOn := make(chan struct{}), make(chan struct{})
	p := iso.NewContextPool(v8.ContextPoolOptions{Size: 3, Prepare: func(ctx context.Context, c *v8.Context) error {
		if n := count.Add(1); n == 3 {
			close(third)
			<-goOn
		}
		return c.Eval(ctx, "var ready = 'yes'", nil)
	}})
	defer p.Close()
	<-third // so that two are ready
	require.Equal(t, 2, p.Statistics().Ready)
	one, two := get(t, p), get(t, p)
	require.Equal(t, v8.ContextPoolStatistics{Made: 2, Given: 2, MakeTime: p.Statistics().MakeTime}, p.Statistics())
	require.Positive(t, p.Statistics().MakeTime)
	close(goOn)
	var kind, ready string
	require.NoError(t, one.Eval(t.Context(), "var mine = 1; ready", &ready))
	require.Equal(t, "yes", ready)
	for _, c := range []*v8.Context{two, get(t, p), get(t, p)} {
		require.NoError(t, c.Eval(t.Context(), "typeof mine + ready", &kind))
		require.Equal(t, "undefinedyes", kind, "nothing of another's is in a context")
	}
	requireClosed(t, p)
	require.NoError(t, one.Eval(t.Context(), "mine", nil), "what was given is not the pool's")
}

func TestContextPoolOfSnapshot(t *testing.T) {
	snapshot := v8test.SnapshotOf(t, "var library = { answer: () => 42 }")
	p := v8test.Isolate(t, v8.IsolateOptions{Snapshot: snapshot}).NewContextPool(v8.ContextPoolOptions{})
	defer p.Close()
	for range 20 {
		var answer int
		c := get(t, p)
		require.NoError(t, c.Eval(t.Context(), "library.answer()", &answer))
		require.Equal(t, 42, answer)
		require.NoError(t, c.Close())
	}
	require.Zero(t, p.Statistics().Failed)
}

// Who waits does so until its ctx ends, and another gets what it would have had.
func TestContextPoolWait(t *testing.T) {
	c := v8test.Context(t)
	var p *v8.ContextPool
	require.ErrorIs(t, v8test.WhileRunning(c, "for (;;);", func() {
		p = c.Isolate().NewContextPool(v8.ContextPoolOptions{Size: 1})
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			_, err := p.Get(ctx)
			cancel()
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}
		require.Zero(t, p.Statistics().Waiting)
		c.Isolate().Terminate(nil)
	}), v8.ErrTerminated)
	defer p.Close()
	v8test.RequireUsable(t, get(t, p))
	ended, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("the reason"))
	_, err := p.Get(ended)
	require.ErrorContains(t, err, "the reason")
	require.Equal(t, uint64(1), p.Statistics().Given)
}

// A pool is closed while it hands out, and its isolate too.
func TestContextPoolClose(t *testing.T) {
	for round := range v8test.Rounds(10) {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		p := iso.NewContextPool(v8.ContextPoolOptions{Size: 2})
		var given atomic.Int32
		v8test.Together(t, 8, func(goroutine int) error {
			for {
				c, err := p.Get(t.Context())
				if errors.Is(err, v8.ErrClosed) {
					return nil
				} else if err != nil {
					return err
				}
				switch given.Add(1) {
				case 12:
					if round%2 == 0 {
						iso.Close()
					} else {
						p.Close()
					}
				case 13: // in the hands of somebody
					if err := c.Eval(t.Context(), "1", nil); err != nil && !errors.Is(err, v8.ErrClosed) {
						return err
					}
				}
				c.Close()
			}
		})
		requireClosed(t, p)
	}
}

// Beyond its budget a pool has nothing ready, and makes what is asked for.
func TestContextPoolStarved(t *testing.T) {
	p := v8test.Isolate(t, v8.IsolateOptions{}).NewContextPool(v8.ContextPoolOptions{MemoryBudget: 1})
	defer p.Close()
	for n := range uint64(5) {
		v8test.RequireUsable(t, get(t, p))
		statistics := p.Statistics()
		require.Zero(t, statistics.Ready)
		require.Equal(t, n+1, statistics.Waited)
		require.Equal(t, n+1, statistics.Made)
	}
}

// An isolate that is dead poisons no one who waits, and none who comes later.
func TestContextPoolDeath(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		iso := v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 64 * v8test.Megabyte})
		second, goOn := make(chan struct{}), make(chan struct{})
		var count atomic.Int32
		p := iso.NewContextPool(v8.ContextPoolOptions{Size: 2, Prepare: func(ctx context.Context, c *v8.Context) error {
			if count.Add(1) == 2 {
				close(second)
				<-goOn
			}
			return c.Eval(ctx, "1", nil)
		}})
		defer p.Close()
		<-second
		c := get(t, p)
		waits := make(chan error)
		for range 3 {
			go func() {
				_, err := p.Get(context.Background())
				waits <- err
			}()
		}
		for p.Statistics().Waiting < 3 {
			runtime.Gosched()
		}
		require.ErrorIs(t, v8test.EvalIn(t.Context(), c, "'ab'.repeat(2 ** 27).split('')"), v8.ErrIsolateDead)
		close(goOn)
		for range 3 {
			require.ErrorIs(t, <-waits, v8.ErrIsolateDead)
		}
		for range 3 {
			_, err := p.Get(t.Context())
			require.ErrorIs(t, err, v8.ErrIsolateDead)
		}
		require.Zero(t, p.Statistics().Ready)
	})
}

// What Prepare does is told to who waits for it, and the pool goes on.
func TestContextPoolPrepare(t *testing.T) {
	failure := errors.New("no library")
	var now atomic.Value
	now.Store(func(*v8.Context) error { return failure })
	p := v8test.Isolate(t, v8.IsolateOptions{CPULimit: 20 * time.Millisecond}).NewContextPool(v8.ContextPoolOptions{
		Size:    1,
		Prepare: func(_ context.Context, c *v8.Context) error { return now.Load().(func(*v8.Context) error)(c) },
	})
	defer p.Close()
	for range 3 {
		_, err := p.Get(t.Context())
		require.ErrorIs(t, err, failure)
	}
	now.Store(func(*v8.Context) error { panic(failure) })
	require.PanicsWithValue(t, failure, func() { p.Get(t.Context()) })
	now.Store(func(*v8.Context) error { runtime.Goexit(); return nil })
	_, err := p.Get(t.Context())
	require.ErrorContains(t, err, "Prepare has ended its goroutine")
	now.Store(func(c *v8.Context) error { return c.Eval(context.Background(), "for (;;);", nil) })
	_, err = p.Get(t.Context())
	require.ErrorIs(t, err, v8.ErrCPULimit)
	now.Store(func(c *v8.Context) error { return c.Close() })
	_, err = p.Get(t.Context())
	require.ErrorIs(t, err, v8.ErrClosed)
	now.Store(func(*v8.Context) error { return nil })
	c := get(t, p)
	v8test.RequireUsable(t, c)
	require.GreaterOrEqual(t, p.Statistics().Failed, uint64(7))

	other := v8test.Context(t)
	misused := c.Isolate().NewContextPool(v8.ContextPoolOptions{Context: v8.ContextOptions{MicrotaskQueue: other.MicrotaskQueue()}})
	defer misused.Close()
	v8test.RequireMisuse(t, misuse.QueueIsolate, func() { misused.Get(t.Context()) })
}
