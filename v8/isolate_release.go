package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"sync"
	"sync/atomic"
)

// releases is what other goroutines and the Go garbage collector want freed in
// an isolate. They only queue it: V8 is touched by the goroutine that has the
// isolate's lock alone.
type releases struct {
	sync.Mutex
	queue  []func(*Isolate)
	queued atomic.Bool // whether queue has any, to look without the lock
}

func (r *releases) add(release func(*Isolate)) {
	r.Lock()
	defer r.Unlock()
	r.queue = append(r.queue, release)
	r.queued.Store(true)
}

func (r *releases) take() []func(*Isolate) {
	r.Lock()
	defer r.Unlock()
	queue := r.queue
	r.queue = nil
	r.queued.Store(false)
	return queue
}

// release frees what was released. It runs wherever a loop in one long Run comes
// by again and again, and costs nothing while there is nothing to do.
func (i *Isolate) release() {
	if !i.releases.queued.Load() {
		return
	}
	i.mustBeInside()
	i.sweep() // first: what is released below is not swept again
	for _, release := range i.releases.take() {
		release(i)
	}
}

// tidy frees what was released and forgets the Go values that JavaScript holds
// no longer. It runs at the beginning of an outermost Run.
func (i *Isolate) tidy() {
	i.sweep()
	i.release()
	for len(i.onCollected) > 0 {
		callback := i.onCollected[0]
		i.onCollected = i.onCollected[1:]
		callback()
	}
}
