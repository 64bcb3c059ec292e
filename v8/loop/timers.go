package loop

import (
	"time"

	"github.com/nodeisolates/isolates/v8"
)

// longestDelay is what a longer one is, in milliseconds: 24.8 days, as far as
// browsers count.
const longestDelay = 1<<31 - 1

// manyTimers are worth their memory.
const manyTimers = 10_000

// A timer of JavaScript, which has its callback.
type timer struct {
	loop   *Loop
	id     uint64
	due    time.Duration // of the loop's time
	every  time.Duration // of an interval, or 0
	owner  *waiter       // or nil
	before *timer        // in the owner's list
	behind *timer
	unref  bool
	waits  bool // in the heap
	closed bool // cleared
}

type timers struct {
	clock    Timer
	heap     timerHeap
	all      map[uint64]*timer // also those that are jobs
	lastID   uint64
	emptied  uint64 // lastID when the map was made
	referred int    // timers that are no unref
}

func (t *timers) init(clock Timer) {
	t.clock = clock
	t.all = map[uint64]*timer{}
}

func (t *timers) drop() {
	t.clock.Stop()
	for _, x := range t.all {
		x.closed = true
	}
	t.heap, t.all, t.referred = timerHeap{}, map[uint64]*timer{}, 0
}

// disown takes x out of its owner's list.
func (x *timer) disown() {
	if x.owner == nil {
		return
	}
	if x.behind != nil {
		x.behind.before = x.before
	}
	if x.before != nil {
		x.before.behind = x.behind
	} else {
		x.owner.timers = x.behind
	}
	x.before, x.behind, x.owner = nil, nil, nil
}

// forget takes x out altogether.
func (t *timers) forget(x *timer) {
	x.disown()
	if x.closed {
		return
	}
	x.closed = true
	delete(t.all, x.id)
	if !x.unref {
		t.referred--
	}
	if x.waits {
		t.heap.clear(x)
	}
	// A map keeps the memory of the most that it had.
	if len(t.all) == 0 && t.lastID-t.emptied > manyTimers {
		t.all, t.heap, t.emptied = map[uint64]*timer{}, timerHeap{}, t.lastID
	}
}

// arm is called by JavaScript for a new timer: with the delay in milliseconds and
// whether it repeats. It gives the timer's id.
func (l *Loop) arm(info v8.FunctionCallbackInfo) (v8.Value, error) {
	delay, _ := info.Argument(0).AsNumber()
	wait := max(time.Duration(min(delay, longestDelay)*float64(time.Millisecond)), 0)
	owner := l.waiterOf(info.Scope())
	now := l.time()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return v8.Value{}, closedError("timer")
	}
	if len(l.timers.all) >= l.options.MaxTimers {
		return v8.Value{}, limitError("MaxTimers", l.options.MaxTimers)
	}
	l.timers.lastID++
	t := &timer{loop: l, id: l.timers.lastID, due: now + wait, owner: owner}
	if info.Argument(1).IsTrue() {
		t.every = max(wait, time.Millisecond)
	}
	if owner != nil && !owner.finished {
		if t.behind = owner.timers; t.behind != nil {
			t.behind.before = t
		}
		owner.timers = t
	} else {
		t.owner = nil
	}
	l.timers.all[t.id] = t
	l.timers.referred++
	l.timers.heap.push(t)
	if l.timers.heap.first() == t {
		l.armLocked()
	}
	return number(t.id), nil
}

// disarm is called by JavaScript with the id of a timer that is cleared.
func (l *Loop) disarm(info v8.FunctionCallbackInfo) (v8.Value, error) {
	id, _ := info.Argument(0).AsNumber()
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.timers.all[uint64(id)]; t != nil {
		l.timers.forget(t)
		l.quietLocked()
	}
	return v8.Value{}, nil
}

// refer is called by JavaScript with the id of a timer, and whether it keeps those
// waiting who wait for all.
func (l *Loop) refer(info v8.FunctionCallbackInfo) (v8.Value, error) {
	id, _ := info.Argument(0).AsNumber()
	unref := !info.Argument(1).IsTrue()
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.timers.all[uint64(id)]; t != nil && t.unref != unref {
		t.unref = unref
		if unref {
			l.timers.referred--
		} else {
			l.timers.referred++
		}
		l.quietLocked()
	}
	return v8.Value{}, nil
}

// armLocked sets the clock to the earliest timer.
func (l *Loop) armLocked() {
	if len(l.waiters) == 0 {
		return
	}
	if first := l.timers.heap.first(); first != nil {
		l.timers.clock.Reset(max(first.due-l.time(), 0))
	}
}

// tick makes jobs of what is due.
func (l *Loop) tick() {
	now := l.time()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || len(l.waiters) == 0 {
		return
	}
	for t := l.timers.heap.first(); t != nil && t.due <= now; t = l.timers.heap.first() {
		l.timers.heap.pop()
		l.pushLocked(t.owner, t)
	}
	l.armLocked()
}

func (*timer) kind() string { return "timer" }

func (t *timer) run(s *v8.Scope) error {
	l := t.loop
	l.mu.Lock()
	closed := t.closed
	l.mu.Unlock()
	if closed {
		return nil
	}
	_, err := l.call(s, l.js.fire, number(t.id))
	return err
}

// after arms an interval again, and forgets another timer.
func (t *timer) after(err error) {
	l := t.loop
	now := l.time()
	l.mu.Lock()
	defer l.mu.Unlock()
	if t.closed || l.closed {
		return
	}
	if t.every == 0 || isEnd(err) {
		l.timers.forget(t)
		return
	}
	if t.due += t.every; t.due < now {
		t.due = now // as often as it can, but never twice for once
	}
	l.timers.heap.push(t)
	if l.timers.heap.first() == t {
		l.armLocked()
	}
}
