// Package lazyctx has a context.Context for calls that are mostly over before anybody
// has looked whether it has ended: until somebody waits for that, it costs no timer,
// no channel and no place in its parent.
package lazyctx

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// A Context is what context.WithCancelCause gives, and context.WithDeadlineCause
// within: of that it makes use when it has to. It is to be part of something else,
// and is not copied after Start. Nothing but one that [Context.IsUnseen] is started
// again.
type Context struct {
	parent   context.Context
	deadline time.Time // zero is none
	late     error     // the cause when it has passed

	lent  atomic.Bool // see Lazy
	over  atomic.Bool // End was called
	made  atomic.Pointer[cancelContext]
	mutex sync.Mutex // of making it
	cause error      // of End
}

type cancelContext struct {
	context.Context
	cancel context.CancelCauseFunc
	stop   context.CancelFunc // of the deadline, or nil
}

// Start begins a Context, which ends with its parent, and by End.
func (c *Context) Start(parent context.Context) { c.parent = parent }

// StartUntil is Start, for one that ends at a time, too, with a cause.
func (c *Context) StartUntil(parent context.Context, deadline time.Time, cause error) {
	c.parent, c.deadline, c.late = parent, deadline, cause
}

// IsUnseen reports whether nobody but its owner can have it: it was not lent, and
// nothing was made of it. It need not be ended then.
func (c *Context) IsUnseen() bool { return !c.lent.Load() && c.made.Load() == nil && !c.over.Load() }

// End ends it with a cause, which is [context.Canceled] when nil. Only the first End
// counts.
func (c *Context) End(cause error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.over.Load() {
		return
	}
	c.cause = cause
	c.over.Store(true)
	if made := c.made.Load(); made != nil {
		made.end(cause)
	}
}

func (m *cancelContext) end(cause error) {
	m.cancel(cause)
	if m.stop != nil {
		m.stop()
	}
}

// full is the Context as package context makes it.
func (c *Context) full() *cancelContext {
	if made := c.made.Load(); made != nil {
		return made
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	made := c.made.Load()
	if made != nil {
		return made
	}
	made = &cancelContext{}
	made.Context, made.cancel = context.WithCancelCause(c.parent)
	if !c.deadline.IsZero() {
		made.Context, made.stop = context.WithDeadlineCause(made.Context, c.deadline, c.late)
	}
	if c.over.Load() {
		made.end(c.cause)
	}
	c.made.Store(made)
	return made
}

// A Lazy is a Context, or a ctx that is part of one. Its methods take no lock and call
// no code but this package's.
type Lazy interface {
	// Below is the channel of the ctx below all that are lazy.
	Below() <-chan struct{}

	// HasEnded reports whether one that is lazy has ended by itself.
	HasEnded() bool

	// Over is Err, without a look at the clock: that a deadline of one that is lazy
	// has passed, who asks HasEnded now and then is told.
	Over() error

	// Lend says that code which may keep the ctx has it from now on.
	Lend()
}

// Of gives what tells of the end of a ctx without making a channel for it: the
// channel below, and what to ask besides, or nil.
func Of(ctx context.Context) (below <-chan struct{}, lazy Lazy) {
	if lazy, ok := ctx.(Lazy); ok {
		return lazy.Below(), lazy
	}
	return ctx.Done(), nil
}

// Over is Err, or for a ctx that is lazy what is cheaper; see [Lazy].
func Over(ctx context.Context) error {
	if lazy, ok := ctx.(Lazy); ok {
		return lazy.Over()
	}
	return ctx.Err()
}

// Lend lends a ctx, if it is lazy.
func Lend(ctx context.Context) {
	if lazy, ok := ctx.(Lazy); ok {
		lazy.Lend()
	}
}

// Over is that of [Lazy].
func (c *Context) Over() error {
	if made := c.made.Load(); made != nil {
		return made.Err()
	}
	if c.over.Load() {
		return c.full().Err()
	}
	return Over(c.parent)
}

// Lend is that of [Lazy].
func (c *Context) Lend() {
	if !c.lent.Swap(true) {
		Lend(c.parent)
	}
}

// Below is that of [Lazy].
func (c *Context) Below() <-chan struct{} {
	below, _ := Of(c.parent)
	return below
}

// HasEnded is that of [Lazy].
func (c *Context) HasEnded() bool {
	return c.hasEnded() || hasEnded(c.parent)
}

// hasEnded reports whether it has by itself, and not with its parent.
func (c *Context) hasEnded() bool {
	return c.over.Load() || !c.deadline.IsZero() && !time.Now().Before(c.deadline)
}

// Err is that of [context.Context].
func (c *Context) Err() error {
	if made := c.made.Load(); made != nil {
		return made.Err()
	}
	if c.hasEnded() {
		return c.full().Err()
	}
	return c.parent.Err()
}

// Done is that of [context.Context].
func (c *Context) Done() <-chan struct{} { return c.full().Done() }

// Deadline is that of [context.Context].
func (c *Context) Deadline() (deadline time.Time, ok bool) {
	deadline, ok = c.parent.Deadline()
	if !c.deadline.IsZero() && (!ok || c.deadline.Before(deadline)) {
		return c.deadline, true
	}
	return deadline, ok
}

// Value is that of [context.Context]. By it package context finds the cause of the
// end, too.
func (c *Context) Value(key any) any {
	if c.made.Load() == nil && !c.hasEnded() {
		return c.parent.Value(key)
	}
	return c.full().Value(key)
}

// A Layer is a ctx that is part of something else and has no end of its own: what is
// lazy below it stays so.
type Layer struct{ context.Context }

// Below is that of [Lazy].
func (l Layer) Below() <-chan struct{} {
	below, _ := Of(l.Context)
	return below
}

// HasEnded is that of [Lazy].
func (l Layer) HasEnded() bool { return hasEnded(l.Context) }

// Over is that of [Lazy].
func (l Layer) Over() error { return Over(l.Context) }

// Lend is that of [Lazy].
func (l Layer) Lend() { Lend(l.Context) }

func hasEnded(ctx context.Context) bool {
	lazy, ok := ctx.(Lazy)
	return ok && lazy.HasEnded()
}
