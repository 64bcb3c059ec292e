package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/examples/arena/world"
	"github.com/nodeisolates/isolates/v8/vm"
)

// What a program may use.
const (
	tickCPU   = 10 * time.Millisecond  // in each tick; what is left of it is saved up
	maxBucket = 200 * time.Millisecond // saved up at most
	longest   = 256                    // turns that a program that fails is left out
	maxLines  = 50                     // of console that are kept
	smoothing = 20                     // turns that Status.CPU is about
)

// A player is a program and what it has left of its CPU time. Its fields are of the
// goroutine that has its turn; others ask for a Status.
type player struct {
	name string
	done chan []world.Intent // a turn that is over
	busy bool                // it has its turn: of the goroutine that ticks

	code  string
	saved []byte // what the program wanted to keep, or nil

	sandbox  *sandbox // nil when it does not run
	bucket   time.Duration
	idle     int       // ticks that it is left out
	failures int       // in a row
	latency  durations // of its turns

	mutex    sync.Mutex
	uploaded *string // code that waits for the next turn
	status   Status
}

func newPlayer(name string) *player {
	return &player{name: name, bucket: maxBucket, done: make(chan []world.Intent, 1)}
}

// await is what the player wants in the turn that it has begun, and false when that
// is not over when ctx ends, or none has begun.
func (p *player) await(ctx context.Context) (intents []world.Intent, ok bool) {
	if !p.busy {
		return nil, false
	}
	select {
	case intents = <-p.done:
	default:
		select {
		case intents = <-p.done:
		case <-ctx.Done():
			return nil, false
		}
	}
	p.busy = false
	return intents, true
}

// A Status is what others may know of a player.
type Status struct {
	Name    string   `json:"name"`
	CPU     float64  `json:"cpu"`    // milliseconds a turn, of the last ones
	Bucket  float64  `json:"bucket"` // milliseconds saved up
	Memory  uint64   `json:"memory"` // bytes
	Starts  int      `json:"starts"`
	Ends    int      `json:"ends"` // of its sandbox, by force
	Idle    bool     `json:"idle"` // it is left out for its failures
	Error   string   `json:"error,omitempty"`
	Console []string `json:"-"`
	Stack   string   `json:"-"` // of the error
}

// upload gives the player another program, from the next tick on.
func (p *player) upload(code string) error {
	if len(code) > maxCode {
		return fmt.Errorf("the program has %d bytes, and may have %d", len(code), maxCode)
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.uploaded = &code
	return nil
}

// Status is a copy.
func (p *player) Status() Status {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	status := p.status
	status.Name, status.Console = p.name, slices.Clone(p.status.Console)
	return status
}

// update changes the status.
func (p *player) update(change func(s *Status)) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	change(&p.status)
}

func (p *player) log(_ context.Context, m vm.ConsoleMessage) {
	p.update(func(s *Status) {
		s.Console = append(s.Console, m.Text)
		if len(s.Console) > maxLines {
			s.Console = slices.Delete(s.Console, 0, len(s.Console)-maxLines)
		}
	})
}

// turn is the player's turn. It never takes longer than the limits allow, whatever
// the program does; one that fails is left out for some turns, twice as many each
// time, so that it costs the others less and less.
func (p *player) turn(ctx context.Context, host *vm.Host, terrain *Terrain, view world.View) []world.Intent {
	p.replace(ctx)
	p.bucket = min(p.bucket+tickCPU, maxBucket)
	if p.idle > 0 {
		p.idle--
		return nil
	}
	if p.sandbox == nil {
		s, err := newSandbox(ctx, host, p.name, p.code, terrain, p.saved, p.log)
		p.update(func(s *Status) { s.Starts++ })
		if err != nil {
			p.fail(err)
			return nil
		}
		p.sandbox = s
	}
	began := time.Now()
	intents, used, err := p.sandbox.run(ctx, view, tickCPU, p.bucket-tickCPU)
	p.latency.add(time.Since(began))
	p.bucket = max(p.bucket-used, 0)
	p.update(func(s *Status) { s.CPU, s.Bucket = s.CPU+(milliseconds(used)-s.CPU)/smoothing, milliseconds(p.bucket) })
	if err != nil {
		p.fail(err)
		return nil
	}
	if p.failures > 0 {
		p.failures = 0
		p.update(func(s *Status) { s.Error, s.Stack, s.Idle = "", "", false })
	}
	return intents
}

// replace starts code that was uploaded, with what the program before it saves.
func (p *player) replace(ctx context.Context) {
	p.mutex.Lock()
	code := p.uploaded
	p.uploaded = nil
	p.mutex.Unlock()
	if code == nil {
		return
	}
	p.keep(ctx)
	p.end()
	p.code, p.failures, p.idle = *code, 0, 0
}

// fail notes an error of the program. One whose memory is full, or that is dead, is
// started anew with what it has saved; others go on with the globals that they have.
func (p *player) fail(err error) {
	if errors.Is(err, vm.ErrMemoryLimit) || errors.Is(err, vm.ErrIsolateDead) {
		p.end()
		p.update(func(s *Status) { s.Ends++ })
	}
	p.idle = min(1<<p.failures, longest)
	p.failures = min(p.failures+1, 10)
	text, stack := err.Error(), fmt.Sprintf("%+v", err)
	p.update(func(s *Status) { s.Error, s.Stack, s.Idle = text, stack, true })
}

// keep asks the program what it wants to keep.
func (p *player) keep(ctx context.Context) {
	if p.sandbox == nil || p.failures > 0 {
		return
	}
	saved, err := p.sandbox.saved(ctx)
	if err != nil {
		p.fail(fmt.Errorf("save: %w", err))
		return
	}
	p.saved = saved
}

// rest collects the program's garbage. A program that does little makes little of it, and
// V8 would let it lie: a hundred of them had a gigabyte after some thousand ticks.
func (p *player) rest(ctx context.Context) {
	if p.sandbox != nil {
		p.sandbox.isolate.LowMemoryNotification(ctx) // what is dead, the next turn will say
	}
}

// measure asks how much memory the program takes.
func (p *player) measure(ctx context.Context) {
	memory := uint64(0)
	if p.sandbox != nil {
		memory = p.sandbox.memory(ctx)
	}
	p.update(func(s *Status) { s.Memory = memory })
}

// end ends the program.
func (p *player) end() {
	if p.sandbox != nil {
		p.sandbox.isolate.Close()
		p.sandbox = nil
	}
}
