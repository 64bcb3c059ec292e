package v8_test

import (
	"context"
	"errors"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
)

func TestIsolateClose(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	require.NoError(t, iso.Close())
	require.NoError(t, iso.Close(), "again is nothing")
	require.Equal(t, v8.Statistics{}, v8test.Left(), "its context is closed too")

	require.ErrorIs(t, c.Run(context.Background(), v8test.Nothing), v8.ErrClosed)
	require.NoError(t, c.Close())
	_, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	require.ErrorIs(t, err, v8.ErrClosed)
	iso.Terminate(nil)
}

func TestIsolateCloseFromManyGoroutines(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	v8test.ContextIn(t, iso)
	var closers sync.WaitGroup
	for range 8 {
		closers.Go(func() { iso.Close() })
	}
	closers.Wait()
	require.Equal(t, v8.Statistics{}, v8test.Left(), "when one Close has returned, all is freed")
}

func TestIsolateCloseWhileRunning(t *testing.T) {
	for range 50 {
		iso := v8test.Isolate(t, v8.IsolateOptions{})
		c := v8test.ContextIn(t, iso)
		err := v8test.WhileRunning(c, v8test.Forever, func() {
			require.NoError(t, iso.Close())
			require.NoError(t, iso.Close())
			require.Equal(t, v8.Statistics{}, v8test.Left(), "Close waits for the end")
		})
		require.ErrorIs(t, err, v8.ErrClosed)
	}
}

func TestIsolateShutdown(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	goes := make(chan struct{})
	var out float64
	inside, result := make(chan struct{}), make(chan error)
	go func() {
		result <- c.Run(context.Background(), func(s *v8.Scope) error {
			close(inside)
			<-goes
			return s.Eval("1 + 1", &out)
		})
	}()
	<-inside
	down := make(chan error)
	go func() { down <- iso.Shutdown(context.Background()) }()
	close(goes)
	require.NoError(t, <-result, "what runs ends by itself")
	require.NoError(t, <-down)
	require.Equal(t, 2.0, out)
	require.Equal(t, v8.Statistics{}, v8test.Left())
	require.NoError(t, iso.Shutdown(context.Background()), "again is nothing")
}

// When its ctx ends, Shutdown ends the JavaScript, and does not wait for Go code.
func TestIsolateShutdownEnds(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	ctx, cancel := context.WithCancel(context.Background())
	inside, goes := make(chan struct{}), make(chan struct{})
	result := make(chan error)
	go func() {
		result <- c.Run(context.Background(), func(s *v8.Scope) error {
			close(inside)
			<-goes
			return s.Eval("1", nil)
		})
	}()
	<-inside
	cancel()
	require.ErrorIs(t, iso.Shutdown(ctx), context.Canceled)
	close(goes)
	require.ErrorIs(t, <-result, v8.ErrClosed)
}

// Shutdown from inside the isolate is Close.
func TestIsolateShutdownInside(t *testing.T) {
	c := v8test.Context(t)
	require.ErrorIs(t, c.Run(context.Background(), func(s *v8.Scope) error {
		require.NoError(t, c.Isolate().Shutdown(context.Background()))
		return s.Eval("1", nil)
	}), v8.ErrClosed)
}

func TestIsolateCloseInside(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		text, err := s.NewString("still here")
		require.NoError(t, err)
		require.NoError(t, iso.Close())
		require.NoError(t, iso.Close())

		require.Equal(t, "still here", text.String(), "values live to the end of Run")
		_, err = s.Compile("1", v8.ScriptOrigin{})
		require.ErrorIs(t, err, v8.ErrClosed)
		require.ErrorIs(t, c.Run(context.Background(), v8test.Nothing), v8.ErrClosed)
		_, err = iso.NewContext(context.Background(), v8.ContextOptions{})
		require.ErrorIs(t, err, v8.ErrClosed)
		require.NoError(t, c.Close())
		require.Equal(t, int64(1), v8.Stats().Isolates)
		return err
	})
	require.ErrorIs(t, err, v8.ErrClosed)
	require.Equal(t, v8.Statistics{}, v8test.Left())
}

