package engine

import (
	"context"

	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/bridge"
	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A givenValue is a Callback or Foreign value of the host's, while JavaScript has any of the
// functions that stand for it. Its fields are those of whoever is inside the isolate.
type givenValue struct {
	isolate *isolate
	id      uint64
	left    int // functions that are not collected
}

// Of what JavaScript has let go, V8 tells at a collection, and package v8 between two Runs.
// A guest that takes much in one Run is asked now and then, and has V8 collect before
// the host is at its limit.
const (
	givenAtATime     = 1 << 8
	givenUncollected = 20_000
)

// watch drops what the functions stand for when all of them are collected.
func (g *givenValue) watch(s *v8.Scope, functions ...v8.Value) error {
	i := g.isolate
	if i.givenSince++; i.givenSince%givenAtATime == 0 {
		if err := i.collectGiven(s); err != nil {
			return err
		}
	}
	for _, f := range functions {
		var weak *v8.Weak[v8.Value]
		weak, err := v8.NewWeak(s, f, func() {
			weak.Close()
			if g.left--; g.left == 0 {
				i.given--
				i.drop(g.id)
			}
		})
		if err != nil {
			g.left = -1 // never 0: the value is the caller's still
			return err
		}
	}
	g.left = len(functions)
	i.given++
	return nil
}

// collectGiven looks what is collected, and has V8 collect when too much is not.
func (i *isolate) collectGiven(s *v8.Scope) error {
	bridge.Tidy(s)
	if i.given < i.collectAt {
		return nil
	}
	if err := i.v8.LowMemoryNotification(context.Background()); err != nil {
		return err
	}
	bridge.Tidy(s)
	i.collectAt = max(givenUncollected, 2*i.given)
	return nil
}

// drop tells the host, by what it is told next, of what no guest has.
func (i *isolate) drop(ids ...uint64) {
	if len(ids) == 0 {
		return
	}
	i.mutex.Lock()
	defer i.mutex.Unlock()
	i.dropped = append(i.dropped, ids...)
	i.hasDropped.Store(true)
}

// takeDropped is what the host is to be told.
func (i *isolate) takeDropped() (some []uint64) {
	if !i.hasDropped.Load() {
		return nil
	}
	i.mutex.Lock()
	defer i.mutex.Unlock()
	n := min(len(i.dropped), protocol.MostReleased)
	some, i.dropped = i.dropped[:n:n], i.dropped[n:]
	i.hasDropped.Store(len(i.dropped) > 0)
	return some
}

// Drop is for values of the host's that did not get as far as an isolate.
func (e *Engine) Drop(isolate uint64, values ...protocol.Value) {
	if i := e.isolate(isolate); i != nil {
		i.drop(protocol.GivenIn(values...)...)
	}
}
