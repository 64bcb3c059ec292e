package protocol

import (
	"runtime"
	"time"
)

// spins decide whether who waits looks for a while before it sleeps. To be woken takes a
// thread 10 to 20 µs on a machine that has nothing to do, more than a call takes the other
// side. Where others want the processors, the other side needs that of who looks: nothing
// comes meanwhile, and looking is given up, each time for longer.
type spins struct {
	failed uint // in a row
	skip   uint // how often not to look
}

const (
	longestSpin = 50 * time.Microsecond
	mostSkips   = uint(1 << 10) // so little of the time is lost where it is never worthwhile
	spinTurns   = 64            // looks from one look at the clock to the next
)

var hasProcessors = runtime.NumCPU() > 1

// worthwhile reports whether to look this time.
func (s *spins) worthwhile() bool {
	if s.skip > 0 {
		s.skip--
		return false
	}
	return hasProcessors
}

// spin looks until there is something, and reports whether there was in time.
func (s *spins) spin(found func() bool) bool {
	for began := time.Now(); ; {
		for range spinTurns {
			if found() {
				s.failed = 0
				return true
			}
		}
		if time.Since(began) > longestSpin {
			s.failed++
			s.skip = min(1<<min(s.failed, 10), mostSkips)
			return false
		}
	}
}
