package engine

import (
	"context"

	"github.com/nodeisolates/isolates/v8"
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
	if k := callOf(ctx); k != nil {
		h.Call = k.request.ID
	}
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
	return g.modules.Import(ctx, r.Text, nil, limits)
}

func namespace(s *v8.Scope, g *guest, r *protocol.Request) (v8.Value, error) {
	o, err := g.modules.Namespace(s, r.Text)
	return o.Value, err
}
