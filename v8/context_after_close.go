package v8

import (
	"sync"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// closers is what is to be called when contexts are closed.
type closers struct {
	sync.Mutex
	of map[*Context]map[*func()]struct{}
}

// AfterClose calls f in its own goroutine when the context is closed, or its
// isolate, or at once when it is. It returns before an isolate that is being
// closed is gone: f may not run JavaScript any more.
//
// stop takes it back, and is false when f has been called. Any goroutine may call
// AfterClose and stop.
//
// It is [context.AfterFunc] for a [Context].
func (c *Context) AfterClose(f func()) (stop func() bool) {
	i := c.made()
	if f == nil {
		panic(misuse.NilCallback)
	}
	i.closers.Lock()
	defer i.closers.Unlock()
	if c.closed.Load() || i.closed.Load() {
		go f()
		return func() bool { return false }
	}
	if i.closers.of == nil {
		i.closers.of = map[*Context]map[*func()]struct{}{}
	}
	if i.closers.of[c] == nil {
		i.closers.of[c] = map[*func()]struct{}{}
	}
	i.closers.of[c][&f] = struct{}{}
	return func() bool {
		i.closers.Lock()
		defer i.closers.Unlock()
		_, waits := i.closers.of[c][&f]
		delete(i.closers.of[c], &f)
		if len(i.closers.of[c]) == 0 {
			delete(i.closers.of, c)
		}
		return waits
	}
}

// call calls what waits for the close of c, or of all contexts when that is nil.
func (w *closers) call(c *Context) {
	w.Lock()
	defer w.Unlock()
	if c != nil {
		w.callOf(c)
		return
	}
	for c := range w.of {
		w.callOf(c)
	}
}

func (w *closers) callOf(c *Context) {
	for f := range w.of[c] {
		go (*f)()
	}
	delete(w.of, c)
}
