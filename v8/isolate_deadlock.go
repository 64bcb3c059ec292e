package v8

/*
#include "cshim.h"

#cgo nocallback shim_v8_is_inside
*/
import "C"

import (
	"sync"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// waits is which isolate each goroutine waits for, of those that are inside a Run
// of another and would wait for ever: by the thread that the goroutine is pinned to.
var waits = struct {
	sync.Mutex
	isolates map[uintptr]*Isolate
}{isolates: map[uintptr]*Isolate{}}

// insideThread is the thread of this goroutine, which is pinned to it, when it is
// inside a Run, or else 0.
func insideThread() uintptr {
	if !bool(C.shim_v8_is_inside()) {
		return 0
	}
	return uintptr(C.shim_v8_thread())
}

// beginWait panics when a goroutine that holds i waits for an isolate that thread
// holds, or for one whose holder does, and so on. Who closes such a circle sees
// it: all others of it stand in waits.
func (i *Isolate) beginWait(thread uintptr) {
	waits.Lock()
	defer waits.Unlock()
	next := i
	for range len(waits.isolates) + 1 {
		owner := next.owner.Load()
		if owner == thread {
			panic(misuse.Deadlock)
		}
		if next = waits.isolates[owner]; next == nil {
			break
		}
	}
	waits.isolates[thread] = i
}

func endWait(thread uintptr) {
	waits.Lock()
	defer waits.Unlock()
	delete(waits.isolates, thread)
}
