package world_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/examples/arena/world"
)

// step is a tick with intents of player a.
func step(w *world.World, intents ...world.Intent) {
	w.Step(map[string][]world.Intent{"a": intents})
}

func newWorld(t *testing.T, players ...string) *world.World {
	w := world.New(4, 1)
	for _, name := range players {
		require.NoError(t, w.Join(name))
	}
	return w
}

func TestNew(t *testing.T) {
	require.Equal(t, world.New(5, 7), world.New(5, 7))
	require.NotEqual(t, world.New(5, 7), world.New(5, 8))
	w := newWorld(t, "a", "b", "c", "d", "a")
	require.Len(t, w.Bases, 4)
	require.ErrorContains(t, w.Join("e"), "room for 4 players")
}

// The source of each place can be reached from its base.
func TestReachable(t *testing.T) {
	for seed := range uint64(50) {
		w := world.New(9, seed)
		for range 9 {
			require.NoError(t, w.Join(string(rune('a'+len(w.Bases)))))
		}
		for index, b := range w.Bases {
			seen, todo := map[world.Position]bool{b.Position: true}, []world.Position{b.Position}
			reached := false
			for ; len(todo) > 0 && !reached; todo = todo[1:] {
				at := todo[0]
				reached = at.Near(w.Sources[index].Position)
				for _, d := range []world.Position{{0, 1}, {0, -1}, {1, 0}, {-1, 0}} {
					next := world.Position{at.X + d.X, at.Y + d.Y}
					if !seen[next] && w.IsFree(next) {
						seen[next] = true
						todo = append(todo, next)
					}
				}
			}
			require.True(t, reached, "seed %d, base %d", seed, index)
		}
	}
}

func TestSpawn(t *testing.T) {
	w := newWorld(t, "a", "b")
	step(w, world.Intent{Do: "spawn"}, world.Intent{Do: "spawn"})
	require.Len(t, w.Creeps, 1, "one in a tick")
	require.Equal(t, world.StartEnergy-world.CreepCost+world.BaseGrows, w.Bases[0].Energy)
	require.True(t, w.Creeps[0].Near(w.Bases[0].Position))
	w.Bases[0].Energy = 0
	step(w, world.Intent{Do: "spawn"})
	require.Len(t, w.Creeps, 1, "without energy")
	for range 2 * world.MaxCreeps {
		w.Bases[0].Energy = world.CreepCost
		step(w, world.Intent{Do: "spawn"})
	}
	require.Len(t, w.Creeps, world.MaxCreeps)
}

func TestHarvestAndDeliver(t *testing.T) {
	w := newWorld(t, "a")
	step(w, world.Intent{Do: "spawn"})
	c, source := w.Creeps[0], w.Sources[0]
	harvest := world.Intent{Creep: c.ID, Do: "harvest", Target: source.ID}
	step(w, harvest)
	require.Zero(t, c.Energy, "too far away")
	c.Position = world.Position{X: source.X, Y: source.Y - 1}
	for range 10 {
		step(w, harvest, harvest)
	}
	require.Equal(t, world.Capacity, c.Energy)
	step(w, world.Intent{Creep: c.ID, Do: "deliver"})
	require.Zero(t, w.Bases[0].Score, "too far away")
	c.Position = world.Position{X: w.Bases[0].X + 1, Y: w.Bases[0].Y}
	step(w, world.Intent{Creep: c.ID, Do: "deliver"})
	require.Equal(t, world.Capacity, w.Bases[0].Score)
	require.Zero(t, c.Energy)
	require.Equal(t, w.Bases[0], w.Ranking()[0])
}

func TestMove(t *testing.T) {
	w := newWorld(t, "a")
	step(w, world.Intent{Do: "spawn"})
	c := w.Creeps[0]
	c.Position = world.Position{X: w.Bases[0].X - 1, Y: w.Bases[0].Y}
	before := c.Position
	for _, to := range []string{"east", "up", ""} { // into the base, and nowhere
		step(w, world.Intent{Creep: c.ID, Do: "move", To: to})
		require.Equal(t, before, c.Position)
	}
	step(w, world.Intent{Creep: c.ID, Do: "move", To: "west"}, world.Intent{Creep: c.ID, Do: "move", To: "west"})
	require.Equal(t, world.Position{X: before.X - 1, Y: before.Y}, c.Position, "once in a tick")
	for range 100 {
		step(w, world.Intent{Creep: c.ID, Do: "move", To: "west"})
	}
	require.GreaterOrEqual(t, c.X, 0)
}

func TestAttack(t *testing.T) {
	w := newWorld(t, "a", "b")
	w.Step(map[string][]world.Intent{"a": {{Do: "spawn"}}, "b": {{Do: "spawn"}}})
	ours, theirs := w.Creeps[0], w.Creeps[1]
	if ours.Player != "a" {
		ours, theirs = theirs, ours
	}
	attack := world.Intent{Creep: ours.ID, Do: "attack", Target: theirs.ID}
	step(w, attack)
	require.Equal(t, world.CreepHits, theirs.Hits, "too far away")
	ours.Position = world.Position{X: theirs.X, Y: theirs.Y + 1}
	// Nobody moves, or attacks with, what is another's.
	step(w, world.Intent{Creep: theirs.ID, Do: "attack", Target: ours.ID}, world.Intent{Creep: theirs.ID, Do: "move", To: "north"})
	require.Equal(t, world.CreepHits, ours.Hits)
	for range world.CreepHits / world.AttackHits {
		step(w, attack)
	}
	require.Equal(t, []*world.Creep{ours}, w.Creeps)
}

func TestView(t *testing.T) {
	w := newWorld(t, "a", "b")
	w.Step(map[string][]world.Intent{"a": {{Do: "spawn"}}, "b": {{Do: "spawn"}}})
	_, ok := w.View("nobody")
	require.False(t, ok)
	v, ok := w.View("a")
	require.True(t, ok)
	require.Len(t, v.Creeps, 1)
	require.Empty(t, v.Others)
	for _, c := range w.Creeps {
		if c.Player == "b" {
			c.Position = world.Position{X: v.Base.X, Y: v.Base.Y + 3}
		}
	}
	v, _ = w.View("a")
	require.Len(t, v.Others, 1)
	v.Creeps[0].Hits = 0 // is a copy
	v, _ = w.View("a")
	require.Equal(t, world.CreepHits, v.Creeps[0].Hits)
}

// A saved game goes on as one that was not.
func TestSave(t *testing.T) {
	w := newWorld(t, "a", "b")
	step(w, world.Intent{Do: "spawn"})
	text, err := json.Marshal(w)
	require.NoError(t, err)
	var again world.World
	require.NoError(t, json.Unmarshal(text, &again))
	for range 20 {
		move := world.Intent{Creep: w.Creeps[0].ID, Do: "move", To: "south"}
		step(w, move)
		step(&again, move)
	}
	saved, err := json.Marshal(w)
	require.NoError(t, err)
	resumed, err := json.Marshal(&again)
	require.NoError(t, err)
	require.JSONEq(t, string(saved), string(resumed))
}
