package vm

import (
	"fmt"

	"github.com/nodeisolates/isolates/v8/vm/internal/protocol"
)

// A given is what guests of an isolate may use, a *Callback, *Reference or *ExternalCopy,
// and how often it was sent there. The engine says of each what no guest has any more:
// what has come back as often as it was sent is forgotten.
type given struct {
	what any
	sent int
}

// mostGiven is how many Callbacks, References and ExternalCopies an isolate has at a time.
// A guest may call for more: what a Go function returns is one.
const mostGiven = 100_000

var errFull = errorOf(ErrUnsupported, fmt.Sprintf("guests have %d functions and references of the host, which is the most: give the same again, or have them let some go", mostGiven))

// give sends guests of the isolate the use of something.
func (i *Isolate) give(what any) (id uint64, err error) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	id, ok := i.givenIDs[what]
	if !ok {
		if len(i.given) >= mostGiven {
			return 0, errFull
		}
		i.last++
		id = i.last
		i.given[id], i.givenIDs[what] = &given{what: what}, id
	}
	i.given[id].sent++
	return id, nil
}

// takeBack is told, once for each time that it was sent, what no guest has. A worker may
// say so of what its guests have, which is their loss.
func (i *Isolate) takeBack(ids ...uint64) {
	if len(ids) == 0 {
		return
	}
	i.mutex.Lock()
	defer i.mutex.Unlock()
	for _, id := range ids {
		g := i.given[id]
		if g == nil {
			continue
		}
		if g.sent--; g.sent == 0 {
			delete(i.given, id)
			delete(i.givenIDs, g.what)
		}
	}
}

// takeBackRequest is for a request that was not sent.
func (i *Isolate) takeBackRequest(r *protocol.Request) {
	i.released.add(r.Released...)
	i.takeBack(protocol.GivenIn(r.Values...)...)
	i.takeBack(protocol.GivenIn(r.Receiver)...)
}
