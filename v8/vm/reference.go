package vm

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A Reference stands for a value in an isolate: an object that can't be copied, such
// as a function, or that is to stay where it is. It is owned: call
// [Reference.Close], or close its context. One that is forgotten is closed when Go's
// garbage collector has found it.
//
// Given to another isolate, or to its own, as an argument, it becomes an object with
// the methods applySync, apply, applyIgnored, getSync, get, copySync and copy, and
// the property typeof; those without Sync give promises. [Reference.DerefInto] gives
// the value itself.
type Reference struct {
	isolate *Isolate
	id      uint64
	typeOf  string
	closed  atomic.Bool
	cleanup runtime.Cleanup
}

func newReference(i *Isolate, v protocol.Value) *Reference {
	r := &Reference{isolate: i, id: v.ID, typeOf: v.Text}
	r.cleanup = runtime.AddCleanup(r, forgotten.release, forgotten{i.released, v.ID})
	return r
}

// released are the numbers of an isolate's references that are to be released, with
// its next calls. It knows nothing of the isolate: Go keeps what a cleanup has for as
// long as its reference, and with the isolate it would keep the reference itself.
type released struct {
	some  atomic.Bool // whether there are any
	mutex sync.Mutex
	ids   []uint64
}

func (q *released) add(ids ...uint64) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.ids = append(q.ids, ids...)
	q.some.Store(len(q.ids) > 0)
}

func (q *released) take() []uint64 {
	if !q.some.Load() {
		return nil
	}
	q.mutex.Lock()
	defer q.mutex.Unlock()
	ids := q.ids
	q.ids = nil
	if len(ids) > protocol.MostReleased {
		ids, q.ids = ids[:protocol.MostReleased], ids[protocol.MostReleased:]
	}
	q.some.Store(len(q.ids) > 0)
	return ids
}

// A forgotten is a reference that Go's garbage collector has found.
type forgotten struct {
	released *released
	id       uint64
}

func (f forgotten) release() { f.released.add(f.id) }

// TypeOf is what JavaScript's typeof gives for the value.
func (r *Reference) TypeOf() string { return r.typeOf }

// Isolate is the isolate that the value is in.
func (r *Reference) Isolate() *Isolate { return r.isolate }

// use is the reference's number, unless it is closed.
func (r *Reference) use() (uint64, error) {
	if r.closed.Load() {
		return 0, errorOf(ErrClosed, "the reference is closed")
	}
	return r.id, nil
}

// Close lets the value go. Closing again does nothing. The error is always nil, for
// io.Closer.
func (r *Reference) Close() error {
	if !r.closed.Swap(true) {
		r.cleanup.Stop()
		r.isolate.released.add(r.id)
	}
	return nil
}

// DerefInto is an argument that stands for the value itself, for calls of the same
// isolate. In another it is an error.
func (r *Reference) DerefInto() any { return derefInto{r} }

type derefInto struct{ reference *Reference }

// do calls an operation on the value.
func (r *Reference) do(ctx context.Context, c *call, op string, out any, options []CallOptions) error {
	id, err := r.use()
	if err != nil {
		r.isolate.takeBackRequest(&c.request)
		return &Error{Op: op, Err: err}
	}
	c.request.Target = id
	return r.isolate.do(ctx, c, op, out, onlyCallOptions(options))
}

// Copy stores a copy of the value in what out points to.
func (r *Reference) Copy(ctx context.Context, out any, options ...CallOptions) error {
	return r.do(ctx, r.isolate.newCall(protocol.OpCopy), "copy", out, options)
}

// Get stores the object's own property in what out points to; a key is a string or
// an int. What is not there is undefined. No JavaScript runs: an accessor, and an
// object that is a Proxy, is [ErrUnsupported], unless CallOptions.Accessors says
// otherwise.
func (r *Reference) Get(ctx context.Context, key any, out any, options ...CallOptions) error {
	c := r.isolate.newCall(protocol.OpGet)
	if err := c.encodeAll([]any{key}); err != nil {
		return &Error{Op: "get", Err: err}
	}
	return r.do(ctx, c, "get", out, options)
}

// Set sets the object's own property to a value, which is as an argument of
// [Reference.Apply]. No JavaScript runs, as in [Reference.Get]: an accessor of that
// name is replaced.
func (r *Reference) Set(ctx context.Context, key, value any, options ...CallOptions) error {
	c := r.isolate.newCall(protocol.OpSet)
	if err := c.encodeAll([]any{key, value}); err != nil {
		return &Error{Op: "set", Err: err}
	}
	return r.do(ctx, c, "set", nil, options)
}

// Delete deletes the object's own property, and reports whether it could.
func (r *Reference) Delete(ctx context.Context, key any, options ...CallOptions) (deleted bool, err error) {
	c := r.isolate.newCall(protocol.OpDelete)
	if err := c.encodeAll([]any{key}); err != nil {
		return false, &Error{Op: "delete", Err: err}
	}
	err = r.do(ctx, c, "delete", &deleted, options)
	return deleted, err
}

// Apply calls the function with a receiver, which may be nil, and arguments, and
// stores what it returns as [Context.Eval] does.
//
// Receiver and arguments may be any Go data that package clone can write, which
// arrives as a copy; a [*Callback] or a Go func, which arrives as a function; a
// Reference; what [Reference.DerefInto] gives, which is the value itself; an
// [*ExternalCopy], or what its CopyInto gives.
func (r *Reference) Apply(ctx context.Context, receiver any, arguments []any, out any, options ...CallOptions) error {
	c := r.isolate.newCall(protocol.OpApply)
	if err := c.encodeAll(arguments); err != nil {
		return &Error{Op: "apply", Err: err}
	}
	if receiver != nil {
		var err error
		if c.request.Receiver, err = r.isolate.encode(receiver); err != nil {
			r.isolate.takeBackRequest(&c.request)
			return &Error{Op: "apply", Err: err}
		}
	}
	return r.do(ctx, c, "apply", out, options)
}

// Construct calls the function as new does; otherwise it is [Reference.Apply].
func (r *Reference) Construct(ctx context.Context, arguments []any, out any, options ...CallOptions) error {
	c := r.isolate.newCall(protocol.OpConstruct)
	if err := c.encodeAll(arguments); err != nil {
		return &Error{Op: "construct", Err: err}
	}
	return r.do(ctx, c, "construct", out, options)
}
