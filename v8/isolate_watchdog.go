package v8

import (
	"sync"
	"sync/atomic"
	"time"
)

// watchdog looks at all Runs that are watched, every millisecond while there
// are any. See watcher.
var watchdog dog

const (
	watchInterval = time.Millisecond
	watchIdle     = 100 // looks at nothing, before it sleeps
)

type dog struct {
	awake atomic.Bool
	sync.Mutex
	timer *time.Timer
	idle  int
}

// wake is called when there is a watcher more.
func (d *dog) wake() {
	if d.awake.Load() {
		return
	}
	d.Lock()
	defer d.Unlock()
	if d.awake.Swap(true) {
		return
	}
	d.idle = 0
	if d.timer == nil {
		d.timer = time.AfterFunc(watchInterval, d.look)
	} else {
		d.timer.Reset(watchInterval)
	}
}

func (d *dog) look() {
	found := isolates.lookAtWatched()
	d.Lock()
	defer d.Unlock()
	if found {
		d.idle = 0
	} else if d.idle++; d.idle >= watchIdle {
		d.awake.Store(false)
		if !isolates.haveWatched() || d.awake.Swap(true) {
			return // asleep; or somebody has seen that it was, and wakes it
		}
		d.idle = 0
	}
	d.timer.Reset(watchInterval)
}

// watched are the isolates with Runs that are watched.
func (r *registry) watched(yield func(*Isolate) bool) {
	table := r.table.Load()
	if table == nil {
		return
	}
	for _, i := range *table {
		if i != nil && i.watched.Load() > 0 && !yield(i) {
			return
		}
	}
}

func (r *registry) haveWatched() bool {
	for range r.watched {
		return true
	}
	return false
}

// lookAtWatched looks after the Runs in all isolates, and is false when there
// are none.
func (r *registry) lookAtWatched() bool {
	found := false
	for i := range r.watched {
		found = true
		if !i.termination.TryLock() {
			continue // the next look is soon, and the other isolates wait for this one
		}
		if i.shim != nil {
			for _, w := range i.termination.watchers {
				w.look()
			}
		}
		i.termination.Unlock()
	}
	return found
}

// look is called twice for a Run that lasts. The lock is held.
func (w *watcher) look() {
	if w.earnest {
		return
	}
	if w.ctx.Err() != nil {
		w.fireLocked(ended{w.ctx})
	}
	if w.seen {
		w.inEarnest()
	}
	w.seen = true
}
