package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A call is one request that runs in a guest: what its limits have left, and whose
// HostCalls those are that it makes. It is the context.Context of what runs in its
// name.
//
// Most calls are over before anybody has asked for their context. They are used again.
type call struct {
	lazyctx.Layer
	guest     *guest
	request   *protocol.Request
	response  *protocol.Response
	do        operation
	begins    func(*v8.Scope) (v8.Value, error) // is begin
	limits    [1]v8.RunOptions
	values    [3]v8.Value // room for arguments
	lent      atomic.Bool
	hostCalls atomic.Uint64
	output    atomic.Uint64
	made      *madeModule // by compileModule
	late      *lateResult // of a promise that is waited for, or nil
}

func newCall() *call {
	k := &call{}
	k.begins = k.begin
	k.limits[0] = v8.RunOptions{CPULimit: -1, CPUBudget: v8.NewCPUBudget(0)}
	return k
}

// start begins a call of a request.
func (c *call) start(ctx context.Context, g *guest, r *protocol.Request, do operation) {
	c.Context, c.guest, c.request, c.response, c.do = ctx, g, r, &r.Response, do
	bridge.ResetCPUBudget(c.limits[0].CPUBudget, r.Limits.CPU)
}

// forget makes a call that nobody has any more ready for another request.
func (c *call) forget() {
	c.start(context.Background(), nil, emptyRequest, nil)
	c.values = [len(c.values)]v8.Value{}
	c.hostCalls.Store(0)
	c.output.Store(0)
	c.made, c.late = nil, nil
}

var emptyRequest = &protocol.Request{}

// Lend is that of lazyctx.Lazy.
func (c *call) Lend() {
	c.lent.Store(true)
	c.Layer.Lend()
}

// sign says in whose name a HostCall is made. The call may be nil.
func (c *call) sign(h *protocol.HostCall) {
	if c != nil {
		h.Call, h.Caller = c.request.ID, c.request.Caller
	}
}

type callKey struct{}

// Value is that of context.Context.
func (c *call) Value(key any) any {
	if key == (callKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// callOf is the call in whose name JavaScript runs, or nil.
func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// countHostCall is an error when the call has made as many as it may.
func (c *call) countHostCall() error {
	if c == nil {
		return nil
	}
	used, limit := c.hostCalls.Add(1), c.request.Limits.HostCalls
	if limit != 0 && used > limit {
		return &limitFailure{protocol.HostCallLimit, "HostCalls", limit, used}
	}
	return nil
}

type limitFailure struct {
	reason      protocol.Reason
	option      string
	limit, used uint64
}

func (l *limitFailure) Error() string {
	return "limit reached: " + l.option + " " + strconv.FormatUint(l.limit, 10)
}

// respond runs the operation, waits for its promise, and gives what the host wants of
// the result.
func (k *call) respond(ctx context.Context) *protocol.Response {
	g := k.guest
	var err error
	if bridge.IsInside(g.v8) {
		err = k.runInside()
	} else {
		err = k.await()
	}
	response := k.response
	if k.made != nil {
		response.Value = protocol.Value{Kind: protocol.Reference, ID: k.made.id, Text: "module"}
		response.Names = k.made.names
	}
	response.Usage = protocol.Usage{
		CPU: k.limits[0].CPUBudget.Used(), HostCalls: k.hostCalls.Load(), OutputBytes: k.output.Load(),
	}
	if err != nil {
		var thrown *v8.Exception
		var termination *v8.Termination
		if ctx.Err() != nil && errors.As(err, &thrown) && !errors.As(err, &termination) {
			// A Go function has told of it in time for the guest to throw that.
			err = fmt.Errorf("%w: %w", v8.ErrTerminated, ctx.Err())
		}
		response.Failure = g.isolate.engine.failure(err)
		if response.Value.Kind == protocol.Reference {
			g.isolate.release([]uint64{response.Value.ID})
		}
		response.Value = protocol.Value{}
		if errors.Is(err, v8.ErrTerminated) {
			g.isolate.drop(g.async.drop(k)...)
		}
	}
	return response
}

// runInside runs the operation while the guest waits for the host, which makes it.
func (c *call) runInside() error {
	if c.request.Op == protocol.OpImport {
		return unsupported("modules can't be imported while the isolate waits for the host")
	}
	return c.guest.v8.Run(c, func(s *v8.Scope) error {
		promise, err := c.run(s)
		if err == nil && promise.IsPromise() {
			err = unsupported("the result is a promise, which can't be awaited while the isolate waits for the host: take a Reference of it, with NoAwait")
		}
		return err
	}, c.limits[:]...)
}

// run runs the operation, and gives its response the result, but for a promise that
// the host wants to be waited for.
func (c *call) run(s *v8.Scope) (awaited v8.Value, err error) {
	v, err := c.do(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	if !c.request.NoAwait && v.IsPromise() {
		return v, nil
	}
	c.response.Value, err = c.guest.result(s, v, c.request)
	return v8.Undefined(), err
}

// await runs the operation, and waits for its promise.
func (c *call) await() error {
	if c.request.Op == protocol.OpImport {
		if err := c.guest.importModule(c, c.request, c.limits[0]); err != nil {
			return err
		}
	}
	err := c.guest.loop.Await(c, nil, c.begins, c.limits[:]...)
	if c.late == nil {
		return err
	}
	value, ok := c.late.end()
	if c.response.Value = value; !ok && err == nil {
		err = unsupported("the promise has a constructor that made another promise, which was settled first")
	}
	return err
}

// begin is what the loop waits for.
func (c *call) begin(s *v8.Scope) (v8.Value, error) {
	awaited, err := c.run(s)
	promise, ok := awaited.AsPromise()
	if err != nil || !ok {
		return v8.Undefined(), err
	}
	if promise.State() == v8.PromisePending { // the microtasks that are there settle most
		if err := s.PerformMicrotaskCheckpoint(); err != nil {
			return v8.Value{}, err
		}
	}
	switch promise.State() {
	case v8.PromiseFulfilled:
		c.response.Value, err = c.guest.result(s, promise.Result(), c.request)
		return v8.Undefined(), err
	case v8.PromiseRejected:
		return promise.Value, nil // the loop has it as its error
	}
	late := &lateResult{guest: c.guest, request: *c.request}
	late.request.Out = nil // which is the caller's again when the call has returned
	c.late = late
	delivered, err := promise.Then(func(s *v8.Scope, v v8.Value) (v8.Value, error) {
		return v8.Undefined(), late.deliver(s, v)
	}, nil)
	return delivered.Value, err
}
