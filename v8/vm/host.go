package vm

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A Tier is where the isolates of a [Host] are.
type Tier int

const (
	// InProcess runs isolates in this process. Calls are as fast as they can be;
	// a bug of V8's that a script uses reaches everything in the process. The
	// program has to import package inprocess, which links V8:
	//
	//	import _ "github.com/nodeisolates/isolates/v8/vm/inprocess"
	InProcess Tier = iota

	// Process runs isolates in worker processes, which can be killed, limited by
	// the kernel and forbidden everything. See [WorkerOptions] for which program
	// they are.
	Process
)

// String is the constant's name.
func (t Tier) String() string {
	switch t {
	case InProcess:
		return "InProcess"
	case Process:
		return "Process"
	}
	return fmt.Sprintf("Tier(%d)", int(t))
}

// HostOptions say how to make a Host. The zero value is one for isolates in this
// process.
type HostOptions struct {
	Tier Tier // where the isolates are

	// Workers are the processes of the tier Process.
	Workers WorkerOptions

	// OnError, when not nil, is told of what goes wrong in nobody's name, such as
	// the panic of a callback whose call has ended. Any goroutine may call it.
	OnError func(error)
}

// A Host has isolates. It is owned: call [Host.Close]. Any goroutine may call its
// methods.
type Host struct {
	options HostOptions
	tier    tier

	lastSnapshot atomic.Uint64

	mutex    sync.Mutex
	closed   bool
	isolates map[*Isolate]struct{}
}

// A tier gives isolates an engine to run in.
type tier interface {
	// connect gives a new isolate its session.
	connect(ctx context.Context, o *IsolateOptions) (*session, error)
	// adopt is told whose the one isolate of a session is from now on.
	adopt(s *session, tenant string)
	// leave is told that the isolate is closed.
	leave(s *session)
	// sessions are those that there are.
	sessions() []*session
	walls() []Wall
	close() error
}

// NewHost makes a Host. The error is that V8 can't start, or of the workers: see
// [WorkerOptions].
func NewHost(options HostOptions) (*Host, error) {
	h := &Host{options: options, isolates: map[*Isolate]struct{}{}}
	var err error
	switch options.Tier {
	case InProcess:
		h.tier, err = newInProcess(h)
	case Process:
		h.tier, err = newProcesses(h, options.Workers)
	default:
		panic(misuse.UnknownTier)
	}
	if err != nil {
		return nil, err
	}
	return h, nil
}

// Close closes all isolates. Calls that go on end with [ErrClosed]. Close waits for
// them, for at most the isolates' grace. Closing again does nothing. The error is
// always nil, for io.Closer.
func (h *Host) Close() error {
	h.mutex.Lock()
	if h.closed {
		h.mutex.Unlock()
		return nil
	}
	h.closed = true
	isolates := h.isolates
	h.isolates = map[*Isolate]struct{}{}
	h.mutex.Unlock()
	for i := range isolates {
		i.closed.Store(true)
	}
	err := h.tier.close()
	for i := range isolates {
		i.options.Group.giveBack(i.options.MemoryLimit)
	}
	return err
}

// Walls says what stands between the isolates and the host, and for what does not
// stand, why: those that the tier Process has. There are none before the first
// worker has started.
func (h *Host) Walls() []Wall { return h.tier.walls() }

// A Wall is one of the things that keep a worker process from what is outside of
// it.
type Wall struct {
	Name   string // such as "seccomp"
	Held   bool   // whether it stands
	Reason string // why it is not
}

// onError tells of what is in nobody's name.
func (h *Host) onError(err error) {
	if h.options.OnError != nil {
		h.options.OnError(err)
	}
}

// A session is the host's side of one engine: it answers what guests ask.
type session struct {
	host   *Host
	engine protocol.Engine
	worker *worker // nil in this process

	lastIsolate atomic.Uint64
	lastCall    atomic.Uint64

	mutex     sync.Mutex
	isolates  map[uint64]*Isolate
	calls     map[uint64]*call // of a worker
	snapshots map[uint64]bool  // that the engine has
}

func newSession(h *Host) *session {
	return &session{host: h, isolates: map[uint64]*Isolate{}, calls: map[uint64]*call{}, snapshots: map[uint64]bool{}}
}

// inProcess is the tier InProcess.
type inProcess struct{ session *session }

var errNoEngine = errors.New(`vm: this program has no V8 in it for the tier InProcess: import _ "github.com/nodeisolates/isolates/v8/vm/inprocess"`)

func newInProcess(h *Host) (*inProcess, error) {
	s := newSession(h)
	engine, ok, err := protocol.Start(s)
	if !ok {
		return nil, errNoEngine
	}
	if err != nil {
		return nil, fmt.Errorf("vm: start V8: %w", err)
	}
	s.engine = engine
	return &inProcess{s}, nil
}

func (t *inProcess) connect(context.Context, *IsolateOptions) (*session, error) {
	return t.session, nil
}
func (t *inProcess) adopt(*session, string) {}
func (t *inProcess) leave(*session)         {}
func (t *inProcess) sessions() []*session   { return []*session{t.session} }
func (t *inProcess) walls() []Wall          { return nil }
func (t *inProcess) close() error           { return t.session.engine.Close() }

// isolateOf is the isolate of that number, or nil.
func (s *session) isolateOf(id uint64) *Isolate {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.isolates[id]
}
