package loop

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
)

// A waiter is an Await or a Drain while it waits. What JavaScript has begun in its
// name, timers and async functions, comes back to it as jobs, and its own goroutine
// runs them, under its own ctx: so nobody can take another's wake-up, and nothing
// runs at the cost of somebody else.
//
// It is the context.Context of what it has begun.
type waiter struct {
	lazyctx.Context
	loop    *Loop
	id      uint64
	op      string
	out     any
	options []v8.RunOptions
	first   firstJob

	// Of its own goroutine:
	settled bool
	failed  bool // it was ended
	clean   bool // it was not, nor is there another error
	err     error

	// Under the loop's lock:
	jobs     queue
	wake     chan struct{} // holds one element when there is something to look at; nil before it was idle
	idle     bool          // it waits for wake
	watched  bool          // JavaScript knows its id
	told     bool          // that its promise is settled
	stuck    bool          // nothing is left that could settle it
	finished bool
	dropped  bool                 // what it has begun is not done any more
	timers   *timer               // a list
	calls    int                  // of async functions, not settled
	kept     *v8.Global[v8.Value] // what was settled in another's Run
}

// waiterKey is that of a waiter in its own Value.
type waiterKey struct{}

// Value is ctx.Value.
func (w *waiter) Value(key any) any {
	switch key {
	case waiterKey{}:
		return w
	case bridge.AwaitKey{}:
		return true
	case bridge.CPUBudgetKey{}:
		var options v8.RunOptions
		if len(w.options) > 0 {
			options = w.options[0]
		}
		return w.loop.cpuBudget(options)
	}
	return w.Context.Value(key)
}

// waiting is the ctx of a waiter's Runs: what V8 and others have left to be done in
// the context belongs to nobody, and is not theirs to do.
type waiting struct{ *waiter }

// LeavesTasks is bridge.TaskLeaver.
func (w waiting) LeavesTasks(context any) bool { return context == w.loop.context }

// TasksLeft is bridge.TaskLeaver.
func (w waiting) TasksLeft() { w.loop.onTask() }

// waiterOf is the waiter of the loop in whose name s runs, or nil.
func (l *Loop) waiterOf(s *v8.Scope) *waiter {
	w, _ := s.Ctx().Value(waiterKey{}).(*waiter)
	if w == nil || w.loop != l {
		return nil
	}
	return w
}

// Await calls fn in a Run of the loop's context and stores its value in what out
// points to, as [v8.Value.ExportTo] does; a nil out leaves it. When the value is a
// promise, or an object with a method then, Await waits for it, and stores what it
// is fulfilled with. The error of one that is rejected is an [*v8.Exception], in
// which [errors.Is] and [errors.As] find the error of the Go function that it comes
// from.
//
// While it waits, Await runs what JavaScript has begun in its name: the timers
// and the results of async functions. Each is a Run of its own, under ctx, but that
// what is there already shares the Run of the one before, for up to a millisecond,
// unless there is [Options].OnJob. It never runs what belongs to
// another Await. When nothing is left that could settle
// the promise, the error is [ErrNeverSettles], at once.
//
// When ctx ends, so does Await, with an error that matches [v8.ErrTerminated] and
// ctx.Err(), and so does all that was begun in its name, for otherwise JavaScript
// could go on without a deadline: the ctx of the async functions ends, timers are
// cleared, and promises that wait for these stay pending. So it is when a Run of it
// is ended by a limit.
//
// When Await returns for another reason, the ctx of the functions ends as well, with
// [context.Canceled]. But what they return, and timers that are left, belong to
// nobody then: they run in a goroutine of the loop, under [Options].RunOptions, for
// as long as somebody waits in any Await or Drain.
//
// An exception that nothing catches, in what was begun in its name, ends Await, too,
// unless there is [Options].OnUncaughtException. A panic of an async function goes
// on from Await, with the same value.
//
// options are limits of each of these Runs; there is one RunOptions or none.
//
// Any number of goroutines may wait at a time. Inside a Run of the isolate Await
// panics: return the promise instead.
func (l *Loop) Await(ctx context.Context, out any, fn func(*v8.Scope) (v8.Value, error), options ...v8.RunOptions) error {
	l.waitOutside(ctx)
	if fn == nil {
		panic(misuse.LoopNilFunc)
	}
	w, err := l.join(ctx, "await", out, options)
	if err != nil {
		return err
	}
	defer l.leave(w)
	w.first = firstJob{waiter: w, fn: fn}
	err = w.wait(&w.first)
	w.clean = err == nil
	return err
}

