package vm

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A Context is a global object with JavaScript's built-ins, in which scripts run. It
// has timers, and nothing else of a host. It is owned: call [Context.Close], or
// close its isolate.
type Context struct {
	isolate *Isolate
	id      uint64
	global  *Reference
	options ContextOptions
	closed  atomic.Bool
	output  atomic.Int64 // bytes that were written in no call's name
}

// NewContext makes a context.
func (i *Isolate) NewContext(ctx context.Context, options ContextOptions) (*Context, error) {
	c := &Context{isolate: i, id: i.lastContext.Add(1), options: options}
	i.mutex.Lock()
	i.contexts[c.id] = c
	i.mutex.Unlock()
	call := i.newCall(protocol.OpNewContext)
	call.request.Context = c.id
	call.request.NewContext = protocol.ContextOptions{
		NoCodeGeneration: options.DisallowCodeGeneration,
		NoWasm:           options.DisallowWasm,
		Console:          options.Console != nil,
		Modules:          options.Loader != nil,
		Web:              options.Web || i.options.Snapshot != nil && i.options.Snapshot.web,
	}
	response, err := i.ask(ctx, call, "new context", nil, CallOptions{})
	if err != nil {
		i.forgetContext(c)
		return nil, err
	}
	c.global = newReference(i, response.Value)
	return c, nil
}

func (i *Isolate) forgetContext(c *Context) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	delete(i.contexts, c.id)
}

// newCall is a call in the context.
func (c *Context) newCall(op protocol.Op) *call {
	made := c.isolate.newCall(op)
	made.request.Context = c.id
	return made
}

// Isolate is the isolate that the context is in.
func (c *Context) Isolate() *Isolate { return c.isolate }

// Global is a reference of the global object. It is closed with the context.
func (c *Context) Global() *Reference { return c.global }

// Eval runs source as a script, and stores the value of its last statement in what
// out points to: a copy, or a Reference or ExternalCopy when out points to a pointer
// of one. A promise is waited for. A nil out leaves the value. There is one
// CallOptions or none.
//
// What the script throws is an [*Exception].
func (c *Context) Eval(ctx context.Context, source string, out any, options ...CallOptions) error {
	o := onlyCallOptions(options)
	call := c.newCall(protocol.OpEval)
	call.request.Source = sourceOf(source, o)
	return c.isolate.do(ctx, call, "eval", out, o)
}

// EvalClosure runs body as that of a function whose parameters $0, $1 and so on are
// the arguments, and stores what it returns, as [Context.Eval] does. Arguments are
// as those of [Reference.Apply].
func (c *Context) EvalClosure(ctx context.Context, body string, arguments []any, out any, options ...CallOptions) error {
	o := onlyCallOptions(options)
	call := c.newCall(protocol.OpEvalClosure)
	if err := call.encodeAll(arguments); err != nil {
		return &Error{Op: "eval closure", Err: err}
	}
	call.request.Source = sourceOf(body, o)
	return c.isolate.do(ctx, call, "eval closure", out, o)
}

// Import imports a module by the context's Loader, and stores its exports, but for
// functions, in what out points to: fields of a struct by name. An out that points
// to a *Reference gets one of the module's namespace object. Top-level awaits are
// waited for.
func (c *Context) Import(ctx context.Context, specifier string, out any, options ...CallOptions) error {
	o := onlyCallOptions(options)
	call := c.newCall(protocol.OpImport)
	call.request.Text = specifier
	return c.isolate.do(ctx, call, "import", out, o)
}

// Close frees the context. What runs in it goes on; its references are closed.
// Closing again does nothing. The error is always nil, for io.Closer.
func (c *Context) Close() error {
	if c.closed.Swap(true) || c.isolate.closed.Load() {
		return nil
	}
	defer c.isolate.forgetContext(c)
	ctx, cancel := c.isolate.closing()
	defer cancel()
	c.isolate.session.engine.Do(ctx, &protocol.Request{
		Op: protocol.OpCloseContext, Isolate: c.isolate.id, Context: c.id,
	})
	return nil
}

func sourceOf(text string, o CallOptions) protocol.Source {
	return protocol.Source{
		Text: text, Name: o.Name,
		LineOffset: offset(o.Line), ColumnOffset: offset(o.Column),
	}
}

// offset is a line or column from 0: V8 adds the length of the text to it, in 32 bits.
func offset(n int) int { return min(max(n-1, 0), math.MaxInt32/2) }

// A Script is compiled once, and runs in as many contexts of its isolate as one
// likes. It is owned: call [Script.Close], or close its isolate.
type Script struct{ reference *Reference }

// CompileScript compiles a script. A syntax error is an [*Exception].
func (i *Isolate) CompileScript(ctx context.Context, source string, options ...CallOptions) (*Script, error) {
	o := onlyCallOptions(options)
	c := i.newCall(protocol.OpCompile)
	c.request.Source = sourceOf(source, o)
	response, err := i.ask(ctx, c, "compile", nil, o)
	if err != nil {
		return nil, err
	}
	return &Script{newReference(i, response.Value)}, nil
}

// Run runs the script in a context, and stores its value as [Context.Eval] does.
func (s *Script) Run(ctx context.Context, c *Context, out any, options ...CallOptions) error {
	i := s.reference.isolate
	if c.isolate != i {
		return &Error{Op: "run", Err: errorOf(ErrUnsupported, "the context is in another isolate than the script")}
	}
	id, err := s.reference.use()
	if err != nil {
		return &Error{Op: "run", Err: err}
	}
	o := onlyCallOptions(options)
	call := c.newCall(protocol.OpRunScript)
	call.request.Target = id
	return i.do(ctx, call, "run", out, o)
}

// Close frees the script. Closing again does nothing. The error is always nil, for
// io.Closer.
func (s *Script) Close() error { return s.reference.Close() }
