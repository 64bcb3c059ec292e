package console_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
)

// The console of a snapshot writes to that of its context, which has counts of its own.
func TestSnapshot(t *testing.T) {
	var creators console.Buffer
	snapshot, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{Console: console.New(&creators, console.Options{})})
		if err != nil {
			return err
		}
		creator.SetDefaultContext(c)
		return c.Eval(t.Context(), "const { count } = console; count(); console.mine = 1; console.timeStamp()", nil)
	})
	require.NoError(t, err)
	require.Equal(t, "default: 1\n", creators.String())
	i := v8test.Isolate(t, v8.IsolateOptions{Snapshot: snapshot})
	for range 2 {
		var output console.Buffer
		c, err := i.NewContext(t.Context(), v8.ContextOptions{Console: console.New(&output, console.Options{})})
		require.NoError(t, err)
		require.NoError(t, c.Eval(t.Context(), "count(); console.count(); console.log(class A {}, console.mine)", nil))
		require.Equal(t, "default: 1\ndefault: 2\n[class A] 1\n", output.String())
		require.NoError(t, c.Close())
	}
	silent := v8test.ContextIn(t, i)
	require.NoError(t, silent.Eval(t.Context(), "count(); console.table([1])", nil))
	require.Equal(t, "default: 1\n", creators.String())
}
