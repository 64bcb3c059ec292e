package module

import (
	"context"
	"errors"
	"fmt"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
)

// load loads a module and all that it asks for, and what those do, in parallel.
// A panic of the loader goes on here.
func (r *Registry) load(ctx context.Context, root *request, from *importer) (*cell, error) {
	referrer := ""
	if from != nil {
		referrer = from.URL
	}
	url, err := r.resolve(ctx, root, referrer)
	if err != nil {
		err = &Error{Op: "resolve", Module: root.specifier, Chain: r.chain(from), Err: err}
		return nil, r.afterLoad(ctx, root.specifier, err)
	}
	g := graph{r: r, ctx: ctx, cells: map[cellKey]*visit{}, done: make(chan *cell)}
	c, err := g.walk(keyOf(url, root.attributes), from)
	return c, r.afterLoad(ctx, root.specifier, err)
}

func (r *Registry) afterLoad(ctx context.Context, specifier string, err error) error {
	var panicked *PanicError
	switch {
	case err == nil:
		return nil
	case r.isClosed():
		return closedError("import", specifier)
	case errors.As(err, &panicked):
		panic(panicked.Value)
	case ctx.Err() != nil && !errors.Is(err, v8.ErrTerminated):
		return &Error{Op: "load", Module: specifier, Err: fmt.Errorf("%w: %w", v8.ErrTerminated, bridge.ContextError(ctx))}
	}
	return err
}

// A graph is one walk over what a module asks for.
type graph struct {
	r       *Registry
	ctx     context.Context
	cells   map[cellKey]*visit
	done    chan *cell
	pending int
	known   []*cell // that were ready when they were asked for
	leaves  []func()
}

// A visit is a cell that was asked for. What only CommonJS asks for may fail to
// load, and fails the require instead.
type visit struct {
	err      error
	required []*cell // by whose require alone
	strict   bool
}

func (g *graph) walk(key cellKey, from *importer) (*cell, error) {
	ctx, cancel := context.WithCancel(g.ctx)
	defer cancel()
	g.ctx = ctx
	defer func() {
		for _, leave := range g.leaves {
			leave()
		}
	}()
	g.cells[key] = &visit{strict: true}
	root, err := g.add(key, from)
	for err == nil && (g.pending > 0 || len(g.known) > 0) {
		if last := len(g.known) - 1; last >= 0 {
			c := g.known[last]
			g.known = g.known[:last]
			err = g.look(c)
			continue
		}
		select {
		case c := <-g.done:
			g.pending--
			err = g.look(c)
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
	}
	return root, err
}

// look is told that a cell is ready.
func (g *graph) look(c *cell) error {
	if c.err == nil {
		return g.addRequests(c)
	}
	v := g.cells[c.cellKey]
	v.err = c.err
	var panicked *PanicError
	if v.strict || errors.As(c.err, &panicked) || g.ctx.Err() != nil {
		return c.err
	}
	for _, by := range v.required {
		g.fail(by, c.url, c.err)
	}
	return nil
}

// fail keeps an error for the require that will throw it.
func (g *graph) fail(by *cell, url string, err error) {
	g.r.mu.Lock()
	defer g.r.mu.Unlock()
	delete(by.missing, url)
	if err != nil {
		if by.missing == nil {
			by.missing = map[string]error{}
		}
		by.missing[url] = err
	}
}

// add joins a cell, and waits for it if it is not known yet.
func (g *graph) add(key cellKey, from *importer) (*cell, error) {
	c, leave, err := g.r.join(g.ctx, key, from)
	if err != nil {
		return nil, &Error{Op: "load", Module: key.url, Chain: g.r.chain(from), Err: err}
	}
	g.leaves = append(g.leaves, leave)
	if c.isReady() {
		g.known = append(g.known, c)
		return c, nil
	}
	g.pending++
	go func() {
		select {
		case <-c.ready:
		case <-g.ctx.Done():
			return
		}
		select {
		case g.done <- c:
		case <-g.ctx.Done():
		}
	}()
	return c, nil
}

func (g *graph) addRequests(c *cell) error {
	for _, q := range c.requests {
		if q.err != nil {
			continue
		}
		key := keyOf(q.url, q.attributes)
		v, known := g.cells[key]
		if !known {
			v = &visit{}
			g.cells[key] = v
			if _, err := g.add(key, c.asImporter(q)); err != nil {
				return err
			}
		}
		if !q.attributes.Require {
			if v.strict = true; v.err != nil {
				return v.err
			}
			continue
		}
		v.required = append(v.required, c)
		if v.err != nil {
			g.fail(c, q.url, v.err)
		}
	}
	return nil
}
