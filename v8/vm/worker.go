package vm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
	"github.com/nodeisolates/isolates/v8/vm/internal/walls"
)

// A worker is a process with an engine.
type worker struct {
	processes *processes
	session   *session
	process   workerProcess
	socket    net.Conn
	conn      *protocol.Conn
	walls     []Wall
	began     time.Time
	ended     chan struct{} // closed when the process has
	hostCalls chan struct{} // as many as may be at a time
	hostBytes atomic.Int64  // of these, as they came
	closed    atomic.Bool   // by the host

	// Under the processes' lock:
	isolates, had int
	tenant        string
	nobody        bool // has its isolate yet
	alone         bool // it gets no other isolate

	mutex   sync.Mutex
	last    uint64
	waiting map[uint64]chan *protocol.Response
	cancels map[uint64]context.CancelFunc // of HostCalls
	err     error                         // why it is lost
	reason  string                        // why it was killed
}

// A workerProcess is a [walls.Process].
type workerProcess interface {
	Kill() error
	Wait() (*os.ProcessState, error)
	Waited() func() time.Duration
}

// newWorker is one that has no process yet, at the other end of a socket.
func (p *processes) newWorker(socket net.Conn) *worker {
	w := &worker{
		processes: p, socket: socket, conn: protocol.NewConn(socket, p.options.MaxMessage, protocol.LongestFrame), began: time.Now(),
		ended: make(chan struct{}), hostCalls: make(chan struct{}, protocol.MostHostCalls),
		waiting: map[uint64]chan *protocol.Response{}, cancels: map[uint64]context.CancelFunc{},
	}
	w.conn.Handler = w.dispatch
	w.session = newSession(p.host)
	w.session.engine, w.session.worker = w, w
	return w
}

func (w *worker) take() {
	w.isolates++
	w.had++
}

// give gives the worker its first isolate.
func (w *worker) give(o *IsolateOptions) {
	w.tenant, w.nobody, w.alone = o.Tenant, o.nobody, o.alone
	w.take()
}

const startTimeout = 30 * time.Second

// start starts a worker, and waits until it says that it is one.
func (p *processes) start(ctx context.Context) (*worker, error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	ours, theirs, err := socketPair()
	if err != nil {
		return nil, fmt.Errorf("vm: start a worker: %w", err)
	}
	defer theirs.Close()
	w := p.newWorker(ours)
	memory, file, err := protocol.NewMemory()
	if err != nil { // such as that there are no descriptors left
		ours.Close()
		return nil, fmt.Errorf("vm: start a worker: %w", err)
	}
	if file != nil {
		defer file.Close()
	}
	snapshot, err := p.snapshotFile()
	if err != nil {
		ours.Close()
		return nil, fmt.Errorf("vm: start a worker: %w", err)
	}
	defer p.dropSnapshotFile(snapshot)
	process, err := p.startProcess(theirs, file, snapshot)
	if err != nil {
		ours.Close()
		return nil, fmt.Errorf("vm: %w", err)
	}
	w.process = process
	p.mutex.Lock()
	p.workers[w] = struct{}{}
	p.mutex.Unlock()
	go w.wait()
	stop := context.AfterFunc(ctx, func() { w.kill("it took too long to start") })
	hello, err := w.hello()
	stop()
	if err != nil {
		select {
		case <-w.ended: // it says how
		case <-time.After(margin):
			w.kill("it is no worker of this version")
			<-w.ended
		}
		if ctx.Err() != nil {
			err = contextError(ctx)
		}
		return nil, fmt.Errorf("vm: start a worker: %s has not said that it is one: %w: %w", cmp.Or(p.options.Path, "this program"), w.lost(), err)
	}
	if hello.Shares && memory != nil {
		w.conn.Share(memory)
	}
	all := walls.Join(process.Walls, fromWorker(hello.Walls))
	if err := walls.Missing(all, p.options.RequireWalls); err != nil {
		w.kill("it lacks walls")
		<-w.ended
		return nil, fmt.Errorf("vm: start a worker: WorkerOptions.RequireWalls: %w", err)
	}
	for _, wall := range all {
		w.walls = append(w.walls, Wall(wall))
	}
	if err := p.takeSnapshot(snapshot); err != nil {
		w.kill("it has left no snapshot")
		<-w.ended
		return nil, fmt.Errorf("vm: start a worker: %w", err)
	}
	go w.receive()
	return w, nil
}

