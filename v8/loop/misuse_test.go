package loop_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

func TestMisuse(t *testing.T) {
	l := newLoop(t, loop.Options{})
	c := l.Context()
	ctx := context.Background()
	var none context.Context
	inside := func(fn func()) {
		c.Run(ctx, func(*v8.Scope) error { fn(); return nil })
	}
	for want, all := range map[string][]func(){
		misuse.LoopNilContext: {func() { loop.New(nil, loop.Options{}) }},
		misuse.LoopTwice:      {func() { loop.New(c, loop.Options{}) }},
		misuse.LoopLimit:      {func() { loop.New(c, loop.Options{MaxTimers: -1}) }},
		misuse.LoopZero: {
			func() { new(loop.Loop).Close() },
			func() { (*loop.Loop)(nil).Statistics() },
			func() { new(loop.Loop).Await(ctx, nil, eval("1")) },
			func() { new(loop.Loop).Drain(ctx) },
			func() { new(loop.Loop).Hold() },
			func() { new(loop.Loop).Context() },
			func() { new(loop.Loop).SetAsync("f", func() {}) },
			func() { loop.FuncOf[func() error](new(loop.Loop), "f") },
		},
		misuse.LoopNilFunc: {
			func() { l.Await(ctx, nil, nil) },
			func() { l.SetAsync("f", (func())(nil)) },
		},
		misuse.NilContext: {
			func() { l.Await(none, nil, eval("1")) },
			func() { l.Drain(none) },
		},
		misuse.LoopInside: {
			func() { inside(func() { l.Await(ctx, nil, eval("1")) }) },
			func() { inside(func() { l.Drain(ctx) }) },
		},
		"loop: async function of <nil>: it is not a func": {func() { l.SetAsync("f", nil) }},
		"loop: async function of func(v8.Value): a v8.Value ends with its scope, before the func runs": {
			func() { l.SetAsync("f", func(v8.Value) {}) },
		},
		"loop: async function of func() *v8.Scope: a *v8.Scope ends with its scope, before the func runs": {
			func() { l.SetAsync("f", func() *v8.Scope { return nil }) },
		},
	} {
		for _, fn := range all {
			require.PanicsWithValue(t, want, fn)
		}
	}
	require.Zero(t, l.Statistics())
}
