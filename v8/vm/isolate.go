package vm

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// An Isolate is a JavaScript heap of its own, with its limits. It is owned: call
// [Isolate.Close], or close its host. Any goroutine may call its methods, and those
// of all that belongs to it; calls run one at a time, first come, first served.
type Isolate struct {
	host    *Host
	session *session
	id      uint64
	options IsolateOptions
	closed  atomic.Bool
	dead    atomic.Bool

	lastContext atomic.Uint64
	released    *released

	mutex    sync.Mutex
	contexts map[uint64]*Context
	last     uint64 // given or error
	given    map[uint64]*given
	givenIDs map[any]uint64 // the numbers of what is given
	errors   map[uint64]error
	keptIDs  []uint64 // of errors, a ring when it is full
	nextKept int      // in it
}

// NewIsolate makes an isolate. In the tier Process it waits for a worker, until ctx
// ends. The error is [ErrClosed] of the host, or that there is no room.
func (h *Host) NewIsolate(ctx context.Context, options IsolateOptions) (*Isolate, error) {
	if options.Snapshot != nil && options.Snapshot.host != h {
		panic(misuse.OtherHost)
	}
	i, err := h.newIsolate(ctx, options)
	if err != nil {
		return nil, err
	}
	if i.options.Snapshot != nil {
		err = i.load(ctx, i.options.Snapshot)
	}
	if err == nil {
		c := i.newCall(protocol.OpNewIsolate)
		c.request.NewIsolate = i.options.request()
		err = i.do(ctx, c, "new isolate", nil, CallOptions{CPULimit: -1})
	}
	if err == nil {
		h.mutex.Lock()
		if h.closed {
			err = errHostClosed
		} else {
			h.isolates[i] = struct{}{}
		}
		h.mutex.Unlock()
	}
	if err != nil {
		i.forget()
		return nil, err
	}
	return i, nil
}

// newIsolate gives an isolate its session, in which it is not made yet.
func (h *Host) newIsolate(ctx context.Context, options IsolateOptions) (*Isolate, error) {
	if ctx == nil {
		panic(misuse.NilContext)
	}
	options = options.withDefaults()
	h.mutex.Lock()
	closed := h.closed
	h.mutex.Unlock()
	if closed {
		return nil, errHostClosed
	}
	if err := options.Group.reserve(options.MemoryLimit); err != nil {
		return nil, &Error{Op: "new isolate", Err: err}
	}
	s, err := h.tier.connect(ctx, &options)
	if err != nil {
		options.Group.giveBack(options.MemoryLimit)
		return nil, err
	}
	i := &Isolate{
		host: h, session: s, options: options, id: s.lastIsolate.Add(1),
		contexts: map[uint64]*Context{}, given: map[uint64]*given{}, givenIDs: map[any]uint64{}, errors: map[uint64]error{}, released: &released{},
	}
	s.mutex.Lock()
	s.isolates[i.id] = i
	s.mutex.Unlock()
	return i, nil
}

// request is what the engine is told.
func (o *IsolateOptions) request() protocol.IsolateOptions {
	request := protocol.IsolateOptions{
		MemoryLimit: uint64(o.MemoryLimit),
		CPU:         o.CPULimit,
		Grace:       grace(o.Grace),
		Strict:      !o.AllowSharedMemory,
		Web:         o.Web,
	}
	if o.Snapshot != nil {
		request.Snapshot = o.Snapshot.id
	}
	return request
}

// grace is v8's: it takes 0 for the default.
func grace(d time.Duration) time.Duration {
	if d == 0 {
		return -1
	}
	return d
}

