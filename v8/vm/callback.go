package vm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"runtime/debug"
	"sync"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A CallbackMode is how a guest calls a Callback.
type CallbackMode int

const (
	// Sync lets the guest wait for the result. While it waits, the isolate belongs to
	// the Go function: calls that it makes with its ctx run in it.
	Sync CallbackMode = iota
	// Async gives the guest a promise. The Go function may take as long as it likes.
	Async
	// Ignored gives the guest undefined; the Go function runs later, one call after
	// the other, and what it returns is dropped.
	Ignored
)

// CallbackOptions say how to make a Callback. The zero value is a synchronous one.
type CallbackOptions struct {
	Mode CallbackMode // how guests call it
	Name string       // of the function in JavaScript
}

// A Callback is a Go function that guests may call: give it as an argument, and it
// arrives as a function. It lasts as long as a guest has it.
type Callback struct {
	fn         reflect.Value
	options    CallbackOptions
	hasContext bool
	parameters []reflect.Type
	variadic   bool
	references []bool
	hasResult  bool
	hasError   bool
	room       sync.Pool // of *parameters
}

// NewCallback makes a Callback of a Go function. Its first parameter may be a
// context.Context: that of the call in which the guest calls it; use it for calls
// into isolates. The others are what arguments are stored in, as package clone
// does: missing ones are undefined, which is an error for what has no such value. A
// *Reference takes any value as it is. It may return a value, which is as an
// argument of [Reference.Apply], and an error, which is thrown in the guest, and
// which errors.Is finds when it comes out again. A fn that is not such a function
// panics.
//
// A panic goes on from the call in which the guest has called it.
//
// A synchronous callback should heed its ctx: in the tier InProcess it runs in the
// goroutine of the call, which can't return before it. An isolate keeps each
// Callback that it is given, and each func, until V8 has found that no guest has it any
// more. Of 100,000 of these and of References and ExternalCopies that guests have, one
// more is [ErrUnsupported].
func NewCallback(fn any, options CallbackOptions) *Callback {
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func || v.IsNil() {
		panic(misuse.NotCallback)
	}
	if options.Mode < Sync || options.Mode > Ignored {
		panic(misuse.UnknownMode)
	}
	t := v.Type()
	c := &Callback{fn: v, options: options, variadic: t.IsVariadic()}
	for n := range t.NumIn() {
		in := t.In(n)
		if n == 0 && in == contextType {
			c.hasContext = true
			continue
		}
		if c.variadic && n == t.NumIn()-1 {
			in = in.Elem()
		}
		c.parameters = append(c.parameters, in)
		c.references = append(c.references, in == referenceType)
	}
	if len(c.references) > 0 && !c.variadic {
		c.references = append(c.references, false) // what comes after them is dropped
	}
	out := t.NumOut()
	if out > 0 && t.Out(out-1) == errorType {
		c.hasError = true
		out--
	}
	if out > 1 {
		panic(misuse.NotCallback)
	}
	c.hasResult = out == 1
	c.room.New = c.newParameters
	return c
}

var (
	contextType   = reflect.TypeFor[context.Context]()
	errorType     = reflect.TypeFor[error]()
	referenceType = reflect.TypeFor[*Reference]()
	numberType    = reflect.TypeFor[float64]()
)

// register gives the isolate a callback.
func (i *Isolate) register(c *Callback) (protocol.Value, error) {
	id, err := i.give(c)
	return protocol.Value{
		Kind: protocol.Callback, ID: id, Mode: protocol.Mode(c.options.Mode),
		Text: c.options.Name, References: c.references,
	}, err
}

// Call answers a guest; see protocol.Host. What it is told is not to be trusted: in
// the tier Process it comes from a worker.
func (s *session) Call(ctx context.Context, h *protocol.HostCall) (response *protocol.Response) {
	i := s.isolateOf(h.Isolate)
	if i == nil {
		return protocol.Fail(protocol.Closed, "the isolate is closed")
	}
	i.takeBack(h.Dropped...)
	c := s.callOf(h, i)
	returned := false
	defer func() {
		if returned {
			return
		}
		value := recover()
		if value == nil {
			response = protocol.Fail(protocol.HostError, "a Go function has ended its goroutine")
			return
		}
		i.panicked(c, value)
		response = protocol.Fail(protocol.HostError, "a Go function has panicked")
	}()
	result, err := i.answer(ctx, c, h)
	returned = true
	if err != nil {
		f := &protocol.Failure{Reason: protocol.HostError, Message: err.Error(), HostErrors: i.keep(err)}
		if errors.Is(err, fs.ErrNotExist) {
			f.Option = protocol.NotFound
		}
		if i.session.engine.Local() {
			f.Local = &keptError{err}
		}
		return &protocol.Response{Failure: f}
	}
	h.Response.Value = result
	return &h.Response
}

// panicked remembers a panic for the call to go on with.
func (i *Isolate) panicked(c *call, value any) {
	if c != nil {
		if c.panicked.CompareAndSwap(nil, &panicked{value}) {
			return
		}
	}
	i.host.onError(&PanicError{Value: value, Stack: debug.Stack()})
}