// startProcess starts the process whose end of the socket is theirs, and which gets
// the memory and the snapshot, if they are not nil.
func (p *processes) startProcess(theirs, memory, snapshot *os.File) (*walls.Process, error) {
	role := protocol.Role{Socket: 3, Parent: os.Getpid(), MaxMessage: p.options.MaxMessage, Hardened: p.options.Hardened}
	command := walls.Command{Path: p.options.Path, Files: []*os.File{theirs}}
	if memory != nil {
		role.Memory = 4
		command.Files = append(command.Files, memory)
	}
	if snapshot != nil {
		role.Snapshot = 3 + len(command.Files)
		command.Files = append(command.Files, snapshot)
	}
	command.Env = []string{protocol.WorkerVariable + "=" + role.String()}
	for _, name := range []string{"LD_LIBRARY_PATH", "TZ"} {
		if value, ok := os.LookupEnv(name); ok {
			command.Env = append(command.Env, name+"="+value)
		}
	}
	if p.options.Stderr != nil {
		from, to, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		defer to.Close()
		command.Stderr = to
		go func() {
			defer from.Close()
			io.Copy(p.options.Stderr, from)
		}()
	}
	return walls.Start(command, walls.Options{
		Limits: walls.Limits{Memory: p.options.Memory, CPU: p.options.CPUs},
		CGroup: p.options.CGroup,
	})
}

// fromWorker is what the worker says of its walls.
func fromWorker(said []protocol.Wall) []walls.Wall {
	var all []walls.Wall
	for _, wall := range said {
		all = append(all, walls.Wall(wall))
	}
	return all
}

func socketPair() (ours *net.UnixConn, theirs *os.File, err error) {
	syscall.ForkLock.RLock() // not every system can do both at once
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, nil, err
	}
	theirs = os.NewFile(uintptr(fds[1]), "worker")
	file := os.NewFile(uintptr(fds[0]), "host")
	defer file.Close()
	const buffer = 1 << 20 // as much as a worker may be behind; the kernel may allow less
	for _, fd := range fds {
		syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_SNDBUF, buffer)
	}
	conn, err := net.FileConn(file)
	if err != nil {
		theirs.Close()
		return nil, nil, err
	}
	return conn.(*net.UnixConn), theirs, nil
}

func (w *worker) hello() (*protocol.Hello, error) {
	kind, _, body, err := w.conn.Receive()
	if err != nil {
		return nil, err
	}
	var hello protocol.Hello
	if kind != protocol.FrameHello || protocol.Decode(body, &hello) != nil || hello.Version != protocol.Version {
		return nil, errors.New("it said something else than hello")
	}
	return &hello, nil
}

// wait waits for the process to end.
func (w *worker) wait() {
	state, err := w.process.Wait()
	text := "the worker process has ended"
	w.mutex.Lock()
	if w.reason != "" {
		text += ": " + w.reason
	} else if err != nil {
		text += ": " + err.Error()
	} else {
		text += ": " + state.String()
	}
	w.mutex.Unlock()
	w.lose(text)
	w.processes.mutex.Lock()
	delete(w.processes.workers, w)
	w.processes.mutex.Unlock()
	close(w.ended)
}

// kill ends the process.
func (w *worker) kill(reason string) {
	w.mutex.Lock()
	if w.reason == "" {
		w.reason = reason
	}
	w.mutex.Unlock()
	w.process.Kill()
}

// lose gives all who wait an error.
func (w *worker) lose(text string) {
	w.mutex.Lock()
	if w.err != nil {
		w.mutex.Unlock()
		return
	}
	w.err = errors.New(text)
	waiting, cancels := w.waiting, w.cancels
	w.waiting, w.cancels = nil, nil
	w.mutex.Unlock()
	w.socket.Close()
	w.conn.Close()
	for _, each := range waiting {
		each <- w.failure()
	}
	for _, cancel := range cancels {
		cancel()
	}
}

func (w *worker) lost() error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.err
}

func (w *worker) failure() *protocol.Response {
	if w.closed.Load() {
		return protocol.Fail(protocol.Closed, "the host is closed")
	}
	return protocol.Fail(protocol.Broken, "%v", w.lost())
}

// Local is false.
func (w *worker) Local() bool { return false }

// Close ends the process.
func (w *worker) Close() error {
	w.kill("it was closed")
	return nil
}

