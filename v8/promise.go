package v8

/*
#include "cshim.h"

#cgo nocallback shim_promise_state
#cgo nocallback shim_promise_result
#cgo nocallback shim_promise_mark_as_handled
#cgo nocallback shim_promise_resolver_promise
*/
import "C"

import (
	"fmt"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// A Promise is a JavaScript promise. It is scoped.
//
// Its reactions are microtasks: they run when the outermost [Context.Run] in the
// reacting function's context ends, or at [Scope.PerformMicrotaskCheckpoint].
//
// V8: [v8::Promise]. ECMAScript: [Promise objects].
//
// [v8::Promise]: https://v8.github.io/api/head/classv8_1_1Promise.html
// [Promise objects]: https://tc39.es/ecma262/#sec-promise-objects
type Promise struct{ Object }

// PromiseState says whether a [Promise] is settled.
type PromiseState int

// The states of a promise, with V8's numbers.
const (
	PromisePending   PromiseState = 0
	PromiseFulfilled PromiseState = 1
	PromiseRejected  PromiseState = 2
)

// String is the state as ECMAScript names it: "pending".
func (s PromiseState) String() string { return [...]string{"pending", "fulfilled", "rejected"}[s&3%3] }

// AsPromise is the value if it is a promise.
func (v Value) AsPromise() (p Promise, ok bool) {
	if v.kind() != KindPromise {
		return Promise{}, false
	}
	return Promise{Object{v}}, true
}

// State says whether the promise is settled.
//
// V8: [v8::Promise::State].
//
// [v8::Promise::State]: https://v8.github.io/api/head/classv8_1_1Promise.html
func (p Promise) State() PromiseState { return PromiseState(p.state() & 3) }

// HasHandler reports whether anything reacts to the promise.
//
// V8: [v8::Promise::HasHandler].
//
// [v8::Promise::HasHandler]: https://v8.github.io/api/head/classv8_1_1Promise.html
func (p Promise) HasHandler() bool { return p.state()&4 != 0 }

func (p Promise) check() *Isolate { return p.checkAs(KindPromise, KindPromise) }

func (p Promise) state() uint64 {
	i := p.check()
	r := C.shim_promise_state(i.shim, p.ref())
	i.checkRead(r.status)
	return uint64(r.bits)
}

// Result is the value that the promise was fulfilled with, or the reason that
// it was rejected with, or undefined while it is pending.
//
// V8: [v8::Promise::Result].
//
// [v8::Promise::Result]: https://v8.github.io/api/head/classv8_1_1Promise.html
func (p Promise) Result() Value {
	i := p.check()
	return i.read(C.shim_promise_result(i.shim, p.ref()))
}

// Err is why the promise was rejected, as an [*Exception], or nil: its stack is
// that of the reason, and a Go error that rejected it is found by [errors.Is]. It
// does not make the rejection handled; see MarkAsHandled.
func (p Promise) Err() error {
	i := p.check()
	if p.State() != PromiseRejected {
		return nil
	}
	return i.described("promise rejected", p.Result())
}

// MarkAsHandled keeps a rejection of the promise from being an unhandled one.
//
// V8: [v8::Promise::MarkAsHandled].
//
// [v8::Promise::MarkAsHandled]: https://v8.github.io/api/head/classv8_1_1Promise.html
func (p Promise) MarkAsHandled() {
	i := p.check()
	i.checkRead(C.uint32_t(C.shim_promise_mark_as_handled(i.shim, p.ref())))
}

// A PromiseReaction is a Go function that reacts to a settled promise. Its
// value fulfils the promise that Then or Catch has returned, and its error
// rejects it, as the error of a [FunctionCallback] is thrown.
type PromiseReaction func(s *Scope, value Value) (Value, error)

// Then calls fulfilled with the promise's value, or rejected with the reason,
// one of which may be nil, once the promise is settled. The promise that it
// returns is settled by what they return.
//
// V8: [v8::Promise::Then]. ECMAScript: [then].
//
// [v8::Promise::Then]: https://v8.github.io/api/head/classv8_1_1Promise.html
// [then]: https://tc39.es/ecma262/#sec-promise.prototype.then
func (p Promise) Then(fulfilled, rejected PromiseReaction) (Promise, error) {
	i := p.check()
	if fulfilled == nil && rejected == nil {
		panic(misuse.NilCallback)
	}
	s := i.scope()
	var refs [2]C.shim_ref
	for n, reaction := range [2]PromiseReaction{fulfilled, rejected} {
		if reaction == nil {
			continue
		}
		f, err := s.NewFunction(func(info FunctionCallbackInfo) (Value, error) {
			return reaction(info.Scope(), info.Argument(0))
		}, FunctionOptions{Length: 1})
		if err != nil {
			return Promise{}, err
		}
		refs[n] = f.ref()
	}
	v, err := i.result(C.shim_promise_then(i.shim, p.ref(), refs[0], refs[1]), "then", "")
	return Promise{Object{v}}, err
}

// Catch is Then(nil, rejected).
//
// V8: [v8::Promise::Catch]. ECMAScript: [catch].
//
// [v8::Promise::Catch]: https://v8.github.io/api/head/classv8_1_1Promise.html
// [catch]: https://tc39.es/ecma262/#sec-promise.prototype.catch
func (p Promise) Catch(rejected PromiseReaction) (Promise, error) { return p.Then(nil, rejected) }

// A PromiseResolver settles the promise that it was made with. It is scoped.
//
// V8: [v8::Promise::Resolver].
//
// [v8::Promise::Resolver]: https://v8.github.io/api/head/classv8_1_1Promise_1_1Resolver.html
type PromiseResolver struct{ Object }

// NewPromiseResolver makes a pending promise and what settles it.
//
// V8: [v8::Promise::Resolver::New].
//
// [v8::Promise::Resolver::New]: https://v8.github.io/api/head/classv8_1_1Promise_1_1Resolver.html
func (s *Scope) NewPromiseResolver() (PromiseResolver, error) {
	i := s.check()
	v, err := i.result(C.shim_promise_resolver_new(i.shim), "new promise", "")
	return PromiseResolver{Object{v}}, err
}

// A resolver is its promise to V8.
func (r PromiseResolver) check() *Isolate { return r.checkAs(KindPromise, KindPromise) }

// Promise is the promise that the resolver settles.
func (r PromiseResolver) Promise() Promise {
	i := r.check()
	return Promise{Object{i.readAs(C.shim_promise_resolver_promise(i.shim, r.ref()), KindPromise)}}
}

// Resolve fulfils the promise with the value, or lets it follow the value when
// that is a promise or has a method then. A settled promise stays as it is.
//
// V8: [v8::Promise::Resolver::Resolve].
//
// [v8::Promise::Resolver::Resolve]: https://v8.github.io/api/head/classv8_1_1Promise_1_1Resolver.html
func (r PromiseResolver) Resolve(value Value) error { return r.settle("resolve", value, false) }

// Reject rejects the promise with the reason. A settled promise stays as it is.
//
// V8: [v8::Promise::Resolver::Reject].
//
// [v8::Promise::Resolver::Reject]: https://v8.github.io/api/head/classv8_1_1Promise_1_1Resolver.html
func (r PromiseResolver) Reject(reason Value) error { return r.settle("reject", reason, true) }

// RejectError is Reject with a Go error, which becomes an error object as that of
// a [FunctionCallback] does: who gets it out of JavaScript again finds it by
// [errors.Is]. The error is that of Reject.
func (r PromiseResolver) RejectError(reason error) error {
	i := r.check()
	if reason == nil {
		panic(misuse.NilError)
	}
	value, err := i.valueToThrow(reason)
	if err != nil {
		return err
	}
	return r.settle("reject", value, true)
}

func (r PromiseResolver) settle(op string, value Value, reject bool) error {
	i := r.check()
	return i.done(C.shim_promise_resolver_settle(i.shim, r.ref(), i.argument(value), C.bool(reject)), op, "")
}

// isLeftBehind reports whether the promise is of a context that was closed, in
// which something has gone on until now, such as a compilation of WebAssembly.
// A Run of another context should not hear of it.
func (i *Isolate) isLeftBehind(promise Promise) bool {
	r := C.shim_context_reference_of(i.shim, promise.ref())
	if r.status != C.SHIM_STATUS_OK {
		return false
	}
	c, ok := i.references.get(uint32(r.bits)).(*Context)
	return ok && c.closed.Load() && c != i.top().context
}

// mostRejections is how many errors a Run has for rejected promises: a script can
// reject without end.
const mostRejections = 100

// unhandledRejections makes errors of the promises that a Run, or one of its
// tasks, leaves rejected and unhandled.
func (i *Isolate) unhandledRejections() error {
	var all []error
	more := 0
	for told := 0; ; told++ {
		if told >= mostRejections && (len(all) == told || bool(C.shim_isolate_is_terminating(i.shim))) {
			more += int(C.shim_promise_forget_rejections(i.shim))
			break
		}
		next, err := i.unhandledRejection()
		switch {
		case err == nil:
		case len(all) < mostRejections:
			all = append(all, err)
		default:
			more++
		}
		if !next {
			break
		}
	}
	if more > 0 {
		all = append(all, fmt.Errorf("v8: and %d more unhandled rejections", more))
	}
	return joinErrors(all...)
}

// unhandledRejection takes the next one, and is false when there is none.
func (i *Isolate) unhandledRejection() (next bool, err error) {
	l, err := i.openScope(i.scope())
	if err != nil {
		return false, err
	}
	defer i.closeScope(l, l.generation)
	promise, ok := i.read(C.shim_promise_next_rejection(i.shim)).AsPromise()
	if !ok {
		return false, nil
	}
	if i.isLeftBehind(promise) {
		return true, nil
	}
	reason := i.described("unhandled rejection", promise.Result())
	if i.options.OnUnhandledRejection == nil {
		return true, reason
	}
	return true, i.options.OnUnhandledRejection(&Scope{l, l.generation}, promise, reason)
}
