package v8

/*
#include "cshim.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
	"unsafe"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// SnapshotOptions say how to make a [Snapshot].
type SnapshotOptions struct {
	// Isolate are the options of the isolate that it is made of. Its limits hold while
	// it is made, and are not a part of it. With a Snapshot it begins with that, and
	// what is made has all that it had, but for its contexts.
	Isolate IsolateOptions

	// FunctionCode says what becomes of what V8 has compiled.
	FunctionCode FunctionCodeHandling

	// Key, when not empty, is a secret with which WriteTo signs (HMAC-SHA-256), and
	// without which ReadSnapshot does not take it.
	Key []byte
}

// FunctionCodeHandling says what becomes of the code of functions in a [Snapshot].
//
// V8: [v8::SnapshotCreator::FunctionCodeHandling].
//
// [v8::SnapshotCreator::FunctionCodeHandling]: https://v8.github.io/api/head/classv8_1_1SnapshotCreator.html
type FunctionCodeHandling int

const (
	// KeepFunctionCode keeps the code of all functions that were called: call those
	// that are to be fast from the beginning. Machine code is not kept.
	KeepFunctionCode FunctionCodeHandling = iota
	// ClearFunctionCode makes a smaller snapshot: each function is compiled when it is
	// called.
	ClearFunctionCode
)

// A SnapshotCreator is an isolate of which a [Snapshot] is made. It is valid during the
// function that [NewSnapshot] calls, and is that goroutine's.
//
// V8: [v8::SnapshotCreator].
//
// [v8::SnapshotCreator]: https://v8.github.io/api/head/classv8_1_1SnapshotCreator.html
type SnapshotCreator struct {
	isolate  *Isolate // nil once the function has returned
	contexts []*Context
	names    []string
}

// creation is what an isolate knows because a snapshot is made of it.
type creation struct {
	madeOf map[uint32]any // the func that a callback was made of, by its id
}

// isMadeOf remembers what the callback with the id was made of.
func (c *creation) isMadeOf(id uint32, fn any) {
	if c != nil {
		c.madeOf[id] = fn
	}
}

// NewSnapshot makes a snapshot of what fn fills an isolate with: it makes contexts in
// [SnapshotCreator.Isolate], runs scripts in them as ever, and says which contexts are
// to be in the snapshot. What is not reachable from these is not in it.
//
//	snapshot, err := v8.NewSnapshot(ctx, v8.SnapshotOptions{}, func(c *v8.SnapshotCreator) error {
//		library, err := c.Isolate().NewContext(ctx, v8.ContextOptions{})
//		if err != nil {
//			return err
//		}
//		c.SetDefaultContext(library)
//		return library.Eval(ctx, source, nil)
//	})
//
// The error is fn's, or why there can be no snapshot:
//   - a Global is not closed, or microtasks have not run,
//   - JavaScript refers to a Go value that [IsolateOptions].ExternalReferences does not
//     name, to an ES module, to an object of Intl, or to an ArrayBuffer of 4 GB,
//   - one context refers to objects of another.
//
// When ctx ends, what runs is ended, and nothing else can be done in the isolate.
//
// While V8 makes a snapshot it has no WebAssembly and no SharedArrayBuffer, nor others
// of its younger features; contexts that are made of it have them. A library that
// looks once what there is finds less than there will be.
//
// What a snapshot is not: Go errors that JavaScript keeps with its own, Go's [Weak]s,
// the data of [Context.SetEmbedderData] and what is in internal fields of a global object
// are not in it, and a context begins without a security token and with its own options.
//
// V8: [v8::SnapshotCreator::CreateBlob].
//
// [v8::SnapshotCreator::CreateBlob]: https://v8.github.io/api/head/classv8_1_1SnapshotCreator.html
func NewSnapshot(ctx context.Context, options SnapshotOptions, fn func(*SnapshotCreator) error) (*Snapshot, error) {
	if ctx == nil {
		panic(misuse.NilContext)
	}
	if fn == nil {
		panic(misuse.NilCallback)
	}
	if options.FunctionCode != KeepFunctionCode && options.FunctionCode != ClearFunctionCode {
		panic(misuse.FunctionCode)
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("v8: new snapshot: %w", bridge.ContextError(ctx))
	}
	bound, err := options.Isolate.Snapshot.bind(options.Isolate.ExternalReferences)
	if err != nil {
		return nil, fmt.Errorf("v8: new snapshot: %w", err)
	}
	i, err := newIsolate(options.Isolate, bound, &creation{map[uint32]any{}})
	if err != nil {
		return nil, err
	}
	defer i.Close()
	stop := context.AfterFunc(ctx, i.close)
	defer stop()
	c := &SnapshotCreator{isolate: i, contexts: []*Context{nil}, names: []string{""}}
	snapshot, err := c.create(ctx, options, fn)
	if err == nil {
		err = snapshot.mustStandAlone(ctx, options.Isolate)
	}
	if ctx.Err() != nil {
		err = bridge.ContextError(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("v8: new snapshot: %w", err)
	}
	return snapshot, nil
}

func (c *SnapshotCreator) create(ctx context.Context, options SnapshotOptions, fn func(*SnapshotCreator) error) (*Snapshot, error) {
	i := c.isolate
	err := func() error {
		defer func() { c.isolate = nil }()
		return fn(c)
	}()
	if err != nil {
		return nil, err
	}
	if c.contexts[0] == nil {
		if c.contexts[0], err = i.NewContext(ctx, ContextOptions{}); err != nil {
			return nil, err
		}
	}
	if err := c.settle(ctx, i); err != nil {
		return nil, err
	}
	var snapshot *Snapshot
	err = i.locked(ctx, func() error {
		defer i.closed.Store(true) // whatever becomes of it, nobody runs in it any more
		i.tidy()
		if err := c.take(); err != nil {
			return err
		}
		about, err := c.prepare(i)
		if err != nil {
			return err
		}
		snapshot, err = c.createBlob(i, about, options)
		return err
	})
	return snapshot, err
}

// settle closes the contexts that will not be in the snapshot, and collects garbage
// until the others have nothing left to do about it.
func (c *SnapshotCreator) settle(ctx context.Context, i *Isolate) error {
	const most = 10
	for n := 0; ; n++ {
		due := false
		err := i.locked(ctx, func() error {
			c.closeOthers(i)
			r := C.shim_snapshot_creator_collect(i.shim)
			due = r.bits != 0
			return i.done(r, "", "")
		})
		if err != nil || !due {
			return err
		}
		if n == most {
			return errors.New("the callbacks of a FinalizationRegistry leave garbage for others without end")
		}
		for _, each := range c.contexts {
			if err := each.Run(ctx, func(*Scope) error { return nil }); err != nil {
				return err
			}
		}
	}
}

// take makes the contexts the snapshot's own, which nobody else closes from now on. The
// isolate is entered.
func (c *SnapshotCreator) take() error {
	for n, each := range c.contexts {
		if each.closed.Swap(true) {
			return fmt.Errorf("the context %q of the snapshot: %w", c.names[n], ErrClosed)
		}
	}
	return nil
}

// closeOthers closes the contexts that will not be in the snapshot.
func (c *SnapshotCreator) closeOthers(i *Isolate) {
	for _, value := range i.references.values {
		if other, ok := value.(*Context); ok && !slices.Contains(c.contexts, other) {
			other.Close()
		}
	}
}

// prepare lets go of all that can't be in a snapshot, and says what will be in it. The
// isolate is entered.
func (c *SnapshotCreator) prepare(i *Isolate) (about snapshotAbout, err error) {
	c.closeOthers(i) // that another goroutine has made meanwhile
	left := C.shim_snapshot_creator_prepare(i.shim, c.contexts[0].ref)
	switch {
	case left.status != C.SHIM_STATUS_OK:
		return about, i.fail("", "", left.status)
	case left.globals > 0:
		return about, fmt.Errorf("%d Globals are not closed: close them, because a snapshot can't have them", int(left.globals))
	case bool(left.microtasks):
		return about, errors.New("microtasks of a context have not run, and would be lost: they run in a Run of their context")
	case bool(left.fields):
		return about, errors.New("the global object of the default context has internal fields: add such a context by a name")
	case bool(left.large):
		return about, errors.New("an ArrayBuffer is there that has, or may be resized to, 4 GB or more, which can't be in a snapshot")
	case left.intl != nil:
		return about, fmt.Errorf("an object of the class Intl.%s is there, which can't be in a snapshot", C.GoString(left.intl))
	}
	i.sweep()
	ids := slices.Clone(unsafe.Slice((*uint32)(unsafe.Pointer(left.references.ids)), int(left.references.count)))
	about.Contexts = c.names
	about.LastID = i.references.last()
	about.References, err = i.externalReferences(ids)
	return about, err
}

// errFixed is that of contexts that V8 can't complete where they are made of a snapshot.
var errFixed = errors.New("a script has frozen or fixed what V8 adds to each context, " +
	"such as Error.stackTraceLimit, Promise.try or the global object's WebAssembly")

// errHeld is that of objects with a part in C++ that are not told by their class.
var errHeld = errors.New("something in it has a handle of V8's own, as objects of WebAssembly and Intl have")

func (c *SnapshotCreator) createBlob(i *Isolate, about snapshotAbout, options SnapshotOptions) (*Snapshot, error) {
	refs := make([]C.shim_ref, len(c.contexts))
	for n, each := range c.contexts {
		refs[n] = each.ref
	}
	keep := options.FunctionCode == KeepFunctionCode
	blob := C.shim_snapshot_creator_create_blob(i.shim, unsafe.SliceData(refs), C.size_t(len(refs)), C.bool(keep))
	switch {
	case blob.status != C.SHIM_STATUS_OK:
		return nil, i.fail("", "", blob.status)
	case bool(blob.fixed):
		return nil, errFixed
	case bool(blob.held):
		return nil, errHeld
	}
	return newSnapshot(blob.data, about, options.Key)
}

// mustStandAlone makes every context of the snapshot once, which shows that V8 can, and
// looks whether one has brought objects of another with it: these would be in a context
// that nobody knows, and V8 does not notice.
func (s *Snapshot) mustStandAlone(ctx context.Context, options IsolateOptions) error {
	limits := IsolateOptions{MemoryLimit: options.MemoryLimit, HeapLimit: options.HeapLimit, Snapshot: s}
	i, err := newIsolate(limits, nil, nil)
	if err != nil {
		return err
	}
	defer i.Close()
	var last *Context
	for _, name := range s.about.Contexts {
		if last, err = i.NewContext(ctx, ContextOptions{FromSnapshot: name}); errors.Is(err, ErrIsolateDead) {
			return fmt.Errorf("%w, or there is a view of a buffer that was detached or is too short for it: %w", errFixed, err)
		} else if err != nil {
			return err
		}
	}
	strays := 0.0
	err = last.with("", func(i *Isolate) C.shim_value {
		r := C.shim_snapshot_creator_strays(i.shim, last.ref)
		strays = numberOf(uint64(r.bits))
		return r
	})
	if err == nil && strays > 0 {
		err = errors.New("a context refers to objects of another: each is a snapshot by itself, and can't share them")
	}
	return err
}

func (c *SnapshotCreator) check() *Isolate {
	if c == nil || c.isolate == nil {
		panic(misuse.SnapshotCreatorEnded)
	}
	return c.isolate
}

// Isolate is the isolate that the snapshot is made of. It is closed when NewSnapshot
// returns.
//
// V8: [v8::SnapshotCreator::GetIsolate].
//
// [v8::SnapshotCreator::GetIsolate]: https://v8.github.io/api/head/classv8_1_1SnapshotCreator.html
func (c *SnapshotCreator) Isolate() *Isolate { return c.check() }

// SetDefaultContext says which context those are made of that don't ask for another.
// Without one, it is as V8 makes it. Its global object has no internal fields.
//
// V8: [v8::SnapshotCreator::SetDefaultContext].
//
// [v8::SnapshotCreator::SetDefaultContext]: https://v8.github.io/api/head/classv8_1_1SnapshotCreator.html
func (c *SnapshotCreator) SetDefaultContext(context *Context) {
	c.mustBeNew(context)
	if c.contexts[0] != nil {
		panic(misuse.SnapshotContext)
	}
	c.contexts[0] = context
}

// AddContext puts a further context into the snapshot, for [ContextOptions].FromSnapshot.
// The name is not empty, and has none of the others.
//
// V8: [v8::SnapshotCreator::AddContext].
//
// [v8::SnapshotCreator::AddContext]: https://v8.github.io/api/head/classv8_1_1SnapshotCreator.html
func (c *SnapshotCreator) AddContext(name string, context *Context) {
	c.mustBeNew(context)
	if slices.Contains(c.names, name) || !utf8.ValidString(name) {
		panic(misuse.SnapshotContext)
	}
	c.contexts = append(c.contexts, context)
	c.names = append(c.names, name)
}

func (c *SnapshotCreator) mustBeNew(context *Context) {
	if context.made() != c.check() {
		panic(misuse.ContextIsolate)
	}
	if slices.Contains(c.contexts, context) {
		panic(misuse.SnapshotContext)
	}
}
