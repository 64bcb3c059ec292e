package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A hostFunction is what a function in the guest calls.
type hostFunction struct {
	op         protocol.HostOp
	mode       protocol.Mode
	id         uint64
	name       string
	references []bool // as in protocol.Value
}

func (g *guest) newCallback(s *v8.Scope, v *protocol.Value) (v8.Value, error) {
	f, err := g.newFunction(s, hostFunction{protocol.HostCallback, v.Mode, v.ID, v.Text, v.References})
	if err == nil {
		err = g.gave(s, v, f)
	}
	return f, err
}

// gave is told of the functions that stand for a value of the host's, which is theirs
// from now on.
func (g *guest) gave(s *v8.Scope, v *protocol.Value, functions ...v8.Value) error {
	given := &givenValue{isolate: g.isolate, id: v.ID}
	err := given.watch(s, functions...)
	if err == nil {
		*v = protocol.Value{}
	}
	return err
}

// newFunction makes a function that calls the host.
func (g *guest) newFunction(s *v8.Scope, h hostFunction) (v8.Value, error) {
	name := v8.FunctionOptions{Name: h.name}
	var f v8.Function
	var err error
	switch h.mode {
	case protocol.Async:
		f, err = g.newAsync(s, h, name)
	case protocol.Ignored:
		f, err = s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			call := &hostCall{}
			_, err := g.fill(call, info, h)
			if err == nil {
				err = g.isolate.ignored.add(g.isolate, &call.HostCall)
			}
			return v8.Undefined(), err
		}, name)
	default:
		f, err = s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
			waiting := g.takeHostCall()
			defer g.putHostCall(waiting)
			ctx, err := g.fill(waiting, info, h)
			if err != nil {
				return v8.Value{}, err
			}
			response := g.isolate.engine.host.Call(ctx, &waiting.HostCall)
			if response.Failure != nil {
				return v8.Value{}, &hostError{response.Failure}
			}
			v, err := g.toValue(info.Scope(), &response.Value)
			g.isolate.drop(protocol.GivenIn(response.Value)...)
			return v, err
		}, name)
	}
	return f.Value, err
}

// A hostCall has room for the arguments of most.
type hostCall struct {
	protocol.HostCall
	few [4]protocol.Value
}

// takeHostCall is a HostCall for JavaScript that waits. The host is through with it when
// it has answered. It is called inside the isolate, as is putHostCall.
func (g *guest) takeHostCall() *hostCall {
	call := g.spareHostCall
	if g.spareHostCall = nil; call == nil {
		call = &hostCall{}
	}
	return call
}

func (g *guest) putHostCall(call *hostCall) {
	*call = hostCall{}
	g.spareHostCall = call
}

// fill makes it the HostCall that a call of the function is.
func (g *guest) fill(call *hostCall, info v8.FunctionCallbackInfo, h hostFunction) (context.Context, error) {
	ctx := info.Scope().Ctx()
	k := callOf(ctx)
	if err := k.countHostCall(); err != nil {
		return nil, err
	}
	values := call.few[:]
	if info.Length() > len(values) {
		values = make([]protocol.Value, info.Length())
	}
	values = values[:info.Length()]
	if err := g.arguments(info, h.references, values); err != nil {
		return nil, err
	}
	call.Op, call.Mode, call.ID = h.op, h.mode, h.id
	call.Isolate, call.Context, call.Values = g.isolate.id, g.id, values
	call.Dropped = g.isolate.takeDropped()
	k.sign(&call.HostCall)
	return ctx, nil
}

// A hostError is the host's error, thrown in the guest.
type hostError struct{ failure *protocol.Failure }

func (e *hostError) Error() string { return e.failure.Message }

// Unwrap is for errors that are in this process.
func (e *hostError) Unwrap() error { return e.failure.Local }

// asyncCalls are the calls of async callbacks that have begun: their arguments on
// the way to the loop's goroutines, and what the host has answered on the way back.
type asyncCalls struct {
	sync.Mutex
	last  float64
	calls map[float64]*asyncCall
}

type asyncCall struct {
	of       *call // or nil
	call     *protocol.HostCall
	response *protocol.Response
	bytes    *byteCount // in which the arguments are
}

func (a *asyncCalls) add(call *asyncCall) (id float64) {
	a.Lock()
	defer a.Unlock()
	if a.calls == nil {
		a.calls = map[float64]*asyncCall{}
	}
	a.last++
	a.calls[a.last] = call
	return a.last
}

func (a *asyncCalls) get(id float64) *asyncCall {
	a.Lock()
	defer a.Unlock()
	return a.calls[id]
}

// answer is what the host has answered, and false when nobody waits for it any more.
func (a *asyncCalls) answer(id float64, response *protocol.Response) bool {
	a.Lock()
	defer a.Unlock()
	call := a.calls[id]
	if call != nil {
		call.response = response
	}
	return call != nil
}

func (a *asyncCalls) take(id float64) *asyncCall {
	a.Lock()
	defer a.Unlock()
	call := a.calls[id]
	if call != nil {
		delete(a.calls, id)
		call.bytes.remove(call.call)
	}
	return call
}

