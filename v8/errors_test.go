package v8_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

// sentinels are the package's errors.
var sentinels = []error{
	v8.ErrClosed, v8.ErrTerminated, v8.ErrMemoryLimit, v8.ErrCPULimit, v8.ErrExportLimit, v8.ErrSourceTooLong,
	v8.ErrIsolateDead, v8.ErrUninterruptible, v8.ErrCrashed, v8.ErrStringTooLong, v8.ErrStarted, v8.ErrHardened,
	v8.ErrDisposed, v8.ErrDataEnds,
}

func TestSentinels(t *testing.T) {
	for _, err := range sentinels {
		require.NotContains(t, err.Error(), "v8: ", "what is returned wraps it, and has the prefix")
	}
}

// requireSentinels fails the test unless err matches what is wanted, and of the
// package's errors nothing else.
func requireSentinels(t *testing.T, err error, want ...error) {
	t.Helper()
	require.Error(t, err)
	for _, sentinel := range want {
		require.ErrorIs(t, err, sentinel)
	}
	for _, sentinel := range sentinels {
		require.Equal(t, slices.Contains(want, sentinel), errors.Is(err, sentinel), "%v in %v", sentinel, err)
	}
	require.Regexp(t, "^v8: ", err.Error())
}

// The table of package v8's documentation: TestTerminationGrace has what is ended
// by force, TestIsolateDead and TestTraps what V8 ends.
func TestEnds(t *testing.T) {
	const endless, greedy = "host(); for (;;);", "const all = []; for (;;) all.push({})"
	const soon = 20 * time.Millisecond
	reason := errors.New("the reason")
	background := context.Background()
	cancelled, cancel := context.WithCancelCause(background)
	nothing, none := func(*v8.Isolate) {}, v8.RunOptions{}
	for name, test := range map[string]struct {
		options v8.IsolateOptions
		ctx     context.Context
		limits  v8.RunOptions
		host    func(*v8.Isolate)
		source  string
		want    []error
	}{
		"its own error": {v8.IsolateOptions{}, background, none, nothing, "throw new Error('terminated')", nil},
		"cause": {v8.IsolateOptions{}, cancelled, none, func(*v8.Isolate) { cancel(reason) }, endless,
			[]error{v8.ErrTerminated, context.Canceled, reason}},
		"Terminate": {v8.IsolateOptions{}, background, none, func(iso *v8.Isolate) { iso.Terminate(reason) }, endless,
			[]error{v8.ErrTerminated, reason}},
		"Close": {v8.IsolateOptions{}, background, none, func(iso *v8.Isolate) { iso.Close() }, endless,
			[]error{v8.ErrTerminated, v8.ErrClosed}},
		"CPULimit": {v8.IsolateOptions{CPULimit: soon}, background, none, nothing, endless,
			[]error{v8.ErrTerminated, v8.ErrCPULimit}},
		"RunOptions": {v8.IsolateOptions{}, background, v8.RunOptions{CPULimit: soon}, nothing, endless,
			[]error{v8.ErrTerminated, v8.ErrCPULimit}},
		"MemoryLimit": {v8.IsolateOptions{MemoryLimit: 32 * v8test.Megabyte}, background, none, nothing, greedy,
			[]error{v8.ErrTerminated, v8.ErrMemoryLimit}},
		"HeapLimit": {v8.IsolateOptions{HeapLimit: 32 * v8test.Megabyte}, background, none, nothing, greedy,
			[]error{v8.ErrTerminated, v8.ErrMemoryLimit}},
	} {
		t.Run(name, func(t *testing.T) {
			iso := v8test.Isolate(t, test.options)
			requireSentinels(t, v8test.ContextIn(t, iso).Run(test.ctx, func(s *v8.Scope) error {
				v8test.Define(t, s, "host", func(v8.FunctionCallbackInfo) (v8.Value, error) {
					test.host(iso)
					return v8.Undefined(), nil
				})
				_, err := v8test.Eval(s, test.source)
				return err
			}, test.limits), test.want...)
		})
	}
}

// What did not begin was not ended.
func TestErrorsBeforeRun(t *testing.T) {
	c := v8test.Context(t)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	requireSentinels(t, v8test.EvalIn(ended, c, "1"), context.Canceled)
	require.NoError(t, c.Run(context.Background(), func(*v8.Scope) error {
		waiting, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		done := make(chan error)
		go func() { done <- v8test.EvalIn(waiting, c, "1") }()
		requireSentinels(t, <-done, context.DeadlineExceeded)
		return nil
	}))
	require.NoError(t, c.Isolate().Close())
	requireSentinels(t, v8test.EvalIn(context.Background(), c, "1"), v8.ErrClosed)
}
