//go:build unix

package vm

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A liar is a worker whose every frame is up to a fuzzer.
type liar struct {
	conn  *protocol.Conn
	says  v8test.Choices // what it does next
	ended chan struct{}
	end   sync.Once
}

// Kill and Wait are those of its process.
func (l *liar) Kill() error {
	l.end.Do(func() { close(l.ended) })
	return nil
}

func (l *liar) Wait() (*os.ProcessState, error) {
	<-l.ended
	return nil, errors.New("killed")
}

func (l *liar) Waited() func() time.Duration { return func() time.Duration { return 0 } }

// value is one that can be decoded, of what it says.
func (l *liar) value() protocol.Value {
	v := protocol.Value{Kind: protocol.Kind(l.says.Next() % 13), ID: uint64(l.says.Next() % 8), Mode: protocol.Mode(l.says.Next() % 4), Number: float64(l.says.Next())}
	v.Data = l.says.Take(int(l.says.Next() % 32))
	v.Text = string(v.Data)
	v.References = make([]bool, v.ID)
	return v
}

func (l *liar) failure(depth int) *protocol.Failure {
	f := &protocol.Failure{
		Reason: protocol.Reason(l.says.Next() % 19), Message: "said", HostErrors: []uint64{uint64(l.says.Next() % 4)},
		Option: []string{"", protocol.NotFound, "CPULimit", "MaxMessage"}[l.says.Next()%4], Limit: uint64(l.says.Next()), Used: uint64(l.says.Next()),
		Line: int(l.says.Next()) - 1, Column: int(l.says.Next()) - 1, Value: l.value(), Stack: []protocol.Frame{{Line: int(l.says.Next())}},
	}
	if depth < 3 && l.says.Next()%4 == 0 {
		f.Cause = l.failure(depth + 1)
	}
	return f
}

// answer does what it says until it has answered a request, and reports whether it
// goes on.
func (l *liar) answer(id uint64, socket net.Conn) bool {
	const frameHeader = 13
	for len(l.says) > 0 {
		var err error
		switch l.says.Next() % 10 {
		case 0: // of the right kind
			response := &protocol.Response{Value: l.value(), Names: []string{"./a"}}
			if l.says.Next()%2 == 0 {
				response.Statistics = &protocol.Statistics{UsedHeap: 1 << 63, Contexts: 1 << 63}
			}
			return l.conn.Send(protocol.FrameResponse, id, response) == nil
		case 1:
			return l.conn.Send(protocol.FrameResponse, id, &protocol.Response{Failure: l.failure(0)}) == nil
		case 2: // to another
			err = l.conn.Send(protocol.FrameResponse, uint64(l.says.Next()), &protocol.Response{Value: l.value()})
		case 3, 4:
			call := &protocol.HostCall{
				Op: protocol.HostOp(l.says.Next() % 9), Mode: protocol.Mode(l.says.Next() % 4), ID: uint64(l.says.Next() % 8), Call: id - uint64(l.says.Next()%3),
				Isolate: uint64(l.says.Next() % 3), Context: uint64(l.says.Next() % 3), Text: string(l.says.Take(int(l.says.Next()))),
			}
			for range l.says.Next() % 4 {
				call.Values = append(call.Values, l.value())
			}
			err = l.conn.Send(protocol.FrameHostCall, uint64(l.says.Next()), call)
		case 5:
			err = l.conn.Send(protocol.FrameHostCancel, uint64(l.says.Next()), nil)
		case 6: // a frame with any body
			kind, body := l.says.Next(), l.says.Take(int(l.says.Next()))
			frame := make([]byte, frameHeader, frameHeader+len(body))
			frame[0], frame[4], frame[5] = byte(len(body)), kind, byte(id)
			_, err = socket.Write(append(frame, body...))
		case 7: // no frame
			_, err = socket.Write(l.says.Take(int(l.says.Next())))
		case 8:
			socket.Close()
			return false
		case 9: // never answers, which takes the host its grace
			if l.says.Next() < 4 {
				return true
			}
		}
		if errors.Is(err, net.ErrClosed) {
			return false
		}
	}
	return false
}

// serve answers what the host asks, until there is no more to say.
func (l *liar) serve(socket net.Conn) {
	defer l.Kill()
	defer socket.Close()
	if l.conn.Send(protocol.FrameHello, 0, &protocol.Hello{Version: protocol.Version}) != nil {
		return
	}
	for {
		kind, id, _, err := l.conn.Receive()
		if err != nil || kind == protocol.FrameRequest && !l.answer(id, socket) {
			return
		}
	}
}

