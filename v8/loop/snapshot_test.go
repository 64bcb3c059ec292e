package loop_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

var errUpper = errors.New("nothing to shout")

// shout is an async function that a snapshot refers to.
func shout(_ context.Context, text string) (string, error) {
	if text == "" {
		return "", errUpper
	}
	return strings.ToUpper(text), nil
}

func snapshotOptions() v8.IsolateOptions {
	return v8.IsolateOptions{ExternalReferences: map[string]any{"shout": shout}}
}

// loopSnapshot is of a context with a loop, in which the source has run.
func loopSnapshot(t *testing.T, source string) (*v8.Snapshot, error) {
	return v8.NewSnapshot(t.Context(), v8.SnapshotOptions{Isolate: snapshotOptions()}, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})
		if err != nil {
			return err
		}
		creator.SetDefaultContext(c)
		l, err := loop.New(c, loop.Options{})
		if err != nil {
			return err
		}
		defer l.Close()
		if err := l.SetAsync("shout", shout); err != nil {
			return err
		}
		return l.Await(t.Context(), nil, evaluating(source))
	})
}

func evaluating(source string) func(*v8.Scope) (v8.Value, error) {
	return func(s *v8.Scope) (v8.Value, error) { return v8test.Eval(s, source) }
}

func TestSnapshot(t *testing.T) {
	snapshot, err := loopSnapshot(t, `
		const { setTimeout: later } = globalThis
		const left = [setTimeout(() => { globalThis.wrong = 1 }, 1e6), setInterval(() => { globalThis.wrong = 2 }, 1e6)]
		const never = new Promise(() => {})
		const heard = shout('a').then(text => globalThis.first = text)
		heard`)
	require.NoError(t, err)
	options := snapshotOptions()
	options.Snapshot = snapshot
	i := v8test.Isolate(t, options)
	for range 2 {
		c := v8test.ContextIn(t, i)
		require.ErrorContains(t, c.Eval(t.Context(), "later(() => 1)", nil), "make it with loop.New")
		require.ErrorContains(t, c.Eval(t.Context(), "shout('x')", nil), "make it with loop.New")
		l, err := loop.New(c, loop.Options{})
		require.NoError(t, err)
		var got string
		require.NoError(t, l.Await(t.Context(), &got, evaluating(`(async () => {
			const id = later(() => { globalThis.wrong = 3 }, 1)
			for (const each of left) clearTimeout(each)
			clearTimeout(id)
			await new Promise(resolve => later(resolve, 1))
			return [first, await shout('hello'), id, typeof wrong].join(' ')
		})()`)))
		require.Equal(t, "A HELLO 3 undefined", got)
		err = l.Await(t.Context(), nil, evaluating("shout('')"))
		require.ErrorIs(t, err, errUpper)
		require.ErrorIs(t, l.Await(t.Context(), nil, evaluating("never")), loop.ErrNeverSettles)
		require.NoError(t, l.Drain(t.Context()))
		require.NoError(t, l.Close())
	}
	options.ExternalReferences = nil
	_, err = v8.NewIsolate(options)
	require.ErrorContains(t, err, `the snapshot refers to a Go async function "shout", which ExternalReferences doesn't have`)
}

func TestSnapshotWithOpenLoop(t *testing.T) {
	_, err := v8.NewSnapshot(t.Context(), v8.SnapshotOptions{}, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(t.Context(), v8.ContextOptions{})
		if err == nil {
			_, err = loop.New(c, loop.Options{})
		}
		creator.SetDefaultContext(c)
		return err
	})
	require.ErrorContains(t, err, "Globals are not closed")
}

// What was begun for a loop that was closed is nothing to the next one, whose numbers are
// the same.
func TestNewAfterClose(t *testing.T) {
	c := v8test.Context(t)
	first, err := loop.New(c, loop.Options{})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	require.ErrorIs(t, first.Await(ctx, nil, func(s *v8.Scope) (v8.Value, error) {
		defer cancel()
		return v8test.Eval(s, `
			var settle, old = new Promise(resolve => { settle = resolve })
			old.then(() => {})
			var timer = setTimeout(() => {}, 1e6)
			old`)
	}), context.Canceled)
	require.NoError(t, first.Close())
	require.ErrorContains(t, c.Eval(t.Context(), "setTimeout(() => {})", nil), "loop: timer: terminated: closed")
	second, err := loop.New(c, loop.Options{})
	require.NoError(t, err)
	var got string
	require.NoError(t, second.Await(t.Context(), &got, evaluating(`
		settle('old')
		new Promise(resolve => { setTimeout(resolve, 1, 'new'); clearTimeout(timer) })`)))
	require.Equal(t, "new", got)
	require.NoError(t, second.Close())
}
