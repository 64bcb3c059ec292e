package loop_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/loop"
)

// A controller as scripts write it, which says how many listeners its signal has.
const abortController = `
	class Controller {
		signal = {
			aborted: false, reason: undefined, all: new Set,
			addEventListener(type, listener) { if (type === "abort") this.all.add(listener) },
			removeEventListener(type, listener) { this.all.delete(listener) },
		}
		abort(reason = new Error("aborted")) {
			if (this.signal.aborted) return
			Object.assign(this.signal, {aborted: true, reason})
			for (const listener of this.signal.all) listener({type: "abort"})
		}
	}
	const outcome = async promise => { try { return "value " + await promise } catch (e) { return e.name + ": " + e.message } }`

func TestAbortSignal(t *testing.T) {
	l := newLoop(t, loop.Options{})
	causes := make(chan error, 10)
	called, began := 0, make(chan struct{}, 1)
	require.NoError(t, l.SetAsync("begun", func() { <-began })) // a signal that aborts before keeps the func from being called
	require.NoError(t, l.SetAsync("block", func(ctx context.Context, n int, _ loop.AbortSignal) (int, error) {
		called++
		if n == 0 {
			return 7, nil
		}
		began <- struct{}{}
		<-ctx.Done()
		causes <- context.Cause(ctx)
		if n == 2 {
			return 0, errTest
		}
		return n, ctx.Err()
	}))
	require.NoError(t, l.Context().Eval(t.Context(), abortController, nil))
	aborts := func(call string) string {
		return "(async () => { const c = new Controller; const p = outcome(" + call + "); await begun(); c.abort(); return await p + ', ' + c.signal.all.size })()"
	}
	for _, test := range []struct {
		source, want string
		calls        int
	}{
		{aborts("block(1, c.signal)"), "Error: aborted, 0", 1},
		{aborts("block(2, c.signal)"), "Error: the test's error, 0", 1}, // which says something else
		{"(async () => { const c = new Controller; const p = outcome(block(0, c.signal)); return await p + ', ' + c.signal.all.size })()", "value 7, 0", 1},
		{"outcome(block(0))", "value 7", 1},
		{"outcome(block(0, null))", "value 7", 1},
		{"{ const c = new Controller; c.abort(new TypeError('early')); outcome(block(1, c.signal)) }", "TypeError: early", 0},
		{"{ const c = new Controller; c.signal.addEventListener = f => { throw new RangeError('no') }; outcome(block(1, c.signal)) }", "RangeError: no", 0},
		{"outcome(block(1, {get aborted() { throw new RangeError('asked') }}))", "RangeError: asked", 0},
		{"outcome(block(1, 5))", "TypeError: signal.addEventListener is not a function", 0},
		{"outcome(block(1, {aborted: true}))", "Error: loop: call: terminated: context canceled: its AbortSignal has aborted", 0},
		{"outcome(block(1, {aborted: true, get reason() { throw new RangeError('why') }}))", "RangeError: why", 0},
		{"outcome(block(0, {addEventListener() {}, get removeEventListener() { throw 1 }}))", "value 7", 1},
	} {
		before := called
		var got string
		require.NoError(t, l.Await(soon(t), &got, eval(test.source)), test.source)
		require.Equal(t, test.want, got, test.source)
		require.Equal(t, test.calls, called-before, test.source)
		require.Zero(t, l.Statistics(), test.source)
	}
	require.Len(t, causes, 2)
	for range 2 {
		require.ErrorIs(t, <-causes, context.Canceled)
	}

	// The Await's end is not the signal's.
	ctx, cancel := context.WithCancelCause(t.Context())
	require.NoError(t, l.SetAsync("end", func(ctx context.Context, _ loop.AbortSignal) error {
		cancel(errTest)
		<-ctx.Done()
		causes <- context.Cause(ctx)
		return ctx.Err()
	}))
	require.ErrorIs(t, l.Await(ctx, nil, eval("end(new Controller().signal)")), errTest)
	require.ErrorIs(t, <-causes, errTest)
	require.NoError(t, l.Await(soon(t), nil, eval("1")))
	// The func has told its cause, and has yet to return.
	require.Eventually(t, func() bool { return l.Statistics() == (loop.Statistics{}) }, 10*time.Second, time.Millisecond)

	require.PanicsWithValue(t, "loop: async function of func(loop.AbortSignal, int): an AbortSignal is the last parameter", func() {
		l.SetAsync("f", func(loop.AbortSignal, int) {})
	})
}
