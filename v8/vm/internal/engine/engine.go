// Package engine runs the isolates of package vm, with V8: in the host's process or
// in a worker's.
package engine

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// An Engine has isolates, by the numbers that the host gives them.
type Engine struct {
	host  protocol.Host
	local bool

	open context.Context // until Close
	end  context.CancelFunc

	mutex     sync.Mutex
	closed    bool
	isolates  map[uint64]*isolate
	snapshots map[uint64]*v8.Snapshot // that the host has loaded
}

// New makes an engine that calls host. Local says that both are in one process.
func New(host protocol.Host, local bool) (*Engine, error) {
	if err := v8.Initialize(); err != nil {
		return nil, err
	}
	e := &Engine{host: host, local: local, isolates: map[uint64]*isolate{}, snapshots: map[uint64]*v8.Snapshot{}}
	e.open, e.end = context.WithCancel(context.Background())
	return e, nil
}

// Local is what New was told.
func (e *Engine) Local() bool { return e.local }

// Close closes all isolates, and waits for each until it has ended, for at most its
// grace. Snapshots are not made any more.
func (e *Engine) Close() error {
	e.end()
	e.mutex.Lock()
	isolates := e.isolates
	e.isolates, e.closed = nil, true
	e.mutex.Unlock()
	var closing sync.WaitGroup
	for _, i := range isolates {
		if !i.end() {
			closing.Go(func() {
				grace := i.grace
				if grace <= 0 { // none, which is for JavaScript
					grace = closeTimeout
				}
				ctx, cancel := context.WithTimeout(context.Background(), grace)
				defer cancel()
				i.v8.Shutdown(ctx)
			})
		}
	}
	closing.Wait()
	return nil
}

const closeTimeout = time.Second

// Do answers a request; see protocol.Engine.
func (e *Engine) Do(ctx context.Context, r *protocol.Request) (response *protocol.Response) {
	defer func() {
		if p := recover(); p == misuse.Deadlock {
			response = protocol.Fail(protocol.Cycle, "isolates wait for each other")
		} else if p != nil {
			panic(p)
		}
	}()
	return e.do(ctx, r)
}

// leastValues are how many Request.Values operations can't do without.
var leastValues = [...]int{
	protocol.OpGet: 1, protocol.OpSet: 2, protocol.OpDelete: 1, protocol.OpLoadSnapshot: 1,
}

func (e *Engine) do(ctx context.Context, r *protocol.Request) *protocol.Response {
	if int(r.Op) < len(leastValues) && len(r.Values) < leastValues[r.Op] {
		return protocol.Fail(protocol.Broken, "operation %d needs more values", r.Op)
	}
	switch r.Op {
	case protocol.OpNewIsolate:
		return e.newIsolate(r)
	case protocol.OpNewSnapshot:
		return e.newSnapshot(ctx, r)
	case protocol.OpLoadSnapshot:
		return e.loadSnapshot(r)
	case protocol.OpCloseSnapshot:
		e.closeSnapshot(r.Target)
		return &protocol.Response{}
	}
	i := e.isolate(r.Isolate)
	if i == nil {
		return protocol.Fail(protocol.Closed, "the isolate is closed")
	}
	i.release(r.Released)
	response := i.do(ctx, r)
	i.drop(protocol.GivenIn(r.Values...)...) // that were not made values of
	i.drop(protocol.GivenIn(r.Receiver)...)
	response.Dropped = i.takeDropped()
	return response
}

func (i *isolate) do(ctx context.Context, r *protocol.Request) *protocol.Response {
	e := i.engine
	switch r.Op {
	case protocol.OpCloseIsolate:
		e.mutex.Lock()
		delete(e.isolates, r.Isolate)
		e.mutex.Unlock()
		if !i.end() {
			i.v8.Shutdown(ctx)
		}
		return &protocol.Response{}
	case protocol.OpStatistics:
		return &protocol.Response{Statistics: i.statistics()}
	case protocol.OpLowMemory:
		if err := i.v8.LowMemoryNotification(ctx); err != nil {
			return &protocol.Response{Failure: e.failure(err)}
		}
		return &protocol.Response{}
	case protocol.OpNewContext:
		return i.newContext(ctx, r)
	case protocol.OpCloseContext:
		i.closeContext(r.Context)
		return &protocol.Response{}
	case protocol.OpCompile:
		return i.compile(ctx, r)
	}
	if int(r.Op) >= len(operations) || operations[r.Op] == nil {
		return protocol.Fail(protocol.Broken, "operation %d is unknown", r.Op)
	}
	k, failure := i.begin(ctx, r)
	if failure != nil {
		return &protocol.Response{Failure: failure}
	}
	defer i.leave(k)
	return k.respond(ctx)
}

