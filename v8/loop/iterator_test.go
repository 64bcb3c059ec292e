package loop_test

import (
	"context"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
)

// give makes what fn makes a global.
func give(t testing.TB, l *loop.Loop, name string, fn func(*v8.Scope) (v8.Object, error)) {
	v8test.RunIn(t, l.Context(), func(s *v8.Scope) {
		object, err := fn(s)
		require.NoError(t, err)
		require.NoError(t, s.Global().Set(name, object.Value))
	})
}

func numbers(ended *bool, last int, end error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		defer func() { *ended = true }()
		for n := range last {
			if !yield(n, nil) {
				return
			}
		}
		if end != nil {
			yield(0, end)
		}
	}
}

func TestAsyncIterator(t *testing.T) {
	const sum = "(async () => { let sum = 0; for await (const n of all) { sum += n; if (n == limit) break } return sum })()"
	for _, c := range []struct {
		last, limit, want int
		end               error
	}{
		{10, -1, 45, nil},
		{10, 3, 6, nil},
		{0, -1, 0, nil},
		{5, -1, 0, errTest},
	} {
		l := newLoop(t, loop.Options{})
		ended := false
		give(t, l, "all", func(s *v8.Scope) (v8.Object, error) {
			require.NoError(t, s.Global().Set("limit", v8.NewNumber(float64(c.limit))))
			return loop.NewAsyncIterator(l, s, numbers(&ended, c.last, c.end))
		})
		var got int
		err := l.Await(soon(t), &got, eval(sum))
		require.Equal(t, c.end != nil, err != nil)
		require.ErrorIs(t, err, c.end)
		require.Equal(t, c.want, got)
		require.True(t, ended)
	}
}

func TestAsyncIteratorOfChan(t *testing.T) {
	l := newLoop(t, loop.Options{})
	values := make(chan string)
	give(t, l, "all", func(s *v8.Scope) (v8.Object, error) { return loop.NewAsyncIteratorOfChan(l, s, values) })
	go func() {
		values <- "a"
		values <- "b"
		close(values)
	}()
	var got []string
	require.NoError(t, l.Await(soon(t), &got, eval("(async () => { const got = []; for await (const v of all) got.push(v); return got })()")))
	require.Equal(t, []string{"a", "b"}, got)

	never := make(chan int)
	began := make(chan struct{})
	require.NoError(t, l.SetAsync("began", func() { close(began) }))
	give(t, l, "never", func(s *v8.Scope) (v8.Object, error) { return loop.NewAsyncIteratorOfChan(l, s, never) })
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-began
		cancel()
	}()
	require.ErrorIs(t, l.Await(ctx, nil, eval("(async () => { began(); for await (const v of never); })()")), context.Canceled)
}

func TestValues(t *testing.T) {
	l := newLoop(t, loop.Options{})
	require.NoError(t, l.SetAsync("later", func(n int) int { return n }))
	require.NoError(t, l.Context().Eval(t.Context(), `
		var left = 0
		async function * all(end) {
			try {
				for (let n = 0; n < 5; n++) yield await later(n)
				if (end) throw new Error(end)
			} finally { await later(1); left++ }
		}`, nil))
	for source, want := range map[string]string{
		"all()": "", "all('the end')": "the end", "[0, 1, later(2), 3, 4]": "", "Promise.resolve(new Set([0, 1, 2, 3, 4]))": "",
		"({next() {}})": "iterator result is not an object", "7": "undefined", "({})": "undefined",
	} {
		var got []int
		var end error
		for n, err := range loop.Values[int](soon(t), l, eval(source)) {
			if err != nil {
				end = err
				break
			}
			got = append(got, n)
		}
		if want == "" {
			require.NoError(t, end, source)
			require.Equal(t, []int{0, 1, 2, 3, 4}, got, source)
		} else {
			require.ErrorContains(t, end, want, source)
		}
	}
	for n, err := range loop.Values[int](soon(t), l, eval("all()")) {
		require.NoError(t, err)
		if n == 2 {
			break
		}
	}
	var left int
	require.NoError(t, l.Context().Eval(t.Context(), "left", &left))
	require.Equal(t, 3, left)
	require.NoError(t, l.Drain(soon(t)))
	require.Zero(t, l.Statistics())
}
