package loop_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/golang/mock/gomock"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/mocks"
	"github.com/nodeisolates/isolates/v8/loop"
)

// A handClock jumps to the time that its timer is set to, when it is told to.
type handClock struct {
	sync.Mutex
	now   time.Time
	timer time.Duration // or -1
	call  func()
}

func (c *handClock) jump() {
	c.Lock()
	defer c.Unlock()
	if c.timer >= 0 {
		c.now = c.now.Add(c.timer)
		c.timer = -1
		go c.call()
	}
}

// mock is it as a Clock.
func (c *handClock) mock(t *testing.T) loop.Clock {
	control := gomock.NewController(t)
	clock, timer := mocks.NewMockClock(control), mocks.NewMockTimer(control)
	clock.EXPECT().Now().DoAndReturn(func() time.Time {
		c.Lock()
		defer c.Unlock()
		return c.now
	}).AnyTimes()
	clock.EXPECT().NewTimer(gomock.Any()).DoAndReturn(func(f func()) loop.Timer {
		c.call = f
		return timer
	})
	timer.EXPECT().Stop().AnyTimes()
	timer.EXPECT().Reset(gomock.Any()).DoAndReturn(func(d time.Duration) bool {
		c.Lock()
		defer c.Unlock()
		c.timer = d
		return true
	}).AnyTimes()
	return clock
}

// With a clock of its own a loop takes no time, however long its timers are.
func TestClock(t *testing.T) {
	clock := &handClock{now: time.Unix(0, 0), timer: -1}
	var l *loop.Loop
	l = newLoop(t, loop.Options{Clock: clock.mock(t), OnJob: func(loop.Job) {
		if l.Statistics().Jobs == 0 {
			clock.jump()
		}
	}})
	var order []string
	require.NoError(t, l.Await(soon(t), &order, eval(`
		const order = [], tell = what => order.push(what)
		setTimeout(tell, 86400e3, "a day")
		setTimeout(tell, 3600e3, "an hour")
		setTimeout(tell, 0, "nothing")
		setTimeout(tell, -5, "less")
		setTimeout(tell, NaN, "NaN")
		setTimeout(tell, "60000", "a minute")
		const id = setTimeout(tell, 1, "never")
		clearTimeout(String(id))
		clearTimeout(0); clearTimeout(); clearTimeout({}); clearInterval(1e9)
		let n = 0
		const interval = setInterval(() => { if (++n === 3) clearInterval(interval); tell("tick " + n) }, 1800e3)
		new Promise(resolve => setTimeout(() => resolve(order), 1e12))`)))
	require.Equal(t, []string{"nothing", "less", "NaN", "a minute", "tick 1", "an hour", "tick 2", "tick 3", "a day"}, order)
	require.Zero(t, l.Statistics())
	require.Equal(t, 1<<31-1, int(clock.now.Sub(time.Unix(0, 0))/time.Millisecond))
}

func TestTimerErrors(t *testing.T) {
	l := newLoop(t, loop.Options{MaxTimers: 3})
	for _, source := range []string{
		"for (let i = 0; i < 4; i++) setTimeout(() => {}, 1e6)",
		"new Promise(() => { for (;;) setInterval(() => {}, 1e6) })",
	} {
		err := l.Await(soon(t), nil, eval(source))
		require.ErrorIs(t, err, loop.ErrLimit)
		var limit *loop.LimitError
		require.ErrorAs(t, err, &limit)
		require.Equal(t, loop.LimitError{Option: "MaxTimers", Limit: 3}, *limit)
		require.Equal(t, 3, l.Statistics().Timers)
		require.NoError(t, l.Context().Eval(t.Context(), "for (let i = 0; i < 100; i++) clearTimeout(i)", nil))
		require.Zero(t, l.Statistics())
	}
	for _, source := range []string{"setTimeout()", "setInterval('1')", "queueMicrotask({})", "setTimeout(() => {}, Symbol())"} {
		var e *v8.Exception
		require.ErrorAs(t, l.Await(soon(t), nil, eval(source)), &e, source)
		require.Contains(t, e.Message, "TypeError", source)
	}
	for _, source := range []string{
		"setTimeout(() => { throw new Error('thrown') }); new Promise(() => {})",
		"queueMicrotask(() => { throw new Error('thrown') }); new Promise(() => {})",
		"Promise.reject(new Error('thrown')); new Promise(() => {})",
		"setTimeout(() => { Promise.reject(new Error('thrown')) }, 1); new Promise(() => {})",
	} {
		require.ErrorContains(t, l.Await(soon(t), nil, eval(source)), "thrown", source)
	}
}

// With somebody to tell, what nothing catches ends nothing.
func TestUncaught(t *testing.T) {
	var told []error
	l := newLoop(t, loop.Options{OnUncaughtException: func(err error) { told = append(told, err) }})
	var got int
	require.NoError(t, l.Await(soon(t), &got, eval(`
		setTimeout(() => { throw new Error("timer") })
		setTimeout(() => { Promise.reject(new Error("rejection")) })
		new Promise(r => setTimeout(r, 2, 7))`)))
	require.Equal(t, 7, got)
	require.Len(t, told, 2)
	require.ErrorContains(t, told[0], "timer")
	require.ErrorContains(t, told[1], "rejection")
}

