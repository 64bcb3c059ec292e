package loop

import (
	"context"
	_ "embed"
	"fmt"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/internal/kept"
)

// Options say how to make a [Loop]. The zero value has these defaults.
type Options struct {
	// Clock is what timers go by; nil is the real time.
	Clock Clock

	// MaxTimers is how many timers there may be at a time. One more is a
	// [*LimitError] in JavaScript. A timer takes some 140 bytes of Go's memory, and
	// in JavaScript's heap what it calls. Zero is 100,000.
	MaxTimers int

	// MaxInFlight is how many async functions run at a time, each in a goroutine
	// of its own. Further calls wait for their turn. Zero is 256.
	MaxInFlight int

	// MaxCalls is how many calls of async functions there may be at a time, from
	// the call until JavaScript has the result: those that run, and those that
	// wait. One more is a promise that is rejected with a [*LimitError]. Zero is
	// 10,000.
	MaxCalls int

	// MaxArgumentBytes is how much of Go's memory the arguments of all these calls
	// may take. Beyond is a promise that is rejected with a [*LimitError]. Zero is
	// 64 MB.
	MaxArgumentBytes int

	// NoCallStacks takes no stack of JavaScript when an async function is called.
	// That costs as much as an Error that JavaScript makes, whether the call
	// fails or not: with it, a call of a Go func that does nothing takes two to four
	// times as long. Errors have the stack of the async functions then that await
	// the call when it fails, as those of Node's own functions have, and none
	// where there are no such.
	NoCallStacks bool

	// RunOptions are the limits of each Run of what belongs to no [Loop.Await]. No
	// deadline ends that: when neither it nor the isolate has a CPULimit, it is one
	// second. A timer that is ended so is cleared.
	RunOptions v8.RunOptions

	// OnUncaughtException is told of what nothing in JavaScript has caught: what the
	// callback of a timer throws, and promises that are rejected and not handled.
	// It is called by the goroutine that has run it, outside of any Run. When nil,
	// the Await that has begun it ends with the error; what belongs to none is an
	// error of the next [Loop.Drain].
	OnUncaughtException func(err error)

	// OnJob, when not nil, is called after everything that the loop has run, by the
	// goroutine that has run it: for metrics.
	OnJob func(Job)
}

const (
	defaultMaxTimers        = 100_000
	defaultMaxInFlight      = 256
	defaultMaxCalls         = 10_000
	defaultMaxArgumentBytes = 64 << 20
	defaultCPULimit         = time.Second
	mostUncaught            = 100 // that are kept for Drain
)

func (o Options) withDefaults() Options {
	limits := []struct {
		limit *int
		or    int
	}{
		{&o.MaxTimers, defaultMaxTimers},
		{&o.MaxInFlight, defaultMaxInFlight},
		{&o.MaxCalls, defaultMaxCalls},
		{&o.MaxArgumentBytes, defaultMaxArgumentBytes},
	}
	for _, l := range limits {
		if *l.limit < 0 {
			panic(misuse.LoopLimit)
		}
		if *l.limit == 0 {
			*l.limit = l.or
		}
	}
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	return o
}

// A Loop is the event loop of one [v8.Context]: what its scripts wait for.
//
// A Loop is owned: call [Loop.Close], or close its context. Any goroutine may call
// its methods, any number at a time.
type Loop struct {
	context *v8.Context
	options Options
	began   time.Time
	ctx     context.Context // of what belongs to no Await
	cancel  context.CancelCauseFunc
	forget  func() bool // of the context's AfterClose
	js      helpers

	mu         sync.Mutex
	closed     bool
	lastID     uint64 // of waiters and calls
	waiters    map[uint64]*waiter
	spare      *waiter // that nobody has any more, or nil
	busy       int     // waiters that have something to do
	held       int     // by Hold
	timers     timers
	calls      calls
	background background
	stopTasks  func()      // of OnTask, while somebody is idle, or nil
	forgotten  []forgotten // by Go, and not by JavaScript yet
	uncaught   []error
	lost       int // how many more of them there were
}

