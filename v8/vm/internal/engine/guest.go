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

	// Under the isolate's lock:
	closed bool
	calls  int // that have not returned
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
type call struct {
	lazyctx.Layer
	guest     *guest
	request   *protocol.Request
	do        operation
	limits    [1]v8.RunOptions
	response  protocol.Response
	hostCalls atomic.Uint64
	output    atomic.Uint64
	made      *madeModule // by compileModule
	late      *lateResult // of a promise that is waited for, or nil
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
type operation func(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error)

var operations = map[protocol.Op]operation{
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

// call runs an operation, waits for its promise, and gives what the host wants of
// the result.
func (g *guest) call(ctx context.Context, r *protocol.Request, do operation) *protocol.Response {
	k := &call{Layer: lazyctx.Layer{Context: ctx}, guest: g, request: r, do: do}
	k.limits[0].CPUBudget = v8.NewCPUBudget(r.Limits.CPU)
	var err error
	if bridge.IsInside(g.v8) {
		err = k.runInside()
	} else {
		err = k.await()
	}
	response := &k.response
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
			g.async.drop(k)
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
		if err == nil && promise != nil {
			err = unsupported("the result is a promise, which can't be awaited while the isolate waits for the host: take a Reference of it, with NoAwait")
		}
		return err
	}, c.limits[:]...)
}

// run runs the operation, and gives its response the result, but for a promise that
// the host wants to be waited for.
func (c *call) run(s *v8.Scope) (awaited *v8.Promise, err error) {
	v, err := c.do(s, c.guest, c.request)
	if err != nil {
		return nil, err
	}
	if !c.request.NoAwait {
		if promise, ok := v.AsPromise(); ok {
			return &promise, nil
		}
	}
	c.response.Value, err = c.guest.result(s, v, c.request)
	return nil, err
}

// await runs the operation, and waits for its promise.
func (c *call) await() error {
	if c.request.Op == protocol.OpImport {
		if err := c.guest.importModule(c, c.request, c.limits[0]); err != nil {
			return err
		}
	}
	err := c.guest.loop.Await(c, nil, c.begin, c.limits[:]...)
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
	promise, err := c.run(s)
	if err != nil || promise == nil {
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
	c.late = &lateResult{guest: c.guest, request: *c.request}
	c.late.request.Out = nil // which is the caller's again when the call has returned
	delivered, err := promise.Then(func(s *v8.Scope, v v8.Value) (v8.Value, error) {
		return v8.Undefined(), c.late.deliver(s, v)
	}, nil)
	return delivered.Value, err
}

func eval(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	script, err := s.Compile(r.Source.Text, origin(r.Source))
	if err != nil {
		return v8.Value{}, err
	}
	return script.Run()
}

// evalClosure runs the text as the body of a function whose parameters are $0, $1
// and so on.
func evalClosure(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	names := make([]string, len(r.Values))
	for n := range names {
		names[n] = "$" + strconv.Itoa(n)
	}
	f, err := s.CompileFunction(r.Source.Text, v8.FunctionSource{Parameters: names, Origin: origin(r.Source)})
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := g.toValues(s, r.Values)
	if err != nil {
		return v8.Value{}, err
	}
	return f.Call(v8.Undefined(), arguments...)
}

func runScript(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	h, ok := g.isolate.handle(r.Target)
	if !ok || h.script == nil {
		return v8.Value{}, &closedError{"the script is closed"}
	}
	script, err := h.script.Get(s).BindToCurrentContext()
	if err != nil {
		return v8.Value{}, err
	}
	return script.Run()
}

type closedError struct{ text string }

func (e *closedError) Error() string { return e.text }

func target(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	h, ok := g.isolate.handle(r.Target)
	if !ok || h.value == nil {
		return v8.Value{}, &closedError{"the reference is closed"}
	}
	return h.value.Get(s), nil
}

// object is the object that a request is about. Without leave to run the guest's
// traps it is no proxy.
func object(s *v8.Scope, g *guest, r *protocol.Request) (v8.Object, string, error) {
	v, err := target(s, g, r)
	if err != nil {
		return v8.Object{}, "", err
	}
	o, ok := v.AsObject()
	if !ok {
		return v8.Object{}, "", unsupported("the reference is of %s, which has no properties", v.TypeOf())
	}
	if v.IsProxy() && !r.Accessors {
		return v8.Object{}, "", unsupported("the object is a Proxy: allow its traps to run by Accessors")
	}
	key, err := keyOf(r.Values[0])
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

func get(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	o, key, err := object(s, g, r)
	if err != nil {
		return v8.Value{}, err
	}
	if r.Accessors {
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

func set(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	o, key, err := object(s, g, r)
	if err != nil {
		return v8.Value{}, err
	}
	v, err := g.toValue(s, r.Values[1])
	if err != nil {
		return v8.Value{}, err
	}
	if r.Accessors {
		return v8.NewBoolean(true), o.Set(key, v)
	}
	done, err := o.CreateDataProperty(key, v)
	if err == nil && !done {
		err = unsupported("property %q can't be set: it is read-only, or the object is not extensible", key)
	}
	return v8.NewBoolean(done), err
}

func remove(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	o, key, err := object(s, g, r)
	if err != nil {
		return v8.Value{}, err
	}
	done, err := o.Delete(key)
	return v8.NewBoolean(done), err
}

func apply(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	f, err := function(s, g, r)
	if err != nil {
		return v8.Value{}, err
	}
	receiver, err := g.toValue(s, r.Receiver)
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := g.toValues(s, r.Values)
	if err != nil {
		return v8.Value{}, err
	}
	return f.Call(receiver, arguments...)
}

func construct(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	f, err := function(s, g, r)
	if err != nil {
		return v8.Value{}, err
	}
	arguments, err := g.toValues(s, r.Values)
	if err != nil {
		return v8.Value{}, err
	}
	o, err := f.NewInstance(arguments...)
	return o.Value, err
}

func function(s *v8.Scope, g *guest, r *protocol.Request) (v8.Function, error) {
	v, err := target(s, g, r)
	if err != nil {
		return v8.Function{}, err
	}
	f, ok := v.AsFunction()
	if !ok {
		return v8.Function{}, unsupported("the reference is of %s, which is no function", v.TypeOf())
	}
	return f, nil
}
