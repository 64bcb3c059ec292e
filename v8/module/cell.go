package module

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/module/internal/commonjs"
)

// A cellKey is what a cell is of. A URL that is imported as data, with the type
// text or bytes, is one of its own, since it need not be a program.
type cellKey struct {
	url  string
	data bool
}

func keyOf(url string, attributes Attributes) cellKey {
	return cellKey{url, attributes.Type == TypeText || attributes.Type == TypeBytes}
}

// A cell has what is known of a URL. It is in the registry from the moment that
// it is asked for, and leaves it when that fails.
type cell struct {
	cellKey
	from *importer // who has asked for it first, nil for Go

	// Under the registry's lock, until ready is closed; then they don't change.
	loaded    chan struct{} // closed when source is known, or can't be had
	ready     chan struct{} // closed when what follows is known
	waiters   int
	cancel    context.CancelFunc
	err       error
	waitsFor  *cell // the URL's other cell, which has asked the loader before
	source    Source
	hasSource bool
	requests  []*request
	asks      map[asked]*request // the requests
	found     commonjs.Found     // of CommonJS
	missing   map[string]error   // URLs that a require would need and that can't be loaded

	// Used inside a Run alone, but for close:
	modules  map[string]*v8.Global[v8.Module] // by the type of the attributes
	commonJS *v8.Global[v8.Object]            // the variable module of CommonJS
	exports  *v8.Global[v8.Object]            // of Go, and of JSON that is required
}

type importer struct{ Importer }

// A request is what a module asks for.
type request struct {
	specifier  string
	attributes Attributes
	line       int
	column     int
	url        string
	err        error // of a require, which throws it when it is called
}

// asked is what tells the requests of a module apart.
type asked struct {
	specifier  string
	attributes Attributes
}

// A question is what a Loader is asked to resolve.
type question struct {
	specifier, referrer string
	attributes          Attributes
}

func (c *cell) close() {
	for _, m := range c.modules {
		m.Close()
	}
	for _, o := range []*v8.Global[v8.Object]{c.commonJS, c.exports} {
		if o != nil {
			o.Close()
		}
	}
}

func (c *cell) isReady() bool {
	select {
	case <-c.ready:
		return true
	default:
		return false
	}
}

// join gives a cell, and begins to load it if it is new. leave is to be
// called when it is not waited for any more.
func (r *Registry) join(ctx context.Context, key cellKey, from *importer) (c *cell, leave func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, nil, v8.ErrClosed
	}
	c = r.cells[key]
	if c == nil {
		if len(r.cells) >= r.options.MaxModules {
			return nil, nil, fmt.Errorf("%w: Options.MaxModules is %d", ErrLimit, r.options.MaxModules)
		}
		if err := r.takeLocked(len(key.url)); err != nil {
			return nil, nil, err
		}
		c = &cell{cellKey: key, from: from, modules: map[string]*v8.Global[v8.Module]{}}
		c.loaded, c.ready = make(chan struct{}), make(chan struct{})
		flight, cancel := context.WithCancel(context.WithoutCancel(ctx))
		stop := context.AfterFunc(r.ctx, cancel)
		c.cancel = func() { stop(); cancel() }
		r.cells[key] = c
		go r.fill(flight, c)
	}
	c.waiters++
	return c, func() { r.leave(c) }, nil
}

// leave ends the loading of what nobody waits for.
func (r *Registry) leave(c *cell) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c.waiters--; c.waiters == 0 && !c.isReady() {
		r.finishLocked(c, context.Canceled)
	}
}

func (r *Registry) takeLocked(bytes int) error {
	if r.bytes+bytes > r.options.MaxBytes {
		return fmt.Errorf("%w: Options.MaxBytes is %d", ErrLimit, r.options.MaxBytes)
	}
	r.bytes += bytes
	return nil
}

// finishLocked settles a cell, once. One that has failed is forgotten.
func (r *Registry) finishLocked(c *cell, err error) {
	if c.isReady() {
		return
	}
	if r.closed {
		err = v8.ErrClosed
	}
	if err != nil {
		c.err = err
		r.bytes -= len(c.url) + len(c.source.Text)
		if r.cells[c.cellKey] == c {
			delete(r.cells, c.cellKey)
		}
		c.close()
	}
	c.cancel()
	c.endLoad()
	close(c.ready)
}

func (c *cell) endLoad() {
	select {
	case <-c.loaded:
	default:
		close(c.loaded)
	}
}