// Close ends what runs in the isolate, and frees it with all that belongs to it.
// Calls that go on, and those that wait, end with [ErrClosed]. Close waits for them
// for at most the grace; a callback of the isolate's may call it, and then it takes
// effect when the callback has returned. Closing again does nothing. The error is
// always nil, for io.Closer.
func (i *Isolate) Close() error {
	if i.closed.Swap(true) {
		return nil
	}
	ctx, cancel := i.closing()
	defer cancel()
	i.session.engine.Do(ctx, &protocol.Request{Op: protocol.OpCloseIsolate, Isolate: i.id})
	i.host.mutex.Lock()
	delete(i.host.isolates, i)
	i.host.mutex.Unlock()
	i.forget()
	return nil
}

// closing is the ctx of what closes something.
func (i *Isolate) closing() (context.Context, context.CancelFunc) {
	grace := i.options.Grace
	if grace == 0 { // none, which is for JavaScript
		grace = defaultGrace
	}
	return context.WithTimeout(context.Background(), grace)
}

// forget leaves the session.
func (i *Isolate) forget() {
	s := i.session
	s.mutex.Lock()
	_, there := s.isolates[i.id]
	delete(s.isolates, i.id)
	s.mutex.Unlock()
	if there {
		i.options.Group.giveBack(i.options.MemoryLimit)
		i.host.tier.leave(s)
	}
}

// IsClosed reports whether the isolate was closed, by whomever.
func (i *Isolate) IsClosed() bool { return i.closed.Load() }

// Statistics are those of an isolate.
type Statistics struct {
	UsedHeap, TotalHeap, HeapLimit, External uint64        // bytes
	CPU, Wall                                time.Duration // since it was made
	Contexts, References                     int           // that are not closed
}

// Statistics says how much the isolate has, and has used. It does not wait for what
// runs there.
func (i *Isolate) Statistics(ctx context.Context) (Statistics, error) {
	response, err := i.ask(ctx, i.newCall(protocol.OpStatistics), "statistics", nil, CallOptions{})
	if err != nil {
		return Statistics{}, err
	}
	s := response.Statistics
	if s == nil {
		return Statistics{}, &Error{Op: "statistics", Err: errBroken}
	}
	return Statistics{
		UsedHeap: s.UsedHeap, TotalHeap: s.TotalHeap, HeapLimit: s.HeapLimit, External: s.External,
		CPU: s.CPU, Wall: s.Wall,
		Contexts: int(s.Contexts), References: int(s.Handles),
	}, nil
}

// LowMemoryNotification collects all garbage, and gives back what memory the isolate does
// not need: for one that has worked and is about to rest. It takes milliseconds, more
// with a large heap.
func (i *Isolate) LowMemoryNotification(ctx context.Context) error {
	return i.do(ctx, i.newCall(protocol.OpLowMemory), "low memory notification", nil, CallOptions{})
}

// A frame is the ctx of a Go function that a guest waits for, and says so.
type frame struct {
	lazyctx.Layer
	isolate *Isolate
	request uint64 // by which the engine knows the wait
	outer   *frame
}

type frameKey struct{}

// Value is that of context.Context.
func (f *frame) Value(key any) any {
	if key == (frameKey{}) {
		return f
	}
	return f.Context.Value(key)
}

func frameOf(ctx context.Context) *frame {
	f, _ := ctx.Value(frameKey{}).(*frame)
	return f
}

// within is the HostCall that the guest waits for, if ctx is of it.
func (i *Isolate) within(ctx context.Context) (parent uint64, err error) {
	innermost := frameOf(ctx)
	for f := innermost; f != nil; f = f.outer {
		if f.isolate == i {
			if f == innermost {
				return f.request, nil
			}
			return 0, ErrCycle
		}
	}
	return 0, nil
}

var errIsolateClosed = errorOf(ErrClosed, "the isolate is closed")
var errSnapshotClosed = errorOf(ErrClosed, "the snapshot is closed")
var errHostClosed = &Error{Op: "new isolate", Err: errorOf(ErrClosed, "the host is closed")}

// isDead reports whether nothing can run in the isolate any more.
func (i *Isolate) isDead() bool {
	return i.closed.Load() || i.dead.Load() || i.session.worker != nil && i.session.worker.lost() != nil
}
