package loop

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// SetAsync makes [Loop.NewAsyncFunction] of fn a property of the context's global
// object. It waits while another goroutine runs in the isolate; inside a Run it may
// be called, too.
func (l *Loop) SetAsync(name string, fn any) error {
	l.made()
	plan := planOf(fn)
	return l.context.Run(context.Background(), func(s *v8.Scope) error {
		f, err := l.newAsyncFunction(s, plan, v8.FunctionOptions{Name: name})
		if err != nil {
			return err
		}
		return s.Global().Set(name, f.Value)
	})
}

// NewAsyncFunction makes a JavaScript function of a Go func that may block, such as
// func(ctx context.Context, url string) (Response, error). The call is a promise;
// the func runs in a goroutine of its own and settles it, when somebody waits in
// [Loop.Await] or [Loop.Drain].
//
// Its parameters and results are those of [v8.Scope.NewFunctionOf], but for what
// belongs to a scope, such as a [v8.Value], or the Scope itself: that is gone when
// the func runs. A first parameter of type [context.Context] ends when the Await
// does that the call was made in the name of, or the loop is closed. Its values are
// those of Await's ctx. A func that does not heed it runs on; JavaScript may
// still get what it returns.
//
// An error rejects the promise as [v8.FunctionCallback] says, and keeps its
// identity: [errors.Is] finds it in what comes out of JavaScript. The stack is that
// of the call, see [Options].NoCallStacks. So does what is wrong with the arguments,
// and a [*LimitError].
//
// A last parameter of type [AbortSignal] lets JavaScript end the call.
//
// A panic goes on from the Await; where there is none any more, it is a
// [*PanicError] that [Options].OnUncaughtException is told of. JavaScript does not
// hear of it: the promise stays pending.
//
// A fn that is not such a func panics. In a snapshot it is one of
// [v8.IsolateOptions].ExternalReferences.
func (l *Loop) NewAsyncFunction(s *v8.Scope, fn any, options v8.FunctionOptions) (v8.Function, error) {
	l.made()
	return l.newAsyncFunction(s, planOf(fn), options)
}

// An asyncPlan says how to call a Go func.
type asyncPlan struct {
	fn        any
	arguments func(info any) ([]reflect.Value, error)
	required  int
	signal    int // the place of the argument that is an AbortSignal, or -1
	call      func(ctx context.Context, arguments []reflect.Value) (reflect.Value, error)
}

var (
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
)

func planOf(fn any) *asyncPlan {
	t := reflect.TypeOf(fn)
	if t == nil || t.Kind() != reflect.Func {
		panic(fmt.Sprintf("loop: async function of %v: it is not a func", t))
	}
	value := reflect.ValueOf(fn)
	if value.IsNil() {
		panic(misuse.LoopNilFunc)
	}
	takesContext := t.NumIn() > 0 && t.In(0) == contextType
	for n := range t.NumIn() {
		in := t.In(n)
		if t.IsVariadic() && n == t.NumIn()-1 {
			in = in.Elem()
		}
		refuseScoped(t, in)
	}
	for n := range t.NumOut() {
		refuseScoped(t, t.Out(n))
	}
	plain, signal := withoutSignal(t)
	plan := &asyncPlan{fn: fn, arguments: bridge.Arguments(plain), required: bridge.Required(plain), signal: signal}
	fails := t.NumOut() > 0 && t.Out(t.NumOut()-1) == errorType
	plan.call = func(ctx context.Context, arguments []reflect.Value) (result reflect.Value, err error) {
		if takesContext {
			arguments[0] = reflect.ValueOf(ctx)
		}
		if signal >= 0 {
			arguments = append(arguments, reflect.ValueOf(AbortSignal{}))
		}
		results := value.Call(arguments)
		if fails {
			err, _ = results[len(results)-1].Interface().(error)
			results = results[:len(results)-1]
		}
		if len(results) > 0 {
			result = results[0]
		}
		return result, err
	}
	if fn, ok := fn.(func(context.Context) error); ok { // no reflection for nothing
		plan.arguments = func(any) ([]reflect.Value, error) { return nil, nil }
		plan.call = func(ctx context.Context, _ []reflect.Value) (reflect.Value, error) {
			return reflect.Value{}, fn(ctx)
		}
	}
	return plan
}

