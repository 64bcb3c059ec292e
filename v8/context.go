package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
)

// ContextOptions say how to make a [Context]. The zero value is V8's default.
type ContextOptions struct {
	// GlobalTemplate, when not nil, is what the global object is made of. It
	// has no more than 1,000 properties, and none that is an array index; more
	// panics. JavaScript's own globals replace properties of the same name, all
	// but console.
	GlobalTemplate *ObjectTemplate

	// FromSnapshot is which context of the isolate's Snapshot it is made of, by the name
	// that [SnapshotCreator.AddContext] was given, and without a GlobalTemplate. The
	// empty name is its default context, or V8's where there is no Snapshot.
	//
	// V8: [v8::Context::FromSnapshot].
	//
	// [v8::Context::FromSnapshot]: https://v8.github.io/api/head/classv8_1_1Context.html
	FromSnapshot string

	// Console, when not nil, makes the global object's property console, unless
	// GlobalTemplate has one. Package v8/console has one. When nil, it is V8's own,
	// which has all functions, and they do nothing.
	Console Console

	// MicrotaskQueue, when not nil, is one of the isolate that the context has
	// in common with others: contexts of one owner, which wait for each other's
	// promises. Nil is one of its own.
	MicrotaskQueue *MicrotaskQueue

	// SecurityToken is the first one; see [Context.SetSecurityToken].
	SecurityToken string

	// DisallowCodeGenerationFromStrings is
	// [Context.AllowCodeGenerationFromStrings] with false.
	DisallowCodeGenerationFromStrings bool
	// DisallowWasmCodeGeneration is [Context.AllowWasmCodeGeneration] with false.
	DisallowWasmCodeGeneration bool
	// DisallowWasm is DisallowWasmCodeGeneration, and there is no WebAssembly
	// object either.
	DisallowWasm bool
}

// A Context is a global object with its built-ins, in which scripts run: what
// ECMAScript calls a realm. Contexts of one isolate run one at a time.
//
// A Context is owned: call [Context.Close], or close its isolate. Any goroutine
// may call its methods.
//
// V8: [v8::Context].
//
// [v8::Context]: https://v8.github.io/api/head/classv8_1_1Context.html
type Context struct {
	isolate *Isolate
	queue   *MicrotaskQueue
	ref     C.shim_ref // a v8::Global
	tasks   postedTasks
	closed  atomic.Bool
	data    sync.Map // see SetEmbedderData

	evaluating   int // how many calls of Module.Evaluate, one in the other, there are
	importModule atomic.Pointer[HostImportModuleDynamicallyCallback]
	importMeta   atomic.Pointer[HostInitializeImportMetaObjectCallback]
}

