package hammer_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// A termination that comes when the isolate itself asks for an interrupt, because
// of its memory limit. Each goes through a lock of V8's and one of ours: both
// waited for good when these were taken in another order.
func TestTerminateMeetsInterrupt(t *testing.T) {
	const limit = 64 << 20
	iso := v8test.Isolate(t, v8.IsolateOptions{MemoryLimit: limit})
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	require.NoError(t, err)
	rounds := int64(v8test.Rounds(1000))
	var round atomic.Int64
	v8test.Together(t, 2, func(goroutine int) error {
		for n := int64(1); n <= rounds; n++ {
			if goroutine == 1 {
				for round.Load() < n {
				}
				for range rand.IntN(20000) { // some microseconds, at which it may just ask
					_ = round.Load()
				}
				iso.Terminate(nil)
				continue
			}
			err := c.Run(context.Background(), func(*v8.Scope) error {
				round.Store(n)
				iso.AdjustAmountOfExternalAllocatedMemory(2 * limit)
				iso.AdjustAmountOfExternalAllocatedMemory(-2 * limit)
				return nil
			})
			if err != nil && !errors.Is(err, v8.ErrTerminated) {
				return err
			}
		}
		return nil
	})
}
