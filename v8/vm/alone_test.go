//go:build unix

package vm

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Who makes a snapshot is in a worker that had no isolate, and gets no other, whatever
// isolates may share.
func TestSnapshotIsMadeAlone(t *testing.T) {
	p := &processes{options: WorkerOptions{IsolatesPerWorker: 4, MixTenants: true, Ahead: -1}.withDefaults(), workers: map[*worker]struct{}{}}
	for range 3 {
		w := &worker{processes: p, began: time.Now()}
		w.session = &session{worker: w}
		p.workers[w] = struct{}{}
		p.ready = append(p.ready, w)
	}
	connect := func(o IsolateOptions) *session {
		s, err := p.connect(t.Context(), &o)
		require.NoError(t, err)
		return s
	}
	shared := connect(IsolateOptions{})
	alone := connect(IsolateOptions{alone: true})
	require.NotSame(t, shared, alone)
	for range 3 {
		require.Same(t, shared, connect(IsolateOptions{}))
	}
	require.NotSame(t, alone, connect(IsolateOptions{}), "the shared one is full")
}