func refuseScoped(fn, t reflect.Type) {
	for t.Kind() == reflect.Pointer && !bridge.IsScoped(t) {
		t = t.Elem()
	}
	if bridge.IsScoped(t) {
		panic(fmt.Sprintf("loop: async function of %v: a %v ends with its scope, before the func runs", fn, t))
	}
}

func (l *Loop) newAsyncFunction(s *v8.Scope, plan *asyncPlan, options v8.FunctionOptions) (v8.Function, error) {
	if options.Length == 0 {
		options.Length = plan.required
	}
	of := ofContext
	if s.Context() != l.context {
		of = func(*v8.Scope) *Loop { return l }
	}
	f, err := bridge.NewAsyncFunction(s, asyncCallback(of, plan), plan.fn, options)
	return f.(v8.Function), err
}

// asyncCallback is what JavaScript calls for a Go func.
func asyncCallback(of func(*v8.Scope) *Loop, plan *asyncPlan) v8.FunctionCallback {
	return callbackOf(of, func(l *Loop, info v8.FunctionCallbackInfo) (v8.Value, error) {
		promise, err := l.callAsync(info, plan)
		if err == nil || isEnd(err) {
			return promise, err
		}
		return rejected(info.Scope(), err)
	})
}

// rejected is a promise that is.
func rejected(s *v8.Scope, err error) (v8.Value, error) {
	resolver, failure := s.NewPromiseResolver()
	if failure != nil {
		return v8.Value{}, failure
	}
	return resolver.Promise().Value, resolver.RejectError(err)
}

// An asyncCall is one call of a Go func, and the job that settles its promise.
type asyncCall struct {
	loop      *Loop
	id        uint64
	owner     *waiter // or nil
	ctx       context.Context
	cancel    context.CancelCauseFunc // of ctx, with an AbortSignal, or nil
	plan      *asyncPlan
	arguments []reflect.Value
	bytes     int // of the arguments

	result   reflect.Value
	err      error
	panicked *PanicError
	settled  bool // JavaScript has it
}

// calls are those whose promises are pending.
type calls struct {
	pending int // all
	awaited int // of those, not of an Await that was ended
	running int // that have a goroutine
	waiting []*asyncCall
	bytes   int

	abortable map[uint64]*asyncCall // those with an AbortSignal
}

// errGoexit is the error of a Go func that does not return.
var errGoexit = errors.New("the Go function has ended its goroutine by runtime.Goexit")

// callAsync is a call by JavaScript.
func (l *Loop) callAsync(info v8.FunctionCallbackInfo, plan *asyncPlan) (v8.Value, error) {
	s := info.Scope()
	arguments, err := plan.arguments(info)
	if err != nil {
		return v8.Value{}, err
	}
	c := &asyncCall{loop: l, ctx: l.ctx, plan: plan, arguments: arguments, bytes: int(bridge.Exported(s))}
	if c.owner = l.waiterOf(s); c.owner != nil {
		c.ctx = c.owner
	}
	if err := l.admit(c); err != nil {
		return v8.Value{}, err
	}
	promise, err := l.open(s, c)
	if err == nil && plan.signal >= 0 {
		err = l.listen(info, c)
	}
	if err != nil {
		l.abandon(c)
		return v8.Value{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calls.running < l.options.MaxInFlight {
		l.calls.running++
		go c.work()
	} else {
		l.calls.waiting = append(l.calls.waiting, c)
	}
	return promise, nil
}

// admit counts the call.
func (l *Loop) admit(c *asyncCall) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return closedError("call")
	case l.calls.pending >= l.options.MaxCalls:
		return limitError("MaxCalls", l.options.MaxCalls)
	case l.calls.bytes+c.bytes > l.options.MaxArgumentBytes:
		return limitError("MaxArgumentBytes", l.options.MaxArgumentBytes)
	}
	l.calls.pending++
	l.calls.awaited++
	if c.owner != nil {
		if c.owner.finished { // it runs nested in a Run of another loop's
			c.owner = nil
		} else {
			c.owner.calls++
		}
	}
	l.calls.bytes += c.bytes
	l.lastID++
	c.id = l.lastID
	return nil
}