// oneWorker is a tier of which all isolates have the same worker.
type oneWorker struct {
	*processes
	worker *worker
}

func (t oneWorker) connect(context.Context, *IsolateOptions) (*session, error) {
	return t.worker.session, nil
}
func (t oneWorker) leave(*session) {}

// newLiar is a host whose one worker says what it is given.
func newLiar(t *testing.T, says []byte) (*Host, *worker) {
	h := &Host{isolates: map[*Isolate]struct{}{}, options: HostOptions{OnError: func(error) {}}}
	p := &processes{host: h, options: WorkerOptions{MaxMessage: 1 << 20}.withDefaults(), workers: map[*worker]struct{}{}}
	ours, file, err := socketPair()
	require.NoError(t, err)
	theirs, err := net.FileConn(file)
	file.Close()
	require.NoError(t, err)
	l := &liar{conn: protocol.NewConn(theirs, protocol.LongestFrame, protocol.LongestFrame), says: says, ended: make(chan struct{})}
	w := p.newWorker(ours)
	w.process = l
	p.workers[w] = struct{}{}
	h.tier = oneWorker{p, w}
	go l.serve(theirs)
	go w.wait()
	_, err = w.hello()
	require.NoError(t, err)
	go w.receive()
	return h, w
}

// talk calls everything that asks a worker.
func talk(ctx context.Context, h *Host) {
	o := CallOptions{WallLimit: 5 * time.Millisecond, ResultBytes: 1 << 20, HostCalls: 8}
	snapshot, err := h.NewSnapshot(ctx, SnapshotOptions{Scripts: []SnapshotScript{{Source: "1"}}, WallLimit: o.WallLimit})
	if err == nil {
		defer snapshot.Close()
	}
	i, err := h.NewIsolate(ctx, IsolateOptions{MemoryLimit: 16 << 20, WallLimit: o.WallLimit, Grace: time.Millisecond, Snapshot: snapshot})
	if err != nil {
		return
	}
	defer i.Close()
	c, err := i.NewContext(ctx, ContextOptions{Console: (&Output{}).Console()})
	if err != nil {
		return
	}
	defer c.Close()
	var reference *Reference
	var copied *ExternalCopy
	var list []any
	var text string
	c.Eval(ctx, "1", &list, o)
	again := func(ctx context.Context, r *Reference, a any, b string) (any, error) {
		var out any
		err := c.Eval(ctx, "2", &out, o)
		return out, err
	}
	c.EvalClosure(ctx, "$0()", []any{again, NewCallback(again, CallbackOptions{Mode: Async}), NewCallback(again, CallbackOptions{Mode: Ignored})}, &reference, o)
	if reference != nil {
		reference.Get(ctx, "key", &text, o)
		reference.Set(ctx, 1, reference, o)
		reference.Delete(ctx, "key", o)
		reference.Apply(ctx, nil, []any{reference, reference.DerefInto(), "text"}, &copied, o)
		reference.Copy(ctx, &copied, o)
		reference.Close()
	}
	if copied != nil {
		copied.Copy(&list)
		c.EvalClosure(ctx, "$0", []any{copied, copied.CopyInto()}, &text, o)
	}
	i.Statistics(ctx)
	if m, err := c.CompileModule(ctx, "export default 1", o); err == nil {
		m.Instantiate(ctx, func(context.Context, string, *Module) (*Module, error) { return m, nil }, o)
		m.Evaluate(ctx, o)
	}
}

// Whatever a worker says, each call of the host's ends, nothing is left over, and
// nothing panics.
func FuzzHost(f *testing.F) {
	value := []byte{9, 1, 0, 0, 0} // a Reference with the number 1
	answer := append([]byte{0}, append(value, 0)...)
	var all []byte
	for range 12 {
		all = append(all, answer...)
	}
	f.Add(all)
	for n := range byte(10) {
		f.Add(append(append(append([]byte{}, answer...), answer...), n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
	}
	call := []byte{3, 1, 0, 1, 0, 1, 1, 3, 'a', 'b', 'c', 2, 3, 0, 0, 7, 0, 4, 0, 0, 0, 2, 'x', 'y', 5}
	f.Add(append(append(append(append([]byte{}, answer...), answer...), call...), all...))
	f.Fuzz(func(t *testing.T, says []byte) {
		if len(says) > 4<<10 {
			return
		}
		h, w := newLiar(t, says)
		talk(t.Context(), h)
		h.Close()
		<-w.ended
		w.mutex.Lock()
		defer w.mutex.Unlock()
		require.Empty(t, w.waiting)
		require.Empty(t, h.isolates)
	})
}
