package engine

import (
	"bytes"
	"context"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/console"
	"github.com/nodeisolates/isolates/v8/loop"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
	"github.com/nodeisolates/isolates/v8/web"
)

// snapshotContext is the name of the context in a snapshot that guests begin with. It has
// console and loop; the default context is V8's own.
const snapshotContext = "guest"

// newSnapshot makes a snapshot of a context that fill has run scripts in.
func newSnapshot(ctx context.Context, options v8.IsolateOptions, withWeb bool, fill func(*loop.Loop) error) (*v8.Snapshot, error) {
	return v8.NewSnapshot(ctx, v8.SnapshotOptions{Isolate: options}, func(creator *v8.SnapshotCreator) error {
		c, err := creator.Isolate().NewContext(ctx, v8.ContextOptions{Console: console.New(&console.Buffer{}, console.Options{})})
		if err != nil {
			return err
		}
		creator.AddContext(snapshotContext, c)
		l, err := loop.New(c, loop.Options{})
		if err != nil {
			return err
		}
		defer l.Close()
		if withWeb {
			if err := web.Install(l, web.Options{}); err != nil {
				return err
			}
		}
		return fill(l)
	})
}

// newSnapshot answers OpNewSnapshot.
func (e *Engine) newSnapshot(ctx context.Context, r *protocol.Request) *protocol.Response {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(e.open, cancel)()
	snapshot, err := newSnapshot(ctx, optionsOf(r.NewIsolate), r.NewIsolate.Web, func(l *loop.Loop) error {
		for _, source := range r.Sources {
			err := l.Await(ctx, nil, func(s *v8.Scope) (v8.Value, error) {
				script, err := s.Compile(source.Text, origin(source))
				if err != nil {
					return v8.Value{}, err
				}
				return script.Run()
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if e.open.Err() != nil {
		return protocol.Fail(protocol.Closed, "the host is closed")
	}
	if err != nil {
		return &protocol.Response{Failure: e.failure(err)}
	}
	if e.local {
		return &protocol.Response{Value: protocol.Value{Kind: protocol.Local, Go: snapshot}}
	}
	var saved bytes.Buffer
	if _, err := snapshot.WriteTo(&saved); err != nil {
		return &protocol.Response{Failure: e.failure(err)}
	}
	return &protocol.Response{Value: protocol.Value{Kind: protocol.Clone, Data: saved.Bytes()}}
}

// loadSnapshot answers OpLoadSnapshot. What is there already stays.
func (e *Engine) loadSnapshot(r *protocol.Request) *protocol.Response {
	snapshot, ok := r.Values[0].Go.(*v8.Snapshot)
	if !ok {
		var err error
		if snapshot, err = v8.ReadSnapshot(bytes.NewReader(r.Values[0].Data), nil); err != nil {
			return &protocol.Response{Failure: e.failure(err)}
		}
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.snapshots[r.Target] == nil {
		e.snapshots[r.Target] = snapshot
	}
	return &protocol.Response{}
}

func (e *Engine) closeSnapshot(id uint64) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	delete(e.snapshots, id)
}

// snapshot is the snapshot of that number, or nil.
func (e *Engine) snapshot(id uint64) *v8.Snapshot {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.snapshots[id]
}
