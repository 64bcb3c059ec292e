package loop

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// background is what belongs to no Await, and the goroutine that runs it. It is
// there only while somebody waits and there is something to do.
type background struct {
	jobs    queue
	probe   bool // to look whether anything is left
	dropped bool // a Run that was ended may have dropped reactions
	running bool
	tasks   bool                    // V8 or Go code has something left that is not due
	timer   *time.Timer             // until it is
	cancel  context.CancelCauseFunc // of the Run that is going on, or nil
}

var errNobodyWaits = fmt.Errorf("%w: nobody waits for it any more", context.Canceled)

// kickLocked starts the goroutine when there is something to do.
func (l *Loop) kickLocked() {
	b := &l.background
	if !b.running && !l.closed && len(l.waiters) > 0 && (b.jobs.len() > 0 || b.probe) {
		b.running = true
		go l.work()
	}
}

// quietLocked looks after waiters when nobody has anything to do.
func (l *Loop) quietLocked() {
	if l.isQuietLocked() && !l.background.tasks && !l.background.running && len(l.waiters) > 0 {
		l.background.probe = true
		l.kickLocked()
	}
}

// isQuietLocked reports whether nothing is left that the loop knows of.
func (l *Loop) isQuietLocked() bool {
	return l.busy == 0 && l.held == 0 && l.timers.referred == 0 && l.calls.awaited == 0 &&
		l.background.jobs.len() == 0
}

func (l *Loop) work() {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := &l.background
	for !l.closed && len(l.waiters) > 0 {
		j := b.jobs.pop()
		if j == nil && !b.probe {
			break
		}
		if j == nil {
			b.probe = false
			j = &probeJob{loop: l}
		}
		ctx, cancel := context.WithCancelCause(l.ctx)
		b.cancel = cancel
		l.mu.Unlock()
		done := l.doForNobody(ctx, j)
		cancel(nil)
		l.mu.Lock()
		b.cancel = nil
		quiet := l.isQuietLocked()
		probe, _ := j.(*probeJob)
		if probe == nil {
			b.probe = b.probe || quiet
		} else if done {
			l.probedLocked(probe)
		}
	}
	b.running = false
	l.kickLocked()
}

// doForNobody runs a job of no Await. It is done when nothing went wrong.
func (l *Loop) doForNobody(ctx context.Context, j job) (done bool) {
	defer func() {
		if value := recover(); value != nil {
			l.report(newPanicError(value))
		}
	}()
	if c, ok := j.(*asyncCall); ok && c.panicked != nil {
		l.abandon(c)
		l.report(c.panicked)
		return false
	}
	_, err := l.do(ctx, nil, j, l.options.RunOptions)
	if err != nil && !errors.Is(err, errNobodyWaits) {
		l.report(err)
	}
	return err == nil
}

// probedLocked goes by what a probe has found. What was due is done.
func (l *Loop) probedLocked(p *probeJob) {
	b := &l.background
	b.tasks = p.pending
	switch {
	case p.due:
		b.probe = true // to see what has come of it
	case p.next >= 0:
		if b.timer == nil {
			b.timer = time.AfterFunc(p.next, l.onTask)
		} else {
			b.timer.Reset(p.next)
		}
	}
	switch {
	case p.due || p.pending || !l.isQuietLocked():
	case p.looked:
		l.giveUpLocked()
	default:
		b.probe = true
	}
}

// onTask is told that something is left to be done in the context.
func (l *Loop) onTask() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.background.probe = true
	l.kickLocked()
}

// giveUpLocked tells all who wait that nothing is left.
func (l *Loop) giveUpLocked() {
	for _, w := range l.waiters {
		w.stuck = true
		l.wakeLocked(w)
	}
}

// report is told of what belongs to no Await and went wrong.
func (l *Loop) report(err error) {
	l.mu.Lock()
	told := l.closed || l.options.OnUncaughtException != nil
	if !told {
		if len(l.uncaught) < mostUncaught {
			l.uncaught = append(l.uncaught, err)
		} else {
			l.lost++
		}
	}
	closed := l.closed
	l.mu.Unlock()
	if told && !closed {
		l.options.OnUncaughtException(err)
	}
}

// A probeJob looks, in a Run, whether anything is left that could settle what is
// waited for: what others have left in the context's queue runs, and it does what
// reactions would have done that were dropped with a Run that was ended.
type probeJob struct {
	loop         *Loop
	due, pending bool
	next         time.Duration
	looked       bool // at those who wait
}

func (*probeJob) kind() string { return "probe" }
func (*probeJob) after(error)  {}

func (p *probeJob) run(s *v8.Scope) error {
	l := p.loop
	p.due, p.pending, p.next = bridge.Tasks(s)
	if err := l.forgetAll(s); err != nil {
		return err
	}
	for _, id := range p.suspects() {
		v, err := l.call(s, l.js.waited, number(id))
		if err != nil {
			return err
		}
		promise, ok := v.AsPromise() // which has a handler
		if !ok {
			continue
		}
		if state := promise.State(); state != v8.PromisePending {
			if err := l.tell(s, id, state == v8.PromiseFulfilled, promise.Result()); err != nil {
				return err
			}
			l.mu.Lock()
			l.forgetLocked(aWait, id)
			l.mu.Unlock()
		}
	}
	if p.looked {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.background.dropped = false
	}
	return nil
}

// suspects are the waiters whose reactions may have been dropped, by a Run of the
// loop, or by one that it does not know of when nothing else is left to wait for.
func (p *probeJob) suspects() (ids []uint64) {
	l := p.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.background.dropped && (p.due || p.pending || !l.isQuietLocked()) {
		return nil
	}
	p.looked = true
	for id, w := range l.waiters {
		if w.watched && !w.told {
			ids = append(ids, id)
		}
	}
	return ids
}

// check looks at an error of a Run. One that was ended has dropped the reactions of
// others with its own; what is closed or dead runs nothing any more.
func (l *Loop) check(err error, began bool) {
	switch {
	case errors.Is(err, v8.ErrIsolateDead), !began && errors.Is(err, v8.ErrClosed):
		l.end()
	case errors.Is(err, v8.ErrTerminated):
		l.mu.Lock()
		defer l.mu.Unlock()
		l.background.probe, l.background.dropped = true, true
		l.kickLocked()
	}
}

// Drain waits until nothing is left to do: no timers but those of unrefTimer, no
// async function in flight, nothing that is held. It runs what belongs to no
// Await; the others run their own.
//
// The error is that of ctx or of a closed loop, or else what nothing has caught in
// what belongs to no Await since the last Drain, joined; see
// [Options].OnUncaughtException. When ctx ends and nobody else waits, what runs is
// ended.
func (l *Loop) Drain(ctx context.Context) error {
	l.waitOutside(ctx)
	w, err := l.join(ctx, "drain", nil, nil)
	if err != nil {
		return err
	}
	err = w.wait(nil)
	l.leave(w)
	if !errors.Is(err, ErrNeverSettles) {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.uncaught
	if l.lost > 0 {
		all = append(all, fmt.Errorf("loop: and %d more uncaught exceptions", l.lost))
	}
	l.uncaught, l.lost = nil, 0
	return errors.Join(all...)
}
