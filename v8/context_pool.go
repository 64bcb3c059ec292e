package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// ContextPoolOptions say how to make a [ContextPool]. The zero value has the defaults
// that are named.
type ContextPoolOptions struct {
	// Context are those of all contexts of the pool.
	Context ContextOptions

	// Prepare, when not nil, is called for each context before anybody has it, to run
	// scripts and set functions, in a goroutine of the pool's. Its ctx ends when the
	// pool is closed, and after half a minute; the isolate's CPULimit holds. Where a
	// snapshot can have what it makes, that is faster.
	Prepare func(ctx context.Context, c *Context) error

	// Size is how many contexts are ready, at most. Zero and less are 4.
	Size int

	// MemoryBudget is how much of the isolate's memory may be in use, objects and what
	// lies outside the heap, for another context to be prepared ahead, in bytes. Beyond
	// it a context is made when it is asked for. Zero is half of the isolate's HeapLimit
	// or MemoryLimit, or without these no limit.
	MemoryBudget uint64
}

const (
	defaultPoolSize    = 4
	poolPrepareTimeout = 30 * time.Second
)

// A ContextPool has contexts of one isolate ready, so that who needs a new one does not
// wait until it is made and the set-up scripts have run. A context is handed out once:
// close it after use, because nothing else takes away what a script has left in it.
// The pool makes another meanwhile, in the background, when nothing else runs in the
// isolate.
//
// A ContextPool is owned: call [ContextPool.Close]. Its isolate is closed by who made
// it. Any goroutine may call its methods.
type ContextPool struct {
	isolate *Isolate
	options ContextPoolOptions
	ctx     context.Context // of what is made
	cancel  context.CancelFunc

	mutex   sync.Mutex
	closed  bool
	making  bool // there is a goroutine that does
	ready   []*Context
	waiting []chan madeContext
	used    ContextPoolStatistics
}

// ContextPoolStatistics are what a [ContextPool] has done.
type ContextPoolStatistics struct {
	Ready   int    // contexts that nobody has yet
	Waiting int    // calls of Get that wait
	Made    uint64 // contexts, with those that Prepare refused
	Given   uint64 // to callers of Get
	Waited  uint64 // of these, how many were not ready when they were asked for
	Failed  uint64 // contexts that could not be made or prepared
	Starved uint64 // how often MemoryBudget did not allow another one

	MakeTime time.Duration // of all that were made, with the wait for the isolate
}

// A madeContext is what one who waits gets: the context, or why there is none.
type madeContext struct {
	context  *Context
	err      error
	panicked any // by Prepare
}

// NewContextPool makes a pool of contexts of the isolate, and begins to prepare them.
func (i *Isolate) NewContextPool(options ContextPoolOptions) *ContextPool {
	i.mustBeMade()
	if options.Size <= 0 {
		options.Size = defaultPoolSize
	}
	if options.MemoryBudget == 0 {
		options.MemoryBudget = i.options.HeapLimit / 2
	}
	p := &ContextPool{isolate: i, options: options}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.fill()
	return p
}

// Get is a new context, which is the caller's to close. When none is ready it waits
// until one is made, until ctx ends. Who has waited longest is first.
//
// The error is ctx's, Prepare's, that of [Isolate.NewContext], or [ErrClosed] of a pool
// or an isolate that is closed, and [ErrIsolateDead]. A panic of Prepare is that of a
// Get that waits for it.
func (p *ContextPool) Get(ctx context.Context) (*Context, error) {
	if ctx == nil {
		panic(misuse.NilContext)
	}
	p.mustBeMade()
	p.mutex.Lock()
	if err := p.refusal(ctx); err != nil {
		p.mutex.Unlock()
		return nil, err
	}
	if c := p.takeReady(); c != nil {
		p.used.Given++
		p.fill()
		p.mutex.Unlock()
		return c, nil
	}
	turn := make(chan madeContext, 1)
	p.waiting = append(p.waiting, turn)
	p.fill()
	p.mutex.Unlock()
	select {
	case made := <-turn:
		return made.result()
	case <-ctx.Done():
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if n := slices.Index(p.waiting, turn); n >= 0 {
		p.waiting = slices.Delete(p.waiting, n, n+1)
	} else if made := <-turn; made.context != nil { // meanwhile
		p.used.Given--
		p.used.Waited--
		p.keep(made.context)
	}
	return nil, p.ended(ctx)
}

func (p *ContextPool) mustBeMade() {
	if p == nil || p.isolate == nil {
		panic(misuse.ZeroContextPool)
	}
}

// refusal is why nobody gets a context now. The lock is held.
func (p *ContextPool) refusal(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return p.ended(ctx)
	case p.closed || p.isolate.closed.Load():
		return errContextPoolClosed
	case p.isolate.dead.Load():
		p.drop()
		return fmt.Errorf("v8: context pool: %w", ErrIsolateDead)
	}
	return nil
}

func (p *ContextPool) ended(ctx context.Context) error {
	return fmt.Errorf("v8: context pool: %w", bridge.ContextError(ctx))
}

var errContextPoolClosed = fmt.Errorf("v8: context pool: %w", ErrClosed)

