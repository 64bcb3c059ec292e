package main

import (
	"context"
	_ "embed"
	"testing/fstest"
	"time"

	"github.com/nodeisolates/isolates/examples/arena/world"
	"github.com/nodeisolates/isolates/v8/clone"
	"github.com/nodeisolates/isolates/v8/module"
	"github.com/nodeisolates/isolates/v8/module/typescript"
	"github.com/nodeisolates/isolates/v8/vm"
	"github.com/nodeisolates/isolates/v8/vm/inprocess"
)

//go:embed arena.js
var arenaJS []byte

//go:embed game.js
var gameJS []byte

// The limits of a program.
const (
	memoryLimit = 24 << 20
	startCPU    = 200 * time.Millisecond // to compile and start it
	saveCPU     = 20 * time.Millisecond
	startWall   = 5 * time.Second        // a busy machine may be slow to compile it
	wallLimit   = 500 * time.Millisecond // of a tick, and of save
	grace       = 100 * time.Millisecond
	maxCode     = 256 << 10
	maxSave     = 64 << 10
	maxIntents  = 64 << 10 // bytes
	maxOutput   = 4 << 10
)

// A Terrain is the map, which never changes: row by row, '#' is a wall.
type Terrain struct {
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Cells  string `json:"cells"`
}

// A sandbox is a program that runs, in an isolate of its own. Its globals live as
// long as it does.
type sandbox struct {
	isolate    *vm.Isolate
	tick, save *vm.Reference
}

// newSandbox starts a program with what it had saved, or nil.
func newSandbox(ctx context.Context, host *vm.Host, name, code string, terrain *Terrain, saved []byte, console vm.Console) (*sandbox, error) {
	isolate, err := host.NewIsolate(ctx, vm.IsolateOptions{
		MemoryLimit: memoryLimit, CPULimit: startCPU, WallLimit: startWall, Grace: grace, Tenant: name,
	})
	if err != nil {
		return nil, err
	}
	s := &sandbox{isolate: isolate}
	if err := s.start(ctx, code, terrain, saved, console); err != nil {
		isolate.Close()
		return nil, err
	}
	return s, nil
}

func (s *sandbox) start(ctx context.Context, code string, terrain *Terrain, saved []byte, console vm.Console) error {
	files := fstest.MapFS{"game.js": {Data: gameJS}, "arena.js": {Data: arenaJS}, "player.ts": {Data: []byte(code)}}
	loader := typescript.NewLoader(module.FSLoader{FS: files}, typescript.Options{})
	c, err := s.isolate.NewContext(ctx, vm.ContextOptions{Console: console, Loader: inprocess.Loader(loader)})
	if err != nil {
		return err
	}
	var game, start *vm.Reference
	if err := c.Import(ctx, "./game.js", &game); err != nil {
		return err
	}
	for name, function := range map[string]**vm.Reference{"start": &start, "tick": &s.tick, "save": &s.save} {
		if err := game.Get(ctx, name, function); err != nil {
			return err
		}
	}
	arguments := []any{terrain}
	if saved != nil {
		var value any
		if err := clone.Unmarshal(saved, &value); err != nil {
			return err
		}
		arguments = append(arguments, value)
	}
	return start.Apply(ctx, nil, arguments, nil)
}

// run runs one tick within limit, and tells what CPU time it has used.
func (s *sandbox) run(ctx context.Context, view world.View, limit, bucket time.Duration) (intents []world.Intent, used time.Duration, err error) {
	var usage vm.Usage
	cpu := map[string]any{"limit": milliseconds(limit), "bucket": milliseconds(bucket)}
	err = s.tick.Apply(ctx, nil, []any{view, cpu}, &intents, vm.CallOptions{
		CPULimit: limit + bucket, WallLimit: wallLimit, ResultBytes: maxIntents, OutputBytes: maxOutput, Usage: &usage,
	})
	return intents, usage.CPU, err
}

// saved is what the program wants to keep, in the form of package clone, or nil.
func (s *sandbox) saved(ctx context.Context) ([]byte, error) {
	var value any
	err := s.save.Apply(ctx, nil, nil, &value, vm.CallOptions{CPULimit: saveCPU, WallLimit: wallLimit, ResultBytes: maxSave, OutputBytes: maxOutput})
	if err != nil || value == (clone.Undefined{}) {
		return nil, err
	}
	return clone.Marshal(value)
}

// memory is how much it takes, in bytes.
func (s *sandbox) memory(ctx context.Context) uint64 {
	statistics, err := s.isolate.Statistics(ctx)
	if err != nil {
		return 0
	}
	return statistics.UsedHeap + statistics.External
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
