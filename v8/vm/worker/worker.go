// Package worker makes a program a worker of the tier vm.Process: one that runs
// isolates for a host in another process. There is nothing to call. A host imports
// it so that it can start its own binary anew:
//
//	import _ "github.com/nodeisolates/isolates/v8/vm/worker"
//
// Where the environment says that the process is to be a worker, this package's init
// is its main function, and ends it. Everywhere else it does nothing.
package worker

import (
	"context"
	"fmt"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
	"github.com/nodeisolates/isolates/v8/vm/internal/engine"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls/inside"
)

func init() {
	protocol.RegisterWorker()
	text := os.Getenv(protocol.WorkerVariable)
	if text == "" {
		return
	}
	role, err := protocol.ParseRole(text)
	if err == nil {
		err = run(role)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "isolates worker:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// run serves the host at the other end of a socket, until that is closed.
func run(role protocol.Role) error {
	file := os.NewFile(uintptr(role.Socket), "host")
	socket, err := net.FileConn(file)
	if err != nil {
		return fmt.Errorf("connect to the host: %w", err)
	}
	file.Close()
	var memory *protocol.Memory
	if role.Memory != 0 {
		file := os.NewFile(uintptr(role.Memory), "memory")
		if memory, err = protocol.MapMemory(file, true); err != nil {
			return err
		}
		file.Close()
	}
	w := &worker{
		conn:     protocol.NewConn(socket, protocol.LongestFrame, role.MaxMessage),
		running:  map[uint64]*lazyctx.Context{},
		calls:    map[uint64]*hostCall{},
		late:     map[uint64]uint64{},
		requests: make(chan request),
		async:    make(chan struct{}, protocol.MostHostCalls/2),
	}
	if role.Hardened {
		if err := v8.Harden(v8.HardenOptions{}); err != nil {
			return err
		}
	}
	if w.engine, err = engine.New(w, false); err != nil {
		return err
	}
	if role.Snapshot != 0 {
		file := os.NewFile(uintptr(role.Snapshot), "snapshot")
		if err := engine.ShareSnapshot(file); err != nil {
			return fmt.Errorf("the snapshot: %w", err)
		}
		file.Close()
	}
	if err := warmUp(); err != nil {
		return err
	}
	hello := &protocol.Hello{Version: protocol.Version, Shares: memory != nil}
	for _, wall := range inside.Raise(inside.Options{
		Descriptors: []int{descriptorOf(socket)}, Environment: []string{protocol.WorkerVariable, "LD_LIBRARY_PATH", "TZ"}, Parent: role.Parent,
	}) {
		hello.Walls = append(hello.Walls, protocol.Wall(wall))
	}
	if err := w.conn.Send(protocol.FrameHello, 0, hello); err != nil {
		return err
	}
	w.conn.Handler = func(kind protocol.FrameType, id uint64, body []byte) error {
		return w.dispatch(kind, id, body, w.begin)
	}
	if memory != nil {
		w.conn.Share(memory)
		go w.lead()
	}
	w.conn.Serve()
	return nil
}

func descriptorOf(socket net.Conn) (descriptor int) {
	raw, err := socket.(syscall.Conn).SyscallConn()
	if err != nil {
		return -1
	}
	raw.Control(func(fd uintptr) { descriptor = int(fd) })
	return descriptor
}

// warmUp lets libraries read the files that they need while they can: the time
// zone, and what V8 and the C library ask for when a context is made.
func warmUp() error {
	iso, err := v8.NewIsolate(v8.IsolateOptions{})
	if err != nil {
		return err
	}
	defer iso.Close()
	c, err := iso.NewContext(context.Background(), v8.ContextOptions{})
	if err != nil {
		return err
	}
	return c.Eval(context.Background(), "`${new Date(0)}${new Date(0).toLocaleString()}${'a'.localeCompare('b')}`", nil)
}

// A worker is the worker's side of the socket.
type worker struct {
	conn     *protocol.Conn
	engine   *engine.Engine
	requests chan request  // to goroutines that have nothing to do
	idle     atomic.Int32  // of these
	async    chan struct{} // as many HostCalls as nobody's JavaScript waits for

	mutex   sync.Mutex
	running map[uint64]*lazyctx.Context // of requests
	last    uint64
	calls   map[uint64]*hostCall // that wait for the host
	late    map[uint64]uint64    // isolates of HostCalls that were canceled, and have their place in async until the host answers
}

type request struct {
	id  uint64
	ctx *lazyctx.Context
	*protocol.Request
}

// A hostCall waits for the host, and meanwhile answers the requests that the host
// makes on its behalf: only its goroutine is inside the isolate.
type hostCall struct {
	response chan *protocol.Response
	nested   chan request
}

// lead receives for all while nobody else does, and answers requests itself: who is
// woken by one can begin at once. Meanwhile others receive.
func (w *worker) lead() {
	for {
		var mine *request
		take := func(r request) { mine = &r }
		handle := func(kind protocol.FrameType, id uint64, body []byte) error {
			return w.dispatch(kind, id, body, take)
		}
		w.conn.Turn <- struct{}{}
		if err := w.conn.Lead(handle, func() bool { return mine != nil }); err != nil {
			os.Exit(0)
		}
		w.do(*mine)
	}
}

// dispatch sees to a frame. A request that is made on nobody's behalf is given to
// begin.
func (w *worker) dispatch(kind protocol.FrameType, id uint64, body []byte, begin func(request)) error {
	switch kind {
	case protocol.FrameRequest:
		r := &protocol.Request{}
		if err := protocol.Decode(body, r); err != nil {
			return err
		}
		w.request(id, r, begin)
	case protocol.FrameCancel:
		w.mutex.Lock()
		ctx := w.running[id]
		w.mutex.Unlock()
		if ctx != nil {
			ctx.End(nil)
		}
	case protocol.FrameHostResponse:
		response := &protocol.Response{}
		if err := protocol.Decode(body, response); err != nil {
			return err
		}
		w.mutex.Lock()
		call, late := w.calls[id], w.late[id]
		delete(w.calls, id)
		delete(w.late, id)
		w.mutex.Unlock()
		if call != nil {
			call.response <- response
		} else if late != 0 {
			w.engine.Drop(late, response.Value)
		}
		if late != 0 {
			<-w.async
		}
	default:
		return protocol.ErrMalformed
	}
	return nil
}

// request gives a request to the goroutine that waits for its parent, or else to
// begin.
func (w *worker) request(id uint64, r *protocol.Request, begin func(request)) {
	ctx := &lazyctx.Context{}
	ctx.Start(context.Background())
	w.mutex.Lock()
	w.running[id] = ctx
	asked := request{id, ctx, r}
	call, full := w.calls[r.Parent], false
	if call != nil { // under the lock: whoever forgets the call refuses what is there
		select {
		case call.nested <- asked:
		default:
			full = true
		}
	}
	w.mutex.Unlock()
	switch {
	case r.Parent == 0:
		begin(asked)
	case call == nil:
		w.answer(id, protocol.Fail(protocol.Closed, "the call in whose callback this was made is over"))
	case full:
		w.answer(id, protocol.Fail(protocol.Closed, "the callback makes too many calls at once"))
	}
}

// begin has a request answered by a goroutine that is idle, or a new one.
func (w *worker) begin(r request) {
	select {
	case w.requests <- r:
	default:
		go w.work(r)
	}
}

// work answers a request and those that come after it, unless there are enough
// goroutines that do.
func (w *worker) work(r request) {
	const mostIdle = 16
	for {
		w.do(r)
		if w.idle.Add(1) > mostIdle {
			w.idle.Add(-1)
			return
		}
		r = <-w.requests
		w.idle.Add(-1)
	}
}

func (w *worker) do(r request) { w.answer(r.id, w.engine.Do(r.ctx, r.Request)) }

func (w *worker) answer(id uint64, response *protocol.Response) {
	w.mutex.Lock()
	ctx := w.running[id]
	delete(w.running, id)
	w.mutex.Unlock()
	if ctx != nil {
		ctx.End(nil)
	}
	err := w.conn.Send(protocol.FrameResponse, id, response)
	if refusal := protocol.Refusal(err); refusal != nil {
		refusal.Dropped = response.Dropped
		w.conn.Send(protocol.FrameResponse, id, refusal)
	}
}

// Call asks the host; see protocol.Host.
func (w *worker) Call(ctx context.Context, h *protocol.HostCall) *protocol.Response {
	const mostNested = 100
	canceled := false
	if h.Mode != protocol.Sync {
		select {
		case w.async <- struct{}{}:
			defer func() {
				if !canceled {
					<-w.async
				}
			}()
		case <-ctx.Done():
			return protocol.Fail(protocol.Canceled, "%v", ctx.Err())
		}
	}
	call := &hostCall{make(chan *protocol.Response, 1), make(chan request, mostNested)}
	w.mutex.Lock()
	w.last++
	id := w.last
	w.calls[id] = call
	w.mutex.Unlock()
	if err := w.conn.Send(protocol.FrameHostCall, id, h); err != nil {
		w.forget(id)
		return protocol.Fail(protocol.Unsupported, "%v", err)
	}
	defer context.AfterFunc(ctx, w.conn.Poke)()
	for {
		select {
		case response := <-call.response:
			w.refuse(call)
			return response
		case r := <-call.nested:
			w.do(r)
		case <-ctx.Done():
			canceled = w.cancel(id, h)
			w.refuse(call)
			select {
			case response := <-call.response:
				w.engine.Drop(h.Isolate, response.Value)
			default:
			}
			w.conn.Send(protocol.FrameHostCancel, id, nil)
			return protocol.Fail(protocol.Canceled, "%v", ctx.Err())
		case w.conn.Turn <- struct{}{}:
			if w.conn.Lead(w.conn.Handler, func() bool {
				return len(call.response) > 0 || len(call.nested) > 0 || ctx.Err() != nil
			}) != nil {
				os.Exit(0)
			}
		}
	}
}

// cancel makes the host's answer one for nobody, and reports whether there will be
// one: the call goes on there until then, and counts.
func (w *worker) cancel(id uint64, h *protocol.HostCall) bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	_, waits := w.calls[id]
	delete(w.calls, id)
	if !waits || h.Mode == protocol.Sync {
		return false
	}
	w.late[id] = h.Isolate
	return true
}

func (w *worker) forget(id uint64) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	delete(w.calls, id)
}

// refuse answers what came too late.
func (w *worker) refuse(call *hostCall) {
	for {
		select {
		case r := <-call.nested:
			w.answer(r.id, protocol.Fail(protocol.Closed, "the call in whose callback this was made is over"))
		default:
			return
		}
	}
}
