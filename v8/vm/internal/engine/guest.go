package engine

import (
	"context"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
	"github.com/nodeisolates/isolates/v8/web"
)

// A guest is a context, with its event loop.
type guest struct {
	isolate *isolate
	id      uint64
	v8      *v8.Context
	loop    *loop.Loop
	async   asyncCalls
	modules *module.Registry // or nil

	spareHostCall *hostCall // of whoever is inside

	// Under the isolate's lock:
	closed bool
	calls  int   // that have not returned
	spare  *call // that nobody has any more, or nil
}

func (i *isolate) newContext(ctx context.Context, r *protocol.Request) *protocol.Response {
	o := r.NewContext
	g := &guest{isolate: i, id: r.Context}
	options := v8.ContextOptions{
		DisallowCodeGenerationFromStrings: o.NoCodeGeneration,
		DisallowWasm:                      o.NoWasm,
	}
	if o.Console {
		options.Console = g.newConsole()
	}
	if i.ofSnapshot || o.Web && i.web {
		options.FromSnapshot = snapshotContext
	}
	c, err := i.v8.NewContext(ctx, options)
	if err != nil {
		return &protocol.Response{Failure: i.engine.failure(err)}
	}
	g.v8 = c
	global, err := g.prepare(ctx, o)
	i.mutex.Lock()
	_, taken := i.contexts[r.Context]
	if err == nil && !taken {
		i.contexts[r.Context] = g
	}
	i.mutex.Unlock()
	if err != nil {
		c.Close()
		return &protocol.Response{Failure: i.engine.failure(err)}
	}
	if taken {
		c.Close()
		return protocol.Fail(protocol.Broken, "context %d is there already", r.Context)
	}
	return &protocol.Response{Value: protocol.Value{Kind: protocol.Reference, ID: global, Text: "object"}}
}

// prepare gives the context what it needs of the host, and a handle of its global
// object.
func (g *guest) prepare(ctx context.Context, o protocol.ContextOptions) (global uint64, err error) {
	if g.loop, err = loop.New(g.v8, loop.Options{}); err != nil {
		return 0, err
	}
	if o.Web {
		if err := web.Install(g.loop, web.Options{}); err != nil {
			return 0, err
		}
	}
	if o.Modules {
		g.modules, err = module.NewRegistry(ctx, g.v8, hostLoader{g}, module.Options{Loop: g.loop})
		if err != nil {
			return 0, err
		}
	}
	err = g.v8.Run(ctx, func(s *v8.Scope) error {
		global, err = g.keep(s, s.Global().Value)
		return err
	})
	return global, err
}

func (g *guest) close() {
	i := g.isolate
	var ids []uint64
	i.mutex.Lock()
	for id, h := range i.handles {
		if h.guest == g {
			ids = append(ids, id)
		}
	}
	i.mutex.Unlock()
	i.release(ids)
	i.drop(g.async.end()...)
	g.loop.Close()
	g.v8.Close()
}

func (g *guest) keep(s *v8.Scope, v v8.Value) (uint64, error) {
	global, err := v8.NewGlobal(s, v)
	if err != nil {
		return 0, err
	}
	return g.isolate.keep(handle{value: global, guest: g}), nil
}
