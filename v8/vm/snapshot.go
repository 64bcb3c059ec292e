package vm

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// SnapshotOptions say how to make a Snapshot. The zero value has the limits that are
// named; a negative number is no limit.
type SnapshotOptions struct {
	// Scripts are run one after the other in the context that contexts of the snapshot
	// begin as. When the result of one is a promise, it is waited for. They have no modules,
	// and nothing of the host: set functions of Go's in the contexts. Functions that they
	// call are in the snapshot with their code, and need not be compiled any more.
	Scripts []SnapshotScript

	// Web gives them, and the contexts, what [ContextOptions].Web does.
	Web bool

	// MemoryLimit is how much memory the scripts may take, in bytes. Zero is 128 MB.
	MemoryLimit int64
	// CPULimit is how much CPU time each may use. Zero is 5 seconds.
	CPULimit time.Duration
	// WallLimit is how long it all may take. Zero is 30 seconds.
	WallLimit time.Duration
}

// A SnapshotScript is a script of a Snapshot.
type SnapshotScript struct {
	Name   string // that errors and stacks have
	Source string // its text
}

// A Snapshot is what scripts have left in a context, for isolates that begin with it
// instead of running them: [IsolateOptions].Snapshot. What takes milliseconds
// to run is there in a fraction of them.
//
// The scripts are the host's own: an isolate trusts its snapshot as it trusts V8. In the
// tier Process it is made in a worker that nobody else ever has, and the host passes it
// on without looking into it.
//
// A Snapshot is owned: call [Snapshot.Close], or close its host. Any goroutine may use it.
type Snapshot struct {
	host   *Host
	id     uint64
	web    bool
	data   protocol.Value // the engine's
	closed atomic.Bool
}

// NewSnapshot runs scripts, and keeps what they leave. The error is as that of
// [Context.Eval], or says what a snapshot can't have: objects of Intl and WebAssembly.
//
//	snapshot, err := host.NewSnapshot(ctx, vm.SnapshotOptions{
//		Scripts: []vm.SnapshotScript{{Name: "library.js", Source: library}},
//	})
//	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{Snapshot: snapshot})
func (h *Host) NewSnapshot(ctx context.Context, options SnapshotOptions) (*Snapshot, error) {
	i, err := h.newIsolate(ctx, IsolateOptions{
		MemoryLimit: options.MemoryLimit, CPULimit: options.CPULimit, WallLimit: options.WallLimit, alone: true,
	})
	if err != nil {
		return nil, err
	}
	defer i.forget()
	c := i.newCall(protocol.OpNewSnapshot)
	c.request.NewIsolate = i.options.request()
	c.request.NewIsolate.Web = options.Web
	for _, script := range options.Scripts {
		c.request.Sources = append(c.request.Sources, protocol.Source{Name: script.Name, Text: script.Source})
	}
	response, err := i.ask(ctx, c, "new snapshot", nil, CallOptions{CPULimit: -1})
	if err != nil {
		return nil, err
	}
	data := response.Value
	if !i.session.engine.Local() { // a worker may say anything
		data = protocol.Value{Kind: protocol.Clone, Data: slices.Clone(data.Data)}
	}
	return &Snapshot{host: h, id: h.lastSnapshot.Add(1), web: options.Web, data: data}, nil
}

// Close frees the snapshot. Isolates that are made of it stay. Closing again does nothing.
// The error is always nil, for io.Closer.
func (s *Snapshot) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	for _, session := range s.host.tier.sessions() {
		session.unload(s)
	}
	return nil
}

// load gives the isolate's engine the snapshot, if it does not have it.
func (i *Isolate) load(ctx context.Context, snapshot *Snapshot) error {
	if snapshot.closed.Load() {
		return &Error{Op: "new isolate", Err: errSnapshotClosed}
	}
	s := i.session
	s.mutex.Lock()
	isThere := s.snapshots[snapshot.id]
	s.mutex.Unlock()
	if isThere {
		return nil
	}
	c := i.newCall(protocol.OpLoadSnapshot)
	c.request.Target = snapshot.id
	c.request.Values = []protocol.Value{snapshot.data}
	if err := i.do(ctx, c, "new isolate", nil, CallOptions{CPULimit: -1}); err != nil {
		return err
	}
	s.mutex.Lock()
	s.snapshots[snapshot.id] = true
	s.mutex.Unlock()
	if snapshot.closed.Load() { // and nobody may have told the engine
		s.unload(snapshot)
		return &Error{Op: "new isolate", Err: errSnapshotClosed}
	}
	return nil
}

// unload tells the engine that it does not need the snapshot, if it has it, and waits for
// no answer.
func (s *session) unload(snapshot *Snapshot) {
	s.mutex.Lock()
	isThere := s.snapshots[snapshot.id]
	delete(s.snapshots, snapshot.id)
	s.mutex.Unlock()
	if isThere {
		go s.engine.Do(context.Background(), &protocol.Request{Op: protocol.OpCloseSnapshot, Target: snapshot.id})
	}
}