// A flood that arms itself again lets others have their turns, and ends at its
// deadline.
func TestTimerFlood(t *testing.T) {
	l := newLoop(t, loop.Options{MaxTimers: 1000})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	began := make(chan struct{})
	require.NoError(t, l.SetAsync("began", func() { close(began) }))
	go func() {
		done <- l.Await(ctx, nil, eval("began(); const again = () => setTimeout(again); for (let i = 0; i < 500; i++) again(); new Promise(() => {})"))
	}()
	<-began
	for range 20 {
		var got int
		require.NoError(t, l.Await(soon(t), &got, eval("new Promise(r => setTimeout(r, 1, 7))")))
		require.Equal(t, 7, got)
	}
	cancel()
	require.ErrorIs(t, <-done, v8.ErrTerminated)
	require.Zero(t, l.Statistics())
}

func TestMillionTimers(t *testing.T) {
	const timers = 1_000_000
	l := newLoop(t, loop.Options{MaxTimers: timers + 1})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	require.NoError(t, l.Context().Eval(t.Context(), fmt.Sprintf("var n = 0; const f = () => n++; for (let i = 0; i < %d; i++) setTimeout(f, i %% 7)", timers), nil))
	runtime.GC()
	runtime.ReadMemStats(&after)
	require.Equal(t, timers, l.Statistics().Timers)
	require.Less(t, int(after.HeapAlloc-before.HeapAlloc)/timers, 300)
	require.NoError(t, l.Drain(t.Context()))
	require.Zero(t, l.Statistics())
	var n int
	require.NoError(t, l.Context().Eval(t.Context(), "n", &n))
	require.Equal(t, timers, n)
}

// What contexts leave goes with them.
func TestManyContexts(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	const contexts = 1000
	var resident [2]int
	for n := range contexts {
		c, err := iso.NewContext(t.Context(), v8.ContextOptions{})
		require.NoError(t, err)
		l, err := loop.New(c, loop.Options{})
		require.NoError(t, err)
		began, ended := make(chan struct{}), make(chan struct{})
		require.NoError(t, l.SetAsync("block", func(ctx context.Context) { close(began); <-ctx.Done(); close(ended) }))
		require.NoError(t, c.Eval(t.Context(), "block(); for (let i = 0; i < 100; i++) setInterval(() => {}, 1e6); const p = new Promise(() => {}); p.then(1)", nil))
		<-began
		require.NoError(t, c.Close())
		<-ended
		if n == contexts/2 {
			resident[0] = v8test.ResidentMemory(t)
		}
	}
	resident[1] = v8test.ResidentMemory(t)
	require.Less(t, resident[1], resident[0]+64<<20)
}

// Timers run in the order of their times, and first come first served, whichever are
// cleared meanwhile.
func TestTimersAtRandom(t *testing.T) {
	clock := &handClock{now: time.Unix(0, 0), timer: -1}
	var l *loop.Loop
	l = newLoop(t, loop.Options{Clock: clock.mock(t), OnJob: func(loop.Job) {
		if l.Statistics().Jobs == 0 {
			clock.jump()
		}
	}})
	seed := time.Now().UnixNano()
	t.Log("seed", seed)
	var wrong string
	require.NoError(t, l.Await(soon(t), &wrong, eval(fmt.Sprintf(`
		let seed = BigInt(%d), made = 0, wrong = ""
		const random = n => Number((seed = (seed * 6364136223846793005n + 1442695040888963407n) %% 2n ** 64n) >> 33n) %% n
		const waiting = new Map(), told = []
		const set = () => {
			const n = made++, due = 1 + random(50)
			const id = setTimeout(() => { told.push({ n, due }); waiting.delete(n) }, due)
			waiting.set(n, { id, due })
		}
		for (let round = 0; round < 2000; round++) {
			set()
			if (random(3) > 0) for (const [n, { id }] of waiting) {
				if (random(waiting.size) === 0) { clearTimeout(id); waiting.delete(n) }
			}
		}
		const left = [...waiting].map(([n, { due }]) => ({ n, due })).sort((a, b) => a.due - b.due || a.n - b.n)
		new Promise(resolve => setTimeout(() => {
			resolve(JSON.stringify(told) === JSON.stringify(left) && told.length > 100 ? "" : told.length + " of " + left.length)
		}, 100))`, seed))))
	require.Empty(t, wrong)
	require.Zero(t, l.Statistics())
}

// Timers that are due together share Runs, and nothing else: each is followed by what
// it has left to be done, and what it throws is its own.
func TestTimersTogether(t *testing.T) {
	var uncaught []error
	l := newLoop(t, loop.Options{OnUncaughtException: func(err error) { uncaught = append(uncaught, err) }})
	const source = `
		var told = []
		for (let n = 0; n < 100; n++) setTimeout(() => {
			told.push(n)
			Promise.resolve().then(() => told.push(n + " then"))
			if (n %% 10 === 3) throw new Error(n)
			if (n %% 10 === 4) Promise.reject(new Error(n))
		}, 1)
		%s`
	check := func() {
		var told []string
		require.NoError(t, l.Context().Eval(t.Context(), "told.map(String)", &told))
		require.Len(t, told, 200)
		for n := range 100 {
			require.Equal(t, []string{fmt.Sprint(n), fmt.Sprint(n, " then")}, told[2*n:2*n+2])
		}
		require.Len(t, uncaught, 20)
		for n, err := range uncaught {
			require.ErrorContains(t, err, fmt.Sprintf("Error: %d (", n/2*10+3+n%2))
		}
		uncaught = nil
		require.Zero(t, l.Statistics())
	}
	require.NoError(t, l.Await(soon(t), nil, eval(fmt.Sprintf(source, "new Promise(resolve => setTimeout(resolve, 1))"))))
	check()
	require.NoError(t, l.Context().Eval(t.Context(), fmt.Sprintf(source, ""), nil))
	require.NoError(t, l.Drain(soon(t)))
	check()
}
