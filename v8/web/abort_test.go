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
	ended := make(chan error, 10)
	require.NoError(t, l.SetAsync("block", func(ctx context.Context, _ loop.AbortSignal) error {
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return ctx.Err()
	}))
	for source, want := range map[string]string{
		"const c = new AbortController(); setTimeout(() => c.abort(), 1); return block(c.signal)":                      "AbortError: This operation was aborted",
		"const c = new AbortController(); setTimeout(() => c.abort(new RangeError('why')), 1); return block(c.signal)": "RangeError: why",
		"return block(AbortSignal.timeout(1))":                    "TimeoutError: The operation was aborted due to timeout.",
		"return block(AbortSignal.any([AbortSignal.timeout(1)]))": "TimeoutError: The operation was aborted due to timeout.",
	} {
		err := l.Await(soon(t), nil, eval("(async () => { "+source+" })()"))
		var e *v8.Exception
		require.ErrorAs(t, err, &e, source)
		require.Equal(t, want, e.Message, source)
		require.ErrorIs(t, <-ended, context.Canceled, source)
	}
	require.ErrorContains(t, l.Await(soon(t), nil, eval("block(AbortSignal.abort())")), "AbortError")
	require.Empty(t, ended)
}