func (e *Engine) isolate(id uint64) *isolate {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.isolates[id]
}

func (e *Engine) newIsolate(r *protocol.Request) *protocol.Response {
	o := r.NewIsolate
	options := optionsOf(o)
	switch {
	case o.Snapshot != 0:
		if options.Snapshot = e.snapshot(o.Snapshot); options.Snapshot == nil {
			return protocol.Fail(protocol.Closed, "the snapshot is closed")
		}
	case o.Web:
		var err error
		if options.Snapshot, err = webSnapshot(); err != nil {
			return &protocol.Response{Failure: e.failure(err)}
		}
	}
	iso, err := v8.NewIsolate(options)
	if err != nil {
		return &protocol.Response{Failure: e.failure(err)}
	}
	i := &isolate{
		engine: e, id: r.Isolate, v8: iso, grace: o.Grace, web: o.Web, ofSnapshot: o.Snapshot != 0, collectAt: givenUncollected,
		contexts: map[uint64]*guest{}, handles: map[uint64]handle{},
	}
	e.mutex.Lock()
	_, taken := e.isolates[r.Isolate]
	closed := e.closed
	if !taken && !closed {
		e.isolates[r.Isolate] = i
	}
	e.mutex.Unlock()
	if taken || closed {
		iso.Close()
		if closed {
			return protocol.Fail(protocol.Closed, "the host is closed")
		}
		return protocol.Fail(protocol.Broken, "isolate %d is there already", r.Isolate)
	}
	return &protocol.Response{}
}

func optionsOf(o protocol.IsolateOptions) v8.IsolateOptions {
	return v8.IsolateOptions{
		MemoryLimit:          o.MemoryLimit,
		CPULimit:             o.CPU,
		TerminationGrace:     o.Grace,
		DisallowSharedMemory: o.Strict,
		DisallowAtomicsWait:  o.Strict,
	}
}

// An isolate is one of V8's with its contexts, and the values that the host has
// handles of.
type isolate struct {
	engine *Engine
	id     uint64
	v8     *v8.Isolate
	grace  time.Duration
	web    bool // it is made of webSnapshot, if not ofSnapshot

	ofSnapshot bool // that the host has loaded

	mutex    sync.Mutex
	contexts map[uint64]*guest
	handles  map[uint64]handle
	last     uint64 // handle
	compiler *v8.Context
	ignored  ignoredCalls

	callBytes byteCount

	dropped    []uint64 // that the host is not told yet
	hasDropped atomic.Bool

	// Of whoever is inside:
	given, collectAt int
	givenSince       uint
}

// A handle is what the host refers to: a value of the guest's, a script or a module.
type handle struct {
	value  *v8.Global[v8.Value]
	script *v8.Global[v8.UnboundScript]
	module *v8.Global[v8.Module]
	guest  *guest // whose value it is
}

func (h handle) close() {
	if h.value != nil {
		h.value.Close()
	}
	if h.script != nil {
		h.script.Close()
	}
	if h.module != nil {
		h.module.Close()
	}
}

// end ends what runs in the isolate, and frees it when that has returned. It does not
// wait: false says that Go code still has to return, which another goroutine runs.
func (i *isolate) end() bool {
	now, cancel := context.WithCancel(context.Background())
	cancel()
	return i.v8.Shutdown(now) == nil
}

func (i *isolate) keep(h handle) uint64 {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.last++
	i.handles[i.last] = h
	return i.last
}

// held is what of a handle is asked for, and false when it has none or is released.
// Who releases it closes it after it is taken out.
func held[T v8.Handle](s *v8.Scope, i *isolate, id uint64, of func(handle) *v8.Global[T]) (held T, ok bool) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	global := of(i.handles[id])
	if global == nil {
		return held, false
	}
	return global.Get(s), true
}

