package vm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// What is too long for a worker to send is an error, and not the worker's end: its
// other isolates are a neighbour's.
func TestLongMessages(t *testing.T) {
	h, err := vm.NewHost(vm.HostOptions{Tier: vm.Process, Workers: vm.WorkerOptions{
		MaxMessage: 1 << 20, IsolatesPerWorker: 2, Ahead: -1,
	}})
	require.NoError(t, err)
	defer h.Close()
	i, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
	require.NoError(t, err)
	c := newContext(t, i)
	other, err := h.NewIsolate(t.Context(), vm.IsolateOptions{})
	require.NoError(t, err)
	neighbour := newContext(t, other)
	require.NoError(t, c.Global().Set(t.Context(), "take", func(string) {}))

	var text string
	err = c.Eval(t.Context(), "'x'.repeat(2 << 20)", &text)
	require.ErrorIs(t, err, vm.ErrResultLimit)
	var limit *vm.LimitError
	require.ErrorAs(t, err, &limit)
	require.Equal(t, "MaxMessage", limit.Option)
	require.Equal(t, uint64(1<<20), limit.Limit)
	require.Greater(t, limit.Used, uint64(2<<20))
	var exception *vm.Exception
	require.ErrorAs(t, c.Eval(t.Context(), "take('x'.repeat(2 << 20))", nil), &exception)
	require.Contains(t, exception.Message, "message")
	require.Equal(t, 1, eval[int](t, c, "1"))
	require.Equal(t, 1, eval[int](t, neighbour, "1"))
}
