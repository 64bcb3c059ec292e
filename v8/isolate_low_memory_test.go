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

func TestLowMemoryNotification(t *testing.T) {
	c := v8test.Context(t)
	iso := c.Isolate()
	const garbage = "globalThis.kept = [1, 2]; for (let i = 0; i < 2e5; i++) ({}).x = [i]"
	require.NoError(t, c.Eval(t.Context(), garbage, nil))
	before := iso.HeapStatistics()
	require.NoError(t, iso.LowMemoryNotification(t.Context()))
	after := iso.HeapStatistics()
	require.Less(t, after.UsedHeap, before.UsedHeap)
	require.Less(t, after.TotalHeap, before.TotalHeap)
	var kept []int
	require.NoError(t, c.Eval(t.Context(), "kept", &kept))
	require.Equal(t, []int{1, 2}, kept)

	// Inside a Run, in a callback, and while it is being terminated.
	require.ErrorIs(t, c.Run(t.Context(), func(s *v8.Scope) error {
		v8test.Define(t, s, "collect", func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			return info.Argument(0), iso.LowMemoryNotification(context.Background())
		})
		require.Equal(t, "3,4", v8test.MustEval(t, s, garbage+"; collect([3, 4]).join()").String())
		iso.Terminate(nil)
		require.NoError(t, iso.LowMemoryNotification(t.Context()))
		return nil
	}), v8.ErrTerminated)
	require.ErrorIs(t, v8test.WhileRunning(c, "for (;;);", func() {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		require.ErrorIs(t, iso.LowMemoryNotification(ctx), context.DeadlineExceeded)
		iso.Terminate(nil)
	}), v8.ErrTerminated)
	require.PanicsWithValue(t, misuse.NilContext, func() { iso.LowMemoryNotification(nil) }) //lint:ignore SA1012 it is what is tested
	require.NoError(t, iso.Close())
	require.ErrorIs(t, iso.LowMemoryNotification(t.Context()), v8.ErrClosed)
}
