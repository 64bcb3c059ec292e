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

// A call is one that has not returned yet, with its request. It is the context.Context
// of what is done in its name: it ends with the call, and by its wall limit.
//
// Most calls are over before anybody has looked at their context. They are used again.
type call struct {
	lazyctx.Context
	isolate *Isolate
	console Console // or nil
	request protocol.Request
	few     [3]protocol.Value // the request's, unless it has more
	late    LimitError        // of the wall limit

	output      atomic.Int64 // bytes that it has written
	outputLimit int64        // 0 is none

	panicked atomic.Pointer[panicked] // of a callback, the first
	returned bool                     // without an error
	over     atomic.Bool
}

type panicked struct{ value any }

var calls = sync.Pool{New: func() any { return new(call) }}

// newCall is a call whose request is to be filled in: do or ask ends it.
func (i *Isolate) newCall(op protocol.Op) *call {
	c := calls.Get().(*call)
	c.isolate = i
	c.request.Op, c.request.Isolate = op, i.id
	return c
}

// end ends the call, which somebody may still have.
func (c *call) end() {
	if c.returned && c.IsUnseen() {
		*c = call{}
		calls.Put(c)
		return
	}
	c.over.Store(true)
	c.End(nil)
}

// begin gives a call its number, by which a worker knows it.
func (s *session) begin(c *call) {
	c.request.ID = s.lastCall.Add(1)
	if s.worker == nil {
		c.request.Caller = c
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.calls[c.request.ID] = c
}

func (s *session) end(c *call) {
	if s.worker == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.calls, c.request.ID)
}

// lendCall is the call of that number, or nil.
func (s *session) lendCall(id uint64) *call {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	c := s.calls[id]
	if c != nil {
		c.Lend() // before it can end
	}
	return c
}

// callOf is the call in whose name a guest asks, unless it is over or the isolate is
// not i.
func (s *session) callOf(h *protocol.HostCall, i *Isolate) *call {
	c, _ := h.Caller.(*call)
	if s.worker != nil {
		c = s.lendCall(h.Call)
	}
	if c == nil || c.isolate != i || c.over.Load() {
		return nil
	}
	return c
}

// ask is do, for what is in the response besides its Value.
func (i *Isolate) ask(ctx context.Context, c *call, op string, out any, o CallOptions) (response *protocol.Response, err error) {
	c.Lend() // it has the response
	return i.send(ctx, c, op, out, o)
}

// do sends a call's request, and stores the result in what out points to.
func (i *Isolate) do(ctx context.Context, c *call, op string, out any, o CallOptions) error {
	_, err := i.send(ctx, c, op, out, o)
	return err
}

func (i *Isolate) send(ctx context.Context, c *call, op string, out any, o CallOptions) (*protocol.Response, error) {
	if ctx == nil {
		panic(misuse.NilContext)
	}
	if i.closed.Load() {
		return nil, &Error{Op: op, Err: errIsolateClosed}
	}
	parent, err := i.within(ctx)
	if err == nil && ctx.Err() != nil {
		err = contextError(ctx)
	}
	if err != nil {
		i.takeBackRequest(&c.request)
		return nil, &Error{Op: op, Err: err}
	}
	began := time.Now()
	if wall := within(o.WallLimit, i.options.WallLimit); wall != 0 {
		c.late = LimitError{Option: "WallLimit", Limit: uint64(wall), Used: uint64(wall), sentinel: ErrWallLimit}
		c.StartUntil(ctx, began.Add(wall), &c.late)
	} else {
		c.Start(ctx)
	}
	defer c.end()
	if parent == 0 { // else the call around it has waited
		if err := i.options.Group.wait(c); err != nil {
			i.takeBackRequest(&c.request)
			return nil, &Error{Op: op, Err: err}
		}
	}
	i.prepare(c, parent, out, &o)
	i.session.begin(c)
	response := i.session.engine.Do(c, &c.request)
	i.session.end(c)
	i.takeBack(response.Dropped...)
	i.options.Group.spend(response.Usage.CPU)
	if p := c.panicked.Load(); p != nil {
		i.used(response, began, &o)
		panic(p.value)
	}
	if response.Failure != nil {
		return nil, &Error{Op: op, Err: i.failure(c, response.Failure, i.used(response, began, &o))}
	}
	if o.Usage != nil {
		i.used(response, began, &o)
	}
	if c.request.Want != protocol.WantNothing {
		if err := i.decode(response.Value, out); err != nil {
			return nil, &Error{Op: op, Err: err}
		}
	}
	c.returned = true
	return response, nil
}

// prepare fills in what every request has.
func (i *Isolate) prepare(c *call, parent uint64, out any, o *CallOptions) {
	r := &c.request
	c.console = o.Console
	r.Parent, r.NoAwait, r.Accessors = parent, o.NoAwait, o.Accessors
	r.Want = wantOf(out)
	if r.Want == protocol.WantCopy && o.ResultBytes == 0 && storesItself(out) && i.session.engine.Local() {
		r.Out = out
	}
	r.Limits = protocol.Limits{
		CPU:         within(o.CPULimit, i.options.CPULimit),
		HostCalls:   positive(o.HostCalls),
		OutputBytes: positive(withDefault(o.OutputBytes, defaultOutputBytes)),
		ResultBytes: positive(within(o.ResultBytes, i.options.MemoryLimit)),
	}
	r.Released = i.released.take()
	c.outputLimit = int64(r.Limits.OutputBytes)
}

// used is what a call has used; whoever has asked for it is told.
func (i *Isolate) used(response *protocol.Response, began time.Time, o *CallOptions) Usage {
	usage := usageOf(response, time.Since(began))
	if o.Usage != nil {
		*o.Usage = usage
	}
	return usage
}
