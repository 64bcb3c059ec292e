package vm

import (
	"context"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/internal/misuse"
)

// GroupOptions say what the isolates of a Group may have together. Zero is no limit.
type GroupOptions struct {
	// Memory is what their MemoryLimits may add up to, in bytes. One isolate more is
	// [ErrMemoryLimit], and so is one without a limit.
	Memory int64

	// CPU is how much CPU time they may use, as a number of processors: 0.5 is half a
	// second each second. Who has used more waits, for as long as its ctx and wall
	// limit allow.
	CPU float64

	// Burst is how much CPU time they may use at once that they have not used before.
	// Zero is a second.
	Burst time.Duration
}

// A Group is isolates that have limits together, such as all those of a tenant: put
// it into their IsolateOptions. Any goroutine may use it.
type Group struct {
	options GroupOptions

	mutex  sync.Mutex
	memory int64
	left   time.Duration // of CPU time; negative when more was used
	at     time.Time     // when left was right
}

// NewGroup makes a Group. A negative option panics.
func NewGroup(options GroupOptions) *Group {
	if options.Memory < 0 || options.CPU < 0 || options.Burst < 0 {
		panic(misuse.NegativeGroup)
	}
	if options.Burst == 0 {
		options.Burst = time.Second
	}
	return &Group{options: options, left: options.Burst, at: time.Now()}
}

// reserve takes an isolate's memory.
func (g *Group) reserve(bytes int64) error {
	if g == nil || g.options.Memory == 0 {
		return nil
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	used := g.memory + bytes
	if bytes == 0 || used > g.options.Memory {
		return &LimitError{Option: "GroupOptions.Memory", Limit: uint64(g.options.Memory), Used: uint64(used), sentinel: ErrMemoryLimit}
	}
	g.memory = used
	return nil
}

func (g *Group) giveBack(bytes int64) {
	if g == nil || g.options.Memory == 0 {
		return
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.memory -= bytes
}

// wait waits until there is CPU time left.
func (g *Group) wait(ctx context.Context) error {
	if g == nil || g.options.CPU == 0 {
		return nil
	}
	for {
		missing := g.missing(time.Now())
		if missing <= 0 {
			return nil
		}
		timer := time.NewTimer(missing)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return contextError(ctx)
		}
	}
}

// missing is how long to wait for CPU time.
func (g *Group) missing(now time.Time) time.Duration {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.refill(now)
	if g.left > 0 {
		return 0
	}
	return time.Duration(float64(-g.left)/g.options.CPU) + time.Millisecond
}

// refill adds what has become free. The lock is held.
func (g *Group) refill(now time.Time) {
	g.left = min(g.left+time.Duration(float64(now.Sub(g.at))*g.options.CPU), g.options.Burst)
	g.at = now
}

// spend takes what a call has used.
func (g *Group) spend(used time.Duration) {
	if g == nil || g.options.CPU == 0 {
		return
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.refill(time.Now())
	g.left -= used
}
