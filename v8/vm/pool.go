package vm

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// PoolOptions say how to make a Pool. The zero value has the defaults that are
// named.
type PoolOptions struct {
	// Isolate and Context are those of the pool's. Isolate.Tenant is set by it, and
	// Isolate.Web where Context has Web.
	Isolate IsolateOptions
	Context ContextOptions // see Isolate

	// Prepare, when not nil, is called for each new context before anybody has it, to
	// run scripts and set functions.
	Prepare func(ctx context.Context, c *Context) error

	// Size is how many isolates there are at a time. Zero is eight for each
	// processor.
	Size int

	// Ahead is how many isolates there are besides, each with a prepared context, that
	// no tenant has yet: who comes for the first time gets one at once. In the tier
	// Process each is in a worker of its own until then. Zero is none.
	Ahead int

	// PerTenant is how many of them one tenant has at a time. Zero is 1.
	PerTenant int

	// KeepContexts gives a tenant the same context again. Otherwise every call has a
	// new one, of which the next is prepared when a call has ended.
	KeepContexts bool

	// MaxCalls is how many calls an isolate has had when it is replaced. Zero is
	// 10,000.
	MaxCalls int

	// MaxIdle is how long an isolate is kept for a tenant that does not call. Zero is
	// a minute.
	MaxIdle time.Duration

	// MaxWaiting is how many calls of one tenant wait at a time. One more is
	// [ErrBusy]. Zero is 1,000.
	MaxWaiting int
}

func (o PoolOptions) withDefaults() PoolOptions {
	set := func(n *int, otherwise int) {
		if *n <= 0 {
			*n = otherwise
		}
	}
	set(&o.Size, 8*runtime.GOMAXPROCS(0))
	set(&o.PerTenant, 1)
	set(&o.MaxCalls, 10_000)
	set(&o.MaxWaiting, 1000)
	if o.MaxIdle <= 0 {
		o.MaxIdle = time.Minute
	}
	return o
}

// ErrBusy is that of a tenant of which too many calls wait in a Pool.
var ErrBusy = errors.New("too many calls wait")

// A Pool has isolates for many tenants, and gives each a share of them: who has used
// the least of late is next, so that no tenant's queue delays the others. An isolate
// is one tenant's alone; one that nobody uses is given up for another tenant, the
// one first that was used least recently. Dead ones are replaced.
//
// A Pool is owned: call [Pool.Close]. Any goroutine may call its methods.
type Pool struct {
	host    *Host
	options PoolOptions

	mutex   sync.Mutex
	closed  bool
	tenants map[string]*tenant
	count   int      // isolates that there are, or are being made
	ahead   []*place // that no tenant has yet
	filling bool
	sweeper *time.Timer
	working sync.WaitGroup
	ctx     context.Context // of what is made ahead
	cancel  context.CancelFunc
}

// A tenant is what a Pool has for one.
type tenant struct {
	name    string
	idle    []*place // most recently used last
	busy    int      // places that are in use
	waiting []chan *place
	share   time.Duration // of time that it has used, of late
	since   time.Time     // until when it was added up
	used    TenantStatistics
}

// TenantStatistics are what one tenant has had of a Pool.
type TenantStatistics struct {
	Calls, Failures uint64        // that have ended, and those of them with an error
	Time            time.Duration // that they took, without waiting
	Waited          time.Duration // for an isolate
	Isolates        int           // that it has
	Waiting         int           // calls that wait
}

// A place is an isolate of the pool's.
type place struct {
	tenant  *tenant // nil is nobody, ahead
	isolate *Isolate
	ready   *Context // or nil
	calls   int
	used    time.Time
}

// NewPool makes a Pool. Its isolates are made when they are needed, but for those of
// PoolOptions.Ahead.
func NewPool(host *Host, options PoolOptions) *Pool {
	if host == nil {
		panic(misuse.NilHost)
	}
	p := &Pool{host: host, options: options.withDefaults(), tenants: map[string]*tenant{}}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.sweeper = time.AfterFunc(p.options.MaxIdle, p.sweep)
	p.fillAhead()
	return p
}