func (i *isolate) value(s *v8.Scope, id uint64) (v8.Value, error) {
	v, ok := held(s, i, id, func(h handle) *v8.Global[v8.Value] { return h.value })
	if !ok {
		return v, &closedError{"the reference is closed"}
	}
	return v, nil
}

func (i *isolate) release(ids []uint64) {
	for _, id := range ids {
		i.mutex.Lock()
		h := i.handles[id]
		delete(i.handles, id)
		i.mutex.Unlock()
		h.close()
	}
}

// begin begins a call in the context that a request runs in: the one that it names, or
// else that of the value that it is about.
func (i *isolate) begin(ctx context.Context, r *protocol.Request) (*call, *protocol.Failure) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	c := i.contexts[r.Context]
	if r.Context == 0 {
		h, ok := i.handles[r.Target]
		if !ok {
			return nil, errReleased
		}
		c = h.guest
	}
	if c == nil || c.closed {
		return nil, protocol.Fail(protocol.Closed, "the context is closed").Failure
	}
	c.calls++
	k := c.spare
	if c.spare = nil; k == nil {
		k = newCall()
	}
	k.start(ctx, c, r, operations[r.Op])
	return k, nil
}

// leave is the end of a call in a guest; the last one closes a closed one.
func (i *isolate) leave(k *call) {
	c, unused := k.guest, !k.lent.Load()
	if unused {
		k.forget()
	}
	i.mutex.Lock()
	if unused {
		c.spare = k
	}
	c.calls--
	over := c.closed && c.calls == 0
	i.mutex.Unlock()
	if over {
		c.close()
	}
}

var errReleased = protocol.Fail(protocol.Closed, "the reference is closed").Failure

func (i *isolate) closeContext(id uint64) {
	i.mutex.Lock()
	c := i.contexts[id]
	delete(i.contexts, id)
	over := false
	if c != nil {
		c.closed = true
		over = c.calls == 0
	}
	i.mutex.Unlock()
	if over {
		c.close()
	}
}

func (i *isolate) statistics() *protocol.Statistics {
	heap := i.v8.HeapStatistics()
	i.mutex.Lock()
	defer i.mutex.Unlock()
	return &protocol.Statistics{
		UsedHeap: heap.UsedHeap, TotalHeap: heap.TotalHeap, HeapLimit: heap.HeapLimit, External: heap.External,
		CPU: i.v8.CPUTime(), Wall: i.v8.WallTime(),
		Contexts: uint64(len(i.contexts)), Handles: uint64(len(i.handles)),
	}
}

// compile compiles a script in a context where nothing runs.
func (i *isolate) compile(ctx context.Context, r *protocol.Request) *protocol.Response {
	c, err := i.compilerContext(ctx)
	if err != nil {
		return &protocol.Response{Failure: i.engine.failure(err)}
	}
	budget := v8.NewCPUBudget(r.Limits.CPU)
	var id uint64
	err = c.Run(ctx, func(s *v8.Scope) error {
		script, err := s.CompileUnboundScript(r.Source.Text, origin(r.Source))
		if err != nil {
			return err
		}
		global, err := v8.NewGlobal(s, script)
		if err == nil {
			id = i.keep(handle{script: global})
		}
		return err
	}, v8.RunOptions{CPUBudget: budget})
	response := &protocol.Response{Value: protocol.Value{Kind: protocol.Reference, ID: id, Text: "script"}}
	response.Usage.CPU = budget.Used()
	if err != nil {
		response.Failure = i.engine.failure(err)
	}
	return response
}

func (i *isolate) compilerContext(ctx context.Context) (*v8.Context, error) {
	i.mutex.Lock()
	c := i.compiler
	i.mutex.Unlock()
	if c != nil {
		return c, nil
	}
	c, err := i.v8.NewContext(ctx, v8.ContextOptions{})
	if err != nil {
		return nil, err
	}
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if i.compiler != nil { // meanwhile
		c.Close()
		return i.compiler, nil
	}
	i.compiler = c
	return c, nil
}

func origin(source protocol.Source) v8.ScriptOrigin {
	return v8.ScriptOrigin{Name: source.Name, LineOffset: source.LineOffset, ColumnOffset: source.ColumnOffset}
}

// errUnsupported is what can't be done with a value.
type errUnsupported string

func (e errUnsupported) Error() string { return string(e) }

func unsupported(format string, arguments ...any) error {
	return errUnsupported(fmt.Sprintf(format, arguments...))
}
