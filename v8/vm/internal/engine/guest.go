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
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
	"github.com/nodeisolates/isolates/v8/web"
)

// A guest is a context, with its event loop.
type guest struct {
	isolate *isolate
	id      uint64
	v8      *v8.Context
	loop    *loop.Loop
	async   asyncCalls
	modules *module.Registry // or nil

	spareHostCall *hostCall // of whoever is inside

	// Under the isolate's lock:
	closed bool
	calls  int   // that have not returned
	spare  *call // that nobody has any more, or nil
}

func (i *isolate) newContext(ctx context.Context, r *protocol.Request) *protocol.Response {
	o := r.NewContext
	g := &guest{isolate: i, id: r.Context}
	options := v8.ContextOptions{
		DisallowCodeGenerationFromStrings: o.NoCodeGeneration,
		DisallowWasm:                      o.NoWasm,
	}
	if o.Console {
		options.Console = g.newConsole()
	}
	if o.Web && i.web {
		options.FromSnapshot = webContext
	}
	c, err := i.v8.NewContext(ctx, options)
	if err != nil {
		return &protocol.Response{Failure: i.engine.failure(err)}
	}
	g.v8 = c
	global, err := g.prepare(ctx, o)
	i.mutex.Lock()
	_, taken := i.contexts[r.Context]
	if err == nil && !taken {
		i.contexts[r.Context] = g
	}
	i.mutex.Unlock()
	if err != nil {
		c.Close()
		return &protocol.Response{Failure: i.engine.failure(err)}
	}
	if taken {
		c.Close()
		return protocol.Fail(protocol.Broken, "context %d is there already", r.Context)
	}
	return &protocol.Response{Value: protocol.Value{Kind: protocol.Reference, ID: global, Text: "object"}}
}

// prepare gives the context what it needs of the host, and a handle of its global
// object.
func (g *guest) prepare(ctx context.Context, o protocol.ContextOptions) (global uint64, err error) {
	if g.loop, err = loop.New(g.v8, loop.Options{}); err != nil {
		return 0, err
	}
	if o.Web {
		if err := web.Install(g.loop, web.Options{}); err != nil {
			return 0, err
		}
	}
	if o.Modules {
		g.modules, err = module.NewRegistry(ctx, g.v8, hostLoader{g}, module.Options{Loop: g.loop})
		if err != nil {
			return 0, err
		}
	}
	err = g.v8.Run(ctx, func(s *v8.Scope) error {
		global, err = g.keep(s, s.Global().Value)
		return err
	})
	return global, err
}

func (g *guest) close() {
	i := g.isolate
	var ids []uint64
	i.mutex.Lock()
	for id, h := range i.handles {
		if h.guest == g {
			ids = append(ids, id)
		}
	}
	i.mutex.Unlock()
	i.release(ids)
	i.drop(g.async.end()...)
	g.loop.Close()
	g.v8.Close()
}

func (g *guest) keep(s *v8.Scope, v v8.Value) (uint64, error) {
	global, err := v8.NewGlobal(s, v)
	if err != nil {
		return 0, err
	}
	return g.isolate.keep(handle{value: global, guest: g}), nil
}

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
	c.start(nil, nil, emptyRequest, nil)
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

// An operation is what a request does inside its guest.
type operation func(s *v8.Scope, c *call) (v8.Value, error)