// helpers are the functions of loop.js.
type helpers struct {
	open, listen, done, fail, watch, forget, waited, fire, iterator, iterate, step, leave *v8.Global[v8.Function]
}

//go:embed loop.js
var source string

// loopKey is that of a context's embedder data where its Loop is.
type loopKey struct{}

// New makes the event loop of a context, and gives the context's global object
// setTimeout, setInterval, clearTimeout, clearInterval, refTimer, unrefTimer and
// queueMicrotask. A context has one loop at a time; a second panics. New waits
// while another goroutine runs in the isolate.
//
// Make it before untrusted scripts run in the context: it uses the built-in
// objects as it finds them.
//
// In a context that is made of a snapshot in which there was a Loop, the functions are
// there already, and scripts of the snapshot may have them in hand: New takes some
// microseconds then. Until it is called they throw. Timers that were left, and promises
// of async functions that were pending, are not in a snapshot: [Loop.Drain] waits for
// them. Close the Loop before the snapshot is made.
func New(c *v8.Context, options Options) (*Loop, error) {
	if c == nil {
		panic(misuse.LoopNilContext)
	}
	l := &Loop{context: c, options: options.withDefaults(), waiters: map[uint64]*waiter{}}
	l.calls.abortable = map[uint64]*asyncCall{}
	if other, _ := c.EmbedderData(loopKey{}).(*Loop); other != nil && !other.isClosed() {
		panic(misuse.LoopTwice)
	}
	if l.options.RunOptions.CPULimit == 0 && bridge.CPULimit(c) <= 0 {
		l.options.RunOptions.CPULimit = defaultCPULimit
	}
	l.ctx, l.cancel = context.WithCancelCause(nobody{context.Background(), l})
	l.began = l.now()
	l.timers.init(l.options.Clock.NewTimer(l.tick))
	if err := c.Run(context.Background(), l.install); err != nil {
		l.Close()
		return nil, fmt.Errorf("loop: new: %w", err)
	}
	l.forget = c.AfterClose(l.end)
	return l, nil
}

// install takes the helpers of loop.js, and makes them and the globals where no snapshot
// has brought them.
func (l *Loop) install(s *v8.Scope) error {
	object, _, err := kept.Object(s, "isolates/loop", func() (v8.Object, error) { return newHelpers(s) })
	if err != nil {
		return err
	}
	for name, to := range l.js.byName() {
		f, err := kept.Function(object, name)
		if err != nil {
			return err
		}
		if *to, err = v8.NewGlobal(s, f); err != nil {
			return err
		}
	}
	begin, err := kept.Function(object, "begin")
	if err != nil {
		return err
	}
	last, err := begin.Call(v8.Undefined())
	if err != nil {
		return err
	}
	id, _ := last.AsNumber()
	l.timers.lastID, l.timers.emptied = uint64(id), uint64(id)
	l.context.SetEmbedderData(loopKey{}, l)
	return nil
}

// newHelpers runs loop.js.
func newHelpers(s *v8.Scope) (o v8.Object, err error) {
	script, err := s.Compile(source, v8.ScriptOrigin{Name: "v8/loop"})
	if err != nil {
		return o, err
	}
	setUp, err := script.Run()
	if err != nil {
		return o, err
	}
	var arguments []v8.Value
	for _, each := range callbacks {
		f, err := s.NewFunction(each.callback, v8.FunctionOptions{})
		if err != nil {
			return o, err
		}
		arguments = append(arguments, f.Value)
	}
	function, _ := setUp.AsFunction()
	v, err := function.Call(v8.Undefined(), arguments...)
	if err != nil {
		return o, err
	}
	o, _ = v.AsObject()
	return o, nil
}

// callbacks are what JavaScript calls, in the order in which loop.js takes them.
var callbacks = []struct {
	name     string
	callback v8.FunctionCallback
}{
	{"arm", callbackOf(ofContext, (*Loop).arm)},
	{"disarm", callbackOf(ofContext, (*Loop).disarm)},
	{"refer", callbackOf(ofContext, (*Loop).refer)},
	{"settled", callbackOf(ofContext, (*Loop).settled)},
	{"aborted", callbackOf(ofContext, (*Loop).aborted)},
}

