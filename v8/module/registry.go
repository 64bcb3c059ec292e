package module

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// Options say how to make a [Registry]. The zero value has these defaults.
type Options struct {
	// Loop is the event loop of the context: a [*loop.Loop] of package loop. It
	// drives top-level await and import(). Without one, only what the modules
	// themselves settle and import() are waited for: there are no timers, and
	// while several goroutines import, each may run what another has begun.
	Loop Loop

	// MaxModules is how many modules there may be, which scripts can add to by
	// import(). One more is [ErrLimit]. Zero is 10,000.
	MaxModules int

	// MaxBytes is how much the texts of all modules may be together, and what is
	// kept of specifiers. Beyond is [ErrLimit]. Zero is 256 MB.
	MaxBytes int

	// MaxLoads is how many calls of [Loader] are under way at a time. Zero is 16.
	MaxLoads int
}

// A Loop is what a [Registry] needs of an event loop. [*loop.Loop] of package loop
// is one.
type Loop interface {
	// Await calls fn in a Run, and when its value is a promise waits for it. The
	// error of one that is rejected is a [*v8.Exception].
	Await(ctx context.Context, out any, fn func(*v8.Scope) (v8.Value, error), options ...v8.RunOptions) error

	// NewAsyncFunction makes a JavaScript function of a Go func that may block, and
	// whose result settles the promise that the call is.
	NewAsyncFunction(s *v8.Scope, fn any, options v8.FunctionOptions) (v8.Function, error)
}

const (
	defaultMaxModules = 10_000
	defaultMaxBytes   = 256 << 20
	defaultMaxLoads   = 16
)

// A Registry has the modules of a [v8.Context], each once: what [Registry.Import]
// imports, what those import, and what import() does, in modules and in scripts.
//
// A Registry is owned: call [Registry.Close], or close its context. Any goroutine
// may call its methods, any number at a time.
//
// HTML: [module map].
//
// [module map]: https://html.spec.whatwg.org/multipage/webappapis.html#module-map
type Registry struct {
	context *v8.Context
	loader  Loader
	options Options
	loop    Loop
	ctx     context.Context // ends with Close
	cancel  context.CancelCauseFunc
	slots   chan struct{} // one for each call of the loader
	forget  func() bool   // of the context's AfterClose

	// Used inside a Run alone:
	async *v8.Global[v8.Function] // loads what import() asks for

	mu       sync.Mutex
	cells    map[cellKey]*cell
	resolved map[question]string
	bytes    int
	closed   bool
}

// registryKey is that of a context's embedder data where its Registry is.
type registryKey struct{}

// NewRegistry makes a registry of the context's modules, which answers import()
// and import.meta there. A context has one at a time; a second panics. It waits,
// as long as ctx lasts, while another goroutine runs in the isolate.
func NewRegistry(ctx context.Context, c *v8.Context, loader Loader, options Options) (*Registry, error) {
	switch {
	case ctx == nil:
		panic(misuse.NilContext)
	case c == nil || loader == nil:
		panic(misuse.ModuleNil)
	}
	for _, limit := range []struct {
		value *int
		or    int
	}{{&options.MaxModules, defaultMaxModules}, {&options.MaxBytes, defaultMaxBytes}, {&options.MaxLoads, defaultMaxLoads}} {
		if *limit.value < 0 {
			panic(misuse.RegistryLimit)
		}
		if *limit.value == 0 {
			*limit.value = limit.or
		}
	}
	if other, _ := c.EmbedderData(registryKey{}).(*Registry); other != nil && !other.isClosed() {
		panic(misuse.RegistryTwice)
	}
	r := &Registry{
		context: c, loader: loader, options: options, loop: options.Loop,
		slots: make(chan struct{}, options.MaxLoads),
		cells: map[cellKey]*cell{}, resolved: map[question]string{},
	}
	r.ctx, r.cancel = context.WithCancelCause(context.Background())
	if r.loop == nil {
		r.loop = newTurns(r.ctx, c)
	}
	err := c.Run(ctx, func(s *v8.Scope) error {
		f, err := r.loop.NewAsyncFunction(s, r.loadFor, v8.FunctionOptions{Name: "import"})
		if err == nil {
			r.async, err = v8.NewGlobal(s, f)
		}
		return err
	})
	if err != nil {
		r.cancel(err)
		return nil, fmt.Errorf("module: new registry: %w", err)
	}
	c.SetEmbedderData(registryKey{}, r)
	r.forget = c.AfterClose(func() { r.Close() })
	c.SetHostImportModuleDynamicallyCallback(r.importDynamically)
	c.SetHostInitializeImportMetaObjectCallback(r.initializeMeta)
	return r, nil
}

