package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/v8/vm/internal/engine"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// An asker is a host whose every request, and every answer, is up to a fuzzer.
type asker struct{ says []byte }

// next takes one byte of what it says, or is 0 when there is no more.
func (a *asker) next() byte {
	if len(a.says) == 0 {
		return 0
	}
	b := a.says[0]
	a.says = a.says[1:]
	return b
}

// sources are what guests run: some of it asks the host, ends, or takes what is left.
var sources = []string{
	"1 + 1", "(", "throw new Error('no')", "({a: [1, {b: new Map([[1, 2]])}]})", "function f(a, b) { return a } f",
	"globalThis.x = (...all) => all; x", "new Proxy({}, { get() { throw 1 } })", "Promise.reject(1)", "new Promise(() => {})",
	"setTimeout(() => { throw 2 }, 1)", "for (;;);", "$0($1)", "return $0", "return $0.get('a')", "console.log('text', {})",
	"import('./a')", "export default 1", "import x from './a'; export { x }", "const b = new ArrayBuffer(8); b", "Symbol('s')",
	"typeof URL", "new Response('x')", "Object.freeze(globalThis)", "queueMicrotask(() => $0())", "globalThis.then = done => done(3); globalThis",
}

func (a *asker) source() protocol.Source {
	return protocol.Source{Text: sources[int(a.next())%len(sources)], Name: "fuzz.js", LineOffset: int(a.next()), ColumnOffset: int(a.next())}
}

func (a *asker) text() string {
	n := min(int(a.next()%16), len(a.says))
	text := string(a.says[:n])
	a.says = a.says[n:]
	return text
}

func (a *asker) value() protocol.Value {
	v := protocol.Value{
		Kind: protocol.Kind(a.next() % 13), Mode: protocol.Mode(a.next() % 3), Number: float64(a.next()) - 1, ID: uint64(a.next() % 8), Text: a.text(),
	}
	v.Data = []byte(v.Text)
	v.References = make([]bool, a.next()%3)
	return v
}

func (a *asker) values() (all []protocol.Value) {
	for range a.next() % 4 {
		all = append(all, a.value())
	}
	return all
}

func (a *asker) request() *protocol.Request {
	r := &protocol.Request{
		Op: protocol.Op(a.next() % 26), Want: protocol.Want(a.next() % 3), NoAwait: a.next()%4 == 0, Accessors: a.next()%4 == 0,
		Isolate: uint64(a.next()%3) + 1, Context: uint64(a.next() % 3), Target: uint64(a.next() % 8),
		Receiver: a.value(), Values: a.values(), Text: a.text(), Source: a.source(),
		Limits: protocol.Limits{CPU: time.Duration(a.next()%3) * time.Millisecond, HostCalls: uint64(a.next() % 4), OutputBytes: uint64(a.next()), ResultBytes: uint64(a.next())},
	}
	for range a.next() % 3 {
		r.Released = append(r.Released, uint64(a.next()%8))
		r.Links = append(r.Links, protocol.Link{Module: uint64(a.next() % 8), Specifier: "./a", To: uint64(a.next() % 8)})
	}
	switch r.Op {
	case protocol.OpNewSnapshot:
		r.Sources = []protocol.Source{a.source()}
		fallthrough
	case protocol.OpNewIsolate:
		r.NewIsolate = protocol.IsolateOptions{
			MemoryLimit: 16 << 20, CPU: 5 * time.Millisecond, Grace: 20 * time.Millisecond, Strict: a.next()%2 == 0, Web: a.next()%8 == 0,
			Snapshot: uint64(a.next() % 3),
		}
	case protocol.OpNewContext:
		r.NewContext = protocol.ContextOptions{
			NoCodeGeneration: a.next()%2 == 0, NoWasm: a.next()%2 == 0, Console: a.next()%2 == 0, Modules: a.next()%2 == 0, Web: a.next()%8 == 0,
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