// Those who wait for an isolate learn that it is closed, and none gets in.
func TestIsolateCloseWhileOthersWait(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	c := v8test.ContextIn(t, iso)
	var waiters sync.WaitGroup
	results := make(chan error, 20)
	err := v8test.WhileRunning(c, v8test.Forever, func() {
		for range cap(results) / 2 {
			waiters.Go(func() { results <- v8test.EvalIn(context.Background(), c, v8test.Forever) })
			waiters.Go(func() {
				_, err := iso.NewContext(context.Background(), v8.ContextOptions{})
				results <- err
			})
		}
		require.NoError(t, iso.Close())
	})
	require.ErrorIs(t, err, v8.ErrClosed)
	waiters.Wait()
	close(results)
	for err := range results {
		require.ErrorIs(t, err, v8.ErrClosed)
	}
}

// Two isolates that close each other from inside: each waits for the other
// only if it has to.
func TestIsolateCloseNested(t *testing.T) {
	a, b := v8test.Context(t), v8test.Context(t)
	err := a.Run(context.Background(), func(*v8.Scope) error {
		return b.Run(context.Background(), func(s *v8.Scope) error {
			require.NoError(t, a.Isolate().Close())
			v8test.MustEval(t, s, "1")
			require.NoError(t, b.Isolate().Close())
			return nil
		})
	})
	require.ErrorIs(t, err, v8.ErrClosed)
	require.Equal(t, v8.Statistics{}, v8test.Left())
}

func TestTerminate(t *testing.T) {
	c := v8test.Context(t)
	why := errors.New("an administrator said so")
	for name, test := range map[string]struct {
		cause error
		want  string
	}{
		"with a cause":    {why, `v8: run "test.js": terminated: an administrator said so`},
		"without a cause": {nil, `v8: run "test.js": terminated`},
	} {
		t.Run(name, func(t *testing.T) {
			err := v8test.WhileRunning(c, v8test.Forever, func() { c.Isolate().Terminate(test.cause) })
			require.ErrorIs(t, err, v8.ErrTerminated)
			require.Regexp(t, "^"+regexp.QuoteMeta(test.want)+`( \(at test\.js:1:\d+\))?$`, err.Error())
			if test.cause != nil {
				require.ErrorIs(t, err, test.cause)
			}
			v8test.RequireUsable(t, c)
		})
	}
}

func TestTerminateIdle(t *testing.T) {
	c := v8test.Context(t)
	c.Isolate().Terminate(errors.New("nobody is listening"))
	v8test.RequireUsable(t, c)
}

// A termination lasts to the end of the outermost Run, wherever it comes from.
func TestTerminateInside(t *testing.T) {
	c := v8test.Context(t)
	first, second := errors.New("first"), errors.New("second")
	err := c.Run(context.Background(), func(s *v8.Scope) error {
		script, err := s.Compile("1", v8.ScriptOrigin{})
		require.NoError(t, err)
		text, err := s.NewString("readable")
		require.NoError(t, err)
		require.NoError(t, c.Run(context.Background(), func(s *v8.Scope) error {
			c.Isolate().Terminate(first)
			c.Isolate().Terminate(second)
			return nil
		}), "nothing was left to be terminated")

		_, err = script.Run()
		require.ErrorIs(t, err, first)
		require.NotErrorIs(t, err, second, "the first cause stays")
		_, err = s.Compile("1", v8.ScriptOrigin{})
		require.ErrorIs(t, err, v8.ErrTerminated)
		require.ErrorIs(t, v8test.EvalIn(context.Background(), c, "1"), v8.ErrTerminated)
		require.Equal(t, "readable", text.String(), "reading runs no JavaScript")
		return nil
	})
	require.ErrorIs(t, err, first, "Run can't run its microtasks")
	v8test.RequireUsable(t, c)
}

// JavaScript can neither catch a termination nor put it off.
func TestTerminateIsNotCaught(t *testing.T) {
	for _, source := range []string{
		"try { for (;;); } catch (e) {} finally { for (;;); }",
		"(function f() { try { for (;;); } finally { f() } })()",
		"label: for (;;) { try { for (;;); } finally { continue label } }",
		"(function* () { try { for (;;); } finally { yield 1; for (;;); } })().next()",
		"new Proxy({}, { get() { for (;;); } }).x",
		"[1, 2].sort(() => { for (;;); })",
		"JSON.stringify({ toJSON() { for (;;); } })",
		"/(a+)+b/.test('a'.repeat(100))",
		"Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
		"2n ** (2n ** 29n) % 7n",
	} {
		t.Run(source, func(t *testing.T) {
			c := v8test.Context(t)
			err := v8test.WhileRunning(c, source, func() { c.Isolate().Terminate(nil) })
			require.ErrorIs(t, err, v8.ErrTerminated)
			v8test.RequireUsable(t, c)
		})
	}
}