func (r *Registry) made() {
	if r == nil || r.context == nil {
		panic(misuse.RegistryZero)
	}
}

func (r *Registry) isClosed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closed
}

// Close forgets all modules, which live on as long as JavaScript refers to them.
// What waits for a module gets [v8.ErrClosed], and so do later calls; import()
// gives rejected promises. Closing again does nothing. The error is always nil,
// for [io.Closer].
func (r *Registry) Close() error {
	r.made()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	r.forget()
	r.cancel(v8.ErrClosed)
	for _, c := range r.cells {
		c.close()
	}
	r.cells, r.resolved = nil, nil
	r.async.Close()
	r.context.SetHostImportModuleDynamicallyCallback(nil)
	r.context.SetHostInitializeImportMetaObjectCallback(nil)
	return nil
}

// Context is the context whose modules these are.
func (r *Registry) Context() *v8.Context {
	r.made()
	return r.context
}

// Import imports the module that the loader resolves the specifier to, without a
// referrer, and stores what it exports in what out points to: a struct by the
// names of its fields or their tags js and json, a map[string]T all exports, a nil
// out nothing. A field of a func type gets the exported function as
// [v8.FuncOfGlobal] makes it, which can be called as long as the context is open.
//
// The module and all that it imports are loaded in parallel, linked, and evaluated
// unless they were before; Import returns when top-level awaits are done. What goes
// wrong is an [*Error], which says where and on whose behalf. What ctx ends is
// ended: loading, and evaluation as by [v8.Context.Run]. A loader that has failed is
// asked again by the next Import; a module that has thrown throws the same again.
//
// Each Run of the evaluation has the limits of options. Import must not be called
// inside a Run of the isolate; import() may.
func (r *Registry) Import(ctx context.Context, specifier string, out any, options ...v8.RunOptions) error {
	r.made()
	if ctx == nil {
		panic(misuse.NilContext)
	}
	if bridge.IsInside(r.context) {
		panic(misuse.ImportInside)
	}
	set, err := exporterOf(out)
	if err != nil {
		return err
	}
	for again := false; ; again = true {
		err := r.importOnce(ctx, specifier, set, options)
		if again || !errors.Is(err, v8.ErrModuleTerminated) {
			return r.mapped(err)
		}
		// An earlier evaluation was terminated. Those modules are spoilt, and are
		// forgotten by now.
	}
}

func (r *Registry) importOnce(ctx context.Context, specifier string, set exporter, options []v8.RunOptions) error {
	root, err := r.load(ctx, &request{specifier: specifier}, nil)
	if err != nil {
		return err
	}
	err = r.loop.Await(ctx, nil, func(s *v8.Scope) (v8.Value, error) {
		promise, err := r.evaluate(s, root, root.naturalType())
		return promise.Value, err
	}, options...)
	if err != nil {
		return r.failed("evaluate", root, err)
	}
	if set == nil {
		return nil
	}
	err = r.context.Run(ctx, func(s *v8.Scope) error {
		namespace, err := r.namespace(s, root)
		if err != nil {
			return err
		}
		return set(s, namespace)
	}, options...)
	if err != nil {
		return r.failed("export", root, err)
	}
	return nil
}

// mapped lets the loader put positions right.
func (r *Registry) mapped(err error) error {
	if m, ok := r.loader.(ErrorMapper); ok && err != nil {
		return m.MapError(err)
	}
	return err
}

// Namespace is the object whose properties are what a module exports that was
// imported before, by the specifier that Import was given. It is scoped.
//
// ECMAScript: [module namespace objects].
//
// [module namespace objects]: https://tc39.es/ecma262/#sec-module-namespace-objects
func (r *Registry) Namespace(s *v8.Scope, specifier string) (v8.Object, error) {
	r.made()
	r.mu.Lock()
	c := r.cells[cellKey{url: r.resolved[question{specifier: specifier}]}]
	closed := r.closed
	r.mu.Unlock()
	if closed {
		return v8.Object{}, closedError("namespace", specifier)
	}
	if c == nil {
		return v8.Object{}, fmt.Errorf("%w: %s was not imported", ErrNotFound, quote(specifier))
	}
	return r.namespace(s, c)
}