// drop forgets what a call has begun that was terminated: the loop does so, too.
// What the host has given for it is dropped.
func (a *asyncCalls) drop(of *call) (given []uint64) {
	return a.dropWhere(func(call *asyncCall) bool { return call.of == of })
}

// end is drop for all calls.
func (a *asyncCalls) end() (given []uint64) {
	return a.dropWhere(func(*asyncCall) bool { return true })
}

func (a *asyncCalls) dropWhere(is func(*asyncCall) bool) (given []uint64) {
	a.Lock()
	defer a.Unlock()
	for id, call := range a.calls {
		if is(call) {
			delete(a.calls, id)
			call.bytes.remove(call.call)
			if call.response != nil {
				given = append(given, protocol.GivenIn(call.response.Value)...)
			}
		}
	}
	return given
}

// A byteCount is how much memory the arguments of an isolate's calls of the host take
// for which no JavaScript waits: they are outside of its heap.
type byteCount struct{ used atomic.Int64 }

const mostCallBytes = 64 << 20

// add is an error when there is no room; then nothing is added.
func (b *byteCount) add(call *protocol.HostCall) error {
	size := sizeOf(call)
	if used := b.used.Add(size); used > mostCallBytes {
		b.used.Add(-size)
		return &limitFailure{protocol.HostCallLimit, "bytes of arguments of calls that nobody waits for", mostCallBytes, uint64(used)}
	}
	return nil
}

func (b *byteCount) remove(call *protocol.HostCall) { b.used.Add(-sizeOf(call)) }

func sizeOf(call *protocol.HostCall) (size int64) {
	const each = 100
	for _, v := range call.Values {
		size += int64(each + len(v.Text) + len(v.Data))
	}
	return size
}

// newAsync makes a function whose calls run in goroutines of the loop's. What
// crosses there is a number only; the arguments are taken before, and the result
// is made after it, inside the isolate.
func (g *guest) newAsync(s *v8.Scope, h hostFunction, name v8.FunctionOptions) (v8.Function, error) {
	inner, err := g.loop.NewAsyncFunction(s, func(ctx context.Context, id float64) error {
		call := g.async.get(id)
		if call == nil {
			return context.Canceled // dropped
		}
		response := g.isolate.engine.host.Call(ctx, call.call)
		if !g.async.answer(id, response) {
			g.isolate.drop(protocol.GivenIn(response.Value)...)
			return context.Canceled
		}
		if response.Failure != nil {
			g.async.take(id)
			return &hostError{response.Failure}
		}
		return nil
	}, v8.FunctionOptions{})
	if err != nil {
		return v8.Function{}, err
	}
	kept, err := v8.NewGlobal(s, inner)
	if err != nil {
		return v8.Function{}, err
	}
	return s.NewFunction(func(info v8.FunctionCallbackInfo) (v8.Value, error) {
		s := info.Scope()
		made := &hostCall{}
		ctx, err := g.fill(made, info, h)
		if err != nil {
			return v8.Value{}, err
		}
		call := &made.HostCall
		if err := g.isolate.callBytes.add(call); err != nil {
			return v8.Value{}, err
		}
		id := g.async.add(&asyncCall{of: callOf(ctx), call: call, bytes: &g.isolate.callBytes})
		begun, err := kept.Get(s).Call(v8.Undefined(), v8.NewNumber(id))
		if err != nil {
			g.async.take(id)
			return v8.Value{}, err
		}
		promise, _ := begun.AsPromise()
		settled, err := promise.Then(func(s *v8.Scope, _ v8.Value) (v8.Value, error) {
			call := g.async.take(id)
			if call == nil {
				return v8.Value{}, context.Canceled
			}
			v, err := g.toValue(s, &call.response.Value)
			g.isolate.drop(protocol.GivenIn(call.response.Value)...)
			return v, err
		}, nil)
		return settled.Value, err
	}, name)
}

// ignoredCalls run one after the other, in a goroutine that there is while there
// are any.
type ignoredCalls struct {
	sync.Mutex
	waiting []*protocol.HostCall
	running bool
}

const mostIgnored = 10_000

func (q *ignoredCalls) add(i *isolate, call *protocol.HostCall) error {
	q.Lock()
	defer q.Unlock()
	if len(q.waiting) >= mostIgnored {
		return &limitFailure{protocol.HostCallLimit, "ignored calls", mostIgnored, mostIgnored + 1}
	}
	if err := i.callBytes.add(call); err != nil {
		return err
	}
	q.waiting = append(q.waiting, call)
	if !q.running {
		q.running = true
		go q.run(i)
	}
	return nil
}

func (q *ignoredCalls) run(i *isolate) {
	for {
		q.Lock()
		if len(q.waiting) == 0 {
			q.waiting, q.running = nil, false
			q.Unlock()
			return
		}
		call := q.waiting[0]
		q.waiting = q.waiting[1:]
		q.Unlock()
		response := i.engine.host.Call(context.Background(), call)
		i.drop(protocol.GivenIn(response.Value)...)
		i.callBytes.remove(call)
	}
}