// Run calls fn with a context of the tenant's, when one is free: until then it
// waits, for as long as ctx allows. The context, and what fn has got of it, is fn's
// until it returns. The error is fn's, or why there is no context: ctx's, [ErrBusy],
// [ErrClosed], or Prepare's.
func (p *Pool) Run(ctx context.Context, name string, fn func(ctx context.Context, c *Context) error) error {
	if ctx == nil {
		panic(misuse.NilContext)
	}
	if fn == nil {
		panic(misuse.NilCallback)
	}
	began := time.Now()
	at, err := p.acquire(ctx, name)
	if err != nil {
		return err
	}
	started := time.Now()
	returned, failed := false, true
	defer func() { p.finish(at, started.Sub(began), time.Since(started), failed) }()
	c, err := p.contextOf(ctx, at)
	if err != nil {
		return err
	}
	defer func() {
		if returned && p.options.KeepContexts && !c.closed.Load() {
			at.ready = c
		} else {
			c.Close()
		}
	}()
	err = fn(ctx, c)
	returned, failed = true, err != nil
	return err
}

// contextOf is the place's context: the one that is ready, or a new one.
func (p *Pool) contextOf(ctx context.Context, at *place) (*Context, error) {
	if c := at.ready; c != nil {
		at.ready = nil
		return c, nil
	}
	if at.isolate == nil {
		o := p.options.Isolate
		o.Web = o.Web || p.options.Context.Web
		if o.nobody = at.tenant == nil; !o.nobody {
			o.Tenant = at.tenant.name
		}
		isolate, err := p.host.NewIsolate(ctx, o)
		if err != nil {
			return nil, err
		}
		at.isolate = isolate
	}
	c, err := at.isolate.NewContext(ctx, p.options.Context)
	if err != nil {
		return nil, err
	}
	if p.options.Prepare != nil {
		if err := p.options.Prepare(ctx, c); err != nil {
			c.Close()
			return nil, fmt.Errorf("vm: prepare a context: %w", err)
		}
	}
	return c, nil
}

// acquire gets a place for the tenant, or waits for one.
func (p *Pool) acquire(ctx context.Context, name string) (*place, error) {
	if ctx.Err() != nil {
		return nil, &Error{Op: "pool", Err: contextError(ctx)}
	}
	p.mutex.Lock()
	if p.closed {
		p.mutex.Unlock()
		return nil, errPoolClosed
	}
	t := p.tenants[name]
	if t == nil {
		t = &tenant{name: name, since: time.Now()}
		p.tenants[name] = t
	}
	if at := p.placeFor(t); at != nil {
		p.working.Add(1)
		p.mutex.Unlock()
		return at, nil
	}
	if len(t.waiting) >= p.options.MaxWaiting {
		p.mutex.Unlock()
		return nil, &Error{Op: "pool", Err: ErrBusy}
	}
	turn := make(chan *place, 1)
	t.waiting = append(t.waiting, turn)
	p.mutex.Unlock()
	select {
	case at := <-turn:
		if at == nil {
			return nil, errPoolClosed
		}
		return at, nil
	case <-ctx.Done():
	}
	p.mutex.Lock()
	for n, each := range t.waiting {
		if each == turn {
			t.waiting = append(t.waiting[:n], t.waiting[n+1:]...)
			break
		}
	}
	p.mutex.Unlock()
	select {
	case at := <-turn: // meanwhile
		if at != nil {
			p.release(at)
		}
	default:
	}
	return nil, &Error{Op: "pool", Err: contextError(ctx)}
}

var errPoolClosed = &Error{Op: "pool", Err: errorOf(ErrClosed, "the pool is closed")}

// placeFor is a place that the tenant may have now, or nil. The lock is held.
func (p *Pool) placeFor(t *tenant) *place {
	if t.busy >= p.options.PerTenant {
		return nil
	}
	if n := len(t.idle); n > 0 {
		at := t.idle[n-1]
		t.idle = t.idle[:n-1]
		t.busy++
		return at
	}
	if p.count >= p.options.Size && !p.evict() {
		return nil
	}
	p.count++
	t.busy++
	return p.takeAhead(t)
}

// evict gives up the idle isolate that was used least recently. The lock is held.
func (p *Pool) evict() bool {
	var oldest *tenant
	for _, t := range p.tenants {
		if len(t.idle) > 0 && (oldest == nil || t.idle[0].used.Before(oldest.idle[0].used)) {
			oldest = t
		}
	}
	if oldest == nil {
		return false
	}
	at := oldest.idle[0]
	oldest.idle = oldest.idle[1:]
	p.drop(at)
	return true
}

// drop closes a place's isolate. The lock is held.
func (p *Pool) drop(at *place) {
	p.count--
	p.close(at)
}