// FuncOf is the JavaScript function of that name in the context's global scope, as
// a Go func of type F, as [v8.FuncOf] gives it. But each call is a [Loop.Await]: what
// an async function's promise is fulfilled with is the result. The options are those
// of each call.
func FuncOf[F any](l *Loop, name string, options ...v8.RunOptions) (F, error) {
	l.made()
	run := func(ctx context.Context, out any, fn func(*v8.Scope) (v8.Value, error)) error {
		return l.Await(ctx, out, fn, options...)
	}
	f, err := bridge.FuncOf(l.context, name, reflect.TypeFor[F](), run)
	if err != nil {
		var none F
		return none, err
	}
	return f.(F), nil
}

// join adds a waiter, which is busy.
func (l *Loop) join(ctx context.Context, op string, out any, options []v8.RunOptions) (*waiter, error) {
	if lazyctx.Over(ctx) != nil {
		return nil, endedError(op, ctx)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, closedError(op)
	}
	w := l.spare
	if l.spare = nil; w == nil {
		w = &waiter{loop: l}
	}
	w.op, w.out, w.options = op, out, options
	w.Start(ctx)
	l.lastID++
	w.id = l.lastID
	l.waiters[w.id] = w
	l.busy++
	if len(l.waiters) == 1 {
		l.armLocked()
		l.background.tasks = false
		if bridge.HasTasks(l.context) {
			l.listenLocked()
		}
	}
	l.kickLocked()
	return w, nil
}

// listenLocked makes the loop hear of tasks, for as long as somebody waits. Most
// waiters are over before they are idle, and begin no task: it is not for them.
func (l *Loop) listenLocked() {
	if l.stopTasks == nil {
		l.stopTasks = l.context.Isolate().OnTask(l.onTask)
		l.background.probe = l.background.probe || bridge.HasTasks(l.context)
		l.kickLocked()
	}
}

// leave takes it out again. What it leaves belongs to nobody, or is dropped.
func (l *Loop) leave(w *waiter) {
	// What is begun in its name is begun by its ctx.
	unused := w.clean && !w.watched && w.wake == nil && w.IsUnseen()
	failed := w.failed || !unused && w.Err() != nil
	if !unused {
		w.End(errAwaitEnded)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	w.finished, w.dropped = true, failed
	delete(l.waiters, w.id)
	l.busy--
	if w.kept != nil {
		w.kept.Close()
	} else if w.watched && !w.told {
		l.forgetLocked(aWait, w.id)
	}
	for j := w.jobs.pop(); j != nil; j = w.jobs.pop() {
		l.pushLocked(w, j)
	}
	if failed {
		for w.timers != nil {
			l.forgetLocked(aTimer, w.timers.id)
			l.timers.forget(w.timers)
		}
		l.calls.awaited -= w.calls
		w.calls = 0
	}
	if len(l.waiters) == 0 {
		l.timers.clock.Stop()
		if l.stopTasks != nil {
			l.stopTasks()
			l.stopTasks = nil
		}
		if l.background.timer != nil {
			l.background.timer.Stop()
		}
		if failed && l.background.cancel != nil {
			l.background.cancel(errNobodyWaits) // who waited for it does no more
		}
	} else {
		l.quietLocked()
	}
	if unused {
		*w = waiter{loop: l, jobs: w.jobs}
		l.spare = w
	}
}

// wait runs j, and then what comes, until the promise is settled. A nil j is none.
func (w *waiter) wait(j job) error {
	for {
		if j != nil {
			if err := w.run(j); err != nil {
				return err
			}
			if w.settled {
				return w.ended(w.err)
			}
		}
		var err error
		if j, err = w.next(); err != nil {
			return err
		}
	}
}

// run runs a job of its own. An error ends the wait.
func (w *waiter) run(j job) error {
	l := w.loop
	if c, ok := j.(*asyncCall); ok && c.panicked != nil {
		l.abandon(c)
		panic(c.panicked.Value)
	}
	began, err := l.do(waiting{w}, w, j, w.options...)
	if err == nil {
		return nil
	}
	w.failed = !began || isEnd(err)
	if !began {
		l.push(w, j) // to be counted
	}
	if f, ok := j.(*firstJob); ok && f.err != nil {
		return w.ended(err)
	}
	if w.failed || l.options.OnUncaughtException == nil {
		return w.ended(err)
	}
	l.options.OnUncaughtException(err)
	return nil
}

// ended is err, and why ctx or the loop have ended if they have: a script can catch
// what it was refused for that, and reject its promise with it.
func (w *waiter) ended(err error) error {
	if err == nil || w.Err() == nil || isEnd(err) {
		return err
	}
	return fmt.Errorf("%w (%w)", endedError(w.op, w), err)
}

// isEnd reports whether err ended what ran, which has not failed.
func isEnd(err error) bool {
	return errors.Is(err, v8.ErrTerminated) || errors.Is(err, v8.ErrIsolateDead) || errors.Is(err, v8.ErrClosed)
}

// next waits for the next job.
func (w *waiter) next() (job, error) {
	l := w.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		if j := w.jobs.pop(); j != nil {
			return j, nil
		}
		switch {
		case l.closed:
			return nil, closedError(w.op)
		case w.Err() != nil:
			return nil, endedError(w.op, w)
		case w.stuck:
			return nil, fmt.Errorf("loop: %s: %w", w.op, ErrNeverSettles)
		}
		if w.wake == nil {
			w.wake = make(chan struct{}, 1)
		}
		l.listenLocked()
		w.idle = true
		l.busy--
		l.quietLocked()
		l.mu.Unlock()
		select {
		case <-w.wake:
		case <-w.Done():
		}
		l.mu.Lock()
		l.busyLocked(w)
	}
}