// abandon is for a call whose promise stays pending.
func (l *Loop) abandon(c *asyncCall) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.abandonLocked(c)
	l.quietLocked()
}

func (l *Loop) abandonLocked(c *asyncCall) {
	l.forgetLocked(aCall, c.id)
	l.dropLocked(c)
}

// dropLocked is the contrary of admit, when the promise is settled or never will be.
func (l *Loop) dropLocked(c *asyncCall) {
	if c.cancel != nil {
		c.cancel(nil)
		delete(l.calls.abortable, c.id)
	}
	l.calls.pending--
	l.calls.bytes -= c.bytes
	if c.owner == nil {
		l.calls.awaited--
	} else if !c.owner.dropped { // else they are not counted any more
		l.calls.awaited--
		c.owner.calls--
	}
}

// open makes the promise. The error that it may be rejected with is made now: its
// stack is the call's.
func (l *Loop) open(s *v8.Scope, c *asyncCall) (v8.Value, error) {
	var at v8.Value
	if !l.options.NoCallStacks {
		object, err := s.NewError(v8.Error, "", v8.Undefined())
		if err != nil {
			return v8.Value{}, err
		}
		at = object.Value
	}
	return l.call(s, l.js.open, number(c.id), at)
}

// work is the call's goroutine.
func (c *asyncCall) work() {
	defer c.finish() // also when it ends by Goexit
	c.err = errGoexit
	if c.ctx.Err() != nil {
		c.err = endedError("call", c.ctx)
		return
	}
	defer func() {
		if value := recover(); value != nil {
			c.panicked = newPanicError(value)
		}
	}()
	c.result, c.err = c.plan.call(c.ctx, c.arguments)
}

// finish lets the next one have its turn, and gives the result to whom it belongs.
func (c *asyncCall) finish() {
	c.arguments = nil
	l := c.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls.running--
	if len(l.calls.waiting) > 0 {
		next := l.calls.waiting[0]
		l.calls.waiting[0] = nil
		l.calls.waiting = l.calls.waiting[1:]
		l.calls.running++
		go next.work()
	}
	l.pushLocked(c.owner, c)
}

func (*asyncCall) kind() string { return "call" }

// run settles the promise.
func (c *asyncCall) run(s *v8.Scope) error {
	l := c.loop
	if c.err == nil {
		value := v8.Undefined()
		if c.result.IsValid() {
			var made any
			if made, c.err = bridge.FromGo(s, c.result); c.err == nil {
				value = made.(v8.Value)
			}
		}
		if c.err == nil {
			_, err := l.call(s, l.js.done, number(c.id), value)
			c.settled = err == nil
			return err
		}
	}
	aborted := c.isAborted()
	if !aborted && isEnd(c.err) {
		return c.err
	}
	kind, message := bridge.Describe(c.err)
	text, err := s.NewString(message)
	if err != nil {
		return err
	}
	object, err := l.call(s, l.js.fail, number(c.id), number(kind), text.Value, v8.NewBoolean(aborted))
	c.settled = err == nil
	if err != nil || object.IsUndefined() {
		return err
	}
	bridge.Attach(s, object, c.err, message)
	return nil
}

// after is drop, also when its Run was ended before the promise was settled.
func (c *asyncCall) after(error) {
	l := c.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.settled {
		l.dropLocked(c)
	} else {
		l.abandonLocked(c)
	}
	l.quietLocked()
}
