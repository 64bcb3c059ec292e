package engine

import (
	"context"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/lazyctx"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A hostLoader asks the host for modules.
type hostLoader struct{ guest *guest }

func (l hostLoader) Resolve(specifier, referrer string, attributes module.Attributes) (string, error) {
	require := protocol.Value{Kind: protocol.Boolean, Number: float64(boolNumber(attributes.Require))}
	v, err := l.ask(context.Background(), protocol.HostResolve, specifier,
		protocol.Value{Kind: protocol.String, Text: referrer},
		protocol.Value{Kind: protocol.String, Text: attributes.Type}, require)
	return v.Text, err
}

func (l hostLoader) Load(ctx context.Context, url string) (module.Source, error) {
	v, err := l.ask(ctx, protocol.HostLoad, url)
	if err != nil {
		return module.Source{}, err
	}
	if v.Kind != protocol.String || v.Text == "" {
		return module.Source{}, unsupported("the host gave no text for %q", url)
	}
	return module.Source{Kind: module.Kind(v.Text[0] - '0'), Text: v.Text[1:]}, nil
}

func (l hostLoader) ask(ctx context.Context, op protocol.HostOp, text string, values ...protocol.Value) (protocol.Value, error) {
	g := l.guest
	h := &protocol.HostCall{Op: op, Mode: protocol.Async, Isolate: g.isolate.id, Context: g.id, Text: text, Values: values}
	callOf(ctx).sign(h)
	response := g.isolate.engine.host.Call(ctx, h)
	if f := response.Failure; f != nil {
		if f.Option == protocol.NotFound {
			return protocol.Value{}, &missingModule{&hostError{f}}
		}
		return protocol.Value{}, &hostError{f}
	}
	return response.Value, nil
}

// A missingModule lets a registry tell that a loader does not know a module.
type missingModule struct{ *hostError }

func (e *missingModule) Is(target error) bool { return target == module.ErrNotFound }
func (e *missingModule) As(target any) bool {
	host, ok := target.(**hostError)
	if ok {
		*host = e.hostError
	}
	return ok
}

// importModule imports what a request names, before its namespace is the result.
func (g *guest) importModule(ctx context.Context, r *protocol.Request, limits v8.RunOptions) error {
	if g.modules == nil {
		return unsupported("the context has no loader of modules: set ContextOptions.Loader")
	}
	lazyctx.Lend(ctx)
	return g.modules.Import(ctx, r.Text, nil, limits)
}

func importedNamespace(s *v8.Scope, c *call) (v8.Value, error) {
	o, err := c.guest.modules.Namespace(s, c.request.Text)
	return o.Value, err
}

// compileModule leaves its result with the call: a module is no value.
func compileModule(s *v8.Scope, c *call) (v8.Value, error) {
	m, err := s.CompileModule(c.request.Source.Text, origin(c.request.Source))
	if err != nil {
		return v8.Value{}, err
	}
	requests, err := m.ModuleRequests()
	if err != nil {
		return v8.Value{}, err
	}
	made := &madeModule{}
	for _, request := range requests {
		made.names = append(made.names, request.Specifier)
	}
	global, err := v8.NewGlobal(s, m)
	if err != nil {
		return v8.Value{}, err
	}
	made.id = c.guest.isolate.keep(handle{module: global, guest: c.guest})
	c.made = made
	return v8.Undefined(), nil
}

// A madeModule is what a call has compiled.
type madeModule struct {
	id    uint64
	names []string
}

func (g *guest) module(s *v8.Scope, id uint64) (v8.Module, error) {
	other := false
	m, ok := held(s, g.isolate, id, func(h handle) *v8.Global[v8.Module] {
		if other = h.module != nil && h.guest != g; other {
			return nil
		}
		return h.module
	})
	switch {
	case other:
		return m, unsupported("the module is of another context")
	case !ok:
		return m, &closedError{"the module is closed"}
	}
	return m, nil
}

// A linkKey tells modules apart whose handles differ from one Run to the next.
type linkKey struct {
	hash, script int
	specifier    string
}

func keyOfLink(m v8.Module, specifier string) linkKey {
	return linkKey{m.IdentityHash(), m.ScriptID(), specifier}
}

func instantiate(s *v8.Scope, c *call) (v8.Value, error) {
	g, r := c.guest, c.request
	root, err := g.module(s, r.Target)
	if err != nil {
		return v8.Value{}, err
	}
	links := map[linkKey]v8.Module{}
	for _, l := range r.Links {
		from, err := g.module(s, l.Module)
		if err != nil {
			return v8.Value{}, err
		}
		to, err := g.module(s, l.To)
		if err != nil {
			return v8.Value{}, err
		}
		links[keyOfLink(from, l.Specifier)] = to
	}
	err = root.InstantiateModule(func(_ *v8.Scope, specifier string, _ []v8.ImportAttribute, referrer v8.Module) (v8.Module, error) {
		to, ok := links[keyOfLink(referrer, specifier)]
		if !ok {
			return v8.Module{}, unsupported("the host has not said what %q is", specifier)
		}
		return to, nil
	})
	return v8.Undefined(), err
}

func evaluate(s *v8.Scope, c *call) (v8.Value, error) {
	m, err := c.guest.module(s, c.request.Target)
	if err != nil {
		return v8.Value{}, err
	}
	if m.Status() < v8.ModuleInstantiated {
		return v8.Value{}, unsupported("the module is not instantiated")
	}
	promise, err := m.Evaluate()
	return promise.Value, err
}

func namespace(s *v8.Scope, c *call) (v8.Value, error) {
	m, err := c.guest.module(s, c.request.Target)
	if err != nil {
		return v8.Value{}, err
	}
	if m.Status() < v8.ModuleInstantiated {
		return v8.Value{}, unsupported("the module is not instantiated")
	}
	o, err := m.Namespace()
	return o.Value, err
}
