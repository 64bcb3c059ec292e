package web_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/web"
)

// The signals are those that async functions of Go take.
func TestAbortSignalOfAsyncFunction(t *testing.T) {
	l := newWeb(t, web.Options{})
	began, ended := make(chan struct{}), make(chan error, 10)
	require.NoError(t, l.SetAsync("block", func(ctx context.Context, _ loop.AbortSignal) error {
		began <- struct{}{}
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return ctx.Err()
	}))
	require.NoError(t, l.SetAsync("begun", func() { <-began }))
	const abort = "const c = new AbortController(), p = block(c.signal); await begun(); "
	for source, want := range map[string]string{
		abort + "setTimeout(() => c.abort(), 1); return p":                      "AbortError: This operation was aborted",
		abort + "setTimeout(() => c.abort(new RangeError('why')), 1); return p": "RangeError: why",
	} {
		err := l.Await(soon(t), nil, eval("(async () => { "+source+" })()"))
		var e *v8.Exception
		require.ErrorAs(t, err, &e, source)
		require.Equal(t, want, e.Message, source)
		require.ErrorIs(t, <-ended, context.Canceled, source)
	}
	// These may be over before the func is called, and then it is not.
	for _, source := range []string{"AbortSignal.timeout(1)", "AbortSignal.any([AbortSignal.timeout(1)])"} {
		require.NoError(t, l.SetAsync("wait", func(ctx context.Context, _ loop.AbortSignal) error {
			<-ctx.Done()
			return ctx.Err()
		}))
		err := l.Await(soon(t), nil, eval("wait("+source+")"))
		var e *v8.Exception
		require.ErrorAs(t, err, &e, source)
		require.Equal(t, "TimeoutError: The operation was aborted due to timeout.", e.Message, source)
	}
	require.ErrorContains(t, l.Await(soon(t), nil, eval("block(AbortSignal.abort())")), "AbortError")
	require.Empty(t, ended)
}
