package vm

import (
	"math"
	"time"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// margin is how much later than its grace a worker may answer before it is killed.
// What others made it wait for a processor meanwhile it is given besides, at most
// mostWaited: on a busy machine it would die with all its isolates for a late answer.
const (
	margin     = 150 * time.Millisecond
	mostWaited = 2 * time.Second
)

// hurry tells the worker that the ctx of a request has ended, and kills it when it
// does not answer within the isolate's grace: it may be stopped, or not even read.
func (w *worker) hurry(id, isolate uint64, finished <-chan struct{}) {
	go w.conn.Send(protocol.FrameCancel, id, nil)
	d := w.graceOf(isolate)
	if d == 0 {
		return
	}
	waited, given := w.process.Waited(), time.Duration(0)
	for left := min(d, math.MaxInt64-margin) + margin; left > 0; {
		grace := time.NewTimer(left)
		select {
		case <-finished:
			grace.Stop()
			return
		case <-grace.C:
		}
		left = min(waited(), mostWaited) - given
		given += left
	}
	w.kill("it did not end a call in time")
}

func (w *worker) graceOf(isolate uint64) time.Duration {
	w.session.mutex.Lock()
	defer w.session.mutex.Unlock()
	if i := w.session.isolates[isolate]; i != nil {
		return i.options.Grace
	}
	return defaultGrace
}