// close closes a place's isolate, if it has one. The lock is held.
func (p *Pool) close(at *place) {
	if at.isolate != nil {
		p.working.Go(func() { at.isolate.Close() })
	}
}

// finish ends a call, and prepares the place for the next one.
func (p *Pool) finish(at *place, waited, took time.Duration, failed bool) {
	at.calls++
	at.used = time.Now()
	t := at.tenant
	p.mutex.Lock()
	t.used.Calls++
	if failed {
		t.used.Failures++
	}
	t.used.Time += took
	t.used.Waited += waited
	t.share = t.shareAt(at.used) + took
	t.since = at.used
	closed := p.closed
	p.mutex.Unlock()
	if closed || at.ready != nil || at.isOver(p.options) || p.options.KeepContexts {
		p.release(at)
		return
	}
	go func() {
		defer p.release(at)
		ctx, cancel := context.WithTimeout(context.Background(), prepareTimeout)
		defer cancel()
		if c, err := p.contextOf(ctx, at); err == nil { // else whoever comes next is told
			at.ready = c
		}
	}()
}

const prepareTimeout = 30 * time.Second

// isOver reports whether the place's isolate has served its time.
func (at *place) isOver(o PoolOptions) bool {
	return at.isolate == nil || at.isolate.isDead() || at.calls >= o.MaxCalls
}

// release gives a place back, to who is next.
func (p *Pool) release(at *place) {
	over := at.isOver(p.options)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	at.tenant.busy--
	if over || p.closed {
		p.drop(at)
	} else {
		at.tenant.idle = append(at.tenant.idle, at)
	}
	p.next()
	p.working.Done()
}

// shareAt is what the tenant has used of late: half of it counts a second later.
func (t *tenant) shareAt(now time.Time) time.Duration {
	halves := now.Sub(t.since).Seconds()
	if halves > 60 {
		return 0
	}
	share := t.share
	for ; halves >= 1; halves-- {
		share /= 2
	}
	return share - time.Duration(float64(share)*halves/2)
}

// next gives places to those who wait, to the tenant first that has used the least.
// The lock is held.
func (p *Pool) next() {
	refused := map[*tenant]bool{}
	for {
		now := time.Now()
		var least *tenant
		for _, t := range p.tenants {
			if len(t.waiting) > 0 && !refused[t] && t.busy < p.options.PerTenant &&
				(least == nil || t.shareAt(now) < least.shareAt(now)) {
				least = t
			}
		}
		if least == nil {
			return
		}
		at := p.placeFor(least)
		if at == nil {
			refused[least] = true
			continue
		}
		p.working.Add(1)
		turn := least.waiting[0]
		least.waiting = least.waiting[1:]
		turn <- at
	}
}

// sweep gives up what was idle for too long, and forgets tenants that have nothing.
func (p *Pool) sweep() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		return
	}
	now := time.Now()
	for name, t := range p.tenants {
		for len(t.idle) > 0 && now.Sub(t.idle[0].used) >= p.options.MaxIdle {
			p.drop(t.idle[0])
			t.idle = t.idle[1:]
		}
		if len(t.idle) == 0 && t.busy == 0 && len(t.waiting) == 0 && now.Sub(t.since) > 10*p.options.MaxIdle {
			delete(p.tenants, name)
		}
	}
	p.fillAhead()
	p.sweeper.Reset(p.options.MaxIdle)
}

// Statistics are those of the tenants that the pool remembers: who has an isolate,
// or had one of late.
func (p *Pool) Statistics() map[string]TenantStatistics {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	all := map[string]TenantStatistics{}
	for name, t := range p.tenants {
		s := t.used
		s.Isolates, s.Waiting = len(t.idle)+t.busy, len(t.waiting)
		all[name] = s
	}
	return all
}

// Close closes the pool's isolates. Calls that wait end with [ErrClosed]; those that
// go on end by themselves, and Close waits for them. Closing again does nothing. The
// error is always nil, for io.Closer.
func (p *Pool) Close() error {
	p.mutex.Lock()
	if !p.closed {
		p.closed = true
		p.cancel()
		p.sweeper.Stop()
		for _, at := range p.ahead {
			p.close(at)
		}
		p.ahead = nil
		for _, t := range p.tenants {
			for _, at := range t.idle {
				p.drop(at)
			}
			t.idle = nil
			for _, turn := range t.waiting {
				turn <- nil
			}
			t.waiting = nil
		}
	}
	p.mutex.Unlock()
	p.working.Wait()
	return nil
}
