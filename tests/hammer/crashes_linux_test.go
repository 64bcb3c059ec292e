//go:build !v8_nowrap

package hammer_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/crash"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// Isolates that crash, beside healthy ones in the same process, and while others
// are ended by force: none of it reaches another.
func TestCrashesBesideOthers(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		var reported atomic.Int64
		require.NoError(t, v8.ContainCrashes(v8.CrashOptions{OnCrash: func(v8.Crash) { reported.Add(1) }}))
		neighbour := v8test.Context(t)
		kinds := []string{"trap", "abort", "runtime-abort", "stack", "builtin-trap", "fault", "builtin-fault", "wild"}
		const total = 200
		var begun, faults, killed atomic.Int64
		v8test.Together(t, 4, func(goroutine int) error {
			if goroutine == 0 {
				for begun.Load() < total {
					if err := v8test.Healthy(neighbour); err != nil {
						return err
					}
				}
				return nil
			}
			for n := begun.Add(1); n <= total; n = begun.Add(1) {
				kind := kinds[int(n)%len(kinds)]
				err := crashOrKilled(kind, int(n))
				switch {
				case errors.Is(err, v8.ErrCrashed):
					faults.Add(1)
				case errors.Is(err, v8.ErrUninterruptible):
					killed.Add(1)
				case !errors.Is(err, v8.ErrIsolateDead):
					return fmt.Errorf("%s: %w", kind, err)
				}
			}
			return nil
		})
		require.NoError(t, v8test.Healthy(neighbour))
		require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
		t.Logf("%d faults, %d killed: %s, %+v", faults.Load(), killed.Load(), v8test.ProcessFigures(t), v8.Stats())
		require.Positive(t, faults.Load())
		// One that faulted at the moment when it was to be killed counts as well.
		require.GreaterOrEqual(t, v8.Stats().Crashes, faults.Load())
		require.Eventually(t, func() bool { return reported.Load() == v8.Stats().Crashes }, time.Minute, time.Millisecond)
	})
}

// crashOrKilled runs what crashes within milliseconds, in a Run that is ended by
// force at about that time.
func crashOrKilled(kind string, n int) error {
	iso, err := v8test.NewIsolate(v8.IsolateOptions{MemoryLimit: v8test.SmallMemory, TerminationGrace: time.Microsecond})
	if err != nil {
		return err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	ctx := context.Background()
	if n%2 == 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, rand.N(20*time.Millisecond))
		defer cancel()
	}
	err = c.Run(ctx, func(s *v8.Scope) error {
		crash.Define()
		// A built-in that can't be interrupted, of milliseconds.
		source := fmt.Sprintf("Array.prototype.forEach.call({length: %d}, Object); crash(%q)", rand.IntN(1e6), kind)
		_, err := v8test.Eval(s, source)
		return err
	})
	if errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, v8.ErrIsolateDead) {
		return v8.ErrIsolateDead // it has ended in time, or not begun
	}
	return err
}
