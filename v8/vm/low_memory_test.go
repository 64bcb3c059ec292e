package vm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

func TestLowMemoryNotification(t *testing.T) {
	onTiers(t, vm.IsolateOptions{}, func(t *testing.T, i *vm.Isolate, c *vm.Context) {
		require.NoError(t, c.Eval(t.Context(), "globalThis.kept = 7; for (let i = 0; i < 2e5; i++) ({}).x = [i]", nil))
		before, err := i.Statistics(t.Context())
		require.NoError(t, err)
		require.NoError(t, i.LowMemoryNotification(t.Context()))
		after, err := i.Statistics(t.Context())
		require.NoError(t, err)
		require.Less(t, after.UsedHeap, before.UsedHeap)
		require.Equal(t, 7, eval[int](t, c, "kept"))
		require.NoError(t, i.Close())
		require.ErrorIs(t, i.LowMemoryNotification(t.Context()), vm.ErrClosed)
	})
}