// NewContext makes a context in the isolate. It waits while another goroutine
// runs in the isolate, until ctx ends, and may be called inside Run. The making
// itself, some 200 microseconds, is not interrupted.
//
// V8: [v8::Context::New].
//
// [v8::Context::New]: https://v8.github.io/api/head/classv8_1_1Context.html
func (i *Isolate) NewContext(ctx context.Context, options ContextOptions) (*Context, error) {
	if ctx == nil {
		panic(misuse.NilContext)
	}
	c := &Context{isolate: i}
	i.mustBeMade()
	index, err := i.options.Snapshot.indexOf(options)
	if err != nil {
		return nil, err
	}
	err = i.locked(ctx, func() error {
		var global C.shim_ref
		if options.GlobalTemplate != nil {
			options.GlobalTemplate.in(i)
			options.GlobalTemplate.node.useAsGlobal(i)
			global = options.GlobalTemplate.ref
		}
		queue, err := i.queueFor(options.MicrotaskQueue)
		if err != nil {
			return err
		}
		c.queue = queue
		id := i.reference(c)
		status := C.shim_context_new(i.shim, queue.ref, C.uint32_t(id), global, C.int32_t(index), &c.ref)
		runtime.KeepAlive(options.GlobalTemplate)
		if status != C.SHIM_STATUS_OK {
			i.references.remove(id)
			return i.fail("new context", "", C.uint32_t(status))
		}
		options.harden()
		if err := c.configure(options); err != nil {
			c.closed.Store(true)
			C.shim_context_close(i.shim, queue.ref, c.ref)
			return err
		}
		return nil
	})
	if err == nil {
		err = c.installConsole(ctx, options)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

var errContextClosed = fmt.Errorf("v8: context: %w", ErrClosed)

// Isolate is the isolate that the context was made in.
func (c *Context) Isolate() *Isolate { return c.made() }

// MicrotaskQueue is the context's.
//
// V8: [v8::Context::GetMicrotaskQueue].
//
// [v8::Context::GetMicrotaskQueue]: https://v8.github.io/api/head/classv8_1_1Context.html
func (c *Context) MicrotaskQueue() *MicrotaskQueue {
	c.made()
	return c.queue
}

// made refuses a Context that was not made by NewContext.
func (c *Context) made() *Isolate {
	if c == nil || c.isolate == nil {
		panic(misuse.ZeroContext)
	}
	return c.isolate
}

// Close frees the context, once nothing in the isolate refers to it. It does not
// wait: while another goroutine runs in the isolate, the context is freed by a
// later Run. JavaScript that runs in the context goes on. Its microtasks and other
// leftovers, see [MicrotaskQueue], are dropped, and a later Run is [ErrClosed].
// Closing again does nothing. The error is always nil, for [io.Closer].
func (c *Context) Close() error {
	i := c.made()
	if c.closed.Swap(true) {
		return nil
	}
	i.closers.call(c)
	c.tasks.drop()
	nested, free := i.tryAcquire()
	if !free {
		i.releases.add(func(i *Isolate) { C.shim_context_close(i.shim, c.queue.ref, c.ref) })
		return nil
	}
	defer runtime.UnlockOSThread()
	if !nested {
		defer i.unlock()
	}
	if i.shim == nil {
		return nil // closed with its isolate
	}
	l, err := i.enter(context.Background(), nil)
	C.shim_context_close(i.shim, c.queue.ref, c.ref)
	if err == nil {
		i.leave(l, C.SHIM_LEAVE_DROP, nil)
	}
	return nil
}

// Run enters the context and calls fn with a [Scope], through which everything
// that touches JavaScript goes. It returns when fn has returned and the
// microtasks that became due have run, and after them what scripts had left to
// be done later; see [MicrotaskQueue].
//
// Run waits while another goroutine runs in the isolate, and pins the goroutine
// to its thread meanwhile. Inside fn, Run may be called again, on this context
// or another of any isolate. Go ends the process when a
// coroutine is switched to by a goroutine that is pinned otherwise than when the
// coroutine was made: use what [iter.Pull] gave outside of fn, or of a callback,
// only there, and yield nothing from inside fn.
//
// When ctx ends, the wait ends with its error, and JavaScript that runs ends
// with [ErrTerminated] wrapping it; so does all that fn still starts. Go code
// in fn is not interrupted. The isolate can be used again afterwards, and a Run
// around this one goes on unless its own ctx has ended.
//
// options are limits of this Run, if it is an outermost one; there is one
// RunOptions or none.
//
// The error is fn's, or else that of the microtasks; that of a closed context
// or isolate is [ErrClosed]. A panic in fn passes through Run, which leaves the
// isolate in order.
//
// V8: [v8::Locker], [v8::Isolate::Scope], [v8::HandleScope], [v8::Context::Scope].
//
// [v8::Locker]: https://v8.github.io/api/head/classv8_1_1Locker.html
// [v8::Isolate::Scope]: https://v8.github.io/api/head/classv8_1_1Isolate.html
// [v8::HandleScope]: https://v8.github.io/api/head/classv8_1_1HandleScope.html
// [v8::Context::Scope]: https://v8.github.io/api/head/classv8_1_1Context.html
func (c *Context) Run(ctx context.Context, fn func(*Scope) error, options ...RunOptions) (err error) {
	i := c.made()
	limits := onlyRunOptions(options)
	if ctx == nil {
		panic(misuse.NilContext)
	}
	if fn == nil {
		panic(misuse.NilCallback)
	}
	// Go makes a defer cheap in a function of at most 15 returns times defers.
	if err := c.mayRun(ctx, limits); err != nil {
		return err
	}
	nested, err := i.acquire(ctx)
	if err != nil {
		return err
	}
	defer runtime.UnlockOSThread()
	if !nested {
		defer func() {
			made := i.endNewCodes()
			i.unlock()
			i.storeCodes(made)
		}()
	}
	if c.closed.Load() { // meanwhile
		return errContextClosed
	}
	done, lazy := lazyctx.Of(ctx)
	level, err := i.enter(ctx, c)
	if err != nil {
		return err
	}
	watcher := i.watch(ctx, done, lazy, limits, !nested)
	how := C.shim_leave(C.SHIM_LEAVE_DROP)
	defer func() {
		leaveErr := i.leave(level, how, watcher)
		if err == nil {
			err = leaveErr
		}
	}()
	if nested {
		i.release()
	} else {
		i.tidy()
	}
	err = fn(i.newScope(level))
	how = C.SHIM_LEAVE_RUN
	return err
}

// mayRun is the error of a Run that need not wait to fail.
func (c *Context) mayRun(ctx context.Context, limits RunOptions) error {
	if lazyctx.Over(ctx) != nil {
		return fmt.Errorf("v8: run: %w", bridge.ContextError(ctx))
	}
	if c.closed.Load() {
		return errContextClosed
	}
	return limits.CPUBudget.spent()
}

// Global is the global object of the context that runs: inside a callback, of
// the function's own.
//
// V8: [v8::Context::Global].
//
// [v8::Context::Global]: https://v8.github.io/api/head/classv8_1_1Context.html
func (s *Scope) Global() Object {
	i := s.check()
	return Object{i.readAs(C.shim_context_global(i.shim), KindObject)}
}
