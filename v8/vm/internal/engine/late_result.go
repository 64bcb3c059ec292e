package engine

import (
	"sync"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A lateResult is what a promise is fulfilled with. That may happen when the call
// that waited for it has ended, in another one.
type lateResult struct {
	guest   *guest
	request protocol.Request

	sync.Mutex
	value protocol.Value
	there bool
	over  bool
}

func (l *lateResult) deliver(s *v8.Scope, v v8.Value) error {
	value, err := l.guest.result(s, v, &l.request)
	l.Lock()
	defer l.Unlock()
	switch {
	case err != nil:
	case !l.over:
		l.value, l.there = value, true
	case value.Kind == protocol.Reference:
		l.guest.isolate.release([]uint64{value.ID})
	}
	return err
}

func (l *lateResult) end() (protocol.Value, bool) {
	l.Lock()
	defer l.Unlock()
	l.over = true
	return l.value, l.there
}