func (l *Loop) busyLocked(w *waiter) {
	if w.idle {
		w.idle = false
		l.busy++
	}
}

// wakeLocked makes w look at what there is.
func (l *Loop) wakeLocked(w *waiter) {
	l.busyLocked(w)
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// A firstJob is what an Await is called with.
type firstJob struct {
	*waiter
	fn  func(*v8.Scope) (v8.Value, error)
	err error // of fn, or of its value
}

func (*firstJob) kind() string { return "await" }
func (*firstJob) after(error)  {}

func (f *firstJob) run(s *v8.Scope) error {
	if f.err = f.loop.forgetAll(s); f.err != nil {
		return f.err
	}
	var v v8.Value
	if v, f.err = f.fn(s); f.err == nil {
		f.err = f.take(s, v)
	}
	return f.err
}

// take is given fn's value.
func (w *waiter) take(s *v8.Scope, v v8.Value) error {
	l := w.loop
	if promise, ok := v.AsPromise(); ok {
		state, err := soonState(s, promise)
		if err != nil {
			return err
		}
		if state != v8.PromisePending {
			promise.MarkAsHandled()
			w.settle(s, state == v8.PromiseFulfilled, promise.Result())
			return nil
		}
	} else {
		object, ok := v.AsObject()
		if !ok {
			w.settle(s, true, v)
			return nil
		}
		then, err := object.Get("then")
		if err != nil {
			return err
		}
		if _, ok := then.AsFunction(); !ok {
			w.settle(s, true, v)
			return nil
		}
	}
	l.mu.Lock()
	w.watched = true
	l.mu.Unlock()
	_, err := l.call(s, l.js.watch, number(w.id), v)
	return err
}

// soonState is a promise's state when the microtasks have run that are there: most
// need no more to be settled, and are taken as they are.
func soonState(s *v8.Scope, promise v8.Promise) (v8.PromiseState, error) {
	state := promise.State()
	if state != v8.PromisePending {
		return state, nil
	}
	err := s.PerformMicrotaskCheckpoint()
	return promise.State(), err
}

// settle ends the wait, in a Run of its own.
func (w *waiter) settle(s *v8.Scope, fulfilled bool, value v8.Value) {
	w.settled = true
	switch {
	case !fulfilled:
		w.err = bridge.Exception(s, w.op, value)
	case w.out != nil:
		w.err = value.ExportTo(w.out)
	}
}

// settled is called by JavaScript when a promise that a waiter waits for is: with
// the waiter's id, whether it is fulfilled, and the value or reason.
func (l *Loop) settled(info v8.FunctionCallbackInfo) (v8.Value, error) {
	id, _ := info.Argument(0).AsNumber()
	return v8.Value{}, l.tell(info.Scope(), uint64(id), info.Argument(1).IsTrue(), info.Argument(2))
}

// tell gives what a promise was settled with to the waiter of that id.
func (l *Loop) tell(s *v8.Scope, id uint64, fulfilled bool, value v8.Value) error {
	own := l.waiterOf(s)
	l.mu.Lock()
	w := l.waiters[id]
	if w == nil || !w.watched || w.told {
		l.mu.Unlock()
		return nil // nobody waits any more, or a script lies
	}
	w.told = true
	l.mu.Unlock()
	if own == w {
		w.settle(s, fulfilled, value)
		return nil
	}
	kept, err := v8.NewGlobal(s, value)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		w.told = false
		return err
	}
	if w.finished {
		kept.Close()
		return nil
	}
	w.kept = kept
	l.pushLocked(w, &keptJob{w, fulfilled})
	return nil
}

// A keptJob takes what was settled in another's Run.
type keptJob struct {
	*waiter
	fulfilled bool
}

func (*keptJob) kind() string { return "settled" }
func (*keptJob) after(error)  {}

func (k *keptJob) run(s *v8.Scope) error {
	k.settle(s, k.fulfilled, k.kept.Get(s))
	return nil
}
