package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8/vm/internal/engine"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// An asker is a host whose every request, and every answer, is up to a fuzzer.
type asker struct{ says v8test.Choices }

// sources are what guests run: some of it asks the host, ends, or takes what is left.
var sources = []string{
	"1 + 1", "(", "throw new Error('no')", "({a: [1, {b: new Map([[1, 2]])}]})", "function f(a, b) { return a } f",
	"globalThis.x = (...all) => all; x", "new Proxy({}, { get() { throw 1 } })", "Promise.reject(1)", "new Promise(() => {})",
	"setTimeout(() => { throw 2 }, 1)", "for (;;);", "$0($1)", "return $0", "return $0.get('a')", "console.log('text', {})",
	"import('./a')", "export default 1", "import x from './a'; export { x }", "const b = new ArrayBuffer(8); b", "Symbol('s')",
	"typeof URL", "new Response('x')", "Object.freeze(globalThis)", "queueMicrotask(() => $0())", "globalThis.then = done => done(3); globalThis",
}

func (a *asker) source() protocol.Source {
	return protocol.Source{Text: sources[int(a.says.Next())%len(sources)], Name: "fuzz.js", LineOffset: int(a.says.Next()), ColumnOffset: int(a.says.Next())}
}

func (a *asker) value() protocol.Value {
	v := protocol.Value{
		Kind: protocol.Kind(a.says.Next() % 13), Mode: protocol.Mode(a.says.Next() % 3), Number: float64(a.says.Next()) - 1, ID: uint64(a.says.Next() % 8), Text: string(a.says.Take(int(a.says.Next() % 16))),
	}
	v.Data = []byte(v.Text)
	v.References = make([]bool, a.says.Next()%3)
	return v
}

func (a *asker) values() (all []protocol.Value) {
	for range a.says.Next() % 4 {
		all = append(all, a.value())
	}
	return all
}

func (a *asker) request() *protocol.Request {
	r := &protocol.Request{
		Op: protocol.Op(a.says.Next() % 26), Want: protocol.Want(a.says.Next() % 3), NoAwait: a.says.Next()%4 == 0, Accessors: a.says.Next()%4 == 0,
		Isolate: uint64(a.says.Next()%3) + 1, Context: uint64(a.says.Next() % 3), Target: uint64(a.says.Next() % 8),
		Receiver: a.value(), Values: a.values(), Text: string(a.says.Take(int(a.says.Next() % 16))), Source: a.source(),
		Limits: protocol.Limits{CPU: time.Duration(a.says.Next()%3) * time.Millisecond, HostCalls: uint64(a.says.Next() % 4), OutputBytes: uint64(a.says.Next()), ResultBytes: uint64(a.says.Next())},
	}
	for range a.says.Next() % 3 {
		r.Released = append(r.Released, uint64(a.says.Next()%8))
		r.Links = append(r.Links, protocol.Link{Module: uint64(a.says.Next() % 8), Specifier: "./a", To: uint64(a.says.Next() % 8)})
	}
	switch r.Op {
	case protocol.OpNewSnapshot:
		r.Sources = []protocol.Source{a.source()}
		fallthrough
	case protocol.OpNewIsolate:
		r.NewIsolate = protocol.IsolateOptions{
			MemoryLimit: 16 << 20, CPU: 5 * time.Millisecond, Grace: 20 * time.Millisecond, Strict: a.says.Next()%2 == 0, Web: a.says.Next()%8 == 0,
			Snapshot: uint64(a.says.Next() % 3),
		}
	case protocol.OpNewContext:
		r.NewContext = protocol.ContextOptions{
			NoCodeGeneration: a.says.Next()%2 == 0, NoWasm: a.says.Next()%2 == 0, Console: a.says.Next()%2 == 0, Modules: a.says.Next()%2 == 0, Web: a.says.Next()%8 == 0,
		}
	}
	return r
}

// Call answers as the fuzzer says, in a form that crosses between processes.
func (a *asker) Call(_ context.Context, h *protocol.HostCall) *protocol.Response {
	answers := []protocol.Value{
		{Kind: protocol.String, Text: "1export default 1"}, {Kind: protocol.String, Text: "file:///a.js"}, {Kind: protocol.Number, Number: 1},
		{Kind: protocol.Clone, Data: []byte{0xff, 0x0f}}, {Kind: protocol.Foreign, ID: 3}, {Kind: protocol.Into, ID: 1}, {Kind: protocol.Callback, ID: 1},
	}
	n := int(h.ID+h.Context) + len(h.Text) + len(h.Values)
	if n%8 == 7 {
		return protocol.Fail(protocol.HostError, "said")
	}
	return &protocol.Response{Value: answers[n%len(answers)]}
}

// Whatever a host asks and answers, an engine answers, and its answers cross.
func FuzzEngine(f *testing.F) {
	// A context in an isolate, and something of each kind in it.
	for op := range byte(26) {
		f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, op, 1, 1, 1, 0, 0, 1, op, 1, 1, 1, 1, 1, 1, 1})
	}
	f.Fuzz(func(t *testing.T, says []byte) {
		a := &asker{says}
		e, err := engine.New(a, false)
		require.NoError(t, err)
		defer e.Close()
		ask := func(r *protocol.Request) {
			frame, err := protocol.Append(nil, r)
			read := &protocol.Request{}
			if err != nil || protocol.Decode(frame, read) != nil {
				return // it does not cross
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			response := e.Do(ctx, read)
			require.NotNil(t, response)
			_, err = protocol.Append(nil, response)
			require.NoError(t, err)
		}
		ask(&protocol.Request{Op: protocol.OpNewIsolate, Isolate: 1, NewIsolate: protocol.IsolateOptions{MemoryLimit: 16 << 20, CPU: 5 * time.Millisecond, Grace: 20 * time.Millisecond}})
		ask(&protocol.Request{Op: protocol.OpNewContext, Isolate: 1, Context: 1, NewContext: protocol.ContextOptions{Console: true, Modules: true}})
		for len(a.says) > 0 {
			ask(a.request())
		}
	})
}
