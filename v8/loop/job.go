package loop

import (
	"context"
	"time"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// A job is something to be done in a Run.
type job interface {
	kind() string
	run(*v8.Scope) error
	after(error) // when it has begun, also when it panics; the error is its Run's
}

// A Job is something that the loop has run.
type Job struct {
	// Kind is "await" for the func that [Loop.Await] is called with, "timer",
	// "call" for the result of an async function, "settled" for a promise that
	// was settled in the name of another, or "probe" for a look whether anything is
	// left to be done.
	Kind string

	Began time.Time     // by the loop's [Clock]
	Took  time.Duration // with the wait for the isolate
	Err   error         // of the Run
}

// A queue has jobs, first in first out.
type queue struct {
	jobs  []job
	first int
}

func (q *queue) push(j job) { q.jobs = append(q.jobs, j) }

// peek is what pop will be.
func (q *queue) peek() job {
	if q.first == len(q.jobs) {
		return nil
	}
	return q.jobs[q.first]
}

// pop is nil when there is none.
func (q *queue) pop() job {
	j := q.peek()
	if j == nil {
		return nil
	}
	q.jobs[q.first] = nil
	if q.first++; q.first == len(q.jobs) {
		q.jobs, q.first = q.jobs[:0], 0
	}
	return j
}

func (q *queue) len() int { return len(q.jobs) - q.first }

// push gives a job to a waiter, or to nobody when that is nil or has returned.
func (l *Loop) push(w *waiter, j job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pushLocked(w, j)
}

func (l *Loop) pushLocked(w *waiter, j job) {
	if l.closed {
		return
	}
	if w == nil || w.finished {
		l.pushForNobodyLocked(w, j)
		return
	}
	w.jobs.push(j)
	l.wakeLocked(w)
}

// pushForNobodyLocked is for a job whose Await has returned, or that has none.
func (l *Loop) pushForNobodyLocked(w *waiter, j job) {
	dropped := w != nil && w.dropped
	switch j := j.(type) {
	case *firstJob, *keptJob: // which need their waiter
		return
	case *asyncCall:
		if dropped {
			l.abandonLocked(j)
			return
		}
	case *timer:
		if dropped {
			l.forgetLocked(aTimer, j.id)
			l.timers.forget(j)
			return
		}
	}
	l.background.jobs.push(j)
	l.kickLocked()
}

// What JavaScript keeps, by the numbers that it knows.
const (
	aWait = iota
	aCall
	aTimer
	anIterator
)

type forgotten struct {
	what int
	id   uint64
}

// forgetLocked tells JavaScript to forget something, when somebody runs in it.
func (l *Loop) forgetLocked(what int, id uint64) {
	l.forgotten = append(l.forgotten, forgotten{what, id})
}

// mostForgotten is how many JavaScript is told of in one call.
const mostForgotten = 500

// forgetAll tells JavaScript what to forget. What it can't be told now is left.
func (l *Loop) forgetAll(s *v8.Scope) error {
	l.mu.Lock()
	all := l.forgotten
	l.forgotten = nil
	l.mu.Unlock()
	for len(all) > 0 {
		some := all[:min(len(all), mostForgotten)]
		arguments := make([]v8.Value, 0, 2*len(some))
		for _, f := range some {
			arguments = append(arguments, number(f.what), number(f.id))
		}
		if _, err := l.call(s, l.js.forget, arguments...); err != nil {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.forgotten = append(l.forgotten, all...)
			return err
		}
		all = all[len(some):]
	}
	return nil
}

// do runs a job under ctx: one of w, or of nobody when that is nil. began is whether
// its Run has.
func (l *Loop) do(ctx context.Context, w *waiter, j job, options ...v8.RunOptions) (began bool, err error) {
	var start time.Time
	if l.options.OnJob != nil {
		start = l.now()
	}
	began, err = l.runJob(ctx, w, j, options)
	if err != nil {
		l.check(err, began)
	}
	if l.options.OnJob != nil {
		l.options.OnJob(Job{j.kind(), start, l.now().Sub(start), err})
	}
	return began, err
}

// longestShare is when a Run takes no further job: what it shares is the limit of
// one Run.
const longestShare = time.Millisecond

// runJob runs j, and in the same Run those behind it that can share it.
func (l *Loop) runJob(ctx context.Context, w *waiter, j job, options []v8.RunOptions) (began bool, err error) {
	defer func() {
		if began {
			j.after(err)
		}
	}()
	err = l.context.Run(ctx, func(s *v8.Scope) error {
		began = true
		err := j.run(s)
		if !shares(j) || l.options.OnJob != nil {
			return err
		}
		for since := time.Now(); err == nil && time.Since(since) < longestShare; err = j.run(s) {
			if !l.hasShare(w) {
				return nil
			}
			rejected, err := bridge.Checkpoint(s)
			if err != nil {
				return err
			}
			var next job
			if !rejected { // else that is the error of this Run
				next = l.takeShare(w)
			}
			if next == nil {
				return nil
			}
			j.after(nil)
			j = next
		}
		return err
	}, options...)
	return began, err
}

// shares reports whether j may run in the Run of another, and another in its.
func shares(j job) bool {
	c, ok := j.(*asyncCall)
	if ok {
		return c.panicked == nil
	}
	_, ok = j.(*timer)
	return ok
}

// hasShare reports whether the next job of w, or of nobody, shares.
func (l *Loop) hasShare(w *waiter) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return shares(l.queueOf(w).peek())
}

// takeShare takes it, unless there is none or w has what it has waited for.
func (l *Loop) takeShare(w *waiter) job {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queueOf(w)
	if w != nil && w.settled || !shares(q.peek()) {
		return nil
	}
	return q.pop()
}

func (l *Loop) queueOf(w *waiter) *queue {
	if w == nil {
		return &l.background.jobs
	}
	return &w.jobs
}
