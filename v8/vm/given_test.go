package vm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm"
)

// A guest that calls for function after function gets an Error in the end: the host
// keeps each. Those that are there go on.
func TestGivenFunctionsAreBounded(t *testing.T) {
	i := newIsolate(t, vm.InProcess, vm.IsolateOptions{})
	c := newContext(t, i)
	require.NoError(t, c.Global().Set(t.Context(), "more", func() func() int { return func() int { return 7 } }))
	var made int
	var last string
	none := vm.CallOptions{CPULimit: -1, WallLimit: -1}
	require.NoError(t, c.Eval(t.Context(), "first = more(); made = 1; try { for (;; made++) more() } catch (e) { text = e.message }; made", &made, none))
	require.NoError(t, c.Eval(t.Context(), "text", &last))
	require.Equal(t, 100_000, made+1, "with more itself")
	require.Contains(t, last, "give the same again")
	require.Equal(t, 7, eval[int](t, c, "first()"))
	require.ErrorIs(t, c.EvalClosure(t.Context(), "", []any{func() {}}, nil), vm.ErrUnsupported)
	var r *vm.Reference
	require.NoError(t, c.Eval(t.Context(), "({})", &r))
	require.ErrorIs(t, c.EvalClosure(t.Context(), "", []any{r}, nil), vm.ErrUnsupported)
	other := newContext(t, newIsolate(t, vm.InProcess, vm.IsolateOptions{}))
	require.NoError(t, other.EvalClosure(t.Context(), "$0()", []any{func() {}}, nil))
}