func (i *Isolate) answer(ctx context.Context, c *call, h *protocol.HostCall) (protocol.Value, error) {
	i.mutex.Lock()
	in := i.contexts[h.Context]
	var lent any
	if g := i.given[h.ID]; g != nil {
		lent = g.what
	}
	i.mutex.Unlock()
	callback, _ := lent.(*Callback)
	if h.Mode == protocol.Sync && (h.Op != protocol.HostCallback || callback == nil || callback.hasContext) {
		ctx = &frame{Layer: lazyctx.Layer{Context: ctx}, isolate: i, request: h.Frame, outer: frameOf(ctx)}
	}
	switch h.Op {
	case protocol.HostConsole:
		return protocol.Value{}, in.write(ctx, c, h)
	case protocol.HostResolve:
		return in.resolve(h)
	case protocol.HostLoad:
		return in.load(ctx, h)
	case protocol.HostCallback:
		if callback != nil {
			return callback.call(ctx, i, h.Values)
		}
	case protocol.HostCopy:
		switch lent := lent.(type) {
		case *ExternalCopy:
			return lent.value()
		case *Reference:
			var result *ExternalCopy
			if err := lent.Copy(ctx, &result); err != nil {
				return protocol.Value{}, err
			}
			return result.value()
		}
	case protocol.HostGet:
		if r, ok := lent.(*Reference); ok && len(h.Values) > 0 {
			key, err := i.argument(h.Values[0])
			if err != nil {
				return protocol.Value{}, err
			}
			var result *ExternalCopy
			if err := r.Get(ctx, key, &result); err != nil {
				return protocol.Value{}, err
			}
			return result.value()
		}
	case protocol.HostApply:
		if r, ok := lent.(*Reference); ok {
			return i.applyLent(ctx, r, h.Values)
		}
	}
	return protocol.Value{}, errNoSuchFunction
}

var errNoSuchFunction = errors.New("there is no such function of the host")

// applyLent is the method apply of a Reference in a guest: its arguments are the
// receiver and an array.
func (i *Isolate) applyLent(ctx context.Context, r *Reference, values []protocol.Value) (protocol.Value, error) {
	var receiver any
	var arguments []any
	if len(values) > 0 && values[0].Kind != protocol.Undefined {
		var err error
		if receiver, err = i.argument(values[0]); err != nil {
			return protocol.Value{}, err
		}
	}
	if len(values) > 1 && values[1].Kind != protocol.Undefined {
		if err := i.decode(values[1], &arguments); err != nil {
			return protocol.Value{}, err
		}
	}
	var result *ExternalCopy
	if err := r.Apply(ctx, receiver, arguments, &result); err != nil {
		return protocol.Value{}, err
	}
	return result.value()
}

func (i *Isolate) argument(v protocol.Value) (any, error) {
	var to any
	err := i.decode(v, &to)
	return to, err
}

// parameters are the room for the arguments of a call.
type parameters struct {
	in []reflect.Value // values, those that pointers point to
	to []any           // pointers
}

func (c *Callback) newParameters() any {
	p := &parameters{}
	if c.hasContext {
		p.in = append(p.in, reflect.Value{})
	}
	if c.variadic {
		return p
	}
	for _, t := range c.parameters {
		to := reflect.New(t)
		p.in, p.to = append(p.in, to.Elem()), append(p.to, to.Interface())
	}
	return p
}

// grow makes room for the arguments that a variadic function is called with.
func (c *Callback) grow(p *parameters, count int) {
	for n := range count {
		to := reflect.New(c.parameters[min(n, len(c.parameters)-1)])
		p.in, p.to = append(p.in, to.Elem()), append(p.to, to.Interface())
	}
}

// forget lets go what was called with.
func (p *parameters) forget(c *Callback) {
	if c.hasContext {
		p.in[0] = reflect.Value{}
	}
	for _, v := range p.in[len(p.in)-len(p.to):] {
		v.SetZero()
	}
}

func (c *Callback) call(ctx context.Context, i *Isolate, values []protocol.Value) (protocol.Value, error) {
	p := c.room.Get().(*parameters)
	if c.variadic {
		c.grow(p, max(len(values), len(c.parameters)-1))
	} else {
		defer func() {
			p.forget(c)
			c.room.Put(p)
		}()
	}
	if c.hasContext {
		p.in[0] = reflect.ValueOf(ctx)
	}
	for n, to := range p.to {
		v := protocol.Value{}
		if n < len(values) {
			v = values[n]
		}
		if err := i.decode(v, to); err != nil {
			return protocol.Value{}, fmt.Errorf("argument %d: %w", n+1, err)
		}
	}
	out := c.fn.Call(p.in)
	if c.hasError {
		if err, _ := out[len(out)-1].Interface().(error); err != nil {
			return protocol.Value{}, err
		}
	}
	if !c.hasResult {
		return protocol.Value{}, nil
	}
	if out[0].Type() == numberType {
		return protocol.Value{Kind: protocol.Number, Number: out[0].Float()}, nil
	}
	return i.encode(out[0].Interface())
}