var operations = [...]operation{
	protocol.OpEval:        eval,
	protocol.OpEvalClosure: evalClosure,
	protocol.OpRunScript:   runScript,
	protocol.OpCopy:        target,
	protocol.OpGet:         get,
	protocol.OpSet:         set,
	protocol.OpDelete:      remove,
	protocol.OpApply:       apply,
	protocol.OpConstruct:   construct,
	protocol.OpImport:      importedNamespace,

	protocol.OpCompileModule: compileModule,
	protocol.OpInstantiate:   instantiate,
	protocol.OpEvaluate:      evaluate,
	protocol.OpNamespace:     namespace,
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

func eval(s *v8.Scope, c *call) (v8.Value, error) {
	script, err := s.Compile(c.request.Source.Text, origin(c.request.Source))
	if err != nil {
		return v8.Value{}, err
	}
	return script.Run()
}

// evalClosure runs the text as the body of a function whose parameters are $0, $1
// and so on.
func evalClosure(s *v8.Scope, c *call) (v8.Value, error) {
	r := c.request
	names := make([]string, len(r.Values))
	for n := range names {
		names[n] = "$" + strconv.Itoa(n)
	}
	f, err := s.CompileFunction(r.Source.Text, v8.FunctionSource{Parameters: names, Origin: origin(r.Source)})
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := c.arguments(s)
	if err != nil {
		return v8.Value{}, err
	}
	return f.Call(v8.Undefined(), arguments...)
}

func runScript(s *v8.Scope, c *call) (v8.Value, error) {
	unbound, ok := held(s, c.guest.isolate, c.request.Target, func(h handle) *v8.Global[v8.UnboundScript] { return h.script })
	if !ok {
		return v8.Value{}, &closedError{"the script is closed"}
	}
	script, err := unbound.BindToCurrentContext()
	if err != nil {
		return v8.Value{}, err
	}
	return script.Run()
}

type closedError struct{ text string }

func (e *closedError) Error() string { return e.text }

func target(s *v8.Scope, c *call) (v8.Value, error) {
	return c.guest.isolate.value(s, c.request.Target)
}

// object is the object that a request is about. Without leave to run the guest's
// traps it is no proxy.
func object(s *v8.Scope, c *call) (v8.Object, string, error) {
	v, err := target(s, c)
	if err != nil {
		return v8.Object{}, "", err
	}
	o, ok := v.AsObject()
	if !ok {
		return v8.Object{}, "", unsupported("the reference is of %s, which has no properties", v.TypeOf())
	}
	if v.IsProxy() && !c.request.Accessors {
		return v8.Object{}, "", unsupported("the object is a Proxy: allow its traps to run by Accessors")
	}
	key, err := keyOf(c.request.Values[0])
	return o, key, err
}

func keyOf(v protocol.Value) (string, error) {
	switch v.Kind {
	case protocol.String:
		return v.Text, nil
	case protocol.Number:
		return strconv.FormatFloat(v.Number, 'f', -1, 64), nil
	}
	return "", unsupported("a key is a string or a number")
}

func get(s *v8.Scope, c *call) (v8.Value, error) {
	o, key, err := object(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	if c.request.Accessors {
		return o.Get(key)
	}
	return ownData(o, key)
}

// ownData is an own property that is data, and undefined when there is none; no
// JavaScript runs.
func ownData(o v8.Object, key string) (v8.Value, error) {
	found, err := o.OwnPropertyDescriptor(key)
	if err != nil {
		return v8.Value{}, err
	}
	descriptor, ok := found.AsObject()
	if !ok {
		return v8.Undefined(), nil
	}
	isData, err := descriptor.HasOwnProperty("value")
	if err != nil {
		return v8.Value{}, err
	}
	if !isData {
		return v8.Value{}, unsupported("property %q is an accessor: allow it to run by Accessors", key)
	}
	return descriptor.Get("value")
}

func set(s *v8.Scope, c *call) (v8.Value, error) {
	o, key, err := object(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	v, err := c.guest.toValue(s, &c.request.Values[1])
	if err != nil {
		return v8.Value{}, err
	}
	if c.request.Accessors {
		return v8.NewBoolean(true), o.Set(key, v)
	}
	done, err := o.CreateDataProperty(key, v)
	if err == nil && !done {
		err = unsupported("property %q can't be set: it is read-only, or the object is not extensible", key)
	}
	return v8.NewBoolean(done), err
}

func remove(s *v8.Scope, c *call) (v8.Value, error) {
	o, key, err := object(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	done, err := o.Delete(key)
	return v8.NewBoolean(done), err
}

func apply(s *v8.Scope, c *call) (v8.Value, error) {
	f, err := function(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	receiver, err := c.guest.toValue(s, &c.request.Receiver)
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := c.arguments(s)
	if err != nil {
		return v8.Value{}, err
	}
	return f.Call(receiver, arguments...)
}

func construct(s *v8.Scope, c *call) (v8.Value, error) {
	f, err := function(s, c)
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := c.arguments(s)
	if err != nil {
		return v8.Value{}, err
	}
	o, err := f.NewInstance(arguments...)
	return o.Value, err
}

func function(s *v8.Scope, c *call) (v8.Function, error) {
	v, err := target(s, c)
	if err != nil {
		return v8.Function{}, err
	}
	f, ok := v.AsFunction()
	if !ok {
		return v8.Function{}, unsupported("the reference is of %s, which is no function", v.TypeOf())
	}
	return f, nil
}
