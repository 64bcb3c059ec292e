// Package loop lets Go wait for JavaScript's promises: it is the event loop of a
// [v8.Context], with timers, and with functions of Go that block.
//
//	l, err := loop.New(c, loop.Options{})
//	defer l.Close()
//	err = l.SetAsync("fetch", func(ctx context.Context, url string) (Response, error) { ... })
//
//	var r Response
//	err = l.Await(ctx, &r, func(s *v8.Scope) (v8.Value, error) { return onRequest.Get(s).Call(v8.Undefined()) })
//
// # Who runs what
//
// While nobody waits, a loop runs no JavaScript, and has no thread and no goroutine
// but those of the async functions that have been called. Whoever waits in [Loop.Await] runs, in its own goroutine, what JavaScript
// has begun in its name: the callbacks of its timers, and what follows when one of
// its async functions has returned. Each of these is a Run under Await's own ctx and
// limits. So an Await that spins ends at its own deadline and takes nothing from
// the others but time; and no Await can swallow the wake-up of another.
//
// In whose name something is begun is told by the Run in which it is begun. What
// several Awaits share, such as a promise in a cache, is settled in the Run of the
// one that has begun it; the reactions of the others are microtasks of that Run.
//
// What a Run begins that is no Await's, such as a script's first, belongs to nobody.
// A goroutine runs it for as long as somebody waits, in any Await or in
// [Loop.Drain], which waits for all of it. So does what V8 has done in the background,
// such as to compile WebAssembly, what becomes of it, and the tasks of
// [v8.Context.PostTask].
//
// # How a wait ends
//
// By the promise; by ctx, which ends what was begun in its name too, so that no
// script goes on without a deadline; by [Loop.Close], or that of the context or the
// isolate; by an exception that nothing catches; or at once by [ErrNeverSettles],
// when the promise is pending and nothing is left that could settle it. The loop
// knows of timers, async functions and what V8 does in the background. Go code that
// will settle a promise by other ways says so by [Loop.Hold].
//
// A script that is ended loses the microtasks of its context; see
// [v8.MicrotaskQueue]. Where strangers share a context, one's end may leave
// another's promise pending, which is ErrNeverSettles again. Give each a context.
//
// # Timers
//
// setTimeout and setInterval give numbers, as browsers do, and not Node's objects: a
// number can be kept anywhere, and a million of them cost no more than they must.
// refTimer and unrefTimer take such a number, and do what Node's methods ref and
// unref do. A delay is at least 0 and at most 2^31-1 milliseconds. Arguments after the
// delay go to the callback; text instead of a function is a TypeError.
//
// [Options] bound how many timers and calls there may be; what they keep in
// JavaScript counts for the isolate's memory limit.
//
// # Functions that block
//
// An async function of Go, by [Loop.SetAsync], is a promise to JavaScript: while it
// blocks, others use the isolate. A plain callback, by [v8.Scope.NewFunction] and the
// like, has the isolate until it returns, as any function of JavaScript; whatever else
// wants it waits. So it must not wait for a goroutine that calls [v8.Context.Run]
// or Await of the same isolate: both would wait until its ctx ends. There is nothing
// like v8::Unlocker, which would let others run in the middle of a script's function.
//
// # Several contexts
//
// Each context has a loop of its own. A promise of another context can be awaited;
// its reaction runs with the next Run in this one. Unless the contexts have one
// [v8.MicrotaskQueue], nobody can tell whether the other context will settle it: see
// Hold.
package loop