// takeReady is the context that is ready for the longest time, or nil. The lock is held.
func (p *ContextPool) takeReady() *Context {
	for len(p.ready) > 0 {
		c := p.ready[0]
		p.ready = slices.Delete(p.ready, 0, 1)
		if !c.closed.Load() { // by a Prepare that has kept it
			return c
		}
	}
	return nil
}

// fill has contexts made, if there is need. The lock is held.
func (p *ContextPool) fill() {
	if !p.making && p.needs() {
		p.making = true
		go p.work()
	}
}

// needs reports whether another context is to be made. The lock is held.
func (p *ContextPool) needs() bool {
	return !p.closed && (len(p.waiting) > 0 || len(p.ready) < p.options.Size)
}

// work makes contexts while there is need. When one fails, and nobody else waits, the
// next Get tries again.
func (p *ContextPool) work() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	defer func() { p.making = false }()
	for p.needs() {
		ahead := len(p.waiting) == 0
		if ahead && !p.unlocked(p.fits) {
			if len(p.waiting) == 0 { // still
				p.used.Starved++
				return
			}
			continue
		}
		var made madeContext
		began := time.Now()
		p.unlocked(func() bool { made = p.makeOne(); return true })
		p.used.MakeTime += time.Since(began)
		if made.context == nil {
			p.used.Failed++
			if len(p.waiting) > 0 {
				p.give(made)
			}
			if len(p.waiting) == 0 {
				return
			}
			continue
		}
		p.used.Made++
		p.keep(made.context)
	}
}

// unlocked calls fn without the lock, which is held.
func (p *ContextPool) unlocked(fn func() bool) bool {
	p.mutex.Unlock()
	defer p.mutex.Lock()
	return fn()
}

// keep gives a context to who waits, or has it ready. The lock is held.
func (p *ContextPool) keep(c *Context) {
	switch {
	case p.closed:
		c.Close()
	case len(p.waiting) > 0:
		p.used.Given++
		p.used.Waited++
		p.give(madeContext{context: c})
	default:
		p.ready = append(p.ready, c)
	}
}

// give is for who has waited longest. The lock is held.
func (p *ContextPool) give(made madeContext) {
	turn := p.waiting[0]
	p.waiting = slices.Delete(p.waiting, 0, 1)
	turn <- made
}

func (m madeContext) result() (*Context, error) {
	if m.panicked != nil {
		panic(m.panicked)
	}
	return m.context, m.err
}

// fits reports whether the memory that is in use allows another context ahead. If it
// does not, garbage is collected first.
func (p *ContextPool) fits() bool {
	if p.options.MemoryBudget == 0 {
		return true
	}
	within := func() bool {
		var used uint64
		err := p.isolate.locked(p.ctx, func() error {
			statistics := heapStatistics(C.shim_isolate_heap_statistics(p.isolate.shim))
			used = statistics.UsedHeap + statistics.External
			return nil
		})
		return err != nil || used <= p.options.MemoryBudget // making one tells the error
	}
	return within() || p.isolate.LowMemoryNotification(p.ctx) != nil || within()
}

// makeOne makes and prepares a context. Prepare may panic, and end its goroutine.
func (p *ContextPool) makeOne() madeContext {
	done := make(chan madeContext, 1)
	go func() {
		result := madeContext{err: errPrepareEnded}
		defer func() {
			result.panicked = recover()
			done <- result
		}()
		result.context, result.err = p.prepared()
	}()
	return <-done
}

var errPrepareEnded = errors.New("v8: context pool: the func Prepare has ended its goroutine")

func (p *ContextPool) prepared() (*Context, error) {
	ctx, cancel := context.WithTimeout(p.ctx, poolPrepareTimeout)
	defer cancel()
	c, err := p.isolate.NewContext(ctx, p.options.Context)
	if err != nil || p.options.Prepare == nil {
		return c, err
	}
	whole := false
	defer func() {
		if !whole {
			c.Close()
		}
	}()
	if err := p.options.Prepare(ctx, c); err != nil {
		return nil, fmt.Errorf("v8: context pool: prepare: %w", err)
	}
	if c.closed.Load() {
		return nil, errContextClosed
	}
	whole = true
	return c, nil
}

// drop closes what is ready. The lock is held.
func (p *ContextPool) drop() {
	for _, c := range p.ready {
		c.Close()
	}
	p.ready = nil
}

// Statistics are those of the pool until now.
func (p *ContextPool) Statistics() ContextPoolStatistics {
	p.mustBeMade()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	statistics := p.used
	statistics.Ready = len(p.ready)
	statistics.Waiting = len(p.waiting)
	return statistics
}

// Close closes the contexts that are ready. Who waits for one gets [ErrClosed], and one
// that is being made is closed when Prepare returns, whose ctx ends; Close waits for
// nothing. Contexts that were handed out are not the pool's any more. Closing again does
// nothing. The error is always nil, for [io.Closer].
func (p *ContextPool) Close() error {
	p.mustBeMade()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.closed = true
	p.cancel()
	p.drop()
	for len(p.waiting) > 0 {
		p.give(madeContext{err: errContextPoolClosed})
	}
	return nil
}
