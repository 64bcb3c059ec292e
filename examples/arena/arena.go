package main

import (
	"context"
	"fmt"
	"regexp"
	"sync"
	"time"

	"github.com/nodeisolates/isolates/examples/arena/world"
	"github.com/nodeisolates/isolates/v8/vm"
)

// Turns between two savings, two collections of garbage, and two looks at memory, of all
// players; odd, so that each player's turn comes, whatever their number. And how long a
// tick waits for one.
const (
	saveEvery    = 97
	restEvery    = 71
	measureEvery = 19
	turnPatience = 25 * time.Millisecond
)

// An Arena is a game that runs.
type Arena struct {
	host   *vm.Host
	folder string // where it is saved, or ""

	mutex   sync.Mutex // of what follows; nobody holds it while programs run
	world   *world.World
	players map[string]*player
	order   []*player
	frames  map[chan *Frame]bool // who watches

	turns int       // begun so far
	ticks durations // how long each took
}

// A Frame is what a page shows of one tick.
type Frame struct {
	Tick    int            `json:"tick"`
	Took    float64        `json:"took"` // milliseconds
	Bases   []world.Base   `json:"bases"`
	Creeps  []world.Creep  `json:"creeps"`
	Sources []world.Source `json:"sources"`
	Players []Status       `json:"players"`
	Map     *Terrain       `json:"map,omitempty"` // in the first frame
}

var names = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

// NewArena is a new game with room for so many players, or the one that was saved in
// the folder.
func NewArena(host *vm.Host, room int, seed uint64, folder string) (*Arena, error) {
	a := &Arena{host: host, folder: folder, players: map[string]*player{}, frames: map[chan *Frame]bool{}}
	if err := a.load(); err != nil {
		return nil, err
	}
	if a.world == nil {
		a.world = world.New(room, seed)
	}
	return a, nil
}

// Upload gives a player another program, or lets a new one in.
func (a *Arena) Upload(name, code string) error {
	if !names.MatchString(name) {
		return fmt.Errorf("the name %q: want 1 to 32 small letters, digits and hyphens, a letter first", name)
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	p := a.players[name]
	if p == nil {
		if err := a.world.Join(name); err != nil {
			return err
		}
		p = newPlayer(name)
		a.players[name] = p
		a.order = append(a.order, p)
	}
	return p.upload(code)
}

// Player is the status of a player, and false when there is none of that name.
func (a *Arena) Player(name string) (Status, bool) {
	a.mutex.Lock()
	p := a.players[name]
	a.mutex.Unlock()
	if p == nil {
		return Status{}, false
	}
	return p.Status(), true
}

// Tick is one tick: every program gets its turn, and then the world moves. It waits
// for none longer than the patience, and not again for who was late: that counts in
// the tick in which it comes, and misses those between.
func (a *Arena) Tick(ctx context.Context) *Frame {
	began := time.Now()
	wanted := map[string][]world.Intent{}
	var playing []*player
	a.mutex.Lock()
	for _, p := range a.order {
		if !p.busy {
			a.begin(ctx, p)
			playing = append(playing, p)
		} else if intents, ok := p.await(over); ok {
			wanted[p.name] = intents
		}
	}
	a.mutex.Unlock()
	patience, cancel := context.WithTimeout(ctx, turnPatience)
	defer cancel()
	for _, p := range playing {
		if intents, ok := p.await(patience); ok {
			wanted[p.name] = intents
		}
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.world.Step(wanted)
	took := time.Since(began)
	a.ticks.add(took)
	f := a.frame()
	f.Took = milliseconds(took)
	for watcher := range a.frames {
		select {
		case watcher <- f:
		default: // it is slow, and gets the next
		}
	}
	return f
}

// over is a ctx that has ended: for asking without waiting.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// begin begins a player's turn in a goroutine of its own. There are no more threads than players: the system shares the processors between
// them, so that those that compute don't hold up those that don't. The lock is held.
func (a *Arena) begin(ctx context.Context, p *player) {
	p.busy = true
	a.turns++
	turn := a.turns
	view, _ := a.world.View(p.name)
	terrain := a.terrain()
	go func() {
		intents := p.turn(ctx, a.host, terrain, view)
		if turn%saveEvery == 0 {
			p.keep(ctx)
		}
		if turn%restEvery == 0 {
			p.rest(ctx)
		}
		if turn%measureEvery == 0 {
			p.measure(ctx)
		}
		p.done <- intents
	}()
}

func (a *Arena) terrain() *Terrain {
	return &Terrain{a.world.Width, a.world.Height, a.world.Terrain}
}

// wait waits for the turns that are not over. No Tick may run.
func (a *Arena) wait() {
	for _, p := range a.order {
		p.await(context.Background())
	}
}

// frame is what there is to see now. The lock is held.
func (a *Arena) frame() *Frame {
	f := &Frame{Tick: a.world.Tick}
	for _, b := range a.world.Ranking() {
		f.Bases = append(f.Bases, *b)
		f.Players = append(f.Players, a.players[b.Player].Status())
	}
	for _, c := range a.world.Creeps {
		f.Creeps = append(f.Creeps, *c)
	}
	for _, s := range a.world.Sources {
		f.Sources = append(f.Sources, *s)
	}
	return f
}

// Watch sends a frame for each tick, the first with the map; who is slow misses some.
func (a *Arena) Watch() (frames <-chan *Frame, stop func()) {
	watcher := make(chan *Frame, 1)
	a.mutex.Lock()
	defer a.mutex.Unlock()
	first := a.frame()
	first.Map = a.terrain()
	watcher <- first
	a.frames[watcher] = true
	return watcher, func() {
		a.mutex.Lock()
		defer a.mutex.Unlock()
		delete(a.frames, watcher)
	}
}

// Close saves the game and ends its programs. No Tick may run.
func (a *Arena) Close(ctx context.Context) error {
	a.wait()
	var all sync.WaitGroup
	for _, p := range a.order {
		all.Go(func() { p.keep(ctx) })
	}
	all.Wait()
	err := a.store()
	for _, p := range a.order {
		p.end()
	}
	return err
}