// These grow without end in ways that V8 can stop in time.
var fillers = map[string]string{
	"objects":    "(() => { const all = []; for (;;) all.push({}) })()",
	"numbers":    "(() => { const all = []; for (;;) all.push(new Array(1000).fill(1.5)) })()",
	"strings":    "(() => { const all = []; for (let i = 0; ; i++) all.push('text ' + i) })()",
	"closures":   "(() => { let last; for (;;) { const before = last; last = () => before } })()",
	"microtasks": "Promise.resolve().then(async () => { const all = []; for (;;) all.push(await {}) })",
}

func TestHeapLimit(t *testing.T) {
	for name, source := range fillers {
		t.Run(name, func(t *testing.T) {
			c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 32 * v8test.Megabyte}))
			for range 2 {
				require.ErrorIs(t, v8test.EvalIn(context.Background(), c, source), v8.ErrMemoryLimit)
				v8test.RequireUsable(t, c)
			}
		})
	}
}

// Half the limit is room for any script, also after the limit was hit: the
// limit is neither spent nor raised for good by a hit.
func TestHeapLimitComesBack(t *testing.T) {
	c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 64 * v8test.Megabyte}))
	const fits = "(n => { const all = []; while (n-- > 0) all.push(new Array(1000).fill(1.5)); return all.length })(32e6 / 8e3)"
	for range 5 {
		v8test.RunIn(t, c, func(s *v8.Scope) {
			require.Equal(t, "4000", v8test.MustEval(t, s, fits).String())
		})
		v8test.RunIn(t, c, func(s *v8.Scope) { v8test.MustEval(t, s, "globalThis.size = 0") })
		err := v8test.EvalIn(context.Background(), c,
			"(() => { const all = []; for (;;) { all.push(new Array(1000).fill(1.5)); size += 8e3 } })()")
		require.ErrorIs(t, err, v8.ErrMemoryLimit)
		v8test.RunIn(t, c, func(s *v8.Scope) {
			size, ok := v8test.MustEval(t, s, "size").AsNumber()
			require.True(t, ok)
			require.Less(t, size, float64(2*64*v8test.Megabyte))
			require.Greater(t, size, float64(32*v8test.Megabyte))
		})
	}
}

// What stays reachable keeps its room: each further Run is an error, and none
// a crash, until it is let go.
func TestHeapLimitStaysFull(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		c := v8test.ContextIn(t, v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 32 * v8test.Megabyte}))
		const grow = "globalThis.all ??= []; for (;;) all.push({})"
		for range 5 {
			err := v8test.EvalIn(context.Background(), c, grow)
			require.True(t, errors.Is(err, v8.ErrMemoryLimit) || errors.Is(err, v8.ErrIsolateDead), "%v", err)
		}
	})
}

func TestHeapLimitOfContexts(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 32 * v8test.Megabyte})
	var err error
	contexts := 0
	for err == nil {
		require.Less(t, contexts, 1000, "a context takes some 80 KB")
		_, err = iso.NewContext(context.Background(), v8.ContextOptions{})
		contexts++
	}
	require.ErrorIs(t, err, v8.ErrMemoryLimit)
	require.Greater(t, contexts, 100)
}

// The limit is the isolate's, however deep its Runs are nested.
func TestHeapLimitNested(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 32 * v8test.Megabyte})
	outer, inner, other := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso), v8test.Context(t)
	err := outer.Run(context.Background(), func(s *v8.Scope) error {
		return other.Run(context.Background(), func(healthy *v8.Scope) error {
			require.ErrorIs(t, v8test.EvalIn(context.Background(), inner, fillers["objects"]), v8.ErrMemoryLimit)
			v8test.MustEval(t, healthy, "1")
			return nil
		})
	})
	require.ErrorIs(t, err, v8.ErrMemoryLimit)
	v8test.RequireUsable(t, outer)
	v8test.RequireUsable(t, inner)
}

// V8 has no way back from these: it aborts the process when it is let.
var killers = map[string]string{
	"too many characters": "'ab'.repeat(2 ** 27).split('')",
	"spread":              "[...'.'.repeat(3e8)]",
	"fill":                "new Array(6e7).fill()",
}

