package vm_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/vm"
)

func TestGroupMemory(t *testing.T) {
	h := newHost(t, vm.InProcess)
	group := vm.NewGroup(vm.GroupOptions{Memory: 64 << 20})
	options := vm.IsolateOptions{MemoryLimit: 32 << 20, Group: group}
	first, err := h.NewIsolate(t.Context(), options)
	require.NoError(t, err)
	_, err = h.NewIsolate(t.Context(), options)
	require.NoError(t, err)
	_, err = h.NewIsolate(t.Context(), options)
	require.ErrorIs(t, err, vm.ErrMemoryLimit)
	var limit *vm.LimitError
	require.ErrorAs(t, err, &limit)
	require.Equal(t, "GroupOptions.Memory", limit.Option)
	require.Equal(t, []uint64{64 << 20, 96 << 20}, []uint64{limit.Limit, limit.Used})
	_, err = h.NewIsolate(t.Context(), vm.IsolateOptions{MemoryLimit: -1, Group: group})
	require.ErrorIs(t, err, vm.ErrMemoryLimit)
	require.NoError(t, first.Close())
	require.NoError(t, first.Close())
	_, err = h.NewIsolate(t.Context(), options)
	require.NoError(t, err)
	require.NoError(t, h.Close())
	again := newHost(t, vm.InProcess)
	for range 2 {
		_, err = again.NewIsolate(t.Context(), options)
		require.NoError(t, err)
	}
}

// Who has used up what the group has waits until there is more, or its ctx ends.
func TestGroupCPU(t *testing.T) {
	const spin = "for (const end = Date.now() + 20; Date.now() < end;);"
	for _, tier := range tiers {
		t.Run(tier.String(), func(t *testing.T) {
			contextOf := func(o vm.GroupOptions) *vm.Context {
				c, err := newIsolate(t, tier, vm.IsolateOptions{Group: vm.NewGroup(o)}).NewContext(t.Context(), vm.ContextOptions{})
				require.NoError(t, err)
				return c
			}
			starved := contextOf(vm.GroupOptions{CPU: 0.001, Burst: 100 * time.Millisecond})
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			defer cancel()
			var err error
			for err == nil {
				err = starved.Eval(ctx, "for (let i = 0; i < 1e6; i++);", nil)
			}
			require.ErrorIs(t, err, context.DeadlineExceeded)
			require.NotErrorIs(t, err, vm.ErrTerminated, "it has not begun")
			busy := contextOf(vm.GroupOptions{CPU: 1, Burst: 10 * time.Millisecond})
			for range 3 { // the second and third wait
				require.NoError(t, busy.Eval(t.Context(), spin, nil))
			}
		})
	}
	require.PanicsWithValue(t, misuse.NegativeGroup, func() { vm.NewGroup(vm.GroupOptions{CPU: -1}) })
}