// Do sends a request and waits for the answer, for as long as ctx and then the
// isolate's grace allow.
func (w *worker) Do(ctx context.Context, r *protocol.Request) *protocol.Response {
	answer := make(chan *protocol.Response, 1)
	w.mutex.Lock()
	if w.err != nil {
		w.mutex.Unlock()
		return w.failure()
	}
	w.last++
	id := w.last
	w.waiting[id] = answer
	w.mutex.Unlock()
	finished := make(chan struct{})
	defer close(finished)
	stop := context.AfterFunc(ctx, func() { w.hurry(id, r.Isolate, finished) })
	defer stop()
	if err := w.conn.Send(protocol.FrameRequest, id, r); err != nil {
		w.forget(id)
		if refusal := protocol.Refusal(err); refusal != nil {
			if i := w.session.isolateOf(r.Isolate); i != nil {
				i.takeBackRequest(r)
			}
			return refusal
		}
		w.broken(err)
		<-w.ended
		return w.failure()
	}
	for {
		select {
		case response := <-answer:
			return response
		case w.conn.Turn <- struct{}{}:
			if err := w.conn.Lead(w.conn.Handler, func() bool { return len(answer) > 0 }); err != nil {
				w.broken(err)
			}
		}
	}
}

func (w *worker) forget(id uint64) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	delete(w.waiting, id)
}

// receive takes what the worker sends, until it has ended or says what no worker of
// ours does.
func (w *worker) receive() { w.broken(w.conn.Serve()) }

// broken ends a worker from which nothing can be received any more.
func (w *worker) broken(err error) {
	if errors.Is(err, protocol.ErrMalformed) || errors.Is(err, protocol.ErrBroken) {
		w.kill("it has broken the protocol")
		return
	}
	// It has most likely ended, and wait tells how.
	select {
	case <-w.ended:
	case <-time.After(margin):
		w.kill("it has closed its socket")
	}
}

func (w *worker) dispatch(kind protocol.FrameType, id uint64, body []byte) error {
	switch kind {
	case protocol.FrameResponse:
		response := &protocol.Response{}
		if err := protocol.Decode(body, response); err != nil {
			return err
		}
		w.mutex.Lock()
		answer := w.waiting[id]
		delete(w.waiting, id)
		w.mutex.Unlock()
		if answer != nil {
			answer <- response
		}
	case protocol.FrameHostCall:
		call := &protocol.HostCall{}
		if err := protocol.Decode(body, call); err != nil {
			return err
		}
		call.Frame = id
		return w.hostCall(call, int64(len(body)))
	case protocol.FrameHostCancel:
		w.mutex.Lock()
		cancel := w.cancels[id]
		w.mutex.Unlock()
		if cancel != nil {
			cancel()
		}
	default:
		return protocol.ErrMalformed
	}
	return nil
}

// hostCall answers a call of the worker's, in a goroutine of its own.
func (w *worker) hostCall(call *protocol.HostCall, size int64) error {
	if w.hostBytes.Add(size) > w.mostHostBytes() { // an engine of ours waits with what is more
		return protocol.ErrMalformed
	}
	select {
	case w.hostCalls <- struct{}{}:
	default: // a worker of ours asks for fewer
		return protocol.ErrMalformed
	}
	of := context.Background() // the call in whose name it is
	if c := w.session.lendCall(call.Call); c != nil && call.Mode != protocol.Ignored {
		of = c
	}
	ctx, cancel := context.WithCancel(of)
	w.mutex.Lock()
	_, twice := w.cancels[call.Frame]
	if w.err == nil && !twice {
		w.cancels[call.Frame] = cancel
	}
	w.mutex.Unlock()
	if twice {
		cancel()
		return protocol.ErrMalformed
	}
	go func() {
		response := protocol.Fail(protocol.HostError, "a Go function has ended its goroutine")
		defer func() {
			cancel()
			w.mutex.Lock()
			delete(w.cancels, call.Frame)
			w.mutex.Unlock()
			<-w.hostCalls
			w.hostBytes.Add(-size)
			if call.Mode == protocol.Sync && of.Err() != nil {
				w.takeBack(call, response) // the worker is told of that, and not of what the function made of it
				return
			}
			w.respond(call, response)
		}()
		response = w.session.Call(ctx, call)
	}()
	return nil
}

// mostHostBytes is how much memory the arguments of host calls may take at a time:
// more than engines of ours have under way.
func (w *worker) mostHostBytes() int64 {
	o := w.processes.options
	return 2 * int64(o.IsolatesPerWorker+1) * int64(max(o.MaxMessage, 64<<20))
}

func (w *worker) respond(call *protocol.HostCall, response *protocol.Response) {
	err := w.conn.Send(protocol.FrameHostResponse, call.Frame, response)
	if refusal := protocol.Refusal(err); refusal != nil {
		w.takeBack(call, response)
		w.conn.Send(protocol.FrameHostResponse, call.Frame, refusal)
	}
}

// takeBack is for an answer that is not sent.
func (w *worker) takeBack(call *protocol.HostCall, response *protocol.Response) {
	if i := w.session.isolateOf(call.Isolate); i != nil {
		i.takeBack(protocol.GivenIn(response.Value)...)
	}
}