func init() {
	for _, each := range callbacks {
		bridge.References["isolates/v8/loop."+each.name] = each.callback
	}
	bridge.AsyncCallback = func(fn any) any { return asyncCallback(ofContext, planOf(fn)) }
}

// callbackOf is method for the loop that of gives, for any context.
func callbackOf(of func(*v8.Scope) *Loop, method func(*Loop, v8.FunctionCallbackInfo) (v8.Value, error)) v8.FunctionCallback {
	return func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		l := of(info.Scope())
		if l == nil {
			return v8.Value{}, errNoLoop
		}
		return method(l, info)
	}
}

// ofContext is the loop of the context that runs, or nil.
func ofContext(s *v8.Scope) *Loop {
	l, _ := s.Context().EmbedderData(loopKey{}).(*Loop)
	return l
}

func (h *helpers) byName() map[string]**v8.Global[v8.Function] {
	return map[string]**v8.Global[v8.Function]{
		"open": &h.open, "listen": &h.listen, "done": &h.done, "fail": &h.fail, "watch": &h.watch,
		"forget": &h.forget, "waited": &h.waited, "fire": &h.fire,
		"iterator": &h.iterator, "iterate": &h.iterate, "step": &h.step, "leave": &h.leave,
	}
}

// made refuses a Loop that was not made by New.
func (l *Loop) made() {
	if l == nil || l.context == nil {
		panic(misuse.LoopZero)
	}
}

// Context is the context whose loop it is.
func (l *Loop) Context() *v8.Context {
	l.made()
	return l.context
}

func (l *Loop) isClosed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// Close ends the loop. Each [Loop.Await] and [Loop.Drain] that waits gets an error
// that matches [v8.ErrTerminated] and [v8.ErrClosed], and JavaScript that the loop
// runs is ended; the ctx of async functions ends, and what they return is dropped.
// Close does not wait for any of them, and may be called from everywhere. The
// context can be used on; its timers throw then. Closing again does nothing. The
// error is always nil, for [io.Closer].
func (l *Loop) Close() error {
	l.made()
	if l.forget != nil {
		l.forget()
	}
	l.end()
	return nil
}

func (l *Loop) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	l.closed = true
	l.cancel(v8.ErrClosed)
	for _, w := range l.waiters {
		w.End(v8.ErrClosed)
		l.wakeLocked(w)
	}
	l.timers.drop()
	l.background.jobs = queue{}
	l.calls.waiting = nil
	for _, f := range l.js.byName() {
		if *f != nil {
			(*f).Close()
		}
	}
}

// Hold tells the loop of something that Go code will do in the context later, such
// as to settle a promise: until release is called, no Await is told that its
// promise never settles, and [Loop.Drain] waits. Calling release again does nothing.
func (l *Loop) Hold() (release func()) {
	l.made()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held++
	return sync.OnceFunc(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.held--
		l.quietLocked()
	})
}

// call calls a helper in s. Close closes the helpers, at any time.
func (l *Loop) call(s *v8.Scope, helper *v8.Global[v8.Function], arguments ...v8.Value) (v8.Value, error) {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return v8.Value{}, closedError("run")
	}
	f := helper.Get(s)
	l.mu.Unlock()
	return f.Call(v8.Undefined(), arguments...)
}

func number[N uint64 | int](n N) v8.Value { return v8.NewNumber(float64(n)) }

// waitOutside panics inside a Run of the isolate.
func (l *Loop) waitOutside(ctx context.Context) {
	l.made()
	if ctx == nil {
		panic(misuse.NilContext)
	}
	if bridge.IsInside(l.context) {
		panic(misuse.LoopInside)
	}
}

// now is the clock's.
func (l *Loop) now() time.Time { return l.options.Clock.Now() }

// time is how long the loop has been there, by its clock.
func (l *Loop) time() time.Duration { return l.now().Sub(l.began) }
