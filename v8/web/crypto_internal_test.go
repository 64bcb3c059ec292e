package web

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// Few computations of a context run at a time, and those that wait end with their ctx.
func TestComputations(t *testing.T) {
	h := &host{computations: make(chan struct{}, mostComputations)}
	var running, most atomic.Int32
	proceed := make(chan struct{})
	compute := h.computing(func(n int) (int, error) {
		now := running.Add(1)
		for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
		}
		<-proceed
		running.Add(-1)
		return n, nil
	}).fn.(func(context.Context, int) (int, error))

	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			n, err := compute(t.Context(), 5)
			if n != 5 || err != nil {
				t.Error(n, err)
			}
		})
	}
	for running.Load() < mostComputations {
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("why")
	cancel(why)
	_, err := compute(ctx, 1)
	require.ErrorIs(t, err, why)
	close(proceed)
	all.Wait()
	require.EqualValues(t, mostComputations, most.Load())
}
