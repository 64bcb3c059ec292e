package loop

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/nodeisolates/isolates/v8"
)

// An AbortSignal as the type of an async function's last parameter takes a signal
// from JavaScript, or undefined or null for none:
//
//	l.SetAsync("get", func(ctx context.Context, url string, _ loop.AbortSignal) (string, error) { ... })
//
//	get(url, controller.signal)
//
// When the signal aborts, the call's ctx ends with [context.Canceled]. If the func
// then returns an error that matches this, the promise is rejected with the signal's
// reason, as JavaScript expects it. If the signal has aborted before the call, the
// func is not called.
//
// A signal is any object with properties aborted and reason, and methods
// addEventListener and removeEventListener: a context of V8 has no AbortController
// unless somebody gives it one.
//
// DOM: [AbortSignal].
//
// [AbortSignal]: https://dom.spec.whatwg.org/#interface-AbortSignal
type AbortSignal struct{}

var signalType = reflect.TypeFor[AbortSignal]()

// errAborted is why the ctx of a call ends whose signal aborts.
var errAborted = fmt.Errorf("%w: its AbortSignal has aborted", context.Canceled)

// withoutSignal is the type of a func without an AbortSignal as its last parameter,
// and at which place among JavaScript's arguments that is, or -1.
func withoutSignal(t reflect.Type) (reflect.Type, int) {
	var in, out []reflect.Type
	for n := range t.NumIn() {
		in = append(in, t.In(n))
	}
	last := len(in) - 1
	for n, of := range in {
		if of == signalType && n != last {
			panic(fmt.Sprintf("loop: async function of %v: an AbortSignal is the last parameter", t))
		}
	}
	if last < 0 || in[last] != signalType {
		return t, -1
	}
	for n := range t.NumOut() {
		out = append(out, t.Out(n))
	}
	place := last
	if in[0] == contextType {
		place--
	}
	return reflect.FuncOf(in[:last], out, false), place
}

// listen lets the call's ctx end when the signal aborts.
func (l *Loop) listen(info v8.FunctionCallbackInfo, c *asyncCall) error {
	signal := info.Argument(c.plan.signal)
	if signal.IsNullOrUndefined() {
		return nil
	}
	c.ctx, c.cancel = context.WithCancelCause(c.ctx)
	l.mu.Lock()
	l.calls.abortable[c.id] = c
	l.mu.Unlock()
	_, err := l.call(info.Scope(), l.js.listen, number(c.id), signal)
	return err
}

// aborted is called by JavaScript with the id of a call whose signal aborts.
func (l *Loop) aborted(info v8.FunctionCallbackInfo) (v8.Value, error) {
	id, _ := info.Argument(0).AsNumber()
	l.mu.Lock()
	defer l.mu.Unlock()
	if c := l.calls.abortable[uint64(id)]; c != nil {
		c.cancel(errAborted)
	}
	return v8.Value{}, nil
}

// isAborted reports whether what the func has returned comes from its signal.
func (c *asyncCall) isAborted() bool {
	return c.cancel != nil && context.Cause(c.ctx) == errAborted && errors.Is(c.err, context.Canceled)
}