// fill is the goroutine of a cell: it loads, compiles, and resolves what the
// module asks for.
func (r *Registry) fill(ctx context.Context, c *cell) {
	source, err := r.loadSource(ctx, c)
	if err != nil {
		err = r.opError("load", c, err)
	} else {
		err = r.prepare(ctx, c, source)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.finishLocked(c, err)
}

// loadSource asks the loader, unless the URL's other cell has.
func (r *Registry) loadSource(ctx context.Context, c *cell) (source Source, err error) {
	r.mu.Lock()
	other := r.cells[cellKey{c.url, !c.data}]
	if other != nil && other.isWaitingFor(c) {
		other = nil
	}
	c.waitsFor = other
	r.mu.Unlock()
	if other != nil {
		select {
		case <-other.loaded:
		case <-ctx.Done():
			return source, context.Cause(ctx)
		}
		r.mu.Lock()
		source, hasSource := other.source, other.hasSource
		r.mu.Unlock()
		if hasSource {
			return source, nil
		}
	}
	return ask(ctx, r, func() (Source, error) { return r.loader.Load(ctx, c.url) })
}

func (c *cell) isWaitingFor(other *cell) bool { return c.waitsFor == other }

// An answer is what a loader gives, in one piece: who has asked may be gone.
type answer[T any] struct {
	value T
	err   error
}

// ask calls the loader in a goroutine that is left alone when ctx ends, and turns
// its panics into errors.
func ask[T any](ctx context.Context, r *Registry, fn func() (T, error)) (T, error) {
	var none T
	select {
	case r.slots <- struct{}{}:
	case <-ctx.Done():
		return none, context.Cause(ctx)
	}
	defer func() { <-r.slots }()
	answers := make(chan answer[T], 1)
	go func() {
		var a answer[T]
		a.err = recovered(func() (err error) {
			a.value, err = fn()
			return err
		})
		answers <- a
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
		return none, context.Cause(ctx)
	}
}

// prepare learns from the source what the module asks for.
func (r *Registry) prepare(ctx context.Context, c *cell, source Source) error {
	r.mu.Lock()
	var err error
	switch {
	case c.isReady():
		err = c.err // Nobody waits any more.
	default:
		if err = r.takeLocked(len(source.Text)); err == nil {
			c.source, c.hasSource = source, true
			c.endLoad()
		}
	}
	r.mu.Unlock()
	if err != nil {
		return r.opError("load", c, err)
	}
	switch {
	case source.Kind < 0 || source.Kind > Go:
		return r.opError("load", c, fmt.Errorf("%w: the loader gives a source of Kind %d", ErrUnsupported, source.Kind))
	case c.data:
	case source.Kind == JavaScript:
		err = r.context.Run(ctx, func(s *v8.Scope) error { return r.compile(s, c) })
		if err != nil {
			op := "compile"
			if errors.Is(err, ErrUnsupported) {
				op = "link" // It is well-formed, and asks for what there is not.
			}
			return r.opError(op, c, err)
		}
	case source.Kind == CommonJS:
		c.found = commonjs.Scan(source.Text)
		for _, specifier := range c.found.Requires {
			c.requests = append(c.requests, &request{specifier: specifier, attributes: Attributes{Require: true}})
		}
	}
	c.asks = make(map[asked]*request, len(c.requests))
	for _, q := range c.requests {
		c.asks[asked{q.specifier, q.attributes}] = q
		q.url, err = r.resolve(ctx, q, c.url)
		if err == nil {
			continue
		}
		if q.attributes.Require && ctx.Err() == nil {
			q.err = err
			continue
		}
		return &Error{Op: "resolve", Module: q.specifier, Chain: r.chain(c.asImporter(q)), Err: err}
	}
	return nil
}

func (c *cell) asImporter(q *request) *importer {
	return &importer{Importer{c.url, q.line, q.column}}
}

// resolve asks the loader, in a goroutine that is left alone when ctx ends.
func (r *Registry) resolve(ctx context.Context, q *request, referrer string) (string, error) {
	return r.resolveBy(question{q.specifier, referrer, q.attributes}, func(resolve func() (string, error)) (string, error) {
		return ask(ctx, r, resolve)
	})
}

// resolveBy resolves each question once, by calling the loader by call.
func (r *Registry) resolveBy(q question, call func(resolve func() (string, error)) (string, error)) (string, error) {
	r.mu.Lock()
	url, known := r.resolved[q]
	r.mu.Unlock()
	if known {
		return url, nil
	}
	if err := checkSpecifier(q.specifier); err != nil {
		return "", err
	}
	url, err := call(func() (string, error) { return r.loader.Resolve(q.specifier, q.referrer, q.attributes) })
	if err != nil {
		return "", err
	}
	if url == "" || len(url) > 2*longestSpecifier || strings.IndexByte(url, 0) >= 0 {
		return "", fmt.Errorf("%w: the loader gives the URL %s for %s", ErrInvalidSpecifier, quote(url), quote(q.specifier))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if first, known := r.resolved[q]; known {
		return first, nil // Two have asked at once.
	}
	if r.resolved != nil {
		// What does not fit is resolved again the next time.
		if err := r.takeLocked(len(q.specifier) + len(q.referrer) + len(url)); err == nil {
			r.resolved[q] = url
		}
	}
	return url, nil
}

// compile compiles JavaScript and reads its requests.
func (r *Registry) compile(s *v8.Scope, c *cell) error {
	m, err := s.CompileModule(c.source.Text, v8.ScriptOrigin{Name: c.url, SourceMapURL: c.source.SourceMapURL})
	if err != nil {
		return err
	}
	requests, err := m.ModuleRequests()
	if err != nil {
		return err
	}
	for _, q := range requests {
		attributes, err := attributesOf(q.Attributes)
		if err != nil {
			return fmt.Errorf("%w (%s:%d:%d)", err, c.url, q.Line, q.Column)
		}
		c.requests = append(c.requests, &request{specifier: q.Specifier, attributes: attributes, line: q.Line, column: q.Column})
	}
	kept, err := v8.NewGlobal(s, m)
	if err != nil {
		return err
	}
	return r.keep(c, "", kept)
}

// keep puts a module into its cell, unless that was given up meanwhile.
func (r *Registry) keep(c *cell, typ string, m *v8.Global[v8.Module]) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || c.err != nil {
		m.Close()
		return v8.ErrClosed
	}
	c.modules[typ] = m
	return nil
}

var errAttributes = errors.New("import attribute")

func attributesOf(list []v8.ImportAttribute) (Attributes, error) {
	var attributes Attributes
	for _, a := range list {
		if a.Key != "type" {
			return attributes, v8.SyntaxError.Errorf("%w: %w %s: only type is known", ErrUnsupported, errAttributes, quote(a.Key))
		}
		switch a.Value {
		case TypeJSON, TypeText, TypeBytes:
		default:
			return attributes, v8.TypeError.Errorf("%w: %w type %s: known are json, text and bytes", ErrUnsupported, errAttributes, quote(a.Value))
		}
		attributes.Type = a.Value
	}
	return attributes, nil
}
