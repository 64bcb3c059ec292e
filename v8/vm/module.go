package vm

import (
	"context"
	"fmt"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A Module is an ECMAScript module whose imports the host resolves one by one. Where
// modules come from a Loader, [Context.Import] is shorter. It is owned: call
// [Module.Close], or close its context.
type Module struct {
	context    *Context
	reference  *Reference
	specifiers []string
	resolved   map[string]*Module
}

// CompileModule compiles a module. A syntax error is an [*Exception].
func (c *Context) CompileModule(ctx context.Context, source string, options ...CallOptions) (*Module, error) {
	o := onlyCallOptions(options)
	call := c.newCall(protocol.OpCompileModule)
	call.request.Source = sourceOf(source, o)
	response, err := c.isolate.ask(ctx, call, "compile module", nil, o)
	if err != nil {
		return nil, err
	}
	return &Module{
		context: c, reference: newReference(c.isolate, response.Value),
		specifiers: response.Names, resolved: map[string]*Module{},
	}, nil
}

// DependencySpecifiers are what the module imports, as its text names it.
func (m *Module) DependencySpecifiers() []string { return append([]string(nil), m.specifiers...) }

// A ResolveModule says which module another one means. It is called outside of the
// isolate, and may compile the module, in the same context.
type ResolveModule func(ctx context.Context, specifier string, referrer *Module) (*Module, error)

// Instantiate links the module with what it imports, and that with what it imports:
// resolve is called once for each specifier of each module that it was not called
// for before. No JavaScript runs. When it fails it may be tried again. A module
// without imports may have a nil resolve.
//
// One Module is instantiated by one goroutine at a time.
func (m *Module) Instantiate(ctx context.Context, resolve ResolveModule, options ...CallOptions) error {
	links, err := m.resolve(ctx, resolve)
	if err != nil {
		return &Error{Op: "instantiate", Err: err}
	}
	call := m.context.newCall(protocol.OpInstantiate)
	call.request.Links = links
	return m.do(ctx, call, "instantiate", nil, options)
}

// resolve finds all modules that this one imports.
func (m *Module) resolve(ctx context.Context, resolve ResolveModule) (links []protocol.Link, err error) {
	seen := map[*Module]bool{m: true}
	for todo := []*Module{m}; len(todo) > 0; todo = todo[1:] {
		from := todo[0]
		for _, specifier := range from.specifiers {
			to := from.resolved[specifier]
			if to == nil {
				if resolve == nil {
					return nil, errorOf(ErrUnsupported, fmt.Sprintf("nothing resolves %q", specifier))
				}
				if to, err = resolve(ctx, specifier, from); err != nil {
					return nil, fmt.Errorf("resolve %q: %w", specifier, err)
				}
				if to == nil || to.context != m.context {
					return nil, errorOf(ErrUnsupported, fmt.Sprintf("what %q was resolved to is no module of this context", specifier))
				}
				from.resolved[specifier] = to
			}
			links = append(links, protocol.Link{Module: from.reference.id, Specifier: specifier, To: to.reference.id})
			if !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return links, nil
}

// Evaluate runs what the module imports and then the module, each once, and waits
// for top-level awaits.
func (m *Module) Evaluate(ctx context.Context, options ...CallOptions) error {
	return m.do(ctx, m.context.newCall(protocol.OpEvaluate), "evaluate", nil, options)
}

// Namespace stores the module's exports, as [Context.Import] does.
func (m *Module) Namespace(ctx context.Context, out any, options ...CallOptions) error {
	return m.do(ctx, m.context.newCall(protocol.OpNamespace), "namespace", out, options)
}

func (m *Module) do(ctx context.Context, c *call, op string, out any, options []CallOptions) error {
	id, err := m.reference.use()
	if err != nil {
		return &Error{Op: op, Err: errorOf(ErrClosed, "the module is closed")}
	}
	c.request.Target = id
	return m.context.isolate.do(ctx, c, op, out, onlyCallOptions(options))
}

// Close lets the module go. Closing again does nothing. The error is always nil, for
// io.Closer.
func (m *Module) Close() error { return m.reference.Close() }
