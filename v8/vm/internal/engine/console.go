package engine

import (
	"context"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// newConsole makes a console that writes to the host.
func (g *guest) newConsole() v8.Console {
	return console.New(console.HandlerFunc(g.write), console.Options{Limit: -1})
}

// messageBytes is what a message counts besides its text.
const messageBytes = 64

// write tells the host of a message, until the call has written what it may.
func (g *guest) write(ctx context.Context, m console.Message) {
	k := callOf(ctx)
	h := &protocol.HostCall{Op: protocol.HostConsole, Isolate: g.isolate.id, Context: g.id, Text: m.Method}
	k.sign(h)
	if k != nil {
		size, limit := uint64(len(m.Text)+messageBytes), k.request.Limits.OutputBytes
		before := k.output.Add(size) - size
		if limit != 0 && before+size > limit {
			if before > limit {
				return
			}
			h.Text, m.Text = "", "(more output is dropped: CallOptions.OutputBytes is used up)"
		}
	}
	h.Values = []protocol.Value{
		{Kind: protocol.String, Text: m.Text},
		{Kind: protocol.Number, Number: float64(m.Level)},
		{Kind: protocol.Number, Number: float64(m.Group)},
	}
	g.isolate.engine.host.Call(ctx, h)
}