func TestIsolateDead(t *testing.T) {
	for name, source := range killers {
		t.Run(name, func(t *testing.T) {
			v8test.Subprocess(t, func(t *testing.T) {
				healthy := v8test.Context(t)
				iso := v8test.Isolate(t, v8.IsolateOptions{HeapLimit: 64 * v8test.Megabyte})
				c, other := v8test.ContextIn(t, iso), v8test.ContextIn(t, iso)
				err := c.Run(context.Background(), func(s *v8.Scope) error {
					requireDeath(t, s, source)
					v8test.RequireUsable(t, healthy)
					return nil
				})
				require.ErrorIs(t, err, v8.ErrIsolateDead)
				require.ErrorIs(t, c.Run(context.Background(), v8test.Nothing), v8.ErrIsolateDead)
				require.ErrorIs(t, other.Run(context.Background(), v8test.Nothing), v8.ErrIsolateDead)
				_, err = iso.NewContext(context.Background(), v8.ContextOptions{})
				require.ErrorIs(t, err, v8.ErrIsolateDead)
				iso.Terminate(errors.New("it is past that"))

				require.NoError(t, other.Close())
				require.NoError(t, iso.Close())
				v8test.RequireAlive(t, 1, 1)
				v8test.RequireUsable(t, healthy)
				require.NoError(t, v8test.UseNewIsolate(v8.IsolateOptions{}))
			})
		})
	}
}

// requireDeath kills the isolate of s, and looks at what is left of it inside
// the same Run.
func requireDeath(t *testing.T, s *v8.Scope, source string) {
	t.Helper()
	text, err := s.NewString("a secret")
	require.NoError(t, err)
	require.Equal(t, "a secret", text.String())
	object := v8test.MustEval(t, s, "({})")
	script, err := s.Compile("1", v8.ScriptOrigin{})
	require.NoError(t, err)

	_, err = v8test.Eval(s, source)
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	require.NotErrorIs(t, err, v8.ErrTerminated)
	require.Regexp(t, `^v8: run "test.js": isolate is dead: .+`, err.Error(), "with V8's last words")

	_, err = script.Run()
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	_, err = s.Compile("1", v8.ScriptOrigin{})
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	_, err = s.NewString("1")
	require.ErrorIs(t, err, v8.ErrIsolateDead)
	require.Empty(t, object.String(), "reading gives nothing, and nothing of another value")
	require.Zero(t, text.Length())
	require.ErrorIs(t, v8test.EvalIn(context.Background(), s.Context(), "1"), v8.ErrIsolateDead)
}

// Deaths one after the other, with living isolates above and below them on the
// stack of Runs: nothing of a dead isolate is in their way, and none of it stays.
func TestIsolateDeadNested(t *testing.T) {
	v8test.Subprocess(t, func(t *testing.T) {
		healthy := v8test.Context(t)
		const rounds = 20
		var settled int
		for round := range rounds {
			iso, err := v8.NewIsolate(v8.IsolateOptions{HeapLimit: 64 * v8test.Megabyte})
			require.NoError(t, err)
			c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
			require.NoError(t, err)
			v8test.RunIn(t, healthy, func(outer *v8.Scope) {
				err := c.Run(context.Background(), func(*v8.Scope) error {
					return healthy.Run(context.Background(), func(inner *v8.Scope) error {
						err := v8test.EvalIn(context.Background(), c, killers["too many characters"])
						require.ErrorIs(t, err, v8.ErrIsolateDead)
						v8test.MustEval(t, inner, "1")
						return nil
					})
				})
				require.ErrorIs(t, err, v8.ErrIsolateDead)
				v8test.MustEval(t, outer, "1")
			})
			require.NoError(t, iso.Close())
			if round == rounds/2 {
				settled = v8test.ResidentMemory(t)
			}
		}
		v8test.RequireAlive(t, 1, 1)
		grown := v8test.ResidentMemory(t) - settled
		t.Logf("%d deaths: %d KB resident, of which the second half added %d KB",
			rounds, v8test.ResidentMemory(t)/1024, grown/1024)
		if !v8test.Sanitized {
			require.Less(t, grown, rounds/2*4*v8test.Megabyte, "each death filled 256 MB")
		}
	})
}
